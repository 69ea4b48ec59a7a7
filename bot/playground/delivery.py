"""Brings requests to the app and waits for its answer: lanes, time-outs, retries, and knowing when all is quiet.

Events of one conversation go out one after the other, those of different ones side by side. An event that is not
answered with 2xx in time is sent again, three times at most, with a retry number and reason; commands and
interactions are sent once, as in Slack.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from bot.playground.recorder import Recorder
from bot.playground.state import JSON
from bot.playground.workspace import Workspace

Kind = Literal["events_api", "slash_commands", "interactive"]


@dataclass(frozen=True)
class Reply:
    """What the app answered. `status` 0 means no answer; `problem` then says why, as Slack calls it."""

    status: int
    body: Any = None
    problem: str = ""

    @property
    def ok(self) -> bool:
        """A 2xx in time."""
        return 200 <= self.status < 300


class Transport(Protocol):
    """A way to the app: signed HTTP, or an envelope on a WebSocket."""

    def send(self, kind: Kind, payload: JSON, within: float, attempt: int, reason: str) -> Reply:
        """Deliver and wait `within` seconds (real time) for the answer. Never raises."""


class Nowhere:
    """The app has not been connected: nothing answers."""

    def send(self, kind: Kind, payload: JSON, within: float, attempt: int, reason: str) -> Reply:
        """Always fails at once."""
        return Reply(0, problem="connection_failed")


class Delivery:
    """The postman. One for a workspace; `transport` may be changed while it runs."""

    def __init__(
        self,
        workspace: Workspace,
        recorder: Recorder,
        *,
        within: float,
        retry_after: Sequence[float],
        workers: int = 16,
    ) -> None:
        """`within`: seconds an answer may take; `retry_after`: seconds before the 1st, 2nd, 3rd repeat of an event."""
        self.transport: Transport = Nowhere()
        self.within = within
        self.retry_after = tuple(retry_after)
        self._workspace = workspace
        self._recorder = recorder
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="slack-delivery")
        self._quiet = threading.Condition()
        self._open = 0
        self._lanes: defaultdict[str, deque[Callable[[], None]]] = defaultdict(deque)
        self._timers: set[threading.Timer] = set()
        self._closed = False

    def ask(self, kind: Kind, payload: JSON) -> Reply:
        """Send a command or interaction in this thread and return the answer."""
        self._begin()
        try:
            return self._try(kind, payload, 0, "")
        finally:
            self._end()

    def event(self, lane: str, payload: JSON) -> None:
        """Queue an event behind the others of its lane (a conversation, mostly)."""
        self._begin()
        with self._quiet:
            queue = self._lanes[lane]
            queue.append(lambda: self._event(payload, 0, ""))
            first = len(queue) == 1
        if first:
            self._submit(lambda: self._drain(lane))

    def settle(self, timeout: float) -> bool:
        """Wait until nothing is under way or due for a repeat; False when `timeout` seconds were not enough."""
        with self._quiet:
            return self._quiet.wait_for(lambda: self._open == 0, timeout)

    def close(self) -> None:
        """Drop what is waiting and stop the workers."""
        self._closed = True
        with self._quiet:
            for timer in self._timers:
                timer.cancel()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _begin(self) -> None:
        with self._quiet:
            self._open += 1

    def _end(self) -> None:
        with self._quiet:
            self._open -= 1
            self._quiet.notify_all()

    def _submit(self, job: Callable[[], None]) -> None:
        if not self._closed:
            # It may be closed at this very moment: what was to be sent is dropped then, as `close` says.
            with contextlib.suppress(RuntimeError):
                self._pool.submit(job)

    def _drain(self, lane: str) -> None:
        while True:
            with self._quiet:
                job = self._lanes[lane][0]
            job()
            with self._quiet:
                self._lanes[lane].popleft()
                if not self._lanes[lane]:
                    del self._lanes[lane]
                    return

    def _event(self, payload: JSON, attempt: int, reason: str) -> None:
        reply = self._try("events_api", payload, attempt, reason)
        if reply.ok or attempt >= len(self.retry_after) or self._closed:
            self._end()
            return
        why = reply.problem or "http_error"
        job = self._event
        timer = threading.Timer(self.retry_after[attempt], self._submit, [lambda: job(payload, attempt + 1, why)])
        timer.daemon = True
        with self._quiet:
            self._timers = {one for one in self._timers if one.is_alive()} | {timer}
            timer.start()

    def _try(self, kind: Kind, payload: JSON, attempt: int, reason: str) -> Reply:
        began = time.monotonic()
        at = self._workspace.now()
        reply = self.transport.send(kind, payload, self.within, attempt, reason)
        took = time.monotonic() - began
        self._recorder.note(
            "delivery", kind, at, payload,
            status=reply.status, answer=reply.body, took=took, attempt=attempt, fault=reply.problem,
        )  # fmt: skip
        return reply
