"""How a length of time becomes a due moment: which days count, where a rest day moves it, what pauses add."""

from __future__ import annotations

import calendar as months
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from bot.core.calendar import WorkingTime, localise
from bot.core.policy import Span, Unit

Pauses = Sequence[tuple[datetime, datetime]]
LAST_SECOND = time(23, 59, 59)
USUAL_OPENING = time(9, 0)


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due: `plain` as counted, `rolled` after moving off rest days. `by_date`: it ends with a day."""

    plain: datetime
    rolled: datetime
    by_date: bool


@dataclass(frozen=True)
class Counting:
    """The way one clock counts, in one place (calendar, working hours, zone). All instants are UTC."""

    place: WorkingTime
    receipt_day_counts: bool = False
    rolls: bool = False
    day_ends: Literal["midnight", "closing"] = "closing"

    def due(self, start: datetime, span: Span, pauses: Pauses = ()) -> Due:
        """The due moment of `span` from `start`, later by what `pauses` (in order, not overlapping) take out.

        Days: the day of `start` is day zero unless `receipt_day_counts` (PRC Civil Code art 201), a pause from day P to
        day R takes out R - P days, a limit on a rest day moves to the next working day where `rolls` (art 203). A limit
        that was paused after its plain date never ends before the day it is resumed.
        """
        if not span.unit.is_days:
            moment = self._timed(start, span, pauses)
            return Due(moment, moment, by_date=False)
        plain = self._counted(self.day_of(start), span, pauses)
        rolled = plain
        if self.rolls:
            latest = max([plain, *(self.day_of(end) for _, end in pauses[-1:])])
            rolled = self.place.calendar.next_workday(latest)
        return Due(self.day_end(plain), self.day_end(rolled), by_date=True)

    def day_of(self, at: datetime) -> date:
        """The local date of an instant."""
        return at.astimezone(self.place.zone).date()

    def day_end(self, day: date) -> datetime:
        """When that local day's limit ends: 23:59:59, or when working hours close (on a rest day, when they would)."""
        midnight = localise(self.place.zone, datetime.combine(day, LAST_SECOND))
        if self.day_ends == "midnight":
            return midnight
        closing = self.place.closing(day)
        if closing is None:
            ends = [ranges[-1][1] for ranges in self.place.hours.week if ranges]
            last = max((end for end in ends if end != time()), default=LAST_SECOND)
            closing = localise(self.place.zone, datetime.combine(day, last))
        return min(closing, midnight)

    def day_start(self, day: date) -> datetime:
        """When work starts on that local day; on a rest day, when it would."""
        opening = self.place.opening(day)
        if opening is not None:
            return opening
        first = min((ranges[0][0] for ranges in self.place.hours.week if ranges), default=USUAL_OPENING)
        return localise(self.place.zone, datetime.combine(day, first))

    def first_counted(self, start: datetime) -> datetime:
        """From when a clock in days consumes time: local midnight after the day of receipt, or `start` itself."""
        if self.receipt_day_counts:
            return start
        return localise(self.place.zone, datetime.combine(plus_days(self.day_of(start), 1), time()))

    def taken_out(self, pauses: Pauses, *, working: bool) -> int:
        """How many days the pauses take out, natural or working; pauses inside one day take out none."""
        book = self.place.calendar
        dates = [(self.day_of(start), self.day_of(end)) for start, end in pauses]
        return sum(book.workdays_between(a, b) if working else (b - a).days for a, b in dates)

    def _timed(self, start: datetime, span: Span, pauses: Pauses) -> datetime:
        if span.unit.is_working:
            out = sum((self.place.between(a, b) for a, b in pauses), timedelta())
            return self.place.add(start, span.delta + out)
        return start + span.delta + sum((b - a for a, b in pauses), timedelta())

    def _counted(self, day: date, span: Span, pauses: Pauses) -> date:
        out = self.taken_out(pauses, working=span.unit.is_working)
        if span.unit is Unit.WORKING_DAYS:
            early = 1 if self.receipt_day_counts and self.place.calendar.is_workday(day) else 0
            return self.place.calendar.add_workdays(day, max(span.amount - early, 0) + out)
        early = 1 if self.receipt_day_counts else 0
        if span.unit is Unit.MONTHS:
            return plus_days(plus_months(day, span.amount), out - early)
        return plus_days(day, max(span.amount - early, 0) + out)


def plus_days(day: date, days: int) -> date:
    """`day` moved by natural days, kept within the calendar's first and last date."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def plus_months(day: date, count: int) -> date:
    """The same day of the month `count` months later; the last of the month where that day does not exist."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    if not 1 <= year < date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))
