"""What a phrase can mean before direction and clock are settled, and the arithmetic of weeks, months and quarters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from bot.understanding.dates.model import Direction, Granularity

Unit = Literal["week", "month", "quarter", "half", "year"]
Edge = Literal["start", "early", "former", "mid", "late", "end"]


@dataclass(slots=True)
class Span:
    """A stretch of whole days. `deadline` and `after` say which day 前/by and 后/after mean, where not the last one.

    `whole` marks a unit that 前/before does not include (下周前, before December): the deadline lies before it.
    `open_end` marks one whose last day is not known yet: nothing is said about what comes after it.
    `also` is the other day of a list that is no stretch (12月15日和20日).
    `unnamed` is a day of a month that nobody named: Mon 28th may be next month's.
    `included` marks a festival people work on: by New Year's Eve includes it, before New Year's Eve does not.
    """

    first: date
    last: date
    granularity: Granularity = "day"
    deadline: date | None = None
    after: date | None = None
    whole: bool = False
    included: bool = False
    open_end: bool = False
    also: date | None = None
    ambiguous: bool = False
    unnamed: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day, local wall clock, end inclusive."""

    start: time
    end: time


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day. `open_half` means nobody said morning or afternoon; `named` is opening or closing time."""

    hour: int = 0
    minute: int = 0
    open_half: bool = False
    named: Literal["", "opening", "closing", "midnight"] = ""


@dataclass(slots=True)
class Piece:
    """What one rule found; pieces that stand together are merged by slot."""

    span: Span | None = None
    part: Part | None = None
    clock: Clock | None = None
    instant: datetime | None = None
    until: Clock | None = None
    weekday: int | None = None
    direction: Direction | None = None
    ambiguous: bool = False
    assumed: bool = False


class Unreadable:
    """The type of `VAGUE`: time was meant, but no date we dare to keep."""


VAGUE = Unreadable()
Result = Piece | Unreadable | None


def make_date(year: int, month: int, day: int) -> date | None:
    """The date, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def move(day: date, days: int) -> date | None:
    """The day moved by that many days; None beyond what a date can hold."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def add_months(day: date, months: int) -> date | None:
    """The same day of the month that many months later; the 31st falls back to the month's last day."""
    index = day.year * 12 + day.month - 1 + months
    first = make_date(index // 12, index % 12 + 1, 1) if index > 0 else None
    return first and first.replace(day=min(day.day, month_end(first).day))


def month_end(day: date) -> date:
    """The last day of that day's month."""
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1) if day.year < 9999 else None
    return following - timedelta(days=1) if following else day.replace(day=28)


def week_of(day: date, weeks: int) -> Span | None:
    """Monday to Sunday of the week that many weeks from that day's."""
    monday = move(day, weeks * 7 - day.weekday())
    sunday = move(day, weeks * 7 - day.weekday() + 6)
    return Span(monday, sunday, "week", whole=True) if monday and sunday else None


def month_of(year: int, month: int) -> Span | None:
    """That calendar month."""
    first = make_date(year, month, 1)
    return Span(first, month_end(first), "month", whole=True) if first else None


def quarter_of(year: int, quarter: int) -> Span | None:
    """That calendar quarter, 1 to 4."""
    first = make_date(year, quarter * 3 - 2, 1) if 1 <= quarter <= 4 else None
    return Span(first, month_end(first.replace(month=quarter * 3)), "quarter", whole=True) if first else None


def one_day(day: date | None) -> Span | None:
    """That day alone; None stays None."""
    return Span(day, day) if day else None


def month_at(day: date | None) -> Span | None:
    """The month that day is in; None stays None."""
    return month_of(day.year, day.month) if day else None


def quarter_at(day: date | None) -> Span | None:
    """The quarter that day is in; None stays None."""
    return quarter_of(day.year, (day.month + 2) // 3) if day else None


def half_of(year: int, half: int) -> Span | None:
    """That half of the year, 1 or 2; its granularity is the quarter, the coarsest unit that divides it."""
    first, last = make_date(year, half * 6 - 5, 1), quarter_of(year, half * 2)
    return Span(first, last.last, "quarter", whole=True) if first and last else None


def year_of(year: int) -> Span | None:
    """That calendar year."""
    first = make_date(year, 1, 1)
    return Span(first, first.replace(month=12, day=31), "year", whole=True) if first else None


def following(span: Span) -> Span:
    """The month, quarter or year after that one; other stretches stay."""
    after = move(span.last, 1)
    if after is None or span.granularity not in ("month", "quarter", "year"):
        return span
    if span.granularity == "year":
        return year_of(after.year) or span
    return (month_at(after) if span.granularity == "month" else quarter_at(after)) or span


def edge_of(span: Span, unit: Unit, edge: Edge) -> Span:
    """The beginning, middle or end of a unit as people mean it.

    Of a month: thirds (旬), the middle meaning the 15th when it is a deadline. Of a week: Friday is its end.
    """
    return _EDGES[unit](span, edge)


def _month_edge(span: Span, edge: Edge) -> Span:
    first, last = span.first, span.last
    if edge == "end":
        return Span(last, last)
    if edge == "start":
        return Span(first, first.replace(day=10), deadline=first)
    if edge == "early":
        return Span(first, first.replace(day=10))
    if edge == "mid":
        return Span(first.replace(day=11), first.replace(day=20), deadline=first.replace(day=15))
    return Span(first.replace(day=21), last)


def _week_edge(span: Span, edge: Edge) -> Span:
    begin, end, deadline = {
        "start": (0, 1, 0),
        "early": (0, 1, 1),
        "former": (0, 2, 2),
        "mid": (1, 3, 2),
        "late": (3, 4, 4),
        "end": (4, 4, 4),
    }[edge]
    days = [span.first + timedelta(days=offset) for offset in (begin, end, deadline)]
    return Span(days[0], days[1], deadline=days[2])


def _year_edge(span: Span, edge: Edge) -> Span:
    first, last = span.first, span.last
    if edge == "end":
        return Span(last, last)
    if edge == "mid":
        middle = first.replace(month=6, day=30)
        return Span(first.replace(month=6), month_end(first.replace(month=7)), "month", deadline=middle)
    if edge == "late":
        return Span(first.replace(month=10), last, "quarter")
    deadline = first if edge == "start" else None
    return Span(first, month_end(first.replace(month=3)), "quarter", deadline=deadline)


def _quarter_edge(span: Span, edge: Edge) -> Span:
    first, last = span.first, span.last
    if edge == "end":
        return Span(last, last)
    months = (last.year * 12 + last.month - first.year * 12 - first.month + 1) // 3
    begin = {"mid": months, "late": 2 * months}.get(edge, 0)
    start = first.replace(month=first.month + begin)
    stop = month_end(start.replace(month=start.month + months - 1))
    return Span(start, stop, "month", deadline=first if edge == "start" else None)


_EDGES = {"week": _week_edge, "month": _month_edge, "quarter": _quarter_edge, "half": _quarter_edge, "year": _year_edge}
