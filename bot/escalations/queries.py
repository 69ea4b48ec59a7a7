"""Scoped reads of questions to departments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, case, false, func, not_, or_, select
from sqlalchemy.orm import Session

from bot.core.access import Actor
from bot.core.errors import Refusal
from bot.core.subject import Subject
from bot.core.work import Work
from bot.customers.models import Customer
from bot.directory import queries as directory
from bot.directory.models import DEPARTMENTS, Department, Person
from bot.directory.queries import team_of
from bot.escalations.models import ASKERS, Ask, AskMember, AskMessage, Concern, Stage

COMPLIANCE = "compliance"
_DEPARTMENTS_MOVE = and_(
    Ask.deciding_at.is_(None), Ask.answered_at.is_(None), Ask.asked_back_at.is_(None), Ask.declined_at.is_(None)
)
"""Of an open question: what `Ask.stage` says of the stages in which the department is waited for."""


def visible(actor: Actor) -> ColumnElement[bool]:
    """Questions one asked, owns, was asked or added to; those of the team below; and what was put to one's department.

    Account managers are no department that is asked: a colleague's question is not everybody's in the team.
    """
    if actor.id is None or actor.role == "auditor":
        return false()
    added = select(AskMember.ask_id).where(AskMember.person_id == actor.id)
    headed = select(Department.code).where(Department.head_id == actor.id)
    conditions = [
        Ask.asker_id == actor.id, Ask.owner_id == actor.id, Ask.assigned_id == actor.id, Ask.decider_id == actor.id,
        Ask.id.in_(added), Ask.asker_id.in_(team_of(actor.id)), Ask.department.in_(headed),
    ]  # fmt: skip
    if actor.department and actor.department != DEPARTMENTS[0]:
        conditions.append(Ask.department == actor.department)
    return and_(or_(*conditions), or_(Ask.barred_id.is_(None), Ask.barred_id != actor.id))


def visible_concern(actor: Actor) -> ColumnElement[bool]:
    """Compliance alone; not even the one who raised it, since whoever stands behind him could read along."""
    return Concern.id.is_not(None) if actor.department == COMPLIANCE and actor.id is not None else false()


def find(work: Work, ask_id: int) -> Ask:
    """The question, if the acting person may see it: by scope, or as the one who stands in for its holder now."""
    ask = work.session.get(Ask, ask_id)
    if ask is None or not may_see(work, ask):
        raise Refusal("escalations/not-found", number=ask_id)
    return ask


def may_see(work: Work, ask: Ask) -> bool:
    """Whether the acting person may see this question now; never who is barred from it."""
    if ask.barred_id is not None and ask.barred_id == work.actor.id:
        return False
    scope = work.house.scopes.where(Ask, work.actor)
    if work.session.scalar(select(Ask.id).where(Ask.id == ask.id, scope)) is not None:
        return True
    return work.actor.id is not None and work.actor.id in (standing(work, ask.holder_id), standing(work, ask.asker_id))


def standing(work: Work, person_id: int | None) -> int | None:
    """Who acts for a person now: himself, or whoever stands in for him."""
    person = work.session.get(Person, person_id) if person_id else None
    return directory.stand_in(work.session, person, work.now).id if person else None


def answers_for(work: Work, ask: Ask) -> bool:
    """Whether the acting person may answer for the department: holder, stand-in or head; anybody while it is free."""
    actor = work.actor
    if actor.is_system or actor.id in (ask.holder_id, standing(work, ask.holder_id)):
        return True
    department = directory.department(work.session, ask.department)
    if department is not None and department.head_id is not None and department.head_id == actor.id:
        return True
    return ask.owner_id is None and actor.department == ask.department and actor.id != ask.asker_id


def asks_for(work: Work, ask: Ask) -> bool:
    """Whether the acting person may speak for the asker: himself, his stand-in, or a lead above him."""
    actor = work.actor
    if actor.is_system or actor.id in (ask.asker_id, standing(work, ask.asker_id)):
        return True
    return actor.id is not None and ask.asker_id in set(work.session.scalars(team_of(actor.id)))


def knows_customer(work: Work, ask: Ask, person_id: int | None) -> bool:
    """Whether a reader sees the customer's name in full: those who deal with it, the leads above the asker, and whoever
    may see the customer anyway. Others of the department see it masked."""
    if person_id is None:
        return False
    if person_id in (ask.asker_id, ask.owner_id, ask.assigned_id, ask.decider_id):
        return True
    if ask.asker_id in set(work.session.scalars(team_of(person_id))):
        return True
    added = select(AskMember.id).where(AskMember.ask_id == ask.id, AskMember.person_id == person_id)
    if work.session.scalar(added) is not None or person_id == standing(work, ask.holder_id):
        return True
    query = work.visible(Customer).where(Customer.id == ask.customer_id)
    return work.session.scalars(query).first() is not None


def members(work: Work, ask: Ask) -> set[int]:
    """Row ids of everybody who deals with it by name."""
    added = work.session.scalars(select(AskMember.person_id).where(AskMember.ask_id == ask.id))
    return {*added, *(one for one in (ask.asker_id, ask.owner_id, ask.assigned_id, ask.decider_id) if one)}


def membership(ask_id: int, person_id: int) -> Select[AskMember]:
    """SELECT of one person's place in a question."""
    return select(AskMember).where(AskMember.ask_id == ask_id, AskMember.person_id == person_id)


def tried(work: Work, ask: Ask) -> set[int]:
    """Row ids of those who were asked to take it and were silent, or passed it on."""
    query = select(AskMember.person_id).where(AskMember.ask_id == ask.id, AskMember.tried.is_(True))
    return set(work.session.scalars(query))


def belongs(work: Work, ask: Ask, person: Person) -> bool:
    """Whether a colleague may see this question, so that naming him in the thread tells nobody new."""
    actor = directory.actor_of(work.session, person)
    return may_see(work.acting_as(actor), ask)


def message_at(session: Session, channel: str, ts: str) -> AskMessage | None:
    """The reply below a question at this place."""
    return session.scalars(select(AskMessage).where(AskMessage.channel == channel, AskMessage.ts == ts)).one_or_none()


def subject_of_message(work: Work, channel: str, ts: str) -> Subject | None:
    """Which question a reply belongs to: lets reactions on people's own words find it."""
    found = message_at(work.session, channel, ts)
    return Subject("ask", found.ask_id) if found else None


def last_words(work: Work, ask: Ask, author_id: int | None) -> AskMessage | None:
    """The newest reply of a person since the question was last put."""
    query = select(AskMessage).where(AskMessage.ask_id == ask.id, AskMessage.author_id == author_id)
    return work.session.scalars(query.order_by(AskMessage.id.desc()).limit(1)).first()


def pinned(work: Work, ask: Ask) -> list[tuple[AskMessage, str]]:
    """The replies kept for the summary, oldest first, with their authors' names."""
    query = (
        select(AskMessage, Person.name).join(Person, Person.id == AskMessage.author_id)
        .where(AskMessage.ask_id == ask.id, AskMessage.pinned_at.is_not(None)).order_by(AskMessage.id)
    )  # fmt: skip
    return [(row[0], row[1]) for row in work.session.execute(query)]


def open_asks(work: Work, limit: int = 40) -> tuple[Sequence[Ask], int]:
    """The open questions the acting person may see, the one whose next step is due first at the top, and how many there
    are in all."""
    query = work.visible(Ask).where(Ask.closed_at.is_(None))
    count = work.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    first = (Ask.stage_due_at.is_(None), Ask.stage_due_at, Ask.due_at, Ask.id)
    return work.session.scalars(query.order_by(*first).limit(limit)).all(), count


def owed_by(work: Work, people: Sequence[int], limit: int = 50, late: bool = False) -> Sequence[int]:
    """Open questions whose next move is one of these people's, the soonest missed first: rows of a digest.
    `late`: only those that missed a clock."""
    department = and_(func.coalesce(Ask.owner_id, Ask.assigned_id).in_(people), _DEPARTMENTS_MOVE)
    waits = or_(Ask.answered_at.is_not(None), Ask.asked_back_at.is_not(None), Ask.declined_at.is_not(None))
    asker = and_(Ask.asker_id.in_(people), waits, Ask.deciding_at.is_(None))
    decider = and_(Ask.decider_id.in_(people), Ask.deciding_at.is_not(None))
    query = select(Ask.id).where(Ask.closed_at.is_(None), or_(department, asker, decider))
    query = query.where(Ask.stage_due_at < work.now) if late else query
    return work.session.scalars(query.order_by(Ask.stage_due_at, Ask.id).limit(limit)).all()


def late_of_team(work: Work, lead_id: int, limit: int = 50) -> Sequence[int]:
    """Open questions that a lead must know of because the department missed a clock: asked by the team, or put to a
    department the lead heads."""
    headed = select(Department.code).where(Department.head_id == lead_id)
    mine = or_(Ask.asker_id.in_(team_of(lead_id)), Ask.department.in_(headed))
    query = select(Ask.id).where(Ask.closed_at.is_(None), Ask.stage_due_at < work.now, mine, _DEPARTMENTS_MOVE)
    return work.session.scalars(query.order_by(Ask.stage_due_at, Ask.id).limit(limit)).all()


def silent_of_team(work: Work, lead_id: int, limit: int = 50) -> Sequence[int]:
    """Open questions that wait for the asking side and have climbed to the lead: the department did its part, so they
    are no matter of its head, nor of the lead's while only the asker was reminded."""
    query = select(Ask.id).where(
        Ask.closed_at.is_(None), Ask.stage_due_at < work.now, not_(_DEPARTMENTS_MOVE), Ask.level >= 1,
        Ask.asker_id.in_(team_of(lead_id)),
    )  # fmt: skip
    return work.session.scalars(query.order_by(Ask.stage_due_at, Ask.id).limit(limit)).all()


def next_move(ask: Ask) -> int | None:
    """Whose move it is; None when it is closed or nobody was asked to take it."""
    if ask.stage is None:
        return None
    if ask.stage is Stage.DECIDE:
        return ask.decider_id
    return ask.asker_id if ask.stage in ASKERS else ask.holder_id


def of_customer(work: Work, customer_id: int, limit: int = 10) -> Sequence[Ask]:
    """The open questions about a customer that this person may see."""
    query = work.visible(Ask).where(Ask.customer_id == customer_id, Ask.closed_at.is_(None))
    return work.session.scalars(query.order_by(Ask.due_at).limit(limit)).all()


def of_subject(work: Work, about: Subject, open_only: bool = False) -> Sequence[Ask]:
    """The questions asked about a record, oldest first (whoever asked; callers check the record)."""
    query = select(Ask).where(Ask.about_kind == about.kind, Ask.about_id == about.id)
    if open_only:
        query = query.where(Ask.closed_at.is_(None))
    return work.session.scalars(query.order_by(Ask.id)).all()


@dataclass(frozen=True)
class Figures:
    """How questions of a period went. Shares are 0 to 1 of those whose clock has run out or stopped; None: none has.

    `load` is how many are open now in the department; `bounced` how many were passed on at all.
    """

    department: str
    asked: int
    ack_share: float | None
    resolve_share: float | None
    hops: int
    bounced: int
    reopened: int
    load: int


def figures(work: Work, start: datetime, end: datetime) -> list[Figures]:
    """Figures by department for questions asked from `start` up to, not including, `end`. Aggregates only, no scope."""

    def total(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

    def judged(at: ColumnElement[datetime | None], due: ColumnElement[datetime]) -> ColumnElement[bool]:
        return or_(at.is_not(None), due <= work.now)

    acked, answered = Ask.acknowledged_at.expression, Ask.answered_at.expression
    query = select(
        Ask.department, func.count(), total(judged(acked, Ask.ack_due_at.expression)),
        total(and_(acked.is_not(None), acked <= Ask.ack_due_at)), total(judged(answered, Ask.due_at.expression)),
        total(and_(answered.is_not(None), answered <= Ask.due_at)), func.coalesce(func.sum(Ask.hops), 0),
        total(Ask.hops > 0), func.coalesce(func.sum(Ask.reopened), 0), total(Ask.closed_at.is_(None)),
    ).where(Ask.created_at >= start, Ask.created_at < end)  # fmt: skip
    rows = work.session.execute(query.group_by(Ask.department).order_by(Ask.department)).all()
    return [
        Figures(
            row[0], row[1], row[3] / row[2] if row[2] else None, row[5] / row[4] if row[4] else None,
            int(row[6]), int(row[7]), int(row[8]), int(row[9]),
        )
        for row in rows
    ]  # fmt: skip
