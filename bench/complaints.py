"""One tick of complaints.wake with 500 due among few and many open cases, and the nearest of 50,000 past cases.

    python bench/complaints.py [--database sqlite|postgresql] [--many 200000] [--few 2000] [--cases 50000]

Figures to hold: the tick takes at most 1.5 x the time among few; nearest cases p99 under 100 ms.
"""

import argparse
import random
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text
from staging import database, table

from bot.complaints import jobs, library
from bot.complaints.grams import grams
from bot.complaints.models import Case, CaseGram, Complaint, ComplaintEvent, GramCount
from bot.core.work import Workshop
from bot.directory.models import Person

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
DUE = 500
PEOPLE = 200
USUAL = "手续费扣款网银登录放款合同短信排队态度利率资料泄露柜台账户系统页面客户经理反映问题重复多次没有回复要求赔偿说明情况办理时间太长"
RARE = [chr(0x4E00 + place) for place in range(200, 3500)]


def row(number: int, **changes: Any) -> dict[str, Any]:
    """One open case."""
    common = {
        "id": number, "created_at": NOW, "received_at": NOW - timedelta(days=1), "reporter_id": 1 + number % PEOPLE,
        "handler_id": 1 + number % PEOPLE, "regime": "house", "severity": "S3", "claim": "x", "state": "verifying",
        "pending": None,
    }  # fmt: skip
    return common | changes


def fill(shop: Workshop, waiting: int) -> None:
    """`waiting` cases whose moment lies ahead and 500 with an alert that is due."""
    with shop.open() as work:
        for number in range(PEOPLE):
            work.session.add(Person(created_at=NOW, name=f"Person {number}", slack_id=f"U{number:06}"))
    for first in range(1, waiting + DUE + 1, 10_000):
        numbers = range(first, min(first + 10_000, waiting + DUE + 1))
        ahead = {number: NOW + timedelta(days=1 + number % 60) for number in numbers if number <= waiting}
        rows = [row(number, wake_at=ahead.get(number, NOW - timedelta(minutes=1))) for number in numbers]
        events = [
            {"created_at": NOW, "complaint_id": number, "kind": "received", "at": NOW - timedelta(days=8), "data": {}}
            for number in numbers
        ]
        with shop.open() as work:
            work.session.execute(insert(Complaint), rows)
            work.session.execute(insert(ComplaintEvent), events)
    with shop.open() as work:
        work.session.execute(text("ANALYZE"))


def tick(backend: str, waiting: int, folder: Path) -> float:
    """Seconds of a tick with 500 due."""
    with database(backend, folder / f"{backend}-{waiting}", lambda: NOW) as shop:
        fill(shop, waiting)
        begun = time.perf_counter()
        attended = jobs.wake(shop)
        assert attended >= DUE, attended
        return time.perf_counter() - begun


def shelve(shop: Workshop, count: int, chance: random.Random) -> dict[int, str]:
    """A library of `count` cases."""
    texts, held = {}, Counter[str]()
    cases: list[dict[str, Any]] = []
    index: list[dict[str, Any]] = []
    for number in range(1, count + 1):
        said = "".join([*chance.choices(USUAL, k=60), *chance.choices(RARE, k=10)])
        pieces = grams(said)
        held.update(pieces)
        texts[number] = said
        cases.append(
            {"id": number, "created_at": NOW, "complaint_id": number, "title": said[:20], "claim": said,
             "size": len(pieces)}
        )  # fmt: skip
        index += [{"gram": piece, "case_id": number} for piece in pieces]
    counts = [{"gram": library.SEARCH + piece, "cause": "", "cases": number} for piece, number in held.items()]
    with shop.open() as work:
        work.session.add(Person(created_at=NOW, name="Person", slack_id="U1"))
        work.session.flush()
        closed = [row(n, reporter_id=1, handler_id=1, state="closed", ended_at=NOW) for n in range(1, count + 1)]
        for model, rows in ((Complaint, closed), (Case, cases), (CaseGram, index), (GramCount, counts)):
            for first in range(0, len(rows), 50_000):
                work.session.execute(insert(model), rows[first : first + 50_000])
    with shop.open() as work:
        work.session.execute(text("ANALYZE"))
    return texts


def nearest(backend: str, count: int, folder: Path) -> list[float]:
    """Sorted seconds of 200 searches."""
    chance, times = random.Random(1), []
    with database(backend, folder / f"{backend}-cases", lambda: NOW) as shop:
        texts = shelve(shop, count, chance)
        with shop.read() as work:
            for _ in range(200):
                asked = texts[chance.randint(1, count)][5:50] + "".join(chance.choices(USUAL, k=30))
                begun = time.perf_counter()
                assert library.nearest(work, asked)
                times.append(time.perf_counter() - begun)
    return sorted(times)


def main() -> None:
    """Measure and print a table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--database", default="sqlite")
    options.add_argument("--few", type=int, default=2_000)
    options.add_argument("--many", type=int, default=200_000)
    options.add_argument("--cases", type=int, default=50_000)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        few = tick(given.database, given.few, Path(folder))
        many = tick(given.database, given.many, Path(folder))
        times = nearest(given.database, given.cases, Path(folder))
    table(
        f"Complaints on {given.database}",
        ("", "figure", "to hold"),
        [
            (f"tick, {DUE} due of {given.few:,} open", f"{few:.3f} s", ""),
            (f"tick, {DUE} due of {given.many:,} open", f"{many:.3f} s ({many / few:.2f} x)", "<= 1.5 x"),
            (f"nearest of {given.cases:,} cases, median", f"{times[100] * 1000:.0f} ms", ""),
            (f"nearest of {given.cases:,} cases, p99", f"{times[197] * 1000:.0f} ms", "< 100 ms"),
        ],
    )


if __name__ == "__main__":
    main()
