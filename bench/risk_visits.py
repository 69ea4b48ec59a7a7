"""/visit over signed HTTP while the nightly risk scan runs in the same process, against the same without it.

    python bench/risk_visits.py [--database sqlite|postgresql] [--customers 200000] [--changed 60000] [--clients 8]

Figure to hold: the 99th percentile during the scan is at most 2 x its quiet value.
"""

import argparse
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from risk_scan import fill, reset
from serving import ROOT, Client, Office, free_port, office, served
from staging import table

from bot import wiring
from bot.cli import app
from bot.core.clock import system_clock
from bot.core.database import connect
from bot.core.settings import Settings
from bot.core.work import Workshop
from bot.main import workshop
from bot.risk import jobs


def serve(folder: Path) -> None:
    """The server, whose scan begins when a file says so and tells in another when it ended."""

    def scan(shop: Workshop) -> None:
        if (folder / "go").exists():
            (folder / "go").unlink()
            began = time.time()
            jobs.scan(shop)
            (folder / "done.tmp").write_text(f"{began} {time.time()}", "ascii")
            (folder / "done.tmp").rename(folder / "done")

    schedule = dict(wiring.SCHEDULE) | {"risk.scan": (timedelta(seconds=1), scan)}
    # What announces the alerts is another job, with a pace of its own.
    wiring.SCHEDULE = {name: tick for name, tick in schedule.items() if name != "risk.wake"}
    app(["run"])


def visit_until(everybody: list[Client], over: Callable[[], bool]) -> list[tuple[float, float]]:
    """Visits, each client one after another, until it is over: when each began, and seconds it took."""
    found: list[tuple[float, float]] = []

    def work(client: Client) -> None:
        while not over():
            began = time.time()
            client.send(len(client.times))
            found.append((began, client.times[-1]))

    threads = [threading.Thread(target=work, args=(client,)) for client in everybody]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert not any(client.failures for client in everybody), "requests failed"
    return found


def p99(times: list[float]) -> float:
    """The 99th percentile."""
    return sorted(times)[int(len(times) * 0.99)]


def measure(everybody: list[Client], folder: Path, seconds: float) -> tuple[float, float, float, int]:
    """The percentile in quiet and during a scan, the scan's seconds, and the visits during it."""
    end = time.time() + seconds
    quiet = visit_until(everybody, lambda: time.time() > end)
    (folder / "go").touch()
    busy = visit_until(everybody, (folder / "done").exists)
    began, ended = map(float, (folder / "done").read_text("ascii").split())
    (folder / "done").unlink()
    during = [took for moment, took in busy if began <= moment <= ended]
    return p99([took for _, took in quiet]), p99(during), ended - began, len(during)


def main() -> None:
    """Measure and print a table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--database", default="sqlite")
    options.add_argument("--customers", type=int, default=200_000)
    options.add_argument("--changed", type=int, default=60_000)
    options.add_argument("--clients", type=int, default=8)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--seconds", type=float, default=5)
    options.add_argument("--serve", type=Path)
    given = options.parse_args()
    if given.serve:
        serve(given.serve)
        return
    with tempfile.TemporaryDirectory() as name, office(given.database, Path(name)) as house:
        rows = run(house, Path(name), given)
    table(
        f"/visit on {given.database}, {given.clients} clients, {given.changed:,} of {given.customers:,} changed",
        ("quiet p99 ms", "during the scan", "held", "scan s", "visits during it"),
        rows,
    )


def run(house: Office, folder: Path, given: argparse.Namespace) -> list[tuple[str, ...]]:
    """Round after round, quiet and scanning."""
    engine, port = connect(house.url), free_port()
    rows: list[tuple[str, ...]] = []
    shop = workshop(Settings(_env_file=None), engine, system_clock)
    fill(shop, given.customers, given.changed)
    environment = house.environment | {"PORT": str(port), "PYTHONPATH": f"{ROOT}:{ROOT / 'bench'}"}
    with served(["bench/risk_visits.py", "--serve", str(folder)], port, environment):
        everybody = [house.client(port, f"k{number}-") for number in range(given.clients)]
        for client in everybody:
            client.send(-1)
        for _ in range(given.rounds):
            quiet, busy, took, visits = measure(everybody, folder, given.seconds)
            told = (f"{quiet * 1000:.0f}", f"{busy * 1000:.0f}", f"{busy / quiet:.2f} x (<= 2)", f"{took:.1f}")
            rows.append((*told, str(visits)))
            reset(shop)
    engine.dispose()
    return rows


if __name__ == "__main__":
    main()
