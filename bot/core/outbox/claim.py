"""Step S1: taking work from the outbox, so that no two workers, on whatever replica, take the same."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal_column, or_, select, update
from sqlalchemy.orm import Session, aliased

from bot.core.outbox.limits import HISTORY, POST, REACT, REPLIES, UPDATE, Limits
from bot.core.outbox.model import Pace, Posting

# Written into the statement, not bound: a database uses a partial index only where it can see its condition.
QUEUED: ColumnElement[str] = literal_column("'queued'")
SENT: ColumnElement[str] = literal_column("'sent'")
FLYING: tuple[ColumnElement[str], ...] = (literal_column("'sending'"), literal_column("'unknown'"))
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


class Claims:
    """Claims up to `free` jobs: lost answers first, for they block their lane, then new messages by priority, then
    edits and healing, reactions last. `rooms` is what the budgets leave and is counted down."""

    def __init__(self, session: Session, limits: Limits, at: Moment, rooms: dict[str, int], free: int) -> None:
        self._session, self._limits, self._at, self._rooms, self.free = session, limits, at, rooms, free
        self.jobs: list[Job] = []
        self.spent: dict[str, int] = {}

    def everything(self, only_template: str | None = None) -> list[Job]:
        """Claim every kind; with `only_template` only new messages of that template."""
        if only_template is not None:
            self._take(Task.POST, self._heads().where(Posting.template == only_template))
            return self.jobs
        waiting = self._glance()
        if waiting[Task.LOOK_UP]:
            self._take(Task.LOOK_UP, self._of(self._resting()).order_by(Posting.lease_until))
        self._take(Task.POST, self._heads())
        if waiting[Task.EDIT]:
            self._take(Task.EDIT, self._of(self._stale()).order_by(Posting.priority, Posting.id))
        if waiting[Task.HEAL]:
            self._take(Task.HEAL, self._of(self._healing()).order_by(Posting.heal_at))
        if waiting[Task.SEED]:
            self._take(Task.SEED, self._of(self._unseeded()).order_by(Posting.id))
        return self.jobs

    def _glance(self) -> dict[Task, bool]:
        kinds: dict[Task, Callable[[], ColumnElement[bool]]] = {
            Task.LOOK_UP: self._resting, Task.EDIT: self._stale, Task.HEAL: self._healing, Task.SEED: self._unseeded,
        }  # fmt: skip
        found = self._session.execute(select(*(exists(select(Posting.id).where(kind())) for kind in kinds.values())))
        return dict(zip(kinds, map(bool, found.one()), strict=True))

    def _resting(self) -> ColumnElement[bool]:
        return and_(Posting.state.in_(FLYING), Posting.lease_until <= self._at.ledger)

    def _unleased(self) -> ColumnElement[bool]:
        return or_(Posting.lease_until.is_(None), Posting.lease_until <= self._at.ledger)

    def _stale(self) -> ColumnElement[bool]:
        return and_(Posting.state == SENT, Posting.live, Posting.drawn < Posting.version, self._unleased())

    def _unseeded(self) -> ColumnElement[bool]:
        return and_(Posting.state == SENT, Posting.seeded < Posting.wanted, self._unleased())

    def _healing(self) -> ColumnElement[bool]:
        return and_(Posting.heal_at.is_not(None), Posting.heal_at <= self._at.ledger, self._unleased())

    def _of(self, condition: ColumnElement[bool]) -> Select[Any]:
        return select(Posting.id).where(condition)

    def _heads(self) -> Select[Any]:
        """The first due message of every lane that is neither paused nor has a message on its way."""
        first = (
            select(func.min(Posting.id).label("id"))
            .where(Posting.state == QUEUED, Posting.due_at <= self._at.now)
            .group_by(Posting.lane)
            .subquery()
        )
        flying = aliased(Posting)
        busy = exists(select(flying.id).where(flying.lane == Posting.lane, flying.state.in_(FLYING)))
        paused = exists(select(Pace.key).where(Pace.key == Posting.lane, Pace.free_at > self._at.ledger))
        query = select(Posting.id).join(first, first.c.id == Posting.id).where(Posting.state == QUEUED, ~busy, ~paused)
        return query.order_by(Posting.priority, Posting.due_at, Posting.id)

    def _take(self, task: Task, query: Select[Any]) -> None:
        method = METHODS[task]
        room = min(self.free, self._rooms.get(method, PLENTY))
        if room <= 0:
            return
        query = query.limit(room)
        if self._session.get_bind().dialect.name == "postgresql":
            query = query.with_for_update(skip_locked=True, of=Posting)
        ids = self._session.scalars(query).all()
        if not ids:
            return
        postings = self._mark(task, ids)
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
        ledger = self._at.ledger
        values: dict[str, Any] = {
            "token": Posting.token + 1, "lease_until": ledger + timedelta(seconds=self._limits.lease),
        }  # fmt: skip
        if task is Task.POST:
            started = func.coalesce(Posting.first_started, ledger)
            values |= {"state": "sending", "attempts": Posting.attempts + 1, "first_started": started}
        elif task is Task.LOOK_UP:
            values["state"] = "unknown"
        statement = update(Posting).where(Posting.id.in_(ids)).values(**values).returning(Posting)
        rows = self._session.scalars(
            statement, execution_options={"synchronize_session": False, "populate_existing": True}
        ).all()
        places = {row_id: place for place, row_id in enumerate(ids)}
        return sorted(rows, key=lambda row: places[row.id])
