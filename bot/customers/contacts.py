"""Contacts and holds: rows this slice owns and others write through these verbs."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from bot.core.subject import Subject
from bot.core.work import Work
from bot.customers import queries
from bot.customers.facts import Contacted
from bot.customers.models import Contact, Customer, Hold
from bot.customers.usecases import settle_silence, silent_at


def record(
    work: Work, customer_id: int, source: Subject, at: datetime, channel: str | None, *,
    attempt: bool = False, gist: str = "", by_id: int | None = None, new: bool = False,
) -> Contact:  # fmt: skip
    """Record a contact (or failed attempt) made in `source`, or bring the recorded one up to date. Idempotent.

    A real contact resets the cadence of the customer; an attempt does not. `new`: `source` was written just now, so
    nothing is recorded for it yet.
    """
    contact = None if new else of_source(work, source)
    if contact is None:
        by = by_id if by_id is not None else work.actor.person_id
        contact = work.save(
            Contact(
                customer_id=customer_id, by_id=by, at=at, source_kind=source.kind, source_id=source.id,
                channel=channel, attempt=attempt, gist=gist,
            )
        )  # fmt: skip
        _count_in(work, contact)
    else:
        moved_from, contact.customer_id = contact.customer_id, customer_id
        contact.at, contact.channel, contact.attempt, contact.gist = at, channel, attempt, gist
        contact.undone_at = None
        work.session.flush()
        for changed in {customer_id, moved_from}:
            _recount(work, changed)
    if not attempt:
        work.announce(Contacted(customer_id, contact.by_id, at))
    return contact


def undo(work: Work, source: Subject) -> None:
    """The record that made this contact was undone: it no longer counts."""
    contact = of_source(work, source)
    if contact is not None and contact.undone_at is None:
        contact.undone_at = work.now
        work.session.flush()
        _recount(work, contact.customer_id)


def unname(work: Work, sources: Sequence[Subject]) -> None:
    """The contacts made in these records (all of one kind) say no more what they were about."""
    if sources:
        ids = [source.id for source in sources]
        silent = update(Contact).where(Contact.source_kind == sources[0].kind, Contact.source_id.in_(ids))
        work.session.execute(silent.values(gist=""))


def of_source(work: Work, source: Subject) -> Contact | None:
    """The contact recorded in this record, if any."""
    query = select(Contact).where(Contact.source_kind == source.kind, Contact.source_id == source.id)
    return work.session.scalars(query).one_or_none()


def _count_in(work: Work, contact: Contact) -> None:
    """One contact more: the last one is the later of it and the last so far, without going through all of them."""
    customer = work.session.get_one(Customer, contact.customer_id)
    while not _moved_on(work, customer, contact):
        work.session.refresh(customer)  # somebody counted another contact in at the same moment
    work.refresh(Subject("customer", customer.id))


def _moved_on(work: Work, customer: Customer, contact: Contact) -> bool:
    last = customer.contacted_at
    if not contact.attempt and (last is None or contact.at > last):
        last = contact.at
    silent = silent_at(work, customer, last)
    if (last, silent) == (customer.contacted_at, customer.silent_at):
        return True
    return work.claim(customer, contacted_at=last, silent_at=silent)


def _recount(work: Work, customer_id: int) -> None:
    customer = work.session.get_one(Customer, customer_id)
    customer.contacted_at = queries.last_real_contact(work, customer_id)
    settle_silence(work, customer)
    work.refresh(Subject("customer", customer_id))


def place_hold(work: Work, customer_id: int, kind: str, source: Subject) -> None:
    """Place a reason to leave the customer in peace. Idempotent; the same source may place it again after lifting."""
    hold = _hold(work, customer_id, kind, source)
    if hold is None:
        work.save(Hold(customer_id=customer_id, kind=kind, source_kind=source.kind, source_id=source.id))
    else:
        hold.lifted_at = None
    work.refresh(Subject("customer", customer_id))


def lift_hold(work: Work, customer_id: int, kind: str, source: Subject) -> None:
    """Take the reason away again. Idempotent."""
    hold = _hold(work, customer_id, kind, source)
    if hold is not None and hold.lifted_at is None:
        hold.lifted_at = work.now
        work.refresh(Subject("customer", customer_id))


def _hold(work: Work, customer_id: int, kind: str, source: Subject) -> Hold | None:
    query = select(Hold).where(
        Hold.customer_id == customer_id, Hold.kind == kind, Hold.source_kind == source.kind, Hold.source_id == source.id
    )
    return work.session.scalars(query).one_or_none()
