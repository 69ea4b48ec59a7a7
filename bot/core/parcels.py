"""Files on their way to a person: left with Slack where nobody sees them, then shown in his direct messages."""

from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Index, or_, select, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.database import Row
from bot.core.slack import Kind, SlackFailure, SlackPort
from bot.core.work import Work, Workshop

_log = structlog.get_logger(__name__)
_WAITING = text("handed_at IS NULL")
BATCH = 100
AGAIN = timedelta(minutes=10)
"""After this an order that was begun and never ended is taken up again."""


class Parcel(Row):
    """One deposited file: `file` is Slack's id of it, `slack_id` whom it is for. `handed_at` also ends one that Slack
    refuses for good."""

    __tablename__ = "parcel"
    __table_args__ = (Index("ix_parcel_waiting", "id", sqlite_where=_WAITING, postgresql_where=_WAITING),)
    file: Mapped[str]
    title: Mapped[str]
    slack_id: Mapped[str]
    handed_at: Mapped[datetime | None] = mapped_column(default=None)


class Ordered:
    """Columns of what a person orders and an errand carries out in the background."""

    started_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)


def take(work: Work, model: Any) -> Any:
    """Claim the oldest order nobody carries out; None when there is none or another process was faster."""
    waiting = or_(model.started_at.is_(None), model.started_at < work.now - AGAIN)
    query = select(model).where(model.ended_at.is_(None), waiting).order_by(model.id).limit(1)
    order = work.session.scalars(query).first()
    return order if order is not None and work.claim(order, started_at=work.now) else None


def put(work: Work, file: str, title: str, slack_id: str) -> None:
    """A file that was deposited with Slack is to be shown to this person."""
    work.save(Parcel(file=file, title=title, slack_id=slack_id))


def hand_over(workshop: Workshop, port: SlackPort) -> int:
    """Show the files to those they are for; returns how many were attended to.

    Slack lets each deposited file be handed over once, so a crash between the call and the note of it repeats nothing.
    """
    with workshop.read() as work:
        query = select(Parcel).where(Parcel.handed_at.is_(None)).order_by(Parcel.id).limit(BATCH)
        waiting = list(work.session.scalars(query))
    for parcel in waiting:
        try:
            port.hand_over(parcel.file, parcel.title, port.open_dm(parcel.slack_id))
        except SlackFailure as failure:
            if failure.kind in (Kind.WAIT, Kind.AMBIGUOUS):
                continue
            _log.warning("parcels.not_shown", code=failure.code)
        with workshop.open() as work:
            work.session.get_one(Parcel, parcel.id).handed_at = work.now
    return len(waiting)
