"""One clock while its events are read: paused, resumed, restarted, extended, met; it never forgets a breach."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.complaints.deadlines.counting import Counting, Due, plus_days
from bot.complaints.deadlines.events import Event
from bot.core.calendar import localise
from bot.core.policy import Span


@dataclass
class Run:
    """A clock being read. `fixed` (a promised or agreed instant) replaces `span`; `grace` is working time that a
    resumed clock has at least left; None for limits of law, which no house rule may lengthen."""

    kind: str
    basis: str
    counting: Counting
    started: datetime
    span: Span | None = None
    fixed: datetime | None = None
    grace: timedelta | None = None
    extended: int = 0
    pauses: list[tuple[datetime, datetime]] = field(default_factory=list)
    paused: Event | None = None
    met: datetime | None = None
    ended: datetime | None = None
    breaches: list[datetime] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """True while the clock is neither met nor ended."""
        return self.met is None and self.ended is None

    @property
    def is_working(self) -> bool:
        """True when it runs in working time: working units, and promises."""
        return self.span.unit.is_working if self.span else self.kind == "promise"

    def due(self) -> Due:
        """When it is due after all closed pauses (a pause that is still open adds nothing yet)."""
        due = self._fixed_due(self.fixed) if self.fixed else self._span_due()
        if self.grace is None or not self.pauses:
            return due
        least = self.counting.place.add(self.pauses[-1][1], self.grace)
        return Due(max(due.plain, least), max(due.rolled, least), due.by_date and due.rolled >= least)

    def pause(self, event: Event) -> None:
        """Stop, unless it does not run or is past its limit: a breach cannot be paused away."""
        if not self.is_open or self.paused:
            return
        if self.pauses and self.pauses[-1][1] == event.at:
            self.paused = Event(event.kind, self.pauses.pop()[0], reason=event.reason)
        elif self.started <= event.at <= self.due().rolled:
            self.paused = event

    def resume(self, at: datetime) -> None:
        """Go on after a pause."""
        if self.paused:
            self.pauses.append((self.paused.at, max(at, self.paused.at)))
            self.paused = None

    def restart(self, at: datetime, span: Span | None) -> None:
        """Begin anew at `at` with `span`; a limit missed before stays on record."""
        self._record(at)
        self.started, self.span, self.fixed = at, span, None
        self.pauses, self.paused, self.extended = [], None, 0
        self.met = self.ended = None

    def meet(self, at: datetime) -> None:
        """What the clock waits for has happened."""
        if self.is_open:
            self._record(at)
            self.met = at

    def end(self, at: datetime) -> None:
        """Nothing is waited for any more."""
        if self.is_open:
            self._record(at)
            self.ended = at

    def move(self, at: datetime, until: datetime) -> None:
        """Take a newly promised or agreed instant; too late, and the old one stays on record as missed."""
        self._record(at)
        self.resume(at)
        self.fixed, self.pauses = until, []
        self.met = self.ended = None

    def _record(self, at: datetime) -> None:
        if self.is_open and not self.paused and at > self.due().rolled:
            self.breaches.append(self.due().rolled)

    def _span_due(self) -> Due:
        assert self.span is not None, "a clock without a fixed instant has a span"
        return self.counting.due(self.started, self.span, self.pauses)

    def _fixed_due(self, fixed: datetime) -> Due:
        if self.is_working:
            out = sum((self.counting.place.between(a, b) for a, b in self.pauses), timedelta())
            moment = self.counting.place.add(fixed, out) if out else fixed
        else:
            zone = self.counting.place.zone
            local = fixed.astimezone(zone).replace(tzinfo=None)
            days = self.counting.taken_out(self.pauses, working=False)
            moment = localise(zone, datetime.combine(plus_days(local.date(), days), local.time()))
        return Due(moment, moment, by_date=False)
