"""Weeks by their number and days of old letters: KW 50, week 51, 10th inst., 24th ult."""

from __future__ import annotations

import re
from datetime import date

from bot.understanding.dates.context import Context
from bot.understanding.dates.rule import Rule, rule
from bot.understanding.dates.spans import VAGUE, Piece, Result, Span, add_months, make_date, one_day, week_of, year_of

_ISO_WEEKS = 53


def _numbered_week(match: re.Match[str], context: Context) -> Result:
    """KW 50, week 50: by the calendar of ISO 8601; a low number after week may count a project's own weeks."""
    number = int(match["n"])
    if not 1 <= number <= _ISO_WEEKS or (
        match["y"] is None and match["word"] in ("week", "wk") and number <= _ISO_WEEKS // 2
    ):
        return VAGUE
    year = match["y"]
    span = _iso_week(int(year), number) if year else context.nearest(lambda each: _iso_week(each, number))
    return Piece(span) if span else VAGUE


def _iso_week(year: int, number: int) -> Span | None:
    try:
        return week_of(date.fromisocalendar(year, number, 1), 0)
    except ValueError:
        return None


def _letter_day(match: re.Match[str], context: Context) -> Result:
    """10th inst., 24th ult., 5th prox.: of this month, the last one and the next."""
    shift = {"i": 0, "u": -1, "p": 1}[match["which"][0]]
    first = add_months(context.today.replace(day=1), shift)
    found = first and make_date(first.year, first.month, int(match["n"]))
    return Piece(one_day(found)) if found else VAGUE


def _of_new_year(_match: re.Match[str], context: Context) -> Result:
    """First Monday of the new year: of the whole of it."""
    return Piece(year_of(context.today.year + 1))


EN_NUMBERED: tuple[Rule, ...] = (
    rule(
        "d",
        r"(?P<word>kw|cw|calendar\s+week|wk|week)\s?(?:no\.?\s?|number\s)?(?P<n>\d{1,2})(?:(?:\s?[/-]\s?|\s)(?P<y>20\d\d))?(?![\d:/.%-]|(?:st|nd|rd|th)\b)(?!\s+(?:of|out|to"
        r"|from|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b)",
        _numbered_week,
    ),
    rule("d", r"(?:(?<=day of )|(?<=day in ))(?:the\s+)?new\s+year\b(?!'|\s+(?:eve|day|holiday))", _of_new_year),
    rule(
        "d",
        r"(?:the\s+)?(?P<n>\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<which>inst|ult|prox)(?:ant|imo|o)?\b\.?",
        _letter_day,
    ),
)
