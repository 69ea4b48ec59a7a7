"""How cases react to what other slices announce: answers of departments, promises kept or moved."""

from sqlalchemy import select

from bot.complaints import deadlines_kept, handling, people, queries, recurrence, timing
from bot.complaints.models import Complaint
from bot.core.access import SYSTEM
from bot.core.subject import Subject
from bot.core.work import Work
from bot.customers.facts import OwnerChanged
from bot.directory.models import Person
from bot.escalations.facts import Answered, Asked, Closed, Declined
from bot.escalations.facts import Reopened as AskReopened
from bot.promises.facts import Kept, Moved
from bot.promises.models import Promise


def _about(work: Work, about: Subject | None) -> Complaint | None:
    return work.session.get(Complaint, about.id) if about is not None and about.kind == "complaint" else None


def asked(work: Work, fact: Asked) -> None:
    """A department was asked about the case."""
    _write(work, fact.about, "asked", fact.ask_id)


def answered(work: Work, fact: Answered) -> None:
    """A department answered: its words are evidence, the card shows that they are there."""
    _write(work, fact.about, "answered", fact.ask_id, fact.answer)


def declined(work: Work, fact: Declined) -> None:
    """A department said no."""
    _write(work, fact.about, "declined", fact.ask_id, fact.reason)


def asked_again(work: Work, fact: AskReopened) -> None:
    """The answer was not enough."""
    _write(work, fact.about, "asked_again", fact.ask_id, fact.reason)


def ask_closed(work: Work, fact: Closed) -> None:
    """The question is over: the case goes on."""
    _write(work, fact.about, "ask_closed", fact.ask_id)


def _write(work: Work, about: Subject | None, kind: str, ask_id: int, words: str = "") -> None:
    complaint = _about(work, about)
    if complaint is not None:
        timing.record(work, complaint, kind, reason=words, data={"ask": ask_id})
        work.session.flush()
        work.refresh(complaint.subject)


def owner_changed(work: Work, fact: OwnerChanged) -> None:
    """The customer has another manager: open cases go along, but never to the one complained about."""
    if fact.before_id is None or fact.after_id is None:
        return
    system = work.acting_as(SYSTEM)
    query = select(Complaint).where(
        Complaint.customer_id == fact.customer_id, Complaint.handler_id == fact.before_id, Complaint.ended_at.is_(None)
    )
    for complaint in work.session.scalars(query).all():
        person = work.session.get(Person, fact.after_id)
        if queries.is_subject(complaint, fact.after_id):
            person = people.unbiased(work, fact.after_id, {fact.after_id})
        if person is not None:
            handling.assign(system, complaint.id, person.id)


def kept(work: Work, fact: Kept) -> None:
    """The promise to the customer, or a corrective action, was kept."""
    complaint = _about(work, fact.about)
    if complaint is None:
        return
    promise = work.session.get_one(Promise, fact.promise_id)
    if promise.purpose == deadlines_kept.REPLY and complaint.is_open:
        deadlines_kept.kept(work, complaint)
    elif promise.purpose == deadlines_kept.CORRECTIVE:
        recurrence.kept(work, promise.id, promise.outcome)
    elif promise.purpose == deadlines_kept.VERIFY:
        recurrence.verified(work, complaint, promise.id)


def moved(work: Work, fact: Moved) -> None:
    """The promise to the customer got another date."""
    complaint = _about(work, fact.about)
    if complaint is None or not complaint.is_open:
        return
    promise = work.session.get_one(Promise, fact.promise_id)
    if promise.purpose == deadlines_kept.REPLY:
        deadlines_kept.moved(work, complaint, promise.due_at)
