"""What a customer card shows, as data for the template."""

from typing import Any

from bot.core.privacy import is_mobile, mask_email, mask_mobile, mask_phone
from bot.core.work import Work
from bot.customers import queries
from bot.customers.models import Contact, ContactPerson, Customer


def card(work: Work, customer: Customer) -> dict[str, Any]:
    """The customer file as the acting person may see it. Phone numbers and addresses are masked."""
    file = queries.file(work, customer)
    return {
        "id": customer.id, "name": customer.name, "code": customer.code, "tier": customer.tier,
        "stage": customer.stage, "industry": customer.industry, "region": customer.region, "size": customer.size,
        "owner": file.owner.name if file.owner else None, "aliases": list(file.aliases),
        "holdings": list(file.holdings), "support": [person.name for person in file.supporters],
        "people": [_person(person) for person in file.people],
        "hidden": any(person.phone or person.email for person in file.people),
        "contacts": [_contact(contact, name) for contact, name in file.contacts],
        "holds": list(file.holds), "viewers": list(file.viewers),
        "silent_since": customer.contacted_at if customer.silent_at and customer.silent_at <= work.now else None,
        "silent": bool(customer.silent_at and customer.silent_at <= work.now),
    }  # fmt: skip


def _person(person: ContactPerson) -> dict[str, Any]:
    return {
        "name": person.name, "title": person.title or "",
        "phone": _masked(person.phone) if person.phone else "",
        "email": mask_email(person.email) if person.email else "",
    }  # fmt: skip


def _masked(phone: str) -> str:
    digits = "".join(char for char in phone if char.isdigit())
    return mask_mobile(digits) if is_mobile(digits) else mask_phone(digits)


def _contact(contact: Contact, name: str) -> dict[str, Any]:
    return {
        "at": contact.at, "by": name, "channel": contact.channel, "attempt": contact.attempt, "gist": contact.gist,
        "source": contact.source_kind, "source_id": contact.source_id,
    }  # fmt: skip
