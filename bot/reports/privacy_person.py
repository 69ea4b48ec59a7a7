"""Everything Rapport knows of one person: a contact on a customer's side, or a colleague. Found, row by row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select

from bot.core.database import Row
from bot.core.errors import Misconfigured
from bot.core.policy import Pack
from bot.core.policy.basics import Mark
from bot.core.privacy import mask_person
from bot.core.subject import Subject as Record
from bot.core.work import Work
from bot.customers.models import ContactPerson, Customer
from bot.directory import queries as directory
from bot.directory.models import Duty, Leave, Person
from bot.reports.keeping import KEEPINGS, Keeping
from bot.reports.privacy_holds import Holds, in_force


@dataclass(frozen=True)
class Subject:
    """Whose data: one name, and the rows that are the person himself (one colleague, or one contact a customer)."""

    name: str
    colleague: Person | None = None
    contacts: Sequence[ContactPerson] = ()

    @property
    def pseudonym(self) -> str:
        """What stands where the name stood."""
        return mask_person(self.name) if self.contacts else f"colleague {self.colleague.id if self.colleague else 0}"

    @property
    def numbers(self) -> frozenset[str]:
        """Telephone numbers (digits) and addresses, as they may have been taken out of notes."""
        said = [value for each in self.contacts for value in (each.phone, each.email) if value]
        return frozenset(value if "@" in value else "".join(char for char in value if char.isdigit()) for value in said)


@dataclass(frozen=True)
class Mention:
    """One place: table, row, column and what stands there. `law` is the rule that has it kept, empty if none does."""

    table: str
    row_id: int
    column: str
    value: Any
    law: str = ""
    keeping: Keeping | None = None


def find_person(work: Work, who: str) -> Subject:
    """A colleague by e-mail address or Slack id; a contact by `contact:ID`, or by "customer code/name". One line else.

    Raises Misconfigured when nobody or more than one customer's contact fits.
    """
    who = who.strip()
    colleague = directory.by_email(work.session, who) if "@" in who else directory.by_slack_id(work.session, who)
    if colleague is not None:
        return Subject(colleague.name, colleague)
    contacts = _contacts(work, who)
    if len(contacts) != 1:
        many = ", ".join(f"contact:{each.id}" for each in contacts[:10])
        told = f"several people fit: {many}; name one of them" if contacts else f"nobody is known as {who!r}"
        raise Misconfigured(f"{told} (e-mail address or Slack id of a colleague, contact:ID, or CUSTOMER/NAME)")
    return Subject(contacts[0].name, None, contacts)


def _contacts(work: Work, who: str) -> Sequence[ContactPerson]:
    kind, _, number = who.partition(":")
    if kind == "contact" and number.isdigit():
        return work.session.scalars(select(ContactPerson).where(ContactPerson.id == int(number))).all()
    customer, _, name = who.rpartition("/")
    query = select(ContactPerson).where(ContactPerson.name == name)
    if customer:
        wanted = customer.casefold()
        query = query.join(Customer, Customer.id == ContactPerson.customer_id).where(
            or_(func.lower(Customer.code) == wanted, func.lower(Customer.name) == wanted)
        )
    found = work.session.scalars(query.order_by(ContactPerson.id)).all()
    if found or "@" not in who:
        return found
    # Addresses are sealed: they cannot be searched for, only opened one after another.
    return [each for each in work.session.scalars(select(ContactPerson)) if (each.email or "").lower() == who.lower()]


def law_of(pack: Pack, rules: Sequence[str]) -> str:
    """The rule of law that has rows of these rules kept, with its source; a house's own period binds nobody."""
    known = pack.compliance.retention
    bound = [(code, known[code]) for code in rules if code in known and known[code].mark is not Mark.HOUSE]
    code, rule = max(bound, key=lambda each: each[1].keep.days, default=("", None))
    return f"{code}: {rule.keep} after {rule.after}, {rule.basis}" if rule else ""


def mentions(work: Work, subject: Subject) -> Iterator[Mention]:
    """Every place that tells of the person, the own rows first."""
    holds = in_force(work)
    yield from _own(work, subject, holds)
    for keeping in KEEPINGS:
        if keeping.blank is not None and keeping.customer is not None:
            law = law_of(work.house.policy, keeping.rules)
            for row, customer_id in _rows(work, keeping, subject):
                held = holds.law(customer_id, Record(keeping.kind, row.id) if keeping.kind else None)
                yield from _in_row(keeping, row, subject, held or law)


CONTACT = ("name", "title", "phone", "email")
COLLEAGUE = ("name", "email", "slack_id", "department", "role", "locale", "time_zone", "working_hours")


def _own(work: Work, subject: Subject, holds: Holds) -> Iterator[Mention]:
    law = law_of(work.house.policy, ("identity", "documents"))
    for contact in subject.contacts:
        yield from _filled(contact, CONTACT, holds.law(contact.customer_id) or law)
    if subject.colleague is not None:
        yield from _filled(subject.colleague, COLLEAGUE)
        yield from _days_and_duties(work, subject.colleague)


def _filled(row: Row, columns: Sequence[str], law: str = "") -> Iterator[Mention]:
    values = ((column, getattr(row, column)) for column in columns)
    return (Mention(row.__tablename__, row.id, column, value, law) for column, value in values if value)


def _days_and_duties(work: Work, person: Person) -> Iterator[Mention]:
    away: Sequence[Any] = work.session.scalars(select(Leave).where(Leave.person_id == person.id)).all()
    for leave in away:
        yield Mention("leave", leave.id, "days", f"{leave.first_day} - {leave.last_day}")
    places: Sequence[Any] = work.session.scalars(select(Duty).where(Duty.person_id == person.id)).all()
    for duty in places:
        yield Mention("duty", duty.id, "department", duty.department)


def _rows(work: Work, keeping: Keeping, subject: Subject) -> Sequence[tuple[Row, int | None]]:
    """Rows that may tell of the person, each with its customer."""
    model, blank = keeping.model, keeping.blank or {}
    query = select(model, keeping.customer)
    if subject.contacts:
        query = query.where(keeping.customer.in_([each.customer_id for each in subject.contacts]))
    else:
        texts = [getattr(model, column) for column, empty in blank.items() if empty == ""]
        if not texts:
            return []
        query = query.where(or_(*(column.contains(subject.name, autoescape=True) for column in texts)))
    return [(row[0], row[1]) for row in work.session.execute(query.order_by(model.id))]


def _in_row(keeping: Keeping, row: Row, subject: Subject, law: str) -> Iterator[Mention]:
    for column in keeping.blank or {}:
        value = getattr(row, column)
        if value and names(value, subject):
            yield Mention(keeping.name, row.id, column, value, law, keeping)


def names(value: Any, subject: Subject) -> bool:
    """Whether a value of any shape tells the person's name or number."""
    if isinstance(value, str):
        return subject.name in value or value in subject.numbers
    if isinstance(value, dict):
        return any(names(item, subject) for item in value.values())
    return isinstance(value, list) and any(names(item, subject) for item in value)


def without(value: Any, subject: Subject) -> Any:
    """The value with the name replaced and entries that are the person's own numbers left out."""
    if isinstance(value, str):
        return "" if value in subject.numbers else value.replace(subject.name, subject.pseudonym)
    if isinstance(value, dict):
        return {key: without(item, subject) for key, item in value.items()}
    if isinstance(value, list):
        return [without(item, subject) for item in value if not (isinstance(item, dict) and _is_number(item, subject))]
    return value


def _is_number(item: dict[str, Any], subject: Subject) -> bool:
    return item.get("value") in subject.numbers
