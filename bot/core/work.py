"""One unit of work: a transaction, the person acting, and a single `now`."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Any, TypeVar

from sqlalchemy import Connection, Engine, Select, event
from sqlalchemy.orm import Session, SessionTransaction

from bot.core import audit, history, outbox, rows
from bot.core.access import SYSTEM, Actor, Scopes
from bot.core.clock import Clock
from bot.core.database import Row, begin_writing
from bot.core.errors import Refusal
from bot.core.outbox import Notice, Those
from bot.core.prepared import WIRE, Wire
from bot.core.subject import Subject
from bot.core.turns import Turns

R = TypeVar("R", bound=Row)
STALE = "stale"
"""Where a session keeps the subjects whose live messages are out of date."""
Subscriber = Callable[["Work", Any], None]


@dataclass(frozen=True)
class House:
    """What every piece of work may ask of the composed program; built once in bot/main.py from bot/wiring.py.

    `subscribers` maps a fact's class to its reactions; `scopes` tells who may see which rows; `policy` is the
    policy pack in force; `extras` holds further collaborators by name (calendar loader, words ...).
    """

    scopes: Scopes = field(default_factory=Scopes)
    subscribers: Mapping[type, Sequence[Subscriber]] = field(default_factory=dict)
    policy: Any = None
    default_zone: str = "Asia/Shanghai"
    default_language: str = "zh-CN"


@dataclass(frozen=True)
class Work:
    """What a use case works with. Only the place that opened it commits."""

    session: Session
    now: datetime
    actor: Actor
    house: House

    def save(self, row: R) -> R:
        """Insert a new row; it has its id afterwards."""
        row.created_at = self.now
        rows.add(self.session, row)
        return row

    def change(self, row: Row, **values: Any) -> None:
        """Write these columns of a row at once; what is the same already is left alone."""
        rows.change(self.session, row, **values)

    def claim(self, row: Row, **changes: Any) -> bool:
        """Change a row only if nobody changed those columns since it was read; true for the one winner.

        Losing is normal: somebody else did it first, and nothing is left to do.
        """
        return rows.claim(self.session, row, **changes)

    def visible(self, model: type[R]) -> Select[R]:
        """SELECT of the rows of `model` this actor may see: where every read of business data starts."""
        return self.house.scopes.select(model, self.actor)

    def get(self, model: type[R], row_id: int, missing: str = "core/not-found") -> R:
        """The row, if this actor may see it; the refusal is the same whether it is hidden or does not exist."""
        row = self.session.scalars(self.visible(model).where(model.id == row_id)).one_or_none()
        if row is None:
            raise Refusal(missing)
        return row

    def post(self, notice: Notice) -> None:
        """Queue a message; it leaves for Slack only if this work commits, and once for each natural key."""
        outbox.queue(self.session, self.now, notice)

    def refresh(self, subject: Subject | Those) -> None:
        """Have every live message about `subject` drawn again from the database and edited in place.

        Done once for all subjects right before the commit, however often a use case asks for it.
        """
        self.session.info.setdefault(STALE, set()).add(subject)

    def announce(self, fact: object) -> None:
        """Tell the other capabilities, inside this same transaction."""
        for subscriber in self.house.subscribers.get(type(fact), ()):
            subscriber(self, fact)

    def note(self, subject: Subject, changes: Mapping[str, tuple[Any, Any]], reason: str = "") -> None:
        """Write field history: for each field what it was, what it is, who changed it, when and why."""
        history.write(self.session, self.now, self.actor.id, subject, changes, reason)

    def audit(self, verb: str, subject: Subject | None = None, **details: Any) -> None:
        """Write one line of the audit log inside this transaction; details hold codes and ids, no customer text."""
        audit.write(self.session, self.now, self.actor, verb, subject, details)

    def acting_as(self, actor: Actor) -> "Work":
        """The same transaction and instant in another person's name (ticks act for the owner of a row)."""
        return Work(self.session, self.now, actor, self.house)


class _AtHand(Session):
    """A session that keeps hold of the rows read last; SQLAlchemy's own lets go of rows nobody holds at the moment."""

    def get(self, entity: Any, ident: Any, **options: Any) -> Any:
        """The row with this id, or None: by the short way unless something special is asked for."""
        if any(options.values()) or not (isinstance(entity, type) and issubclass(entity, Row)):
            return super().get(entity, ident, **options)
        return None if ident is None else rows.by_id(self, entity, ident)


@event.listens_for(_AtHand, "after_begin")
def _begun(session: Session, transaction: SessionTransaction, connection: Connection) -> None:
    session.info[WIRE] = Wire.of(connection)


@event.listens_for(_AtHand, "after_transaction_end")
def _ended(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop(WIRE, None)


@event.listens_for(_AtHand, "detached_to_persistent")
@event.listens_for(_AtHand, "loaded_as_persistent")
def _keep(session: Session, row: Row) -> None:
    rows.keep(session, row)


class Workshop:
    """Opens units of work. The only place that commits. `wake`: called after every commit."""

    def __init__(self, engine: Engine, clock: Clock, house: House) -> None:
        self.engine, self.clock, self.house = engine, clock, house
        self.wake: Callable[[], object] = lambda: None
        self._reading = engine.execution_options(reading=True)
        # SQLite has one writer; queueing for it inside the process is fairer and faster than busy waiting.
        self._writing = Turns() if engine.dialect.name == "sqlite" else nullcontext()

    def share(self, file: IO[bytes] | None = None) -> IO[bytes] | None:
        """Get ready to be forked: no connection is open, and writers queue across the processes, too (SQLite).

        Returns the file by which they do; a process that was not forked from this one has to be given it.
        """
        self.engine.dispose()
        return self._writing.share(file) if isinstance(self._writing, Turns) else None

    @property
    def queues(self) -> bool:
        """Whether writers wait for each other (SQLite): what takes long is worked out before `open` then."""
        return isinstance(self._writing, Turns)

    @contextmanager
    def open(self, actor: Actor = SYSTEM, ahead: Callable[[Work], None] | None = None) -> Iterator[Work]:
        """A work that writes: committed when the block ends, rolled back when it raises.

        `ahead` reads before it, where writers queue while others write: what it remembers (`core/remember.py`) and the
        rows it read are at hand in the block, as old as they would be on a database whose readers do not wait.
        """
        early = ahead if self.queues else None
        with ExitStack() as turn, _AtHand(self._reading if early else self.engine, expire_on_commit=False) as session:
            if early is None:
                turn.enter_context(self._writing)
            with session.begin():
                if early is not None:
                    early(Work(session, self.clock(), actor, self.house))
                    turn.enter_context(self._writing)
                    begin_writing(session.connection())
                yield Work(session, self.clock(), actor, self.house)
                outbox.refresh(session, session.info.pop(STALE, ()))
        self.wake()

    @contextmanager
    def read(self, actor: Actor = SYSTEM) -> Iterator[Work]:
        """A work that only reads: it takes no write lock and is rolled back at the end."""
        with _AtHand(self._reading, expire_on_commit=False, autoflush=False) as session:
            try:
                yield Work(session, self.clock(), actor, self.house)
            finally:
                if (wire := session.info.get(WIRE)) is not None:
                    wire.leave()
