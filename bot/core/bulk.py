"""Many rows as one parameter: they travel as one JSON text and are a table inside the statement.

A list of thousands of bound values makes a statement that is new each time and takes longer to write than to run; with
one parameter it stays the same, however many rows there are. SQLite and PostgreSQL unfold the text themselves. Where
rows are only looked for by a list of values, `core.prepared.among` does.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import JSON, Dialect, FromClause, Text, bindparam, cast, column, func, select
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

Columns = Mapping[str, TypeEngine[Any]]
Process = Callable[[Any], Any]


def unfold(session: Session, name: str, columns: Columns, rows: Iterable[Sequence[Any]]) -> FromClause:
    """A table `name` of these rows for one statement; `columns` gives names and types in the order of the cells.

    Cells are what the column type takes, also instants and days, for JSON whatever JSON can carry; None is NULL.
    """
    dialect = session.get_bind().dialect
    sent = bindparam(f"{name}_rows", _packed(dialect, columns, rows), Text)
    if dialect.name == "postgresql":
        typed = [column(key, kind) for key, kind in columns.items()]
        return func.json_to_recordset(cast(sent, JSON)).table_valued(*typed, name=name).render_derived(with_types=True)
    each = func.json_each(sent).table_valued(column("value", Text), name=f"{name}_each")
    cells = [func.json_extract(each.c.value, f"$.{key}", type_=kind).label(key) for key, kind in columns.items()]
    return select(*cells).select_from(each).subquery(name)


def _packed(dialect: Dialect, columns: Columns, rows: Iterable[Sequence[Any]]) -> str:
    processes = [_process(kind, dialect) for kind in columns.values()]
    cells = [
        {
            key: process(cell) if process and cell is not None else cell
            for key, process, cell in zip(columns, processes, row, strict=True)
        }
        for row in rows
    ]
    return json.dumps(cells, ensure_ascii=False, separators=(",", ":"), default=_written)


def _process(kind: TypeEngine[Any], dialect: Dialect) -> Process | None:
    """How a cell is written: as the driver would store it, so that it equals what is stored already."""
    return None if isinstance(kind, JSON) else kind.dialect_impl(dialect).bind_processor(dialect)


def _written(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"a row cannot hold {type(value).__name__}")
