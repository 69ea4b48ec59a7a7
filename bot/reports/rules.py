"""Pure decisions about digests: when each is due in a person's working time."""

from datetime import date, datetime, time, timedelta

from bot.core.calendar import WorkingTime, localise

SPREAD = timedelta(minutes=30)
"""Digests are spread over this span before their time, so that Slack's limits do not delay the last ones."""
HOUR = timedelta(hours=1)
WEEK = 7


def within_day(day: date, clock: time, early: timedelta, hours: WorkingTime) -> datetime | None:
    """The instant of a local clock time on a working day, `early` before it, kept inside working hours.

    None on a day off. Nobody is written to before work starts: where the digest leaves at the opening, none is early.
    """
    opening, closing = hours.opening(day), hours.closing(day)
    if opening is None or closing is None:
        return None
    wished = localise(hours.zone, datetime.combine(day, clock)) - early
    return max(opening, min(wished, closing - SPREAD))


def early(person_id: int) -> timedelta:
    """How long before the digest's time this person's leaves: stable, spread over half an hour."""
    return timedelta(seconds=person_id * 7919 % int(SPREAD.total_seconds()))


def is_last_of_week(day: date, hours: WorkingTime) -> bool:
    """Whether no later day of this week (Monday to Sunday) is worked."""
    if hours.opening(day) is None:
        return False
    later = (day + timedelta(days=n) for n in range(1, WEEK - day.weekday()))
    return all(hours.opening(one) is None for one in later)


def next_look(
    now: datetime, morning: time, early_by: timedelta, hours: WorkingTime, weekly: datetime | None
) -> datetime:
    """When to look again: the next digest, but within the hour."""
    today = now.astimezone(hours.zone).date()
    mornings = (within_day(today + timedelta(days=n), morning, early_by, hours) for n in range(2))
    ahead = [moment for moment in (*mornings, weekly) if moment is not None and moment > now]
    return min([now + HOUR, *ahead])
