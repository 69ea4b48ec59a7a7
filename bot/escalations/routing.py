"""Whose question it is: kind, department, duty roster; then head, lead, admin. Leave, deputy and load are respected."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, or_, select

from bot.core.policy.escalation import Kind
from bot.core.work import Work
from bot.directory import queries as directory
from bot.directory.models import Duty, Person
from bot.escalations.models import Ask

ROSTER, HEAD, LEAD, ADMIN = "roster", "head", "lead", "admin"
MOST_COUNTED = 200
"""Open questions counted for one person: beyond that everybody is equally overloaded."""


@dataclass(frozen=True)
class Routed:
    """Who is asked to take it, and how he was found: on the roster, as head, as the asker's lead, as an admin."""

    person: Person
    how: str


def kinds(work: Work) -> dict[str, Kind]:
    """The kinds of questions the policy pack knows."""
    found: dict[str, Kind] = work.house.policy.escalation.kinds
    return found


def kind_of_department(work: Work, department: str) -> str:
    """A kind a department answers, "" when it answers none in particular."""
    return next((code for code, kind in kinds(work).items() if kind.department == department and not kind.private), "")


def is_private(work: Work, department: str) -> bool:
    """Whether a department is told things by direct message alone."""
    return any(kind.department == department and kind.private for kind in kinds(work).values())


def route(work: Work, department: str, kind: str, asker: Person, without: Collection[int | None] = ()) -> Routed | None:
    """Who should answer: the least loaded competent person of the roster who is here; else head, lead, admin.

    `without` are people who were tried, or are barred. None only when there is nobody at all.
    """
    barred = {asker.id, *without}
    found = on_roster(work, department, kind, barred)
    if found is not None:
        return Routed(found, ROSTER)
    leader = directory.head_of(work.session, department, work.now)
    if leader is not None and leader.id not in barred:
        return Routed(leader, HEAD)
    lead = directory.lead_of(work.session, asker)
    if lead is not None and lead.id not in barred:
        return Routed(directory.stand_in(work.session, lead, work.now), LEAD)
    admin = next((one for one in directory.admins(work.session) if one.id not in barred), None)
    return Routed(admin, ADMIN) if admin is not None else None


def on_roster(work: Work, department: str, kind: str, barred: Collection[int | None]) -> Person | None:
    """The least loaded person on duty for this kind who is here; only when none is, the deputy of one who is away."""
    query = (
        select(Duty, Person)
        .join(Person, Person.id == Duty.person_id)
        .where(Duty.department == department, Duty.ended_at.is_(None), Person.deactivated_at.is_(None))
        .where(or_(Duty.kind.is_(None), Duty.kind == kind))
        .order_by(Duty.kind.is_(None), Duty.position, Duty.id)
    )
    competent = {row[1].id: row[1] for row in reversed(work.session.execute(query).all())}
    people = [person for person in reversed(competent.values()) if person.id not in barred]
    load = loads(work, [person.id for person in people])
    people.sort(key=lambda person: load[person.id])
    present = next((person for person in people if _reachable(work, person)), None)
    if present is not None:
        return present
    deputies = (directory.stand_in(work.session, person, work.now) for person in people)
    return next((one for one in deputies if one.id not in barred and _reachable(work, one)), None)


def _reachable(work: Work, person: Person) -> bool:
    """Here and known to Slack: whoever is away without a deputy is not asked."""
    return (
        person.deactivated_at is None
        and person.slack_id is not None
        and directory.leave_at(work.session, person, work.now) is None
    )


def loads(work: Work, people: Sequence[int]) -> dict[int, int]:
    """How many open questions each of these people has to answer now, counted up to a bound by the index."""
    if not people:
        return {}
    counts = work.session.execute(select(*[_load(person_id) for person_id in people])).one()
    return dict(zip(people, counts, strict=True))


def _load(person_id: int) -> ColumnElement[int]:
    owned = select(Ask.id).where(Ask.owner_id == person_id, Ask.closed_at.is_(None))
    waiting = select(Ask.id).where(Ask.assigned_id == person_id, Ask.owner_id.is_(None), Ask.closed_at.is_(None))

    def count(rows: Select[int]) -> ColumnElement[int]:
        return select(func.count()).select_from(rows.limit(MOST_COUNTED).subquery()).scalar_subquery()

    return count(owned) + count(waiting)


def role(work: Work, ask: Ask, code: str) -> Person | None:
    """The person behind a role of the ladder; None when nobody has it.

    `deputy` is the holder's deputy, else the next on the roster; `lead` the asker's lead; `branch_head` and
    `head_office` the head of a department of that code, else the next lead above the asker's lead.
    """
    asker = work.session.get_one(Person, ask.asker_id)
    if code == "dept_head":
        return directory.head_of(work.session, ask.department, work.now)
    if code == "deputy":
        return _deputy(work, ask)
    lead = directory.lead_of(work.session, asker)
    if code == "lead":
        return directory.stand_in(work.session, lead, work.now) if lead else None
    found = directory.head_of(work.session, code, work.now)
    if found is not None:
        return found
    above = directory.lead_of(work.session, lead) if lead else None
    return directory.stand_in(work.session, above, work.now) if above else None


def _deputy(work: Work, ask: Ask) -> Person | None:
    holder = work.session.get(Person, ask.holder_id) if ask.holder_id else None
    deputy = work.session.get(Person, holder.deputy_id) if holder and holder.deputy_id else None
    if deputy is not None and _reachable(work, deputy):
        return deputy
    return on_roster(work, ask.department, ask.kind, {ask.asker_id, ask.barred_id, *([holder.id] if holder else [])})


def decider(work: Work, ask: Ask) -> Person | None:
    """Who says whose it is when it was passed on too often: the asker's lead, else the head, else an admin."""
    for code in ("lead", "dept_head"):
        found = role(work, ask, code)
        if found is not None:
            return found
    return next(iter(directory.admins(work.session)), None)
