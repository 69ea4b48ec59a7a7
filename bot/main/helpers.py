"""More processes that answer Slack over HTTP: one interpreter fills one processor, however many threads it has.

A helper is forked from the program when it is warm and has no threads yet, so what it has loaded is in memory once. It
answers requests and follows the policy in force. Sending, ticks, health and figures stay with the main process, which
a helper tells what happened. Figures: docs/decisions/helpers-answer-slack.md.
"""

import http.client
import json
import os
import signal
import socket
import sys
import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

import structlog
import uvicorn

from bot.core.guard import describe, guarded
from bot.core.settings import Settings
from bot.core.work import Workshop
from bot.main import memory, processor
from bot.main.policy import follow_policy

log = structlog.get_logger()

USUAL = 2
"""Processes that answer where there are processors for them and nobody chose: each takes 50 MB more."""
PAUSE = 0.01
"""Seconds in which a helper gathers its news, so that a request costs no call to the system for it."""
POLICY = 60.0
"""Seconds between two looks for the policy in force."""
PATIENCE = 15.0
"""Seconds a helper may take to finish what it is answering."""


def how_many(settings: Settings) -> int:
    """Processes that answer requests, the main one included. Socket Mode has its lines in the main process."""
    if settings.slack_app_token is not None or not hasattr(os, "fork"):
        return 1
    if settings.processes or not sys.platform.startswith("linux"):
        return settings.processes or 1
    return min(USUAL, len(os.sched_getaffinity(0)))


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


class Helping(Protocol):
    """What a helper needs of the program it is forked from."""

    workshop: Workshop

    def share(self) -> None:
        """Let go of what two processes cannot share."""

    def report(self, tell: Callable[..., None]) -> None:
        """Have `tell` told of commits ("wake"), events ("heard"), requests ("served", kind, seconds, captured)."""

    def close(self) -> None:
        """Let go of the database."""


@dataclass(frozen=True)
class _Helper:
    pid: int
    line: socket.socket


class Helpers:
    """The helpers of one main process. `hear`: what is done with their news, by its first word."""

    def __init__(self, program: Helping, hear: Mapping[str, Callable[..., object]]) -> None:
        self._program, self._hear = program, hear
        self._helpers: list[_Helper] = []
        self._closing = False

    def fork(self, number: int, serve: Callable[[], uvicorn.Server], door: socket.socket) -> None:
        """Fork so many helpers, each with the server that `serve` makes there, at `door`. Before any thread."""
        self._program.share()
        first = os.getpid()
        for place in range(1, number + 1):
            ours, theirs = socket.socketpair()
            pid = os.fork()
            if pid == 0:
                for other in (ours, *(helper.line for helper in self._helpers)):
                    other.close()
                processor.stay(first + place)
                self._help(serve, door, theirs)
            theirs.close()
            self._helpers.append(_Helper(pid, ours))

    def listen(self) -> None:
        """Begin to hear their news; threads may be started now."""
        for helper in self._helpers:
            threading.Thread(target=self._listen, args=(helper,), name="helper", daemon=True).start()

    def stop(self) -> None:
        """Have them finish what they are answering and end."""
        self._closing = True
        for helper in self._helpers:
            guarded(partial(helper.line.sendall, b"."), lambda _: None)
        late = threading.Timer(PATIENCE, self._kill)
        late.start()
        for helper in self._helpers:
            guarded(partial(os.waitpid, helper.pid, 0), lambda _: None)
        late.cancel()

    def _kill(self) -> None:
        for helper in self._helpers:
            guarded(partial(os.kill, helper.pid, signal.SIGKILL), lambda _: None)

    def _listen(self, helper: _Helper) -> None:
        with helper.line.makefile("rb") as news:
            for line in news:
                word, *more = json.loads(line)
                guarded(partial(self._hear[word], *more), lambda error: log.error("helper.news", error=describe(error)))
        if not self._closing:
            # The main process answers alone from now on; forking another one beside its threads is not safe.
            log.error("helper.ended", pid=helper.pid)

    def _help(self, serve: Callable[[], uvicorn.Server], door: socket.socket, line: socket.socket) -> None:
        """The life of a helper; never returns."""
        try:
            guarded(
                lambda: self._answer(serve(), door, line),
                lambda error: log.critical("helper.failed", error=describe(error)),
            )
        finally:
            # Nothing of the main process's may run at this end: no exit handlers, no outer `finally`.
            os._exit(0)

    def _answer(self, server: uvicorn.Server, door: socket.socket, line: socket.socket) -> None:
        # Whoever wants the program to end tells the main process, which tells us.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
        memory.few_arenas()
        gone, news, shop = threading.Event(), News(line), self._program.workshop
        self._program.report(news.tell)
        for body in (lambda: news.deliver(gone), lambda: _outlive(line, server, gone), lambda: _follow(shop, gone)):
            threading.Thread(target=partial(guarded, body, lambda _: None), daemon=True).start()
        server.run([door])
        self._program.close()


def _outlive(line: socket.socket, server: uvicorn.Server, gone: threading.Event) -> None:
    """End with the main process: in order when it says so, at once when its end of the line closes without a word."""
    if not guarded(lambda: line.recv(1), lambda _: b""):
        os._exit(70)
    server.should_exit = True
    gone.set()


def _follow(shop: Workshop, gone: threading.Event) -> None:
    while not gone.wait(POLICY):
        guarded(lambda: follow_policy(shop), lambda error: log.error("helper.policy", error=describe(error)))
