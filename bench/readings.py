"""Import of readings into a SQLite file: rows and figures a second of processor time, and the peak of memory.

    python bench/readings.py [--rows 100000] [--profile]

Figures to hold: at least 5,000 rows a second, and the same peak for ten times the rows. Ratios as they come from a
scoring system (eight columns), and statements (nine figures) of which the ratios follow.
"""

import argparse
import cProfile
import csv
import pstats
import random
import tempfile
import time
import tracemalloc
from pathlib import Path

from risk_scan import fill
from staging import table

from bot.core.clock import system_clock
from bot.core.database import connect
from bot.core.settings import Settings
from bot.core.tables import read
from bot.core.words import Words
from bot.core.work import Workshop
from bot.main import migrate, workshop
from bot.main.compose import TEMPLATES
from bot.main.secret import unlock
from bot.reports import imports

CUSTOMERS = 5_000
KINDS = {
    "ratios": ("debt_to_asset", "current_ratio", "quick_ratio", "icr", "roa", "ocf", "revenue_yoy", "z2"),
    "statements": ("current_assets", "inventory", "prepaid", "current_liabilities", "total_assets", "total_liabilities",
                   "ebit", "interest", "revenue"),
}  # fmt: skip


def write(path: Path, columns: tuple[str, ...], rows: int, rng: random.Random) -> None:
    """A file of so many customers and quarters, one cell in fifty blank."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["customer", "period", *columns])
        for number in range(rows):
            year, quarter = divmod(number // CUSTOMERS, 4)
            cells = ["" if rng.random() < 0.02 else f"{rng.uniform(0.1, 90):.2f}" for _ in columns]
            out.writerow([f"C{number % CUSTOMERS + 1}", f"{2005 + year}Q{quarter + 1}", *cells])


def measure(shop: Workshop, path: Path, words: Words) -> tuple[float, float]:
    """Seconds of processor time, and of the clock."""
    began, clock = time.process_time(), time.perf_counter()
    result = imports.run(shop.open, "readings", read(path))
    took = time.process_time() - began, time.perf_counter() - clock
    assert not result.rejected, result.rejected[0]
    return took


def peak(shop: Workshop, path: Path, words: Words) -> float:
    """Megabytes above where it began; the file is read a second time, so that nothing is written."""
    tracemalloc.start()
    imports.run(shop.open, "readings", read(path), dry=True)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1e6


def main() -> None:
    """Measure and print a table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=99_998)
    options.add_argument("--profile", action="store_true")
    given = options.parse_args()
    words, told = Words(TEMPLATES), []
    for kind, columns in KINDS.items():
        with tempfile.TemporaryDirectory() as folder:
            settings = Settings(_env_file=None, database_url=f"sqlite:///{folder}/bench.db")  # type: ignore[call-arg]
            unlock(settings)
            engine = connect(settings.database_url)
            migrate.upgrade(engine)
            shop, path = workshop(settings, engine, system_clock), Path(folder) / "readings.csv"
            fill(shop, CUSTOMERS, 1)
            write(path, columns, given.rows, random.Random(7))
            spent = cProfile.Profile()
            if given.profile:
                spent.enable()
            first, clock = measure(shop, path, words)
            spent.disable()
            if given.profile:
                pstats.Stats(spent).sort_stats("tottime").print_stats(25)
            again, _ = measure(shop, path, words)
            write(small := Path(folder) / "tenth.csv", columns, given.rows // 10, random.Random(7))
            sizes = [f"{peak(shop, each, words):.1f}" for each in (small, path)] if not given.profile else ["", ""]
            told.append((kind, f"{given.rows / first:,.0f}", f"{given.rows / clock:,.0f}", f"{given.rows / again:,.0f}",
                         *sizes))  # fmt: skip
            engine.dispose()
    table(
        f"Import of {given.rows:,} rows of readings, SQLite",
        ("rows of", "a second of CPU", "of the clock", "the same again", "peak MB, a tenth", "peak MB, all"),
        told,
    )


if __name__ == "__main__":
    main()
