"""Scoped reads of risk: who sees which alerts, what stands behind one, what a digest lists."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, false, func, or_, select

from bot.core.access import Actor
from bot.core.errors import Refusal
from bot.core.work import Work
from bot.customers import queries as customers
from bot.customers.models import Customer
from bot.directory import queries as directory
from bot.directory.models import Duty, Person
from bot.promises import queries as promises
from bot.promises.models import Promise
from bot.risk.models import Alert, Check, Facility, MutedReason, Reading, SavePlan, Signal
from bot.risk.triggers import Seen

RISK = "risk"
"""The department that is told of orange and red."""
MEASURE = "measure"
"""The purpose of a promise that is a measure."""
CHECK = "check"
"""The purpose of a promise that is a check."""
SPECIAL, AGAIN = "special", "again"
"""The check an alert asks for, and what those after it are called."""


def visible(actor: Actor) -> ColumnElement[bool]:
    """Alerts about customers one sees; the risk department sees those that were shared with it (orange or red)."""
    if actor.id is None or actor.role == "auditor":
        return false()
    mine = Alert.customer_id.in_(select(Customer.id).where(customers.visible(actor)))
    if actor.department == RISK:
        return or_(mine, Alert.shared_at.is_not(None))
    return mine


def visible_facility(actor: Actor) -> ColumnElement[bool]:
    """Facilities of customers one sees."""
    return Facility.customer_id.in_(select(Customer.id).where(customers.visible(actor)))


def visible_check(actor: Actor) -> ColumnElement[bool]:
    """Checks of customers one sees, and of those whose alert was shared with the risk department."""
    mine = Check.customer_id.in_(select(Customer.id).where(customers.visible(actor)))
    return or_(mine, Check.customer_id.in_(select(Alert.customer_id).where(visible(actor))))


def visible_plan(actor: Actor) -> ColumnElement[bool]:
    """Save plans of customers one sees."""
    return SavePlan.customer_id.in_(select(Customer.id).where(customers.visible(actor)))


def find(work: Work, alert_id: int) -> Alert:
    """The alert, if the acting person may see it."""
    return work.get(Alert, alert_id, "risk/not-found")


def open_of(work: Work, customer_id: int) -> Alert | None:
    """The open alert of a customer."""
    query = select(Alert).where(Alert.customer_id == customer_id, Alert.ended_at.is_(None))
    return work.session.scalars(query).one_or_none()


def open_alerts(work: Work, limit: int = 30) -> Sequence[Alert]:
    """The open alerts the acting person may see, the worst first, then the oldest."""
    order = {"red": 0, "orange": 1, "yellow": 2}
    query = work.visible(Alert).where(Alert.ended_at.is_(None)).order_by(Alert.id).limit(200)
    return sorted(work.session.scalars(query), key=lambda alert: (order.get(alert.level, 3), alert.id))[:limit]


def yellow_of(work: Work, owner_ids: Sequence[int], limit: int) -> list[int]:
    """Open alerts of these people's customers at yellow, not yet confirmed: what the digest lists."""
    query = (
        select(Alert.id)
        .join(Customer, Customer.id == Alert.customer_id)
        .where(
            Customer.owner_id.in_(owner_ids), Alert.ended_at.is_(None), Alert.level == "yellow",
            Alert.confirmed_at.is_(None),
        )
        .order_by(Alert.id)
    )  # fmt: skip
    return list(work.session.scalars(query.limit(limit)))


def signals_of(work: Work, customer_id: int, muted: bool = False) -> Sequence[Signal]:
    """The signals that count for a customer, newest first; `muted` includes those whose kind is muted."""
    query = select(Signal).where(Signal.customer_id == customer_id, Signal.ended_at.is_(None))
    if not muted:
        quiet = select(MutedReason.reason).where(MutedReason.customer_id == customer_id)
        query = query.where(Signal.kind.not_in(quiet))
    return work.session.scalars(query.order_by(Signal.id.desc()).limit(50)).all()


def customer(work: Work, customer_id: int) -> Customer:
    """A customer the acting person may see."""
    return work.get(Customer, customer_id, "customers/not-found")


def customer_of(work: Work, alert: Alert) -> Customer:
    """The customer of an alert one may see."""
    return work.session.get_one(Customer, alert.customer_id)


def seen(signals: Sequence[Signal]) -> list[Seen]:
    """Signals as the rules see them."""
    return [Seen(signal.kind, signal.worse, signal.created_at) for signal in signals]


def muted(work: Work, customer_id: int) -> dict[str, float | None]:
    """The reasons muted for a customer, with the value they are muted at."""
    rows = work.session.scalars(select(MutedReason).where(MutedReason.customer_id == customer_id))
    return {row.reason: row.value for row in rows}


def before(work: Work, customer_id: int, codes: Sequence[str]) -> dict[str, tuple[float, date]]:
    """The last but one figure of each code with its period, where there are two."""
    place = func.row_number().over(partition_by=Reading.code, order_by=Reading.period.desc()).label("place")
    ranked = (
        select(Reading.code, Reading.value, Reading.period, place)
        .where(Reading.customer_id == customer_id, Reading.code.in_(codes))
        .subquery()
    )
    rows = work.session.execute(select(ranked.c.code, ranked.c.value, ranked.c.period).where(ranked.c.place == 2))
    return {row[0]: (row[1], row[2]) for row in rows}


def histories(work: Work, customer_id: int, codes: Sequence[str], last: int) -> dict[str, list[float]]:
    """The last so many figures of each code, oldest first."""
    place = func.row_number().over(partition_by=Reading.code, order_by=Reading.period.desc()).label("place")
    ranked = (
        select(Reading.code, Reading.value, place)
        .where(Reading.customer_id == customer_id, Reading.code.in_(codes))
        .subquery()
    )
    found: dict[str, list[float]] = {}
    newest = select(ranked.c.code, ranked.c.value).where(ranked.c.place <= last)
    for code, value in work.session.execute(newest.order_by(ranked.c.place.desc())):
        found.setdefault(code, []).append(value)
    return found


def latest_period(work: Work, customer_id: int) -> date | None:
    """The period of the newest figure."""
    return work.session.scalar(select(func.max(Reading.period)).where(Reading.customer_id == customer_id))


def measures_of(work: Work, alert: Alert, open_only: bool = False) -> list[Promise]:
    """The measures of an alert in order of due moment."""
    return [one for one in promises.of_subject(work, alert.subject, open_only) if one.purpose == MEASURE]


def clean_checks(work: Work, alert: Alert) -> list[Check]:
    """Clean checks of the customer since the alert was confirmed (or raised), oldest first."""
    since = alert.confirmed_at or alert.created_at
    query = select(Check).where(Check.customer_id == alert.customer_id, Check.clean.is_(True), Check.done_at >= since)
    return list(work.session.scalars(query.order_by(Check.done_at, Check.id)))


def reports_of(work: Work, alert: Alert) -> list[Check]:
    """The last reports about the customer since the alert was raised, oldest first: what a second person judges by."""
    query = select(Check).where(Check.customer_id == alert.customer_id, Check.done_at >= alert.created_at)
    return list(work.session.scalars(query.order_by(Check.done_at.desc(), Check.id.desc()).limit(4)))[::-1]


def called(work: Work, check: Check) -> str:
    """The kind as people are told it: after the first one of an alert nobody looks for the cause any more."""
    if check.kind != SPECIAL:
        return check.kind
    query = select(Check.id).where(
        Check.source_kind == check.source_kind, Check.source_id == check.source_id, Check.done_at.is_not(None)
    )
    return SPECIAL if work.session.scalar(query.limit(1)) is None else AGAIN


def open_checks(work: Work, customer_id: int) -> list[Check]:
    """The next checks of a customer that wait for a report, soonest first."""
    query = (
        select(Check)
        .join(Promise, Promise.id == Check.promise_id)
        .where(Check.customer_id == customer_id, Check.done_at.is_(None), Promise.ended_at.is_(None))
    )
    return list(work.session.scalars(query.order_by(Check.due_on).limit(3)))


def last_report(work: Work, check: Check) -> Check | None:
    """The report filed before for the same customer."""
    query = select(Check).where(
        Check.customer_id == check.customer_id, Check.done_at.is_not(None), Check.id != check.id
    )
    return work.session.scalars(query.order_by(Check.done_at.desc(), Check.id.desc()).limit(1)).first()


def on_duty(work: Work) -> list[Person]:
    """The risk department in the order it is asked: those on duty, then its head; nobody who is away or gone."""
    roster = (
        select(Person)
        .join(Duty, Duty.person_id == Person.id)
        .where(Duty.department == RISK, Duty.ended_at.is_(None), Person.deactivated_at.is_(None))
        .order_by(Duty.position, Duty.id)
    )
    found = list(work.session.scalars(roster))
    head = risk_head(work)
    here = [
        one for one in [*found, *([head] if head else [])] if directory.leave_at(work.session, one, work.now) is None
    ]
    return list({one.id: one for one in here}.values())


def risk_head(work: Work) -> Person | None:
    """The head of the risk department."""
    department = directory.department(work.session, RISK)
    return work.session.get(Person, department.head_id) if department and department.head_id else None


def due_alerts(now: datetime, limit: int) -> Select[int]:
    """Alerts the clock has to look at."""
    return select(Alert.id).where(Alert.wake_at <= now).order_by(Alert.wake_at, Alert.id).limit(limit)


def check_of_promise(work: Work, promise_id: int) -> Check:
    """The check a promise stands for. Refuses when there is none one may see."""
    found = work.session.scalars(work.visible(Check).where(Check.promise_id == promise_id)).one_or_none()
    if found is None:
        raise Refusal("core/not-found")
    return found
