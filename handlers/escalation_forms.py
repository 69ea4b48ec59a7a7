"""The dialogs of questions to departments, and what happens when they are sent in."""

from datetime import date, datetime, time
from typing import Any

from bot.complaints import queries as complaints
from bot.core import drafts
from bot.core.calendar import localise
from bot.core.errors import Refusal
from bot.core.forms import Choice, Date, Form, LongText, Person, Text, Time
from bot.core.forms import Customer as CustomerField
from bot.core.privacy import mask
from bot.core.subject import Subject
from bot.core.work import Work
from bot.customers.models import Customer
from bot.directory import queries as directory
from bot.escalations import concerns, hands, reading, usecases
from bot.promises import clocks, rules
from handlers.inbound import Submission
from handlers.replies import Answer, Open, Reply
from handlers.table import Table

KIND, LINE = "escalations.ask", "escalations.line"


class AskForm(Form):
    """Ask a department. `promised` is what the customer was already told."""

    name = "escalations.ask"
    question = LongText(required=True)
    kind = Choice(words="escalations.kind")
    department = Choice(words="escalations.department")
    person = Person()
    customer = CustomerField()
    due = Date()
    clock = Time()
    severity = Choice(words="escalations.severity")
    promised = Text(longest=300)


class AnswerForm(Form):
    """The answer."""

    name = "escalations.answer"
    answer = LongText(required=True)


class PlanForm(Form):
    """When the answer comes."""

    name = "escalations.plan"
    due = Date(required=True)
    clock = Time()


class DeclineForm(Form):
    """Say no, and who should have it instead."""

    name = "escalations.decline"
    reason = LongText(required=True)
    department = Choice(words="escalations.department")
    person = Person()


class PassForm(Form):
    """Hand it to a colleague."""

    name = "escalations.pass"
    person = Person(required=True)
    reason = Text(longest=300)


class RedirectForm(Form):
    """Put a declined question to somebody else."""

    name = "escalations.redirect"
    department = Choice(words="escalations.department")
    person = Person()


class BackForm(Form):
    """What must be known first."""

    name = "escalations.back"
    question = LongText(required=True)


class TellForm(Form):
    """The answer to what was asked back."""

    name = "escalations.tell"
    answer = LongText(required=True)


class AgainForm(Form):
    """Why the answer is not enough."""

    name = "escalations.again"
    reason = LongText(required=True)


class ConcernForm(Form):
    """A suspicion, for compliance alone."""

    name = "escalations.concern"
    text = LongText(required=True)


def register(table: Table) -> None:
    """What each dialog does when it is sent in."""
    table.form(AskForm, asked)
    table.form(AnswerForm, answered)
    table.form(PlanForm, planned)
    table.form(DeclineForm, declined)
    table.form(PassForm, passed)
    table.form(RedirectForm, redirected)
    table.form(BackForm, asked_back)
    table.form(TellForm, told)
    table.form(AgainForm, not_enough)
    table.form(ConcernForm, concern)


def blank(
    work: Work, line: reading.Line | None = None, about: Subject | None = None, customer_id: int | None = None
) -> Open:
    """The form for a question, with what is known already. Slack sees ids only; long words wait in a draft."""
    values: dict[str, Any] = {}
    if line is not None:
        values = {
            "question": line.question, "customer": line.customer, "kind": line.kind or None,
            "department": line.department or None, "person": line.person.slack_id if line.person else None,
            "due": clocks.local_day(work, line.due_at) if line.due_at else None, "severity": line.severity or None,
            "clock": line.due_at.astimezone(work.actor.zone).time() if line.due_at and line.timed else None,
        }  # fmt: skip
    question = line.question if line else ""
    kept: dict[str, Any] = {
        "question": mask(question).text,
        "about": list(about) if about else [],
        "customer": customer_id,
    }
    draft = drafts.put(work, KIND, **kept) if about or question else 0
    return Open(AskForm, values, private=str(draft))


def asked(work: Work, form: Submission) -> Answer:
    """Put the question; its card is the answer."""
    values, draft = form.values, int(form.private or 0)
    kept: dict[str, Any] = drafts.get(work, KIND, draft) if draft else {"question": "", "about": [], "customer": None}
    about = Subject(*kept["about"]) if kept["about"] else None
    if values.get("customer") and values["customer"] != kept["customer"]:
        work.get(Customer, values["customer"], "customers/not-found")
    person = values.get("person")
    clock = values.get("clock")
    due = values.get("due") or (clocks.local_day(work, work.now) if clock else None)
    usecases.ask(
        work,
        usecases.Draft(
            question=values.get("question") or kept["question"], kind=values.get("kind") or "",
            department=values.get("department") or "", owner_id=_person(work, person) if person else None,
            customer_id=values.get("customer"), about=about,
            due_at=_closing(work, due, clock) if due else None,
            severity=values.get("severity"), promised=values.get("promised") or "",
            barred_id=complaints.subject_about(work, about),
        ),
    )  # fmt: skip
    return None


def _person(work: Work, slack_id: str) -> int:
    person = directory.by_slack_id(work.session, slack_id)
    if person is None:
        raise Refusal("escalations/not-here", field="person")
    return person.id


def _closing(work: Work, day: date, clock: time | None = None) -> datetime:
    if clock is not None:
        return localise(work.actor.zone, datetime.combine(day, clock))
    return rules.closing(day, clocks.own_time(work))


def answered(work: Work, form: Submission) -> Answer:
    """The answer goes on the card."""
    usecases.answer(work, int(form.private), form.values["answer"])
    return None


def planned(work: Work, form: Submission) -> Answer:
    """The date goes on the card."""
    usecases.plan(work, int(form.private), _closing(work, form.values["due"], form.values.get("clock")))
    return None


def declined(work: Work, form: Submission) -> Answer:
    """No, with a reason."""
    person, department = form.values.get("person"), form.values.get("department") or ""
    hands.decline(work, int(form.private), form.values["reason"], department, _person(work, person) if person else None)
    return None


def passed(work: Work, form: Submission) -> Answer:
    """Somebody else's now."""
    hands.pass_on(work, int(form.private), _person(work, form.values["person"]), form.values.get("reason") or "")
    return None


def redirected(work: Work, form: Submission) -> Answer:
    """To whom instead."""
    person, department = form.values.get("person"), form.values.get("department") or ""
    if not person and not department:
        raise Refusal("escalations/whom", field="department")
    hands.redirect(work, int(form.private), department, _person(work, person) if person else None)
    return None


def asked_back(work: Work, form: Submission) -> Answer:
    """The question goes to the asker."""
    hands.ask_back(work, int(form.private), form.values["question"])
    return None


def told(work: Work, form: Submission) -> Answer:
    """Its answer goes to the owner."""
    hands.tell(work, int(form.private), form.values["answer"])
    return None


def not_enough(work: Work, form: Submission) -> Answer:
    """The owner has it again."""
    usecases.not_yet(work, int(form.private), form.values["reason"])
    return None


def concern(work: Work, form: Submission) -> Answer:
    """To compliance, and to nobody else."""
    concerns.raise_concern(work, form.values["text"])
    return Reply("escalations/concern-raised")
