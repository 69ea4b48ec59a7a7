"""The hours of a week in which somebody works, as people write them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from itertools import pairwise
from typing import ClassVar

Range = tuple[time, time]

DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
CLOSED = "closed"
MINUTES_A_DAY = 24 * 60

_LONG = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAYS = {
    **{name.casefold(): day for day, name in enumerate(DAY_NAMES)},
    **{name: day for day, name in enumerate(_LONG)},
    **{"tues": 1, "weds": 2, "thur": 3, "thurs": 3},
    **{f"{week}{name}": day for week in ("周", "星期", "礼拜") for day, name in enumerate("一二三四五六日")},
    **{f"{week}天": 6 for week in ("周", "星期", "礼拜")},
}
_SEVERAL = {"daily": range(7), "every day": range(7), "每天": range(7), "每日": range(7), "工作日": range(5)}
_TO = r"\s*(?:-|–|—|~|to|至|到)\s*"
_TIMES = re.compile(rf"(?<!\d)(\d{{1,2}})(?::(\d{{2}}))?{_TO}(\d{{1,2}})(?::(\d{{2}}))?(?!\d)")
_BETWEEN = re.compile(_TO)
_COMMA = re.compile(r"[\s,、和]+")
_SEGMENT = re.compile(r"[;\n]+")


class HoursUnreadable(ValueError):
    """Working hours that cannot be understood. `reason` is one of empty, days, times, backwards, overlap; `part` is
    the piece of the text it is about. The message is the English sentence for logs and the command line.
    """

    def __init__(self, reason: str, part: str, message: str) -> None:
        super().__init__(message)
        self.reason, self.part = reason, part


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """Opening hours per weekday, Monday first, local wall-clock time. Equal hours are equal objects.

    A range is (start, end); an end of 00:00 means midnight at the end of that day, written 24:00.
    """

    week: tuple[tuple[Range, ...], ...] = ((),) * 7

    DEFAULT: ClassVar["WorkingHours"]

    @classmethod
    def parse(cls, text: str) -> "WorkingHours":
        """Read "Mon-Fri 09:00-12:00 13:30-18:00; Sat 09:00-12:00", "周一至周五 9:00-18:00" or "closed".

        Different weekdays are separated by `;`, several ranges by spaces. Raises HoursUnreadable (a ValueError).
        """
        plain = unicodedata.normalize("NFKC", text).casefold().strip()
        if plain in (CLOSED, "休息"):
            return cls()
        week: list[list[Range]] = [[] for _ in range(7)]
        segments = [segment.strip() for segment in _SEGMENT.split(plain) if segment.strip()]
        if not segments:
            raise HoursUnreadable("empty", "", f"No working hours given; write for example {cls.DEFAULT}")
        for segment in segments:
            days, ranges = _read(segment)
            for day in days:
                week[day].extend(ranges)
        return cls(tuple(_ordered(day, ranges) for day, ranges in enumerate(week)))

    @classmethod
    def of(cls, week: Mapping[int, Sequence[Range]]) -> "WorkingHours":
        """Hours from ranges per weekday (Monday 0). Raises HoursUnreadable for backwards or overlapping ranges."""
        return cls(tuple(_ordered(day, week.get(day, ())) for day in range(7)))

    def ranges(self, weekday: int) -> tuple[Range, ...]:
        """The ranges of a weekday (Monday 0) in order; empty when nothing is open."""
        return self.week[weekday]

    @property
    def a_day(self) -> timedelta:
        """How long somebody works on a usual day: the commonest length, the longer of two; a whole day when closed."""
        lengths = [sum(_length(one) for one in ranges) for ranges in self.week if ranges]
        usual = max(lengths, key=lambda one: (lengths.count(one), one), default=MINUTES_A_DAY)
        return timedelta(minutes=usual)

    def __bool__(self) -> bool:
        """Whether any hour of the week is open."""
        return any(self.week)

    def __str__(self) -> str:
        """The canonical text: `parse(str(hours)) == hours`."""
        groups: list[tuple[int, int]] = []
        for day, ranges in enumerate(self.week):
            if groups and ranges == self.week[groups[-1][1]]:
                groups[-1] = (groups[-1][0], day)
            else:
                groups.append((day, day))
        return "; ".join(_written(a, b, self.week[a]) for a, b in groups if self.week[a]) or CLOSED


def _read(segment: str) -> tuple[list[int], list[Range]]:
    ranges = [_range(found) for found in _TIMES.finditer(segment)]
    words = _TIMES.sub(" ", segment)
    if any(character.isdigit() for character in words) or not ranges:
        raise HoursUnreadable("times", segment, f"Cannot read the times in “{segment}”; write them like 09:00-12:00")
    return _days(words, segment), ranges


def _days(words: str, segment: str) -> list[int]:
    joined = _BETWEEN.sub("-", words.strip(" ,、:"))
    if joined in _SEVERAL:
        return list(_SEVERAL[joined])
    found: list[int] = []
    for word in _COMMA.split(joined):
        first, _, last = word.partition("-")
        a, b = _WEEKDAYS.get(first), _WEEKDAYS.get(last or first)
        if a is None or b is None:
            raise HoursUnreadable("days", segment, f"Cannot tell the weekdays in “{segment}”; write them like Mon-Fri")
        found.extend((a + step) % 7 for step in range((b - a) % 7 + 1))
    return list(dict.fromkeys(found))


def _range(found: re.Match[str]) -> Range:
    start_hour, start_minute, end_hour, end_minute = (int(part or 0) for part in found.groups())
    start, end = start_hour * 60 + start_minute, end_hour * 60 + end_minute
    if max(start_minute, end_minute) > 59 or max(start, end) > MINUTES_A_DAY:
        raise HoursUnreadable("times", found[0], f"“{found[0]}” is not a time of day; hours go from 00:00 to 24:00")
    if start >= end:
        raise HoursUnreadable(
            "backwards", found[0], f"“{found[0]}” ends before it starts; write a night as two ranges around 24:00"
        )
    return time(*divmod(start, 60)), time(*divmod(end % MINUTES_A_DAY, 60))


def _minutes(moment: time, *, end: bool = False) -> int:
    return moment.hour * 60 + moment.minute or (MINUTES_A_DAY if end else 0)


def _length(span: Range) -> int:
    return _minutes(span[1], end=True) - _minutes(span[0])


def _ordered(day: int, ranges: Iterable[Range]) -> tuple[Range, ...]:
    ordered = tuple(sorted(ranges))
    for start, end in ordered:
        if _minutes(start) >= _minutes(end, end=True):
            raise HoursUnreadable("backwards", DAY_NAMES[day], f"A range on {DAY_NAMES[day]} ends before it starts")
    for (_, end), (start, _) in pairwise(ordered):
        if _minutes(end, end=True) > _minutes(start):
            raise HoursUnreadable("overlap", DAY_NAMES[day], f"Two ranges on {DAY_NAMES[day]} overlap; join them")
    return ordered


def _written(first: int, last: int, ranges: Sequence[Range]) -> str:
    days = DAY_NAMES[first] if first == last else f"{DAY_NAMES[first]}-{DAY_NAMES[last]}"
    times = (f"{start:%H:%M}-{'24:00' if end == time() else format(end, '%H:%M')}" for start, end in ranges)
    return " ".join((days, *times))


WorkingHours.DEFAULT = WorkingHours.parse("Mon-Fri 09:00-12:00 13:30-18:00")
