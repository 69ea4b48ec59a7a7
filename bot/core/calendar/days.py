"""Which days are worked: weekends, holidays and make-up workdays (调休)."""

import hashlib
from bisect import bisect_right
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from itertools import accumulate
from threading import Lock
from typing import Literal

from bot.core.calendar import breaks
from bot.core.calendar.bundled import Bundle, bundle
from bot.core.calendar.day import Day
from bot.core.calendar.names import holiday_keys

# The years of shipped data that stand in when a calendar has no holiday of the asked name.
HOME_YEARS = (2018, 2036)
WARN_AHEAD = timedelta(days=60)
WEEK = 7
LAST_ORDINAL = date.max.toordinal()

__all__ = ["Calendar", "Day", "Gap"]


@dataclass(frozen=True, slots=True)
class Gap:
    """A year whose deadlines may still move: `missing` (weekends only) or `provisional` (make-up days unknown)."""

    year: int
    kind: Literal["missing", "provisional"]
    starts: date


class Calendar:
    """The working days of one country or firm. Immutable, hashed by identity, answers for every year without raising.

    `known`: the years for which there is data; outside them only weekends are rest days and every day is provisional.
    `provisional_years`: years with statutory days but without the published make-up days (State Council notice,
    usually in November of the year before). `weekend`: weekdays off, Monday 0. `days` wins over the weekend; of two
    entries for one day the later one counts. Raises ValueError when the weekend leaves no day to work.
    """

    def __init__(
        self,
        days: Iterable[Day] = (),
        *,
        known: Collection[int] = (),
        provisional_years: Collection[int] = (),
        weekend: Collection[int] = (5, 6),
        country: str = "",
    ) -> None:
        self.weekend = frozenset(weekend)
        if not self.weekend < frozenset(range(WEEK)):
            raise ValueError("a weekend is some of the weekdays 0-6, never all of them")
        self._days = {day.day: day for day in sorted(days, key=lambda day: day.day)}
        self.known = frozenset(known)
        self.provisional_years = frozenset(provisional_years)
        self.country = country
        self._before = [sum(1 for weekday in range(n) if weekday not in self.weekend) for n in range(WEEK + 1)]
        changes = [(day.day.toordinal(), self._change(day)) for day in self._days.values() if self._change(day)]
        self._changed = [ordinal for ordinal, _ in changes]
        self._changes = [0, *accumulate(change for _, change in changes)]

    @classmethod
    def bundled(cls, country: str, first_year: int, last_year: int) -> "Calendar":
        """The shipped calendar of a country ("CN", "GB", "DE-BY") for these years; an unknown one knows no year."""
        # One at a time: of many threads that want it at a start, one works it out and the others wait for that.
        with _BUNDLING:
            return _bundled(country.strip().upper(), first_year, last_year)

    @cached_property
    def days(self) -> tuple[Day, ...]:
        """Every listed day in order."""
        return tuple(self._days.values())

    @cached_property
    def fingerprint(self) -> str:
        """Equal for calendars of equal data, different after any change; for cache keys and recomputing deadlines."""
        parts = [self.country, sorted(self.weekend), sorted(self.known), sorted(self.provisional_years), self.days]
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]

    def is_workday(self, day: date) -> bool:
        """Whether people work on that day."""
        entry = self._days.get(day)
        return day.weekday() not in self.weekend if entry is None else entry.kind == "workday"

    def entry(self, day: date) -> Day | None:
        """What the data says of that day, if it says anything."""
        return self._days.get(day)

    def holiday(self, day: date) -> str | None:
        """The name of the holiday on that day; None on workdays and plain weekends."""
        entry = self._days.get(day)
        return entry.name if entry is not None and entry.kind == "holiday" else None

    def is_provisional(self, day: date) -> bool:
        """Whether that day may still change when the official table of its year is loaded."""
        entry = self._days.get(day)
        year = day.year
        return year not in self.known or year in self.provisional_years or (entry is not None and entry.provisional)

    def next_workday(self, day: date) -> date:
        """The day itself when it is worked, else the first workday after it."""
        return day if self.is_workday(day) else self._nth(self._count(day.toordinal()) + 1)

    def previous_workday(self, day: date) -> date:
        """The day itself when it is worked, else the last workday before it."""
        return day if self.is_workday(day) else self._nth(self._count(day.toordinal()))

    def add_workdays(self, day: date, n: int) -> date:
        """The n-th workday after `day` (n > 0) or before it (n < 0); 0 is `next_workday`. `day` itself never counts
        (Civil Code of China 201: the first day is not counted). Ends at date.min and date.max instead of raising.
        """
        if n == 0:
            return self.next_workday(day)
        if n > 0:
            return self._nth(self._count(day.toordinal()) + n)
        return self._nth(self._count(day.toordinal() - 1) + n + 1)

    def workdays_between(self, a: date, b: date) -> int:
        """Workdays after `a` up to and including `b`; negative when `b` lies before `a`."""
        return self._count(b.toordinal()) - self._count(a.toordinal())

    def named(self, key: str, after: date) -> tuple[date, date] | None:
        """First and last rest day of the next such holiday whose last day is not before `after`.

        Where the country rests several days the whole break is meant, weekends and bridged days included. A holiday
        this calendar does not list is taken from its home country (spring_festival: China) or is the single day
        itself (christmas). None for an unknown key, or where its date cannot be computed.
        """
        home = breaks.home(key)
        if home and home != self.country and key not in self._keyed:
            return Calendar.bundled(home, *HOME_YEARS).named(key, after)
        return breaks.next_break(self, key, after, self._keyed.get(key, ()))

    def warnings(self, now: datetime) -> tuple[Gap, ...]:
        """This year and any year beginning within 60 days of `now` that has no data or only provisional data."""
        horizon = min(now.year + 1, date.max.year)
        years = [year for year in (now.year, horizon) if date(year, 1, 1) - now.date() <= WARN_AHEAD]
        return tuple(
            Gap(year, "provisional" if year in self.known else "missing", date(year, 1, 1))
            for year in dict.fromkeys(years)
            if year not in self.known or year in self.provisional_years
        )

    @cached_property
    def _keyed(self) -> dict[str, tuple[date, ...]]:
        found: dict[str, list[date]] = {}
        for day in self._days.values():
            if day.kind == "holiday":
                for key in holiday_keys(day.name):
                    found.setdefault(key, []).append(day.day)
        return {key: tuple(days) for key, days in found.items()}

    def _change(self, day: Day) -> int:
        plain = day.day.weekday() not in self.weekend
        return (day.kind == "workday") - plain

    def _count(self, ordinal: int) -> int:
        # Workdays from 0001-01-01 (a Monday) up to and including that day: whole weeks, rest of the week, exceptions.
        weeks, rest = divmod(ordinal, WEEK)
        plain = weeks * self._before[WEEK] + self._before[rest]
        return plain + self._changes[bisect_right(self._changed, ordinal)]

    def _nth(self, n: int) -> date:
        low, high = 1, LAST_ORDINAL
        while low < high:
            middle = (low + high) // 2
            if self._count(middle) >= n:
                high = middle
            else:
                low = middle + 1
        return date.fromordinal(low)


_BUNDLING = Lock()


@lru_cache(maxsize=64)
def _bundled(country: str, first_year: int, last_year: int) -> Calendar:
    data: Bundle = bundle(country, first_year, last_year)
    return Calendar(
        data.days,
        known=data.known,
        provisional_years=data.provisional_years,
        weekend=data.weekend,
        country=country,
    )
