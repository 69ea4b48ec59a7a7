"""Customers about to leave: the score from what the database knows, with its reasons, and a plan to keep them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from bot.core.errors import Refusal
from bot.core.privacy import mask
from bot.core.subject import Subject
from bot.core.work import Work
from bot.customers.models import Contact, ContactPerson, Customer, Hold
from bot.customers.rules import interval_of
from bot.directory import queries as directory
from bot.directory import wording
from bot.directory.models import Person
from bot.promises import rules as promise_rules
from bot.promises import usecases as promises
from bot.risk.churn import ChurnScore, Relation, churn
from bot.risk.models import Facility, Reading, SavePlan, Signal
from bot.risk.triggers import UNSATISFIED

OUTCOMES = ("kept", "price", "service", "product", "relationship", "business_change")
"""How a save plan ends: kept, or lost for one of these reasons."""
LATELY = timedelta(days=180)


@dataclass(frozen=True)
class Standing:
    """A customer's score with what was known of the relation."""

    score: ChurnScore
    relation: Relation


def score(work: Work, customer: Customer) -> Standing:
    """Score a customer from balances, complaints, contacts, people and maturities on record."""
    today = work.now.astimezone(work.actor.zone).date()
    relation = Relation(
        balance_share=_share(work, customer.id), transactions_share=_transactions(work, customer.id),
        payroll_or_acquiring_moved=_signalled(work, customer.id, "main_business_moved"),
        open_complaint_days=_complaint_days(work, customer.id),
        unsatisfied_close=_signalled(work, customer.id, UNSATISFIED, since=work.now - LATELY),
        key_contact_left=_left(work, customer.id),
        competitor_mentioned_days=_competitor(work, customer.id), maturing_in_days=_maturing(work, customer.id, today),
        maturity_talked_about=_talked(work, customer.id), visit_intervals_overdue=_late(work, customer),
    )  # fmt: skip
    return Standing(churn(relation, work.house.policy.service.churn), relation)


def _latest(work: Work, customer_id: int, code: str) -> float | None:
    query = select(Reading.value).where(Reading.customer_id == customer_id, Reading.code == code)
    return work.session.scalar(query.order_by(Reading.period.desc()).limit(1))


def _share(work: Work, customer_id: int) -> float | None:
    recent, long = _latest(work, customer_id, "balance_30d"), _latest(work, customer_id, "balance_180d")
    return recent / long if recent is not None and long else None


def _transactions(work: Work, customer_id: int) -> float | None:
    change = _latest(work, customer_id, "transactions_change")
    return None if change is None else 1 + change / 100


def _signalled(work: Work, customer_id: int, kind: str, since: datetime | None = None) -> bool:
    query = select(Signal.id).where(Signal.customer_id == customer_id, Signal.kind == kind, Signal.ended_at.is_(None))
    if since is not None:
        query = query.where(Signal.created_at >= since)
    return work.session.scalar(query.limit(1)) is not None


def _complaint_days(work: Work, customer_id: int) -> int | None:
    query = select(func.min(Hold.created_at)).where(
        Hold.customer_id == customer_id, Hold.kind == "complaint", Hold.lifted_at.is_(None)
    )
    since = work.session.scalar(query)
    return (work.now - since).days if since else None


def _left(work: Work, customer_id: int) -> bool:
    query = select(ContactPerson.id).where(
        ContactPerson.customer_id == customer_id, ContactPerson.gone_at >= work.now - LATELY
    )
    return work.session.scalar(query.limit(1)) is not None


def _competitor(work: Work, customer_id: int) -> int | None:
    query = select(func.max(Signal.created_at)).where(Signal.customer_id == customer_id, Signal.kind == "competitor")
    last = work.session.scalar(query)
    return (work.now - last).days if last else None


def _maturing(work: Work, customer_id: int, today: date) -> int | None:
    query = select(func.min(Facility.matures_on)).where(
        Facility.customer_id == customer_id, Facility.matures_on >= today, Facility.settled_at.is_(None)
    )
    day = work.session.scalar(query)
    return (day - today).days if day else None


def _talked(work: Work, customer_id: int) -> bool:
    query = select(Contact.id).where(
        Contact.customer_id == customer_id, Contact.at >= work.now - timedelta(days=30), Contact.attempt.is_(False),
        Contact.undone_at.is_(None),
    )  # fmt: skip
    return work.session.scalar(query.limit(1)) is not None


def _late(work: Work, customer: Customer) -> float | None:
    service = work.house.policy.service
    tier = service.tiers.get(customer.tier or service.default_tier)
    interval = interval_of(tier) if tier else None
    if interval is None:
        return None
    since = customer.contacted_at or customer.created_at
    return (work.now - since).days / interval.days - 1


def start(work: Work, customer_id: int) -> SavePlan:
    """Start a plan to keep a customer: four promises of its manager. A second time gives the open one."""
    customer = work.get(Customer, customer_id, "customers/not-found")
    query = select(SavePlan).where(SavePlan.customer_id == customer.id, SavePlan.ended_at.is_(None))
    known = work.session.scalars(query).one_or_none()
    if known is not None:
        return known
    standing = score(work, customer).score
    plan = work.save(
        SavePlan(customer_id=customer.id, score=standing.score, reasons=dict(standing.reasons), by_id=work.actor.id)
    )
    owner = work.session.get_one(Person, customer.owner_id or work.actor.person_id)
    time = directory.working_time(work.session, owner)
    follow = work.house.policy.service.churn.follow_up.days
    today = work.now.astimezone(time.zone).date()
    for step, days in (("diagnose", 2), ("offer", 5), ("executive", 7), ("follow_up", follow)):
        due = promise_rules.closing(time.calendar.next_workday(today + timedelta(days=days)), time)
        promises.make(
            work,
            promises.Draft(
                wording.word(work, f"risk.step.{step}", owner), due, owner.id, plan.subject, customer_id=customer.id,
                purpose="save",
            ),
        )  # fmt: skip
    work.audit("risk.save-plan", plan.subject)
    return plan


def end(work: Work, plan_id: int, outcome: str, words: str) -> SavePlan:
    """Record whether the customer stayed, or why not. A second time changes nothing."""
    plan = work.get(SavePlan, plan_id)
    if outcome not in OUTCOMES:
        raise Refusal("risk/outcome-needed", field="outcome")
    if plan.ended_at is None and work.claim(plan, ended_at=work.now):
        plan.outcome, plan.words, plan.ended_by_id = outcome, mask(words).text, work.actor.id
        promises.withdraw(work, plan.subject, "plan ended")
        work.note(Subject("customer", plan.customer_id), {"save_plan": (None, outcome)}, plan.words)
    return plan
