"""Inserting one row at a time: what the ORM's unit of work does for a lone insert, at a quarter of its price.

The unit of work sorts tables, batches and tracks relationships; our rows have no relationships and are wanted with
their id at once, so one plain INSERT does. Figures: docs/decisions/a-request-is-few-prepared-statements.md.
"""

from functools import cache
from typing import Any, cast

from sqlalchemy import Insert, Table, insert
from sqlalchemy.orm import Session, class_mapper, make_transient_to_detached

from bot.core.database import Row


def add(session: Session, row: Row) -> None:
    """Insert a new row after everything that waits to be written; it is part of the session then, with its id."""
    session.flush()
    statement, blank, names = _plan(type(row))
    given = row.__dict__
    values = blank | {column: given[name] for column, name in names if name in given}
    result = session.connection().execute(statement, values)
    # Defaults are worked out by the statement: the row shows what was stored.
    stored: Any = result.last_inserted_params()
    given.update({name: stored[column] for column, name in names if column in stored and name not in given})
    row.id = _only(result.inserted_primary_key)
    make_transient_to_detached(row)
    session.add(row)


def _only(key: Any) -> int:
    return int(key[0])


@cache
def _plan(model: type[Row]) -> tuple[Insert, dict[str, None], list[tuple[str, str]]]:
    """The statement; what is null unless said; and for each column its key and the attribute that holds it."""
    mapper, table = class_mapper(model), cast(Table, model.__table__)
    columns = [column for column in table.c if not column.primary_key]
    blank: dict[str, None] = {
        column.key: None for column in columns if column.default is None and column.server_default is None
    }
    names = [(column.key, mapper.get_property_by_column(column).key) for column in table.c]
    return insert(table), blank, names
