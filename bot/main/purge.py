"""`python -m bot purge`: after the app was removed, its data goes too."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, func, select, text

from bot.core.slack import SlackFailure, SlackPort
from bot.core.work import Work, Workshop
from bot.directory import queries
from bot.directory.models import Preference
from bot.main import migrate
from bot.migrations import support
from bot.migrations.tables import metadata

WORKSPACE = "workspace"
"""The preference that remembers the workspace's name: once the app is removed, Slack does not tell it any more."""


@dataclass(frozen=True)
class Purged:
    """How many rows went, and which copies beside a SQLite file went with them."""

    rows: int
    copies: Sequence[Path]


def remember(shop: Workshop, name: str) -> None:
    """Keep the workspace's name for the day it cannot be asked any more."""
    with shop.open() as work:
        if name and queries.preference(work.session, WORKSPACE) != name:
            _keep(work, name)


def _keep(work: Work, name: str) -> None:
    row = work.session.scalars(select(Preference).where(Preference.key == WORKSPACE)).one_or_none()
    if row is None:
        work.save(Preference(key=WORKSPACE, value=name))
    else:
        row.value = name


def workspace(engine: Engine, shop: Workshop, port: SlackPort | None) -> str:
    """What has to be typed: the workspace's name, else the database's."""
    with shop.read() as work:
        known = queries.preference(work.session, WORKSPACE)
    if known:
        return str(known)
    try:
        asked = str(port.auth_test().get("team") or "") if port is not None else ""
    except SlackFailure:
        asked = ""
    return asked or Path(str(engine.url.database)).stem


def purge(engine: Engine) -> Purged:
    """Remove every row, and on SQLite the freed pages and the copies Rapport made beside the file.

    The tables are made anew and stand empty. Backups and exports that were written elsewhere are not known here.
    """
    migrate.refuse_newer(engine)
    with engine.connect() as connection:
        rows = sum(
            connection.scalar(select(func.count()).select_from(table)) or 0 for table in metadata().sorted_tables
        )
    with engine.begin() as connection:
        metadata().drop_all(connection)
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
        connection.execute(text(f"DROP TABLE IF EXISTS {support.NAME}"))
    migrate.upgrade(engine)
    return Purged(rows, _scrub(engine) if engine.dialect.name == "sqlite" else ())


def _scrub(engine: Engine) -> Sequence[Path]:
    # Freed pages keep what stood in them until the file is written anew.
    raw = engine.raw_connection()
    try:
        for statement in ("PRAGMA secure_delete=ON", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
            raw.cursor().execute(statement)
    finally:
        raw.close()
    file = Path(str(engine.url.database))
    copies = sorted(file.parent.glob(f"{file.name}.before-*")) if file.is_file() else []
    for copy in copies:
        copy.unlink(missing_ok=True)
    return copies
