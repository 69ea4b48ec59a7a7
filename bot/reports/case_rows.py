"""Rows about complaints and questions in digests: drawn again when one of them changes."""

from bot.complaints.facts import Changed as CaseChanged
from bot.complaints.models import Complaint
from bot.core.work import Work
from bot.directory import queries as directory
from bot.directory.models import Person
from bot.escalations.facts import Changed as AskChanged
from bot.escalations.models import Ask
from bot.reports import digest


def case_changed(work: Work, fact: CaseChanged) -> None:
    """The row of a case may look different now, for everybody who has a part in it."""
    complaint = work.session.get_one(Complaint, fact.complaint_id)
    people = {
        complaint.handler_id, complaint.verifier_id, complaint.approver_id, complaint.reviewer_id, work.actor.id,
        _lead(work, complaint.handler_id),
    }  # fmt: skip
    digest.redraw(work, {one for one in people if one is not None})


def _lead(work: Work, handler_id: int | None) -> int | None:
    """Who looks after the handler's team now."""
    lead = directory.lead_of(work.session, work.session.get_one(Person, handler_id)) if handler_id else None
    return directory.stand_in(work.session, lead, work.now).id if lead else None


def ask_changed(work: Work, fact: AskChanged) -> None:
    """The row of a question may look different now."""
    ask = work.session.get_one(Ask, fact.ask_id)
    people = {ask.asker_id, ask.holder_id, ask.decider_id, work.actor.id}
    digest.redraw(work, {one for one in people if one is not None})
