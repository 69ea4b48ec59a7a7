"""How risky products are: rated by the product department or compliance, version by version."""

from sqlalchemy import select

from bot.compliance.models_selling import ProductRisk
from bot.compliance.queries import COMPLIANCE
from bot.core.access import Actor
from bot.core.errors import Refusal
from bot.core.subject import Subject
from bot.core.work import Work

RATERS = ("product", COMPLIANCE)
"""Departments that say how risky a product is."""


def product_levels(work: Work) -> list[str]:
    """Every product level of the pack, the safest first."""
    return sorted({level for levels in work.house.policy.compliance.suitability.matrix.values() for level in levels})


def may_rate(actor: Actor) -> bool:
    """Whether somebody says how risky products are."""
    return actor.is_system or actor.department in RATERS or actor.role == "admin"


def rate(work: Work, code: str, name: str, version: str, issuer: str, seller: str | None = None) -> ProductRisk:
    """The risk of a product's version; the higher of issuer and seller counts. The same again is kept once."""
    if not may_rate(work.actor):
        raise Refusal("compliance/for-raters")
    known = product_levels(work)
    if issuer not in known or (seller is not None and seller not in known):
        raise Refusal("compliance/unknown-code", field="issuer_level")
    code = code.strip().upper()[:50]
    if not code or not name.strip():
        raise Refusal("compliance/title-missing", field="code")
    last = product(work, code)
    said = (name.strip()[:150], version.strip()[:50], issuer, seller)
    if last is not None and (last.name, last.version, last.issuer_level, last.seller_level) == said:
        return last
    row = ProductRisk(
        code=code, name=said[0], version=said[1], issuer_level=issuer, seller_level=seller, by_id=work.actor.id
    )
    work.audit("compliance.product-rated", Subject("product_risk", work.save(row).id), code=code)
    return row


def product(work: Work, code: str) -> ProductRisk | None:
    """The risk of a product as it is in force."""
    query = select(ProductRisk).where(ProductRisk.code == code.strip().upper()).order_by(ProductRisk.id.desc())
    return work.session.scalars(query.limit(1)).first()
