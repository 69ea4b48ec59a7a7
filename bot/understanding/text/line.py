"""A line and everything that was seen in it, before any of it is given a meaning."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from bot.understanding.dates import Frame, When
from bot.understanding.model import Amount, Colleague, Contact, Span
from bot.understanding.text.clauses import Clause
from bot.understanding.text.scanner import Found

_Seen = TypeVar("_Seen", When, Contact, Colleague)


@dataclass
class Line:
    """What was seen: all spans count characters of `text`; `flat` is the folded text, as long as it."""

    text: str
    flat: str
    frame: Frame
    dates: list[When] = field(default_factory=list)
    words: dict[str, list[Found]] = field(default_factory=lambda: defaultdict(list))
    people: list[Contact] = field(default_factory=list)
    colleagues: list[Colleague] = field(default_factory=list)
    customers: list[Span] = field(default_factory=list)
    amounts: list[Amount] = field(default_factory=list)
    heads: dict[Span, int] = field(default_factory=dict)  # worked out once for each clause, by its stretch
    subjects: dict[Span, tuple[Span | None, bool | None]] = field(default_factory=dict)  # and so is who acts in it
    doers: dict[Span, Colleague | None] = field(default_factory=dict)
    # Where work is given to somebody without a verb, with the words that say so; None is the writer (see assigned).
    assigned: dict[Span, Colleague | None] = field(default_factory=dict)
    pasted: bool | None = None  # whether talk was pasted into it, once somebody asked
    clauses: list[Clause] = field(default_factory=list)
    now: datetime = field(init=False)  # in the writer's zone, as `today` is
    today: date = field(init=False)

    def __post_init__(self) -> None:
        """Work out the time in the writer's zone once."""
        self.now = self.frame.local_now
        self.today = self.now.date()

    # What stands inside a clause is looked up once, as long as the line keeps the same list: to change what was seen,
    # put a new list in its place.

    def said(self, table: str, clause: Clause) -> Sequence[Found]:
        """The words of a list inside a clause."""
        words = self.words.get(table)
        if not words:
            return ()
        known = clause.known.get(table)
        if known is None or known[0] is not words:
            start, end = clause.start, clause.end
            known = clause.known[table] = (words, [each for each in words if start <= each.start < end])
        return known[1]

    def dates_in(self, clause: Clause) -> Sequence[When]:
        """The dates inside a clause."""
        seen = self.dates
        if not seen:
            return ()
        known = clause.known.get(" dates")
        return known[1] if known is not None and known[0] is seen else _inside(clause, " dates", seen)

    def people_in(self, clause: Clause) -> Sequence[Contact]:
        """The customer's people inside a clause."""
        seen = self.people
        if not seen:
            return ()
        known = clause.known.get(" people")
        return known[1] if known is not None and known[0] is seen else _inside(clause, " people", seen)

    def colleagues_in(self, clause: Clause) -> Sequence[Colleague]:
        """Our own people inside a clause."""
        seen = self.colleagues
        if not seen:
            return ()
        known = clause.known.get(" colleagues")
        return known[1] if known is not None and known[0] is seen else _inside(clause, " colleagues", seen)

    def is_future(self, date: When) -> bool:
        """Whether a date lies wholly behind now, or is a deadline."""
        if date.direction == "by":
            return True
        return date.start > self.now

    def is_running(self, date: When) -> bool:
        """Whether it is a week, a month or longer that has begun and is not over."""
        long = date.granularity in ("week", "month", "quarter", "year")
        return long and date.end is not None and date.start <= self.now < date.end

    def is_past(self, date: When) -> bool:
        """Whether something may already have happened then."""
        return date.direction != "by" and date.start.date() <= self.today

    def without(self, clause: Clause, spans: Sequence[Span]) -> str:
        """The clause's own characters without these stretches, as one piece of text."""
        return " ".join(self.pieces(clause, spans))

    def pieces(self, clause: Clause, spans: Sequence[Span]) -> list[str]:
        """What stays of a clause when these stretches are taken out."""
        found: list[str] = []
        place, last = clause.start, clause.end
        taken = [span for span in spans if span[0] < last and place < span[1]]
        for start, end in sorted(taken) if len(taken) > 1 else taken:
            if start > place:
                found.append(self.text[place:start])
            place = max(place, end)
        if place < last:
            found.append(self.text[place:last])
        return [piece for piece in found if not piece.isspace()]


def _inside(clause: Clause, name: str, seen: list[_Seen]) -> list[_Seen]:
    start, end = clause.start, clause.end
    inside = [each for each in seen if start <= each.span[0] < end]
    clause.known[name] = (seen, inside)
    return inside
