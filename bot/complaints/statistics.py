"""How complaints of a period went: aggregates only, never by person (PBoC 2020-5 art 11)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, exists, func, select

from bot.complaints import people
from bot.complaints.models import CallBack, Complaint, ComplaintEvent, Remedy
from bot.complaints.rules import FAULTS
from bot.core.work import Work

REPEAT_DAYS = 90
NOT_COUNTED = ("merged", "rejected_out_of_scope")


@dataclass(frozen=True)
class Numbers:
    """Shares are 0 to 1, None where there is nothing to share; days are calendar days from receipt to end."""

    received: int
    open: int
    closed: int
    acknowledged_in_time: float | None
    resolved_in_time: float | None
    extended: float | None
    reopened: float | None
    upheld: float | None
    repeated: float | None
    median_days: float | None
    p90_days: float | None
    satisfied: float | None
    cost: float
    within_3_days: int
    within_8_weeks: int
    beyond_8_weeks: int
    vulnerable: int


def numbers(work: Work, start: datetime, end: datetime) -> Numbers:
    """The figures of the complaints received from `start` up to, not including, `end`, as far as the actor sees."""
    query = work.visible(Complaint).where(
        Complaint.received_at >= start, Complaint.received_at < end, Complaint.state.not_in(NOT_COUNTED)
    )
    rows = work.session.scalars(query).all()
    closed = [one for one in rows if one.state == "closed"]
    decided = [one for one in rows if one.attribution is not None]
    days = sorted((one.ended_at - one.received_at) / timedelta(days=1) for one in closed if one.ended_at)
    return Numbers(
        received=len(rows), open=sum(one.is_open for one in rows), closed=len(closed),
        acknowledged_in_time=_share([one.ack_in_time for one in rows if one.ack_in_time is not None]),
        resolved_in_time=_share([one.resolved_in_time for one in rows if one.resolved_in_time is not None]),
        extended=_share([one.extended > 0 for one in rows]),
        reopened=_share([one.reopened > 0 for one in rows if one.notified_at is not None]),
        upheld=_share([one.attribution in FAULTS for one in decided]),
        repeated=_share([_is_repeat(work, one) for one in rows]),
        median_days=_quantile(days, 0.5), p90_days=_quantile(days, 0.9),
        satisfied=_satisfied(work, query), cost=_cost(work, query),
        within_3_days=sum(day <= 3 for day in days), within_8_weeks=sum(3 < day <= 56 for day in days),
        beyond_8_weeks=sum(day > 56 for day in days), vulnerable=sum(one.vulnerable for one in rows),
    )  # fmt: skip


def _share(values: Sequence[bool | None]) -> float | None:
    return sum(bool(value) for value in values) / len(values) if values else None


def _quantile(values: Sequence[float], part: float) -> float | None:
    """The nearest-rank quantile of sorted values."""
    return values[max(0, math.ceil(len(values) * part) - 1)] if values else None


def _is_repeat(work: Work, complaint: Complaint) -> bool:
    """A complaint of the same customer with the same cause within the days before."""
    if complaint.customer_id is None or complaint.cause is None:
        return False
    since = complaint.received_at - timedelta(days=REPEAT_DAYS)
    before = exists().where(
        Complaint.customer_id == complaint.customer_id, Complaint.cause == complaint.cause,
        Complaint.received_at >= since, Complaint.received_at < complaint.received_at, Complaint.id != complaint.id,
    )  # fmt: skip
    return bool(work.session.scalar(select(before)))


def _satisfied(work: Work, query: Select[Complaint]) -> float | None:
    """Share of the last call-backs with a score that are satisfied by the pack's line (top two of five)."""
    ids = query.with_only_columns(Complaint.id)
    scores = work.session.execute(
        select(CallBack.complaint_id, CallBack.satisfaction)
        .where(CallBack.complaint_id.in_(ids), CallBack.satisfaction.is_not(None)).order_by(CallBack.id)
    )  # fmt: skip
    last: dict[int, int] = {row[0]: int(row[1] or 0) for row in scores}
    line = people.policy(work).call_back.satisfied_from
    return _share([score >= line for score in last.values()])


def _cost(work: Work, query: Select[Complaint]) -> float:
    ids = query.with_only_columns(Complaint.id)
    total = select(func.sum(Remedy.amount)).where(Remedy.complaint_id.in_(ids), Remedy.approver_id.is_not(None))
    return float(work.session.scalar(total) or 0)


def top_causes(work: Work, start: datetime, end: datetime, limit: int = 5) -> list[tuple[str, str, int]]:
    """Cause, product and count of a period, the most frequent first."""
    scope = work.house.scopes.where(Complaint, work.actor)
    query = (
        select(Complaint.cause, Complaint.product, func.count())
        .where(
            scope, Complaint.received_at >= start, Complaint.received_at < end, Complaint.cause.is_not(None),
            Complaint.state.not_in(NOT_COUNTED),
        )
        .group_by(Complaint.cause, Complaint.product).order_by(func.count().desc(), Complaint.cause).limit(limit)
    )  # fmt: skip
    return [(row[0] or "", row[1] or "", row[2]) for row in work.session.execute(query)]


def first_contact_resolved(work: Work, start: datetime, end: datetime) -> float | None:
    """Share of closed cases in which one contact with the customer was enough before the decision."""
    query = work.visible(Complaint).where(
        Complaint.received_at >= start, Complaint.received_at < end, Complaint.state == "closed"
    )
    found = work.session.scalars(query).all()
    ids = query.with_only_columns(Complaint.id)
    counted = select(ComplaintEvent.complaint_id, func.count()).where(
        ComplaintEvent.complaint_id.in_(ids), ComplaintEvent.kind == "contacted"
    )
    contacts = {row[0]: row[1] for row in work.session.execute(counted.group_by(ComplaintEvent.complaint_id))}
    return _share([contacts.get(one.id, 0) <= 1 and one.reopened == 0 for one in found])
