"""`python -m bot run` on a database of 100,000 customers: how soon it serves, and how much memory it takes.

    python bench/start.py [--database sqlite|postgresql] [--customers 100000]

Figures to hold: serves within 5 s; under 250 MB, warmed up and after a thousand requests. What a cold import costs
shows `python -X importtime -m bot --help`.
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from serving import RUN, free_port, office, served, type_away
from staging import table
from typeahead import fill

from bot.core.clock import system_clock
from bot.core.database import connect
from bot.core.settings import Settings
from bot.main import workshop

REQUESTS = 1_000


def main() -> None:
    """Measure and print a table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--database", default="sqlite")
    options.add_argument("--customers", type=int, default=100_000)
    options.add_argument("--rounds", type=int, default=3)
    given = options.parse_args()
    starts, used, warm, busy = [], [], [], []
    with tempfile.TemporaryDirectory() as name, office(given.database, Path(name)) as house:
        engine = connect(house.url)
        fill(workshop(Settings(_env_file=None), engine, system_clock), given.customers)  # type: ignore[call-arg]
        engine.dispose()
        for _ in range(given.rounds):
            port = free_port()
            begun = time.perf_counter()
            with served(RUN, port, house.environment | {"PORT": str(port)}, settled=False) as server:
                house.client(port, f"first-{begun}").send(0)
                starts.append(time.perf_counter() - begun)
                used.append(server.used())
                server.settle()
                warm.append(server.memory())
                everybody = [house.client(port, f"{begun}-{number}-") for number in range(16)]
                type_away(everybody, lambda port=port: sum(len(each.times) for each in everybody) < REQUESTS)  # noqa: B023
                busy.append(server.memory())
    table(
        f"python -m bot run on {given.database} with {given.customers:,} customers",
        ("", "median", "worst", "to hold"),
        [
            ("first /visit answered after, s", *_two(starts), "<= 5"),
            ("processor time until then, s", *_two(used), ""),
            ("memory once warm, MB", *_two(warm), "< 250"),
            (f"memory after {REQUESTS:,} requests, MB", *_two(busy), "< 250"),
        ],
    )


def _two(figures: list[float]) -> tuple[str, str]:
    return f"{statistics.median(figures):.1f}", f"{max(figures):.1f}"


if __name__ == "__main__":
    main()
