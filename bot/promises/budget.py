"""How often a person may be disturbed: pushes that are not urgent, counted over all capabilities."""

from datetime import datetime, time, timedelta

from sqlalchemy import func, or_, select

from bot.core.calendar import localise
from bot.core.outbox import Manner, Posting, Priority, State
from bot.core.work import Work
from bot.directory import queries as directory
from bot.directory.models import Person


def spent(work: Work, person: Person) -> bool:
    """Whether the person has had today's pushes (policy `push.daily_budget`); the rest then waits in the digest.

    Counted are nudges of normal priority since local midnight, queued or sent. Deadlines, urgent matters, answers to
    the person's own acts and the digests themselves are free.
    """
    query = select(func.count()).where(
        Posting.person_id == person.id,
        or_(Posting.sent_at.is_(None), Posting.sent_at >= midnight(work, person)),
        Posting.manner == Manner.NUDGE.value, Posting.priority == int(Priority.NORMAL),
        Posting.state.in_([State.QUEUED.value, State.SENDING.value, State.UNKNOWN.value, State.SENT.value]),
    )  # fmt: skip
    budget: int = work.house.policy.service.push.daily_budget
    return (work.session.scalar(query) or 0) >= budget


def midnight(work: Work, person: Person) -> datetime:
    """When the person's local day began (UTC)."""
    zone = directory.zone_of(person, directory.defaults(work.session))
    local = work.now.astimezone(zone)
    return localise(zone, datetime.combine(local.date(), time.min))


def end_of_day(work: Work, person: Person) -> datetime:
    """The first instant of the person's next local day (UTC)."""
    zone = directory.zone_of(person, directory.defaults(work.session))
    tomorrow = work.now.astimezone(zone).date() + timedelta(days=1)
    return localise(zone, datetime.combine(tomorrow, time.min))
