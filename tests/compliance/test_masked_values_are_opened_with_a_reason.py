"""A masked value is seen in full with a reason, for fifteen minutes, by whoever may; nothing of it goes anywhere else."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from sqlalchemy import text
from staging.world import World, text_of, words_of

from bot.compliance import privacy_unmasking
from bot.compliance.models import Diligence, Paper
from bot.compliance.privacy_models import Unmasking
from bot.core.audit import AuditLine, seal, verify
from bot.core.errors import Refusal
from bot.core.subject import Subject
from bot.customers import usecases as customers
from bot.main.closing import close_looks
from bot.visits.models import Visit
from handlers.privacy import HIDDEN

PHONE, ID = "13912345678", "11010519491231002X"
EVERY = pytest.mark.parametrize("backend", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def contact(world: World) -> int:
    with world.work() as work:
        customer = work.session.get_one(type(world.huadong), world.huadong.id)
        customers.add_person(work, customer, "王总", phone=PHONE, email="wang@huadong.example")
    return world.huadong.id


def looks(world: World, who, about: str, reason: str = "客户要求回电，核对号码", purpose: str = "contact") -> str:
    world.slack.person(who.slack_id)
    who.hands.presses(card_of(world, who, about), "privacy.unmask")
    if who.hands.modal is None:
        return who.hints()[-1]
    who.submits(purpose=purpose, reason=reason)
    return words_of(who.hands.modal.blocks) if who.hands.modal else ""


def card_of(world: World, who, about: str):
    kind, _ = about.split("/")
    if kind == "customer":
        who.types("/client", "华东精工")
        return who.hands.sees()[-1]
    return who.last_message()


@EVERY
def test_with_a_reason_the_owner_sees_the_number_and_it_is_on_record(world: World, contact: int) -> None:
    world.li.types("/client", "华东精工")
    assert "139****5678" in world.li.hints()[-1]

    seen = looks(world, world.li, f"customer/{contact}")

    assert PHONE in seen and "wang@huadong.example" in seen and "王总" in seen
    look = world.only(Unmasking)
    assert (look.person_id, look.kinds, look.purpose) == (world.li.id, ["email", "phone"], "contact")
    line = next(line for line in world.all(AuditLine) if line.verb == "privacy.unmasked")
    assert (line.actor_id, line.subject_kind, line.subject_id) == (world.li.id, "customer", contact)
    assert line.details["purpose"] == "contact" and line.details["kinds"] == ["email", "phone"]


@EVERY
def test_nothing_of_it_is_left_in_messages_tables_or_logs(
    world: World, contact: int, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    looks(world, world.li, f"customer/{contact}")
    world.settle()

    with world.rapport.engine.connect() as connection:
        for table in ("posting", "inbox", "draft", "audit_line", "unmasking", "change"):
            for row in connection.execute(text(f"SELECT * FROM {table}")):
                assert PHONE not in str(row)
    said = [text_of(one) for each in world.slack.workspace.channels.values() for one in each.messages.values()]
    assert not any(PHONE in one for one in said)
    printed = capsys.readouterr()
    assert PHONE not in caplog.text + printed.out + printed.err


def test_after_fifteen_minutes_the_dialog_empties_itself(world: World, contact: int) -> None:
    looks(world, world.li, f"customer/{contact}")
    close = lambda: close_looks(world.rapport.workshop, world.rapport.port, world.rapport.templates)  # noqa: E731
    world.clock.forward(minutes=14)
    assert close() == 0 and PHONE in words_of(world.li.hands.modal.blocks)

    world.clock.forward(minutes=1)
    assert close() == 1 and close() == 0

    assert world.li.hands.modal is None or PHONE not in words_of(world.li.hands.modal.blocks)
    assert world.only(Unmasking).closed_at == world.clock.now


@EVERY
def test_two_who_look_at_once_each_have_their_own_minutes_and_their_own_line(world: World, contact: int) -> None:
    about, together = Subject("customer", contact), Barrier(2)

    def looks_at_once(who) -> str:
        together.wait(timeout=20)
        with world.work(who) as work:
            hidden = HIDDEN["customer"](work, contact)
            seen = privacy_unmasking.unmask(work, about, hidden, "contact", "客户要求回电，核对号码")
            return " ".join(each.value for each in seen.hidden)

    with ThreadPoolExecutor(2) as pool:
        assert all(PHONE in seen for seen in pool.map(looks_at_once, (world.li, world.chen)))
    lines = [line for line in world.all(AuditLine) if line.verb == "privacy.unmasked"]
    assert sorted(line.actor_id for line in lines) == sorted((world.li.id, world.chen.id))
    assert [look.person_id for look in world.all(Unmasking)] == [line.actor_id for line in lines]
    with world.rapport.workshop.open() as work:
        seal(work.session)
        assert verify(work.session) is None, "the chain of the log holds"

    # Chen opens his dialog five minutes later: Li's look gives him no minute more or less, and hers ends without his.
    world.clock.forward(minutes=16)
    assert PHONE in looks(world, world.li, f"customer/{contact}")
    world.clock.forward(minutes=5)
    assert PHONE in looks(world, world.chen, f"customer/{contact}")
    close = lambda: close_looks(world.rapport.workshop, world.rapport.port, world.rapport.templates)  # noqa: E731
    world.clock.forward(minutes=10)
    close()
    still = {
        who.id: who.hands.modal is not None and PHONE in words_of(who.hands.modal.blocks)
        for who in (world.li, world.chen)
    }
    assert still == {world.li.id: False, world.chen.id: True}
    world.clock.forward(minutes=5)
    close()
    assert PHONE not in words_of(world.chen.hands.modal.blocks if world.chen.hands.modal else [])


def test_a_number_taken_out_of_a_note_is_seen_by_its_author(world: World) -> None:
    world.li.types("/visit", f"拜访华东精工，王总身份证号 {ID}，下周三前给方案")
    visit = world.only(Visit)
    assert ID not in visit.text

    assert ID in looks(world, world.li, f"visit/{visit.id}", "补录尽职调查")


def test_others_are_told_that_it_does_not_exist(world: World, contact: int) -> None:
    world.li.types("/client", "华东精工")
    card = world.li.hands.sees()[-1]
    with world.work(world.emma) as work, pytest.raises(Exception, match="not-found"):
        HIDDEN["customer"](work, contact)
    assert card is not None and world.all(Unmasking) == []


def test_a_role_that_may_not_is_refused_and_the_attempt_stays_on_record(world: World, contact: int) -> None:
    boss = world.person("高行长", role="admin", lead=None)
    with world.work() as work:
        lead = work.session.get_one(type(world.chen.person), world.chen.id)
        lead.lead_id = boss.id

    looks(world, boss, f"customer/{contact}")

    assert world.all(Unmasking) == []
    refused = [line for line in world.all(AuditLine) if line.verb == "privacy.unmask-refused"]
    assert [(line.actor_id, line.details["why"]) for line in refused] == [(boss.id, "role")]


def test_who_looks_too_often_has_to_wait(world: World, contact: int) -> None:
    others = []
    for number in range(11):
        other = world.customer(f"苏州第{number}机械有限公司", world.li, code=f"Z{number}")
        with world.work() as work:
            customers.add_person(work, work.session.get_one(type(other), other.id), "王总", phone=PHONE)
        others.append(other)
    last = ""
    for number in range(len(others)):
        world.li.types("/client", f"Z{number}")
        world.li.hands.presses(world.li.hands.sees()[-1], "privacy.unmask")
        world.li.submits(purpose="contact", reason="逐个核对号码")
        last = words_of(world.li.hands.modal.blocks)

    assert len(world.all(Unmasking)) == 10
    assert PHONE not in last
    assert world.all(AuditLine)[-1].details == {"why": "often"}
    # What was opened already opens again without counting.
    world.li.types("/client", "Z0")
    world.li.hands.presses(world.li.hands.sees()[-1], "privacy.unmask")
    world.li.submits(purpose="contact", reason="再看一次号码")
    assert PHONE in words_of(world.li.hands.modal.blocks)


def test_a_reason_that_says_nothing_is_asked_again_and_numbers_in_it_are_masked(world: World, contact: int) -> None:
    world.li.types("/client", "华东精工")
    world.li.hands.presses(world.li.hands.sees()[-1], "privacy.unmask")
    world.li.submits(purpose="contact", reason="ok")
    assert world.all(Unmasking) == []

    world.li.submits(purpose="verify", reason=f"核对来电 {PHONE} 是否本人")

    assert PHONE not in world.only(Unmasking).reason


IDENTITY = {"name": "王伟", "id_type": "resident_id", "number": ID}


@pytest.fixture
def paper(bank: World, opened: Callable[..., Diligence], noted: Callable[..., Paper]) -> Paper:
    opened()
    found = noted("legal_representative_id", date(2030, 1, 1), facts=IDENTITY)
    bank.deliver()
    return found


@EVERY
def test_the_number_of_a_document_is_seen_by_who_has_to_compare_it(bank: World, paper: Paper) -> None:
    chen = bank.chen
    card = chen.last_message()
    assert ID not in text_of(card) and "110***********002X" in text_of(card)

    seen = looks(bank, chen, f"paper/{paper.id}", "与原件核对", "verify")

    assert ID in seen and "身份证号" in seen and "王伟" in seen
    look = bank.only(Unmasking)
    assert (look.person_id, look.subject_kind, look.subject_id) == (chen.id, "paper", paper.id)
    assert (look.kinds, look.until) == (["resident_id"], bank.clock.now + timedelta(minutes=15))
    line = next(line for line in bank.all(AuditLine) if line.verb == "privacy.unmasked")
    assert (line.actor_id, line.subject_kind, line.subject_id) == (chen.id, "paper", paper.id)
    assert ID not in str(line.details)
    bank.settle()
    assert not any(
        ID in text_of(one) for each in bank.slack.workspace.channels.values() for one in each.messages.values()
    )

    bank.clock.forward(minutes=15)
    assert close_looks(bank.rapport.workshop, bank.rapport.port, bank.rapport.templates) == 1
    assert chen.hands.modal is None or ID not in words_of(chen.hands.modal.blocks)


def test_a_document_of_somebody_elses_customer_does_not_exist(bank: World, paper: Paper) -> None:
    from handlers.privacy import HIDDEN

    with bank.work(bank.emma) as work, pytest.raises(Refusal, match="not-found"):
        HIDDEN["paper"](work, paper.id)
    assert bank.all(Unmasking) == []


def test_a_document_without_numbers_of_people_offers_nothing_to_show(
    bank: World, opened: Callable[..., Diligence], noted: Callable[..., Paper]
) -> None:
    opened()
    noted("business_licence", date(2030, 1, 1))
    bank.deliver()

    assert "查看完整信息" not in words_of(bank.chen.last_message().blocks)
