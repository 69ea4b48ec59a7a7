"""Laying imported days over a calendar."""

from collections import defaultdict
from collections.abc import Iterable

from bot.core.calendar.bundled import DECREED
from bot.core.calendar.day import Day
from bot.core.calendar.days import Calendar

# No country rests on fewer public holidays a year; fewer days are corrections to a year, not its table.
WHOLE_YEAR = 5


def complete_years(country: str, days: Iterable[Day]) -> frozenset[int]:
    """The years for which these days are the whole official table and not single corrections.

    At least five final holidays; where workdays are moved by decree (China) a make-up workday too, because feeds
    often carry the statutory days long before the State Council publishes the rest.
    """
    holidays: dict[int, int] = defaultdict(int)
    makeup = set()
    for day in days:
        if not day.provisional and day.kind == "holiday":
            holidays[day.day.year] += 1
        elif not day.provisional:
            makeup.add(day.day.year)
    return frozenset(
        year for year, count in holidays.items() if count >= WHOLE_YEAR and (country not in DECREED or year in makeup)
    )


def merge(calendar: Calendar, days: Iterable[Day]) -> Calendar:
    """The calendar with `days` laid over it; a new one, the old stays as it was.

    Each day wins over what the calendar said of it. A whole table makes its year known and final, and the
    provisional guesses of that year go, also where the table is silent on them.
    """
    laid = tuple(days)
    if not laid:
        return calendar
    whole = complete_years(calendar.country, laid)
    kept = [day for day in calendar.days if not (day.provisional and day.day.year in whole)]
    return Calendar(
        [*kept, *laid],
        known=calendar.known | whole,
        provisional_years=calendar.provisional_years - whole,
        weekend=calendar.weekend,
        country=calendar.country,
    )
