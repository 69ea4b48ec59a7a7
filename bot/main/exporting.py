"""Exports made on the server: recorded under the account that runs the command."""

import getpass

from bot.core.errors import Misconfigured
from bot.core.work import Work
from bot.directory import exporting
from bot.directory.exporting import MOST_PER_DAY

__all__ = ["MOST_PER_DAY", "account", "record"]


def account() -> str:
    """The account on the server that runs the command."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


def record(work: Work, what: str, rows: int) -> str:
    """Count an export, tell every admin, and give the mark it has to carry.

    Raises Misconfigured beyond the day's most.
    """
    mark = exporting.record(work, what, rows, account(), "server")
    if mark is None:
        raise Misconfigured(
            f"{MOST_PER_DAY} exports in 24 hours are enough; wait, or find out who made them: audit log"
        )
    return mark
