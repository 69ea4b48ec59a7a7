"""What a program uses: memory and processor time, from /proc."""

import os
import re
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
SHARE = re.compile(r"^Pss: +(\d+) kB", re.MULTILINE)


def family(pid: int) -> list[int]:
    """A program's processes: the first one and those it started."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    children = [int(child) for task in tasks for child in (task / "children").read_text().split()]
    return [pid, *(one for child in children for one in family(child))]


def memory(pid: int) -> float:
    """MB that a program holds in all its processes; what they share counts once."""
    rollups = [Path(f"/proc/{one}/smaps_rollup").read_text() for one in family(pid)]
    return sum(int(number) for rollup in rollups for number in SHARE.findall(rollup)) / 1024


def cpu(pid: int) -> float:
    """Seconds of processor time a program used so far in all its processes."""
    return sum(alone(one) for one in family(pid))


def alone(pid: int) -> float:
    """The same of this process alone."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def percentile(values: list[float], share: float) -> float:
    """The value below which this share of them lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
