"""A day put in another's place: preponed from the 9th to the 7th, moved from Friday to Wednesday."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.understanding.dates.model import When
from bot.understanding.dates.patterns import compiled
from bot.understanding.dates.settle import Settled

_AHEAD = (
    r"prepon\w+|(?:brought|bring(?:ing)?|mov(?:ed?|ing)) (?:it )?(?:forward|ahead|up)|advanc\w+"
    r"|pull(?:ed|ing)? (?:it )?(?:forward|in|ahead)"
)
_BACK = r"postpon\w+|push\w*|put (?:it )?(?:back|off)|defer\w*|delay\w*|slip\w*|slid\w*|extend\w*|rolled"
_EITHER = (
    r"mov(?:e[ds]?|ing)|shift\w*|switch\w*|swapp?\w*|chang\w+|re-?schedul\w+|re-?book\w*|re-?arrang\w+|brought|bring"
    r"|put|pull\w*|bump\w*|went(?= from)"
)
MOVED = compiled(rf"\b(?:(?P<ahead>{_AHEAD})|(?P<back>{_BACK})|{_EITHER})\b[^.;!?]{{0,48}}$")
# From the first day to the one that takes its place.
_TO = compiled(
    r"\s*(?:,\s*)?(?:now\s+)?(?:back\s+|forward\s+|out\s+)?(?:to|until|till|til|->|→)\s+(?:on\s+|the\s+|now\s+)*"
)
_REACH = 60
_WEEK = timedelta(days=7)


class Move:
    """How a day was moved from the one said just before it."""

    def __init__(self, first: date, today: date, *, ahead: bool, back: bool) -> None:
        """`first` is the old day; `ahead` means to an earlier one, `back` to a later one."""
        self.first, self.today, self.ahead, self.back = first, today, ahead, back
        self.weekday = False

    def anchor(self, *, of_month: bool) -> date:
        """The day from which on a bare weekday, or day of the month, that takes its place is looked for."""
        self.weekday = not of_month
        if self.back:
            return self.first
        lowest = self.first - _WEEK - timedelta(days=1)
        if of_month:
            lowest = self.first.replace(day=1) - timedelta(days=1)
        elif not self.ahead:
            lowest = self.first - timedelta(days=self.first.weekday() + 1)
        return max(lowest, self.today - timedelta(days=1)) if self.first >= self.today else lowest

    def settled(self, settled: Settled) -> Settled:
        """The new day is a day and no deadline; whether it is the earlier or the later one may be open."""
        at = replace(settled, direction="at") if settled.direction == "by" else settled
        earlier = at.start.date() < self.first and not self.ahead
        # Brought forward from the 17th to Wednesday: this Wednesday, or the one just before the 17th.
        which = self.ahead and self.weekday and at.start.date() - self.today > _WEEK
        return replace(at, ambiguous=True) if earlier or which else at


def move_to(text: str, last: When | None, start: int, today: date) -> Move | None:
    """The move whose new day begins at `start`; None where nothing is moved."""
    if last is None or last.granularity not in ("day", "minute", "part"):
        return None
    if not _TO.fullmatch(text, last.span[1], start):
        return None
    told = MOVED.search(text, max(0, last.span[0] - _REACH), last.span[0])
    if told is None:
        return None
    return Move(last.start.date(), today, ahead=bool(told["ahead"]), back=bool(told["back"]))
