"""Backups: an online copy of a SQLite file, an export of a PostgreSQL database; and putting them back."""

import sqlite3
from pathlib import Path

from sqlalchemy import Engine

from bot.core.errors import Misconfigured
from bot.core.outbox import budget, upkeep
from bot.core.work import Workshop
from bot.main import transfer

MAGIC = b"SQLite format 3\x00"
ENDLESS = "9999-01-01 00:00:00.000000"


def backup(engine: Engine, path: Path) -> None:
    """Copy the whole database to `path` while it is in use; the copy is complete and readable or not there at all."""
    if path.exists():
        raise Misconfigured(f"{path} exists already; name a new file")
    part = path.with_name(path.name + ".part")
    try:
        if engine.dialect.name == "sqlite":
            _copy(str(engine.url.database), part)
            _mark(part)
        else:
            transfer.export(engine, part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _copy(source: str, target: Path) -> None:
    with sqlite3.connect(source) as old, sqlite3.connect(target) as new:
        old.backup(new, pages=1000)
        if new.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise Misconfigured("the copy does not pass SQLite's own check; the disk may be failing")
    old.close()
    new.close()


def _mark(copy: Path) -> None:
    """A backup knows that it is one: put back by whatever means, it looks at Slack before it says anything."""
    with sqlite3.connect(copy) as opened:
        if opened.execute("SELECT 1 FROM sqlite_master WHERE name = 'posting'").fetchone() is not None:
            opened.execute("UPDATE posting SET suspect = 1 WHERE state IN ('queued', 'sending', 'unknown')")
            opened.execute("INSERT OR REPLACE INTO pace (key, free_at) VALUES (?, ?)", (budget.RESTORED, ENDLESS))
    opened.close()


def suspect(shop: Workshop) -> None:
    """Whatever was due when the backup was taken may have been sent since: have it looked for before it is sent."""
    with shop.open() as work:
        upkeep.suspect_everything_due(work)


def restore(engine: Engine, path: Path) -> None:
    """Put a backup back. SQLite: the old file is kept as *.before-restore. PostgreSQL: it must be empty."""
    if not path.is_file():
        raise Misconfigured(f"there is no file {path}")
    if path.read_bytes()[: len(MAGIC)] != MAGIC:
        transfer.load(engine, path)
        return
    if engine.dialect.name != "sqlite":
        raise Misconfigured("this is a SQLite backup; restore it on SQLite, then `export` and `import all` to move")
    target = Path(str(engine.url.database))
    engine.dispose()
    if target.exists():
        _copy(str(target), target.with_name(target.name + ".before-restore"))
    for rest in ("-wal", "-shm"):
        target.with_name(target.name + rest).unlink(missing_ok=True)
    part = target.with_name(target.name + ".part")
    _copy(str(path), part)
    part.replace(target)
