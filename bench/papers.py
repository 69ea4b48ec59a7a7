"""Ticks of compliance.wake: one with nothing due, and those that attend to 500 customers, among few and many papers.

    python bench/papers.py [--database sqlite|postgresql] [--few 1000] [--many 100000]

Each customer has two papers; of the due ones a licence ends in 30 days, which is told to the manager. Figures to hold:
nothing due at most 2 x, 500 due at most 1.5 x the time among few.
"""

import argparse
import statistics
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert, text
from staging import database, table

from bot.compliance import jobs
from bot.compliance.models import Diligence, Paper
from bot.core.work import Workshop
from bot.customers.models import Customer
from bot.directory.models import Person

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
DUE = 500
PEOPLE = 200
TICKS = 50


def fill(shop: Workshop, papers: int) -> None:
    """So many papers, two a customer; the first 500 customers' moment comes a minute from now."""
    with shop.open() as work:
        for number in range(PEOPLE):
            work.session.add(
                Person(created_at=NOW, name=f"Person {number}", slack_id=f"U{number:06}", time_zone="Asia/Shanghai")
            )
    customers = papers // 2
    for first in range(1, customers + 1, 5_000):
        ids = range(first, min(first + 5_000, customers + 1))
        with shop.open() as work:
            work.session.execute(insert(Customer), [_customer(number) for number in ids])
            work.session.execute(insert(Diligence), [_diligence(number) for number in ids])
            work.session.execute(
                insert(Paper), [_paper(number, kind) for number in ids for kind in ("licence", "deal")]
            )
    with shop.open() as work:
        work.session.execute(text("ANALYZE"))
    if shop.engine.dialect.name == "postgresql":
        # Else what was filled in is written to disk while the ticks are measured.
        with shop.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("CHECKPOINT"))


def _customer(number: int) -> dict[str, object]:
    return {
        "id": number, "created_at": NOW, "name": f"Firm {number}", "stage": "customer",
        "owner_id": 1 + number % PEOPLE,
    }  # fmt: skip


def _diligence(number: int) -> dict[str, object]:
    due = number <= DUE
    return {
        "created_at": NOW, "customer_id": number, "kind": "company", "traits": [], "rating": "low", "lacking": {},
        "next_on": TODAY + timedelta(days=30 if due else 400 + number % 300), "reviewed_on": TODAY,
        "review_on": TODAY + timedelta(days=900),
        "wake_at": NOW + (timedelta(minutes=1) if due else timedelta(days=2 + number % 90)),
    }  # fmt: skip


def _paper(number: int, kind: str) -> dict[str, object]:
    ends = TODAY + timedelta(days=30 if number <= DUE and kind == "licence" else 400 + number % 300)
    return {
        "created_at": NOW - timedelta(days=60), "customer_id": number,
        "document": "business_licence" if kind == "licence" else "contract", "facts": {"name": f"Firm {number}"},
        "valid_until": ends, "by_id": 1, "verified_at": NOW - timedelta(days=59), "verified_by_id": 2,
        "step": None,
    }  # fmt: skip


def measure(backend: str, papers: int, folder: Path) -> tuple[float, float]:
    """Seconds of a tick with nothing due (the median of 50), and of those that attend to 500 due."""
    moment = [NOW]
    with database(backend, folder / f"{backend}-{papers}", lambda: moment[0]) as shop:
        fill(shop, papers)
        jobs.wake(shop)
        idle = []
        for _ in range(TICKS):
            begun = time.perf_counter()
            assert jobs.wake(shop) == 0
            idle.append(time.perf_counter() - begun)
        moment[0] = NOW + timedelta(minutes=2)
        begun = time.process_time() if backend == "sqlite" else time.perf_counter()
        attended = sum(iter(lambda: jobs.wake(shop), 0))
        ended = time.process_time() if backend == "sqlite" else time.perf_counter()
        assert attended == DUE, attended
        return statistics.median(idle), ended - begun


def main() -> None:
    """Measure and print a table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--database", default="sqlite")
    options.add_argument("--few", type=int, default=1_000)
    options.add_argument("--many", type=int, default=100_000)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        few = measure(given.database, given.few, Path(folder))
        many = measure(given.database, given.many, Path(folder))
    rows = [
        (name, f"{few[place]:.4f}", f"{many[place]:.4f}", f"{many[place] / few[place]:.2f}", hold)
        for place, (name, hold) in enumerate((("nothing due", "<= 2.0"), (f"{DUE} customers due", "<= 1.5")))
    ]
    table(
        f"Ticks of compliance on {given.database}, seconds",
        ("", f"{given.few:,} papers", f"{given.many:,} papers", "ratio", "to hold"),
        rows,
    )


if __name__ == "__main__":
    main()
