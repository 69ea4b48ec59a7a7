"""What this slice announces."""

from dataclasses import dataclass
from datetime import datetime

from bot.core.subject import Subject


@dataclass(frozen=True)
class Kept:
    """A promise was kept; `about` is the record it was born in, as in the facts below."""

    promise_id: int
    about: Subject


@dataclass(frozen=True)
class Reopened:
    """A keeping or dropping was taken back."""

    promise_id: int
    about: Subject


@dataclass(frozen=True)
class Dropped:
    """A promise was given up, with a reason."""

    promise_id: int
    about: Subject


@dataclass(frozen=True)
class UndoOver:
    """The 15 minutes in which a keeping or dropping can be taken back are over."""

    promise_id: int
    about: Subject


@dataclass(frozen=True)
class FellDue:
    """The due moment passed and the promise was not kept: said once a due moment."""

    promise_id: int
    about: Subject


@dataclass(frozen=True)
class Moved:
    """The due moment, the text or the owner changed."""

    promise_id: int
    about: Subject


@dataclass(frozen=True)
class Snoozed:
    """The owner wants to hear of it later; the due moment stays."""

    promise_id: int
    about: Subject


@dataclass(frozen=True)
class Folded:
    """A reminder was not sent as a message of its own: the digest of `person_id` says it.

    `planned_at` is the moment it was meant for; `missed` tells that the program was away then (otherwise the person's
    daily budget of pushes was spent, or the person is away).
    """

    person_id: int
    promise_id: int
    planned_at: datetime
    missed: bool
