"""What holds every message back: a workspace that does not let us, or a clock that jumped."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.core.outbox.model import Stop

WORKSPACE, CLOCK = "slack", "clock"


def stop(session: Session, cause: str, code: str, ledger: datetime) -> bool:
    """Hold everything back; true if it was not held for this cause before."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    insert = dialect.insert(Stop).values(cause=cause, code=code, since=ledger, probe_at=ledger)
    return bool(session.scalars(insert.on_conflict_do_nothing().returning(Stop.cause)).all())


def resume(session: Session, cause: str | None = None) -> int:
    """End one cause, or all of them; returns how many ended."""
    statement = delete(Stop).returning(Stop.cause)
    if cause is not None:
        statement = statement.where(Stop.cause == cause)
    return len(session.scalars(statement).all())


def stops(session: Session) -> Sequence[Stop]:
    """Everything that holds messages back now."""
    return session.scalars(select(Stop).order_by(Stop.cause)).all()


def claim_probe(session: Session, ledger: datetime, every: float) -> bool:
    """True for the one worker that should ask Slack now whether it lets us again."""
    statement = (
        update(Stop)
        .where(Stop.cause == WORKSPACE, Stop.probe_at <= ledger)
        .values(probe_at=ledger + timedelta(seconds=every))
        .returning(Stop.cause)
    )
    return bool(session.scalars(statement, execution_options={"synchronize_session": False}).all())
