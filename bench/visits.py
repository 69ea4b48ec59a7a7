"""/visit over signed HTTP, 32 clients, committed before the ack; against a bare Bolt app that writes the same rows.

    python bench/visits.py [--database sqlite|postgresql] [--seconds 8] [--clients 32]

Figures to hold: at least 0.6 x the bare app with the same rows, at least 0.25 x the one with a single INSERT.
"""

import argparse
import hashlib
import hmac
import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy import inspect, select, text
from staging import address, table

from bot.core.clock import system_clock
from bot.core.database import connect
from bot.core.settings import Settings
from bot.customers import usecases as customers
from bot.directory.models import Person
from bot.main import handlers_table, workshop
from bot.main.manifest import manifest
from bot.main.migrate import upgrade
from bot.migrations.tables import metadata
from bot.playground.loopback import LoopbackSlack

TABLES = ("inbox", "visit", "contact", "promise", "posting", "change", "audit_line")
ROOT = Path(__file__).resolve().parents[1]


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Client:
    """Signs and sends one command after another, each with a line of its own."""

    def __init__(self, port: int, secret: str, user: str, name: str) -> None:
        self._port, self._secret, self._user, self._name = port, secret.encode(), user, name
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.times: list[float] = []
        self.failures = 0

    def send(self, number: int) -> str:
        """One `/visit`; returns the body of the answer."""
        line = f"华东精工 今天拜访李总,谈了第{self._name}{number}批订单,下周三前给方案{number}"
        form = {
            "command": "/visit", "text": line, "user_id": self._user, "team_id": "T00000001", "channel_id": "D1",
            "trigger_id": f"{self._name}.{number}.{time.time_ns()}", "response_url": "http://127.0.0.1:1/x", "token": "t",
        }  # fmt: skip
        body, stamp = urlencode(form).encode(), str(int(time.time()))
        sign = hmac.new(self._secret, b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
        headers = {
            "Content-Type": "application/x-www-form-urlencoded", "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": "v0=" + sign,
        }  # fmt: skip
        begun = time.perf_counter()
        self._connection.request("POST", "/slack/events", body, headers)
        answer = self._connection.getresponse()
        said = answer.read().decode()
        self.times.append(time.perf_counter() - begun)
        self.failures += answer.status != 200
        return said


def load(port: int, secret: str, user: str, clients: int, seconds: float) -> tuple[float, list[float]]:
    """Requests a second and the times of each, after a warm-up."""
    everybody = [Client(port, secret, user, f"k{number}-") for number in range(clients)]
    for client in everybody[:8]:
        client.send(-1)
    stop = time.perf_counter() + seconds

    def work(client: Client) -> None:
        number = 0
        while time.perf_counter() < stop:
            client.send(number)
            number += 1

    threads = [threading.Thread(target=work, args=(client,)) for client in everybody]
    begun = time.perf_counter()
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    took = time.perf_counter() - begun
    assert not any(client.failures for client in everybody), "requests failed"
    times = sorted(moment for client in everybody for moment in client.times)
    return len(times) / took, times


@contextmanager
def served(command: list[str], port: int, environment: dict[str, str]) -> Iterator[None]:
    """A server in a process of its own."""
    process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=os.environ | environment)
    try:
        for _ in range(300):
            try:
                with socket.create_connection(("127.0.0.1", port), 0.2):
                    break
            except OSError:
                time.sleep(0.1)
        _let_settle(process.pid)
        yield
    finally:
        process.terminate()
        process.wait(20)


def _let_settle(pid: int, longest: float = 60.0) -> None:
    """Wait until the server has warmed up: what it does at its start is measured by the start, not here."""
    clock = Path(f"/proc/{pid}/stat")
    if not clock.exists():
        time.sleep(10)
        return
    before, end = -1, time.monotonic() + longest
    while time.monotonic() < end:
        used = sum(map(int, clock.read_text("ascii", "replace").rpartition(")")[2].split()[11:13]))
        if used - before <= 3 and before >= 0:
            return
        before = used
        time.sleep(0.5)


def rows_of_one_visit(url: str, port: int, secret: str, user: str) -> list[tuple[str, dict[str, object]]]:
    """Which rows one `/visit` writes, read back from the database."""
    engine = connect(url)
    tables = metadata().tables
    raw = {name: text(f"SELECT * FROM {name}") for name in TABLES}
    with engine.connect() as connection:
        before = {name: len(connection.execute(query).all()) for name, query in raw.items()}
    Client(port, secret, user, "first").send(0)
    found: list[tuple[str, dict[str, object]]] = []
    with engine.connect() as connection:
        for name, query in raw.items():
            new = connection.execute(query).mappings().all()[before[name] :]
            for row in new:
                kept = {key: _plain(value) for key, value in row.items() if key != "id"}
                # A message under way would hold its lane; the peer writes it as it was queued.
                found.append((name, kept | ({"state": "queued"} if name == "posting" else {})))
    engine.dispose()
    assert {"visit", "promise", "posting"} <= {name for name, _ in found}, tables.keys()
    return found


def _plain(value: object) -> object:
    if isinstance(value, dict | list):
        return json.dumps(value)
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def main() -> None:
    """Measure and print a table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--database", default="sqlite")
    options.add_argument("--seconds", type=float, default=8)
    options.add_argument("--clients", type=int, default=32)
    options.add_argument("--rounds", type=int, default=3)
    given = options.parse_args()
    rates: dict[str, list[float]] = {"rapport": [], "full": [], "single": []}
    p99: list[float] = []
    with tempfile.TemporaryDirectory() as name, LoopbackSlack(manifest(handlers_table(), socket_mode=False)) as slack:
        folder = Path(name)
        user = slack.workspace.add_user("li", real_name="李雷", locale="zh-CN").id
        with address(given.database, folder) as url:
            _prepare(url, user)
            environment = {
                "SLACK_BOT_TOKEN": slack.bot_token, "SLACK_SIGNING_SECRET": slack.signing_secret,
                "SLACK_API_URL": slack.api_url, "DATABASE_URL": url, "PYTHONPATH": str(ROOT),
                # The sender is measured elsewhere; here it trickles, so that it is not the load.
                "RAPPORT_MESSAGES_PER_MINUTE": "60", "RAPPORT_LOG_LEVEL": "ERROR",
            }  # fmt: skip
            rows = folder / "rows.json"
            for round_ in range(given.rounds):
                port = free_port()
                with served(["-m", "bot", "run"], port, environment | {"PORT": str(port)}):
                    if round_ == 0:
                        rows.write_text(json.dumps(rows_of_one_visit(url, port, slack.signing_secret, user)), "utf-8")
                    rate, times = load(port, slack.signing_secret, user, given.clients, given.seconds)
                    rates["rapport"].append(rate)
                    p99.append(times[int(len(times) * 0.99)])
                for peer in ("full", "single"):
                    port = free_port()
                    with served(["bench/peers.py", peer, str(port), url, str(rows)], port, environment):
                        rates[peer].append(load(port, slack.signing_secret, user, given.clients, given.seconds)[0])
            written = len(json.loads(rows.read_text("utf-8")))
    full = statistics.median(one / two for one, two in zip(rates["rapport"], rates["full"], strict=True))
    single = statistics.median(one / two for one, two in zip(rates["rapport"], rates["single"], strict=True))
    table(
        f"/visit on {given.database}, {given.clients} clients, {written} rows a visit",
        ("", "requests/s", "rapport is", "to hold"),
        [
            (
                "rapport",
                f"{statistics.median(rates['rapport']):.0f} (p99 {statistics.median(p99) * 1000:.0f} ms)",
                "",
                "",
            ),
            ("bare Bolt, same rows, plain SQL", f"{statistics.median(rates['full']):.0f}", f"{full:.2f} x", ">= 0.6"),
            ("bare Bolt, one INSERT", f"{statistics.median(rates['single']):.0f}", f"{single:.2f} x", ">= 0.25"),
        ],
    )


def _prepare(url: str, user: str) -> None:
    engine = connect(url)
    upgrade(engine)
    shop = workshop(Settings(_env_file=None), engine, system_clock)  # type: ignore[call-arg]
    with shop.open() as work:
        person = work.save(Person(name="李雷", slack_id=user, time_zone="Asia/Shanghai", locale="zh-CN"))
        customers.create(work, customers.Details(name="苏州华东精工机械有限公司"), owner_id=person.id)
    assert inspect(engine).has_table("visit")
    with engine.connect() as connection:
        connection.execute(select(1))
    engine.dispose()


if __name__ == "__main__":
    main()
