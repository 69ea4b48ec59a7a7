"""Opening the configured database for a command."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bot.cli.ending import misconfigured


@contextmanager
def engine(alone: bool = True) -> Iterator[Any]:
    """The configured database; `alone` locks a SQLite file against a running Rapport."""
    from bot.core import logs, settings
    from bot.core.database import connect
    from bot.core.lock import guard
    from bot.main.secret import unlock

    with misconfigured():
        known = settings.read()
        logs.configure("WARNING")
        lock = guard(known.database_url) if alone else None
        unlock(known)
        opened = connect(known.database_url)
        try:
            yield opened
        finally:
            opened.dispose()
            if lock is not None:
                lock.close()


@contextmanager
def workshop() -> Iterator[Any]:
    """Units of work on the configured database, migrated first; Rapport may be running on it."""
    from bot.core import settings
    from bot.core.clock import system_clock
    from bot.main import upgrading
    from bot.main import workshop as composed
    from bot.main.policy import follow_policy

    with engine(alone=False) as opened:
        upgrading.upgrade(opened)
        shop = composed(settings.read(), opened, system_clock)
        follow_policy(shop)
        yield shop
