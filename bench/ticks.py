"""One tick of promises.wake: nothing due, and 1,000 due, among few and many pending promises.

    python bench/ticks.py [--database sqlite|postgresql] [--many 1000000] [--few 10000]

Figures to hold: nothing due at most 2 x, 1,000 due at most 1.5 x the time among few.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import text
from staging import database, table

from bot.core.work import Workshop
from bot.directory.models import Person
from bot.promises import jobs

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
DUE = 1_000
COLUMNS = (
    "created_at, beneficiary, by_customer, subject_kind, subject_id, purpose, text, timed, important, rung, outcome,"
    " drop_reason, owner_id, due_at, asked_due_at, wake_at"
)
SAME = "'customer', false, 'visit', 1, 'follow_up', 'send the proposal', false, false, 0, '', '', n % 200 + 1"
MANY = {
    "sqlite": f"""
        WITH RECURSIVE counted(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM counted WHERE n + 1 < :all),
        planned AS (SELECT n, strftime('%Y-%m-%d %H:%M:%S.000000', :now, CASE WHEN n < :ahead
            THEN '+' || (2 + n % 90) || ' days' ELSE '-1 minutes' END) AS moment FROM counted)
        INSERT INTO promise ({COLUMNS})
        SELECT strftime('%Y-%m-%d %H:%M:%S.000000', :now, '-3 days'), {SAME}, moment, moment, moment
        FROM planned""",
    "postgresql": f"""
        INSERT INTO promise ({COLUMNS})
        SELECT CAST(:now AS timestamptz) - interval '3 days', {SAME}, moment, moment, moment
        FROM (SELECT n, CAST(:now AS timestamptz) + CASE WHEN n < :ahead
            THEN make_interval(days => 2 + n % 90) ELSE interval '-1 minutes' END AS moment
            FROM generate_series(0, :all - 1) AS n) AS planned""",
}
"""A million rows in seconds: the database counts them itself."""
MOMENTS = {"sqlite": lambda now: now.strftime("%Y-%m-%d %H:%M:%S"), "postgresql": lambda now: now}


def fill(shop: Workshop, pending: int, due: int) -> None:
    """`pending` promises whose moment lies ahead and `due` whose moment has come."""
    dialect = shop.engine.dialect.name
    given = {"all": pending + due, "ahead": pending, "now": MOMENTS[dialect](NOW)}
    with shop.open() as work:
        work.session.execute(text(MANY[dialect]), given)
    with shop.open() as work:
        work.session.execute(text("ANALYZE"))


def hire(shop: Workshop) -> None:
    """The 200 people who promise."""
    with shop.open() as work:
        for number in range(200):
            work.save(Person(name=f"Person {number}", slack_id=f"U{number:06}", time_zone="Asia/Shanghai"))


def timed(shop: Workshop) -> float:
    """Seconds of one tick."""
    begun = time.perf_counter()
    jobs.wake(shop)
    return time.perf_counter() - begun


def measure(shops: Sequence[Workshop], rounds: int) -> tuple[list[float], list[float]]:
    """Median seconds of an idle tick and of one with 1,000 due, for each database: in turn, so that both meet the same
    machine."""
    idle: list[list[float]] = [[] for _ in shops]
    busy: list[list[float]] = [[] for _ in shops]
    for _ in range(rounds):
        for place, shop in enumerate(shops):
            fill(shop, 0, DUE)
            busy[place].append(timed(shop))
            while timed(shop) > busy[place][-1] / 4:
                pass
    for _ in range(100):
        for place, shop in enumerate(shops):
            idle[place].append(timed(shop))
    return [statistics.median(each) for each in idle], [statistics.median(each) for each in busy]


def main() -> None:
    """Measure and print a table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--database", default="sqlite")
    options.add_argument("--few", type=int, default=10_000)
    options.add_argument("--many", type=int, default=1_000_000)
    options.add_argument("--rounds", type=int, default=3)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name, ExitStack() as open_:
        shops = []
        for pending in (given.few, given.many):
            folder = Path(name) / str(pending)
            shops.append(open_.enter_context(database(given.database, folder, lambda: NOW)))
            hire(shops[-1])
            fill(shops[-1], pending, 0)
        idle, busy = measure(shops, given.rounds)
    table(
        f"One tick on {given.database}, seconds",
        ("", f"{given.few:,} pending", f"{given.many:,} pending", "ratio", "to hold"),
        [
            ("nothing due", f"{idle[0]:.4f}", f"{idle[1]:.4f}", f"{idle[1] / idle[0]:.2f}", "<= 2"),
            (f"{DUE:,} due", f"{busy[0]:.3f}", f"{busy[1]:.3f}", f"{busy[1] / busy[0]:.2f}", "<= 1.5"),
        ],
    )


if __name__ == "__main__":
    main()
