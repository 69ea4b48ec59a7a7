"""A complaint comes in by command, direct message, mention, shortcut, form or a visit's suggestion; nothing is lost."""

import pytest
from staging.world import World, text_of, words_of

from bot.complaints import timing
from bot.complaints.models import Complaint
from bot.core.audit import AuditLine
from bot.promises.models import Promise
from bot.visits import corrections
from bot.visits.models import Visit


@pytest.mark.parametrize("line", ["投诉 宏达机械 王会计来电,手续费多扣两次", "complaint 宏达机械 charged twice"])
def test_a_direct_message_that_begins_with_the_word_is_a_complaint(world: World, line: str) -> None:
    world.li.says(line)
    assert world.only(Complaint).customer_id == world.hongda.id
    assert "C-" in " ".join(text_of(one) for one in world.li.messages())


def test_the_word_alone_is_answered_with_an_example(world: World) -> None:
    world.li.says("投诉")
    assert world.all(Complaint) == []
    assert "例如" in world.li.last_words()


def test_an_english_line_is_answered_in_english_and_calms_in_english(world: World) -> None:
    world.emma.types(
        "/complaint", "Acme Steel Ms Green called, charged twice, angry, promised an answer by noon tomorrow"
    )
    complaint = world.only(Complaint)
    hint = world.emma.hints()[-1]
    assert f"C-{complaint.id} is registered" in hint
    assert "Thank you for telling us" in hint
    assert complaint.due_at is not None
    assert "Contacted" in world.emma.last_words()


def test_a_forwarded_mail_of_twenty_thousand_characters_is_kept_whole(world: World) -> None:
    mail = "宏达机械 投诉\n" + "手续费多扣了两次,至今没有人回复。\n" * 1200
    message = world.wang.says(mail)
    world.wang.shortcut(message, "complaints.make") if not world.all(Complaint) else None
    assert len(mail) > 20_000
    assert len(world.only(Complaint).claim) >= len(mail.strip()) - 10
    assert "一个字都没有丢" in world.wang.last_words()


def test_the_shortcut_makes_one_case_of_a_message_however_often_it_is_used(world: World) -> None:
    talk = world.slack.workspace.add_channel("talk", members=[world.wang.slack_id, world.li.slack_id])
    message = world.wang.says("宏达机械 客户说网银登录不上,很生气", channel=talk)
    world.li.shortcut(message, "complaints.make")
    world.li.shortcut(message, "complaints.make")
    assert len(world.all(Complaint)) == 1
    assert "已经登记为" in " ".join(text_of(one) for one in world.li.hands.sees(talk))


def test_an_empty_command_opens_the_form_and_the_form_registers(world: World) -> None:
    world.li.types("/complaint")
    world.li.submits(customer="宏达机械", claim="放款慢,客户着急", channel="phone", people="25")
    complaint = world.only(Complaint)
    assert (complaint.customer_id, complaint.people, complaint.severity) == (world.hongda.id, 25, "S1")


def test_a_suggestion_on_a_visit_becomes_a_case_of_its_customer_once(world: World) -> None:
    world.li.types("/visit", "宏达机械 今天上午拜访李总,客户要投诉我们手续费多扣两次,很生气")
    visit = world.only(Visit)
    place = next(number for number, hint in enumerate(visit.hints) if hint["kind"] == "complaint")
    with world.work(world.li) as work:
        corrections.take_hint(work, visit.id, place)
        corrections.take_hint(work, visit.id, place)
    assert world.only(Complaint).customer_id == world.hongda.id
    assert world.only(Complaint).source == "visit"


def test_what_the_note_promised_goes_on_in_its_case_by_the_day_that_stands_now(world: World) -> None:
    world.li.types("/visit", "宏达机械 今天上午拜访李总,客户要投诉我们手续费多扣两次,答应明天下午3点前答复")
    told = world.only(Promise)
    card = world.li.last_message()
    world.clock.to("2026-11-24 09:30")
    world.li.presses(card, "visit.hint")

    promise, complaint = world.only(Promise), world.only(Complaint)
    assert (promise.id, promise.subject_kind, promise.subject_id) == (told.id, "complaint", complaint.id)
    assert (promise.due_at, promise.important, promise.purpose) == (told.due_at, True, "complaint_reply")
    with world.work(world.li) as work:
        clock = timing.clocks(work, work.session.get_one(Complaint, complaint.id)).named("promise")
        assert clock is not None and clock.due_plain == told.due_at


def test_a_customer_nobody_names_is_asked_for_on_the_card(world: World) -> None:
    world.li.types("/complaint", "客户说手续费多扣两次,很生气")
    complaint = world.only(Complaint)
    assert complaint.customer_id is None
    assert "还没有客户" in world.li.last_words()


def test_confidential_numbers_are_masked_and_kept_sealed(world: World) -> None:
    world.li.types("/complaint", "宏达机械 王会计 13812345678 来电,手续费多扣两次")
    complaint = world.only(Complaint)
    assert "13812345678" not in complaint.claim
    assert complaint.withheld == [{"kind": "mobile", "value": "13812345678"}]
    assert "打码" in world.li.last_words()


def test_a_number_shows_the_case_again_and_strangers_get_nothing(world: World) -> None:
    world.li.types("/complaint", "宏达机械 手续费多扣两次")
    number = world.only(Complaint).id
    before = len(world.li.messages())
    world.li.types("/complaint", f"C-{number}")
    assert len(world.li.messages()) == before + 1
    world.emma.types("/complaint", f"C-{number}")
    assert world.emma.messages() == []
    assert f"no C-{number} that you can see" in world.emma.hints()[-1]


def test_details_open_privately_and_are_on_record(world: World, desk) -> None:
    world.li.types("/complaint", "宏达机械 手续费多扣两次")
    shared = next(iter(desk.messages.values()))
    world.sun.presses(shared, "complaint.open")
    assert world.sun.hands.modal is not None
    assert "手续费多扣两次" in words_of(world.sun.hands.modal.blocks)
    assert "complaints.opened" in [line.verb for line in world.all(AuditLine)]
