"""Lengths of natural time on local dates."""

import calendar
from datetime import date, timedelta

from bot.core.policy.spans import Span, Unit


def later(day: date, span: Span) -> date:
    """The date so many days or months later; a month end stays in its month (31 August + 6 months = 28 February).

    Raises ValueError for working time and hours, which need a calendar.
    """
    if span.unit is Unit.DAYS:
        return day + timedelta(days=span.amount)
    if span.unit is not Unit.MONTHS:
        raise ValueError(f"{span} needs a calendar; write days, weeks, months or years for this rule")
    year, month = divmod(day.year * 12 + day.month - 1 + span.amount, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
