"""What happens to promises when their owner is away or gone: reminders move, and the one who gets them is told once."""

from sqlalchemy import func, select

from bot.core.outbox import Posting
from bot.core.work import Work
from bot.directory import queries as directory
from bot.directory.facts import LeaveChanged, PersonGone
from bot.directory.models import Leave, Person
from bot.promises import notices, queries
from bot.promises.models import Promise

SHOWN = 5
"""Rows a take-over message lists; the rest stands in the digest."""


def person_gone(work: Work, fact: PersonGone) -> None:
    """A colleague has left: whoever gets the reminders from now on learns what that is."""
    leaver = work.session.get_one(Person, fact.person_id)
    work.session.flush()
    heir = directory.stand_in(work.session, leaver, work.now)
    if heir.id == leaver.id:
        heir = directory.lead_of(work.session, leaver) or leaver
    count = _open(work, leaver.id)
    if heir.id != leaver.id and count:
        notices.taken_over(work, leaver, heir, queries.open_of_owner(work, leaver.id, limit=SHOWN), count)


def leave_changed(work: Work, fact: LeaveChanged) -> None:
    """Days away were entered or taken back: the deputy is told once, in words that name the days."""
    person = work.session.get_one(Person, fact.person_id)
    work.session.flush()
    today = work.now.astimezone(directory.zone_of(person, directory.defaults(work.session))).date()
    coming = select(Leave).where(Leave.person_id == person.id, Leave.last_day >= today).order_by(Leave.id)
    for leave in work.session.scalars(coming):
        deputy_id = leave.deputy_id or person.deputy_id
        deputy = work.session.get(Person, deputy_id) if deputy_id else None
        if deputy is None or deputy.deactivated_at is not None:
            continue
        if leave.cancelled_at is None:
            notices.deputising(work, person, deputy, leave, _open(work, person.id))
        elif _told(work, leave, deputy):
            notices.relieved(work, person, deputy, leave)


def _open(work: Work, owner_id: int) -> int:
    query = select(func.count()).where(Promise.owner_id == owner_id, Promise.ended_at.is_(None))
    return work.session.scalar(query) or 0


def _told(work: Work, leave: Leave, deputy: Person) -> bool:
    once = f"promises:deputy:{leave.id}:{deputy.id}"
    return work.session.scalar(select(Posting.id).where(Posting.once == once)) is not None
