"""Scoped reads of promises."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, false, or_, select

from bot.core.access import Actor
from bot.core.work import Work
from bot.directory.models import Leave, Person
from bot.directory.queries import team_of
from bot.promises.models import Promise


def visible(actor: Actor) -> ColumnElement[bool]:
    """Promises one owes, made, or is owed; those of the team below; those of people one is deputy for."""
    if actor.id is None or actor.role == "auditor":
        return false()
    deputised = select(Leave.person_id).where(Leave.deputy_id == actor.id, Leave.cancelled_at.is_(None))
    standing = select(Person.id).where(Person.deputy_id == actor.id)
    return or_(
        Promise.owner_id == actor.id, Promise.made_by_id == actor.id, Promise.beneficiary_id == actor.id,
        Promise.owner_id.in_(team_of(actor.id)), Promise.owner_id.in_(deputised), Promise.owner_id.in_(standing),
    )  # fmt: skip


def open_of_owner(work: Work, owner_id: int, until: datetime | None = None, limit: int = 200) -> Sequence[Promise]:
    """Open promises of one person, the most overdue first; those due by `until`, or all."""
    query = select(Promise).where(Promise.owner_id == owner_id, Promise.ended_at.is_(None))
    if until is not None:
        query = query.where(Promise.due_at <= until)
    return work.session.scalars(query.order_by(Promise.due_at, Promise.id).limit(limit)).all()


def next_of_customer(work: Work, customer_id: int) -> Promise | None:
    """The next open promise about a customer, whoever owes it, among those this person may see."""
    query = work.visible(Promise).where(Promise.customer_id == customer_id, Promise.ended_at.is_(None))
    return work.session.scalars(query.order_by(Promise.due_at).limit(1)).first()
