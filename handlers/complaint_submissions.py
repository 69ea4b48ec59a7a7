"""What happens when a dialog of complaints is sent in. Slack sees ids only."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.complaints import deadlines_kept, deciding, ending, handling, intake, pausing, reviewing
from bot.complaints.acting import Told
from bot.complaints.reporting import file_orders
from bot.core.errors import Refusal
from bot.core.forms import Form
from bot.core.work import Work
from bot.directory import queries as directory
from handlers.complaint_forms import (
    AgreeForm,
    CallBackForm,
    CloseForm,
    EditForm,
    FindForm,
    NoticeForm,
    PauseForm,
    PersonForm,
    PromiseForm,
    ReasonForm,
    RegisterFileForm,
    RegisterForm,
    RemedyForm,
    ToldForm,
)
from handlers.inbound import Submission
from handlers.replies import Answer, Reply
from handlers.table import Table


def register(table: Table) -> None:
    """What each dialog does."""
    for form, handler in SUBMITTED.items():
        table.form(form, handler)


def registered(work: Work, form: Submission) -> Answer:
    """A new case from the form; its card is the answer."""
    values = form.values
    customer, subject = values.get("customer"), values.get("subject")
    intake.register(
        work, values["claim"],
        intake.Given(
            customer_id=int(customer) if customer else None, complainant=values.get("complainant") or "",
            channel=values.get("channel"), product=values.get("product"), promised=values.get("promised"),
            subject_id=person(work, subject, "subject") if subject else None, people=int(values.get("people") or 1),
            vulnerable=bool(values.get("vulnerable")), source="form",
        ),
    )  # fmt: skip
    return None


def edited(work: Work, form: Submission) -> Answer:
    """The case as the form left it."""
    values, number = form.values, int(form.private)
    if values.get("customer"):
        handling.set_customer(work, number, int(values["customer"]))
    listed = values.get("representatives")
    handling.edit(
        work, number,
        handling.Details(
            product=values.get("product"), cause=values.get("cause"), channel=values.get("channel"),
            complainant=values.get("complainant"), authority=values.get("authority"),
            severity=values.get("severity"), regime=values.get("regime"),
            people=int(values["people"]) if values.get("people") else None,
            representatives=split(listed) if listed is not None else None, vulnerable=bool(values.get("vulnerable")),
            amount=float(values["amount"]) if values.get("amount") is not None else None,
            reason=values.get("reason") or "",
        ),
    )  # fmt: skip
    return None


def split(text: str) -> tuple[str, ...]:
    """Several names in one field."""
    for mark in ("\uff0c", "\u3001", "\uff1b", ";", "\n"):
        text = text.replace(mark, ",")
    return tuple(part.strip() for part in text.split(",") if part.strip())


def person(work: Work, slack_id: str, field: str) -> int:
    """The record of a picked colleague."""
    found = directory.by_slack_id(work.session, slack_id)
    if found is None:
        raise Refusal("complaints/nobody-there", field=field)
    return found.id


def told_in(values: Mapping[str, Any]) -> Told | None:
    """The notice of a form; None when it was left empty."""
    if not values.get("evidence") and not values.get("channel"):
        return None
    return Told(values.get("channel") or "", values.get("evidence") or "", values.get("sent_at"))


def aimed(form: Submission) -> tuple[str, int]:
    """What a shared form was opened for: "verb:number"."""
    verb, _, number = form.private.partition(":")
    return verb, int(number)


def told(work: Work, form: Submission) -> Answer:
    """A notice: of receipt, of a contact, or of the decision."""
    verb, number = aimed(form)
    notice = Told(form.values["channel"], form.values["evidence"], form.values["sent_at"])
    if verb == "notify":
        said: Sequence[str] = form.values.get("content") or ()
        deciding.notify(work, number, notice, tuple(said))
    else:
        handling.contacted(work, number, notice, form.values["evidence"])
    return None


def found(work: Work, form: Submission) -> Answer:
    """Facts and fault."""
    values = form.values
    deciding.find(
        work, int(form.private),
        deciding.Found(values["attribution"], values["findings"], values["evidence"], values.get("cause")),
    )  # fmt: skip
    return None


def remedied(work: Work, form: Submission) -> Answer:
    """One remedy more."""
    values = form.values
    amount = float(values.get("amount") or 0)
    deciding.remedy(work, int(form.private), values["type"], values.get("text") or "", amount)
    return None


def called(work: Work, form: Submission) -> Answer:
    """Not satisfied: back to verification."""
    values = form.values
    score = int(values["satisfaction"]) if values.get("satisfaction") else None
    again = ending.Called(False, score, values["answer"], new_facts=bool(values.get("new_facts")))
    ending.call_back(work, int(form.private), again)
    return Reply("complaints/again", {"id": int(form.private)})


def closed(work: Work, form: Submission) -> Answer:
    """Closed, with its summary in the library."""
    values = form.values
    lesson, tags = values.get("lesson") or "", split(values.get("tags") or "")
    summary = ending.Summary(values["headline"], values["cause"], values["changed"], lesson, tags)
    ending.close(work, int(form.private), summary)
    return Reply("complaints/closed", {"id": int(form.private)})


def reasoned(work: Work, form: Submission) -> Answer:
    """The verb the form was opened for, with its reason."""
    verb, number = aimed(form)
    reason = form.values["reason"]
    if verb == "reopen":
        made = ending.reopen(work, number, reason, bool(form.values.get("new_facts")))
        return Reply("complaints/followed", {"id": made.id, "before": number}) if made.id != number else None
    REASONED[verb](work, number, reason)
    return None


def paused(work: Work, form: Submission) -> Answer:
    """The case rests."""
    values = form.values
    pausing.pause(work, int(form.private), values["code"], values["reason"], told_in(values))
    return None


def noticed(work: Work, form: Submission) -> Answer:
    """Extension, rejection or review: a reason and a notice."""
    verb, number = aimed(form)
    notice, reason = told_in(form.values), form.values["reason"]
    if verb == "extend":
        pausing.ask_extension(work, number, reason, notice)
    elif verb == "reject":
        ending.reject(work, number, reason, notice or Told("", ""))
    else:
        reviewing.ask_review(work, number, reason, notice or Told("", ""))
    return None


def promised(work: Work, form: Submission) -> Answer:
    """The customer was promised an answer by then."""
    deadlines_kept.promise(work, int(form.private), form.values["due"], form.values.get("reason") or "")
    return None


def agreed(work: Work, form: Submission) -> Answer:
    """The customer agreed to another limit."""
    deadlines_kept.agree(work, int(form.private), form.values["until"], form.values["evidence"])
    return None


def given(work: Work, form: Submission) -> Answer:
    """A colleague was picked: as handler, verifier, or as the one complained about."""
    verb, number = aimed(form)
    chosen = person(work, form.values["person"], "person")
    PERSONS[verb](work, number, chosen)
    return None


def register_ordered(work: Work, form: Submission) -> Answer:
    """The register of these days."""
    file_orders.order_register(work, form.values["since"], form.values["until"])
    return Reply("complaints/file-ordered", {"id": None})


REASONED: Mapping[str, Callable[[Work, int, str], Any]] = {
    "withdraw": ending.withdraw, "sendback": deciding.send_back, "noextension": pausing.refuse_extension,
    "stands": lambda work, number, reason: reviewing.decide_review(work, number, True, reason),
    "changed": lambda work, number, reason: reviewing.decide_review(work, number, False, reason),
}  # fmt: skip
PERSONS: Mapping[str, Callable[[Work, int, int], Any]] = {
    "assign": handling.assign, "verify": handling.verify, "subject": handling.set_subject,
}  # fmt: skip
SUBMITTED: Mapping[type[Form], Callable[[Work, Submission], Answer]] = {
    RegisterForm: registered, EditForm: edited, ToldForm: told, FindForm: found, RemedyForm: remedied,
    CallBackForm: called, CloseForm: closed, ReasonForm: reasoned, PauseForm: paused, NoticeForm: noticed,
    PromiseForm: promised, AgreeForm: agreed, PersonForm: given, RegisterFileForm: register_ordered,
}  # fmt: skip
