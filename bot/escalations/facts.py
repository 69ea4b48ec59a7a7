"""What this slice announces, inside the transaction it happens in. `about` is the record the question concerns."""

from dataclasses import dataclass

from bot.core.subject import Subject


@dataclass(frozen=True)
class Asked:
    """A question was put to a department."""

    ask_id: int
    about: Subject | None


@dataclass(frozen=True)
class Changed:
    """Something about a question is different now: stage, holder, dates."""

    ask_id: int


@dataclass(frozen=True)
class Answered:
    """The owner gave an answer; the asker has not said yet whether it is enough."""

    ask_id: int
    about: Subject | None
    answer: str


@dataclass(frozen=True)
class Reopened:
    """The asker said that the answer is not enough."""

    ask_id: int
    about: Subject | None
    reason: str


@dataclass(frozen=True)
class Declined:
    """The department said no, with a reason, and nobody else was named; the asker must choose what now."""

    ask_id: int
    about: Subject | None
    reason: str


@dataclass(frozen=True)
class Closed:
    """It is over: `how` is enough (the asker said so), declined or withdrawn."""

    ask_id: int
    about: Subject | None
    how: str
