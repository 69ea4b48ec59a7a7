"""Who may say yes: amounts that are added up, four eyes, and what nobody makes lighter for himself."""

from datetime import timedelta

from sqlalchemy import and_, or_, select

from bot.complaints import people, queries
from bot.complaints.models import Complaint, Remedy
from bot.complaints.states import State
from bot.core.errors import Refusal
from bot.core.work import Work
from bot.customers.models import Customer
from bot.directory.models import Person, Role

EYES = ("S1", "S2")
"""Severities that a second person decides about."""


def may_alone(work: Work, complaint: Complaint, amount: float) -> bool:
    """Whether the acting person may decide an amount without anybody else: within his authority, and neither severity
    1 or 2, nor about a colleague, nor a severity that he lowered himself."""
    rule = people.policy(work).compensation
    if work.actor.is_system:
        own, before = "head_office", linked(work, complaint)
    else:
        own = people.authority_of(work, complaint, work.actor.person_id)
        before = granted(work, complaint, work.actor.person_id)
    second = complaint.severity in EYES or complaint.subject_user_id is not None
    return rule.covers(own, amount + before) and not second and work.actor.id not in _lowered_by(work, complaint)


def approver(work: Work, complaint: Complaint, amount: float) -> tuple[str, Person] | None:
    """Who says yes to an amount, and from which role upwards he was looked for: the lead at least, and nobody whose
    authority is spent on this customer already."""
    rule = people.policy(work).compensation
    least = people.at_least("lead", rule.approver(amount + linked(work, complaint)), rule.beyond)

    def covers(code: str, person: Person) -> bool:
        return rule.covers(code, amount + granted(work, complaint, person.id))

    found = people.approver_for(work, complaint, least, work.actor.id, covers)
    return (least, found) if found is not None else None


def one_at_a_time(work: Work, complaint: Complaint) -> None:
    """Whoever decides about the same customer at this moment waits: two decisions at once would not see each other."""
    query = select(Customer.id).where(Customer.id == complaint.customer_id).with_for_update()
    work.session.execute(query)


def linked(work: Work, complaint: Complaint) -> float:
    """What was decided for the same matter in other cases, by anybody: those merged into this one, those it follows."""
    return sum(
        row.amount for one in _matter(work, complaint) for row in queries.remedies(work.session, one)
        if row.approver_id is not None
    )  # fmt: skip


def granted(work: Work, complaint: Complaint, person_id: int | None = None) -> float:
    """What counts together with this case's own amount for one person: the same matter in other cases, and what he
    granted, or is asked to grant, to the same customer in other cases within the pack's days. None: whoever granted."""
    since = work.now - timedelta(days=people.policy(work).compensation.within_days)
    by = Remedy.approver_id == person_id if person_id is not None else Remedy.approver_id.is_not(None)
    said_yes = and_(by, Complaint.decided_at >= since)
    asked = and_(Complaint.approver_id == person_id, Complaint.state == State.APPROVAL.value)
    never_paid = and_(Complaint.state == State.WITHDRAWN.value, Remedy.done_at.is_(None))
    counted = {complaint.id, *_matter(work, complaint)}
    query = (
        select(Remedy.amount).join(Complaint, Complaint.id == Remedy.complaint_id)
        .where(Complaint.customer_id == complaint.customer_id, Complaint.id.not_in(counted), or_(said_yes, asked))
        .where(~never_paid)
    )  # fmt: skip
    return linked(work, complaint) + sum(work.session.scalars(query))


def _matter(work: Work, complaint: Complaint) -> list[int]:
    """The other cases of the same matter: merged into it, or gone before it."""
    seen, waiting = {complaint.id}, [complaint]
    while waiting:
        one = waiting.pop()
        near = select(Complaint).where(or_(Complaint.merged_into_id == one.id, Complaint.id == one.follows_id))
        fresh = [each for each in work.session.scalars(near) if each.id not in seen]
        seen.update(each.id for each in fresh)
        waiting += fresh
    return sorted(seen - {complaint.id})


def _lowered_by(work: Work, complaint: Complaint) -> set[int | None]:
    """Who lowered the severity of the case below those that a second person decides about."""
    rows = queries.events(work.session, complaint.id)
    return {row.actor_id for row in rows if row.kind == "edited" and row.data.get("lowered")}


def not_for_oneself(work: Work, complaint: Complaint, reason: str, field: str) -> None:
    """What makes a case lighter (a lower severity, a rule with a later limit) is said by somebody above its handler or
    by the desk, with a reason; never by the handler himself."""
    actor = work.actor
    desk = actor.department in (queries.DESK, queries.OWN_CODE)
    above = actor.is_system or actor.role in (Role.LEAD, Role.ADMIN) or desk
    if not above or (actor.id == complaint.handler_id and not actor.is_system):
        raise Refusal("complaints/lighter-alone", field=field, number=complaint.id)
    if not reason.strip():
        raise Refusal("complaints/text-missing", field="reason")
