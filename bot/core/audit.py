"""The audit log: who did or opened what, when. Rows are written in the transaction and sealed into a chain later."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, Index, Table, bindparam, delete, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.core import audit_base
from bot.core.access import SYSTEM, Actor
from bot.core.codec import Packed, canonical
from bot.core.database import Row
from bot.core.prepared import Prepared
from bot.core.subject import Subject

GENESIS = "0" * 64
PIECE = 200
"""Lines sealed in one transaction: so many are in memory at once, and so long others who write have to wait."""
PRUNED = "audit.pruned"
"""The verb of the line that says up to where the chain was pruned."""


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


_TABLE = cast(Table, AuditLine.__table__)
_SAID = [_TABLE.c[name] for name in (
    "id", "created_at", "actor_id", "actor_name", "verb", "subject_kind", "subject_id", "details",
)]  # fmt: skip
_WAITING = Prepared(
    select(*_SAID).where(_TABLE.c.position.is_(None)).order_by(_TABLE.c.id).limit(PIECE).with_for_update()
)
_SEAL = Prepared(update(_TABLE).where(_TABLE.c.id == bindparam("line")), columns=["position", "seal"])


def _digest(previous: str, said: Sequence[Any]) -> str:
    """SHA-256 over the seal before and everything a line says."""
    return hashlib.sha256((previous + canonical(list(said))).encode()).hexdigest()


def seal(session: Session) -> int:
    """Chain the next lines written since the last sealing, in order of id; returns how many, `PIECE` at most."""
    waiting = _WAITING.all(session)
    # Asked after the lines were locked: whoever had them before us has moved the end.
    last, previous = end(session)
    sealed = []
    for position, said in enumerate(waiting, last + 1):
        previous = _digest(previous, said)
        sealed.append({"line": said[0], "position": position, "seal": previous})
    if sealed:
        _SEAL.many(session, sealed)
    return len(sealed)


def end(session: Session) -> tuple[int, str]:
    """Position and seal of the last line of the chain; what was pruned counts."""
    last = session.execute(
        select(AuditLine.position, AuditLine.seal)
        .where(AuditLine.position.is_not(None))
        .order_by(AuditLine.position.desc())
        .limit(1)
    ).first()
    if last is not None:
        return last[0] or 0, last[1] or GENESIS
    begun = audit_base.base(session)
    return (begun.position, begun.seal) if begun else (0, GENESIS)


def verify(session: Session, anchors: Mapping[int, str] | None = None) -> str | None:
    """None when the chain holds; otherwise one line that says where it first breaks.

    `anchors` are seals by position as they were noted outside the database: a tail that was cut off shows only there.
    """
    begun = audit_base.base(session)
    previous, expected = (begun.seal, begun.position + 1) if begun else (GENESIS, 1)
    known = {**_noted(session), **(anchors or {})}
    told = begun is None
    query = select(AuditLine).where(AuditLine.position.is_not(None)).order_by(AuditLine.position)
    for line in session.scalars(query.execution_options(yield_per=1000)):
        if line.position != expected:
            return f"line {expected} is missing"
        if line.seal != _digest(previous, [getattr(line, column.key) for column in _SAID]):
            return f"line {expected} (id {line.id}) was changed"
        if known.get(expected, line.seal) != line.seal:
            return f"line {expected} (id {line.id}) is not the one that was anchored"
        told = told or (line.verb == PRUNED and begun is not None and line.details.get("seal") == begun.seal)
        previous, expected = line.seal or "", expected + 1
    if not told:
        return f"the beginning up to line {begun.position if begun else 0} was cut off without a word"
    cut = [position for position in known if position >= expected]
    return f"everything after line {expected - 1} was cut off: line {max(cut)} was anchored" if cut else None


def _noted(session: Session) -> dict[int, str]:
    return {row.position: row.seal for row in session.scalars(select(audit_base.AuditAnchor))}


def prune(session: Session, now: datetime, before: datetime) -> int:
    """Forget the sealed lines written before an instant, from the front; returns how many.

    The chain goes on from the seal of the last one, which the base and a new line of the chain remember.
    """
    stays = select(func.min(AuditLine.id)).where(AuditLine.created_at >= before)
    last = session.scalars(
        select(AuditLine)
        .where(AuditLine.position.is_not(None), AuditLine.created_at < before, AuditLine.id < func.coalesce(
            stays.scalar_subquery(), 1 << 62
        ))
        .order_by(AuditLine.position.desc()).limit(1)
    ).first()  # fmt: skip
    if last is None or last.position is None or last.seal is None:
        return 0
    session.add(audit_base.AuditBase(position=last.position, seal=last.seal, at=now))
    write(session, now, SYSTEM, PRUNED, None, {"position": last.position, "seal": last.seal})
    session.flush()
    gone = delete(AuditLine).where(AuditLine.position <= last.position)
    result = session.execute(gone, execution_options={"synchronize_session": False})
    return cast("CursorResult[Any]", result).rowcount
