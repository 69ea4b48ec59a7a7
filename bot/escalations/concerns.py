"""Suspicions: handed to compliance by direct message alone; nothing readable is stored."""

from collections.abc import Sequence

from sqlalchemy import select

from bot.core.errors import Refusal
from bot.core.work import Work
from bot.directory import queries as directory
from bot.directory.models import Duty, Person
from bot.escalations import clocks, notices
from bot.escalations.models import Concern
from bot.escalations.queries import COMPLIANCE

MOST_NUDGES = 4
"""After these every colleague of compliance has been asked again; then it stands with their head."""


def raise_concern(work: Work, text: str) -> Concern:
    """Hand a suspicion to compliance; the one on duty gets it at any hour. Refuses when there is nobody to read it.

    The customer is not told, and neither is anybody else (the offence of tipping off).
    """
    if not text.strip():
        raise Refusal("escalations/text-missing", field="text")
    readers = _readers(work)
    if not readers:
        raise Refusal("escalations/no-compliance", field="text", typed="")
    concern = work.save(Concern(by_id=work.actor.person_id, text=text.strip()))
    concern.wake_at = clocks.counting(work, "S1", None).after(work.now, clocks.times(work, "S1").acknowledge)
    notices.hand_off(work, concern, readers[0].id, "first")
    work.audit("escalations.concern-raised", concern.subject)
    return concern


def take(work: Work, concern_id: int) -> Concern:
    """Compliance has it. A second time changes nothing; the reading is audited."""
    concern = work.get(Concern, concern_id)
    if concern.taken_at is None and work.claim(concern, taken_at=work.now, taken_by_id=work.actor.id):
        concern.wake_at = None
        work.refresh(concern.subject)
    work.audit("escalations.concern-taken", concern.subject)
    return concern


def remind(work: Work, concern: Concern) -> None:
    """Nobody has taken it: the next colleague of compliance is asked."""
    readers = _readers(work)
    number = concern.nudged + 1
    if not work.claim(concern, nudged=number):
        return
    if readers:
        notices.hand_off(work, concern, readers[number % len(readers)].id, f"again{number}")
    more = number < MOST_NUDGES
    again = clocks.counting(work, "S1", None).after(work.now, clocks.times(work, "S1").acknowledge)
    concern.wake_at = again if more else None


def _readers(work: Work) -> Sequence[Person]:
    """Compliance, those on duty first, whoever is away last; never the one who raised it."""
    query = select(Person).where(
        Person.department == COMPLIANCE, Person.deactivated_at.is_(None), Person.slack_id.is_not(None),
        Person.id != work.actor.id,
    )  # fmt: skip
    on_duty = set(
        work.session.scalars(select(Duty.person_id).where(Duty.department == COMPLIANCE, Duty.ended_at.is_(None)))
    )
    people = work.session.scalars(query.order_by(Person.id)).all()

    def rank(person: Person) -> tuple[bool, bool, int]:
        away = directory.leave_at(work.session, person, work.now) is not None
        return away, person.id not in on_duty, person.id

    return sorted(people, key=rank)
