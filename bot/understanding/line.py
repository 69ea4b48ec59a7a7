"""A line and everything that was seen in it, before any of it is given a meaning."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.understanding.clauses import Clause
from bot.understanding.dates import Frame, When
from bot.understanding.model import Amount, Colleague, Contact, Span
from bot.understanding.scanner import Found


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
    clauses: list[Clause] = field(default_factory=list)
    _dated: dict[Span, list[When]] = field(default_factory=dict, repr=False)  # of the list of dates in `_dated_of`
    _dated_of: list[When] | None = field(default=None, repr=False)

    def said(self, table: str, clause: Clause) -> list[Found]:
        """The words of a list inside a clause."""
        words = self.words.get(table)
        if not words:
            return []
        return [each for each in words if clause.start <= each.start < clause.end]

    def dates_in(self, clause: Clause) -> list[When]:
        """The dates inside a clause; looked up once as long as `dates` stays the same list."""
        if self._dated_of is not self.dates:
            self._dated, self._dated_of = {}, self.dates
        place = (clause.start, clause.end)
        known = self._dated.get(place)
        if known is None:
            known = self._dated[place] = [date for date in self.dates if clause.holds(date.span)]
        return known

    def people_in(self, clause: Clause) -> list[Contact]:
        """The customer's people inside a clause."""
        return [person for person in self.people if clause.holds(person.span)]

    def colleagues_in(self, clause: Clause) -> list[Colleague]:
        """Our own people inside a clause."""
        return [each for each in self.colleagues if clause.holds(each.span)]

    def is_future(self, date: When) -> bool:
        """Whether a date lies wholly behind now, or is a deadline."""
        if date.direction == "by":
            return True
        return date.start > self.frame.local_now

    def is_past(self, date: When) -> bool:
        """Whether something may already have happened then."""
        return date.direction != "by" and date.start.date() <= self.frame.today

    def without(self, clause: Clause, spans: Sequence[Span]) -> str:
        """The clause's own characters without these stretches, as one piece of text."""
        return " ".join(piece for piece in self.pieces(clause, spans))

    def pieces(self, clause: Clause, spans: Sequence[Span]) -> list[str]:
        """What stays of a clause when these stretches are taken out."""
        found: list[str] = []
        place = clause.start
        for start, end in sorted(span for span in spans if span[0] < clause.end and clause.start < span[1]):
            if start > place:
                found.append(self.text[place:start])
            place = max(place, end)
        if place < clause.end:
            found.append(self.text[place : clause.end])
        return [piece for piece in found if piece.strip()]
