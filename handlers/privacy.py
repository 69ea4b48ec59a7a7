"""Confidential values: asked for with a reason, shown privately for some minutes."""

from collections.abc import Callable, Mapping, Sequence

from bot.complaints import private as complaint_private
from bot.compliance import privacy_unmasking as unmasking
from bot.compliance import private as paper_private
from bot.compliance import retention_holds as holds
from bot.core.errors import Refusal
from bot.core.forms import Choice, Form, LongText, Text
from bot.core.privacy.reveal import Hidden
from bot.core.subject import Subject
from bot.core.work import Work
from bot.customers import private as customer_private
from bot.visits import private as visit_private
from handlers.inbound import Press, Submission, Typed
from handlers.replies import Answer, Open, Page, Reply
from handlers.table import Table

HIDDEN: Mapping[str, Callable[[Work, int], Sequence[Hidden]]] = {
    "complaint": complaint_private.hidden,
    "customer": customer_private.hidden,
    "paper": paper_private.hidden,
    "visit": visit_private.hidden,
}
"""Kind of record -> what is masked in it, read under the asking person's own eyes."""

NEEDED = 2
"""Parts of the button's value: the kind and the number of the record."""


class HoldForm(Form):
    """Whose data must be kept, and why."""

    name = "privacy.hold"
    customer = Text(required=True, longest=200)
    reason = LongText(required=True, longest=1000)


class LiftForm(Form):
    """Why a hold ends."""

    name = "privacy.lift"
    reason = LongText(required=True, longest=1000)


class UnmaskForm(Form):
    """Why the full values are needed."""

    name = "privacy.unmask"
    purpose = Choice(words="privacy.purpose", required=True)
    reason = LongText(required=True, longest=500)


def register(table: Table) -> None:
    """The button and its form."""
    table.press("privacy.unmask", ask)
    table.form(UnmaskForm, shown)
    table.subcommand("hold", hold, "\u4fdd\u5168", "legal-hold")
    table.form(HoldForm, held)
    table.press("privacy.lift", lift)
    table.form(LiftForm, lifted)


def ask(work: Work, press: Press) -> Answer:
    """The form for the reason; filled while the time given before runs."""
    kind, number = _named("/".join(press.rest[:NEEDED]))
    if not unmasking.allowed(work):
        work.audit("privacy.unmask-refused", Subject(kind, number), why="role")
        return Reply("privacy/unmask-refused", {"why": "role"})
    if not HIDDEN[kind](work, number):
        return Reply("privacy/unmask-refused", {"why": "nothing"})
    before = unmasking.standing(work, Subject(kind, number))
    values = {"purpose": before.purpose, "reason": before.reason} if before else {}
    return Open(UnmaskForm, values, private=f"{kind}/{number}")


def shown(work: Work, form: Submission) -> Answer:
    """The values, in the same dialog: they pass through no message, outbox or log."""
    kind, number = _named(form.private)
    values = form.values
    seen = unmasking.unmask(
        work, Subject(kind, number), HIDDEN[kind](work, number), values["purpose"], values["reason"],
        view_id=form.key.split(":")[1],
    )  # fmt: skip
    if seen.until is None:
        return Page("privacy/unmask-refused", {"why": seen.refused}, title="privacy.private")
    rows = [{"kind": each.kind, "value": each.value, "whose": each.whose} for each in seen.hidden]
    return Page("privacy/unmasked", {"rows": rows, "until": seen.until}, title="privacy.private")


def _named(value: str) -> tuple[str, int]:
    kind, _, number = value.partition("/")
    if kind not in HIDDEN or not (number.isascii() and number.isdigit()):
        raise Refusal("core/not-found")
    return kind, int(number)


def hold(work: Work, typed: Typed) -> Answer:
    """`<customer>`: the form for the reason. Nothing: the holds in force."""
    name = typed.text.strip()
    if name:
        return Open(HoldForm, {"customer": holds.customer_named(work, name).name})
    rows = [
        {"id": each.id, "name": name, "by": by, "since": each.created_at, "reason": each.reason,
         "record": f"{each.subject_kind} {each.subject_id}" if each.subject_kind else ""}
        for each, name, by in holds.standing(work)
    ]  # fmt: skip
    return Reply("privacy/holds", {"rows": rows})


def held(work: Work, form: Submission) -> Answer:
    """Place the hold."""
    customer = holds.customer_named(work, form.values["customer"])
    holds.place(work, customer.id, form.values["reason"])
    return Reply("privacy/hold-placed", {"name": customer.name})


def lift(work: Work, press: Press) -> Answer:
    """The form for the reason a hold ends."""
    if not holds.may(work.actor):
        raise Refusal("privacy/hold-not-allowed")
    return Open(LiftForm, private=str(press.id))


def lifted(work: Work, form: Submission) -> Answer:
    """End the hold."""
    holds.lift(work, int(form.private) if form.private.isdigit() else 0, form.values["reason"])
    return Reply("privacy/hold-lifted")
