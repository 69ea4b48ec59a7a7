"""/desk handover: a portfolio changes hands."""

from bot.compliance import handing_over
from bot.compliance.models import HandOver
from bot.core import mentions
from bot.core.errors import Refusal
from bot.core.forms import Form, Person
from bot.core.work import Work
from bot.directory import queries as directory
from bot.directory import two_people
from bot.promises import clocks
from handlers.inbound import Press, Submission, Typed
from handlers.replies import Answer, Open, Page, Reply
from handlers.table import Table


class HandOverForm(Form):
    """From whom, to whom."""

    name = "compliance.handover"
    giver = Person(required=True)
    taker = Person(required=True)


def register(table: Table) -> None:
    """Hand-overs."""
    table.subcommand("handover", handover, "交接", "移交")
    table.form(HandOverForm, given)
    table.press("handover.undo", undo)
    table.press("handover.brief", brief)


def handover(work: Work, typed: Typed) -> Answer:
    """`@A @B`, or their names: everything A looks after goes to B. Without both, or when in doubt: the form."""
    mentioned = mentions.ids(typed.text)
    if len(mentioned) == 2:
        return _done(work, *mentioned)
    if not typed.text.strip():
        return Open(HandOverForm)
    two = two_people.find(work.session, typed.text)
    if two is None:
        raise Refusal("compliance/handover-two")
    giver, taker = (one[0].slack_id if len(one) == 1 else None for one in (two.first, two.second))
    return _done(work, giver, taker) if giver and taker else Open(HandOverForm, {"giver": giver, "taker": taker})


def given(work: Work, form: Submission) -> Answer:
    """The form."""
    return _done(work, form.values["giver"], form.values["taker"])


def _done(work: Work, giver: str, taker: str) -> Reply:
    made = handing_over.hand_over(work, _person(work, giver), _person(work, taker))
    return Reply("compliance/handed-over", {"customers": len(made.customers), "promises": len(made.promises)})


def _person(work: Work, who: str) -> int:
    person = directory.by_slack_id(work.session, who)
    return person.id if person is not None else clocks.colleague(work, who.lstrip("@")).id


def undo(work: Work, press: Press) -> Answer:
    """Take it back."""
    handing_over.undo(work, press.id)
    return None


def brief(work: Work, press: Press) -> Answer:
    """Every customer that was handed over, with what one must know."""
    made = work.get(HandOver, press.id)
    work.audit("compliance.brief-opened", made.subject)
    rows = handing_over.brief(work, made) if made.undone_at is None and made.to_id == work.actor.id else []
    return Page(
        "compliance/brief",
        {"rows": rows, "more": max(0, len(made.customers) - len(rows))},
        title="compliance.page.brief",
    )
