"""What the page must be given: the clock, the people, the tour, and what the program has promised to deliver.

The playground knows no capability of the bot; whoever composes it (the command line) answers these questions.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.core.calendar import Calendar
from bot.playground.page.reading import Reading


@dataclass(frozen=True)
class Face:
    """Somebody to play. `user` is a Slack id; `title` says by language what he is ("Account manager"). The page opens
    as the first `host` who speaks the visitor's language: the tour begins with becoming somebody else."""

    user: str
    title: Mapping[str, str]
    host: bool = False


@dataclass(frozen=True)
class Offer:
    """What one click on a step of the tour does: become `person`, open `room` ("dm": the talk with the bot), fill the
    composer with `line` (nothing is sent), or move the clock to `moment` (a code of `moments.CODES`)."""

    person: str = ""
    room: str = ""
    line: str = ""
    moment: str = ""


@dataclass(frozen=True)
class Step:
    """One step of the tour, in one language. `done` looks whether it really happened; it must be quick and raise
    nothing."""

    title: str
    text: str
    button: str
    done: Callable[[Reading], bool]
    offer: Callable[[], Offer] = Offer


@dataclass
class Tour:
    """The steps in one language, and what there is to try after them; a step that was done once stays ticked."""

    steps: Sequence[Step]
    ticked: set[int] = field(default_factory=set)
    more: Sequence[Step] = ()

    @property
    def offers(self) -> Sequence[Step]:
        """Everything with a button, in the order in which the page numbers them."""
        return [*self.steps, *self.more]

    def look(self, reading: Reading) -> Sequence[bool]:
        """Which steps are done by now. A step counts only after those before it."""
        for number, step in enumerate(self.steps):
            if number not in self.ticked:
                if not step.done(reading):
                    break
                self.ticked.add(number)
        return [number in self.ticked for number in range(len(self.steps))]


@dataclass(frozen=True)
class Posted:
    """A message the program has promised to deliver: the id it carries at Slack, and whether it calls it delivered.

    `over` means it need not arrive any more (withdrawn, folded into a digest, parked for the admin).
    """

    nonce: str
    delivered: bool
    over: bool = False


class Control(Protocol):
    """The hands on the running program. Every method may be called from any thread."""

    @property
    def people(self) -> Sequence[Face]:
        """Who stands in the switcher, in this order."""
        ...

    def now(self) -> datetime:
        """The playground's instant, UTC."""
        ...

    @property
    def moved(self) -> bool:
        """Whether the clock differs from real time."""
        ...

    def move_to(self, instant: datetime | None) -> None:
        """Let time pass until `instant`, with everything that happens on the way; None: back to real time."""
        ...

    def calendar(self, user: str) -> Calendar:
        """The working days of somebody."""
        ...

    def tour(self, language: str) -> Tour:
        """The guided tour in "en" or "zh-CN"."""
        ...

    def posted(self) -> Sequence[Posted]:
        """Everything captured for delivery so far."""
        ...

    @property
    def awake(self) -> bool:
        """Whether the bot runs."""
        ...

    def wake(self, on: bool) -> None:
        """Stop the bot, or let it run again."""
        ...
