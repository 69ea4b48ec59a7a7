"""Rows about complaints and questions in digests: drawn again when one of them changes."""

from bot.complaints.facts import Changed as CaseChanged
from bot.complaints.models import Complaint
from bot.core.work import Work
from bot.escalations.facts import Changed as AskChanged
from bot.escalations.models import Ask
from bot.reports import digest


def case_changed(work: Work, fact: CaseChanged) -> None:
    """The row of a case may look different now, for everybody who has a part in it."""
    complaint = work.session.get_one(Complaint, fact.complaint_id)
    people = {
        complaint.handler_id, complaint.verifier_id, complaint.approver_id, complaint.reviewer_id, work.actor.id
    }  # fmt: skip
    digest.redraw(work, {one for one in people if one is not None})


def ask_changed(work: Work, fact: AskChanged) -> None:
    """The row of a question may look different now."""
    ask = work.session.get_one(Ask, fact.ask_id)
    people = {ask.asker_id, ask.holder_id, ask.decider_id, work.actor.id}
    digest.redraw(work, {one for one in people if one is not None})
