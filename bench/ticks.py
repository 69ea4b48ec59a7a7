"""One tick of promises.wake: nothing due, and 1,000 due, among few and many pending promises.

    python bench/ticks.py [--database sqlite|postgresql] [--many 1000000] [--few 10000]

Figures to hold: nothing due at most 2 x, 1,000 due at most 1.5 x the time among few.
"""

import argparse
import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert, text
from staging import database, table

from bot.core.work import Workshop
from bot.directory.models import Person
from bot.promises import jobs
from bot.promises.models import Promise

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
DUE = 1_000


def fill(shop: Workshop, pending: int, due: int) -> None:
    """`pending` promises whose moment lies ahead, `due` whose moment has come, of 200 people."""
    with shop.open() as work:
        for number in range(200):
            work.session.add(
                Person(created_at=NOW, name=f"Person {number}", slack_id=f"U{number:06}", time_zone="Asia/Shanghai")
            )
    row = {
        "created_at": NOW - timedelta(days=3), "beneficiary": "customer", "by_customer": False, "subject_kind": "visit",
        "subject_id": 1, "purpose": "follow_up", "text": "send the proposal", "timed": False, "important": False,
        "rung": 0, "outcome": "", "drop_reason": "",
    }  # fmt: skip
    for first in range(0, pending + due, 10_000):
        rows = []
        for number in range(first, min(first + 10_000, pending + due)):
            ahead = number < pending
            moment = NOW + timedelta(days=2 + number % 90) if ahead else NOW - timedelta(minutes=1)
            rows.append(
                row | {"owner_id": number % 200 + 1, "due_at": moment, "asked_due_at": moment, "wake_at": moment}
            )
        with shop.open() as work:
            work.session.execute(insert(Promise), rows)
    with shop.open() as work:
        work.session.execute(text("ANALYZE"))


def timed(shop: Workshop) -> float:
    """Seconds of one tick."""
    begun = time.perf_counter()
    jobs.wake(shop)
    return time.perf_counter() - begun


def measure(backend: str, pending: int, folder: Path) -> tuple[float, float]:
    """Median seconds of an idle tick, and seconds of a tick with 1,000 due."""
    with database(backend, folder / f"{backend}-{pending}", lambda: NOW) as shop:
        fill(shop, pending, DUE)
        busy = timed(shop)
        while timed(shop) > busy / 4:
            pass
        idle = statistics.median(timed(shop) for _ in range(15))
    return idle, busy


def main() -> None:
    """Measure and print a table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--database", default="sqlite")
    options.add_argument("--few", type=int, default=10_000)
    options.add_argument("--many", type=int, default=1_000_000)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        few = measure(given.database, given.few, Path(folder))
        many = measure(given.database, given.many, Path(folder))
    table(
        f"One tick on {given.database}, seconds",
        ("", f"{given.few:,} pending", f"{given.many:,} pending", "ratio", "to hold"),
        [
            ("nothing due", f"{few[0]:.4f}", f"{many[0]:.4f}", f"{many[0] / few[0]:.2f}", "<= 2"),
            (f"{DUE:,} due", f"{few[1]:.3f}", f"{many[1]:.3f}", f"{many[1] / few[1]:.2f}", "<= 1.5"),
        ],
    )


if __name__ == "__main__":
    main()
