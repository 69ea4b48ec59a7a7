"""Bringing the database to the shape this release needs, once, however many processes start together."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from bot.core import audit_base
from bot.core.errors import Misconfigured

FOLDER = Path(__file__).resolve().parents[1] / "migrations"
LOCK = 7277678_1
"""Number of the PostgreSQL advisory lock that lets one process migrate at a time."""


def upgrade(engine: Engine) -> None:
    """Migrate to the newest revision under a lock. Raises Misconfigured when the database is newer than the program."""
    with engine.execution_options(reading=True).connect() as connection, _alone(connection):
        config = _config(connection)
        _refuse_newer(connection, config)
        if connection.in_transaction():
            connection.commit()
        command.upgrade(config, "head")
        connection.commit()
        audit_base.guard(connection)
        connection.commit()


def check(engine: Engine) -> None:
    """Raise Misconfigured unless the database is exactly at the newest revision."""
    with engine.execution_options(reading=True).connect() as connection:
        config = _config(connection)
        _refuse_newer(connection, config)
        have, need = _current(connection), ScriptDirectory.from_config(config).get_current_head()
    if have != need:
        told = f"the database is at revision {have}, this release needs {need}"
        raise Misconfigured(f"{told}; run `python -m bot db upgrade`")


def pending(engine: Engine) -> bool:
    """Whether an upgrade has anything to do on a database that is not empty."""
    with engine.execution_options(reading=True).connect() as connection:
        have = _current(connection)
        return have is not None and have != ScriptDirectory.from_config(_config(connection)).get_current_head()


def refuse_newer(engine: Engine) -> None:
    """Raise Misconfigured when the database is newer than this program."""
    with engine.execution_options(reading=True).connect() as connection:
        _refuse_newer(connection, _config(connection))


def autogenerate(engine: Engine, message: str, revision: str) -> None:
    """Write the migration that leads from the database to the models (for developers)."""
    with engine.execution_options(reading=True).connect() as connection:
        command.revision(_config(connection), message=message, autogenerate=True, rev_id=revision)


def differences(engine: Engine) -> None:
    """Raise alembic's error when models and migrations differ."""
    with engine.execution_options(reading=True).connect() as connection:
        command.check(_config(connection))


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _refuse_newer(connection: Connection, config: Config) -> None:
    have = _current(connection)
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if have is not None and have not in known:
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
