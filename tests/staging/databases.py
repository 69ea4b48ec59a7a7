"""Databases for tests: each story gets an empty, migrated one of its own."""

import itertools
import shutil
from pathlib import Path
from types import TracebackType

from bot.core.database import connect
from bot.main.migrate import upgrade
from staging.postgres import Postgres
from staging.statements import share


class Databases:
    """Migrates once a backend and hands out copies. PostgreSQL is started when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = itertools.count(1)
        self._server: Postgres | None = None
        self._template: Path | None = None
        self._lent: list[str] = []

    def __enter__(self) -> "Databases":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            self._server.close()

    def fresh(self, backend: str) -> str:
        """The address of an empty, migrated database."""
        self._lent.append(self.lasting(backend))
        return self._lent[-1]

    def lasting(self, backend: str) -> str:
        """The same for a world that several tests share: it is not taken back when one of them is over."""
        name = f"story{next(self._numbers)}"
        return self._sqlite(name) if backend == "sqlite" else self._postgres.fresh(name)

    def empty(self, backend: str) -> str:
        """The address of a database without any table."""
        name = f"empty{next(self._numbers)}"
        if backend == "sqlite":
            return f"sqlite:///{self._folder / name}.db"
        self._postgres.create(name)
        return self._postgres.address(name)

    def give_back(self) -> None:
        """A test is over: nobody uses any of the databases it was given."""
        while self._lent:
            address = self._lent.pop()
            if self._server is not None and address.startswith("postgresql"):
                self._server.give_back(address)
                continue
            for tail in ("", "-wal", "-shm"):
                Path(address.removeprefix("sqlite:///") + tail).unlink(missing_ok=True)

    def stop_postgres(self) -> None:
        """End PostgreSQL as a crash would."""
        self._postgres.kill()

    def start_postgres(self) -> None:
        """Start it again at the same address."""
        self._postgres.restart()

    @property
    def _postgres(self) -> Postgres:
        if self._server is None:
            self._server = Postgres(self._folder / "postgres")
        return self._server

    def _sqlite(self, name: str) -> str:
        if self._template is None:
            self._template = self._folder / "template.db"
            engine = connect(f"sqlite:///{self._template}")
            upgrade(engine)
            share(engine)
            engine.dispose()
        copy = self._folder / f"{name}.db"
        shutil.copyfile(self._template, copy)
        return f"sqlite:///{copy}"
