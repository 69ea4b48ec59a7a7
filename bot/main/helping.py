"""What a helper does: answers requests, follows the policy in force, and tells the main process what happened.

`python -m bot.main.helping` is a helper started from scratch; only the main process can start it.
"""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections import deque
from functools import partial
from typing import IO, Any

import structlog
import uvicorn

from bot.core import logs
from bot.core.guard import describe, guarded
from bot.core.settings import Settings, environment, read
from bot.core.work import Workshop
from bot.main import memory, processor, warm
from bot.main.compose import Rapport, build
from bot.main.http import hands_for, web_app, web_server
from bot.main.policy import follow_policy
from bot.main.secret import unlock

log = structlog.get_logger()
PAUSE = 0.01
"""Seconds in which a helper gathers its news, so that a request costs no call to the system for it."""
SENDING = 5.0
"""Seconds in which messages on their way may arrive at the end; requests had ten before. What does not is looked up."""
POLICY = 60.0
"""Seconds between two looks for the policy in force."""


class News:
    """What a helper tells the main process."""

    def __init__(self, line: socket.socket) -> None:
        self._line, self._waiting, self._any = line, deque[tuple[Any, ...]](), threading.Event()

    def tell(self, *what: Any) -> None:
        """Keep it for the next time something is told; costs nothing worth mentioning."""
        self._waiting.append(what)
        if not self._any.is_set():
            self._any.set()

    def deliver(self, gone: threading.Event) -> None:
        """Pass it on, every `PAUSE` at most, until `gone`."""
        while not gone.wait(PAUSE):
            self._any.wait()
            self._any.clear()
            told = [self._waiting.popleft() for _ in range(len(self._waiting))]
            self._line.sendall(b"".join(json.dumps(each).encode() + b"\n" for each in told))


class Home:
    """How a helper asks the main process whether all is well."""

    def __init__(self, address: tuple[str, int]) -> None:
        self._address = address

    def alive(self) -> tuple[bool, dict[str, Any]]:
        """Whether the process does its work."""
        return self._checked("/healthz")

    def ready(self) -> tuple[bool, dict[str, Any]]:
        """Whether requests can be served."""
        return self._checked("/readyz")

    def metrics(self) -> bytes:
        """Prometheus' text."""
        return self._ask("/metrics")

    def _checked(self, path: str) -> tuple[bool, dict[str, Any]]:
        said: dict[str, Any] = json.loads(self._ask(path))
        return bool(said.pop("ok")), said

    def _ask(self, path: str) -> bytes:
        line = http.client.HTTPConnection(*self._address, timeout=5)
        try:
            line.request("GET", path)
            return line.getresponse().read()
        finally:
            line.close()


def help_out(rapport: Rapport, home: int, door: socket.socket, line: socket.socket, place: int) -> None:
    """Answer at `door` and tell the main process on `line`, until it says that this is the end.

    `place`: the number of the processor to answer at.
    """
    there, settings = Home(("127.0.0.1", home)), rapport.settings
    secret = settings.slack_signing_secret.get_secret_value() if settings.slack_signing_secret else ""
    web = web_app(
        rapport.bolt, secret, rapport.clock, there.alive, there.ready, there.metrics, hands_for(rapport.engine)
    )
    server = web_server(settings, web)
    # Whoever wants the program to end tells the main process, which tells us.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    memory.few_arenas()
    gone, news, shop = threading.Event(), News(line), rapport.workshop
    rapport.report(news.tell)
    for body in (lambda: news.deliver(gone), lambda: _outlive(line, server, gone), lambda: _follow(shop, gone)):
        threading.Thread(target=partial(guarded, body, lambda _: None), daemon=True).start()
    if rapport.engine.dialect.name == "postgresql":
        # A sender more, as a replica would bring. On SQLite one sender keeps the only writer busy.
        rapport.sender.start()
    processor.stay(place)
    server.run([door])
    rapport.sender.stop(SENDING)
    rapport.close()


def _outlive(line: socket.socket, server: uvicorn.Server, gone: threading.Event) -> None:
    """End with the main process: in order when it says so, at once when its end of the line closes without a word."""
    if not guarded(lambda: line.recv(1), lambda _: b""):
        os._exit(70)
    server.should_exit = True
    gone.set()


def _follow(shop: Workshop, gone: threading.Event) -> None:
    while not gone.wait(POLICY):
        guarded(lambda: follow_policy(shop), lambda error: log.error("helper.policy", error=describe(error)))


def start(
    settings: Settings,
    home: int,
    door: socket.socket,
    between: IO[bytes] | None,
    line: socket.socket,
    place: int,
) -> subprocess.Popen[bytes]:
    """A helper from scratch, beside threads, where no process can be forked safely. `between`: the file by which
    writers take turns; the rest as for `help_out`."""
    shared = [door.fileno(), line.fileno(), *([between.fileno()] if between else [])]
    command = [sys.executable, "-m", __name__, *map(str, (home, place, *shared))]
    return subprocess.Popen(command, env=os.environ | environment(settings), pass_fds=shared)  # noqa: S603 - ourselves


def main() -> None:
    """The helper that `start` starts."""
    home, place, door, line, *between = map(int, sys.argv[1:])
    settings = read()
    logs.configure(settings.log_level)
    unlock(settings)
    rapport = build(settings)
    rapport.share(os.fdopen(between[0], "rb+") if between else None)
    warm.warm_up(rapport)
    memory.spare_what_stays()
    help_out(rapport, home, socket.socket(fileno=door), socket.socket(fileno=line), place)


if __name__ == "__main__":
    guarded(main, lambda error: log.critical("helper.failed", error=describe(error)))
