"""Sealing every confidential column anew with the newest key."""

from sqlalchemy import Column, Table, Text, and_, select, tuple_, type_coerce, update
from sqlalchemy.orm import Session

from bot.core.privacy import rotate, sealed_columns
from bot.core.privacy.fields import TOKEN
from bot.core.work import Workshop
from bot.migrations.tables import metadata

CHUNK = 500


def rotate_all(shop: Workshop) -> int:
    """Returns how many values were sealed again. May be broken off and repeated."""
    return sum(_rotate(shop, table, column) for table, column in sealed_columns(metadata()))


def _rotate(shop: Workshop, table: Table, column: Column[object]) -> int:
    key, count, last = list(table.primary_key.columns), 0, None
    raw = type_coerce(column, Text)
    query = select(*key, raw).where(raw.like(TOKEN + "%")).order_by(*key).limit(CHUNK)
    while True:
        with shop.open() as work:
            rest = query if last is None else query.where(tuple_(*key) > tuple_(*last))
            rows = [tuple(row) for row in work.session.execute(rest)]
            for *names, value in rows:
                _seal_again(work.session, table, column, tuple(names), value)
        if not rows:
            return count
        count, last = count + len(rows), rows[-1][:-1]


def _seal_again(session: Session, table: Table, column: Column[object], key: tuple[object, ...], value: str) -> None:
    # Only if nobody changed it meanwhile: what is written now is sealed with the newest key anyway.
    same = and_(*(name == given for name, given in zip(table.primary_key.columns, key, strict=True)))
    change = update(table).where(same, type_coerce(column, Text) == value)
    session.execute(change.values({column.name: type_coerce(rotate(value), Text)}))
