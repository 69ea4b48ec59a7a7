"""Legal holds: placed and lifted with a reason by compliance, legal and admins; they stop every forgetting."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select

from bot.compliance.privacy_models import LegalHold
from bot.core.access import Actor
from bot.core.errors import Refusal
from bot.core.privacy import mask
from bot.core.subject import Subject
from bot.core.work import Work
from bot.customers.models import Alias, Customer
from bot.directory.models import Person, Role

DEPARTMENTS = ("compliance", "legal")
SHORTEST = 4


def may(actor: Actor) -> bool:
    """Whether the person may hold: admins, and the colleagues of compliance and legal."""
    return actor.is_system or actor.role == Role.ADMIN.value or actor.department in DEPARTMENTS


def _checked(work: Work, reason: str) -> str:
    if not may(work.actor):
        raise Refusal("privacy/hold-not-allowed")
    reason = mask(" ".join(reason.split())).text
    if len(reason) < SHORTEST:
        raise Refusal("privacy/hold-reason", field="reason")
    return reason


def customer_named(work: Work, text: str) -> Customer:
    """The customer of exactly this name, alias or code: who holds does not look through other people's books."""
    if not may(work.actor):
        raise Refusal("privacy/hold-not-allowed")
    wanted = " ".join(text.split()).casefold()
    alias = select(Alias.customer_id).where(func.lower(Alias.name) == wanted)
    named = or_(func.lower(Customer.name) == wanted, func.lower(Customer.code) == wanted, Customer.id.in_(alias))
    found = work.session.scalars(select(Customer).where(named).limit(2)).all()
    if len(found) != 1:
        raise Refusal("privacy/hold-unknown", text=text.strip()[:100])
    return found[0]


def place(work: Work, customer_id: int | None, reason: str, about: Subject | None = None) -> LegalHold:
    """From now on nothing of the customer (or of the one record) is forgotten. Again for the same: a second hold."""
    reason = _checked(work, reason)
    hold = work.save(
        LegalHold(
            customer_id=customer_id, subject_kind=about.kind if about else None,
            subject_id=about.id if about else None, reason=reason, placed_by_id=work.actor.id,
        )
    )  # fmt: skip
    work.audit("privacy.hold-placed", about or Subject("customer", customer_id or 0), hold=hold.id)
    return hold


def lift(work: Work, hold_id: int, reason: str) -> LegalHold:
    """End a hold; a second time changes nothing."""
    reason = _checked(work, reason)
    hold = work.session.get(LegalHold, hold_id)
    if hold is None:
        raise Refusal("core/not-found")
    if hold.lifted_at is None:
        hold.lifted_at, hold.lifted_by_id, hold.lift_reason = work.now, work.actor.id, reason
        work.audit("privacy.hold-lifted", Subject("customer", hold.customer_id or 0), hold=hold.id)
    return hold


def standing(work: Work, limit: int = 50) -> Sequence[tuple[LegalHold, str, str]]:
    """Holds in force with the customer's name and who placed them; for those who may hold."""
    if not may(work.actor):
        raise Refusal("privacy/hold-not-allowed")
    query = (
        select(LegalHold, Customer.name, Person.name)
        .outerjoin(Customer, Customer.id == LegalHold.customer_id)
        .outerjoin(Person, Person.id == LegalHold.placed_by_id)
        .where(LegalHold.lifted_at.is_(None)).order_by(LegalHold.id.desc()).limit(limit)
    )  # fmt: skip
    return [(row[0], row[1] or "", row[2] or "") for row in work.session.execute(query)]


def held(customer: Any | None, kind: str = "", row_id: Any | None = None) -> ColumnElement[bool]:
    """The SQL condition: a hold stands on this customer, or on this record."""
    about = [] if customer is None else [LegalHold.customer_id == customer]
    if kind and row_id is not None:
        about.append(and_(LegalHold.subject_kind == kind, LegalHold.subject_id == row_id))
    if not about:
        return false()
    return exists().where(LegalHold.lifted_at.is_(None), or_(*about)).correlate_except(LegalHold)


def any_held() -> ColumnElement[bool]:
    """The SQL condition: some hold stands somewhere."""
    return exists().where(LegalHold.lifted_at.is_(None)).correlate_except(LegalHold)
