"""What holds messages back: a workspace that does not let us, a clock that jumped, a place that Slack refuses.

One code may mean either: `missing_scope` may keep us from everything, or from direct messages only. So Slack is asked
whether it knows us (auth.test). If it does not, everything rests until it does. If it does, the place alone rests and
the others go on, one message at a time until one got through: then the place it was.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.core.outbox.model import Pace, Stop
from bot.core.prepared import Prepared

WORKSPACE, CLOCK, TRIAL = "slack", "clock", "trial"
"""Causes. `trial`: Slack knows us, but refused a place and has taken nothing since. Other causes are lanes."""
MANY = 3
"""So many places refused while nothing got through: it is no single place."""
GIVEN_UP_AFTER = timedelta(hours=1)
"""So long a place refuses us until what is meant for it goes elsewhere."""

_NAMES = [column.key for column in Stop.__table__.c]
_ALL = Prepared(select(*Stop.__table__.c).order_by(Stop.cause))


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
    """Everything that holds all messages back now."""
    return session.scalars(select(Stop).where(Stop.cause.in_((WORKSPACE, CLOCK))).order_by(Stop.cause)).all()


def standing(session: Session) -> Mapping[str, Stop]:
    """Every row by its cause: what holds all back, a trial, and the places that refuse us."""
    return {row.cause: row for row in (Stop(**dict(zip(_NAMES, values, strict=True))) for values in _ALL.all(session))}


def places(rows: Mapping[str, Stop], since: datetime | None = None) -> Sequence[Stop]:
    """The places that refuse us; with `since` those that began to at or after it."""
    whole = (WORKSPACE, CLOCK, TRIAL)
    return [row for row in rows.values() if row.cause not in whole and (since is None or row.since >= since)]


def everywhere(rows: Mapping[str, Stop]) -> bool:
    """Whether so many places refuse us, with nothing getting through, that it is no single place."""
    return TRIAL in rows and len(places(rows, rows[TRIAL].since)) >= MANY


def patience(since: datetime, ledger: datetime, shortest: float, longest: float) -> float:
    """Seconds until it is tried again: as many as have passed by now, so that each wait is twice the one before."""
    return min(max((ledger - since).total_seconds(), shortest), longest)


def refuse(session: Session, lane: str, code: str, since: datetime, again: datetime) -> None:
    """Write down that a place refuses us, since when, and when it is tried again."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    values = {"code": code, "since": since, "probe_at": again}
    insert = dialect.insert(Stop).values(cause=lane, **values)
    session.execute(insert.on_conflict_do_update(index_elements=["cause"], set_=values))


def try_workspace(session: Session, ledger: datetime) -> None:
    """Slack knows us: go on; where it was a place that refused us, one message at a time until one got through."""
    resume(session, WORKSPACE)
    if places(standing(session)):
        stop(session, TRIAL, "", ledger)


def claim_probe(session: Session, row: Stop, ledger: datetime, shortest: float, longest: float) -> bool:
    """True for the one worker that should ask Slack now whether it lets us again; asked less and less often."""
    again = ledger + timedelta(seconds=patience(row.since, ledger, shortest, longest))
    statement = update(Stop).where(Stop.cause == WORKSPACE, Stop.probe_at <= ledger).values(probe_at=again)
    return bool(
        session.scalars(statement.returning(Stop.cause), execution_options={"synchronize_session": False}).all()
    )


def reconsider(session: Session, ledger: datetime) -> int:
    """Something happened that may have mended it: what Slack refused is tried again now. Returns how much it was."""
    rows = standing(session)
    session.execute(update(Stop).where(Stop.cause == WORKSPACE).values(since=ledger, probe_at=ledger))
    causes = [row.cause for row in places(rows)]
    session.execute(delete(Stop).where(Stop.cause.in_([*causes, TRIAL])))
    release(session, causes)
    return len(causes) + (WORKSPACE in rows)


def release(session: Session, lanes: Sequence[str]) -> None:
    """Let these lanes go on at once."""
    if lanes:
        session.execute(delete(Pace).where(Pace.key.in_(lanes)))
