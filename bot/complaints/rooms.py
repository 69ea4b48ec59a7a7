"""A channel of its own for a complaint of severity 1: who handles it and who was called to it, never its subject."""

from bot.complaints import acting, notices, people, queries
from bot.complaints.cards import ROOM_FROM
from bot.complaints.models import Complaint
from bot.core import rooms
from bot.core.errors import Refusal
from bot.core.work import Work
from bot.directory import queries as directory


def want(work: Work, complaint_id: int) -> Complaint:
    """Somebody who acts on a severity 1 wants a channel for it. A second time changes nothing."""
    complaint = queries.find(work, complaint_id)
    acting.unbiased(work, complaint)
    if not queries.acts_for(work, complaint):
        raise Refusal("complaints/not-yours", number=complaint.id)
    if complaint.severity != ROOM_FROM:
        raise Refusal("complaints/no-room", number=complaint.id)
    if not complaint.is_open:
        raise Refusal("complaints/not-now", number=complaint.id, state=complaint.state, verb="room")
    rooms.want(work, complaint.subject)
    return complaint


def party(work: Work, complaint_id: int) -> rooms.Party:
    """Who reported, handles, verifies, approves or reviews it, the head of the desk, and whom the severity called."""
    complaint = work.session.get_one(Complaint, complaint_id)
    head = people.desk_head(work)
    named = {
        complaint.reporter_id, complaint.handler_id, complaint.verifier_id, complaint.approver_id,
        complaint.reviewer_id, head.id if head is not None else None, *queries.called(work.session, complaint.id),
    }  # fmt: skip
    subject = {complaint.subject_user_id} if complaint.subject_user_id is not None else set()
    barred = directory.slack_ids(work.session, subject, None)
    found = directory.slack_ids(work.session, {one for one in named - subject if one is not None}, work.now)
    return rooms.Party([one for one in found if one not in barred], barred, not complaint.is_open)


def _refresh(work: Work, complaint_id: int) -> None:
    work.refresh(work.session.get_one(Complaint, complaint_id).subject)


KEEPER = rooms.Keeper("case", notices.CARD, party, _refresh)
