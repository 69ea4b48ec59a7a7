"""Pure decisions about promises: when the clock must look at one again."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.core.calendar import WorkingTime
from bot.core.policy.spans import Span, Unit

UNDO = timedelta(minutes=15)
"""How long a check mark, a saved note or a drop can be taken back by its own author."""


def reminder_at(due_at: datetime, timed: bool, before: timedelta, time: WorkingTime) -> datetime | None:
    """When a single push announces the promise: `before` the clock time that was named, in working time.

    None for promises due by the end of a day: those stand in the morning digest.
    """
    if not timed:
        return None
    moment = due_at - before
    return moment if time.is_open(moment) else _last_open_before(moment, time)


def _last_open_before(moment: datetime, time: WorkingTime) -> datetime:
    # A reminder that would fall outside working hours is better early than late: the evening before at the latest.
    local = moment.astimezone(time.zone)
    for back in range(14):
        day = local.date() - timedelta(days=back)
        closing, opening = time.closing(day), time.opening(day)
        if closing is not None and opening is not None and opening < moment:
            return min(moment, closing - timedelta(minutes=30))
    return moment


def rung_at(due_at: datetime, after: Span, time: WorkingTime) -> datetime:
    """When a missed promise climbs to the rung that stands `after` the due moment.

    Working days count from the due day and fall on the opening of business; other units are added as they are.
    """
    if after.amount == 0:
        return time.next_open(due_at)
    if after.unit in (Unit.WORKING_DAYS, Unit.DAYS):
        local = due_at.astimezone(time.zone).date()
        working = after.unit is Unit.WORKING_DAYS
        day = time.calendar.add_workdays(local, after.amount) if working else local + timedelta(days=after.amount)
        return time.next_open(time.opening(day) or due_at + timedelta(days=after.amount))
    return time.next_open(time.add(due_at, timedelta(minutes=after.minutes)))


def first_moments(
    now: datetime, due_at: datetime, timed: bool, before: timedelta, rungs: Sequence[Span], time: WorkingTime
) -> list[datetime]:
    """Every moment still ahead at which the clock has something to do with an open promise, in order."""
    moments = [rung_at(due_at, span, time) for span in rungs]
    announced = reminder_at(due_at, timed, before, time)
    if announced is not None:
        moments.append(announced)
    moments.append(due_at)
    return sorted({moment for moment in moments if moment > now})
