"""Scoped reads of promises."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, false, func, or_, select

from bot.core.access import Actor
from bot.core.errors import Refusal
from bot.core.prepared import Prepared
from bot.core.subject import Subject
from bot.core.work import Work
from bot.directory import queries as directory
from bot.directory.models import Leave, Person
from bot.directory.queries import team_of
from bot.promises.models import Promise
from bot.promises.rules import LEAD

MOST_STEPS = 5
"""How far a chain of absences is followed."""


def visible(actor: Actor) -> ColumnElement[bool]:
    """Promises one owes, made, or is owed, and those of the team below. A deputy's right ends with the absence, so it
    is asked for each time (`find`) instead of standing here."""
    if actor.id is None or actor.role == "auditor":
        return false()
    return or_(
        Promise.owner_id == actor.id, Promise.made_by_id == actor.id, Promise.beneficiary_id == actor.id,
        Promise.owner_id.in_(team_of(actor.id)),
    )  # fmt: skip


def find(work: Work, promise_id: int) -> Promise:
    """The promise, if the acting person may see it: by scope, or as the one who stands in for its owner now."""
    promise = work.session.get(Promise, promise_id)
    if promise is None or not may_see(work, promise):
        raise Refusal("promises/not-found", number=promise_id)
    return promise


def may_see(work: Work, promise: Promise) -> bool:
    """Whether the acting person may see this promise now."""
    scope = work.house.scopes.where(Promise, work.actor)
    if work.session.scalar(select(Promise.id).where(Promise.id == promise.id, scope)) is not None:
        return True
    return work.actor.id is not None and stands_in(work, promise, work.actor.id)


def may_act(work: Work, promise: Promise) -> bool:
    """Whether the acting person may keep, move or drop this promise."""
    actor = work.actor
    if actor.is_system or actor.id == promise.owner_id:
        return True
    if actor.id is not None and stands_in(work, promise, actor.id):
        return True
    return actor.id is not None and promise.owner_id in set(work.session.scalars(team_of(actor.id)))


def ended_by(promise: Promise) -> int | None:
    """Who kept or dropped it, and alone may take that back."""
    return promise.kept_by_id or promise.dropped_by_id


def stands_in(work: Work, promise: Promise, person_id: int) -> bool:
    """Whether somebody acts now for the promise's owner, or for the lead, who decides what is long overdue."""
    lead = lead_now(work, promise)
    return person_id in (holder(work, promise).id, lead.id if lead else None)


def lead_now(work: Work, promise: Promise) -> Person | None:
    """The owner's lead, or whoever stands in for the lead now."""
    lead = directory.lead_of(work.session, work.session.get_one(Person, promise.owner_id))
    return directory.stand_in(work.session, lead, work.now) if lead else None


def holder(work: Work, promise: Promise) -> Person:
    """Who is reminded now: the owner, or whoever stands in for him."""
    return directory.stand_in(work.session, work.session.get_one(Person, promise.owner_id), work.now)


def represented(work: Work, person: Person) -> list[Person]:
    """The people whose promises this person looks after now: himself, those away he is deputy of, those gone."""
    found = {person.id: person}
    edge = [person]
    for _ in range(MOST_STEPS):
        edge = [one for each in edge for one in _leaning_on(work, each) if one.id not in found]
        edge = [one for one in edge if directory.stand_in(work.session, one, work.now).id == person.id]
        found |= {one.id: one for one in edge}
    return list(found.values())


def _leaning_on(work: Work, person: Person) -> Sequence[Person]:
    """Everybody whose absence may lead to this person; `stand_in` then judges exactly."""
    today, day = work.now.date(), timedelta(days=1)
    # A day's slack on both sides covers every time zone.
    leave = select(Leave.person_id).where(
        Leave.cancelled_at.is_(None), Leave.first_day <= today + day, Leave.last_day >= today - day,
        or_(Leave.deputy_id == person.id, Leave.deputy_id.is_(None)),
    )  # fmt: skip
    named = select(Leave.person_id).where(Leave.deputy_id == person.id, Leave.person_id.in_(leave))
    gone = and_(Person.deactivated_at.is_not(None), or_(Person.deputy_id == person.id, Person.lead_id == person.id))
    standing = and_(Person.deputy_id == person.id, Person.id.in_(leave))
    return work.session.scalars(select(Person).where(or_(Person.id.in_(named), standing, gone))).all()


def due_for(work: Work, promise: Promise, zone: ZoneInfo, at: datetime | None = None) -> datetime | date:
    """The due moment (or another one of it, `at`) for a reader in `zone`.

    A day is a day: whose clock differs from the owner's reads the owner's day instead of its closing time, which would
    be an hour that nobody promised, or even another day.
    """
    owner = work.session.get_one(Person, promise.owner_id)
    moment = at or promise.due_at
    local = moment.astimezone(directory.zone_of(owner, directory.defaults(work.session)))
    same_clock = local.utcoffset() == moment.astimezone(zone).utcoffset()
    return moment if promise.timed or same_clock else local.date()


def open_of(owners: Sequence[int]) -> Select[Promise]:
    """SELECT of the open promises of these people, the most overdue first."""
    query = select(Promise).where(Promise.owner_id.in_(owners), Promise.ended_at.is_(None))
    return query.order_by(Promise.due_at, Promise.id)


def open_of_owner(work: Work, owner_id: int, until: datetime | None = None, limit: int = 200) -> Sequence[Promise]:
    """Open promises of one person, the most overdue first; those due by `until`, or all."""
    query = open_of([owner_id])
    if until is not None:
        query = query.where(Promise.due_at <= until)
    return work.session.scalars(query.limit(limit)).all()


def next_of_customer(work: Work, customer_id: int) -> Promise | None:
    """The next open promise about a customer, whoever owes it, among those this person may see."""
    query = work.visible(Promise).where(Promise.customer_id == customer_id, Promise.ended_at.is_(None))
    return work.session.scalars(query.order_by(Promise.due_at).limit(1)).first()


def awake(query: Select[Promise], at: datetime) -> Select[Promise]:
    """Without those that are to be quiet until after `at`."""
    return query.where(or_(Promise.snoozed_until.is_(None), Promise.snoozed_until <= at))


def exceptions_of_team(work: Work, leads: Sequence[int], limit: int = 50) -> Sequence[Promise]:
    """Missed promises of these leads' teams that have climbed to the lead, the most overdue first."""
    ladder = work.house.policy.service.promises.ladder
    rung = next((number for number, step in enumerate(ladder, 1) if LEAD in step.to), None)
    if rung is None:
        return []
    query = select(Promise).where(
        Promise.owner_id.in_(team_of(*leads)), Promise.ended_at.is_(None), Promise.rung >= rung
    )
    return work.session.scalars(query.order_by(Promise.due_at, Promise.id).limit(limit)).all()


@dataclass(frozen=True)
class Rate:
    """How promises due in a period went; those dropped with a reason before they were due do not count.

    `due` = `on_time` + `late` (kept after the due moment) + `broken` (still open, or dropped after it).
    """

    due: int
    on_time: int
    late: int
    broken: int

    @property
    def share(self) -> float | None:
        """Kept on time as a share of what was due, 0 to 1; None when nothing was due."""
        return self.on_time / self.due if self.due else None


def kept_rate(work: Work, owners: Sequence[int], start: datetime, end: datetime) -> Rate:
    """The kept rate of these people for what was due from `start` up to, not including, `end`."""
    on_time = and_(Promise.kept_at.is_not(None), Promise.kept_at <= Promise.due_at)
    late = and_(Promise.kept_at.is_not(None), Promise.kept_at > Promise.due_at)
    query = select(
        func.count(), func.coalesce(func.sum(case((on_time, 1), else_=0)), 0),
        func.coalesce(func.sum(case((late, 1), else_=0)), 0),
    ).where(
        Promise.owner_id.in_(owners), Promise.due_at >= start, Promise.due_at < end,
        or_(Promise.dropped_at.is_(None), Promise.dropped_at > Promise.due_at),
    )  # fmt: skip
    due, kept, after = work.session.execute(query).one()
    return Rate(due, int(kept), int(after), due - int(kept) - int(after))


def of_subject(work: Work, born_in: Subject, open_only: bool = True) -> list[Promise]:
    """The promises born in a record, in order of due moment (whoever owns them)."""
    query = select(Promise).where(Promise.subject_kind == born_in.kind, Promise.subject_id == born_in.id)
    if open_only:
        query = query.where(Promise.ended_at.is_(None))
    return list(work.session.scalars(query.order_by(Promise.due_at, Promise.id)))


_OPEN_OF_SUBJECT = Prepared(
    select(func.count()).where(
        Promise.subject_kind == bindparam("kind"), Promise.subject_id == bindparam("id"), Promise.ended_at.is_(None)
    )
)


def count_of_subject(work: Work, born_in: Subject) -> int:
    """How many open promises were born in a record."""
    return _OPEN_OF_SUBJECT.scalar(work.session, kind=born_in.kind, id=born_in.id) or 0


def page(work: Work, owners: Sequence[int], limit: int = 40) -> tuple[Sequence[Promise], int]:
    """The first open promises of these people, the most overdue first, and how many there are in all."""
    count = work.session.scalar(select(func.count()).where(Promise.owner_id.in_(owners), Promise.ended_at.is_(None)))
    return work.session.scalars(open_of(owners).limit(limit)).all(), count or 0
