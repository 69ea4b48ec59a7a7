"""How a disclosure, and a client's suitability, look now."""

from typing import Any

from bot.compliance import products, queries, rules, selling
from bot.compliance.models_selling import Disclosure
from bot.core.outbox.readers import Audience, Said
from bot.core.work import Work
from bot.customers.models import Customer
from bot.directory.models import Person

ROWS = 8


def card(work: Work, disclosure_id: int, audience: Audience) -> Said | None:
    """A disclosure for a person who may see it."""
    row = work.session.scalars(work.visible(Disclosure).where(Disclosure.id == disclosure_id)).one_or_none()
    return Said(selling.CARD, data(work, row)) if row is not None and audience.kind == "person" else None


def data(work: Work, row: Disclosure) -> dict[str, Any]:
    """Everything the card shows: the match, what was told, what is missing."""
    found = selling.judge(work, row)
    missing = [] if row.completed_at else selling.lacking(work, row)
    rated = products.product(work, row.product)
    by = work.session.get(Person, row.recorded_by_id) if row.recorded_by_id else None
    return {
        "id": row.id, "customer": work.session.get_one(Customer, row.customer_id).name,
        "customer_id": row.customer_id, "product": rated.name if rated else row.product,
        "version": row.product_version or None, "product_level": row.product_level,
        "client_level": row.client_level, "reasons": [] if row.completed_at else list(found.reasons),
        "missing": [code for code in missing if code not in found.reasons], "care": found.special_care,
        "items": row.items, "channel": row.channel, "acknowledged_on": row.acknowledged_on,
        "acknowledged_how": row.acknowledged_how, "evidence": row.evidence or None, "by": by.name if by else None,
        "completed": row.completed_at, "cancelled": row.cancelled_at, "alone": row.source_kind is None,
    }  # fmt: skip


def client(work: Work, customer: Customer) -> dict[str, Any]:
    """A client's level and disclosures, for whoever sees the customer."""
    known = selling.latest(work, customer.id)
    query = work.visible(Disclosure).where(Disclosure.customer_id == customer.id, Disclosure.cancelled_at.is_(None))
    rows = work.session.scalars(query.order_by(Disclosure.completed_at.is_not(None), Disclosure.id.desc()).limit(ROWS))
    ends = rules.assessment_ends(known.assessed_on, selling.policy(work)) if known else None
    level = known.level if known else None
    return {
        "customer_id": customer.id, "customer": customer.name, "level": level,
        "assessed_on": known.assessed_on if known else None, "ends": ends,
        "over": ends is not None and ends <= queries.today(work, customer.id),
        "professional": bool(known and known.professional),
        "unconfirmed": known.id if known is not None and known.confirmed_at is None else None,
        "may_buy": list(selling.policy(work).matrix.get(level or "", ())),
        "rows": [_row(work, one) for one in rows],
    }  # fmt: skip


def _row(work: Work, row: Disclosure) -> dict[str, Any]:
    rated = products.product(work, row.product)
    return {
        "id": row.id, "customer": work.session.get_one(Customer, row.customer_id).name,
        "product": rated.name if rated else row.product, "level": row.product_level, "completed": row.completed_at,
        "missing": 0 if row.completed_at else len(selling.lacking(work, row)),
    }  # fmt: skip


def overview(work: Work) -> dict[str, Any]:
    """Open disclosures one sees, the oldest first."""
    query = work.visible(Disclosure).where(Disclosure.completed_at.is_(None), Disclosure.cancelled_at.is_(None))
    rows = [_row(work, one) for one in work.session.scalars(query.order_by(Disclosure.id).limit(ROWS))]
    return {"rows": rows, "rates": products.may_rate(work.actor)}
