"""What became of a job, and writing it down where the claim still holds."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any, cast

from sqlalchemy import JSON, Table, Text, bindparam, column, func, literal_column, update
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.core.outbox.budget import pause
from bot.core.outbox.claim import Job
from bot.core.outbox.model import DmChannel, Posting
from bot.core.outbox.twins import step_aside
from bot.core.prepared import Prepared


class Outcome(StrEnum):
    """One word for what happened; also the label in the metrics."""

    SENT = "sent"
    ADOPTED = "adopted"
    EDITED = "edited"
    SEEDED = "seeded"
    HEALED = "healed"
    DEFERRED = "deferred"
    WAITING = "waiting"
    AMBIGUOUS = "ambiguous"
    RESEND = "resend"
    REROUTED = "rerouted"
    PARKED = "parked"
    CANCELLED = "cancelled"
    FOLDED = "folded"


@dataclass
class Result:
    """What became of one job.

    `changes` are columns, written where the token still matches. `pauses` are seconds by pace key. `started` is the
    database's time when a message was handed to Slack. `troubled`: Slack as a whole did not answer. `spent`:
    its calls were made, as the budget was told. `stop`: Slack's
    code for not letting us, `since` when it first used it for this place. `redo`: the job outlived its lease, so what
    Slack shows may be old.
    """

    job: Job
    outcome: Outcome
    changes: dict[str, Any] = field(default_factory=dict)
    pauses: dict[str, float] = field(default_factory=dict)
    started: datetime | None = None
    troubled: bool = False
    limited: bool = False
    spent: bool = True
    stop: str | None = None
    since: datetime | None = None
    redo: bool = False
    opened: tuple[str, str] | None = None
    audit: dict[str, Any] | None = None


def write(session: Session, results: Sequence[Result], ledger: datetime, interval: float) -> None:
    """Store what became of the jobs, the pace they cause and the direct messages they opened."""
    _write_rows(session, results)
    step_aside(session, [each.job.posting for each in results if each.outcome in (Outcome.SENT, Outcome.ADOPTED)])
    until: dict[str, datetime] = {}
    for result in results:
        for key, seconds in result.pauses.items():
            _later(until, key, ledger + timedelta(seconds=seconds))
        if result.started is not None and interval > 0:
            _later(until, result.job.posting.lane, result.started + timedelta(seconds=interval))
    pause(session, until)
    _write_channels(session, dict(result.opened for result in results if result.opened))
    again = [result.job.posting.id for result in results if result.redo]
    if again:
        session.execute(
            update(Posting).where(Posting.id.in_(again)).values(version=Posting.version + 1),
            execution_options={"synchronize_session": False},
        )


def summed(results: Sequence[Result]) -> tuple[list[tuple[str, str, int]], list[float]]:
    """How many jobs of each kind (task, outcome) there were; how late what was sent was, in seconds."""
    jobs = Counter((result.job.task.value, result.outcome.value) for result in results)
    sent = [result for result in results if "sent_at" in result.changes]
    late = [(result.changes["sent_at"] - result.job.posting.due_at).total_seconds() for result in sent]
    return [(*what, times) for what, times in jobs.items()], late


def _later(until: dict[str, datetime], key: str, instant: datetime) -> None:
    until[key] = max(instant, until.get(key, instant))


def _write_rows(session: Session, results: Iterable[Result]) -> None:
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for result in sorted(results, key=lambda each: each.job.posting.id):
        if result.changes:
            row = {f"to_{name}": value for name, value in result.changes.items()}
            row |= {"of_id": result.job.posting.id, "of_token": result.job.posting.token}
            groups.setdefault(tuple(sorted(result.changes)), []).append(row)
    dialect = session.get_bind().dialect
    for names, rows in groups.items():
        columns = _columns(names).items()
        ways = [(name, of.type.dialect_impl(dialect).bind_processor(dialect)) for name, of in columns]
        given = [{name: way(row[name]) if way else row[name] for name, way in ways} for row in rows]
        _WRITING[dialect.name](names).run(session, given=json.dumps(given, default=str))


_TABLE = cast(Table, Posting.__table__)
_MINE = {"of_id": _TABLE.c.id, "of_token": _TABLE.c.token}


# Any number of rows as one statement and one value: on PostgreSQL every statement has its price, and in SQLite every
# row that the driver brings by itself makes this thread give up the interpreter and wait for it again. Arrays, one for
# each column, are put together in Python by the driver, at three times the price.


@cache
def _writing_postgresql(names: tuple[str, ...]) -> Prepared:
    columns = [column(name, of.type) for name, of in _columns(names).items()]
    rows = func.json_to_recordset(sql_cast(bindparam("given", type_=Text()), JSON)).table_valued(*columns)
    given = rows.render_derived(name="given", with_types=True)
    return _setting(names, {each.key: given.c[each.key] for each in columns})


@cache
def _writing_sqlite(names: tuple[str, ...]) -> Prepared:
    rows = func.json_each(bindparam("given")).table_valued("value", name="given")
    paths: dict[str, Any] = {name: literal_column(f"'$.{name}'") for name in _columns(names)}
    return _setting(names, {name: func.json_extract(rows.c.value, path) for name, path in paths.items()})


_WRITING = {"postgresql": _writing_postgresql, "sqlite": _writing_sqlite}


def _columns(names: tuple[str, ...]) -> dict[str, Any]:
    return _MINE | {f"to_{name}": _TABLE.c[name] for name in names}


def _setting(names: tuple[str, ...], given: Mapping[str, Any]) -> Prepared:
    mine = [of == given[name] for name, of in _MINE.items()]
    return Prepared(update(_TABLE).where(*mine).values({name: given[f"to_{name}"] for name in names}))


def _write_channels(session: Session, opened: Mapping[str, str]) -> None:
    if not opened:
        return
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    rows = [{"slack_id": slack_id, "channel": opened[slack_id]} for slack_id in sorted(opened)]
    session.execute(dialect.insert(DmChannel).on_conflict_do_nothing(index_elements=["slack_id"]), rows)
