"""One tick of escalations.wake: 500 questions due among few and many open ones.

    python bench/asks.py [--database sqlite|postgresql] [--many 200000] [--few 2000]

Figure to hold: at most 1.5 x the time among few.
"""

import argparse
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert, text
from staging import database, table

from bot.core.work import Workshop
from bot.directory.models import Duty, Person
from bot.escalations import jobs
from bot.escalations.models import Ask

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
DUE = 500
PEOPLE = 200


def fill(shop: Workshop, waiting: int) -> None:
    """`waiting` questions whose moment lies ahead and 500 whose acknowledgement was just missed."""
    with shop.open() as work:
        for number in range(PEOPLE):
            work.session.add(
                Person(
                    created_at=NOW, name=f"Person {number}", slack_id=f"U{number:06}", time_zone="Asia/Shanghai",
                    department="risk" if number < 10 else "account_management",
                )
            )  # fmt: skip
        work.session.flush()
        for person_id in range(1, 11):
            work.session.add(Duty(created_at=NOW, department="risk", person_id=person_id))
    row = {
        "created_at": NOW - timedelta(hours=2), "kind": "credit_risk", "department": "risk", "severity": "S2",
        "question": "Can the line go to 20 million?", "promised": "", "step": 0, "level": 0, "hops": 0, "reopened": 0,
        "answer": "", "back_question": "", "back_answer": "", "decline_reason": "", "closed_how": "", "summary": "",
        "room_error": "",
    }  # fmt: skip
    for first in range(0, waiting + DUE, 10_000):
        rows = []
        for number in range(first, min(first + 10_000, waiting + DUE)):
            ahead = number < waiting
            moment = NOW + timedelta(days=2 + number % 90) if ahead else NOW - timedelta(minutes=1)
            due = {"due_at": moment + timedelta(days=3), "asked_due_at": moment + timedelta(days=3)}
            clocks = {"ack_due_at": moment, "plan_due_at": moment, "stage_due_at": moment, "wake_at": moment}
            people = {"asker_id": 11 + number % 180, "assigned_id": 1 + number % 10}
            rows.append(row | due | clocks | people)
        with shop.open() as work:
            work.session.execute(insert(Ask), rows)
    with shop.open() as work:
        work.session.execute(text("ANALYZE"))


def measure(backend: str, waiting: int, folder: Path) -> float:
    """Seconds of a tick with 500 due."""
    with database(backend, folder / f"{backend}-{waiting}", lambda: NOW) as shop:
        fill(shop, waiting)
        begun = time.perf_counter()
        attended = jobs.wake(shop)
        assert attended == DUE, attended
        return time.perf_counter() - begun


def main() -> None:
    """Measure and print a table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--database", default="sqlite")
    options.add_argument("--few", type=int, default=2_000)
    options.add_argument("--many", type=int, default=200_000)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        few = measure(given.database, given.few, Path(folder))
        many = measure(given.database, given.many, Path(folder))
    table(
        f"One tick on {given.database}, seconds",
        ("", f"{given.few:,} open", f"{given.many:,} open", "ratio", "to hold"),
        [(f"{DUE:,} due", f"{few:.3f}", f"{many:.3f}", f"{many / few:.2f}", "<= 1.5")],
    )


if __name__ == "__main__":
    main()
