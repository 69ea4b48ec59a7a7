"""The one place that reads the time of day."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Returns the present instant, aware, in UTC."""


def system_clock() -> datetime:
    """The machine's wall clock."""
    return datetime.now(UTC)


def boot_seconds() -> float:
    """Seconds since boot, running on through suspend; unlike the wall clock nobody can set it."""
    source = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    return time.clock_gettime(source)
