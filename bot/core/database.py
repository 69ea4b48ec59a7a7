"""Engine, declarative base and the column types every table shares."""

import math
import time
from collections.abc import Set
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any, cast

from sqlalchemy import (
    URL,
    Connection,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    TypeDecorator,
    create_engine,
    event,
    make_url,
)
from sqlalchemy.exc import ArgumentError, DBAPIError, DisconnectionError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bot.core.errors import Misconfigured

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """An instant: stored in UTC, always aware in Python. SQLite drops zones, so naive values are refused here."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """PostgreSQL keeps the zone itself."""
        return dialect.type_descriptor(DateTime(timezone=dialect.name == "postgresql"))

    def bind_processor(self, dialect: Dialect) -> Any:
        """The same in one step: a request writes two dozen instants."""
        return _moment_as_text if dialect.name == "sqlite" else _moment_in_utc

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Back in one step."""
        return _moment_of_text if dialect.name == "sqlite" else _moment_in_utc


def _moment_as_text(value: datetime | None) -> str | None:
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("naive datetime at the database boundary")
    if value.tzinfo is not UTC:
        value = value.astimezone(UTC)
    return value.isoformat(" ", "microseconds").removesuffix("+00:00")


def _moment_in_utc(value: datetime | None) -> datetime | None:
    if value is None or value.tzinfo is UTC:
        return value
    if value.tzinfo is None:
        raise ValueError("naive datetime at the database boundary")
    return value.astimezone(UTC)


def _moment_of_text(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value + "+00:00")


class Base(DeclarativeBase):
    """Every table of the house."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: Moment}

    def __init__(self, **given: Any) -> None:
        """A new row. Its values go straight in: a row that is not stored yet has no changes to keep track of."""
        if not given.keys() <= _attributes(type(self)):
            unknown = given.keys() - _attributes(type(self))
            raise TypeError(f"{type(self).__name__} has no {', '.join(sorted(unknown))}")
        self.__dict__.update(given)


@cache
def _attributes(model: type[Base]) -> Set[str]:
    return frozenset(model.__mapper__.attrs.keys())


class Row(Base):
    """Identity and birth of every record."""

    __abstract__ = True
    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-2)
    created_at: Mapped[datetime] = mapped_column(sort_order=-1)


KEPT = {"sqlite": 4, "postgresql": 10}
"""Connections that stay open. With SQLite each learns every statement in time, at some 700 KB, and opening one takes
less than a millisecond: more are needed only while many clocks strike at once."""
MOST = 20
"""Connections at once."""


STATEMENTS = 512
"""Kept ready by each connection. psycopg's hundred are fewer than there are, and what was dropped is planned anew."""


def address(url: str) -> URL:
    """The parts of DATABASE_URL. Raises Misconfigured for what is no address of a database."""
    try:
        return make_url(url)
    except (ArgumentError, ValueError) as error:
        told = "write sqlite:///FILE or postgresql://user:password@host/name"
        raise Misconfigured(f"DATABASE_URL is not the address of a database; {told}") from error


def prepare_folder(file: Path) -> None:
    """Make the folder a SQLite file and its keys lie in. Raises Misconfigured where none can be made."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        told = f"the folder {file.parent} cannot be made ({error.strerror})"
        raise Misconfigured(f"{told}; make it yourself, or name another file in DATABASE_URL") from error


def connect(url: str) -> Engine:
    """An engine set up as the house needs it: SQLite safe against power cuts, PostgreSQL by psycopg 3.

    Raises Misconfigured for an address SQLAlchemy cannot read, another database or a folder that cannot be made.
    """
    parsed = address(url)
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        if parsed.database:
            prepare_folder(Path(parsed.database))
        patience = {"check_same_thread": False, "timeout": 15, "cached_statements": STATEMENTS}
        # Parameters are what people typed: they must not travel into logs with an error's message.
        engine = create_engine(parsed, connect_args=patience, hide_parameters=True, **_pool(backend))
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    if backend == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
        engine = create_engine(parsed, hide_parameters=True, **_pool(backend))
        event.listen(engine, "connect", _prepare_postgresql)
        event.listen(engine, "checkin", _left)
        event.listen(engine, "checkout", partial(_still_there, engine.dialect))
        return engine
    raise Misconfigured(f"DATABASE_URL names {backend}; Rapport keeps its data in SQLite or PostgreSQL")


def _pool(backend: str) -> dict[str, Any]:
    # Last in, first out: on SQLite a connection drops its pages whenever another one has written, so writers share one.
    return {"pool_size": KEPT[backend], "max_overflow": MOST - KEPT[backend], "pool_use_lifo": True}


IDLE = 1.0
"""Seconds after which a connection is asked whether it still stands: asking each time costs a request a round trip."""


def _left(_driver: Any, record: Any) -> None:
    record.info["left"] = time.monotonic()


def _still_there(dialect: Dialect, driver: Any, record: Any, _fairy: Any) -> None:
    """Raises DisconnectionError for a connection that broke while nobody used it; the pool makes a new one then."""
    if time.monotonic() - record.info.get("left", math.inf) < IDLE:
        return
    try:
        dialect.do_ping(driver)
    except dialect.loaded_dbapi.Error as error:
        raise DisconnectionError("the database hung up") from error


def _prepare_postgresql(connection: Any, _record: Any) -> None:
    connection.prepared_max = STATEMENTS


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver must not open transactions by itself: it would begin them deferred, and a read that turns
    # into a write then fails with "database is locked" or silently loses an update.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=15000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    _tell(connection, "BEGIN" if connection.get_execution_options().get("reading") else "BEGIN IMMEDIATE")


def begin_writing(connection: Connection) -> None:
    """From here on what began as reading writes (SQLite), seeing what others wrote meanwhile.

    Raises SQLAlchemy's OperationalError where another process holds the database too long.
    """
    _tell(connection, "ROLLBACK")
    _tell(connection, "BEGIN IMMEDIATE")


def _tell(connection: Connection, order: str) -> None:
    """Straight to the driver: SQLAlchemy's way costs as much as reading a row."""
    dialect, driver = connection.dialect, cast(Any, connection.connection.dbapi_connection)
    error: Any = dialect.loaded_dbapi.Error
    try:
        driver.execute(order)
    except error as refused:
        raise DBAPIError.instance(order, None, refused, error, dialect=dialect) from refused
