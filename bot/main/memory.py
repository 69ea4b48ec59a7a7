"""How memory is kept for many threads, and how often it is looked through."""

import ctypes
import gc
import sys

ARENAS = 2
LARGE = 256 * 1024
"""Bytes from which a piece of memory is the system's own and goes back to it: what asyncio reads into for each request
is just above, what lives long is below."""
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8
"""As in glibc's malloc.h."""


def few_arenas() -> bool:
    """Let glibc keep two heaps instead of eight a core, and large pieces out of them; false where nobody can.

    Each of our forty threads would otherwise fill a heap of its own with leavings: 10 of 180 MB after an hour. Threads
    of Python allocate one at a time, so they do not wait for each other here. What was large for a moment while the
    program was loaded has glibc take pieces of up to 2 MB from the heaps from then on, and each leaves a hole where
    small ones settle. Must come before the threads do. Figures: docs/decisions/memory-stays-level.md.
    """
    if not sys.platform.startswith("linux"):
        return False
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    wanted = {_M_ARENA_MAX: ARENAS, _M_MMAP_THRESHOLD: LARGE, _M_TRIM_THRESHOLD: 4 * LARGE}
    return mallopt is not None and all(mallopt(what, value) == 1 for what, value in wanted.items())


def spare_what_stays() -> None:
    """Let Python's search for garbage pass over what a warm program keeps until it ends.

    Looking through all of it takes a fifth of a second, in which nobody is answered.
    """
    gc.collect()
    gc.freeze()
