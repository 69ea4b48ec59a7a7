"""Scoped reads of visit notes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, bindparam, false, func, or_, select

from bot.core.access import Actor
from bot.core.errors import Refusal
from bot.core.prepared import Prepared
from bot.core.work import Work
from bot.customers import queries as customers
from bot.customers.models import Customer
from bot.directory.models import Role
from bot.directory.queries import team_of
from bot.visits.models import Visit

MOST_AT_ONCE = 30
"""Notes of one author among which the same words are looked for: as many as one text can hold."""


def visible(actor: Actor) -> ColumnElement[bool]:
    """One's own notes, the team's, and those about customers one sees; taken-back notes only by their author."""
    if actor.id is None or actor.role == Role.AUDITOR.value:
        return false()
    seen = select(Customer.id).where(customers.visible(actor))
    others = [Visit.customer_id.in_(seen)]
    if actor.role in (Role.LEAD.value, Role.ADMIN.value):
        others.append(Visit.by_id.in_(team_of(actor.id)))
    return or_(Visit.by_id == actor.id, and_(Visit.undone_at.is_(None), or_(*others)))


def find(work: Work, visit_id: int) -> Visit:
    """The visit, if the acting person may see it."""
    visit = work.session.scalars(work.visible(Visit).where(Visit.id == visit_id)).one_or_none()
    if visit is None:
        raise Refusal("visits/not-found", number=visit_id)
    return visit


def mine(work: Work, visit_id: int) -> Visit:
    """The visit, if the acting person wrote it."""
    visit = find(work, visit_id)
    if visit.by_id != work.actor.id and not work.actor.is_system:
        raise Refusal("visits/not-yours", number=visit.id)
    return visit


def standing(work: Work, visit_id: int) -> Visit:
    """The acting person's visit, if it was not taken back."""
    visit = mine(work, visit_id)
    if visit.undone_at is not None:
        raise Refusal("visits/taken-back", number=visit.id)
    return visit


_NEWEST = (
    select(Visit.id, Visit.text, Visit.created_at, Visit.undone_at)
    .where(Visit.by_id == bindparam("by_id"))
    .order_by(Visit.id.desc()).limit(MOST_AT_ONCE).subquery()
)  # fmt: skip
_JUST_WRITTEN = Prepared(
    select(func.max(_NEWEST.c.id)).where(
        _NEWEST.c.text == bindparam("text"), _NEWEST.c.created_at >= bindparam("since"), _NEWEST.c.undone_at.is_(None)
    )
)


def just_written(work: Work, text: str, since: datetime) -> Visit | None:
    """The same words of the same author, written after `since` and not taken back."""
    found = _JUST_WRITTEN.scalar(work.session, by_id=work.actor.person_id, text=text, since=since)
    return work.session.get(Visit, found)


def newest(work: Work) -> Visit | None:
    """The acting person's last note that was not taken back."""
    query = select(Visit).where(Visit.by_id == work.actor.person_id, Visit.undone_at.is_(None))
    return work.session.scalars(query.order_by(Visit.id.desc()).limit(1)).first()


def of_source(work: Work, channel: str, ts: str) -> Sequence[Visit]:
    """The visits that were typed in one Slack message and stand, in its order."""
    query = select(Visit).where(Visit.source_channel == channel, Visit.source_ts == ts, Visit.undone_at.is_(None))
    return work.session.scalars(query.order_by(Visit.id)).all()


def customers_of(work: Work, ids: Sequence[int]) -> list[Customer]:
    """These customers in this order, as far as the acting person sees them."""
    found = {row.id: row for row in work.session.scalars(work.visible(Customer).where(Customer.id.in_(ids)))}
    return [found[each] for each in ids if each in found]
