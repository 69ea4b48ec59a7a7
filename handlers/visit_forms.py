"""The dialogs of visit notes: a new one, correcting one, and the file of a customer nobody knows yet."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.core.errors import Refusal
from bot.core.forms import Checkbox, Choice, Customer, Date, Form, LongText, People, Text, Time
from bot.core.work import Work
from bot.customers import usecases as customers
from bot.directory import queries as directory
from bot.understanding.context import hear
from bot.visits import corrections, queries, usecases
from bot.visits.models import Visit
from bot.visits.usecases import Given
from handlers.inbound import Submission
from handlers.replies import Answer

SCORES = ("5", "4", "3", "2", "1")


class RecordForm(Form):
    """A new visit note."""

    name = "visits.record"
    customer = Customer()
    note = LongText(required=True)
    day = Date()
    channel = Choice(words="visits.channel")
    contacts = Text(longest=300)
    promise = Text(longest=500)
    due = Date()


class EditForm(Form):
    """Correcting a visit note."""

    name = "visits.edit"
    customer = Customer(keeps=True)
    day = Date(keeps=True)
    clock = Time()
    channel = Choice(words="visits.channel")
    contacts = Text(longest=300)
    colleagues = People()
    summary = LongText(keeps=True)
    feedback = LongText()
    satisfaction = Choice(words="visits.satisfaction", codes=SCORES)
    competitors = Text(longest=300)
    tags = Text(longest=300)
    important = Checkbox()
    attempt = Checkbox()


class NewCustomerForm(Form):
    """The file of a customer the note names and nobody knows yet."""

    name = "visits.new_customer"
    company = Text(required=True, longest=customers.LONGEST_NAME)
    tier = Choice(words="customers.tier")


def recorded(work: Work, form: Submission) -> Answer:
    """A new note from the form; its card is the answer."""
    values = form.values
    day, channel, contacts = values.get("day"), values.get("channel"), values.get("contacts")
    columns: dict[str, Any] = {"channel": channel, "contacts": split(contacts) or None}
    if day is not None:
        columns["at"], columns["at_part"] = corrections.moment(work, day, None)
    duty = corrections.form_duty(work, kept(values.get("promise")), values.get("due"))
    customer = values.get("customer")
    usecases.record_form(work, values["note"], Given(int(customer) if customer else None, columns, duty))
    return None


def corrected(work: Work, form: Submission) -> Answer:
    """What the form of a note says now; the card shows it."""
    visit = queries.standing(work, int(form.private))
    corrections.edit(work, visit.id, columns_of(work, visit, form.values))
    return None


def opened(work: Work, form: Submission) -> Answer:
    """A new customer file, and the note belongs to it."""
    corrections.new_customer(work, int(form.private), form.values["company"], form.values.get("tier"))
    return None


def columns_of(work: Work, visit: Visit, values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a visit from the fields that were shown; what was cleared becomes empty."""
    columns = {name: READ[name](values[name]) for name in READ if name in values}
    if values.get("customer"):
        columns["customer_id"] = int(values["customer"])
    if "colleagues" in values:
        columns["with_ids"] = people(work, values["colleagues"] or ())
    if values.get("day") and not corrections.is_told(work, visit, values["day"], values.get("clock")):
        columns["at"], columns["at_part"] = corrections.moment(work, values["day"], values.get("clock"))
    return columns


def split(text: str | None) -> list[str]:
    """Several names in one field."""
    return [part.strip() for part in re.split(r"[,\uff0c\u3001;\uff1b]", kept(text)) if part.strip()]


def kept(text: str | None) -> str:
    """Free text as it may be kept."""
    return hear(text or "").text


def score(code: str | None) -> int | None:
    """Satisfaction, 1 to 5."""
    return int(code) if code else None


READ: Mapping[str, Callable[[Any], Any]] = {
    "summary": kept, "feedback": kept, "contacts": split, "competitors": split, "tags": split,
    "channel": lambda code: code, "important": bool, "attempt": bool, "satisfaction": score,
}  # fmt: skip
"""Field of the form -> what the column of the same name becomes."""


def people(work: Work, slack_ids: Sequence[str]) -> list[int]:
    """The records of colleagues picked by Slack id. Refuses people Rapport does not know."""
    known = [directory.by_slack_id(work.session, slack_id) for slack_id in slack_ids]
    if any(person is None for person in known):
        raise Refusal("visits/colleague-unknown", field="colleagues")
    return [person.id for person in known if person is not None]


def values_of(work: Work, visit: Visit) -> dict[str, Any]:
    """What the form for correcting a note is filled with."""
    fields = corrections.fields(work, visit)
    return fields | {
        "contacts": ", ".join(visit.contacts), "competitors": ", ".join(visit.competitors),
        "tags": ", ".join(visit.tags), "channel": visit.channel, "summary": visit.summary,
        "feedback": visit.feedback, "important": visit.important, "attempt": visit.attempt,
        "satisfaction": str(visit.satisfaction) if visit.satisfaction else None,
    }  # fmt: skip
