"""Taking work from the outbox, so that no two workers, on whatever replica, take the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Select,
    Table,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session, aliased

from bot.core.outbox.budget import RESTORED, SLACK, method_key
from bot.core.outbox.limits import ALL, HISTORY, POST, REACT, REPLIES, UPDATE, Limits
from bot.core.outbox.model import Pace, Posting, Priority, Stop
from bot.core.prepared import Prepared, among
from bot.core.rows import apart

# Written into the statement, not bound: a database uses a partial index only where it can see its condition.
QUEUED: ColumnElement[str] = literal_column("'queued'")
SENT: ColumnElement[str] = literal_column("'sent'")
FLYING: tuple[ColumnElement[str], ...] = (literal_column("'sending'"), literal_column("'unknown'"))
NOW, LEDGER = bindparam("now", type_=Posting.due_at.type), bindparam("ledger", type_=Posting.due_at.type)
PLENTY = 1_000_000


class Task(StrEnum):
    """What a message needs next."""

    POST = "post"
    EDIT = "edit"
    SEED = "seed"
    LOOK_UP = "look_up"
    HEAL = "heal"


METHODS = {Task.POST: POST, Task.EDIT: UPDATE, Task.SEED: REACT, Task.LOOK_UP: HISTORY, Task.HEAL: HISTORY}


@dataclass(frozen=True)
class Job:
    """One claimed message. `ledger` is the database's time at the claim, `boot` the seconds since boot just before it,
    `calls` how many calls of the method the budget allows it."""

    task: Task
    posting: Posting
    ledger: datetime
    boot: float
    calls: int = 1

    @property
    def method(self) -> str:
        """The method whose budget the job uses."""
        if METHODS[self.task] == HISTORY and self.posting.thread_ts:
            return REPLIES
        return METHODS[self.task]


@dataclass(frozen=True)
class Moment:
    """When a claim happens: the program's clock, the database's, and seconds since boot."""

    now: datetime
    ledger: datetime
    boot: float


UNLEASED = or_(Posting.lease_until.is_(None), Posting.lease_until <= LEDGER)
WAITING: dict[Task, ColumnElement[bool]] = {
    Task.LOOK_UP: and_(Posting.state.in_(FLYING), Posting.lease_until <= LEDGER),
    Task.EDIT: and_(Posting.state == SENT, Posting.live, Posting.drawn < Posting.version, UNLEASED),
    Task.HEAL: and_(Posting.heal_at.is_not(None), Posting.heal_at <= LEDGER, UNLEASED),
    Task.SEED: and_(Posting.state == SENT, Posting.seeded < Posting.wanted, UNLEASED),
}
"""Which messages need what, apart from being posted; new messages are found by `_heads`."""
ORDER: dict[Task, tuple[Any, ...]] = {
    Task.LOOK_UP: (Posting.lease_until,), Task.EDIT: (Posting.priority, Posting.id), Task.HEAL: (Posting.heal_at,),
    Task.SEED: (Posting.id,),
}  # fmt: skip
_PAUSABLE: list[ColumnElement[str]] = [literal_column(f"'{key}'") for key in (SLACK, RESTORED, *map(method_key, ALL))]
FOUND = Prepared(
    select(
        exists(select(Stop.cause)),
        select(func.max(Pace.free_at)).where(Pace.key.in_(_PAUSABLE)).scalar_subquery(),
        select(func.min(Posting.lease_until)).where(Posting.state.in_(FLYING)).scalar_subquery(),
        exists(select(Posting.id).where(Posting.state == SENT, Posting.live, Posting.drawn < Posting.version)),
        select(func.min(Posting.heal_at)).where(Posting.heal_at.is_not(None)).scalar_subquery(),
        exists(select(Posting.id).where(Posting.state == SENT, Posting.seeded < Posting.wanted)),
        *(
            select(func.min(Posting.due_at))
            .where(Posting.state == QUEUED, Posting.priority == literal_column(str(int(priority))))
            .scalar_subquery()
            for priority in Priority
        ),
    )
)
"""Without parameters, so that PostgreSQL plans it once: planning it cost ten times what it takes."""


@dataclass(frozen=True)
class Outlook:
    """What a claim will meet: whether anything is held back, whether anything may be paused, which tasks besides new
    messages may wait, and of which priorities new messages are due."""

    held: bool
    paused: bool
    waiting: Mapping[Task, bool]
    due: Sequence[Priority]


def outlook(session: Session, at: Moment) -> Outlook:
    """One look at all of it: mostly there is nothing but new messages."""
    held, paused, lost, stale, healing, unseeded, *first = FOUND.first(session)
    waiting = {
        Task.LOOK_UP: _reached(lost, at.ledger), Task.EDIT: bool(stale), Task.HEAL: _reached(healing, at.ledger),
        Task.SEED: bool(unseeded),
    }  # fmt: skip
    due = [priority for priority, when in zip(Priority, first, strict=True) if _reached(when, at.now)]
    return Outlook(bool(held), paused is not None and paused > at.ledger, waiting, due)


def _reached(instant: datetime | None, ledger: datetime) -> bool:
    return instant is not None and instant <= ledger


def _heads() -> Select[Any]:
    """The messages of one priority that are the first due of their lane, where it is neither paused nor has a message
    on its way. In the order of the index, each looked at by itself: what is claimed is read, not all that is due."""
    earlier, flying = aliased(Posting), aliased(Posting)
    behind = select(earlier.id).where(
        earlier.lane == Posting.lane, earlier.id < Posting.id, earlier.state == QUEUED, earlier.due_at <= NOW
    )
    busy = select(flying.id).where(flying.lane == Posting.lane, flying.state.in_(FLYING))
    paused = select(Pace.key).where(Pace.key == Posting.lane, Pace.free_at > LEDGER)
    # The OFFSET keeps PostgreSQL from making a join of it that begins with reading everything.
    kept_back = [exists(query.offset(literal_column("0"))) for query in (behind, busy, paused)]
    due = (Posting.state == QUEUED, Posting.priority == bindparam("priority"), Posting.due_at <= NOW)
    return select(Posting.id).where(*due, *map(not_, kept_back)).order_by(Posting.due_at, Posting.id)


def _finding(query: Select[Any]) -> Prepared:
    """The ids to claim; where other replicas may be at it (PostgreSQL), without those they are just taking."""
    return Prepared(query.limit(bindparam("room")).with_for_update(skip_locked=True, of=Posting), in_one=True)


def _taking(task: Task, giving: bool) -> Prepared:
    # After a restore the same thing may be planned anew that was said before the backup was put back.
    again = and_(bindparam("restored", type_=Boolean()), Posting.manner != literal_column("'answer'"))
    values: dict[str, Any] = {"token": Posting.token + 1, "lease_until": bindparam("lease", type_=Posting.due_at.type)}
    values["suspect"] = or_(Posting.suspect, again)
    if task is Task.POST:
        values |= {"state": literal_column("'sending'"), "attempts": Posting.attempts + 1}
    elif task is Task.LOOK_UP:
        values["state"] = literal_column("'unknown'")
    marking = update(_TABLE).where(_THESE).values(values)
    return Prepared(marking.returning(*_TABLE.c) if giving else marking)


FINDING = {task: _finding(select(Posting.id).where(WAITING[task]).order_by(*ORDER[task])) for task in WAITING}
HEADS = _finding(_heads())
HEADS_ONE = _finding(_heads().where(Posting.template == bindparam("template")))
_TABLE = cast(Table, Posting.__table__)
_THESE = among(_TABLE.c.id, "ids")
TAKING = {task: _taking(task, giving=True) for task in Task}
MARKING, TAKEN = (
    {task: _taking(task, giving=False) for task in Task},
    Prepared(select(_TABLE).where(_THESE), in_one=True),
)
"""For SQLite, where asking again is no journey and the rows come as one value."""


class Claims:
    """Claims up to `free` jobs: lost answers first, for they block their lane, then new messages by priority, then
    edits and healing, reactions last. `rooms` is what the budgets leave and is counted down."""

    def __init__(self, session: Session, limits: Limits, at: Moment, rooms: dict[str, int], free: int) -> None:
        self._session, self._limits, self._at, self._rooms, self.free = session, limits, at, rooms, free
        self.jobs: list[Job] = []
        self.spent: dict[str, int] = {}

    def everything(self, seen: Outlook, only_template: str | None = None) -> list[Job]:
        """Claim every kind that waits; with `only_template` only new messages of that template."""
        for task in (Task.LOOK_UP, Task.POST, Task.EDIT, Task.HEAL, Task.SEED):
            if task is Task.POST:
                self._take(task, self._new(seen.due, only_template))
            elif seen.waiting[task] and only_template is None:
                self._take(task, self._others(task))
        return self.jobs

    def _room(self, task: Task) -> int:
        return min(self.free, self._rooms.get(METHODS[task], PLENTY))

    def _new(self, due: Sequence[Priority], template: str | None) -> list[int]:
        room, ids = self._room(Task.POST), list[int]()
        for priority in due:
            if len(ids) < room:
                ids += self._found(HEADS if template is None else HEADS_ONE, room - len(ids), priority, template)
        return ids

    def _others(self, task: Task) -> list[int]:
        room = self._room(task)
        return self._found(FINDING[task], room) if room > 0 else []

    def _found(self, query: Prepared, room: int, priority: int = 0, template: str | None = None) -> list[int]:
        given = {"ledger": self._at.ledger, "now": self._at.now, "room": room}
        rows = query.all(self._session, **given, priority=priority, template=template)
        return [row_id for (row_id,) in rows]

    def _take(self, task: Task, ids: Sequence[int]) -> None:
        if ids:
            self._assign(task, METHODS[task], self._mark(task, ids))

    def _assign(self, task: Task, method: str, postings: Sequence[Posting]) -> None:
        spare = self._rooms.get(method, PLENTY) - len(postings)
        for posting in postings:
            more = min(spare, posting.wanted - posting.seeded - 1) if task is Task.SEED else 0
            spare -= more
            self.jobs.append(Job(task, posting, self._at.ledger, self._at.boot, 1 + more))
            self._count(method, 1 + more)
        self.free -= len(postings)

    def _count(self, method: str, calls: int) -> None:
        if method in self._rooms:
            self._rooms[method] -= calls
            self.spent[method] = self.spent.get(method, 0) + calls

    def _mark(self, task: Task, ids: Sequence[int]) -> list[Posting]:
        at, lease = self._at, timedelta(seconds=self._limits.lease)
        given = {
            "ids": ids,
            "ledger": at.ledger,
            "lease": at.ledger + lease,
            "restored": bool(self._rooms.get(RESTORED)),
        }
        places = {row_id: place for place, row_id in enumerate(ids)}
        if self._session.get_bind().dialect.name == "sqlite":
            MARKING[task].run(self._session, **given)
            taken = apart(self._session, Posting, TAKEN, ids=ids)
        else:
            taken = apart(self._session, Posting, TAKING[task], **given)
        return sorted(taken, key=lambda row: places[row.id])
