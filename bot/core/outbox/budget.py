"""Slack's limits, kept over all replicas: the pace of lanes and methods, and calls a minute."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from sqlalchemy import Table, bindparam, case, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.core.database import Base
from bot.core.outbox.limits import Limits
from bot.core.outbox.model import Pace, Spending
from bot.core.prepared import Prepared, among

SLACK, RESTORED = "slack", "restored"
WINDOW = 61
"""Seconds a call is remembered: a minute, and one for the way from the claim to Slack."""


_CLOCK = {
    "postgresql": Prepared(select(func.clock_timestamp(type_=Pace.free_at.type))),
    "sqlite": Prepared(select(func.strftime("%Y-%m-%d %H:%M:%f", "now"))),
}


def database_clock(session: Session) -> datetime:
    """The database server's time: what leases and pace are kept by, so that replicas need not agree on the time."""
    found: datetime | str = _CLOCK[session.get_bind().dialect.name].scalar(session)
    return datetime.fromisoformat(found).replace(tzinfo=UTC) if isinstance(found, str) else found


def method_key(method: str) -> str:
    """The pace key of a method."""
    return f"method:{method}"


def _upsert(
    model: type[Base], keys: Sequence[str], changed: Callable[[Any, Any], dict[str, Any]]
) -> dict[str, Prepared]:
    """For each database the INSERT of a row that changes the one which is there; `changed(row, new)` says how."""
    table, made = cast(Table, model.__table__), {}
    for name, dialect in (("postgresql", postgresql), ("sqlite", sqlite)):
        insert = dialect.insert(table)
        statement = insert.on_conflict_do_update(index_elements=keys, set_=changed(table.c, insert.excluded))
        made[name] = Prepared(statement, columns=list(table.c.keys()))
    return made


_PAUSE = _upsert(
    Pace, ["key"], lambda row, new: {"free_at": case((row.free_at > new.free_at, row.free_at), else_=new.free_at)}
)
_SPEND = _upsert(Spending, ["method", "second", "replica"], lambda row, new: {"calls": row.calls + new.calls})
_PAUSED = Prepared(
    select(Pace.key).where(
        among(Pace.__table__.c.key, "keys"), Pace.free_at > bindparam("ledger", type_=Pace.free_at.type)
    )
)
_SPENT = Prepared(
    select(Spending.method, func.sum(Spending.calls))
    .where(Spending.second >= bindparam("since"))
    .group_by(Spending.method)
)


def pause(session: Session, until: Mapping[str, datetime]) -> None:
    """Let nothing use these lanes, methods or Slack itself before the given instants; never shortens a pause."""
    if until:
        # One order for all replicas, or two of them could wait for each other.
        rows = [{"key": key, "free_at": until[key]} for key in sorted(until)]
        _PAUSE[session.get_bind().dialect.name].many(session, rows)


def release(session: Session, key: str) -> None:
    """End a pause."""
    session.execute(delete(Pace).where(Pace.key == key))


def keys(limits: Limits) -> list[str]:
    """The pace keys that hold back more than one lane."""
    return [SLACK, RESTORED, *(method_key(method) for method in limits.budgets)]


def rooms(session: Session, limits: Limits, ledger: datetime, pauses: bool = True) -> dict[str, int]:
    """How many calls of each budgeted method are left now; 0 for a method that is paused.

    Under `RESTORED` 1 while what is said for the first time must be looked for first: a backup was put back. `pauses`:
    whether there is any pause at all.
    """
    paused = {key for (key,) in _PAUSED.all(session, keys=keys(limits), ledger=ledger)} if pauses else set()
    if SLACK in paused:
        return dict.fromkeys(limits.budgets, 0) | {SLACK: 0}
    since = int(ledger.timestamp()) - WINDOW
    spent: dict[str, int] = {}
    if limits.budgets:
        spent = dict(_SPENT.all(session, since=since))
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
    if rows:
        _SPEND[session.get_bind().dialect.name].many(session, rows)


def give_back(session: Session, replica: str, calls: Iterable[tuple[datetime, str, int]]) -> None:
    """Take back calls that were written down (when, method, how many) and not made after all."""
    seconds: dict[datetime, dict[str, int]] = {}
    for when, method, number in calls:
        of_second = seconds.setdefault(when.replace(microsecond=0), {})
        of_second[method] = of_second.get(method, 0) - number
    for when, taken in seconds.items():
        spend(session, replica, when, taken)


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
