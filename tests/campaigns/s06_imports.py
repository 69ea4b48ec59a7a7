"""S6: a hostile file is refused at once and in little memory: bombs, a million rows, entities, broken archives."""

import resource
import subprocess
import sys
import time
from pathlib import Path

from imports.test_dangerous_workbooks_are_refused import CASES

from bot.core.tables import UnreadableTable, parse
from campaigns.promise import Findings, Promise, Stage

ONE = "from campaigns.s06_imports import one; one({name!r}, {file!r})"


def one(name: str, file: str) -> None:
    """One file in a process of its own: whether it was refused, in how long, with how much more memory (MB)."""
    key, content = CASES[name][1], Path(file).read_bytes()
    parse("warm.csv", b"a,b\n1,2\n")
    before, begun, refused = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter(), ""
    try:
        parse("list.xlsx", content)
    except UnreadableTable as refusal:
        refused = refusal.key
    seconds, more = time.perf_counter() - begun, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    sys.stdout.write(f"{refused == key} {seconds} {more}\n")


def as_shipped(stage: Stage) -> Findings:
    """Every kind of hostile file."""
    taken, slow, large = [], 0.0, 0.0
    for name, (make, _) in CASES.items():
        # Made here: what making a bomb takes must not count as what refusing it takes.
        file = stage.folder / "hostile.xlsx"
        file.write_bytes(make())
        done = subprocess.run(
            [sys.executable, "-c", ONE.format(name=name, file=str(file))], capture_output=True, text=True, timeout=120,
            cwd=Path(__file__).parents[2], env={"PYTHONPATH": ".:tests", "PATH": "/usr/bin:/bin"},
        )  # fmt: skip
        good, seconds, more = [*done.stdout.split(), "False", "999", "9999"][:3]
        taken += [] if good == "True" else [name]
        slow, large = max(slow, float(seconds)), max(large, float(more))
    found = Findings()
    found.count("hostile files", len(CASES))
    found.none("taken" + "".join(f"; {name}" for name in taken), len(taken))
    found.at_most("s the slowest", slow, 1.0)
    found.at_most("MB more memory", large, 100.0)
    return found


PROMISE = Promise(
    "S6", "A hostile file is refused at once", "bombs, a million rows, bad archives, entities: < 1 s, < 100 MB",
    as_shipped, quick=None, alone=True,
)  # fmt: skip
