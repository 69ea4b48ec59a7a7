"""The demo: two months that look lived, the same whenever it is loaded, and not a single message."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select
from staging.world import Clock

from bot import demo
from bot.compliance.models import Paper
from bot.compliance.models_rules import RuleReading
from bot.compliance.models_selling import Disclosure
from bot.core.database import Base, connect
from bot.core.outbox import Posting
from bot.core.settings import Settings
from bot.core.work import Workshop
from bot.customers.models import ContactPerson, Customer
from bot.directory.models import Department, Leave, Person
from bot.main import workshop
from bot.promises.models import Promise
from bot.risk.models import Alert
from bot.visits.models import Visit

MOMENTS = {
    "a Monday afternoon": datetime(2026, 11, 23, 6, 30, tzinfo=UTC),
    "a Saturday": datetime(2026, 11, 28, 3, 0, tzinfo=UTC),
    "after the National Day holiday": datetime(2026, 10, 9, 1, 30, tzinfo=UTC),
    "in the Spring Festival": datetime(2027, 2, 8, 2, 0, tzinfo=UTC),
}


@pytest.fixture(params=MOMENTS)
def clock(request: pytest.FixtureRequest) -> Clock:
    return Clock(MOMENTS[request.param])


def state(promise: Promise, now: datetime) -> str:
    if promise.dropped_at:
        return "dropped"
    if promise.kept_at:
        return "late" if promise.kept_at > promise.due_at else "kept"
    return "overdue" if promise.due_at <= now else "upcoming"


def test_two_months_look_lived(shop: Workshop, clock: Clock) -> None:
    with shop.read() as work:
        people = work.session.scalars(select(Person)).all()
        customers = work.session.scalars(select(Customer)).all()
        visits = work.session.scalars(select(Visit)).all()
        promises = work.session.scalars(select(Promise)).all()
        assert (len(people), len(customers)) == (13, 60)
        assert {person.locale for person in people} == {"zh-CN", "en-GB"}
        assert 90 <= len(visits) <= 220
        assert all(visit.customer_id for visit in visits), "every note names a customer that was understood"
        states = Counter(state(promise, clock()) for promise in promises)
        assert min(states[name] for name in ("kept", "late", "dropped", "overdue", "upcoming")) >= 1, states
        assert states["kept"] > len(promises) * 0.6
        assert work.session.scalar(select(func.count()).where(Customer.silent_at <= work.now)), "somebody is silent"
        assert work.session.scalar(select(func.count()).select_from(ContactPerson)) >= 60
        assert len(work.session.scalars(select(Department).where(Department.head_id.is_not(None))).all()) == 7
        assert work.session.scalars(select(Leave)).one()


def test_every_manager_has_something_open(shop: Workshop) -> None:
    with shop.read() as work:
        owners = set(work.session.scalars(select(Promise.owner_id).where(Promise.ended_at.is_(None))))
        managers = set(work.session.scalars(select(Person.id).where(Person.role == "manager")))
    assert managers <= owners


def test_the_past_keeps_its_times_and_nothing_lies_in_the_future(shop: Workshop, clock: Clock) -> None:
    with shop.read() as work:
        for promise in work.session.scalars(select(Promise)):
            assert promise.created_at < clock()
            assert promise.ended_at is None or promise.created_at < promise.ended_at < clock()
            assert promise.missed_at is None or promise.missed_at <= clock()


def test_not_a_single_message_of_the_past_leaves(shop: Workshop) -> None:
    with shop.read() as work:
        states = set(work.session.scalars(select(Posting.state)))
    assert states == {"folded"}


def test_a_second_time_changes_nothing_but_links_people_to_slack(shop: Workshop, clock: Clock) -> None:
    with shop.read() as work:
        before = [work.session.scalar(select(func.count()).select_from(model)) for model in (Visit, Promise, Posting)]
    ids = {one.email: f"U{number:04}" for number, one in enumerate(demo.PEOPLE)}
    demo.load(shop, clock, ids, {"product": "C1"})
    with shop.read() as work:
        after = [work.session.scalar(select(func.count()).select_from(model)) for model in (Visit, Promise, Posting)]
        assert {person.email: person.slack_id for person in work.session.scalars(select(Person))} == ids
        assert work.session.scalars(select(Department.channel).where(Department.code == "product")).one() == "C1"
    assert before == after


def test_papers_sales_and_alerts_wait_for_somebody(shop: Workshop) -> None:
    with shop.read() as work:
        assert work.session.scalars(select(Paper).where(Paper.document == "business_licence")).all()
        assert {alert.level for alert in work.session.scalars(select(Alert))} == {"orange"}
        assert len(work.session.scalars(select(Disclosure)).all()) == 2


@pytest.mark.parametrize("clock", ["a Monday afternoon"], indirect=True)
def test_a_rule_waits_for_everybody_linked_to_slack(tmp_path: Path, clock: Clock) -> None:
    engine = connect(f"sqlite:///{tmp_path}/linked.db")
    Base.metadata.create_all(engine)
    opened = workshop(Settings(_env_file=None), engine, clock)
    demo.load(opened, clock, {one.email: f"U{number:04}" for number, one in enumerate(demo.PEOPLE)})
    with opened.read() as work:
        readings = work.session.scalars(select(RuleReading)).all()
        assert len(readings) == len(demo.PEOPLE)
        assert set(work.session.scalars(select(Posting.state))) == {"folded"}
    engine.dispose()
