"""Moving a whole installation: every table into one file, and back into an empty database of either kind.

The file is gzip-compressed JSON lines: a head (revision, tables), then for each table its rows and a foot with count
and SHA-256. What is sealed stays sealed: the keys travel separately.
"""

import gzip
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from alembic.runtime.migration import MigrationContext
from sqlalchemy import Column, Connection, Engine, Integer, Table, func, insert, select, text, type_coerce
from sqlalchemy.types import DateTime, TypeDecorator, TypeEngine

from bot.core.database import Moment
from bot.core.errors import Misconfigured
from bot.main import migrate
from bot.migrations.tables import metadata

CHUNK = 1000
FORMAT = 1


@dataclass(frozen=True)
class Carried:
    """What one table held: rows, and the SHA-256 over them in order."""

    table: str
    rows: int
    digest: str


def export(engine: Engine, path: Path) -> list[Carried]:
    """Write every table to `path` in one consistent reading; returns what was written.

    Raises Misconfigured for the database of a newer release: what this one does not know would be left out.
    """
    migrate.refuse_newer(engine)
    with engine.execution_options(reading=True).connect() as connection, gzip.open(path, "wt", encoding="utf-8") as out:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        revision = MigrationContext.configure(connection).get_current_revision()
        _line(out, {"rapport": FORMAT, "revision": revision})
        return [_write(connection, table, out) for table in metadata().sorted_tables]


def load(engine: Engine, path: Path) -> list[Carried]:
    """Fill an empty database from such a file; counts and checksums must agree or nothing is kept.

    Raises Misconfigured when the database holds data, or the file is damaged or of another release.
    """
    migrate.upgrade(engine)
    with engine.begin() as connection, _opened(path) as lines:
        _refuse_unfit(connection, _read(next(lines, "{}")))
        # Leads and deputies are people too: rows of one table may point at each other in any order.
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        carried = _fill(connection, lines)
        _reset_sequences(connection)
        return carried


def contents(engine: Engine) -> list[Carried]:
    """Count and checksum of every table, to compare two databases."""
    with engine.execution_options(reading=True).connect() as connection:
        return [_write(connection, table, None) for table in metadata().sorted_tables]


def _write(connection: Connection, table: Table, out: IO[str] | None) -> Carried:
    digest, count = hashlib.sha256(), 0
    if out is not None:
        _line(out, {"table": table.name})
    key = list(table.primary_key.columns)
    for row in connection.execute(select(*_raw(table)).order_by(*key).execution_options(yield_per=CHUNK)):
        written = json.dumps([_plain(value) for value in row], ensure_ascii=False, separators=(",", ":"))
        digest.update(written.encode() + b"\n")
        count += 1
        if out is not None:
            out.write(written + "\n")
    if out is not None:
        _line(out, {"end": table.name, "rows": count, "sha256": digest.hexdigest()})
    return Carried(table.name, count, digest.hexdigest())


def _raw(table: Table) -> list[Any]:
    # Sealed and packed columns travel as the database holds them; instants as instants.
    return [column if _is_moment(column) else _under(column) for column in table.columns]


def _is_moment(column: Column[Any]) -> bool:
    return isinstance(column.type, Moment)


def _under(column: Column[Any]) -> Any:
    kind: TypeEngine[Any] = column.type
    while isinstance(kind, TypeDecorator):
        kind = kind.impl_instance
    return type_coerce(column, kind)


def _fill(connection: Connection, lines: Iterator[str]) -> list[Carried]:
    tables = metadata().tables
    carried: list[Carried] = []
    for line in lines:
        head = _read(line)
        if not isinstance(head, dict) or head.get("table") not in tables:
            raise Misconfigured("the file is damaged: a table's beginning is missing")
        carried.append(_fill_table(connection, tables[head["table"]], lines))
    if {item.table for item in carried} != set(tables):
        raise Misconfigured("the file is cut off: tables are missing at its end")
    return carried


def _fill_table(connection: Connection, table: Table, lines: Iterator[str]) -> Carried:
    digest, count = hashlib.sha256(), 0
    rows: list[dict[str, Any]] = []
    for line in lines:
        value = _read(line)
        if isinstance(value, dict):
            _insert(connection, table, rows)
            if (value.get("rows"), value.get("sha256")) != (count, digest.hexdigest()):
                raise Misconfigured(f"the file is damaged: the rows of {table.name} do not match their checksum")
            return Carried(table.name, count, digest.hexdigest())
        digest.update(line.rstrip("\n").encode() + b"\n")
        count += 1
        rows.append({column.name: _rich(column, item) for column, item in zip(table.columns, value, strict=True)})
        if len(rows) >= CHUNK:
            _insert(connection, table, rows)
            rows = []
    raise Misconfigured(f"the file is cut off inside {table.name}")


def _insert(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        bare = Table(table.name, type(table.metadata)(), *(_bare(column) for column in table.columns))
        connection.execute(insert(bare), list(rows))


def _bare(column: Column[Any]) -> Column[Any]:
    return Column(column.name, column.type if _is_moment(column) else _under(column).type)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _rich(column: Column[Any], value: Any) -> Any:
    if value is None or not isinstance(value, str):
        return value
    if _is_moment(column) or isinstance(column.type, DateTime):
        return datetime.fromisoformat(value)
    kind = _under(column).type.python_type if not _is_moment(column) else str
    if kind is date:
        return date.fromisoformat(value)
    return Decimal(value) if kind is Decimal else value


def _refuse_unfit(connection: Connection, head: Any) -> None:
    if not isinstance(head, dict) or head.get("rapport") != FORMAT:
        raise Misconfigured("this is not a file written by `python -m bot export`")
    here = MigrationContext.configure(connection).get_current_revision()
    if head.get("revision") != here:
        raise Misconfigured(f"the file is of revision {head.get('revision')}, this release needs {here}; upgrade first")
    for table in metadata().sorted_tables:
        if connection.execute(select(func.count()).select_from(table)).scalar_one():
            raise Misconfigured(f"the database is not empty ({table.name} holds rows); name an empty one")


def _reset_sequences(connection: Connection) -> None:
    if connection.dialect.name != "postgresql":
        return
    for table in metadata().sorted_tables:
        column = table.autoincrement_column
        if column is not None and isinstance(column.type, Integer):
            name = f"pg_get_serial_sequence('{table.name}', '{column.name}')"
            largest = f"(SELECT max({column.name}) FROM {table.name})"  # noqa: S608 - our own names
            connection.execute(text(f"SELECT setval({name}, COALESCE({largest}, 0) + 1, false)"))


def _line(out: IO[str], value: Any) -> None:
    out.write(json.dumps(value, ensure_ascii=False) + "\n")


def _read(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError as error:
        raise Misconfigured("the file is damaged: a line cannot be read") from error


class _opened:
    """Lines of the compressed file; a damaged or missing file is Misconfigured."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[str] | None = None

    def __enter__(self) -> Iterator[str]:
        try:
            self._file = gzip.open(self._path, "rt", encoding="utf-8")
        except OSError as error:
            raise Misconfigured(f"{self._path} cannot be read ({type(error).__name__})") from error
        return self._lines()

    def _lines(self) -> Iterator[str]:
        assert self._file is not None
        try:
            yield from self._file
        except (OSError, EOFError, UnicodeDecodeError) as error:
            raise Misconfigured(f"{self._path} is damaged or not an export") from error

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()
