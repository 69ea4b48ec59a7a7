"""A customer who comes back long after his case was closed: a new case that follows the old one."""

from sqlalchemy import select

from bot.complaints import intake, queries, timing
from bot.complaints.models import Complaint
from bot.core.work import Work
from bot.directory.models import Person


def follow(work: Work, before: Complaint, said: str) -> Complaint:
    """A new case about the same matter, with clocks of its own, in the hands of the old one's handler.

    The old case stays as it ended. While a case that follows it is still open, that one is meant and only hears
    what was said now.
    """
    query = select(Complaint).where(Complaint.follows_id == before.id, Complaint.ended_at.is_(None))
    running = work.session.scalars(query.order_by(Complaint.id)).first()
    if running is not None:
        timing.record(work, running, "repeated", reason=said, data={"from": before.id})
        return running
    given = intake.Given(
        complainant=before.complainant, channel=before.channel, product=before.product, people=before.people,
        subject_id=before.subject_user_id, vulnerable=before.vulnerable, source="followed",
        follows=before, handler_id=_handler(work, before),
    )  # fmt: skip
    made = intake.register(work, said, given)
    timing.record(work, before, "followed", reason=said, data={"by": made.id})
    work.session.flush()
    work.refresh(before.subject)
    return made


def _handler(work: Work, before: Complaint) -> int | None:
    person = work.session.get(Person, before.handler_id) if before.handler_id else None
    here = person is not None and person.deactivated_at is None and not queries.is_subject(before, person.id)
    return before.handler_id if here else None


def follower(work: Work, complaint: Complaint) -> int | None:
    """The newest case that follows this one."""
    query = select(Complaint.id).where(Complaint.follows_id == complaint.id).order_by(Complaint.id.desc())
    return work.session.scalar(query.limit(1))
