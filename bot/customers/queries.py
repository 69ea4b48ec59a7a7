"""Scoped reads of the customer file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, false, func, or_, select

from bot.core.access import Actor
from bot.core.work import Work
from bot.customers import index
from bot.customers.models import Alias, Contact, ContactPerson, Customer, Hold, Holding, Supporter
from bot.directory.models import Person, Role
from bot.directory.queries import team_of


def visible(actor: Actor) -> ColumnElement[bool]:
    """Own customers, those of the team below, and those one supports. An auditor reads the audit log, not customers."""
    if actor.id is None or actor.role == Role.AUDITOR.value:
        return false()
    supported = select(Supporter.customer_id).where(Supporter.person_id == actor.id)
    conditions = [Customer.owner_id == actor.id, Customer.id.in_(supported)]
    if actor.role in (Role.LEAD.value, Role.ADMIN.value):
        conditions.append(Customer.owner_id.in_(team_of(actor.id)))
    return or_(*conditions)


def of_customer(actor: Actor) -> ColumnElement[bool]:
    """The scope of tables that hang on a customer, as a condition on their `customer_id`."""
    return Customer.id.in_(select(Customer.id).where(visible(actor)))


def has_code(work: Work, code: str) -> bool:
    """Whether a customer whom the acting person may see has this code, in capitals or small."""
    query = work.visible(Customer).where(Customer.code.in_((code, code.lower()))).with_only_columns(Customer.id)
    return work.session.scalar(query.limit(1)) is not None


def typeahead(work: Work, text: str, limit: int = 20) -> list[tuple[int, str, str | None]]:
    """(id, name, code) of visible customers that fit what is typed; own book first."""
    scope = work.house.scopes.where(Customer, work.actor)
    if not text.strip():
        query = select(Customer.id, Customer.name, Customer.code).where(scope, Customer.owner_id == work.actor.id)
        rows = work.session.execute(query.order_by(Customer.contacted_at.desc(), Customer.id.desc()).limit(limit))
        return [(row[0], row[1], row[2]) for row in rows]
    return index.search(work.session, text, scope, limit, own=work.actor.id)


@dataclass(frozen=True)
class File:
    """Everything the customer card shows that this slice owns."""

    customer: Customer
    owner: Person | None
    aliases: Sequence[str]
    people: Sequence[ContactPerson]
    supporters: Sequence[Person]
    holdings: Sequence[str]
    contacts: Sequence[tuple[Contact, str]]
    holds: Sequence[str]
    viewers: Sequence[str]


def file(work: Work, customer: Customer, contacts: int = 5) -> File:
    """Read one customer's file; `contacts` is how many of the last contacts of anybody it lists."""
    session = work.session
    supporters = session.scalars(
        select(Person).join(Supporter, Supporter.person_id == Person.id)
        .where(Supporter.customer_id == customer.id).order_by(Person.name)
    ).all()  # fmt: skip
    owner = session.get(Person, customer.owner_id) if customer.owner_id else None
    return File(
        customer, owner,
        aliases=session.scalars(select(Alias.name).where(Alias.customer_id == customer.id).order_by(Alias.id)).all(),
        people=session.scalars(
            select(ContactPerson).where(ContactPerson.customer_id == customer.id, ContactPerson.gone_at.is_(None))
            .where(ContactPerson.restricted_at.is_(None))
            .order_by(ContactPerson.id)
        ).all(),
        supporters=supporters,
        holdings=session.scalars(
            select(Holding.product).where(Holding.customer_id == customer.id).order_by(Holding.product)
        ).all(),
        contacts=last_contacts(work, customer.id, contacts),
        holds=session.scalars(
            select(Hold.kind).where(Hold.customer_id == customer.id, Hold.lifted_at.is_(None)).distinct()
        ).all(),
        viewers=viewers(work, customer, supporters),
    )  # fmt: skip


def last_contacts(work: Work, customer_id: int, limit: int) -> list[tuple[Contact, str]]:
    """The newest contacts and attempts of anybody, with the colleague's name. Several of one day that say the same (the
    call that registered a case, and the first answer to it) are one line: the newest."""
    query = (
        select(Contact, Person.name)
        .join(Person, Person.id == Contact.by_id)
        .where(Contact.customer_id == customer_id, Contact.undone_at.is_(None))
        .order_by(Contact.at.desc(), Contact.id.desc())
        .limit(3 * limit)
    )
    found: dict[object, tuple[Contact, str]] = {}
    for row in work.session.execute(query):
        contact, name = row[0], row[1]
        same = (contact.gist, contact.at.astimezone(work.actor.zone).date(), contact.attempt)
        found.setdefault(same if contact.gist else contact.id, (contact, name))
    return list(found.values())[:limit]


def viewers(work: Work, customer: Customer, supporters: Sequence[Person]) -> list[str]:
    """The names of everybody who can see this customer: owner, support team, the leads above the owner."""
    names: dict[int, str] = {}
    person = work.session.get(Person, customer.owner_id) if customer.owner_id else None
    while person is not None and person.id not in names:
        if person.deactivated_at is None and (person.id == customer.owner_id or person.role != Role.MANAGER.value):
            names[person.id] = person.name
        person = work.session.get(Person, person.lead_id) if person.lead_id else None
    names |= {helper.id: helper.name for helper in supporters}
    return list(names.values())


def last_real_contact(work: Work, customer_id: int) -> datetime | None:
    """When anybody last really spoke to the customer; failed attempts and undone notes do not count."""
    return work.session.scalar(
        select(func.max(Contact.at)).where(
            Contact.customer_id == customer_id, Contact.attempt.is_(False), Contact.undone_at.is_(None)
        )
    )


def silent(work: Work, owner_id: int, limit: int = 10) -> Sequence[Customer]:
    """A manager's customers whose next contact is due, the longest overdue first."""
    query = select(Customer).where(
        Customer.owner_id == owner_id, Customer.silent_at <= work.now, Customer.closed_at.is_(None)
    )
    return work.session.scalars(query.order_by(Customer.silent_at).limit(limit)).all()


def owner_of(work: Work, customer_id: int) -> Person | None:
    """The customer's manager."""
    owner_id = work.session.get_one(Customer, customer_id).owner_id
    return work.session.get(Person, owner_id) if owner_id else None
