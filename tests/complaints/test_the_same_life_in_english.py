"""A complaint in English, from capture to case summary and the contacts 30, 60 and 90 days after, and its severity 1."""

from datetime import UTC, datetime

import pytest
from staging.world import World, text_of

from bot.complaints.models import Case, Complaint, Remedy
from bot.core.rooms import latest
from bot.directory.models import Person
from bot.escalations.models import Ask
from bot.promises.models import Promise

LINE = (
    "Acme Steel Ltd Ms Green called, charged twice for the account, she is cross, promised an answer by noon tomorrow"
)


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"], indirect=True)
def test_from_the_first_call_to_the_summary_and_the_contacts_after_it(world: World) -> None:
    world.department("customer_service", [world.sun], head=world.sun, language="en")
    world.department("product", [world.wang], head=world.wang, language="en")
    with world.work() as work:
        for one in (world.chen, world.wang):
            person = work.session.get_one(Person, one.id)
            person.locale, person.time_zone = "en-GB", "Europe/London"
    world.clock.to("2026-11-23 10:00", "+00:00")
    emma = world.emma
    emma.types("/complaint", LINE)
    number = world.only(Complaint).id
    assert "You could say" in emma.hints()[-1] and "I am sorry" in emma.hints()[-1]
    card = emma.last_message()
    assert "severity 3 (normal)" in text_of(card)

    emma.presses(card, "complaint.contacted")
    emma.presses(card, "ask.new")
    emma.submits(question="Did the fee rule change?", department="product")
    world.wang.presses(world.wang.last_message(), "ask.answer")
    world.wang.submits(answer="No, the month-end batch charged twice")
    assert "No, the month-end batch" in emma.last_words()
    emma.presses(emma.last_message(), "ask.enough")
    assert world.only(Ask).closed_how == "enough"
    assert "Product: answered" in text_of(world.current(card))

    emma.presses(card, f"complaint.fault/{number}", "company_fault_process")
    emma.presses(card, f"complaint.remedy/{number}", "compensation")
    emma.submits(amount="120", text="both charges paid back")
    emma.presses(card, "complaint.decide")
    assert "waiting for approval" in text_of(world.current(card))
    assert "asks 陈静 to approve the decision over CNY 120" in world.chen.last_words()
    world.chen.presses(world.chen.last_message(), "complaint.approve")
    emma.presses(card, "complaint.notified")
    emma.presses(card, "complaint.done")
    assert world.only(Remedy).done_at is not None
    assert "customer told" in text_of(world.current(card))
    world.clock.to("2026-11-26 10:00", "+00:00")
    emma.presses(card, "complaint.satisfied")
    emma.submits(headline="Charged twice at month end", cause="C12", changed="The batch checks before it charges")

    assert "closed" in text_of(world.current(card))
    assert (world.only(Case).title, world.only(Case).cost) == ("Charged twice at month end", 120)
    assert "Acme" not in world.only(Case).claim
    contacts = [one for one in world.all(Promise) if one.purpose == "recovery"]
    assert [one.due_at.date().isoformat() for one in contacts] == ["2026-12-28", "2027-01-25", "2027-02-24"]
    fix = next(one for one in world.all(Promise) if one.purpose == "corrective_action")
    assert fix.due_at > datetime(2026, 11, 26, tzinfo=UTC), "a fault of process is corrected by its department"

    world.clock.to("2026-12-28 16:30", "+00:00")
    world.tick()
    assert any(f"C-{number}" in text_of(one) for one in emma.messages()[-3:]), emma.last_words()
    emma.types("/desk", "cases charged twice")
    assert "Charged twice at month end" in str(emma.hands.open_modal.blocks)


def test_a_severity_one_calls_those_above_at_once_and_in_words(world: World) -> None:
    world.department("customer_service", [world.sun], head=world.sun, language="en")
    world.clock.to("2026-11-28 20:00", "+00:00")
    world.emma.types("/complaint", "Acme Steel Ltd: Ms Green goes to the newspaper tomorrow, charged twice")

    complaint = world.only(Complaint)
    assert (complaint.severity, complaint.criteria) == ("S1", ["regulator_or_media"])
    assert "severity 1 (major)" in world.emma.last_words()
    assert f"C-{complaint.id}" in world.chen.last_words(), "Saturday night"
    world.clock.forward(minutes=31)
    world.tick()
    assert "acknowledge" in " ".join(world.only(Complaint).breaches)
    world.emma.presses(world.emma.messages()[0], "complaint.room")
    world.run("core.rooms", times=2)
    assert "It has a channel of its own" in text_of(world.current(world.emma.messages()[0]))
    with world.work() as work:
        room = latest(work.session, complaint.subject)
    own = world.slack.workspace.channel(room.channel)
    said = " ".join(text_of(one) for one in own.messages.values() if one.blocks)
    assert "severity 1 (major)" in said and "\u6295\u8bc9" not in said, "in the language of whoever opened it"


def test_an_answer_promised_for_the_evening_is_said_so_to_the_customer(world: World) -> None:
    world.emma.types("/complaint", "Acme Steel charged twice, angry, promised an answer by tomorrow evening")
    assert "by Tue 24 Nov evening" in world.emma.hints()[-1]
    world.li.types("/complaint", "宏达机械 手续费多扣两次,客户很生气,答应明晚前给答复")
    assert "11月24日 周二 晚上 前给您答复" in world.li.hints()[-1]
