"""A running Rapport for the benchmarks that speak to it over signed HTTP, as Slack does."""

import hashlib
import hmac
import http.client
import itertools
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlencode

from staging import address

from bot.core.clock import system_clock
from bot.core.database import connect
from bot.core.settings import Settings
from bot.customers import usecases as customers
from bot.directory.models import Person
from bot.main import handlers_table, workshop
from bot.main.manifest import manifest
from bot.main.migrate import upgrade
from bot.playground.loopback import LoopbackSlack

ROOT = Path(__file__).resolve().parents[1]
RUN = ("-m", "bot", "run")
CUSTOMER = "苏州华东精工机械有限公司"


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


def type_away(everybody: Sequence[Client], more: Callable[[], bool]) -> tuple[float, list[float]]:
    """All clients at once, each one command after another, while there is `more` to do; requests a second and the
    sorted times."""
    numbers = itertools.count()

    def work(client: Client) -> None:
        while more():
            client.send(next(numbers))

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


@dataclass(frozen=True)
class Server:
    """A process that serves, with its helpers. Figures come from /proc, so they are Linux's."""

    pid: int

    def used(self) -> float:
        """Processor seconds so far, their own and the system's for them."""
        fields = [stat.rpartition(")")[2].split() for stat in self._read("stat")]
        return sum(int(each[11]) + int(each[12]) for each in fields) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """Megabytes resident now; what processes share counts once."""
        lines = [line for each in self._read("smaps_rollup") for line in each.splitlines()]
        return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024

    def _read(self, what: str) -> list[str]:
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text("ascii").split()
        return [Path(f"/proc/{pid}/{what}").read_text("ascii", "replace") for pid in (self.pid, *children)]

    def settle(self, longest: float = 60.0) -> None:
        """Wait until it has warmed up: what it does at its start is measured by the start, not elsewhere."""
        before, end = -1.0, time.monotonic() + longest
        while time.monotonic() < end:
            used = self.used()
            if before >= 0 and used - before <= 0.03:
                return
            before = used
            time.sleep(0.5)


def answers(port: int) -> bool:
    """Whether somebody serves there and says that all is well."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


@contextmanager
def served(command: Sequence[str], port: int, environment: dict[str, str], settled: bool = True) -> Iterator[Server]:
    """A server in a process of its own, as soon as it answers, or once it has warmed up."""
    process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=os.environ | environment)
    try:
        while process.poll() is None and not answers(port):
            time.sleep(0.02)
        assert process.poll() is None, f"{command} ended"
        server = Server(process.pid)
        if settled:
            server.settle()
        yield server
    finally:
        process.terminate()
        process.wait(20)


@dataclass(frozen=True)
class Office:
    """A prepared database and the Slack before it: what a server needs to run, and who writes."""

    slack: LoopbackSlack
    url: str
    user: str

    @property
    def environment(self) -> dict[str, str]:
        """The settings of the server."""
        return {
            "SLACK_BOT_TOKEN": self.slack.bot_token, "SLACK_SIGNING_SECRET": self.slack.signing_secret,
            "SLACK_API_URL": self.slack.api_url, "DATABASE_URL": self.url, "PYTHONPATH": str(ROOT),
            # The sender is measured elsewhere; here it trickles, so that it is not the load.
            "RAPPORT_MESSAGES_PER_MINUTE": "60", "RAPPORT_LOG_LEVEL": "ERROR",
        }  # fmt: skip

    def client(self, port: int, name: str) -> Client:
        """Somebody who types."""
        return Client(port, self.slack.signing_secret, self.user, name)


@contextmanager
def office(backend: str, folder: Path) -> Iterator[Office]:
    """An empty house with one account manager and one customer."""
    with LoopbackSlack(manifest(handlers_table(), socket_mode=False)) as slack, address(backend, folder) as url:
        user = slack.workspace.add_user("li", real_name="李雷", locale="zh-CN").id
        engine = connect(url)
        upgrade(engine)
        shop = workshop(Settings(_env_file=None), engine, system_clock)  # type: ignore[call-arg]
        with shop.open() as work:
            person = work.save(Person(name="李雷", slack_id=user, time_zone="Asia/Shanghai", locale="zh-CN"))
            customers.create(work, customers.Details(name=CUSTOMER), owner_id=person.id)
        engine.dispose()
        yield Office(slack, url, user)
