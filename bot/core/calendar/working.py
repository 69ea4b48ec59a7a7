"""Working time: adding it, measuring it, and finding the next open moment."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.calendar.days import Calendar
from bot.core.calendar.hours import Range, WorkingHours
from bot.core.calendar.zones import localise, shift, to_utc

Span = tuple[datetime, datetime]

# So long without one open moment and the search gives up: endless leave, or nobody ever works.
PATIENCE = 3 * 366
# No promise runs longer; what lies beyond is counted on the wall clock.
FARTHEST = 20 * 366
MONDAY = 0
DAY = timedelta(days=1)
NOTHING = timedelta()
FIRST_DAY, LAST_DAY = date(2, 1, 2).toordinal(), date(9997, 12, 30).toordinal()


class WorkingTime:
    """The open time of one person or office: a calendar, weekly hours, a zone, and leave (first and last day off).

    Every method takes aware instants and gives UTC; only a naive datetime raises (ValueError). A span is open from its
    start up to, not including, its end. Holidays and leave close a day. Hours written for a Saturday mean Saturdays
    are worked, whatever the calendar's weekend. A make-up workday (调休) whose weekday has no hours is worked by
    Monday's hours. When nothing opens for about three years, time runs on the wall clock instead, counted from the
    last open moment: a promise may come due at a bad hour but never gets lost.
    """

    def __init__(
        self,
        calendar: Calendar,
        hours: WorkingHours,
        zone: ZoneInfo,
        leaves: Sequence[tuple[date, date]] = (),
    ) -> None:
        self.calendar, self.hours, self.zone = calendar, hours, zone
        self.leaves = _joined(leaves)
        self._leave_starts = [first for first, _ in self.leaves]
        self._cache: dict[date, tuple[Span, ...]] = {}
        self._found: Span | None = None

    def is_open(self, at: datetime) -> bool:
        """Whether that instant is working time."""
        at = to_utc(at)
        return any(start <= at < end for start, end in self._near(at))

    def next_open(self, at: datetime) -> datetime:
        """`at` itself when open, else the next opening; `at` again when nothing opens for about three years."""
        at, last = to_utc(at), self._found
        if last is None or not last[0] <= at < last[1]:
            # Many are asked about at the same moment, and mostly it is the same morning or afternoon.
            last = self._found = next((span for span in self._ahead(at) if span[1] > at), None)
        return at if last is None else max(last[0], at)

    def add(self, at: datetime, amount: timedelta) -> datetime:
        """The earliest instant by which `amount` of working time has passed since `at`.

        So a day's work ends at closing time, not at the next opening. Zero gives `next_open`, except that closing
        time itself stays; a negative amount goes back (the latest instant with that much working time until `at`).
        """
        at = to_utc(at)
        if amount < NOTHING:
            return self._subtract(at, -amount)
        if not amount:
            return at if any(start <= at <= end for start, end in self._near(at)) else self.next_open(at)
        reached = at
        for opens, end in self._ahead(at):
            start = max(opens, at)
            if amount <= end - start:
                return start + amount
            if end > start:
                amount -= end - start
                reached = end
        return shift(reached, amount)

    def between(self, a: datetime, b: datetime) -> timedelta:
        """Working time from `a` to `b`; negative when `b` is earlier. More than 20 years after the earlier one is not
        counted.
        """
        a, b = to_utc(a), to_utc(b)
        if b < a:
            return -self.between(b, a)
        total = NOTHING
        first = self._local_day(a).toordinal() - 1
        last = min(self._local_day(b).toordinal() + 1, first + FARTHEST)
        for day in _days(first, last):
            for start, end in self._spans(day):
                total += max(min(end, b) - max(start, a), NOTHING)
        return total

    def opening(self, day: date) -> datetime | None:
        """When work starts on that local day; None on a day off."""
        spans = self._spans(day)
        return spans[0][0] if spans else None

    def closing(self, day: date) -> datetime | None:
        """When work ends on that local day; None on a day off."""
        spans = self._spans(day)
        return spans[-1][1] if spans else None

    def _subtract(self, at: datetime, amount: timedelta) -> datetime:
        reached = at
        for start, closes in self._behind(at):
            end = min(closes, at)
            if amount <= end - start:
                return end - amount
            if end > start:
                amount -= end - start
                reached = start
        return shift(reached, -amount)

    # A clock change at midnight can repeat part of a date, so the neighbours of the local day are looked at as well.
    def _near(self, at: datetime) -> Iterator[Span]:
        today = self._local_day(at).toordinal()
        for day in _days(today - 1, today + 1):
            yield from self._spans(day)

    def _ahead(self, at: datetime) -> Iterator[Span]:
        today = self._local_day(at).toordinal()
        return self._search(_days(today - 1, today + FARTHEST), 1)

    def _behind(self, at: datetime) -> Iterator[Span]:
        today = self._local_day(at).toordinal()
        return self._search(_days(today + 1, today - FARTHEST), -1)

    def _search(self, days: Iterable[date], step: int) -> Iterator[Span]:
        idle = 0 if self.hours else PATIENCE
        for day in days:
            spans = self._spans(day)
            idle = 0 if spans else idle + 1
            if idle > PATIENCE:
                return
            yield from spans[::step]

    def _local_day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def _spans(self, day: date) -> tuple[Span, ...]:
        spans = self._cache.get(day)
        if spans is None:
            spans = self._cache[day] = tuple(self._compute(day))
        return spans

    def _compute(self, day: date) -> Iterator[Span]:
        if self._on_leave(day) or not FIRST_DAY <= day.toordinal() <= LAST_DAY:
            return
        for opens, closes in self._ranges(day):
            until = day if closes > opens else day + DAY
            start = localise(self.zone, datetime.combine(day, opens))
            end = localise(self.zone, datetime.combine(until, closes))
            if start < end:
                yield start, end

    def _ranges(self, day: date) -> tuple[Range, ...]:
        entry = self.calendar.entry(day)
        if entry is None:
            return self.hours.ranges(day.weekday())
        if entry.kind == "holiday":
            return ()
        return self.hours.ranges(day.weekday()) or self.hours.ranges(MONDAY)

    def _on_leave(self, day: date) -> bool:
        index = bisect_right(self._leave_starts, day) - 1
        return index >= 0 and day <= self.leaves[index][1]


def _joined(leaves: Iterable[tuple[date, date]]) -> tuple[tuple[date, date], ...]:
    joined: list[tuple[date, date]] = []
    for first, last in sorted((min(leave), max(leave)) for leave in leaves):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return tuple(joined)


def _days(first: int, last: int) -> Iterator[date]:
    step = 1 if last >= first else -1
    first, last = (min(max(ordinal, FIRST_DAY), LAST_DAY) for ordinal in (first, last))
    return (date.fromordinal(ordinal) for ordinal in range(first, last + step, step))
