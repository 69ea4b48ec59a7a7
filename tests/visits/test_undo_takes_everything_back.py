"""Fifteen minutes to take a note back; after that it is corrected, not erased."""

from staging.world import World, text_of

from bot.customers.models import Contact, Customer
from bot.promises.models import Promise
from bot.visits.models import Visit


def test_undo_withdraws_promises_and_contact_and_the_card_says_so(world: World) -> None:
    world.li.types("/visit", "宏达机械 今天拜访王总,周五前发报价")
    card = world.li.only_message()
    world.clock.forward(minutes=14)

    world.li.taps(card, "撤销")

    assert world.only(Visit).undone_at is not None
    assert world.only(Promise).dropped_at is not None
    assert world.only(Contact).undone_at is not None
    assert next(row for row in world.all(Customer) if row.id == world.hongda.id).contacted_at is None
    assert "已撤销" in world.li.last_words()


def test_after_fifteen_minutes_the_button_says_so_and_offers_to_correct(world: World) -> None:
    world.emma.types("/visit", "Acme Steel met Mr. Brown today, send quote by Friday")
    card = world.emma.only_message()
    world.clock.forward(minutes=16)

    world.emma.taps(card, "Undo")

    assert world.only(Visit).undone_at is None
    assert "no longer be undone" in world.emma.hints()[-1]
    world.run("visits.undo_over")
    assert "Edit" in str(world.current(card).blocks)
    assert "Undo" not in str(world.current(card).blocks)


def test_undo_typed_on_its_own_offers_the_last_note_and_later_how_to_correct_it(world: World) -> None:
    for who, undo, says in (
        (world.emma, "undo", ("no visit note to undo", "Take it back, with its promises", "they are over")),
        (world.li, "撤销", ("没有可以撤销", "要撤销吗", "已经过了这个时间")),
    ):
        who.says(undo)
        assert says[0] in who.last_words()
        who.types("/visit", "Acme Steel called Mr. Brown" if who is world.emma else "宏达机械 今天拜访王总,无后续")
        who.says(undo)
        assert says[1] in who.last_words()
        world.clock.forward(minutes=16)
        who.says(undo)
        assert says[2] in who.last_words()
        who.presses(who.last_message(), "visit.edit")
        who.submits(summary="corrected")
        assert world.all(Visit)[-1].summary == "corrected"
    world.li.types("/visit", "宏达机械 今天电话沟通,无后续")
    world.li.types("/visit", "撤销。")
    assert "要撤销吗" in world.li.hints()[-1]
    world.li.says("撤销一下")
    world.li.taps(world.li.last_message(), "撤销")
    assert [one.undone_at is None for one in world.all(Visit)] == [True, True, False]


def test_nobody_else_can_undo_or_edit_it(world: World) -> None:
    world.li.types("/visit", "宏达机械 今天拜访王总,无后续")
    visit = world.only(Visit)
    world.chen.types("/visit", f"V-{visit.id}")
    seen = world.chen.last_message()
    assert "👀 李雷 记了一次拜访" in text_of(seen)
    world.chen.says("补充一句", thread=seen)

    assert "只有作者能改" in world.chen.last_words()
    assert world.only(Visit).text == "宏达机械 今天拜访王总,无后续"


def test_a_reply_below_the_card_undoes_dates_or_adds(world: World) -> None:
    world.li.types("/visit", "宏达机械 今天拜访王总,无后续")
    card = world.li.only_message()

    world.li.says("日期 昨天", thread=card)
    world.li.says("王总还问了汇率,周五前发汇率表", thread=card)

    visit = world.only(Visit)
    assert visit.at is not None and visit.at.day == 22
    assert [one.thread_ts for one in world.li.messages()] == [card.ts] * 3, "each answer stands below the card"
    assert "王总还问了汇率" in visit.summary
    assert "汇率表" in world.only(Promise).text
    world.li.says("撤销", thread=card)
    assert world.only(Visit).undone_at is not None
    assert world.only(Promise).dropped_at is not None


def test_thanks_below_the_card_changes_nothing(world: World) -> None:
    world.li.types("/visit", "宏达机械 今天拜访王总,无后续")
    card = world.li.only_message()

    world.li.says("谢谢", thread=card)

    assert world.only(Visit).corrected_at is None
    assert len(world.li.messages()) == 1
