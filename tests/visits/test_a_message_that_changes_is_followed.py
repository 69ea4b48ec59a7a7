"""A note follows the message it was typed in: edited, deleted, corrected by hand before."""

from staging.world import World, text_of

from bot.promises.models import Promise
from bot.visits.models import Visit


def test_an_edit_is_understood_anew(world: World) -> None:
    message = world.li.says("宏达机械 今天拜访王总,周五前发报价")
    world.li.edits(message, "宏达机械 今天电话沟通,周四前发合同")

    visit = world.only(Visit)
    assert (visit.channel, visit.contacts) == ("phone", [])
    kept = [row for row in world.all(Promise) if row.dropped_at is None]
    assert [(row.text, row.due_at.day) for row in kept] == [("发合同", 26)]
    assert "发合同" in world.li.last_words() and "发报价" not in world.li.last_words()


def test_a_new_date_in_the_text_moves_the_promise(world: World) -> None:
    message = world.li.says("宏达机械 今天拜访王总,周五前发报价")
    world.li.edits(message, "宏达机械 今天拜访王总,周四前发报价")

    assert world.only(Promise).due_at.day == 26


def test_a_follow_up_chosen_by_tap_survives_the_edit(world: World) -> None:
    message = world.li.says("宏达机械 今天拜访王总,聊了利率")
    world.li.taps(world.li.only_message(), "明天")
    world.li.edits(message, "宏达机械 今天拜访王总,聊了利率和期限")

    assert world.only(Promise).dropped_at is None
    assert world.only(Visit).pending == []


def test_a_note_corrected_by_hand_is_asked_about_later(world: World) -> None:
    message = world.li.says("宏达机械 今天拜访王总,周五前发报价")
    card = world.li.only_message()
    world.li.taps(card, "换日期", "2026-11-20")
    world.clock.forward(minutes=30)
    world.li.edits(message, "宏达机械 今天电话沟通,周四前发合同")

    assert world.only(Visit).channel == "face_to_face"
    question = world.li.last_message()
    assert "周四前发合同" in text_of(question)
    world.li.taps(question, "按新内容更新")
    assert world.only(Visit).channel == "phone"


def test_deleting_the_message_soon_undoes_the_note(world: World) -> None:
    message = world.li.says("宏达机械 今天拜访王总,周五前发报价")
    world.li.deletes(message)

    assert world.only(Visit).undone_at is not None
    assert world.only(Promise).dropped_at is not None


def test_deleting_it_later_asks_first(world: World) -> None:
    message = world.emma.says("Acme Steel met Mr. Brown today, send quote by Friday")
    world.clock.forward(hours=2)
    world.emma.deletes(message)

    assert world.only(Visit).undone_at is None
    question = world.emma.last_message()
    assert "Shall the visit note stay" in text_of(question)
    world.emma.taps(question, "Withdraw it")
    assert world.only(Visit).undone_at is not None
    assert world.only(Promise).dropped_at is not None


def test_a_line_taken_out_of_several_takes_its_visit_back(world: World) -> None:
    message = world.li.says("华东精工 今天拜访李总,周五前发报价\n宏达机械 今天电话沟通,无后续")
    world.li.edits(message, "华东精工 今天拜访李总,周五前发报价")

    assert [row.undone_at is None for row in world.all(Visit)] == [True, False]
