"""Which customers the people of a note that names no customer have come up at: 李总, Sophie, Mr. Brown."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from bot.core.work import Work
from bot.customers.models import ContactPerson, Customer
from bot.visits.models import Visit

LATELY, LATEST = timedelta(days=365), 300
"""Earlier notes that are looked through: those of a year, the newest of them."""
TELLING = 3
"""Somebody who came up at more customers than this is a function (财务, the accountant) and tells nothing."""


def customers_of_people(work: Work, visit: Visit) -> list[int]:
    """Ids of customers at which the author met the people of this note, or where they are on record; the latest first.

    Only customers whom the acting person sees. It is for asking, never for deciding: two firms may have a 李总 each.
    """
    met = [*_in_notes(work, visit), *_on_record(work, visit)] if visit.contacts else []
    found: list[int] = []
    for name in visit.contacts:
        where = list(dict.fromkeys(customer for who, customer in met if _same(name, who)))
        found += where if len(where) <= TELLING else []
    return list(dict.fromkeys(found))


def _in_notes(work: Work, visit: Visit) -> Iterator[tuple[str, int]]:
    own = work.visible(Visit).where(Visit.by_id == visit.by_id, Visit.undone_at.is_(None))
    lately = own.where(Visit.created_at > work.now - LATELY).order_by(Visit.id.desc()).limit(LATEST)
    for names, customer in work.session.execute(lately.with_only_columns(Visit.contacts, Visit.customer_id)):
        if customer is not None:
            yield from ((name, customer) for name in names)


def _on_record(work: Work, visit: Visit) -> Sequence[tuple[str, int]]:
    own = work.visible(Customer).where(Customer.owner_id == visit.by_id)
    query = own.join(ContactPerson, ContactPerson.customer_id == Customer.id)
    there = query.where(ContactPerson.gone_at.is_(None), ContactPerson.restricted_at.is_(None))
    columns = (ContactPerson.name, ContactPerson.customer_id)
    rows = work.session.execute(there.order_by(ContactPerson.id.desc()).with_only_columns(*columns))
    return [(row[0], row[1]) for row in rows]


def _same(typed: str, known: str) -> bool:
    """A first name stands for the whole name where both are written in words: Sophie, Sophie Martin."""
    short, long = typed.casefold(), known.casefold()
    return short == long or (short.isascii() and long.startswith(f"{short} "))
