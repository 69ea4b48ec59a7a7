"""Field history: what a record said before, and who changed it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.core.codec import Packed
from bot.core.database import Row
from bot.core.subject import Subject


class Change(Row):
    """One field of one record, before and after. `by` is a person's row id, None for the clock or an import."""

    __tablename__ = "change"
    __table_args__ = (Index("ix_change_subject", "subject_kind", "subject_id", "id"),)
    subject_kind: Mapped[str]
    subject_id: Mapped[int]
    field: Mapped[str]
    before: Mapped[Any] = mapped_column(Packed)
    after: Mapped[Any] = mapped_column(Packed)
    by: Mapped[int | None]
    reason: Mapped[str] = mapped_column(default="")


def write(
    session: Session,
    now: datetime,
    by: int | None,
    subject: Subject,
    changes: Mapping[str, tuple[Any, Any]],
    reason: str,
) -> None:
    """Add one row for each field that really changed."""
    for name, (before, after) in changes.items():
        if before != after:
            session.add(
                Change(
                    created_at=now, subject_kind=subject.kind, subject_id=subject.id, field=name,
                    before=_plain(before), after=_plain(after), by=by, reason=reason,
                )
            )  # fmt: skip


def of(session: Session, subject: Subject, limit: int = 50) -> Sequence[Change]:
    """The newest changes of a record first."""
    query = select(Change).where(Change.subject_kind == subject.kind, Change.subject_id == subject.id)
    return session.scalars(query.order_by(Change.id.desc()).limit(limit)).all()


def _plain(value: Any) -> Any:
    simple = (str, int, float, bool, datetime, date, Enum, list, tuple, dict)
    return value if value is None or isinstance(value, simple) else str(value)
