"""S6: a hostile file is refused at once and in little memory: bombs, a million rows, entities, broken archives."""

import subprocess
import sys
from pathlib import Path

from imports.test_dangerous_workbooks_are_refused import CASES

from campaigns.promise import Findings, Promise, Stage

ONE = "from campaigns.kit.parsing import one; one({key!r}, {file!r})"


def as_shipped(stage: Stage) -> Findings:
    """Every kind of hostile file."""
    taken, slow, large = [], 0.0, 0.0
    for name, (make, key) in CASES.items():
        # Made here: what making a bomb takes must not count as what refusing it takes.
        file = stage.folder / "hostile.xlsx"
        file.write_bytes(make())
        done = subprocess.run(
            [sys.executable, "-c", ONE.format(key=key, file=str(file))], capture_output=True, text=True, timeout=120,
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
