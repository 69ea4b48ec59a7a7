"""Periods that figures are told for: by name, by what somebody typed, and the one before to compare with. Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from bot.complaints.deadlines.counting import plus_months

MONTHS = {"month": 1, "quarter": 3, "year": 12}
CODES = ("this_month", "last_month", "this_quarter", "last_quarter", "this_year", "last_year")
"""Periods one may choose by name."""
USUAL = "this_quarter"
SAID = {
    "this_month": ("this month", "month", "本月", "这个月"), "last_month": ("last month", "上月", "上个月"),
    "this_quarter": ("this quarter", "quarter", "本季", "本季度", "这个季度"),
    "last_quarter": ("last quarter", "上季", "上季度", "上个季度"),
    "this_year": ("this year", "year", "今年", "本年"), "last_year": ("last year", "去年", "上年"),
}  # fmt: skip
_YEAR = re.compile(r"(\d{4})\s*年?")
_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?")
_QUARTER = re.compile(r"(\d{4})\s*年?\s*-?\s*(?:[qQ]\s*([1-4])|第?\s*([1-4一二三四])\s*季度?)")
_DAYS = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})\D+?(\d{4}-\d{1,2}-\d{1,2})")


@dataclass(frozen=True)
class Period:
    """Local days `since` to `until`, both included; `code` is its name, None for days somebody chose."""

    since: date
    until: date
    code: str | None = None


def named(code: str, today: date) -> Period:
    """The period of a name as of `today`; one that still runs ends today."""
    which, _, unit = code.partition("_")
    months = MONTHS[unit]
    begun = _beginning(today, months)
    if which == "this":
        return Period(begun, today, code)
    return Period(plus_months(begun, -months), begun - timedelta(days=1), code)


def _beginning(day: date, months: int) -> date:
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def before(period: Period) -> Period:
    """What to compare with: the month, quarter or year before, of one that still runs as many days as have passed; for
    chosen days as many days before."""
    length = period.until - period.since
    last = period.since - timedelta(days=1)
    if period.code is None:
        return Period(last - length, last)
    which, _, unit = period.code.partition("_")
    first = plus_months(period.since, -MONTHS[unit])
    return Period(first, min(first + length, last) if which == "this" else last)


def read(text: str, today: date) -> Period | None:
    """The period that was typed (a name, 2026, 2026-03, 2026Q1, two dates), the usual one for nothing; None: odd."""
    said = " ".join(text.split()).casefold()
    if not said:
        return named(USUAL, today)
    code = next((code for code, words in SAID.items() if said in (code, *words)), None)
    if code is not None:
        return named(code, today)
    try:
        return _dated(said)
    except ValueError:
        return None


def _dated(said: str) -> Period | None:
    if found := _DAYS.fullmatch(said):
        days = [date(*map(int, day.split("-"))) for day in found.groups()]
        return Period(min(days), max(days))
    if found := _QUARTER.fullmatch(said):
        number = found[2] or str("一二三四".find(found[3]) + 1 or found[3])
        return _months(int(found[1]), int(number) * 3 - 2, 3)
    if found := _MONTH.fullmatch(said):
        return _months(int(found[1]), int(found[2]), 1)
    if found := _YEAR.fullmatch(said):
        return _months(int(found[1]), 1, 12)
    return None


def _months(year: int, month: int, count: int) -> Period:
    first = date(year, month, 1)
    return Period(first, plus_months(first, count) - timedelta(days=1))
