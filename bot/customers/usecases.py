"""The verbs of the customer file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from bot.core.errors import Refusal
from bot.core.subject import Subject
from bot.core.work import Work
from bot.customers import index, rules
from bot.customers.facts import OwnerChanged
from bot.customers.models import Alias, ContactPerson, Customer, Holding, Supporter
from bot.directory.models import Person

LONGEST_NAME = 200
"""Characters of a customer's name or alias."""

PLAIN_FIELDS = ("name", "code", "industry", "region", "size", "language")


@dataclass(frozen=True)
class Details:
    """What a form or an import says of a customer; None leaves a field as it is, an empty text empties it."""

    name: str | None = None
    code: str | None = None
    industry: str | None = None
    region: str | None = None
    size: str | None = None
    language: str | None = None
    tier: str | None = None
    stage: str | None = None
    aliases: Iterable[str] | None = None
    holdings: Iterable[str] | None = None
    support: Iterable[int] | None = None
    people: Iterable[Mapping[str, str]] | None = None
    reason: str = field(default="")


def create(work: Work, details: Details, owner_id: int | None = None) -> Customer:
    """Open a customer file; the acting person becomes the owner unless another is named."""
    name = checked_name(details.name or "")
    owner = owner_id if owner_id is not None else work.actor.id
    customer = work.save(Customer(name=name, owner_id=owner, stage=work.house.policy.service.lifecycle[0]))
    change(work, customer, details)
    reindex(work, customer)
    settle_silence(work, customer)
    return customer


def edit(work: Work, customer_id: int, details: Details) -> Customer:
    """Change a customer's file; every changed field keeps its history. Refuses customers the person may not see."""
    customer = work.get(Customer, customer_id, "customers/not-found")
    change(work, customer, details)
    reindex(work, customer)
    settle_silence(work, customer)
    work.refresh(subject(customer))
    return customer


def change(work: Work, customer: Customer, details: Details) -> None:
    """Apply the details to the row and its satellites, with history; without touching the name index."""
    changes: dict[str, tuple[Any, Any]] = {}
    for name in (*PLAIN_FIELDS, "tier", "stage"):
        value = getattr(details, name)
        if value is None or (value or None) == getattr(customer, name):
            continue
        value = checked_name(value) if name == "name" else _checked_code(work, name, value) or None
        changes[name] = (getattr(customer, name), value)
        setattr(customer, name, value)
    _settle_end(work, customer, changes)
    work.note(subject(customer), changes, details.reason)
    if details.aliases is not None:
        set_aliases(work, customer, details.aliases)
    if details.holdings is not None:
        _set_holdings(work, customer, details.holdings)
    if details.support is not None:
        set_support(work, customer, details.support)
    if details.people is not None:
        for person in details.people:
            add_person(work, customer, **person)


def _settle_end(work: Work, customer: Customer, changes: Mapping[str, Any]) -> None:
    # The last stage ends the relationship: from here the periods of retention count.
    if "stage" in changes:
        ended = customer.stage == work.house.policy.service.lifecycle[-1]
        customer.closed_at = (customer.closed_at or work.now) if ended else None


def checked_name(name: str) -> str:
    """The name in one line; refuses an empty or over-long one."""
    name = " ".join(name.split())
    if not name:
        raise Refusal("customers/name-missing", field="company")
    if len(name) > LONGEST_NAME:
        raise Refusal("customers/name-too-long", field="company", limit=LONGEST_NAME)
    return name


def _checked_code(work: Work, name: str, value: str) -> str:
    service = work.house.policy.service
    known = {"tier": service.tiers, "stage": service.lifecycle}.get(name)
    if known is not None and value not in known:
        raise Refusal("customers/unknown-code", field=name, code=value, known=sorted(known))
    return value


def set_aliases(work: Work, customer: Customer, aliases: Iterable[str]) -> None:
    """Replace the other names of a customer."""
    wanted = {checked_name(alias) for alias in aliases if alias.strip()} - {customer.name}
    present = set(work.session.scalars(select(Alias.name).where(Alias.customer_id == customer.id)))
    if gone := present - wanted:
        work.session.execute(delete(Alias).where(Alias.customer_id == customer.id, Alias.name.in_(gone)))
    for alias in sorted(wanted - present):
        work.save(Alias(customer_id=customer.id, name=alias))
    work.note(subject(customer), {"aliases": (sorted(present), sorted(wanted))})


def add_alias(work: Work, customer_id: int, alias: str) -> None:
    """Remember one more name for a customer (a corrected short name). Idempotent."""
    customer = work.get(Customer, customer_id, "customers/not-found")
    present = set(work.session.scalars(select(Alias.name).where(Alias.customer_id == customer.id)))
    set_aliases(work, customer, present | {alias})
    reindex(work, customer)


def reindex(work: Work, customer: Customer) -> None:
    """Bring the name index up to date after a change of name, code or aliases."""
    aliases = work.session.scalars(select(Alias.name).where(Alias.customer_id == customer.id)).all()
    index.index_customer(work.session, customer.id, customer.name, customer.code, aliases)


def settle_silence(work: Work, customer: Customer) -> None:
    """Reckon anew when the customer counts as silent."""
    customer.silent_at = silent_at(work, customer, customer.contacted_at)


def silent_at(work: Work, customer: Customer, contacted_at: datetime | None) -> datetime | None:
    """When the customer counts as silent if this was the last real contact; None when nobody waits for one."""
    return rules.silent_from(work.house.policy, customer.tier, contacted_at, customer.created_at)


def _set_holdings(work: Work, customer: Customer, products: Iterable[str]) -> None:
    wanted = {product.strip().upper() for product in products if product.strip()}
    present = set(work.session.scalars(select(Holding.product).where(Holding.customer_id == customer.id)))
    if gone := present - wanted:
        work.session.execute(delete(Holding).where(Holding.customer_id == customer.id, Holding.product.in_(gone)))
    for product in sorted(wanted - present):
        work.save(Holding(customer_id=customer.id, product=product))
    work.note(subject(customer), {"holdings": (sorted(present), sorted(wanted))})


def set_support(work: Work, customer: Customer, people: Iterable[int]) -> None:
    """Replace the support team; its members see the customer from now on."""
    wanted = set(people) - {customer.owner_id}
    present = set(work.session.scalars(select(Supporter.person_id).where(Supporter.customer_id == customer.id)))
    if gone := present - wanted:
        work.session.execute(
            delete(Supporter).where(Supporter.customer_id == customer.id, Supporter.person_id.in_(gone))
        )
    for person_id in sorted(wanted - present):
        work.save(Supporter(customer_id=customer.id, person_id=person_id))
    work.note(subject(customer), {"support": (sorted(present), sorted(wanted))})


def add_person(
    work: Work, customer: Customer, name: str, title: str = "", phone: str = "", email: str = ""
) -> ContactPerson:
    """Add somebody on the customer's side, or complete the one of that name."""
    name = checked_name(name)
    person = work.session.scalars(
        select(ContactPerson).where(ContactPerson.customer_id == customer.id, ContactPerson.name == name)
    ).first()
    if person is None:
        person = work.save(ContactPerson(customer_id=customer.id, name=name))
        work.note(subject(customer), {"people": (None, name)})
    person.title = title or person.title
    person.phone = phone or person.phone
    person.email = email or person.email
    person.gone_at = None
    return person


def hand_over(work: Work, customer_id: int, new_owner_id: int, reason: str = "") -> Customer:
    """Give a customer to another manager: the owner's, the lead's or the system's right."""
    customer = work.get(Customer, customer_id, "customers/not-found")
    owner = work.session.get(Person, new_owner_id)
    if owner is None or owner.deactivated_at is not None:
        raise Refusal("directory/deputy-unknown")
    if customer.owner_id == new_owner_id:
        return customer
    before = customer.owner_id
    work.note(subject(customer), {"owner": (before, new_owner_id)}, reason)
    customer.owner_id = new_owner_id
    work.audit("customers.handed-over", subject(customer), before=before, after=new_owner_id)
    work.announce(OwnerChanged(customer.id, before, new_owner_id))
    work.refresh(subject(customer))
    return customer


def subject(customer: Customer) -> Subject:
    """How messages and history refer to a customer."""
    return Subject("customer", customer.id)
