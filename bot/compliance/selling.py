"""Suitability and disclosure: nothing is signed before the client was judged, told, and said so (NFRA order 2025-7)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, select

from bot.compliance import products, queries, rules
from bot.compliance.models_selling import Assessment, Disclosure
from bot.core.access import Actor
from bot.core.errors import Refusal
from bot.core.outbox import Manner, Notice, PersonPlace, Priority
from bot.core.policy.compliance import Suitability
from bot.core.privacy import mask
from bot.core.subject import Subject
from bot.core.work import Work
from bot.customers import contacts
from bot.customers.models import Customer

HOLD, CARD = "disclosure", "compliance/disclosure"
LONGEST = 500


def visible_assessment(actor: Actor) -> ColumnElement[bool]:
    """Assessments of customers one sees; all for compliance."""
    return queries.of_visible(Assessment.id, Assessment.customer_id, actor)


def visible_disclosure(actor: Actor) -> ColumnElement[bool]:
    """Disclosures to customers one sees; all for compliance."""
    return queries.of_visible(Disclosure.id, Disclosure.customer_id, actor)


def policy(work: Work) -> Suitability:
    """The pack's rules of suitability."""
    found: Suitability = work.house.policy.compliance.suitability
    return found


@dataclass(frozen=True)
class Assessed:
    """An assessment as a form says it. `confirmed_how`: how the client confirmed a changed level; empty: not yet."""

    level: str
    assessed_on: date
    evidence: str
    professional: bool = False
    born_on: date | None = None
    confirmed_how: str = ""


def assess(work: Work, customer_id: int, said: Assessed) -> Assessment:
    """Keep an assessment the client made. Refuses too many, days to come, and days before the last one."""
    customer = work.get(Customer, customer_id, "customers/not-found")
    if said.level not in policy(work).matrix:
        raise Refusal("compliance/unknown-code", field="level")
    today = queries.today(work, customer.id)
    if said.assessed_on > today or (said.born_on is not None and said.born_on > today):
        raise Refusal("compliance/issued-later", field="assessed_on", day=max(said.assessed_on, said.born_on or today))
    if not said.evidence.strip():
        raise Refusal("compliance/kept-missing", field="evidence")
    earlier = list(work.session.scalars(select(Assessment).where(Assessment.customer_id == customer.id)))
    last = max(earlier, key=lambda one: one.id, default=None)
    if last is not None and said.assessed_on < last.assessed_on:
        raise Refusal("compliance/assessed-older", field="assessed_on", day=last.assessed_on)
    refused = rules.assessment_refused([one.assessed_on for one in earlier], said.assessed_on, policy(work))
    if refused is not None:
        limits = policy(work)
        raise Refusal(
            "compliance/assessed-often",
            field="assessed_on",
            why=refused,
            day=limits.most_per_day,
            year=limits.most_per_year,
        )
    born = said.born_on.isoformat() if said.born_on else last.born_on if last else None
    row = Assessment(
        customer_id=customer.id, level=said.level, before=last.level if last else None, assessed_on=said.assessed_on,
        professional=said.professional, born_on=born,
        evidence=mask(said.evidence.strip()).text[:LONGEST], by_id=work.actor.id,
    )  # fmt: skip
    if not _changed(row) or said.confirmed_how.strip():
        row.confirmed_at, row.confirmed_how = work.now, mask(said.confirmed_how.strip()).text[:LONGEST]
    work.save(row)
    work.audit("compliance.assessed", row.subject, level=row.level, before=row.before)
    _judge_open(work, customer.id)
    return row


def _changed(row: Assessment) -> bool:
    return row.before is not None and row.before != row.level


def latest(work: Work, customer_id: int) -> Assessment | None:
    """The assessment of a customer that counts."""
    query = select(Assessment).where(Assessment.customer_id == customer_id).order_by(Assessment.id.desc())
    return work.session.scalars(query.limit(1)).first()


def confirm(work: Work, assessment_id: int, how: str) -> Assessment:
    """The client confirmed a changed level, and how."""
    row = work.get(Assessment, assessment_id)
    if not how.strip():
        raise Refusal("compliance/reason-missing", field="reason")
    if row.confirmed_at is None and work.claim(row, confirmed_at=work.now):
        row.confirmed_how = mask(how.strip()).text[:LONGEST]
        work.audit("compliance.level-confirmed", row.subject)
        _judge_open(work, row.customer_id)
    return row


def require(work: Work, customer_id: int, product_code: str, source: Subject | None = None) -> Disclosure:
    """A product is proposed: `source` may not be signed until its risks were disclosed.

    Idempotent for the same source and product version. Refuses a product whose risk nobody has rated.
    """
    customer = work.get(Customer, customer_id, "customers/not-found")
    rated = products.product(work, product_code)
    if rated is None:
        raise Refusal("compliance/product-unrated", field="product", code=product_code.strip()[:50])
    for one in of_source(work, source) if source else ():
        if one.product == rated.code and one.product_version == rated.version:
            return one
    row = work.save(
        Disclosure(
            customer_id=customer.id, product=rated.code, product_version=rated.version,
            product_level=rules.product_level(rated.issuer_level, rated.seller_level), items=[], care=[], reasons=[],
            source_kind=source.kind if source else None, source_id=source.id if source else None, by_id=work.actor.id,
        )
    )  # fmt: skip
    contacts.place_hold(work, customer.id, HOLD, row.source)
    judge(work, row)
    work.audit("compliance.disclosure-required", row.subject, product=rated.code)
    if work.actor.id is not None:
        to = PersonPlace(work.actor.id)
        work.post(
            Notice(
                CARD, to, once=f"disclosure:{row.id}", about=row.subject, live=True, manner=Manner.ANSWER,
                priority=Priority.ANSWER,
            )
        )  # fmt: skip
    return row


def of_source(work: Work, source: Subject) -> Sequence[Disclosure]:
    """What must be disclosed before a record may be signed, withdrawn ones left out."""
    query = select(Disclosure).where(
        Disclosure.source_kind == source.kind, Disclosure.source_id == source.id, Disclosure.cancelled_at.is_(None)
    )
    return work.session.scalars(query.order_by(Disclosure.id)).all()


def judge(work: Work, row: Disclosure) -> rules.Match:
    """Judge product against client as they are now, and keep what was found on an open disclosure."""
    known, today = latest(work, row.customer_id), queries.today(work, row.customer_id)
    born = date.fromisoformat(known.born_on) if known and known.born_on else None
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day)) if born else None
    found = rules.match(
        known.level if known else None, row.product_level, policy(work),
        assessed_on=known.assessed_on if known else None, today=today, age=age,
        professional=bool(known and known.professional),
        confirmed=known is None or known.confirmed_at is not None or not _changed(known),
    )  # fmt: skip
    if row.completed_at is None:
        row.client_level, row.reasons = known.level if known else None, list(found.reasons)
    return found


def lacking(work: Work, row: Disclosure) -> list[str]:
    """What keeps a disclosure from being complete: reasons against the sale, items, care, acknowledgement."""
    found = judge(work, row)
    told = row.acknowledged_on is not None and row.acknowledged_how is not None
    missing = [*found.reasons, *rules.disclosure_missing(row.items, told, row.evidence, policy(work))]
    care = [step for step in policy(work).care_steps if step not in row.care] if found.special_care else []
    return missing + care


@dataclass(frozen=True)
class Told:
    """What was disclosed, how, and how the client acknowledged it."""

    items: Sequence[str]
    channel: str | None = None
    acknowledged_on: date | None = None
    acknowledged_how: str | None = None
    evidence: str = ""
    care: Sequence[str] = field(default=())


def record(work: Work, disclosure_id: int, told: Told) -> Disclosure:
    """Keep what was disclosed. Complete, it lifts its hold; else it says what is missing."""
    row = open_one(work, disclosure_id)
    today = queries.today(work, row.customer_id)
    if told.acknowledged_on is not None and told.acknowledged_on > today:
        raise Refusal("compliance/issued-later", field="acknowledged_on", day=told.acknowledged_on)
    known = policy(work)
    row.items = [item for item in known.disclosure_items if item in told.items]
    row.care = [step for step in known.care_steps if step in told.care]
    row.channel, row.acknowledged_on, row.acknowledged_how = told.channel, told.acknowledged_on, told.acknowledged_how
    row.evidence, row.recorded_by_id = mask(told.evidence.strip()).text[:LONGEST], work.actor.id
    work.audit("compliance.disclosed", row.subject, items=len(row.items))
    work.note(row.subject, {"items": (None, row.items), "acknowledged": (None, row.acknowledged_how)})
    _settle(work, row)
    return row


def _settle(work: Work, row: Disclosure) -> None:
    if row.completed_at is None and not lacking(work, row):
        row.completed_at = work.now
        work.note(row.subject, {"state": ("open", "complete")})
    work.session.flush()
    left = [one for one in of_source(work, row.source) if one.completed_at is None]
    if (row.completed_at is not None or row.cancelled_at is not None) and not left:
        contacts.lift_hold(work, row.customer_id, HOLD, row.source)
    work.refresh(row.subject)


def _judge_open(work: Work, customer_id: int) -> None:
    query = select(Disclosure).where(
        Disclosure.customer_id == customer_id, Disclosure.completed_at.is_(None), Disclosure.cancelled_at.is_(None)
    )
    work.session.flush()
    for row in work.session.scalars(query).all():
        _settle(work, row)


def open_one(work: Work, disclosure_id: int) -> Disclosure:
    """A disclosure one may see that is neither complete nor withdrawn."""
    row = work.get(Disclosure, disclosure_id)
    if row.completed_at is not None or row.cancelled_at is not None:
        raise Refusal("compliance/disclosure-over", id=row.id)
    return row


def cancel(work: Work, disclosure_id: int) -> Disclosure:
    """A disclosure that stands alone is not needed any more. Refuses one that a proposal waits for."""
    row = open_one(work, disclosure_id)
    if row.source_kind is not None:
        raise Refusal("compliance/disclosure-wanted", id=row.id)
    _withdraw(work, row)
    return row


def withdraw(work: Work, source: Subject) -> None:
    """The proposal is given up: what was to be disclosed for it is wanted no more, and its hold is lifted."""
    for row in of_source(work, source):
        if row.completed_at is None:
            _withdraw(work, row)


def _withdraw(work: Work, row: Disclosure) -> None:
    if work.claim(row, cancelled_at=work.now):
        work.audit("compliance.disclosure-withdrawn", row.subject)
        _settle(work, row)


def signing_blocked(work: Work, source: Subject) -> list[str]:
    """Why a record may not be signed now; empty: it may. Judged anew, since an assessment may have run out since.

    What the `deals` slice asks before a proposal goes to signing. A record for which nothing was required is blocked
    too ("disclosure"), so that forgetting to ask never lets one through.
    """
    rows = of_source(work, source)
    if not rows:
        return ["disclosure"]
    return list(dict.fromkeys(reason for row in rows for reason in lacking(work, row)))
