"""/desk: help, language, leave, what is open."""

from collections.abc import Callable

from staging.world import World, text_of


def test_alone_it_says_what_it_can_do(world: World) -> None:
    world.li.types("/desk")
    assert "/desk 休假 12/1-12/5 @代理人" in world.li.hints()[-1]
    world.emma.types("/desk", "help")
    assert "who gets my reminders while I am away" in world.emma.hints()[-1]


def test_an_unknown_word_is_named(world: World) -> None:
    world.emma.types("/desk", "make coffee")
    assert "“make coffee” is not something" in world.emma.hints()[-1]


def test_the_language_changes_at_once_and_for_old_cards(world: World, promise: Callable) -> None:
    promise(world.li, "送报价", "2026-11-25 18:00")
    world.clock.to("2026-11-26 09:00")
    world.run("promises.wake")
    reminder = world.li.only_message()
    world.li.types("/desk", "语言 英文")
    assert world.li.hints()[-1] == "Fine, from now on I speak English.", "said in the language that was chosen"
    world.li.presses(reminder, "promise.keep")
    assert "Done by 李雷" in text_of(world.current(reminder))


def test_a_language_we_do_not_speak(world: World) -> None:
    world.emma.types("/desk", "language klingon")
    assert "I speak Chinese and English" in world.emma.hints()[-1]


def test_open_promises_are_listed_and_opened(world: World, promise: Callable) -> None:
    promise(world.li, "送报价", "2026-11-25 18:00")
    world.li.types("/desk", "promises")
    page = world.li.hands.modal
    assert page is not None
    assert "送报价" in str(page.blocks)
    world.li.presses(page, "promise.show")
    assert "送报价" in text_of(world.li.only_message())


def test_leave_is_listed_and_taken_back(world: World) -> None:
    world.li.types("/desk", "leave 12月1日到12月5日")
    assert "没有指定代理人" in world.li.hints()[-1]
    world.li.types("/desk", "leave")
    assert "12月1日 周二 至 12月5日 周六" in world.li.hints()[-1]
