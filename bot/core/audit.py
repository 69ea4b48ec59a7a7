"""The audit log: who did or opened what, when. Rows are written in the transaction and sealed into a chain later."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.core.access import Actor
from bot.core.codec import Packed, canonical
from bot.core.database import Row
from bot.core.subject import Subject

GENESIS = "0" * 64


class AuditLine(Row):
    """One line. `seal` is null until the sealing tick has chained it; `position` is its place in the chain."""

    __tablename__ = "audit_line"
    __table_args__ = (Index("ix_audit_line_unsealed", "position", "id"),)
    actor_id: Mapped[int | None]
    actor_name: Mapped[str]
    verb: Mapped[str]
    subject_kind: Mapped[str | None]
    subject_id: Mapped[int | None]
    details: Mapped[dict[str, Any]] = mapped_column(Packed)
    position: Mapped[int | None] = mapped_column(unique=True, default=None)
    seal: Mapped[str | None] = mapped_column(default=None)


def write(
    session: Session, now: datetime, actor: Actor, verb: str, subject: Subject | None, details: Mapping[str, Any]
) -> None:
    """Add a line; it becomes part of the chain at the next sealing."""
    session.add(
        AuditLine(
            created_at=now, actor_id=actor.id, actor_name=actor.name or actor.role, verb=verb,
            subject_kind=subject.kind if subject else None, subject_id=subject.id if subject else None,
            details=dict(details),
        )
    )  # fmt: skip


def digest(previous: str, line: AuditLine) -> str:
    """SHA-256 over the seal before and everything this line says."""
    said = [
        line.id, line.created_at, line.actor_id, line.actor_name, line.verb, line.subject_kind, line.subject_id,
        line.details,
    ]  # fmt: skip
    return hashlib.sha256((previous + canonical(said)).encode()).hexdigest()


def seal(session: Session, batch: int = 5000) -> int:
    """Chain the lines written since the last sealing, in order of id; returns how many."""
    last = session.execute(
        select(AuditLine.position, AuditLine.seal)
        .where(AuditLine.position.is_not(None))
        .order_by(AuditLine.position.desc())
        .limit(1)
    ).first()
    position, previous = (last[0] or 0, last[1] or GENESIS) if last else (0, GENESIS)
    waiting = session.scalars(
        select(AuditLine).where(AuditLine.position.is_(None)).order_by(AuditLine.id).limit(batch).with_for_update()
    ).all()
    for line in waiting:
        position += 1
        previous = digest(previous, line)
        line.position, line.seal = position, previous
    return len(waiting)


def verify(session: Session) -> str | None:
    """None when the chain holds; otherwise one line that says where it first breaks."""
    previous, expected = GENESIS, 1
    query = select(AuditLine).where(AuditLine.position.is_not(None)).order_by(AuditLine.position)
    for line in session.scalars(query.execution_options(yield_per=1000)):
        if line.position != expected:
            return f"line {expected} is missing"
        if line.seal != digest(previous, line):
            return f"line {expected} (id {line.id}) was changed"
        previous, expected = line.seal or "", expected + 1
    return None
