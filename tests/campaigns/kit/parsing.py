"""One file parsed in a process of its own, which loads nothing but what parses it."""

import sys
import time
from pathlib import Path

from bot.core.tables import UnreadableTable, parse


def one(key: str, file: str) -> None:
    """Whether it was refused by this key, in how many seconds, with how many MB more memory."""
    content = Path(file).read_bytes()
    parse("warm.csv", b"a,b\n1,2\n")
    before, begun, refused = _peak(), time.perf_counter(), ""
    try:
        parse("list.xlsx", content)
    except UnreadableTable as refusal:
        refused = refusal.key
    seconds, more = time.perf_counter() - begun, _peak() - before
    sys.stdout.write(f"{refused == key} {seconds} {more}\n")


def _peak() -> float:
    """The most memory this process has had, in MB. `getrusage` would tell that of the larger one that started it."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024
