"""England's bank holidays by their names: the early May, spring and summer one, bank holiday Monday."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.understanding.dates.context import Context
from bot.understanding.dates.holidays import around
from bot.understanding.dates.rule import Rule, rule
from bot.understanding.dates.spans import VAGUE, Piece, Result, Span, move, one_day

_WEEKS = 36


def _bank_holiday(match: re.Match[str], context: Context) -> Result:
    """The early May, spring or summer bank holiday of England: the first or last Monday of May, the last of August."""
    month = 5 if match["which"].endswith("may") or match["which"] == "spring" else 8
    first = month == 5 and not match["which"].startswith(("late", "second", "2nd", "end", "spring"))

    def build(year: int) -> Span | None:
        day = date(year, month, 7 if first else 31)
        return one_day(day - timedelta(days=day.weekday()))

    span = context.nearest(build)
    known = span is not None and context.frame.calendar.holiday(span.first) is not None
    return Piece(around(context, span.first, span.last)) if span and known else VAGUE


def _bank_holiday_monday(_match: re.Match[str], context: Context) -> Result:
    """The coming Monday that is a public holiday, or the last one."""
    calendar, step = context.frame.calendar, -7 if context.past else 7
    day = move(context.today, -context.today.weekday() + (7 if context.today.weekday() and not context.past else 0))
    for _ in range(_WEEKS):
        if day is None:
            break
        if calendar.holiday(day):
            return Piece(around(context, day, day))
        day = move(day, step)
    return VAGUE


BANK_HOLIDAYS: tuple[Rule, ...] = (
    rule(
        "d",
        r"(?:the\s+)?(?P<which>early\s+may|(?:first|1st|second|2nd|late|end\s+of)\s+may|spring|(?:late\s+)?august"
        r"|summer)"
        r"\s+bank\s+holiday(?:\s+monday)?\b(?!\s+weekend)",
        _bank_holiday,
    ),
    rule("d", r"(?:the\s+)?bank\s+holiday\s+monday\b", _bank_holiday_monday),
)
