"""The risk scan over a large book where few have something new, against one hand-written statement and the ORM's way.

    python bench/risk_scan.py [--database sqlite|postgresql] [--many 1000000] [--few 50000]

`--few` is a smaller book with the same number of changed customers: the scan must cost the same in both. Figures to
hold: at most 1.5 x one INSERT ... SELECT over the same rows, at least 20 x faster than customer by customer with the
ORM, memory flat in the number of customers.
"""

import argparse
import gc
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, case, cast, insert, literal, select, text, true, union_all
from staging import database, table

from bot.core.work import Workshop
from bot.customers.models import Customer
from bot.directory.models import Person
from bot.risk import jobs
from bot.risk.models import Alert, Reading, Signal, Touched
from bot.risk.rules import assess

NOW = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
DAY = date(2026, 9, 30)
CODES = ("debt_to_asset", "current_ratio", "quick_ratio", "icr", "roa", "ocf", "revenue_yoy", "z2")
GOOD = (45.0, 1.8, 1.2, 6.0, 5.0, 200.0, 4.0, 3.1)
BAD = (84.0, 0.7, 0.3, 0.4, -3.0, -90.0, -33.0, 0.4)
ROW_BY_ROW = 500
"""Customers judged with the ORM to reckon what all of them would take."""

BY_HAND = """
INSERT INTO alert (created_at, customer_id, level, judged, by, count, figures, fingerprint, judged_at, wake_at, rung,
                   false_alarm, reason, outcome, words)
SELECT :now, customer_id, CASE WHEN hits >= 7 THEN 'red' WHEN hits >= 5 THEN 'orange' ELSE 'yellow' END, 'yellow', 'count',
       hits, {figures}, CAST(customer_id AS TEXT), :now, :now, 0, {no}, '', '', ''
FROM (
  SELECT customer_id, {pivot},
         {hits} AS hits
  FROM (SELECT r.customer_id, r.code, r.value,
               row_number() OVER (PARTITION BY r.customer_id, r.code ORDER BY r.period DESC) AS place
        FROM reading r JOIN risk_touched t ON t.customer_id = r.customer_id) latest
  WHERE place = 1 GROUP BY customer_id
) judged WHERE hits >= 3
"""
LINES = {"debt_to_asset": "> 70", "current_ratio": "< 1", "quick_ratio": "< 0.5", "icr": "< 1", "roa": "< 0", "ocf": "< 0",
         "revenue_yoy": "< -20", "z2": "< 1.10"}  # fmt: skip


def fill(shop: Workshop, customers: int, changed: int) -> None:
    """A book in which everybody has figures, and `changed` of them new ones; one in five of these is in trouble."""
    step = max(1, customers // changed)
    first = select(literal(1).label("n")).cte("numbers", recursive=True)
    numbers = first.union_all(select(first.c.n + 1).where(first.c.n < customers))
    mine = select(numbers.c.n)
    with shop.open() as work:
        work.save(Person(name="Manager", slack_id="U1", time_zone="Asia/Shanghai"))
        names = select(_now(), literal("C").concat(cast(numbers.c.n, Text)), literal(1)).order_by(numbers.c.n)
        work.session.execute(insert(Customer).from_select(["created_at", "name", "owner_id"], names))
    kinds = [
        select(literal(code).label("code"), literal(period, _PERIOD).label("period"), literal(good).label("good"),
               literal(bad).label("bad"))
        for code, good, bad in zip(CODES, GOOD, BAD, strict=True) for period in (date(2025, 9, 30), DAY)
    ]  # fmt: skip
    kind, fresh = union_all(*kinds).cte("kind"), mine.where(numbers.c.n % step == 0).limit(changed).cte("fresh")
    value = case(((fresh.c.n / step) % 5 == 0, kind.c.bad), else_=kind.c.good)
    # Customer by customer, as a file of statements is: everybody else has one old figure, so that the table of figures is
    # as large as the book.
    figures = select(fresh.c.n, kind.c.code, kind.c.period, value).join(kind, true()).order_by(fresh.c.n)
    rest = mine.where(numbers.c.n % step != 0).cte("rest")
    _read(shop, figures)
    _read(shop, select(rest.c.n, literal("roa"), literal(DAY, _PERIOD), literal(5.0)))
    reset(shop)
    with shop.engine.connect() as connection:
        # What autovacuum does after a bulk load, not left to the moment it wakes up.
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text(_AFTER_LOAD[shop.engine.dialect.name]))


_PERIOD = Reading.period.type
_AFTER_LOAD = {"sqlite": "ANALYZE", "postgresql": "VACUUM ANALYZE"}


def _now() -> ColumnElement[datetime]:
    return literal(NOW, Reading.created_at.type)


def _read(shop: Workshop, figures: Select[Any]) -> None:
    rows = figures.add_columns(_now(), literal("import"))
    with shop.open() as work:
        columns = ["customer_id", "code", "period", "value", "created_at", "source"]
        work.session.execute(insert(Reading).from_select(columns, rows))


def reset(shop: Workshop) -> None:
    """Nothing is alerted, the same customers wait again."""
    with shop.open() as work:
        work.session.execute(text("DELETE FROM alert"))
        work.session.execute(text("DELETE FROM risk_touched"))
        fresh = select(Reading.customer_id, literal(1), _now()).where(Reading.code == "z2").distinct()
        work.session.execute(insert(Touched).from_select(["customer_id", "times", "touched_at"], fresh))


def by_hand(shop: Workshop) -> None:
    """One INSERT ... SELECT, and one DELETE, as somebody would write them for these eight flags alone."""
    postgres = shop.engine.dialect.name == "postgresql"
    pairs = ", ".join(f"'{code}', {code}" for code in CODES)
    pivot = ", ".join(f"max(CASE WHEN code = '{code}' THEN value END) AS {code}" for code in CODES)
    hits = " + ".join(
        f"max(CASE WHEN code = '{code}' AND value {line} THEN 1 ELSE 0 END)" for code, line in LINES.items()
    )
    figures = f"json_build_object({pairs})" if postgres else f"json_object({pairs})"
    said = BY_HAND.format(figures=figures, pivot=pivot, hits=hits, no="false" if postgres else "0")
    with shop.open() as work:
        now = NOW if postgres else NOW.replace(tzinfo=None).isoformat(" ")
        work.session.execute(text(said), {"now": now})
        work.session.execute(text("DELETE FROM risk_touched"))


def row_by_row(shop: Workshop, limit: int) -> None:
    """Customer by customer with the ORM: load, judge, save, commit."""
    with shop.read() as work:
        waiting = list(work.session.scalars(select(Touched.customer_id).order_by(Touched.customer_id).limit(limit)))
    for customer_id in waiting:
        with shop.open() as work:
            latest: dict[str, float] = {}
            query = select(Reading).where(Reading.customer_id == customer_id).order_by(Reading.period)
            for reading in work.session.scalars(query):
                latest[reading.code] = reading.value
            work.session.scalars(select(Signal).where(Signal.customer_id == customer_id)).all()
            work.session.scalars(select(Alert).where(Alert.customer_id == customer_id)).all()
            judged = assess(latest, work.house.policy.risk)
            if judged.level != "green":
                work.save(
                    Alert(
                        customer_id=customer_id, level=judged.level, judged=judged.level, by=judged.by, count=judged.count,
                        figures=latest, fingerprint=str(customer_id), judged_at=NOW, wake_at=NOW,
                    )
                )  # fmt: skip
            work.session.delete(work.session.get_one(Touched, customer_id))


def timed(run: Callable[[], object]) -> float:
    """Seconds."""
    gc.collect()
    begun = time.perf_counter()
    run()
    return time.perf_counter() - begun


def measure(backend: str, customers: int, changed: int, folder: Path) -> dict[str, float]:
    """Seconds of each way on one book, and the scan's memory in MB."""
    with database(backend, folder / f"{backend}-{customers}", lambda: NOW) as shop:
        fill(shop, customers, changed)
        jobs.scan(shop)
        found: dict[str, float] = {}
        runs: dict[str, list[float]] = {"scan": [], "by hand": []}
        for _ in range(3):
            for name, run in (("scan", lambda: jobs.scan(shop)), ("by hand", lambda: by_hand(shop))):
                reset(shop)
                runs[name].append(timed(run))
        found |= {name: min(times) for name, times in runs.items()}
        reset(shop)
        found["row by row"] = timed(lambda: row_by_row(shop, ROW_BY_ROW)) / ROW_BY_ROW * changed
        reset(shop)
        tracemalloc.start()
        jobs.scan(shop)
        found["memory"] = tracemalloc.get_traced_memory()[1] / 2**20
        tracemalloc.stop()
        found["idle"] = timed(lambda: jobs.scan(shop))
    return found


def main() -> None:
    """Measure and print a table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--database", default="sqlite")
    options.add_argument("--many", type=int, default=1_000_000)
    options.add_argument("--few", type=int, default=50_000)
    options.add_argument("--changed", type=int, default=10_000)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        few = measure(given.database, given.few, given.changed, Path(folder))
        many = measure(given.database, given.many, given.changed, Path(folder))
    hold = {
        "scan": f"{many['scan'] / many['by hand']:.2f} x by hand (<= 1.5)",
        "row by row": f"{many['row by row'] / many['scan']:.0f} x the scan (>= 20)",
        "memory": f"{many['memory'] / few['memory']:.2f} x the small book",
    }
    table(
        f"Risk scan on {given.database}, {given.changed:,} changed; seconds, memory in MB",
        ("", f"{given.few:,} customers", f"{given.many:,} customers", "held"),
        [(name, f"{few[name]:.3f}", f"{many[name]:.3f}", hold.get(name, "")) for name in few],
    )


if __name__ == "__main__":
    main()
