"""What piled up for a person: late messages that are said as one."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, literal_column, or_, select

from bot.core.outbox.model import Manner, Posting, Priority
from bot.core.work import Work

FOLDED = "core/folded"
QUIET, FUSE = "quiet_hours", "fuse"
"""Why a message was put off."""
LATE = timedelta(minutes=15)
"""So long after its time a message is one of those that piled up."""
BACKLOG = 4
"""So many of them are said as one."""
QUEUED: ColumnElement[str] = literal_column("'queued'")


def foldable(person_id: int) -> Sequence[ColumnElement[bool]]:
    """What may be folded for a person: what nobody waits for and no deadline hangs on. A list is one message for
    many things already, and its rows would be lost."""
    return (
        Posting.lane == f"person:{person_id}", Posting.state == QUEUED, Posting.manner == Manner.NUDGE.value,
        Posting.priority == int(Priority.NORMAL), Posting.template != FOLDED, Posting.thread_kind.is_(None),
    )  # fmt: skip


def piled_up(work: Work, posting: Posting) -> bool:
    """Whether so many late messages wait for the person, this one among them, that they are said as one."""
    assert posting.person_id is not None
    if not (posting.due_at <= work.now - LATE or posting.error == QUIET):
        return False
    late = or_(Posting.due_at <= work.now - LATE, Posting.error == QUIET)
    return len(work.session.scalars(_waiting(work, posting, BACKLOG - 1).where(late)).all()) >= BACKLOG - 1


def others_wait(work: Work, posting: Posting) -> bool:
    """Whether another message for the person could be said together with this one."""
    return work.session.scalar(_waiting(work, posting, 1)) is not None


def _waiting(work: Work, posting: Posting, most: int) -> Select[int]:
    assert posting.person_id is not None
    due = (Posting.due_at <= work.now, Posting.id != posting.id)
    return select(Posting.id).where(*foldable(posting.person_id), *due).order_by(Posting.id).limit(most)
