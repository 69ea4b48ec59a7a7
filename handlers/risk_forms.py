"""The forms of risk, and what they are prefilled with."""

from datetime import timedelta
from typing import Any

from bot.core.forms import Checkbox, Choice, Customer, Date, Form, LongText, Money, Note, Person, Text
from bot.core.work import Work
from bot.directory import wording
from bot.promises import clocks
from bot.risk import queries, triggers


class SignalForm(Form):
    """Something observed at a customer."""

    name = "risk.signal"
    customer = Customer(required=True)
    kind = Choice(required=True)
    worse = Checkbox()
    evidence = LongText(required=True, longest=2000)


class FiguresForm(Form):
    """Figures of one period, one a line."""

    name = "risk.figures"
    customer = Customer(required=True)
    period = Date(required=True)
    figures = LongText(required=True)


class DenyForm(Form):
    """Which reason is wrong."""

    name = "risk.deny"
    reason = Choice(required=True)
    grounds = LongText(required=True, longest=1000)


class MeasureForm(Form):
    """A measure."""

    name = "risk.measure"
    text = LongText(required=True, longest=500)
    owner = Person()
    due = Date(required=True)


class DoneForm(Form):
    """What came of a measure."""

    name = "risk.done"
    outcome = LongText(required=True, longest=1000)
    evidence = Text(required=True, longest=500)


class LowerForm(Form):
    """Down to which level."""

    name = "risk.lower"
    level = Choice(words="risk.level", codes=("orange", "yellow"), required=True)
    grounds = LongText(required=True, longest=1000)


class CloseForm(Form):
    """How an alert ends."""

    name = "risk.close"
    outcome = Choice(words="risk.outcome", required=True)
    grounds = LongText(required=True, longest=1000)


class DeclineForm(Form):
    """Why the second person does not agree."""

    name = "risk.decline"
    grounds = LongText(required=True, longest=1000)


class FacilityForm(Form):
    """A drawdown."""

    name = "risk.facility"
    customer = Customer(required=True)
    amount = Money(required=True)
    drawn_on = Date(required=True)
    matures_on = Date(required=True)
    rating = Text(longest=20)
    guaranteed = Checkbox()
    mortgaged = Checkbox()


class InterruptForm(Form):
    """The day of a demand, an acknowledgement or a suit."""

    name = "risk.interrupt"
    day = Date(required=True)


class RepaidForm(Form):
    """A facility was repaid."""

    name = "risk.repaid"
    proof = Text(longest=300)


class CheckForm(Form):
    """The report of a check."""

    name = "risk.check"
    about = Note()
    report = LongText(required=True)
    result = Choice(words="risk.result", required=True, radio=True)
    sure = Checkbox()


class KeepForm(Form):
    """How a save plan ended."""

    name = "risk.keep"
    outcome = Choice(words="risk.save", required=True)
    grounds = LongText(longest=1000)


def content(work: Work, kind: str) -> str:
    """What the pack wants looked at in a check of that kind, in the reader's words."""
    rule = work.house.policy.risk.checks.get(kind)
    looked = [wording.word(work, f"risk.content.{code}") for code in rule.content] if rule else []
    listed = wording.word(work, "risk.form.check.comma").join(looked)
    return wording.word(work, "risk.form.check.look", content=listed) if looked else ""


def kinds(work: Work) -> list[tuple[str, str]]:
    """The kinds of signals of the pack, in the reader's words."""
    return wording.labelled(work, "risk.reason", triggers.observable(work.house.policy.risk))


def reasons(work: Work, codes: list[str]) -> list[tuple[str, str]]:
    """The reasons of an alert, in the reader's words."""
    return wording.labelled(work, "risk.reason", codes)


def measure(work: Work, code: str) -> dict[str, Any]:
    """A measure as offered: its words, due in a week."""
    text = "" if code == "other" else wording.word(work, f"risk.measure.{code}")
    due = clocks.local_day(work, work.now) + timedelta(days=7)
    return {"text": text, "due": due, "owner": work.actor.slack_id or None}


def customer(work: Work, customer_id: int) -> tuple[int, str] | None:
    """A customer as a prefill; None for none."""
    if not customer_id:
        return None
    row = queries.customer(work, customer_id)
    return row.id, row.name
