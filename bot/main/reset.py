"""Emptying a database: all tables go, then the empty ones are made anew."""

from pathlib import Path

from sqlalchemy import Engine, text

from bot.main import backup, migrate
from bot.migrations import support
from bot.migrations.tables import metadata


def reset(engine: Engine) -> Path | None:
    """Forget everything; a SQLite file is copied beside itself first, and the path of the copy is returned."""
    kept = None
    migrate.refuse_newer(engine)
    if engine.dialect.name == "sqlite" and engine.url.database:
        kept = fresh_name(Path(engine.url.database), "before-reset")
        backup.backup(engine, kept)
    with engine.begin() as connection:
        metadata().drop_all(connection)
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
        connection.execute(text(f"DROP TABLE IF EXISTS {support.NAME}"))
    migrate.upgrade(engine)
    return kept


def fresh_name(beside: Path, why: str) -> Path:
    """A name beside a file that is not taken yet: rapport.db.before-reset, rapport.db.before-reset-2 ..."""
    first = beside.with_name(f"{beside.name}.{why}")
    found, number = first, 1
    while found.exists():
        number += 1
        found = first.with_name(f"{first.name}-{number}")
    return found
