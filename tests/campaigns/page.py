"""docs/promises.md: what was promised, what was measured, and that the measuring can fail."""

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from campaigns.promise import Promise

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "promises.md"
RESULTS = Path(__file__).parent / "results"
"""One file a promise and database, so that two people's runs do not collide."""
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
HEAD = """# What Rapport promises, and what was measured

Every promise below has a campaign in [tests/campaigns](../tests/campaigns): the program as it is shipped, against a Slack that
fails, processes that are killed, clocks that jump. A **control** is the same campaign with the protection switched off; it must show the
fault, or the campaign would prove nothing.

    make promises                                   # everything, and this page
    make promises ARGS="--only P7,S1 --scale 0.1"   # some of it, smaller; the page stays as it is
"""


def stored() -> dict[str, Any]:
    """The last result of each promise and database, e.g. "P7-sqlite"."""
    return {path.stem: json.loads(path.read_text("utf-8")) for path in RESULTS.glob("*.json")}


def key_of(promise: Promise, backend: str) -> str:
    """Where a result is stored."""
    return f"{promise.id}-{backend}"


def seconds(result: Mapping[str, Any] | None) -> float:
    """How long it took with its controls; what was never run may take any time."""
    runs = [result["found"], *result["controls"].values()] if result else []
    return sum(float(run["seconds"]) for run in runs) if runs else math.inf


def keep(promise: Promise, backend: str, result: Mapping[str, Any]) -> None:
    """Store a result."""
    RESULTS.mkdir(exist_ok=True)
    text = json.dumps(result, indent=1, ensure_ascii=False, sort_keys=True)
    (RESULTS / f"{key_of(promise, backend)}.json").write_text(text + "\n", "utf-8")


def write(promises: Sequence[Promise]) -> None:
    """Draw the page from what is stored."""
    PAGE.write_text(drawn(promises, stored()), "utf-8")


def drawn(promises: Sequence[Promise], results: Mapping[str, Any]) -> str:
    """The page."""
    rows = [(promise, verdict(promise, results)) for promise in promises]
    held = sum(said == "held" for _, said in rows)
    lines = [HEAD, f"**{held} of {len(rows)} held.**", "", "| | promise | last run |", "|---|---|---|"]
    lines += [f"| [{promise.id}](#{promise.id.lower()}) | {promise.says} | {said} |" for promise, said in rows]
    for promise, said in rows:
        lines += ["", *_section(promise, said, results)]
    return "\n".join(lines) + "\n"


def verdict(promise: Promise, results: Mapping[str, Any]) -> str:
    """In two words: held, **not held**, **control failed**, or not run."""
    mine = [results.get(key_of(promise, backend)) for backend in promise.databases]
    if not all(mine):
        return "not run"
    if not all(one["found"]["good"] for one in mine):
        return "**not held**"
    blind = any(not shows_fault(control) for one in mine for control in one["controls"].values())
    return "**control failed**" if blind else "held"


def shows_fault(control: Mapping[str, Any]) -> bool:
    """Whether a control showed what it must; one that broke down showed nothing."""
    return not control["good"] and not control.get("broken")


def _section(promise: Promise, said: str, results: Mapping[str, Any]) -> list[str]:
    lines = [f"## {promise.id}", "", f"{promise.says} ({said})", "", f"- To hold: {promise.figure}"]
    for backend in promise.databases:
        one = results.get(key_of(promise, backend))
        if one is None:
            lines.append(f"- {NAMES[backend]}: not run")
            continue
        found = one["found"]
        run = f"{found['seconds']:g} s, seed {one['seed']}, commit {one['commit']}"
        lines.append(f"- {NAMES[backend]}: {found['said']} ({run})")
        lines += [
            f"- Control, {what}: {control['said']} ({'shows the fault' if shows_fault(control) else 'SHOWS NO FAULT'}, "
            f"{control['seconds']:g} s)"
            for what, control in one["controls"].items()
        ]
    return lines
