"""Upgrading a database that holds something: a copy of a SQLite file is put beside it first."""

from pathlib import Path

import structlog
from sqlalchemy import Engine

from bot.main import backup, migrate
from bot.main.reset import fresh_name

log = structlog.get_logger()


def upgrade(engine: Engine) -> Path | None:
    """Migrate to the newest revision; the path of the copy made before, if there was anything to lose.

    Raises Misconfigured when the database is newer than the program and does not work with it. PostgreSQL is backed up
    by whoever runs it.
    """
    kept = None
    if engine.dialect.name == "sqlite" and engine.url.database and migrate.pending(engine):
        kept = fresh_name(Path(engine.url.database), "before-upgrade")
        backup.backup(engine, kept)
        log.info("copied before upgrading", copy=str(kept))
    migrate.upgrade(engine)
    return kept
