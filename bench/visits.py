"""/visit over signed HTTP, 32 clients, committed before the ack; against a bare Bolt app that writes the same rows.

    python bench/visits.py [--database sqlite|postgresql] [--seconds 8] [--clients 32]

Figures to hold: at least 0.6 x the bare app with the same rows, at least 0.25 x the one with a single INSERT.
"""

import argparse
import json
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from serving import RUN, Office, free_port, office, served, type_away
from sqlalchemy import text
from staging import table

from bot.core.database import connect

RAPPORT = "rapport"
PEERS = {
    RAPPORT: ("rapport", ""),
    "full": ("bare Bolt, same rows, plain SQL", ">= 0.6"),
    "single": ("bare Bolt, one INSERT", ">= 0.25"),
}
TABLES = ("inbox", "visit", "contact", "promise", "posting", "change", "audit_line")


def rows_of_one_visit(house: Office, port: int) -> list[tuple[str, dict[str, object]]]:
    """Which rows one `/visit` writes, read back from the database."""
    engine = connect(house.url)
    raw = {name: text(f"SELECT * FROM {name}") for name in TABLES}
    with engine.connect() as connection:
        before = {name: len(connection.execute(query).all()) for name, query in raw.items()}
    house.client(port, "first").send(0)
    found: list[tuple[str, dict[str, object]]] = []
    with engine.connect() as connection:
        for name, query in raw.items():
            new = connection.execute(query).mappings().all()[before[name] :]
            for row in new:
                kept = {key: _plain(value) for key, value in row.items() if key != "id"}
                # A message under way would hold its lane; the peer writes it as it was queued.
                found.append((name, kept | ({"state": "queued"} if name == "posting" else {})))
    engine.dispose()
    assert {"visit", "promise", "posting"} <= {name for name, _ in found}
    return found


def _plain(value: object) -> object:
    if isinstance(value, dict | list):
        return json.dumps(value)
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


@dataclass(frozen=True)
class Turn:
    """One server under load: requests a second, processor milliseconds a request, seconds of the slowest 1 %."""

    rate: float
    used: float
    p99: float


def turn(house: Office, what: str, given: argparse.Namespace, rows: Path) -> Turn:
    """Rapport or a peer under load."""
    port = free_port()
    command = RUN if what == RAPPORT else ("bench/peers.py", what, str(port), house.url, str(rows))
    with served(command, port, house.environment | {"PORT": str(port)}) as server:
        if not rows.exists():
            rows.write_text(json.dumps(rows_of_one_visit(house, port)), "utf-8")
        everybody = [house.client(port, f"k{number}-") for number in range(given.clients)]
        for client in everybody[:8]:
            client.send(-1)
            client.times.clear()
        used, stop = server.used(), time.perf_counter() + given.seconds
        rate, times = type_away(everybody, lambda: time.perf_counter() < stop)
        return Turn(rate, (server.used() - used) / len(times) * 1000, times[int(len(times) * 0.99)])


def main() -> None:
    """Measure and print a table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--database", default="sqlite")
    options.add_argument("--seconds", type=float, default=8)
    options.add_argument("--clients", type=int, default=32)
    options.add_argument("--rounds", type=int, default=3)
    given = options.parse_args()
    turns: dict[str, list[Turn]] = {what: [] for what in PEERS}
    with tempfile.TemporaryDirectory() as name, office(given.database, Path(name)) as house:
        rows = Path(name) / "rows.json"
        for _ in range(given.rounds):
            for what in PEERS:
                turns[what].append(turn(house, what, given, rows))
        written = len(json.loads(rows.read_text("utf-8")))
    table(
        f"/visit on {given.database}, {given.clients} clients, {written} rows a visit",
        ("", "requests/s", "p99 ms", "processor ms", "rapport is", "in processor time", "to hold"),
        [line(what, turns) for what in PEERS],
    )


def line(what: str, turns: dict[str, list[Turn]]) -> tuple[str, ...]:
    """One line of the table: medians, and the medians of the ratios of each round."""
    label, hold = PEERS[what]
    rate, used, p99 = (
        statistics.median(getattr(each, name) for each in turns[what]) for name in ("rate", "used", "p99")
    )
    pairs = list(zip(turns[RAPPORT], turns[what], strict=True))
    faster = statistics.median(ours.rate / theirs.rate for ours, theirs in pairs)
    leaner = statistics.median(theirs.used / ours.used for ours, theirs in pairs)
    ratios = ("", "") if what == RAPPORT else (f"{faster:.2f} x", f"{leaner:.2f} x")
    return label, f"{rate:.0f}", f"{p99 * 1000:.0f}", f"{used:.2f}", *ratios, hold


if __name__ == "__main__":
    main()
