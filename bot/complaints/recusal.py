"""Recusal: the colleague complained about has no part in the case, whatever he had in it (CBIRC 2020-3 art 17)."""

from sqlalchemy import select

from bot.complaints import deadlines_kept, notices, people, queries, timing
from bot.complaints.models import CallBack, Complaint, ComplaintEvent
from bot.complaints.states import State
from bot.core.subject import Subject
from bot.core.work import Work
from bot.customers import contacts
from bot.escalations import hands
from bot.promises import queries as promise_queries
from bot.promises import usecases as promises

JUDGED = (State.PROPOSING, State.APPROVAL, State.DECIDED)
"""What was found stands, and has not been told to the customer yet."""


def recuse(work: Work, complaint: Complaint) -> None:
    """Take every part from the colleague a case is about: handling goes to his lead, with promises and questions; what
    he found or decided, unless the customer was told already, is done once more; contacts stop naming the case."""
    subject = complaint.subject_user_id
    if subject is None:
        return
    if complaint.verifier_id == subject:
        complaint.verifier_id = None
    if complaint.handler_id == subject:
        chosen = people.unbiased(work, subject, {subject})
        complaint.handler_id = chosen.id if chosen else None
        notices.push(work, complaint, complaint.handler_id, "recused")
    _hand_on(work, complaint, subject)
    _judge_again(work, complaint, subject)
    _review_by_another(work, complaint, subject)
    _say_no_number(work, complaint)


def _hand_on(work: Work, complaint: Complaint, subject: int) -> None:
    if complaint.handler_id is not None:
        for one in promise_queries.of_subject(work, complaint.subject, open_only=True):
            if one.owner_id == subject:
                promises.hand_over(work.acting_as(deadlines_kept.for_the_case(work)), one.id, complaint.handler_id)
    hands.bar(work, complaint.subject, subject, complaint.handler_id)


def _judge_again(work: Work, complaint: Complaint, subject: int) -> None:
    """What the subject found is verified anew; what he proposed, was asked to approve, or decided, is proposed anew."""
    pending = complaint.pending or {}
    asked = subject in (complaint.approver_id if pending else None, pending.get("by"))
    to = None
    if complaint.state in JUDGED and _found_by(work, complaint) == subject:
        to = State.VERIFYING
    elif (complaint.state == State.APPROVAL and asked) or (
        complaint.state == State.DECIDED and complaint.decided_by_id == subject
    ):
        to = State.PROPOSING
    if to is None and not asked:
        return
    complaint.pending = complaint.approver_id = None
    if to is None:
        timing.record(work, complaint, "recused")
        return
    complaint.decided_at = complaint.decided_by_id = None
    for one in queries.remedies(work.session, complaint.id):
        one.approver_id = None
    timing.record(work, complaint, "recused", to=to.value)


def _found_by(work: Work, complaint: Complaint) -> int | None:
    query = select(ComplaintEvent.actor_id).where(
        ComplaintEvent.complaint_id == complaint.id, ComplaintEvent.kind == "found"
    )
    return work.session.scalar(query.order_by(ComplaintEvent.id.desc()).limit(1))


def _review_by_another(work: Work, complaint: Complaint, subject: int) -> None:
    if complaint.reviewer_id != subject or complaint.state != State.UNDER_REVIEW:
        return
    barred = {subject, complaint.decided_by_id, complaint.handler_id}
    reviewer = people.unbiased(work, subject, barred)
    complaint.reviewer_id = reviewer.id if reviewer is not None else None
    notices.push(work, complaint, complaint.reviewer_id, f"review:{work.now:%Y%m%dT%H%M%S}")


def _say_no_number(work: Work, complaint: Complaint) -> None:
    """Older lines of the customer's contacts name the case no more: who it is about could read them."""
    work.session.flush()
    contacts.unname(work, [complaint.subject])
    for model, kind in ((ComplaintEvent, "complaint_event"), (CallBack, "complaint_call_back")):
        ids = work.session.scalars(select(model.id).where(model.complaint_id == complaint.id))
        contacts.unname(work, [Subject(kind, one) for one in ids])
