"""Scoped reads of complaints: who sees which, who may act, what is open."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import Session

from bot.complaints.models import (
    CallBack,
    Complaint,
    ComplaintEvent,
    ComplaintMember,
    ComplaintMessage,
    ComplaintNotice,
    Remedy,
)
from bot.complaints.states import State
from bot.core.access import Actor
from bot.core.errors import Refusal
from bot.core.subject import Subject
from bot.core.work import Work
from bot.customers.models import Alias, ContactPerson, Customer
from bot.directory import queries as directory
from bot.directory.models import Person
from bot.directory.queries import team_of

DESK = "customer_service"
"""The department that keeps complaints."""
HAPPENED = "complaints.events"
"""Where a session keeps the events it has read."""
FIRST_LIMIT_FIRST = (Complaint.limit_at.is_(None), Complaint.limit_at, Complaint.due_at)
"""The order of every list of cases: what was missed, then what passes next; what rests or has no limit comes last."""
AHEAD = timedelta(days=1)
"""How long before its end a lead's list shows a case of the team that has missed nothing yet."""
OWN_CODE = "complaints"
"""A team may bind a department of this code instead."""


def visible(actor: Actor) -> ColumnElement[bool]:
    """Cases one reported, handles, verifies, decides or was called to; those of the team below; all of them for the
    complaints desk.

    A person complained about sees the case only as its reporter (recusal).
    """
    if actor.id is None or actor.role == "auditor":
        return false()
    called_to = select(ComplaintMember.complaint_id).where(ComplaintMember.person_id == actor.id)
    conditions = [
        Complaint.id.in_(called_to),
        Complaint.reporter_id == actor.id, Complaint.handler_id == actor.id, Complaint.verifier_id == actor.id,
        Complaint.approver_id == actor.id, Complaint.reviewer_id == actor.id,
        Complaint.handler_id.in_(team_of(actor.id)), Complaint.reporter_id.in_(team_of(actor.id)),
    ]  # fmt: skip
    if actor.department in (DESK, OWN_CODE):
        conditions.append(Complaint.id.is_not(None))
    unbiased = or_(
        Complaint.subject_user_id.is_(None), Complaint.subject_user_id != actor.id, Complaint.reporter_id == actor.id
    )
    return and_(or_(*conditions), unbiased)


def may_see(work: Work, complaint: Complaint) -> bool:
    """Whether the acting person may see this case now: by scope, or standing in for its handler."""
    scope = work.house.scopes.where(Complaint, work.actor)
    if work.session.scalar(select(Complaint.id).where(Complaint.id == complaint.id, scope)) is not None:
        return True
    actor = work.actor
    return (
        actor.id is not None
        and not is_subject(complaint, actor.id)
        and actor.id == standing(work, complaint.handler_id)
    )


def find(work: Work, complaint_id: int) -> Complaint:
    """The case, if the acting person may see it."""
    complaint = work.session.get(Complaint, complaint_id)
    if complaint is None or not may_see(work, complaint):
        raise Refusal("complaints/not-found", number=complaint_id)
    return complaint


def hold(work: Work, complaint_id: int) -> Complaint:
    """The case, if the acting person may see it, as it is once whoever changes it at this moment is done; nobody else
    changes it until this work ends."""
    find(work, complaint_id)
    work.session.flush()
    work.session.info.get(HAPPENED, {}).pop(complaint_id, None)
    return work.session.get_one(Complaint, complaint_id, with_for_update=True, populate_existing=True)


def is_subject(complaint: Complaint, person_id: int | None) -> bool:
    """Whether this is the colleague complained about."""
    return person_id is not None and complaint.subject_user_id == person_id


def subject_about(work: Work, about: Subject | None) -> int | None:
    """Who must have no part in what is asked about this record: the colleague it is a complaint about."""
    complaint = work.session.get(Complaint, about.id) if about is not None and about.kind == "complaint" else None
    return complaint.subject_user_id if complaint is not None else None


def standing(work: Work, person_id: int | None) -> int | None:
    """Who acts for a person now: himself, or whoever stands in."""
    person = work.session.get(Person, person_id) if person_id else None
    return directory.stand_in(work.session, person, work.now).id if person else None


def acts_for(work: Work, complaint: Complaint) -> bool:
    """Whether the acting person may handle the case: handler, verifier, stand-in, a lead above, the complaints desk;
    never the person complained about."""
    actor = work.actor
    if actor.is_system:
        return True
    if is_subject(complaint, actor.id) or actor.id is None:
        return False
    if actor.department in (DESK, OWN_CODE):
        return True
    if actor.id in (complaint.handler_id, complaint.verifier_id, standing(work, complaint.handler_id)):
        return True
    return complaint.handler_id in set(work.session.scalars(team_of(actor.id)))


def called(session: Session, complaint_id: int) -> Sequence[int]:
    """Row ids of those whom the severity called to a case."""
    return session.scalars(select(ComplaintMember.person_id).where(ComplaintMember.complaint_id == complaint_id)).all()


def events(session: Session, complaint_id: int) -> Sequence[ComplaintEvent]:
    """Everything that happened, in the order it was entered; read once a transaction, since every clock asks for it."""
    known: dict[int, list[ComplaintEvent]] = session.info.setdefault(HAPPENED, {})
    if complaint_id not in known:
        query = select(ComplaintEvent).where(ComplaintEvent.complaint_id == complaint_id).order_by(ComplaintEvent.id)
        known[complaint_id] = list(session.scalars(query))
    return known[complaint_id]


def happened(session: Session, event: ComplaintEvent) -> None:
    """An event was written down: it is the last of its case."""
    known: dict[int, list[ComplaintEvent]] = session.info.get(HAPPENED, {})
    if event.complaint_id in known:
        known[event.complaint_id].append(event)


def notices(session: Session, complaint_id: int, kind: str | None = None) -> Sequence[ComplaintNotice]:
    """What the customer was told, oldest first."""
    query = select(ComplaintNotice).where(ComplaintNotice.complaint_id == complaint_id)
    if kind is not None:
        query = query.where(ComplaintNotice.kind == kind)
    return session.scalars(query.order_by(ComplaintNotice.id)).all()


def remedies(session: Session, complaint_id: int) -> Sequence[Remedy]:
    """What is done for the customer, in order."""
    return session.scalars(select(Remedy).where(Remedy.complaint_id == complaint_id).order_by(Remedy.id)).all()


def call_backs(session: Session, complaint_id: int) -> Sequence[CallBack]:
    """Calls and attempts, oldest first."""
    return session.scalars(select(CallBack).where(CallBack.complaint_id == complaint_id).order_by(CallBack.id)).all()


def pinned(session: Session, complaint_id: int) -> list[tuple[ComplaintMessage, str]]:
    """The replies kept with a pin, oldest first, with their authors' names."""
    query = (
        select(ComplaintMessage, Person.name).join(Person, Person.id == ComplaintMessage.author_id)
        .where(ComplaintMessage.complaint_id == complaint_id, ComplaintMessage.pinned_at.is_not(None))
        .order_by(ComplaintMessage.id)
    )  # fmt: skip
    return [(row[0], row[1]) for row in session.execute(query)]


def message_at(session: Session, channel: str, ts: str) -> ComplaintMessage | None:
    """The reply below a case at this place."""
    query = select(ComplaintMessage).where(ComplaintMessage.channel == channel, ComplaintMessage.ts == ts)
    return session.scalars(query).one_or_none()


def subject_of_message(work: Work, channel: str, ts: str) -> Subject | None:
    """Which case a reply belongs to: lets reactions on people's own words find it."""
    found = message_at(work.session, channel, ts)
    return Subject("complaint", found.complaint_id) if found else None


def customer_of(work: Work, complaint: Complaint) -> Customer | None:
    """The customer, whoever asks; callers check the case."""
    return work.session.get(Customer, complaint.customer_id) if complaint.customer_id else None


def names_of(work: Work, customer: Customer) -> list[str]:
    """Every name of a customer that must not stand in a shared place, the longest first."""
    session = work.session
    aliases = session.scalars(select(Alias.name).where(Alias.customer_id == customer.id))
    return sorted({customer.name, *aliases}, key=len, reverse=True)


def people_of(work: Work, customer: Customer) -> list[str]:
    """The names of the customer's people, the longest first."""
    query = select(ContactPerson.name).where(ContactPerson.customer_id == customer.id)
    return sorted(set(work.session.scalars(query)), key=len, reverse=True)


def open_of_customer(work: Work, customer_id: int, without: int = 0) -> Sequence[Complaint]:
    """The customer's open cases, newest first (whoever sees them)."""
    query = select(Complaint).where(
        Complaint.customer_id == customer_id, Complaint.ended_at.is_(None), Complaint.id != without
    )
    return work.session.scalars(query.order_by(Complaint.id.desc()).limit(20)).all()


def recent_of_customer(work: Work, customer_id: int, since: datetime, without: int = 0) -> int:
    """How many complaints the customer made since then, merged ones left out."""
    query = select(func.count()).select_from(Complaint).where(
        Complaint.customer_id == customer_id, Complaint.received_at >= since, Complaint.id != without,
        Complaint.merged_into_id.is_(None), Complaint.state != "rejected_out_of_scope",
    )  # fmt: skip
    return work.session.scalar(query) or 0


def mine(work: Work, limit: int = 40) -> tuple[Sequence[Complaint], int]:
    """The open cases the acting person may see, the one with the earliest limit first, and how many there are."""
    query = work.visible(Complaint).where(Complaint.ended_at.is_(None))
    count = work.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = work.session.scalars(query.order_by(*FIRST_LIMIT_FIRST, Complaint.id).limit(limit))
    return rows.all(), count


def handled_by(work: Work, people: Sequence[int], limit: int = 20, late: bool = False) -> Sequence[int]:
    """The open cases these people answer for, the earliest limit first: rows of a Home and of a digest.
    `late`: only those that missed one."""
    theirs = Complaint.handler_id.in_(people)
    return _urgent(work, and_(theirs, Complaint.limit_at < work.now) if late else theirs, limit)


def awaiting(work: Work, people: Sequence[int], limit: int = 20) -> Sequence[int]:
    """The open cases of others that wait for one of these people: to approve, to review, to verify."""
    waits = or_(
        and_(Complaint.approver_id.in_(people), Complaint.pending.is_not(None)),
        and_(Complaint.reviewer_id.in_(people), Complaint.state == State.UNDER_REVIEW.value),
        and_(
            Complaint.verifier_id.in_(people), Complaint.state == State.VERIFYING.value,
            Complaint.handler_id.not_in(people),
        ),
    )  # fmt: skip
    return _urgent(work, waits, limit)


def late_of_team(work: Work, lead_id: int, before: datetime, limit: int = 20) -> Sequence[int]:
    """The open cases of a lead's team that missed a limit, or whose time is over before an instant (UTC)."""
    late = or_(Complaint.limit_at < work.now, Complaint.due_at < before)
    return _urgent(work, and_(Complaint.handler_id.in_(team_of(lead_id)), late), limit)


def _urgent(work: Work, condition: ColumnElement[bool], limit: int) -> Sequence[int]:
    query = select(Complaint.id).where(Complaint.ended_at.is_(None), condition)
    return work.session.scalars(query.order_by(*FIRST_LIMIT_FIRST).limit(limit)).all()
