"""Writing a chunk of customers of an import: few statements, whatever the number of rows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, insert, select

from bot.core.subject import Subject
from bot.core.tables import Tally
from bot.core.work import Work
from bot.customers import index
from bot.customers.facts import OwnerChanged
from bot.customers.import_rows import Entry
from bot.customers.models import Alias, ContactPerson, Customer, Holding, Supporter
from bot.customers.rules import silent_from


@dataclass
class File:
    """A customer with what hangs on him, as the database has it."""

    customer: Customer
    aliases: list[str] = field(default_factory=list)
    support: set[int] = field(default_factory=set)
    holdings: set[str] = field(default_factory=set)
    people: dict[str, ContactPerson] = field(default_factory=dict)


def write(work: Work, rows: Sequence[tuple[Entry, int | None]], tally: Tally, *, dry: bool) -> None:
    """Write the rows of one chunk, each with the id of the customer it is about (None: a new one), and count them."""
    files = _files(work, [row_id for _, row_id in rows if row_id is not None])
    new = [entry for entry, row_id in rows if row_id is None]
    tally.new += len(new)
    if not dry and new:
        _create(work, new)
    for entry, row_id in rows:
        if row_id is None:
            continue
        changes = Changes(files[row_id], entry)
        if changes.any:
            tally.changed += 1
            if not dry:
                changes.apply(work)
        else:
            tally.same += 1


def _files(work: Work, ids: Sequence[int]) -> dict[int, File]:
    if not ids:
        return {}
    session = work.session
    found = {row.id: File(row) for row in session.scalars(select(Customer).where(Customer.id.in_(ids)))}
    for row_id, name in session.execute(
        select(Alias.customer_id, Alias.name).where(Alias.customer_id.in_(ids)).order_by(Alias.id)
    ):
        found[row_id].aliases.append(name)
    for row_id, person in session.execute(
        select(Supporter.customer_id, Supporter.person_id).where(Supporter.customer_id.in_(ids))
    ):
        found[row_id].support.add(person)
    for row_id, product in session.execute(
        select(Holding.customer_id, Holding.product).where(Holding.customer_id.in_(ids))
    ):
        found[row_id].holdings.add(product)
    for contact in session.scalars(select(ContactPerson).where(ContactPerson.customer_id.in_(ids))):
        found[contact.customer_id].people.setdefault(contact.name, contact)
    return found


def _create(work: Work, entries: Sequence[Entry]) -> None:
    pack = work.house.policy
    first_stage = pack.service.lifecycle[0]
    rows = [
        {
            "created_at": work.now, "name": entry.name, "code": entry.code or None, "owner_id": entry.owner_id,
            "industry": entry.fields.get("industry"), "region": entry.fields.get("region"),
            "size": entry.fields.get("size"), "tier": entry.fields.get("tier"),
            "stage": entry.fields.get("stage", first_stage),
            "silent_at": silent_from(pack, entry.fields.get("tier"), None, work.now),
        }
        for entry in entries
    ]  # fmt: skip
    ids = work.session.scalars(insert(Customer).returning(Customer.id, sort_by_parameter_order=True), rows).all()
    hung: defaultdict[type[Any], list[dict[str, Any]]] = defaultdict(list)
    for entry, row_id in zip(entries, ids, strict=True):
        base = {"created_at": work.now, "customer_id": row_id}
        hung[Alias] += [base | {"name": alias} for alias in entry.aliases or () if alias != entry.name]
        hung[Supporter] += [base | {"person_id": one} for one in entry.support or () if one != entry.owner_id]
        hung[Holding] += [base | {"product": product} for product in entry.holdings or ()]
        hung[ContactPerson] += [base | _person(contact) for contact in _by_name(entry).values()]
    for model, values in hung.items():
        if values:
            work.session.execute(insert(model), values)
    names = zip(entries, ids, strict=True)
    index.index_many(
        work.session, [(row_id, entry.name, entry.code or None, entry.aliases or ()) for entry, row_id in names]
    )


def _by_name(entry: Entry) -> dict[str, tuple[str, str, str, str]]:
    return {contact[0]: contact for contact in entry.contacts or ()}


def _person(contact: tuple[str, str, str, str]) -> dict[str, str | None]:
    name, title, phone, email = contact
    return {"name": name, "title": title or None, "phone": phone or None, "email": email or None}


class Changes:
    """What a row changes in a customer's file."""

    def __init__(self, file: File, entry: Entry) -> None:
        self._file, self._entry = file, entry
        customer = file.customer
        wanted: dict[str, Any] = {**entry.fields}
        wanted |= {"name": entry.name} if entry.name else {}
        wanted |= {"code": entry.code} if entry.code else {}
        wanted |= {"owner_id": entry.owner_id} if entry.owner_id is not None else {}
        self.fields = {
            name: (getattr(customer, name), value) for name, value in wanted.items() if value != getattr(customer, name)
        }
        known = {customer.name, entry.name, *file.aliases}
        self.aliases = [alias for alias in entry.aliases or () if alias not in known]
        owner = entry.owner_id if entry.owner_id is not None else customer.owner_id
        self.support = None if entry.support is None else set(entry.support) - {owner}
        self.holdings = None if entry.holdings is None else set(entry.holdings)
        self.people = {name: contact for name, contact in _by_name(entry).items() if self._tells(contact)}

    def _tells(self, contact: tuple[str, str, str, str]) -> bool:
        known = self._file.people.get(contact[0])
        said = {name: value for name, value in _person(contact).items() if value}
        return known is None or known.gone_at is not None or any(getattr(known, name) != said[name] for name in said)

    @property
    def any(self) -> bool:
        """Whether anything changes."""
        support = self.support is not None and self.support != self._file.support
        holdings = self.holdings is not None and self.holdings != self._file.holdings
        return bool(self.fields or self.aliases or self.people or support or holdings)

    def apply(self, work: Work) -> None:
        """Write it, with history, the fact of a new owner, and the name index."""
        customer = self._file.customer
        about = Subject("customer", customer.id)
        work.note(about, self._noted(), "import")
        for name, (_, value) in self.fields.items():
            setattr(customer, name, value)
        if {"tier"} & self.fields.keys():
            customer.silent_at = silent_from(
                work.house.policy, customer.tier, customer.contacted_at, customer.created_at
            )
        self._hang(work, customer.id)
        work.session.flush()
        if self.aliases or {"name", "code"} & self.fields.keys():
            names = (*self._file.aliases, *self.aliases)
            index.index_customer(work.session, customer.id, customer.name, customer.code, names)
        if "owner_id" in self.fields:
            before, after = self.fields["owner_id"]
            work.announce(OwnerChanged(customer.id, before, after))
        work.refresh(about)

    def _noted(self) -> Mapping[str, tuple[Any, Any]]:
        file, changes = (
            self._file,
            {("owner" if name == "owner_id" else name): pair for name, pair in self.fields.items()},
        )
        if self.aliases:
            changes["aliases"] = (file.aliases, [*file.aliases, *self.aliases])
        if self.support is not None:
            changes["support"] = (sorted(file.support), sorted(self.support))
        if self.holdings is not None:
            changes["holdings"] = (sorted(file.holdings), sorted(self.holdings))
        if self.people:
            changes["people"] = (None, sorted(self.people))
        return changes

    def _hang(self, work: Work, customer_id: int) -> None:
        session, base = work.session, {"created_at": work.now, "customer_id": customer_id}
        session.add_all(Alias(**base, name=alias) for alias in self.aliases)
        if self.support is not None:
            gone = self._file.support - self.support
            session.execute(
                delete(Supporter).where(Supporter.customer_id == customer_id, Supporter.person_id.in_(gone))
            )
            session.add_all(Supporter(**base, person_id=one) for one in sorted(self.support - self._file.support))
        if self.holdings is not None:
            gone_products = self._file.holdings - self.holdings
            session.execute(
                delete(Holding).where(Holding.customer_id == customer_id, Holding.product.in_(gone_products))
            )
            session.add_all(Holding(**base, product=one) for one in sorted(self.holdings - self._file.holdings))
        for name, contact in self.people.items():
            person = self._file.people.get(name)
            if person is None:
                session.add(ContactPerson(**base, **_person(contact)))
            else:
                person.gone_at = None
                for key, value in _person(contact).items():
                    setattr(person, key, value or getattr(person, key))
