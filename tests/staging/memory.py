"""Where tests write: nobody waits for a disk."""

import shutil
from pathlib import Path


def in_memory() -> str | None:
    """Where there is plenty: stories commit ten thousand times, and no disk need keep what they write."""
    shared = Path("/dev/shm")
    return str(shared) if shared.is_dir() and shutil.disk_usage(shared).free > 4 * 2**30 else None
