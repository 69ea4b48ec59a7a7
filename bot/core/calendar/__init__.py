"""The working-time engine: which days are worked, which hours are open, and where deadlines land.

Pure: no clock, no database, no text for people. Calendar data kept in the database is `bot.core.calendar.table`.
"""

from bot.core.calendar.days import Calendar, Day, Gap
from bot.core.calendar.hours import HoursUnreadable, WorkingHours
from bot.core.calendar.imports import DaysUnreadable, Problem, parse_csv, parse_ics
from bot.core.calendar.merging import complete_years, merge
from bot.core.calendar.names import HOLIDAY_KEYS, holiday_key, holiday_keys
from bot.core.calendar.working import WorkingTime
from bot.core.calendar.zones import localise

__all__ = [
    "HOLIDAY_KEYS",
    "Calendar",
    "Day",
    "DaysUnreadable",
    "Gap",
    "HoursUnreadable",
    "Problem",
    "WorkingHours",
    "WorkingTime",
    "complete_years",
    "holiday_key",
    "holiday_keys",
    "localise",
    "merge",
    "parse_csv",
    "parse_ics",
]
