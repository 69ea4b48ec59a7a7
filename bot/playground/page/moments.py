"""Where the clock can be moved with one click, in the working days and the zone of the person who looks."""

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.core.calendar import Calendar

FRIDAY = 4
MORNING, AFTERNOON = time(9, 0), time(16, 30)
FARTHEST = timedelta(days=400)

Move = Callable[[datetime, Calendar], datetime]
"""From local time, on a calendar, to local time."""


class NoSuchMoment(ValueError):
    """Not a code, not a local time, or not in the future."""


def _tomorrow(now: datetime, _: Calendar) -> datetime:
    return datetime.combine(now.date() + timedelta(days=1), MORNING, now.tzinfo)


def _workday(now: datetime, calendar: Calendar) -> datetime:
    return datetime.combine(calendar.add_workdays(now.date(), 1), MORNING, now.tzinfo)


def _workdays(now: datetime, calendar: Calendar) -> datetime:
    return datetime.combine(calendar.add_workdays(now.date(), 3), now.time(), now.tzinfo)


def _friday(now: datetime, _: Calendar) -> datetime:
    days = (FRIDAY - now.weekday()) % 7
    friday = datetime.combine(now.date() + timedelta(days=days), AFTERNOON, now.tzinfo)
    return friday if friday > now else friday + timedelta(days=7)


CODES: Mapping[str, Move] = {
    "half_hour": lambda now, _: now + timedelta(minutes=30),
    "hour": lambda now, _: now + timedelta(hours=1),
    "tomorrow": _tomorrow,
    "workday": _workday,
    "workdays": _workdays,
    "friday": _friday,
    "week": lambda now, _: now + timedelta(days=7),
    "month": lambda now, _: now + timedelta(days=30),
}
"""Code -> what it means; the words stand under `clock` in words.toml."""


def moment(code: str, now: datetime, zone: ZoneInfo, calendar: Calendar) -> datetime:
    """The instant meant by a code or by a local time such as "2026-12-02T09:00". Raises NoSuchMoment."""
    local = now.astimezone(zone)
    if code in CODES:
        return CODES[code](local, calendar).astimezone(now.tzinfo)
    try:
        wanted = datetime.fromisoformat(code)
    except ValueError:
        raise NoSuchMoment(code) from None
    instant = (wanted if wanted.tzinfo else wanted.replace(tzinfo=zone)).astimezone(now.tzinfo)
    if not now <= instant <= now + FARTHEST:
        raise NoSuchMoment(code)
    return instant
