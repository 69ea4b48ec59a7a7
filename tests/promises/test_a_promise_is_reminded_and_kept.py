"""A promise falls due, comes back once in working time, and is closed by a check mark."""

from collections.abc import Callable

from staging.world import World, text_of

from bot import wiring
from bot.promises.models import Promise


def test_a_missed_promise_is_reminded_once_and_closed_by_a_check_mark(world: World, promise: Callable) -> None:
    promise(world.li, "给供应链金融方案", "2026-11-25 18:00", customer_id=world.huadong.id)

    world.clock.to("2026-11-26 09:00")
    world.run("promises.wake", times=3)

    reminder = world.li.only_message()
    assert "给供应链金融方案" in text_of(reminder)
    assert "苏州华东精工" in text_of(reminder)
    assert "V-318" in text_of(reminder)
    world.li.reacts(reminder, "white_check_mark")
    assert world.only(Promise).kept_by_id == world.li.id
    now = text_of(world.current(reminder))
    assert "李雷 11月26日 周四 09:00 已完成" in now
    assert len(world.li.messages()) == 1


def test_the_reminder_carries_the_three_reactions_to_tap(world: World, promise: Callable) -> None:
    promise(world.li, "送报价", "2026-11-25 18:00")
    world.clock.to("2026-11-26 09:00")
    world.run("promises.wake")
    seeded = list(world.current(world.li.only_message()).reactions)
    assert seeded == ["white_check_mark", "zzz", "raising_hand"]
    assert world.only(Promise).ended_at is None, "the bot's own reactions do nothing"


def test_a_promise_with_a_clock_time_is_announced_half_an_hour_before(world: World, promise: Callable) -> None:
    promise(world.li, "给李总回电话", "2026-11-24 15:00", timed=True)
    world.clock.to("2026-11-24 14:29")
    world.run("promises.wake")
    assert world.li.messages() == []
    world.clock.to("2026-11-24 14:30")
    world.run("promises.wake", times=2)
    assert "快到时间了" in text_of(world.li.only_message())


def test_a_call_in_the_lunch_break_is_announced_before_it(world: World, promise: Callable, pass_time: Callable) -> None:
    promise(world.li, "给李总回电话", "2026-11-24 13:00", timed=True)
    pass_time("2026-11-24 11:20")
    assert world.li.messages() == []
    pass_time("2026-11-24 11:30")
    assert "给李总回电话" in text_of(world.li.only_message())


def test_a_check_mark_taken_off_within_a_quarter_of_an_hour_was_a_mistake(world: World, promise: Callable) -> None:
    promise(world.li, "送报价", "2026-11-25 18:00")
    world.clock.to("2026-11-26 09:00")
    world.run("promises.wake")
    reminder = world.li.only_message()
    world.li.reacts(reminder, "heavy_check_mark")
    world.clock.forward(minutes=14)
    world.li.unreacts(reminder, "heavy_check_mark")
    assert world.only(Promise).ended_at is None
    assert "撤销了完成" in text_of(world.current(reminder))


def test_a_check_mark_taken_off_later_changes_nothing(world: World, promise: Callable) -> None:
    promise(world.li, "送报价", "2026-11-25 18:00")
    world.clock.to("2026-11-26 09:00")
    world.run("promises.wake")
    reminder = world.li.only_message()
    world.li.reacts(reminder, "white_check_mark")
    assert "promise.undo" in str(world.current(reminder).blocks)
    world.clock.forward(minutes=16)
    world.run("promises.wake")
    assert "promise.undo" not in str(world.current(reminder).blocks), "what is over is not offered any more"
    world.li.unreacts(reminder, "white_check_mark")
    assert world.only(Promise).kept_at is not None


def test_every_check_mark_and_skin_tone_counts(world: World, promise: Callable) -> None:
    for number in range(3):
        promise(world.li, f"送报价{number}", "2026-11-25 18:00")
    world.clock.to("2026-11-26 09:00")
    world.run("promises.wake")
    for message, emoji in zip(
        world.li.messages(), ("heavy_check_mark", "ballot_box_with_check", "raising_hand::skin-tone-4"), strict=True
    ):
        world.li.reacts(message, emoji)
    assert [one.kept_at is not None for one in world.all(Promise)] == [True, True, False]
    assert "需要帮助" in world.li.last_words()


def test_a_promise_kept_in_time_is_never_mentioned(world: World, promise: Callable, pass_time: Callable) -> None:
    from bot.promises import usecases

    made = promise(world.li, "送报价", "2026-11-25 18:00")
    with world.work(world.li) as work:
        usecases.keep(work, made.id)
    pass_time("2026-11-30 12:00", minutes=120)
    assert world.li.messages() == []


def test_two_reminders_of_one_promise_that_waited_for_slack_are_one(world: World, promise: Callable) -> None:
    promise(world.li, "给李总回电话", "2026-11-24 15:00", timed=True)

    for moment in ("2026-11-24 14:31", "2026-11-24 15:01"):
        world.clock.to(moment)
        wiring.SCHEDULE["promises.wake"][1](world.rapport.workshop)
    world.deliver()

    assert text_of(world.li.only_message()).count("给李总回电话") >= 1
