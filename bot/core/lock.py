"""One Rapport at a time on a SQLite file."""

import fcntl
from pathlib import Path
from typing import IO

from bot.core.database import address, prepare_folder
from bot.core.errors import Misconfigured


def guard(database_url: str) -> IO[str] | None:
    """Hold the lock of a SQLite file until this process and those forked from it end.

    None for PostgreSQL and for databases in memory.

    Raises Misconfigured at once when another process holds it, or nobody can.
    """
    url = address(database_url)
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return None
    path = Path(url.database + ".lock")
    prepare_folder(path)
    try:
        held = path.open("a+")
    except OSError as error:
        raise Misconfigured(f"DATABASE_URL: {path.parent} cannot be written to ({error.strerror})") from error
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        held.close()
        raise Misconfigured(
            f"another Rapport is already running on {url.database}; stop it first, or use PostgreSQL for several"
        ) from error
    return held


def ask(database_url: str) -> None:
    """Raise Misconfigured when another process holds the file; holds nothing itself."""
    held = guard(database_url)
    if held is not None:
        held.close()
