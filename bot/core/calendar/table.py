"""Calendar data in the database: what was imported or corrected, laid over the shipped calendars."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import CheckConstraint, ColumnElement, String, UniqueConstraint, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.core.calendar.day import Day
from bot.core.calendar.days import HOME_YEARS, Calendar
from bot.core.calendar.merging import complete_years, merge
from bot.core.database import Row
from bot.core.prepared import Prepared
from bot.core.together import in_one_value, rows_in


class CalendarDay(Row):
    """One imported or corrected day of a calendar ("CN", "GB-SCT", or a firm's own code)."""

    __tablename__ = "calendar_day"
    __table_args__ = (
        UniqueConstraint("calendar", "day"),
        CheckConstraint("kind IN ('holiday', 'workday')", name="kind"),
    )

    calendar: Mapped[str] = mapped_column(String(32))
    day: Mapped[date]
    kind: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(100))
    source: Mapped[str] = mapped_column(String(200))
    provisional: Mapped[bool] = mapped_column(default=False)


def days_of(code: ColumnElement[str]) -> ColumnElement[str]:
    """What the database says of the days of a calendar, as one column beside others; `assembled` reads it."""
    days = select(CalendarDay.day, CalendarDay.kind, CalendarDay.name, CalendarDay.provisional)
    return in_one_value(days.where(CalendarDay.calendar == code))


_DAYS = Prepared(select(days_of(bindparam("code", type_=String))))


@dataclass(frozen=True, slots=True)
class Stored:
    """What an import changed, in days."""

    added: int = 0
    changed: int = 0
    removed: int = 0


def load(session: Session, code: str) -> Calendar:
    """The shipped calendar of that country with the database's days laid over it; for a code the shipped data does not
    know, the database's days alone.

    One narrow query; equal data gives the same object, so its caches live on between requests.
    """
    code = written(code)
    return assembled(code, _DAYS.scalar(session, code=code))


def written(code: str) -> str:
    """The code of a calendar as the table has it."""
    return code.strip().upper()


def store(session: Session, code: str, days: Iterable[Day], source: str, now: datetime) -> Stored:
    """Keep imported days; each replaces what the table said of its day. Repeating an import changes nothing.

    Where the days are the whole table of a year (see complete_years), days of an earlier import from the same source
    that are no longer in it go. The caller commits.
    """
    code, source = written(code), source[:200]
    wanted = {day.day: day for day in days}
    rows = session.scalars(select(CalendarDay).where(CalendarDay.calendar == code))
    present = {row.day: row for row in rows}
    whole = complete_years(code, wanted.values())
    stale = [row for day, row in present.items() if day.year in whole and row.source == source and day not in wanted]
    for row in stale:
        session.delete(row)
    added = [day for day in wanted.values() if day.day not in present]
    changed = [day for day in wanted.values() if day.day in present and _differs(present[day.day], day)]
    for day in changed:
        row = present[day.day]
        row.kind, row.name, row.provisional, row.source = day.kind, day.name[:100], day.provisional, source
    session.add_all(_row(code, day, source, now) for day in added)
    session.flush()
    return Stored(len(added), len(changed), len(stale))


def _differs(row: CalendarDay, day: Day) -> bool:
    return (row.kind, row.name, row.provisional) != (day.kind, day.name[:100], day.provisional)


def _row(code: str, day: Day, source: str, now: datetime) -> CalendarDay:
    return CalendarDay(
        calendar=code,
        day=day.day,
        kind=day.kind,
        name=day.name[:100],
        source=source,
        provisional=day.provisional,
        created_at=now,
    )


@lru_cache(maxsize=64)
def assembled(code: str, days: str | None) -> Calendar:
    """The shipped calendar of that code with these days (see `days_of`) laid over it."""
    laid = (Day(date.fromisoformat(day), kind, name, bool(soft)) for day, kind, name, soft in rows_in(days))
    return merge(Calendar.bundled(code, *HOME_YEARS), tuple(laid))
