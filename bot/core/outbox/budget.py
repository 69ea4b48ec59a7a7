"""Slack's limits, kept over all replicas: the pace of lanes and methods, and calls a minute."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import case, delete, func, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.core.outbox.limits import Limits
from bot.core.outbox.model import Pace, Spending

SLACK, RESTORED = "slack", "restored"
WINDOW = 61
"""Seconds a call is remembered: a minute, and one for the way from the claim to Slack."""


def database_clock(session: Session) -> datetime:
    """The database server's time: what leases and pace are kept by, so that replicas need not agree on the time."""
    if session.get_bind().dialect.name == "postgresql":
        found: datetime = session.execute(text("SELECT clock_timestamp()")).scalar_one()
        return found
    written = session.execute(text("SELECT strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')")).scalar_one()
    return datetime.fromisoformat(written)


def method_key(method: str) -> str:
    """The pace key of a method."""
    return f"method:{method}"


def pause(session: Session, until: Mapping[str, datetime]) -> None:
    """Let nothing use these lanes, methods or Slack itself before the given instants; never shortens a pause."""
    if not until:
        return
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    insert = dialect.insert(Pace)
    longer = case((Pace.free_at > insert.excluded.free_at, Pace.free_at), else_=insert.excluded.free_at)
    statement = insert.on_conflict_do_update(index_elements=["key"], set_={"free_at": longer})
    # One order for all replicas, or two of them could wait for each other.
    session.execute(statement, [{"key": key, "free_at": until[key]} for key in sorted(until)])


def release(session: Session, key: str) -> None:
    """End a pause."""
    session.execute(delete(Pace).where(Pace.key == key))


def rooms(session: Session, limits: Limits, ledger: datetime) -> dict[str, int]:
    """How many calls of each budgeted method are left now; 0 for a method that is paused.

    Under `RESTORED` 1 while what is said for the first time must be looked for first: a backup was put back.
    """
    keys = [SLACK, RESTORED, *(method_key(method) for method in limits.budgets)]
    paused = set(session.scalars(select(Pace.key).where(Pace.key.in_(keys), Pace.free_at > ledger)))
    if SLACK in paused:
        return dict.fromkeys(limits.budgets, 0) | {SLACK: 0}
    since = int(ledger.timestamp()) - WINDOW
    spent: dict[str, int] = {}
    if limits.budgets:
        query = select(Spending.method, func.sum(Spending.calls).label("calls")).where(Spending.second >= since)
        spent = {row.method: row.calls for row in session.execute(query.group_by(Spending.method))}
    return {RESTORED: int(RESTORED in paused)} | {
        method: 0 if method_key(method) in paused else max(0, budget - spent.get(method, 0))
        for method, budget in limits.budgets.items()
    }


def spend(session: Session, replica: str, ledger: datetime, calls: Mapping[str, int]) -> None:
    """Write down calls that are about to be made. Each replica has rows of its own, so none waits for another."""
    rows = [
        {"method": method, "second": int(ledger.timestamp()), "replica": replica, "calls": number}
        for method, number in calls.items()
        if number
    ]
    if not rows:
        return
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    insert = dialect.insert(Spending)
    statement = insert.on_conflict_do_update(
        index_elements=["method", "second", "replica"], set_={"calls": Spending.calls + insert.excluded.calls}
    )
    session.execute(statement, rows)


def take(session: Session, limits: Limits, replica: str, ledger: datetime, method: str) -> float:
    """Take one call of a method that no claim counts: 0.0, or the seconds until there is one again."""
    if method not in limits.budgets:
        return 0.0
    if rooms(session, limits, ledger).get(method, 0) > 0:
        spend(session, replica, ledger, {method: 1})
        return 0.0
    since = int(ledger.timestamp()) - WINDOW
    oldest = session.scalar(
        select(func.min(Spending.second)).where(Spending.method == method, Spending.second >= since)
    )
    return 1.0 if oldest is None else max(1.0, oldest + WINDOW + 1 - ledger.timestamp())


def forget(session: Session, ledger: datetime) -> None:
    """Drop what no longer matters to any budget or pace."""
    session.execute(delete(Spending).where(Spending.second < int(ledger.timestamp()) - 2 * WINDOW))
    session.execute(delete(Pace).where(Pace.free_at < ledger - timedelta(minutes=2)))
