"""Statements that every request runs: compiled once, then handed to the driver.

SQLAlchemy finds, fills and wraps a statement anew each time it is executed, which costs ten to fifty times what the
driver needs. A `Prepared` keeps what comes out of that: the text, and for each parameter and column the function that
converts it. It runs on the session's own connection, inside its transaction, and raises SQLAlchemy's errors.
Figures: docs/decisions/a-request-is-few-prepared-statements.md.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple, cast
from weakref import WeakSet

from sqlalchemy import (
    ARRAY,
    JSON,
    ColumnElement,
    Connection,
    Dialect,
    Float,
    Integer,
    Numeric,
    String,
    TypeDecorator,
    bindparam,
)
from sqlalchemy.exc import CompileError, DBAPIError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.visitors import InternalTraversal
from sqlalchemy.types import TypeEngine

Convert = Callable[[Any], Any] | None
WIRE = "wire"
"""Where a session of ours keeps the `Wire` its transaction runs on: asking for it goes through several hands."""


class Wire(NamedTuple):
    """A connection, and what is asked of it for every statement. `execute` takes a text and its values."""

    connection: Connection
    driver: Any
    backend: str
    error: type[Exception]
    execute: Callable[[str, Any], Any]

    @classmethod
    def of(cls, connection: Connection) -> "Wire":
        """What stands behind a connection of SQLAlchemy's."""
        dialect, driver = connection.dialect, cast(Any, connection.connection.dbapi_connection)
        # psycopg would have PostgreSQL keep what was asked five times; ours will be. With a cursor for each one it
        # would find out anew how to write each type. What one gave is read before the next one is executed.
        execute = partial(driver.cursor().execute, prepare=True) if dialect.name == "postgresql" else driver.execute
        return cls(connection, driver, dialect.name, dialect.loaded_dbapi.Error, execute)

    def leave(self) -> None:
        """End a transaction that only read, past psycopg: with every rollback it goes through it forgets each statement
        that PostgreSQL keeps, and they are parsed and planned anew. A broken connection is met by whoever closes it."""
        if self.backend == "postgresql":
            with suppress(self.error):  # It must not hide, as the driver's, what SQLAlchemy said of the loss.
                self.driver.pgconn.exec_(b"ROLLBACK")


class Prepared:
    """One statement. Its parameters are its `bindparam`s, given by name; lists go by `among`, not by `in_`."""

    def __init__(self, statement: Any, columns: Sequence[str] | None = None, in_one: bool = False) -> None:
        """`columns`: those an INSERT or UPDATE without VALUES gives a value to. `in_one`: a SELECT of many rows, whose
        order only matters under a LIMIT and which has no floats: SQLite gives them as one value, for at each row its
        driver lets go of the interpreter, and where another thread is busy that costs more than the row."""
        self.statement, self.columns, self.in_one = statement, columns, in_one
        self._texts: dict[str, _Text] = {}
        _ALL.add(self)

    def all(self, session: Session, **given: Any) -> Sequence[Any]:
        """Every row, as tuples. What the session has not written yet is written first."""
        text, cursor = self._execute(session, given)
        return text.read(json.loads(cursor.fetchone()[0]) if text.in_one else cursor.fetchall())

    def first(self, session: Session, **given: Any) -> Any:
        """The first row, or None."""
        text, cursor = self._execute(session, given)
        return next(iter(text.read(cursor.fetchall())), None)

    def scalar(self, session: Session, **given: Any) -> Any:
        """The first column of the first row, or None."""
        row = self.first(session, **given)
        return None if row is None else row[0]

    def run(self, session: Session, **given: Any) -> int:
        """How many rows were written."""
        return int(self._execute(session, given)[1].rowcount)

    def many(self, session: Session, rows: Sequence[dict[str, Any]]) -> None:
        """Run it once for each of these, in one go."""
        text, wire = self._ready(session)
        values = [text.values(row) for row in rows]
        try:
            with closing(wire.driver.cursor()) as cursor:
                cursor.executemany(text.text, values)
        except wire.error as error:
            raise _translated(wire, text.text, error) from error

    def insert(self, session: Session, given: dict[str, Any]) -> int:
        """The id of the new row. For an INSERT of one row that returns its id where the driver does not tell it."""
        text, cursor = self._execute(session, given)
        return int(cursor.lastrowid if text.tells_id else cursor.fetchone()[0])

    def _execute(self, session: Session, given: dict[str, Any]) -> tuple["_Text", Any]:
        text, wire = self._ready(session)
        values = text.values(given)
        try:
            return text, wire.execute(text.text, values)
        except wire.error as error:
            raise _translated(wire, text.text, error) from error

    def _ready(self, session: Session) -> tuple["_Text", Wire]:
        if session.autoflush:
            session.flush()
        wire: Wire = session.info.get(WIRE) or Wire.of(session.connection())
        text = self._texts.get(wire.backend)
        if text is None:
            text = self._texts[wire.backend] = _compile(self, wire.connection.dialect)
        return text, wire


_ALL: "WeakSet[Prepared]" = WeakSet()


def compile_all(session: Session) -> None:
    """Compile now what its first user would wait for, a millisecond each. What is another database's stays as it is."""
    for one in list(_ALL):
        with suppress(CompileError, AttributeError):  # The clauses of one dialect lack what another one reads.
            one._ready(session)


@dataclass(frozen=True)
class _Text:
    """A statement as one driver takes it: the names of its parameters in order, the values that are fixed, what
    converts which of them, and what converts which column."""

    text: str
    names: Sequence[str]
    fixed: Mapping[str, Any]
    converted: Sequence[tuple[Any, Callable[[Any], Any]]]
    columns: Sequence[tuple[int, Callable[[Any], Any]]]
    by_name: bool
    tells_id: bool
    in_one: bool

    def values(self, given: dict[str, Any]) -> Any:
        """The parameters in the driver's form."""
        if self.fixed:
            given = {**self.fixed, **given}
        listed = map(given.get, self.names)
        values: Any = dict(zip(self.names, listed, strict=True)) if self.by_name else list(listed)
        for place, convert in self.converted:
            values[place] = convert(values[place])
        return values

    def read(self, rows: Sequence[Any]) -> Sequence[Any]:
        """The rows with their values converted."""
        if not rows or not self.columns:
            return rows
        made = []
        for row in rows:
            values = list(row)
            for place, convert in self.columns:
                values[place] = convert(values[place])
            made.append(tuple(values))
        return made


def _compile(prepared: Prepared, dialect: Dialect) -> _Text:
    statement, in_one = prepared.statement, prepared.in_one and dialect.name == "sqlite"
    compiled: Any = statement.compile(dialect=dialect, column_keys=prepared.columns)
    assert not compiled.post_compile_params, "a list goes by among()"
    names: list[str] = list(compiled.positiontup or dict.fromkeys(compiled.bind_names.values()))
    fixed = {name: compiled.binds[name].effective_value for name in names if not compiled.binds[name].required}
    converters = {name: _convert(compiled.binds[name].type, dialect) for name in names}
    places = enumerate(names) if compiled.positional else zip(names, names, strict=True)
    converted = [(place, convert) for place, name in places if (convert := converters[name]) is not None]
    selected: Any = getattr(statement, "selected_columns", None) or getattr(statement, "exported_columns", ())
    readers = enumerate(_reader(column.type, dialect) for column in selected)
    read = [(place, convert) for place, convert in readers if convert is not None]
    tells_id = dialect.name == "sqlite"
    text = _in_one(str(compiled), [column.name for column in selected]) if in_one else str(compiled)
    return _Text(text, names, fixed, converted, read, not compiled.positional, tells_id, in_one)


def _in_one(text: str, columns: Sequence[str]) -> str:
    listed = ", ".join(f'"{name}"' for name in columns)
    return f"SELECT json_group_array(json_array({listed})) FROM ({text})"  # noqa: S608  # compiled SQL, no value


def _reader(kind: TypeEngine[Any], dialect: Dialect) -> Convert:
    # psycopg chooses by the oid of the column (pg_type: float8, numeric), which is otherwise known with the rows only.
    oid = 701 if isinstance(kind, Float) else 1700 if isinstance(kind, Numeric) else None
    return cast(Convert, kind.dialect_impl(dialect).result_processor(dialect, oid))


def _convert(kind: TypeEngine[Any], dialect: Dialect) -> Convert:
    if dialect.name == "postgresql" and isinstance(kind, Integer):
        return _digits
    return cast(Convert, kind.dialect_impl(dialect).bind_processor(dialect))


def _digits(value: int | None) -> str | None:
    """psycopg gives each size of a number a type of its own, and PostgreSQL would keep a statement for each of them."""
    return None if value is None else str(value)


def _translated(wire: Wire, text: str, error: Exception) -> Exception:
    """The error as SQLAlchemy words it; a lost connection is given up, so that nobody is handed it again."""
    dialect = wire.connection.dialect
    lost = dialect.is_disconnect(cast(Any, error), wire.driver, None)
    if lost:
        wire.connection.invalidate(error)
    return cast(
        Exception,
        DBAPIError.instance(
            text, None, error, cast(Any, dialect.loaded_dbapi.Error), hide_parameters=True, connection_invalidated=lost,
            dialect=dialect,
        ),
    )  # fmt: skip


class _Listed(TypeDecorator[Any]):
    """A list as one parameter: JSON for SQLite, an array for PostgreSQL."""

    impl = JSON
    cache_ok = True

    def __init__(self, item: TypeEngine[Any] | None = None) -> None:
        super().__init__()
        self.item = item

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """PostgreSQL knows arrays."""
        return dialect.type_descriptor(ARRAY(self.item) if dialect.name == "postgresql" and self.item else JSON())

    def bind_processor(self, dialect: Dialect) -> Any:
        """PostgreSQL gets an array as it writes one itself: psycopg looks at each item several times."""
        plain = dialect.name == "postgresql" and isinstance(self.item, Integer | String)
        return _array if plain else super().bind_processor(dialect)


def _array(values: Sequence[Any]) -> str:
    written = (_quoted(each) if isinstance(each, str) else _digits(each) or "NULL" for each in values)
    return "{" + ",".join(written) + "}"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


class among(ColumnElement[bool]):
    """`column IN (the list given by name)`, in a text that is the same however long the list is."""

    inherit_cache = True
    _traverse_internals = [
        ("column", InternalTraversal.dp_clauseelement), ("given", InternalTraversal.dp_clauseelement)
    ]  # fmt: skip

    def __init__(self, column: Any, name: str) -> None:
        self.column = cast(Any, column)
        self.given = bindparam(name, type_=_Listed(column.type))


@compiles(among, "sqlite")
def _among_sqlite(element: among, compiler: Any, **options: Any) -> str:
    column, given = compiler.process(element.column, **options), compiler.process(element.given, **options)
    return f"{column} IN (SELECT value FROM json_each({given}))"  # noqa: S608  # compiled SQL, no value


@compiles(among, "postgresql")
def _among_postgresql(element: among, compiler: Any, **options: Any) -> str:
    column, given = compiler.process(element.column, **options), compiler.process(element.given, **options)
    return f"{column} = ANY ({given})"


class found_by(ColumnElement[bool]):
    """`column IN (a SELECT)`. PostgreSQL makes a list of it first, so that an index is of use beside an OR, too."""

    inherit_cache = True
    _traverse_internals = [
        ("column", InternalTraversal.dp_clauseelement), ("found", InternalTraversal.dp_clauseelement)
    ]  # fmt: skip

    def __init__(self, column: Any, found: Any) -> None:
        self.column, self.found = column, found.scalar_subquery()


@compiles(found_by)
def _found_by(element: found_by, compiler: Any, **options: Any) -> str:
    column, found = compiler.process(element.column, **options), compiler.process(element.found, **options)
    return f"{column} = ANY (ARRAY{found})" if compiler.dialect.name == "postgresql" else f"{column} IN {found}"
