"""`make promises`: run the campaigns, print what they found, write docs/promises.md; exit code 1 if one did not hold."""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from functools import partial
from typing import Any

from campaigns import page
from campaigns.catalogue import named, promises
from campaigns.promise import Promise

Task = tuple[Promise, str]
LONGEST = 1800
"""Seconds a campaign may take on one database; one that hangs has not held."""


def commit() -> str:
    """The commit the campaigns run on, marked when something was changed since."""
    run = lambda *words: subprocess.run(["git", *words], cwd=page.ROOT, capture_output=True, text=True).stdout.strip()  # noqa: E731
    changed = run("status", "--porcelain", "--", "bot", "handlers", "templates", "tests", ":!tests/campaigns/results")
    return (run("rev-parse", "--short", "HEAD") or "unknown") + (" with changes" if changed else "")


def one(promise: Promise, backend: str, scale: float, seed: int) -> dict[str, Any]:
    """Run a campaign in a process of its own, so that nothing it leaves behind touches the next."""
    command = [sys.executable, "-m", "campaigns.one", promise.id, backend, str(scale), str(seed)]
    begun = time.monotonic()
    try:
        ended = subprocess.run(command, cwd=page.ROOT, env=os.environ, capture_output=True, text=True, timeout=LONGEST)
        last = ended.stdout.strip().splitlines()[-1:]
        result: dict[str, Any] = json.loads(last[0]) if last and ended.returncode == 0 else _failed(ended.stderr)
        if not result["found"]["good"]:
            sys.stderr.write(ended.stderr[-2000:])
    except subprocess.TimeoutExpired:
        result = _failed(f"still running after {LONGEST} s")
    result["found"].setdefault("seconds", round(time.monotonic() - begun, 1))
    return result | {"scale": scale, "seed": seed, "commit": commit()}


def _failed(why: str) -> dict[str, Any]:
    sys.stderr.write(why[-2000:] + "\n")
    return {
        "found": {
            "good": False,
            "broken": True,
            "said": "broke down: " + (why.strip().splitlines() or ["?"])[-1][:200],
        },
        "controls": {},
    }


def show(promise: Promise, backend: str, result: dict[str, Any]) -> bool:
    """Print a result; true if it held and every control showed its fault."""
    found = result["found"]
    say = sys.stdout.write
    say(
        f"{promise.id:4} {'held    ' if found['good'] else 'NOT HELD'} {backend:10} {found['seconds']:7.1f} s  {found['said']}\n"
    )
    good = bool(found["good"])
    for what, control in result["controls"].items():
        good &= page.shows_fault(control)
        word = "shows it" if page.shows_fault(control) else "NO FAULT"
        say(f"     {word} {'control':10} {control['seconds']:7.1f} s  {what}: {control['said']}\n")
    sys.stdout.flush()
    return good


def done(tasks: Sequence[Task], jobs: int, run: Callable[..., dict[str, Any]]) -> Iterator[tuple[Promise, str, Any]]:
    """What campaigns found, as they end. Most wait more than they work, so some run side by side, those that took
    longest first; then, one by one, those that nothing may run beside."""
    took = page.stored()
    beside = [task for task in tasks if not task[0].alone]
    beside.sort(key=lambda task: -page.seconds(took.get(page.key_of(*task))))
    with ThreadPoolExecutor(jobs) as pool:
        running = {pool.submit(run, *task): task for task in beside}
        for ended in as_completed(running):
            yield *running[ended], ended.result()
    for task in tasks:
        if task[0].alone:
            yield *task, run(*task)


def main() -> int:
    """The command."""
    options = argparse.ArgumentParser(prog="make promises", description=__doc__)
    options.add_argument("--only", default="", help="a list like P7,S1")
    options.add_argument("--scale", type=float, default=1.0, help="0.1: a tenth; the page is written at 1 only")
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1), help="campaigns side by side")
    options.add_argument("--page", action="store_true", help="only draw the page again from the stored results")
    given = options.parse_args()
    if given.page:
        page.write(promises())
        return 0
    good, begun = True, time.monotonic()
    tasks = [(promise, backend) for promise in named(given.only) for backend in promise.databases]
    for promise, backend, result in done(tasks, given.jobs, partial(one, scale=given.scale, seed=given.seed)):
        good &= show(promise, backend, result)
        if given.scale == 1.0:
            page.keep(promise, backend, result)
            page.write(promises())
    sys.stdout.write(f"{time.monotonic() - begun:.0f} s\n")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
