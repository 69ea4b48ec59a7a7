"""More processes that answer Slack over HTTP: one interpreter fills one processor, however many threads it has.

A helper is forked from the program when it is warm and has no threads yet, so what it has loaded is in memory once; one
that dies is followed by one from scratch. On PostgreSQL it sends, too. Ticks, health and figures stay with the main
process, which a helper tells what happened. Figures: docs/decisions/helpers-answer-slack.md.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import structlog

from bot.core.clock import boot_seconds
from bot.core.guard import describe, guarded
from bot.core.settings import Settings

log = structlog.get_logger()

USUAL = 2
"""Processes that answer where there are processors for them and nobody chose: each takes 50 MB more."""
PATIENCE = 15.0
"""Seconds a helper may take to finish what it is answering."""
STEADY, LONGEST_PAUSE = 60.0, 60.0
"""Seconds after which a helper that dies was not born dying, and until another one follows those that were, at most."""
Again = Callable[[socket.socket, int], subprocess.Popen[bytes]]
"""Starts a helper with this line to us, at the processor of this number."""


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
    wait: Callable[[], object]


class Helpers:
    """The helpers of one main process. `hear`: what is done with their news, by its first word."""

    def __init__(self, hear: Mapping[str, Callable[..., object]]) -> None:
        self._hear, self._helpers = hear, list[_Helper]()
        self._closing, self._guard = threading.Event(), threading.Lock()

    def fork(self, number: int, live: Callable[[socket.socket, int], None], again: Again) -> None:
        """Fork so many helpers, each to `live` there with a line to us and the number of a processor. Before any
        thread; `again` starts another one in the place of one that died, beside threads."""
        self._again = again
        for place in range(number):
            ours, theirs = socket.socketpair()
            pid = os.fork()
            if pid == 0:
                for other in (ours, *(helper.line for helper in self._helpers)):
                    other.close()
                _help(partial(live, theirs, os.getppid() + 1 + place))
            theirs.close()
            self._helpers.append(_Helper(pid, ours, partial(os.waitpid, pid, 0)))

    def listen(self) -> None:
        """Begin to hear their news; threads may be started now."""
        for place in range(len(self._helpers)):
            threading.Thread(target=self._tend, args=(place,), name="helper", daemon=True).start()

    def stop(self) -> None:
        """Have them finish what they are answering and end."""
        with self._guard:
            self._closing.set()
        for helper in self._helpers:
            guarded(partial(helper.line.sendall, b"."), lambda _: None)
        late = threading.Timer(PATIENCE, self._kill)
        late.start()
        for helper in self._helpers:
            guarded(helper.wait, lambda _: None)
        late.cancel()

    def _kill(self) -> None:
        for helper in self._helpers:
            guarded(partial(os.kill, helper.pid, signal.SIGKILL), lambda _: None)

    def _tend(self, place: int) -> None:
        """Hear a helper's news; when it has died, start another one: at once at first, later and later if that dies."""
        pause = 0.0
        while True:
            begun, helper = boot_seconds(), self._helpers[place]
            guarded(partial(self._listen, helper), lambda error: log.error("helper.news", error=describe(error)))
            if self._closing.is_set():
                return
            guarded(helper.wait, lambda _: None)
            log.error("helper.ended", pid=helper.pid)
            self._hear["calling"](helper.pid, 0)
            pause = 0.0 if boot_seconds() - begun > STEADY else min(max(1.0, 2 * pause), LONGEST_PAUSE)
            self._closing.wait(pause)
            with self._guard:
                if self._closing.is_set():
                    return
                self._helpers[place] = guarded(partial(self._another, place), partial(_none_came, helper))

    def _another(self, place: int) -> _Helper:
        ours, theirs = socket.socketpair()
        with theirs:
            process = self._again(theirs, os.getpid() + 1 + place)
        return _Helper(process.pid, ours, process.wait)

    def _listen(self, helper: _Helper) -> None:
        with helper.line.makefile("rb") as news:
            for line in news:
                guarded(partial(self._take, line), lambda error: log.error("helper.news", error=describe(error)))

    def _take(self, line: bytes) -> None:
        word, *more = json.loads(line)
        self._hear[word](*more)


def _none_came(helper: _Helper, error: Exception) -> _Helper:
    log.error("helper.not_started", error=describe(error))
    return helper


def _help(live: Callable[[], None]) -> None:
    """The life of a forked helper; never returns."""
    try:
        guarded(live, lambda error: log.critical("helper.failed", error=describe(error)))
    finally:
        # Nothing of the main process's may run at this end: no exit handlers, no outer `finally`.
        os._exit(0)
