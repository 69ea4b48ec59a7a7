"""When a person's list of the morning comes, and what may wait for it instead of being a message of its own."""

from datetime import datetime, time, timedelta

from bot.core.calendar import localise
from bot.core.work import Work
from bot.directory import queries
from bot.directory.models import Person

SOON = timedelta(hours=1)
"""A list that comes this long after work begins is the first thing read."""


def list_time(work: Work, person: Person) -> time:
    """The local time of the person's morning list: own choice, the organisation's, the policy's."""
    chosen = person.digest_time or queries.preference(work.session, "digest_time")
    policy: time = work.house.policy.service.digest.morning
    return time.fromisoformat(chosen) if chosen else policy


def told_until(work: Work, person: Person) -> datetime | None:
    """When news of this moment would reach the person only beside the next morning list: the end of that list's local
    day (UTC); else None.

    That is so outside working time, when the list comes within an hour of the opening. Whoever leaves something to the
    list sees to it that it is there; what is urgent is never left to it.
    """
    hours = queries.working_time(work.session, person)
    opening = hours.next_open(work.now)
    day = opening.astimezone(hours.zone).date()
    if hours.opening(day) != opening:
        return None
    listed = localise(hours.zone, datetime.combine(day, list_time(work, person)))
    if listed - opening > SOON:
        return None
    return localise(hours.zone, datetime.combine(day + timedelta(days=1), time.min))
