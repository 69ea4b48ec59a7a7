"""How memory is kept for many threads, and how often it is looked through."""

import ctypes
import gc
import sys

ARENAS = 2
_M_ARENA_MAX = -8
"""`M_ARENA_MAX` of glibc's malloc.h."""


def few_arenas() -> bool:
    """Let glibc keep two heaps instead of eight a core; false where there is no such switch.

    Each of our forty threads would otherwise fill a heap of its own with leavings: 10 of 180 MB after an hour. Threads
    of Python allocate one at a time, so they do not wait for each other here. Must come before the threads do.
    """
    if not sys.platform.startswith("linux"):
        return False
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    return mallopt is not None and mallopt(_M_ARENA_MAX, ARENAS) == 1


def spare_what_stays() -> None:
    """Let Python's search for garbage pass over what a warm program keeps until it ends.

    Looking through all of it takes a fifth of a second, in which nobody is answered.
    """
    gc.collect()
    gc.freeze()
