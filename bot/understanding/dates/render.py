"""Saying a date so that people and this grammar read the same thing: 12月2日 周三 18:00, Wed 2 Dec 18:00."""

from __future__ import annotations

from datetime import date, datetime

from bot.understanding.dates.model import When
from bot.understanding.dates.parts import AFTERNOON, DAWN, EVENING, MORNING

_ZH_DAYS = "一二三四五六日"
_EN_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_EN_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SAFE_DAYS = 60
_PARTS = {
    (MORNING.start, MORNING.end): ("上午", "morning"),
    (AFTERNOON.start, AFTERNOON.end): ("下午", "afternoon"),
    (EVENING.start, EVENING.end): ("晚上", "evening"),
    (DAWN.start, DAWN.end): ("凌晨", ""),
}


def render(when: When, language: str, *, today: date) -> str:
    """The date in words of "zh" or "en", local time; `today` (the reader's day) decides whether the year is said.

    A day far off, or a deadline that is over, is said with its year. Read back in the same frame the words give the
    same start, end and direction.
    """
    chinese = language == "zh"
    words = _moment(when, chinese, not _needs_year(when, today))
    if when.direction == "by":
        return f"{words}前" if chinese else f"by {words}"
    if when.direction == "after":
        return f"{words}之后" if chinese else f"after {words}"
    return words


def _needs_year(when: When, today: date) -> bool:
    days = [moment.date() for moment in (when.start, when.end) if moment]
    over = when.direction != "at" and when.start.date() < today
    return over or any(abs((day - today).days) > _SAFE_DAYS for day in days)


def _moment(when: When, chinese: bool, brief: bool) -> str:
    day = _day(when.start, chinese, brief)
    if when.direction == "after" and when.granularity not in ("minute", "part"):
        return day
    if when.end is None:
        plain = when.granularity != "minute" and when.direction == "at"
        return day if plain else f"{day} {when.start:%H:%M}"
    if when.start.date() != when.end.date():
        return _stretch(when.start, when.end, chinese, brief)
    names = _PARTS.get((when.start.time(), when.end.time()), ("", ""))
    name = names[0] if chinese else names[1]
    return f"{day} {name}" if name and when.granularity == "part" else f"{day} {when.start:%H:%M}-{when.end:%H:%M}"


def _stretch(start: datetime, end: datetime, chinese: bool, brief: bool) -> str:
    join = "至" if chinese else " - "
    return f"{_day(start, chinese, brief)}{join}{_day(end, chinese, brief)}"


def _day(moment: datetime, chinese: bool, brief: bool) -> str:
    if chinese:
        year = f"{moment.year}年" if not brief else ""
        return f"{year}{moment.month}月{moment.day}日 周{_ZH_DAYS[moment.weekday()]}"
    year = f" {moment.year}" if not brief else ""
    return f"{_EN_DAYS[moment.weekday()]} {moment.day} {_EN_MONTHS[moment.month - 1]}{year}"
