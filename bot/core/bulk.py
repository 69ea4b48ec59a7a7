"""Many rows as few parameters: they travel as one text each and are a table inside the statement.

A list of thousands of bound values makes a statement that is new each time and takes longer to write than to run; so it
stays the same, however many rows there are. SQLite unfolds one JSON text, PostgreSQL an array for each column, which it
reads twice as fast. Where rows are only looked for by a list of values, `core.prepared.among` does.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ARRAY, JSON, Dialect, FromClause, Text, bindparam, cast, column, func, select
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

Columns = Mapping[str, TypeEngine[Any]]


@dataclass(frozen=True)
class Rows:
    """A table `name` inside a statement, whose rows are given when it is carried out; `columns`: their names and types.

    Cells are what the column type takes, also instants and days, for JSON whatever JSON can carry; None is NULL.
    """

    name: str
    columns: Columns

    def table(self, backend: str) -> FromClause:
        """The table, for a statement of this backend."""
        if backend == "postgresql":
            typed = [column(key, kind) for key, kind in self.columns.items()]
            sent = [cast(bindparam(f"{self.name}_{one.name}", type_=Text), ARRAY(one.type)) for one in typed]
            return func.unnest(*sent).table_valued(*typed, name=self.name).render_derived()
        each = func.json_each(bindparam(self.name, type_=Text)).table_valued(column("value", Text))
        cells = [
            func.json_extract(each.c.value, f"$[{place}]", type_=kind).label(key)
            for place, (key, kind) in enumerate(self.columns.items())
        ]
        return select(*cells).select_from(each).subquery(f"{self.name}_rows")

    def given(self, session: Session, rows: Iterable[Sequence[Any]]) -> dict[str, str]:
        """The parameters that carry these rows; their cells are in the order of the columns."""
        dialect = session.get_bind().dialect
        listed = list(zip(*rows, strict=True)) or [()] * len(self.columns)
        cells = [_stored(dialect, kind, column) for kind, column in zip(self.columns.values(), listed, strict=True)]
        if dialect.name != "postgresql":
            return {self.name: _compact(list(zip(*cells, strict=True)))}
        return {
            f"{self.name}_{key}": _documents(column) if isinstance(kind, JSON) else _array(column)
            for (key, kind), column in zip(self.columns.items(), cells, strict=True)
        }


def _stored(dialect: Dialect, kind: TypeEngine[Any], cells: Sequence[Any]) -> Sequence[Any]:
    """The cells as the driver would store them, so that they equal what is stored already."""
    process = None if isinstance(kind, JSON) else kind.dialect_impl(dialect).bind_processor(dialect)
    return cells if process is None else [cell if cell is None else process(cell) for cell in cells]


def _documents(cells: Sequence[Any]) -> str:
    """The same of JSON: what is written already holds no escape but of quotes and of escapes."""
    return f"{{{_compact([_compact(cell) for cell in cells])[1:-1]}}}"


def _array(cells: Sequence[Any]) -> str:
    """The cells as PostgreSQL writes an array: as JSON does, but for its brackets and the escapes it does not know."""
    told = _compact(cells)[1:-1]
    if "\\" in told:
        told = _ESCAPE.sub(lambda found: found[0] if found[0][1] in '"\\' else json.loads(f'"{found[0]}"'), told)
    return f"{{{told}}}"


_ESCAPE = re.compile(r"\\(?:u....|.)")


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_written)


def _written(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"a row cannot hold {type(value).__name__}")
