"""Bringing the database to the shape this release needs, once, however many processes start together."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from bot.core import audit_base
from bot.core.errors import Misconfigured
from bot.migrations import support

FOLDER = Path(__file__).resolve().parents[1] / "migrations"
LOCK = 7277678_1
"""Number of the PostgreSQL advisory lock that lets one process migrate at a time."""


def upgrade(engine: Engine, more: Sequence[Path] = ()) -> None:
    """Migrate to the newest revision under a lock.

    A newer database that works with this program is left as it is; one that does not raises Misconfigured. `more`:
    folders with migrations beside the shipped ones.
    """
    with engine.execution_options(reading=True).connect() as connection, _alone(connection):
        config = _config(connection, more)
        if _is_newer(connection, config):
            return
        support.prepare(connection)
        connection.commit()
        command.upgrade(config, "head")
        connection.commit()
        audit_base.guard(connection)
        connection.commit()


def check(engine: Engine, more: Sequence[Path] = ()) -> None:
    """Raise Misconfigured unless this program may run on the database as it is: at the newest revision, or at one of
    a newer release that works with this one."""
    with engine.execution_options(reading=True).connect() as connection:
        config = _config(connection, more)
        if _is_newer(connection, config):
            return
        have, need = _current(connection), ScriptDirectory.from_config(config).get_current_head()
    if have != need:
        told = f"at revision {have}" if have else "still empty"
        told = f"the database is {told}, this release needs revision {need}"
        raise Misconfigured(f"{told}; run `python -m bot db upgrade`")


def pending(engine: Engine) -> bool:
    """Whether an upgrade has anything to do on a database that is not empty."""
    with engine.execution_options(reading=True).connect() as connection:
        config, have = _config(connection), _current(connection)
        if have is None or _is_newer(connection, config):
            return False
        return have != ScriptDirectory.from_config(config).get_current_head()


def newer(engine: Engine) -> str | None:
    """The revision of a newer database that works with this program. Raises Misconfigured for one that does not."""
    with engine.execution_options(reading=True).connect() as connection:
        return _current(connection) if _is_newer(connection, _config(connection)) else None


def refuse_newer(engine: Engine) -> None:
    """For what needs to know every table: raise Misconfigured when the database is newer in any way."""
    revision = newer(engine)
    if revision is not None:
        raise Misconfigured(
            f"the database (revision {revision}) is newer than this program; do this with the newer release"
        )


def autogenerate(engine: Engine, message: str, revision: str) -> None:
    """Write the migration that leads from the database to the models (for developers)."""
    with engine.execution_options(reading=True).connect() as connection:
        command.revision(_config(connection), message=message, autogenerate=True, rev_id=revision)


def differences(engine: Engine) -> None:
    """Raise alembic's error when models and migrations differ."""
    with engine.execution_options(reading=True).connect() as connection:
        command.check(_config(connection))


def _config(connection: Connection, more: Sequence[Path] = ()) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    config.set_main_option("version_locations", os.pathsep.join(map(str, [FOLDER / "versions", *more])))
    config.attributes["connection"] = connection
    return config


def _current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _is_newer(connection: Connection, config: Config) -> bool:
    have = _current(connection)
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if have is None or have in known:
        return False
    # A program knows the migrations it came with: it is not older than the oldest allowed one if it has that one.
    if support.works_with(connection, have) in known:
        return True
    raise Misconfigured(f"the database (revision {have}) is newer than this program; install the newer release")


@contextmanager
def _alone(connection: Connection) -> Iterator[None]:
    if connection.dialect.name != "postgresql":
        yield
        return
    connection.execute(text("SELECT pg_advisory_lock(:number)"), {"number": LOCK})
    connection.commit()
    try:
        yield
    finally:
        connection.rollback()
        connection.execute(text("SELECT pg_advisory_unlock(:number)"), {"number": LOCK})
        connection.commit()
