"""Sealing every confidential column anew with the newest key."""

from sqlalchemy import Text, select, type_coerce, update

from bot.core.privacy import rotate, sealed_columns
from bot.core.work import Workshop
from bot.migrations.tables import metadata

CHUNK = 500


def rotate_all(shop: Workshop) -> int:
    """Returns how many values were sealed again. May be broken off and repeated."""
    count = 0
    for table, column in sealed_columns(metadata()):
        raw, last = type_coerce(column, Text), 0
        while True:
            with shop.open() as work:
                query = select(table.c.id, raw).where(table.c.id > last, column.is_not(None)).order_by(table.c.id)
                rows = work.session.execute(query.limit(CHUNK)).all()
                for row_id, value in rows:
                    change = update(table).where(table.c.id == row_id, raw == value)
                    work.session.execute(change.values({column.name: type_coerce(rotate(value), Text)}))
            if not rows:
                break
            count, last = count + len(rows), rows[-1][0]
    return count
