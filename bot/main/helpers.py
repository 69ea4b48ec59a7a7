"""More processes that answer Slack over HTTP: one interpreter fills one processor, however many threads it has.

A helper is forked from the program when it is warm and has no threads yet, so what it has loaded is in memory once. It
answers requests and follows the policy in force. Sending, ticks, health and figures stay with the main process, which
a helper tells what happened. Figures: docs/decisions/helpers-answer-slack.md.
"""

import json
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import structlog
import uvicorn

from bot.core.guard import describe, guarded
from bot.core.settings import Settings
from bot.main import processor
from bot.main.helping import Helping, answer

log = structlog.get_logger()

USUAL = 2
"""Processes that answer where there are processors for them and nobody chose: each takes 50 MB more."""
PATIENCE = 15.0
"""Seconds a helper may take to finish what it is answering."""


def how_many(settings: Settings) -> int:
    """Processes that answer requests, the main one included. Socket Mode has its lines in the main process."""
    if settings.slack_app_token is not None or not hasattr(os, "fork"):
        return 1
    if settings.processes or not sys.platform.startswith("linux"):
        return settings.processes or 1
    return min(USUAL, len(os.sched_getaffinity(0)))


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
                lambda: answer(self._program, serve(), door, line),
                lambda error: log.critical("helper.failed", error=describe(error)),
            )
        finally:
            # Nothing of the main process's may run at this end: no exit handlers, no outer `finally`.
            os._exit(0)
