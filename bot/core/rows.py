"""Reading, inserting and changing one row at a time: what the ORM does for a lone row, at a fraction of its price.

The ORM's unit of work sorts tables, batches and tracks relationships, and its loader is made for joins; our rows have
no relationships and are wanted at once, so one plain statement does. The rows are the session's all the same.
Figures: docs/decisions/a-request-is-few-prepared-statements.md.
"""

from collections import deque
from collections.abc import Sequence
from functools import cache
from types import SimpleNamespace
from typing import Any, TypeVar, cast

from sqlalchemy import Column, Table, bindparam, insert, select, update
from sqlalchemy.orm import Session, attributes, class_mapper

from bot.core.database import Row
from bot.core.prepared import Prepared

R = TypeVar("R", bound=Row)
AT_HAND = "at hand"
MOST_AT_HAND = 100
"""Rows a session keeps hold of, so that asking for one again by its id asks the database only once."""


def add(session: Session, row: Row) -> None:
    """Insert a new row after everything that waits to be written; it is part of the session then, with its id."""
    statement, names = _insertion(type(row))
    given = row.__dict__
    for column, name in names:
        if name not in given:
            given[name] = _default(column)
    given["id"] = statement.insert(session, {column.key: given[name] for column, name in names})
    _attach(session, row)


def all_of(session: Session, model: type[R], statement: Prepared, **given: Any) -> list[R]:
    """The rows of a prepared SELECT of a whole model. One the session has already is that one, as it stands there."""
    return [attached(session, model, values) for values in statement.all(session, **given)]


def first_of(session: Session, model: type[R], statement: Prepared, **given: Any) -> R | None:
    """The first row of a prepared SELECT of a whole model, or None."""
    values = statement.first(session, **given)
    return None if values is None else attached(session, model, values)


def apart(session: Session, model: type[R], statement: Prepared, **given: Any) -> list[R]:
    """The rows of a prepared statement that gives whole rows, as they are now: they belong to no session.

    They have the columns of the model and nothing else of it, and are read at a third of the price.
    """
    names = _names(model)
    rows = statement.all(session, **given)
    return [cast(R, SimpleNamespace(**dict(zip(names, values, strict=True)))) for values in rows]


def by_id(session: Session, model: type[R], row_id: Any) -> R | None:
    """The row with this id: the session's own if it has it, else from the database."""
    present = session.identity_map.get((model, (row_id,), None))
    return present if present is not None else first_of(session, model, _by_id(model), id=row_id)


def change(session: Session, row: Row, **values: Any) -> None:
    """Write these columns of a row now, without waiting for the session to find out what was changed."""
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    if changed:
        _update(type(row), tuple(changed)).run(session, row_id=row.id, **changed)
        for name, value in changed.items():
            attributes.set_committed_value(row, name, value)


def claim(session: Session, row: Row, **values: Any) -> bool:
    """Write these columns only where they still hold what was read; true for the one winner."""
    known = {name: getattr(row, name) for name in values}
    was = {f"was_{name}": value for name, value in known.items() if value is not None}
    statement = _claim(type(row), tuple((name, value is None) for name, value in known.items()))
    if not statement.run(session, row_id=row.id, **values, **was):
        return False
    for name, value in values.items():
        attributes.set_committed_value(row, name, value)
    return True


def attached(session: Session, model: type[R], values: Sequence[Any]) -> R:
    """The row with these columns, read in this session. One the session has already is that one, as it stands there."""
    present = session.identity_map.get((model, (values[0],), None))
    if present is not None:
        return present
    row = class_mapper(model).class_manager.new_instance()
    row.__dict__.update(zip(_names(model), values, strict=True))
    _attach(session, row)
    return row


def _attach(session: Session, row: Row) -> None:
    """Make a row whose columns are all here part of the session, as SQLAlchemy's loader does with one it has read."""
    state = attributes.instance_state(row)
    if state.modified:
        # Attributes were set one by one before it was saved; from now on only changes count.
        state._commit_all(row.__dict__)
    state.key = (type(row), (row.__dict__["id"],), None)
    state.session_id = session.hash_key
    session.identity_map.add(state)
    keep(session, row)


def keep(session: Session, row: Row) -> None:
    """Hold on to a row that was read last."""
    if AT_HAND not in session.info:
        session.info[AT_HAND] = deque(maxlen=MOST_AT_HAND)
    session.info[AT_HAND].append(row)


def _default(column: Column[Any]) -> Any:
    default: Any = column.default
    if default is None:
        return None
    return default.arg(None) if default.is_callable else default.arg


@cache
def _names(model: type[Row]) -> Sequence[str]:
    """The attributes in the order of the columns; the id comes first."""
    mapper, table = class_mapper(model), cast(Table, model.__table__)
    assert next(iter(table.c)).key == "id"
    return [mapper.get_property_by_column(column).key for column in table.c]


@cache
def _insertion(model: type[Row]) -> tuple[Prepared, list[tuple[Column[Any], str]]]:
    table = cast(Table, model.__table__)
    columns = [(column, name) for column, name in zip(table.c, _names(model), strict=True) if not column.primary_key]
    assert all(column.server_default is None for column, _ in columns), "the database's own defaults are not known here"
    return Prepared(insert(table), [column.key for column, _ in columns]), columns


@cache
def _by_id(model: type[Row]) -> Prepared:
    return Prepared(select(model).where(model.id == bindparam("id")))


@cache
def _update(model: type[Row], names: tuple[str, ...]) -> Prepared:
    table = cast(Table, model.__table__)
    assert set(names) <= set(table.c.keys()), "columns and attributes go by one name"
    return Prepared(update(table).where(table.c.id == bindparam("row_id")), names)


@cache
def _claim(model: type[Row], columns: tuple[tuple[str, bool], ...]) -> Prepared:
    """`columns`: names, and whether each was empty."""
    table = cast(Table, model.__table__)
    assert {name for name, _ in columns} <= set(table.c.keys()), "columns and attributes go by one name"
    still = [table.c[name].is_(None) if empty else table.c[name] == bindparam(f"was_{name}") for name, empty in columns]
    return Prepared(update(table).where(table.c.id == bindparam("row_id"), *still), [name for name, _ in columns])
