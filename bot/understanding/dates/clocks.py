"""Times of day: what the clock rules of both languages share."""

from __future__ import annotations

import re

from bot.understanding.dates.context import Context
from bot.understanding.dates.parts import AFTERNOON, DAWN, EVENING, MORNING
from bot.understanding.dates.rule import Reader
from bot.understanding.dates.spans import Clock, Part, Piece, Result

NOON = 12


def clock_of(hour: int, minute: int, part: Part | None = None, *, sure: bool = False) -> Clock | None:
    """A clock time; without a part of the day an hour up to twelve stays open. None for 25:70."""
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return None
    if part is None:
        return Clock(hour, minute, open_half=not sure and 1 <= hour <= NOON)
    return None if after_midnight(hour, part) else Clock(in_part(hour, part), minute)


def after_midnight(hour: int, part: Part) -> bool:
    """Whether it is an hour of the small ones, 半夜一点: of which day they are is asked."""
    return part is EVENING and 1 <= hour <= _SMALL_HOURS


_SMALL_HOURS = 4


def in_part(hour: int, part: Part) -> int:
    """The 24-hour reading of a spoken hour in a part of the day (下午3点 = 15, 晚上12点 = 24)."""
    if part in (MORNING, DAWN):
        return 0 if part is DAWN and hour == NOON else hour
    if hour == NOON:
        return 24 if part is EVENING else hour
    if part in (AFTERNOON, EVENING) or hour <= 2 or part.start.hour == 17:
        return hour + NOON if 1 <= hour < NOON else hour
    return hour


def fixed(clock: Clock, by: bool = False) -> Reader:
    """The reader of a time that has a name, whatever was matched; `by` where the name is a deadline."""

    def read(_match: re.Match[str], _context: Context) -> Result:
        return Piece(clock=clock, direction="by" if by else None)

    return read
