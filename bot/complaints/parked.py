"""Deadlines of complaints that must not pass in silence, even if the program is down."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from bot.complaints.models import Complaint
from bot.core.outbox.lifelines import Duty
from bot.core.work import Work

MOST = 500


def duties(work: Work, after: datetime, before: datetime) -> Sequence[Duty]:
    """The governing deadline of every open complaint that somebody answers for, the nearest first."""
    query = select(Complaint.id, Complaint.handler_id, Complaint.due_at).where(
        Complaint.ended_at.is_(None),
        Complaint.due_at > after,
        Complaint.due_at < before,
        Complaint.handler_id.is_not(None),
    )
    rows = work.session.execute(query.order_by(Complaint.due_at).limit(MOST))
    return [Duty(f"complaint:{row.id}", row.handler_id, row.due_at, f"C-{row.id}") for row in rows]
