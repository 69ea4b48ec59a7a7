"""What happens to the clocks of a complaint: a list of these events is the only truth about its deadlines."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class EventKind(StrEnum):
    """Everything that starts, stops, moves or meets a clock."""

    RECEIVED = "received"
    STARTED = "started"
    PAUSED = "paused"
    RESUMED = "resumed"
    RESTARTED = "restarted"
    EXTENDED = "extended"
    PROMISED = "promised"
    PROMISE_KEPT = "promise_kept"
    AGREED = "agreed"
    ACKNOWLEDGED = "acknowledged"
    CONTACTED = "contacted"
    PLANNED = "planned"
    DECIDED = "decided"
    NOTIFIED = "notified"
    CALLED_BACK = "called_back"
    REVIEW_REQUESTED = "review_requested"
    REVIEWED = "reviewed"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    REJECTED = "rejected"


ENDINGS = frozenset({EventKind.CLOSED, EventKind.WITHDRAWN, EventKind.MERGED, EventKind.REJECTED})
"""After these nothing runs any more."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event. `at` is an aware instant.

    `reason` belongs to pauses and restarts. `until` is the instant promised, agreed, or extended to. An extension may
    instead give the whole length (`total`) or a number of `days` (see `extended_total`), both in the limit's own unit;
    with none of them it goes one step of the regime.
    `notice` is False when it is known that the customer was not told; None when that is judged elsewhere. `line` is
    the line of the file it was read from, 0 when it comes from elsewhere.
    """

    kind: EventKind
    at: datetime
    reason: str = ""
    until: datetime | None = None
    days: int | None = None
    total: int | None = None
    notice: bool | None = None
    line: int = field(default=0, compare=False)

    def __post_init__(self) -> None:
        for moment in (self.at, self.until):
            if moment is not None and moment.utcoffset() is None:
                raise ValueError(f"{self.kind}: an event needs an instant with its zone")


@dataclass(frozen=True, slots=True)
class Refused:
    """An event that changed nothing, and why: `already_started`, `not_started`, `ended`, `unknown_reason`,
    `notice_missing`, `already_paused`, `not_paused`, `expired`, `restart_not_allowed`, `no_extension_left`,
    `beyond_the_maximum`, `shorter_than_now`, `no_date`, `back_dated`."""

    event: Event
    why: str
