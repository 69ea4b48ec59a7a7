"""Remembers what went over the wire, both ways, in a bounded ring; tokens are left out."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.playground.state import JSON

Side = Literal["api", "delivery", "response_url"]


@dataclass(frozen=True)
class Exchange:
    """One call to Slack (`api`, `response_url`) or one request to the app (`delivery`) with its answer.

    `name` is the method, or `events_api`, `slash_commands`, `interactive`; `status` is the HTTP status, 0 when no
    answer came (time-out, refused, dropped); `took` in seconds; `at` is the workspace's instant.
    """

    number: int
    side: Side
    name: str
    at: datetime
    request: JSON
    status: int
    answer: JSON | str | None
    took: float
    attempt: int = 0
    fault: str = ""


class Recorder:
    """The ring of the last `keep` exchanges."""

    def __init__(self, keep: int = 5000) -> None:
        """`keep` bounds the memory."""
        self._lock = threading.Lock()
        self._rows: deque[Exchange] = deque(maxlen=keep)
        self._count = 0

    def note(
        self,
        side: Side,
        name: str,
        at: datetime,
        request: JSON,
        *,
        status: int,
        answer: JSON | str | None,
        took: float,
        attempt: int = 0,
        fault: str = "",
    ) -> None:
        """Add one exchange."""
        with self._lock:
            self._count += 1
            row = Exchange(self._count, side, name, at, request, status, answer, took, attempt, fault)
            self._rows.append(row)

    def exchanges(self, since: int = 0) -> list[Exchange]:
        """All kept exchanges with a number above `since`, oldest first."""
        with self._lock:
            return [row for row in self._rows if row.number > since]

    def calls(self, method: str | None = None) -> list[Exchange]:
        """Calls of the Web API, of one method or of all."""
        return [r for r in self.exchanges() if r.side == "api" and method in (None, r.name)]

    def deliveries(self, name: str | None = None) -> list[Exchange]:
        """Requests to the app: `events_api`, `slash_commands`, `interactive`, or all."""
        return [r for r in self.exchanges() if r.side == "delivery" and name in (None, r.name)]

    def clear(self) -> None:
        """Forget everything; numbers go on."""
        with self._lock:
            self._rows.clear()
