"""Where threads run. Those that answer take turns at one interpreter: a second processor does not help them, it costs.

Each change of place between two processors finds what it needs in the other one's cache. Figures:
docs/decisions/few-hands-at-a-time.md.
"""

import os


def stay(number: int) -> None:
    """Keep this thread, and those it starts from now on, on one of the processors we may use: the one of that number,
    counted round and round. Does nothing where there is no choice, or no way to choose."""
    if not hasattr(os, "sched_setaffinity"):
        return
    allowed = sorted(os.sched_getaffinity(0))
    if len(allowed) > 1:
        os.sched_setaffinity(0, {allowed[number % len(allowed)]})
