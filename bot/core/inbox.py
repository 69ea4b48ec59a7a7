"""What Slack already told us: a request that comes again finds the first answer instead of a second effect."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.core.database import Base
from bot.core.prepared import Prepared
from bot.core.privacy.fields import SealedPacked

KEEP = timedelta(days=7)
"""Slack retries for an hour at most; a week covers outages and restores."""


class Seen(Base):
    """One request of Slack's, by its own id; `answer` is what the first delivery was told."""

    __tablename__ = "inbox"
    key: Mapped[str] = mapped_column(primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(index=True)
    answer: Mapped[Any] = mapped_column(SealedPacked, nullable=True, default=None)


_TABLE = cast(Table, Seen.__table__)
_INSERT = {
    name: Prepared(
        dialect.insert(_TABLE).on_conflict_do_nothing(index_elements=["key"]), columns=["key", "seen_at", "answer"]
    )
    for name, dialect in (("postgresql", postgresql), ("sqlite", sqlite))
}
_ANSWER = Prepared(update(_TABLE).where(_TABLE.c.key == bindparam("of")), columns=["answer"])


def enter(session: Session, key: str, now: datetime) -> bool:
    """Claim the request inside the current transaction: true for the first delivery, false for any repeat.

    On PostgreSQL a repeat waits here until the first one has committed or rolled back.
    """
    return bool(_INSERT[session.get_bind().dialect.name].run(session, key=key, seen_at=now, answer=None))


def keep_answer(session: Session, key: str, answer: Any) -> None:
    """Remember what this request was answered."""
    _ANSWER.run(session, of=key, answer=answer)


def answer_to(session: Session, key: str) -> Any:
    """What the first delivery of this request was answered."""
    return session.scalar(select(Seen.answer).where(Seen.key == key))


def forget(session: Session, now: datetime) -> None:
    """Drop keys no retry can ask for any more."""
    session.execute(delete(Seen).where(Seen.seen_at < now - KEEP))


def known(session: Session, keys: Collection[str]) -> set[str]:
    """Which of these keys were entered and not forgotten."""
    return set(session.scalars(select(Seen.key).where(Seen.key.in_(keys)))) if keys else set()


def starting_with(session: Session, prefix: str) -> set[str]:
    """Every key that begins so."""
    return set(session.scalars(select(Seen.key).where(Seen.key >= prefix, Seen.key < prefix + "\U0010ffff")))


def drop(session: Session, key: str) -> None:
    """Forget one key."""
    session.execute(delete(Seen).where(Seen.key == key))
