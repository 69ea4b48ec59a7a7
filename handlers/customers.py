"""/client: find a customer, show the file, create and edit it."""

import unicodedata
from typing import Any

from bot.compliance import lists
from bot.core import drafts
from bot.core.errors import Refusal
from bot.core.forms import Choice, Customer, Form, LongText, People, Text
from bot.core.work import Work
from bot.customers import cards, queries, usecases
from bot.customers import models as tables
from bot.directory import queries as directory
from bot.directory import wording
from bot.directory.models import Role
from bot.promises import queries as promises
from handlers.inbound import Press, Submission, Typed
from handlers.replies import Answer, Open, Option, Reply, Suggest
from handlers.table import Table

SECTOR, SIZE, PRODUCT = "customers.sector", "customers.scale", "customers.product"
"""Words in which the form shows codes and takes them back."""


class FileForm(Form):
    """A customer's file."""

    name = "customers.file"
    company = Text(required=True, longest=usecases.LONGEST_NAME)
    code = Text(longest=50)
    aliases = Text(longest=1000)
    industry = Text(longest=100)
    region = Text(longest=100)
    size = Text(longest=100)
    tier = Choice(words="customers.tier", keeps=True)
    stage = Choice(words="customers.stage", keeps=True)
    support = People()
    people = LongText(longest=2500)
    holdings = Text(longest=500)
    reason = Text(longest=300)


class FindForm(Form):
    """Which customer to look at."""

    name = "customers.look"
    customer = Customer(required=True)


def register(table: Table) -> None:
    """/client and everything on the customer card."""
    table.command("/client", look)
    table.form(FindForm, found)
    table.form(FileForm, save)
    table.press("customer.show", show)
    table.press("customer.edit", edit)
    table.press("customer.new", new)
    table.lookup("customers.find", suggest)


def look(work: Work, typed: Typed) -> Answer:
    """One match is shown, several are offered, none can be created."""
    text = typed.text.strip()
    if not text:
        return Open(FindForm)
    found = queries.typeahead(work, text, limit=8)
    exact = [row for row in found if text.casefold() in (row[1].casefold(), (row[2] or "").casefold())]
    if len(found) == 1 or len(exact) == 1:
        return _card(work, (exact or found)[0][0])
    if found:
        choices = [{"id": row[0], "name": row[1], "code": row[2] or ""} for row in found]
        return Reply("customers/choose", {"query": text, "choices": choices})
    may = work.actor.role != Role.AUDITOR.value
    draft = drafts.put(work, "customers.new", name=text[: usecases.LONGEST_NAME]) if may else None
    return Reply("customers/none", {"query": text, "draft": draft})


def found(work: Work, form: Submission) -> Answer:
    """The customer picked in the dialog."""
    return _card(work, int(form.values["customer"]))


def show(work: Work, press: Press) -> Answer:
    """The card of a customer offered as a button."""
    return _card(work, press.id)


def _card(work: Work, customer_id: int) -> Reply:
    customer = work.get(tables.Customer, customer_id, "customers/not-found")
    promise = promises.next_of_customer(work, customer.id)
    work.audit("customers.opened", usecases.subject(customer))
    following = None
    if promise is not None:
        due = promises.due_for(work, promise, work.actor.zone)
        following = {"id": promise.id, "text": promise.text, "due": due}
    return Reply(
        "customers/card", {**cards.card(work, customer), "next": following, "papers": lists.brief(work, customer.id)}
    )


def suggest(work: Work, text: str) -> Answer:
    """Customers that fit what is typed into a field."""
    rows = queries.typeahead(work, text, limit=20)
    return Suggest([Option(f"{name} · {code}" if code else name, str(row_id)) for row_id, name, code in rows])


def new(work: Work, press: Press) -> Answer:
    """The form for a new customer, with the name that was not found."""
    name = drafts.get(work, "customers.new", press.id)["name"] if press.id else ""
    return Open(FileForm, {"company": name, "stage": work.house.policy.service.lifecycle[0]})


def edit(work: Work, press: Press) -> Answer:
    """The form with the customer's file in it."""
    customer = work.get(tables.Customer, press.id, "customers/not-found")
    file = queries.file(work, customer)
    values: dict[str, Any] = {
        "company": customer.name, "code": customer.code, "aliases": "; ".join(file.aliases),
        "industry": wording.term(work, SECTOR, customer.industry), "region": customer.region,
        "size": wording.term(work, SIZE, customer.size), "tier": customer.tier, "stage": customer.stage,
        "holdings": "; ".join(wording.term(work, PRODUCT, one) for one in file.holdings),
        "support": [person.slack_id for person in file.supporters if person.slack_id],
    }  # fmt: skip
    return Open(FileForm, values, private=str(customer.id))


def save(work: Work, form: Submission) -> Answer:
    """Create or change the customer as the form says."""
    values = form.values
    details = usecases.Details(
        name=values.get("company"), code=values.get("code") or "", region=values.get("region") or "",
        industry=wording.coded(SECTOR, values.get("industry") or ""),
        size=wording.coded(SIZE, values.get("size") or ""),
        tier=values.get("tier"), stage=values.get("stage"), aliases=_split(values.get("aliases")),
        holdings=[wording.coded(PRODUCT, one) for one in _split(values.get("holdings"))],
        support=_people(work, values.get("support")), people=_contacts(values.get("people")),
        reason=values.get("reason") or "",
    )  # fmt: skip
    if form.private:
        customer = usecases.edit(work, int(form.private), details)
        return Reply("customers/changed", {"id": customer.id, "name": customer.name})
    customer = usecases.create(work, details)
    return Reply("customers/created", {"id": customer.id, "name": customer.name})


def _split(text: str | None) -> list[str]:
    return [
        part.strip() for part in unicodedata.normalize("NFKC", text or "").replace("\n", ";").split(";") if part.strip()
    ]


def _people(work: Work, slack_ids: list[str] | None) -> list[int]:
    known = [directory.by_slack_id(work.session, slack_id) for slack_id in slack_ids or ()]
    if any(person is None for person in known):
        raise Refusal("customers/support-unknown", field="support")
    return [person.id for person in known if person is not None]


def _contacts(text: str | None) -> list[dict[str, str]]:
    people = []
    for line in (text or "").splitlines():
        name, title, phone, email, *_ = [part.strip() for part in unicodedata.normalize("NFKC", line).split("|")] + [
            ""
        ] * 4
        if name:
            people.append({"name": name, "title": title, "phone": phone, "email": email})
    return people
