"""What the customer was promised: a clock of the case, and a promise that reminds whoever owes it."""

from dataclasses import replace
from datetime import datetime

from bot.complaints import timing, wordlists
from bot.complaints.acting import own, words
from bot.complaints.deadlines.events import Event, EventKind
from bot.complaints.models import Complaint
from bot.complaints.reading_line import Duty
from bot.core.access import Actor
from bot.core.errors import Refusal
from bot.core.subject import Subject
from bot.core.work import Work
from bot.directory import queries as directory
from bot.directory.models import Person
from bot.promises import queries as promise_queries
from bot.promises import usecases as promises
from bot.promises.models import Promise

REPLY, STEP, CORRECTIVE, RECOVERY, VERIFY = (
    "complaint_reply", "complaint_step", "corrective_action", "recovery", "verify_action"
)  # fmt: skip
"""Purposes of promises that stem from complaints."""


def text_for(work: Work, person_id: int, key: str, **values: object) -> str:
    """A text of a record in the language of the colleague who gets it."""
    person = work.session.get_one(Person, person_id)
    return wordlists.text(directory.actor_of(work.session, person).language, key, **values)


def owed(work: Work, complaint: Complaint) -> Promise | None:
    """The open promise to answer the customer, if one was given."""
    found = promise_queries.of_subject(work, complaint.subject, open_only=True)
    return next((one for one in found if one.purpose == REPLY), None)


def give(work: Work, complaint: Complaint, duty: Duty) -> Promise | None:
    """The customer was promised an answer by then: the clock of the case starts, and whoever owes it is reminded."""
    owner = duty.owner_id or complaint.handler_id or complaint.reporter_id
    if owner == complaint.subject_user_id:
        owner = complaint.handler_id or complaint.reporter_id
    timing.record(work, complaint, EventKind.PROMISED.value, data={"until": duty.due})
    text = duty.text or text_for(work, owner, "reply", id=complaint.id)
    return _make(work, complaint, replace(duty, text=text, owner_id=owner), REPLY)


def also(work: Work, complaint: Complaint, duty: Duty) -> Promise:
    """Another thing the line promised."""
    return _make(work, complaint, duty, STEP)


def noted(work: Work, note: Subject, author_id: int) -> tuple[Duty, ...]:
    """What a note still promises the customer, by the days that stand now: its author's promises are taken over."""
    return tuple(
        Duty(one.text, one.due_at, one.timed, None, one.id) if one.owner_id == author_id
        else Duty(one.text, one.due_at, one.timed, one.owner_id)
        for one in sorted(promise_queries.of_subject(work, note), key=lambda one: one.id)
        if not one.by_customer and one.due_at > work.now
    )  # fmt: skip


def _make(work: Work, complaint: Complaint, duty: Duty, purpose: str) -> Promise:
    owner = duty.owner_id or complaint.handler_id or complaint.reporter_id
    standing = work.session.get(Promise, duty.stands) if duty.stands else None
    if standing is not None and standing.owner_id == owner:
        return promises.adopt(work, standing, complaint.subject, purpose)
    return promises.make(
        work,
        promises.Draft(
            duty.text, duty.due, owner, complaint.subject,
            customer_id=complaint.customer_id, timed=duty.timed, important=True, purpose=purpose,
        ),
    )  # fmt: skip


def promise(work: Work, complaint_id: int, due: datetime, reason: str = "") -> Complaint:
    """Promise the customer an answer by `due`, or move the promise. Refuses the past; a promise moved after its time
    stays broken."""
    complaint = own(work, complaint_id, "promise")
    if due <= work.now:
        raise Refusal("complaints/past", field="due", when=due)
    before = owed(work, complaint)
    if before is None:
        give(work, complaint, Duty("", due, timed=True))
    else:
        promises.move(work.acting_as(for_the_case(work)), before.id, due, True, reason)
    timing.settle(work, complaint)
    return complaint


def moved(work: Work, complaint: Complaint, due: datetime) -> None:
    """The promise to the customer was moved wherever promises are moved: the clock of the case follows."""
    known = timing.clocks(work, complaint).named("promise")
    if known is None or known.due_plain == due or complaint.paused_for is not None:
        return
    timing.record(work, complaint, EventKind.PROMISED.value, data={"until": due})
    timing.settle(work, complaint)


def kept(work: Work, complaint: Complaint) -> None:
    """The promise to the customer was kept."""
    timing.record(work, complaint, EventKind.PROMISE_KEPT.value)
    timing.settle(work, complaint)


def keep(work: Work, complaint: Complaint) -> None:
    """The customer has his answer: the promise of it is kept, whoever gave it."""
    before = owed(work, complaint)
    if before is not None:
        promises.keep(work.acting_as(for_the_case(work)), before.id)


def agree(work: Work, complaint_id: int, until: datetime, evidence: str) -> Complaint:
    """The customer agreed to another limit, with proof: it replaces the legal one for this case (CBIRC art 21)."""
    complaint = own(work, complaint_id, "agree")
    proof = words(evidence, "evidence")
    if until <= work.now:
        raise Refusal("complaints/past", field="until", when=until)
    timing.refuse_unless(work, complaint, Event(EventKind.AGREED, work.now, until=until))
    timing.record(work, complaint, EventKind.AGREED.value, reason=proof, data={"until": until})
    timing.settle(work, complaint)
    return complaint


def for_the_case(work: Work) -> Actor:
    """Whoever may act on the case may keep and move its promise: the actor stays named, the right is the case's."""
    return replace(work.actor, role="system")


def hand_over(work: Work, complaint: Complaint, person_id: int) -> None:
    """The promise to the customer goes to the new handler."""
    before = owed(work, complaint)
    if before is not None:
        promises.hand_over(work.acting_as(for_the_case(work)), before.id, person_id)
