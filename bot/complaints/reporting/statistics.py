"""How complaints of a period went: aggregates only, never by person (PBoC 2020-5 art 11)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select, true
from sqlalchemy.orm import aliased

from bot.complaints import people, queries
from bot.complaints.models import CallBack, Complaint, ComplaintEvent, Remedy
from bot.complaints.reporting.periods import Period, before
from bot.complaints.rules import FAULTS
from bot.core.access import Actor
from bot.core.calendar import localise
from bot.core.errors import Refusal
from bot.core.work import Work
from bot.directory import queries as directory
from bot.directory.models import Role

REPEAT_DAYS = 90
NOT_COUNTED = ("merged", "rejected_out_of_scope")
CAUSES = 5
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Share:
    """`part` of `whole` cases."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """0 to 1; None where there is nothing to share."""
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True)
class Numbers:
    """Figures of the cases received in a period; days are calendar days from receipt to end, cost in the pack's
    currency. Merged cases and those out of scope are not counted."""

    received: int
    open: int
    closed: int
    acknowledged_in_time: Share
    resolved_in_time: Share
    first_contact: Share
    extended: Share
    reopened: Share
    upheld: Share
    repeated: Share
    satisfied: Share
    median_days: float | None
    p90_days: float | None
    cost: float
    vulnerable: int


def may_read(actor: Actor) -> bool:
    """Leads (of their team's cases), the complaints desk and auditors (of all)."""
    return actor.role in (Role.LEAD, Role.AUDITOR) or actor.department in (queries.DESK, queries.OWN_CODE)


def page(work: Work, period: Period) -> dict[str, Any]:
    """The figures of a period beside those of the one before, and its most frequent causes; on record. Refuses whoever
    may not read them."""
    if not (work.actor.is_system or may_read(work.actor)):
        raise Refusal("complaints/figures-not-yours")
    work.audit("complaints.figures", since=period.since.isoformat(), until=period.until.isoformat())
    earlier = before(period)
    return {
        "code": period.code, "since": period.since, "until": period.until, "before": earlier,
        "team": work.actor.role == Role.LEAD and work.actor.department not in (queries.DESK, queries.OWN_CODE),
        "figures": compared(work, period), "causes": top_causes(work, period),
        "currency": people.policy(work).compensation.currency,
    }  # fmt: skip


def compared(work: Work, period: Period) -> list[dict[str, Any]]:
    """One row a figure: its code, what it is (count, share, days, money), its value now and in the period before."""
    now, then = numbers(work, period), numbers(work, before(period))
    return [_row(name.name, getattr(now, name.name), getattr(then, name.name)) for name in fields(Numbers)]


def _row(code: str, now: Any, then: Any) -> dict[str, Any]:
    if isinstance(now, Share):
        row = {"kind": "share", "value": now.value, "before": then.value, "part": now.part, "whole": now.whole}
        return {"code": code} | row
    kind = "days" if code.endswith("_days") else "money" if code == "cost" else "count"
    return {"code": code, "kind": kind, "value": now, "before": then, "part": 0, "whole": 0}


def numbers(work: Work, period: Period) -> Numbers:
    """The figures of the cases received in a period (days of the house), as far as the actor may count them."""
    counted = _counted(work, period)
    row = work.session.execute(select(*_sums()).where(counted)).one()._mapping
    share = {name: Share(row[name] or 0, row[f"{name}_of"] or 0) for name in _SHARES}
    ended = select(Complaint.received_at, Complaint.ended_at).where(counted, _CLOSED)
    days = sorted((end - start) / DAY for start, end in work.session.execute(ended) if end is not None)
    return Numbers(
        received=row["received"], open=row["open"] or 0, closed=row["closed"] or 0, **share,
        repeated=Share(_repeats(work, counted), row["received"]), satisfied=_satisfied(work, counted),
        median_days=_quantile(days, 0.5), p90_days=_quantile(days, 0.9), cost=_cost(work, counted),
        vulnerable=row["vulnerable"] or 0,
    )  # fmt: skip


def today(work: Work) -> date:
    """The day it is in the house."""
    return work.now.astimezone(directory.working_time(work.session, None).zone).date()


def span(work: Work, period: Period) -> tuple[datetime, datetime]:
    """From the first instant of a period to the first one after it, in the zone of the house."""
    zone = directory.working_time(work.session, None).zone
    first, after = (datetime.combine(day, time()) for day in (period.since, period.until + DAY))
    return localise(zone, first), localise(zone, after)


def _counted(work: Work, period: Period) -> ColumnElement[bool]:
    """The cases of a period. An auditor sees no case, but how all of them went."""
    start, end = span(work, period)
    everything = work.actor.role == Role.AUDITOR
    scope = true() if everything else work.house.scopes.where(Complaint, work.actor)
    within = and_(Complaint.received_at >= start, Complaint.received_at < end)
    return and_(scope, within, Complaint.state.not_in(NOT_COUNTED))


_CLOSED = Complaint.state == "closed"
_CONTACTS = (
    select(func.count()).select_from(ComplaintEvent)
    .where(ComplaintEvent.complaint_id == Complaint.id, ComplaintEvent.kind == "contacted")
    .where(or_(Complaint.decided_at.is_(None), ComplaintEvent.at <= Complaint.decided_at))
    .correlate(Complaint).scalar_subquery()
)  # fmt: skip
_DECIDED = and_(Complaint.decided_at.is_not(None), Complaint.attribution.is_not(None))
_SHARES: dict[str, tuple[ColumnElement[bool], ColumnElement[bool]]] = {
    "acknowledged_in_time": (Complaint.ack_in_time.is_(True), Complaint.ack_in_time.is_not(None)),
    "resolved_in_time": (Complaint.resolved_in_time.is_(True), Complaint.resolved_in_time.is_not(None)),
    "first_contact": (and_(Complaint.reopened == 0, _CONTACTS <= 1), _CLOSED),
    "extended": (Complaint.extended > 0, Complaint.id.is_not(None)),
    "reopened": (Complaint.reopened > 0, Complaint.notified_at.is_not(None)),
    "upheld": (Complaint.attribution.in_(FAULTS), _DECIDED),
}
"""Figure -> what is counted, of which cases."""


def _sums() -> list[ColumnElement[Any]]:
    def many(condition: ColumnElement[bool]) -> ColumnElement[Any]:
        return func.sum(case((condition, 1), else_=0))

    found: list[ColumnElement[Any]] = [func.count().label("received")]
    found += [
        many(Complaint.ended_at.is_(None)).label("open"), many(_CLOSED).label("closed"),
        many(Complaint.vulnerable.is_(True)).label("vulnerable"),
    ]  # fmt: skip
    for name, (part, whole) in _SHARES.items():
        found += [many(and_(whole, part)).label(name), many(whole).label(f"{name}_of")]
    return found


def _quantile(values: Sequence[float], part: float) -> float | None:
    """The nearest-rank quantile of sorted values."""
    return values[max(0, math.ceil(len(values) * part) - 1)] if values else None


def _repeats(work: Work, counted: ColumnElement[bool]) -> int:
    """How many have a complaint of the same customer with the same cause in the days before, as far back as that."""
    early = aliased(Complaint)
    pairs = (
        select(Complaint.id, Complaint.received_at, early.received_at)
        .join(early, and_(
            early.customer_id == Complaint.customer_id, early.cause == Complaint.cause, early.id != Complaint.id,
            early.received_at < Complaint.received_at,
        ))
        .where(counted)
    )  # fmt: skip
    near = timedelta(days=REPEAT_DAYS)
    return len({row[0] for row in work.session.execute(pairs) if row[1] - row[2] <= near})


def _satisfied(work: Work, counted: ColumnElement[bool]) -> Share:
    """The last call-backs with a score that are satisfied by the pack's line (top two of five)."""
    ids = select(Complaint.id).where(counted)
    last = (
        select(func.max(CallBack.id)).where(CallBack.complaint_id.in_(ids), CallBack.satisfaction.is_not(None))
        .group_by(CallBack.complaint_id)
    )  # fmt: skip
    scores = work.session.scalars(select(CallBack.satisfaction).where(CallBack.id.in_(last))).all()
    line = people.policy(work).call_back.satisfied_from
    return Share(sum(score >= line for score in scores if score is not None), len(scores))


def _cost(work: Work, counted: ColumnElement[bool]) -> float:
    ids = select(Complaint.id).where(counted)
    total = select(func.sum(Remedy.amount)).where(Remedy.complaint_id.in_(ids), Remedy.approver_id.is_not(None))
    return float(work.session.scalar(total) or 0)


def top_causes(work: Work, period: Period) -> list[dict[str, Any]]:
    """Cause, product and count of a period, the most frequent first."""
    query = (
        select(Complaint.cause, Complaint.product, func.count())
        .where(_counted(work, period), Complaint.cause.is_not(None)).group_by(Complaint.cause, Complaint.product)
        .order_by(func.count().desc(), Complaint.cause, Complaint.product).limit(CAUSES)
    )  # fmt: skip
    return [{"cause": row[0], "product": row[1], "count": row[2]} for row in work.session.execute(query)]
