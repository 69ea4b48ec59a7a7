"""What this slice announces."""

from dataclasses import dataclass

from bot.core.subject import Subject


@dataclass(frozen=True)
class Made:
    """A promise came into being; `about` is the record it was born in."""

    promise_id: int
    about: Subject


@dataclass(frozen=True)
class Kept:
    """A promise was kept."""

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
class FellDue:
    """The due moment passed and the promise was not kept: said once a due moment."""

    promise_id: int
    about: Subject


@dataclass(frozen=True)
class Moved:
    """The due moment, the text or the owner changed."""

    promise_id: int
    about: Subject
