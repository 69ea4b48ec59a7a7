"""The channels of their own that records have or had, and what a card says of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.core.codec import Packed
from bot.core.database import Row
from bot.core.subject import Subject
from bot.core.work import Work

_TENDED = text("archived_at IS NULL")


class Room(Row):
    """A private channel for one record.

    `wanted_at` is when somebody asked for it (again), `error` Slack's code when it gave none, `channel` its id at Slack
    once it is open. `language` is that of whoever asked for it, and what is said in it. `guests` are the Slack ids of
    those who were invited. `archived_at` ends it, whether it ever opened or not; a record that comes back gets a new
    one.
    """

    __tablename__ = "room"
    __table_args__ = (
        Index("ix_room_subject", "subject_kind", "subject_id", "id"),
        Index("ix_room_tended", "id", sqlite_where=_TENDED, postgresql_where=_TENDED),
    )
    subject_kind: Mapped[str]
    subject_id: Mapped[int]
    wanted_at: Mapped[datetime]
    error: Mapped[str] = mapped_column(default="")
    channel: Mapped[str | None] = mapped_column(default=None, unique=True)
    language: Mapped[str | None] = mapped_column(default=None)
    guests: Mapped[list[str]] = mapped_column(Packed, default=list)
    archived_at: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def subject(self) -> Subject:
        """The record it belongs to."""
        return Subject(self.subject_kind, self.subject_id)


def latest(session: Session, subject: Subject) -> Room | None:
    """The newest room of a record, if it ever wanted one."""
    query = select(Room).where(Room.subject_kind == subject.kind, Room.subject_id == subject.id)
    return session.scalars(query.order_by(Room.id.desc()).limit(1)).first()


def want(work: Work, subject: Subject) -> Room:
    """Somebody wants a channel for a record. While there is one (or it is on its way) this changes nothing; where Slack
    gave none it is asked again. Callers check who may."""
    room = latest(work.session, subject)
    if room is not None and room.archived_at is None and not room.error:
        return room
    if room is None or room.archived_at is not None:
        language = None if work.actor.is_system else work.actor.language
        room = work.save(Room(subject_kind=subject.kind, subject_id=subject.id, wanted_at=work.now, language=language))
    else:
        room.wanted_at, room.error = work.now, ""
    work.note(subject, {"room": (None, "wanted")})
    work.session.flush()
    work.refresh(subject)
    return room


def subject_of_channel(session: Session, channel: str) -> Subject | None:
    """The record whose own channel this is."""
    room = session.scalars(select(Room).where(Room.channel == channel)).one_or_none()
    return room.subject if room is not None else None


def shown(session: Session, subject: Subject) -> dict[str, Any]:
    """What a card says of it: `room` is the channel, `room_wanted` that it is on its way, `room_failed` that Slack gave
    none. All empty when it is over."""
    room = latest(session, subject)
    if room is None or room.archived_at is not None:
        return {"room": None, "room_wanted": False, "room_failed": False}
    return {
        "room": room.channel, "room_wanted": room.channel is None and not room.error,
        "room_failed": bool(room.error),
    }  # fmt: skip
