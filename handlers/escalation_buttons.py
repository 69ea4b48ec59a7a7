"""The buttons on the card of a question: each calls one verb, or opens the dialog for what needs words."""

from collections.abc import Callable

from bot.core.errors import Refusal
from bot.core.forms import Form
from bot.core.work import Work
from bot.directory import queries as directory
from bot.escalations import cards, concerns, hands, notices, queries, rooms, threads, usecases
from handlers import escalation_forms as forms
from handlers.inbound import Press
from handlers.replies import Answer, Open, Page, Reply

LISTED = "escalations.overview"
"""Marks the dialog with the list, so that a press in it can leave the list standing."""


def numbered(work: Work, ask_id: int, key: str) -> Answer:
    """The card of a number, as a message of its own."""
    notices.show(work, queries.find(work, ask_id), work.actor.person_id, key)
    return None


def listed(work: Work, shown: int | None = None) -> Page:
    """The open questions; `shown` is the one whose card was just sent."""
    data = cards.overview(work) | {"shown": shown}
    return Page("escalations/overview", data, title="escalations.overview", private=LISTED)


def take(work: Work, press: Press) -> Answer:
    """I take it."""
    usecases.take(work, press.id)
    return None


def answer(work: Work, press: Press) -> Answer:
    """The form for the answer."""
    return Open(forms.AnswerForm, {"answer": queries.find(work, press.id).answer}, private=str(press.id))


def more(work: Work, press: Press) -> Answer:
    """The menu at the end of the card."""
    choice = (*press.picked, "")[0]
    return {
        "plan": plan, "back": back, "pass": pass_on, "decline": decline, "show": show, "room": room, "answer": answer,
    }.get(choice, show)(work, press)  # fmt: skip


def opening(form: type[Form]) -> Callable[[Work, Press], Answer]:
    """A button that opens a dialog about a question one may see."""

    def handle(work: Work, press: Press) -> Answer:
        queries.find(work, press.id)
        return Open(form, private=str(press.id))

    return handle


plan, back = opening(forms.PlanForm), opening(forms.BackForm)
pass_on, decline = opening(forms.PassForm), opening(forms.DeclineForm)


def give(work: Work, press: Press) -> Answer:
    """A colleague picked after 🙋."""
    hands.pass_on(work, press.id, _picked(work, press))
    return Reply("escalations/passed", {"id": press.id})


def decide(work: Work, press: Press) -> Answer:
    """The lead's choice."""
    hands.decide(work, press.id, _picked(work, press))
    return None


def _picked(work: Work, press: Press) -> int:
    person = directory.by_slack_id(work.session, (*press.picked, "")[0])
    if person is None:
        raise Refusal("escalations/not-here")
    return person.id


def show(work: Work, press: Press) -> Answer:
    """The private page; opening it is recorded."""
    ask = queries.find(work, press.id)
    work.audit("escalations.opened", ask.subject)
    return Page("escalations/page", cards.page(work, ask, work.actor.person_id), title="escalations.page")


def card(work: Work, press: Press) -> Answer:
    """The card of a question from a list, as a message of its own; a list in a dialog stays and says where it is."""
    numbered(work, press.id, press.key)
    return listed(work, press.id) if press.private == LISTED else None


def room(work: Work, press: Press) -> Answer:
    """A channel of its own for a severity 1."""
    rooms.want(work, press.id)
    return None


def enough(work: Work, press: Press) -> Answer:
    """Enough: closed."""
    usecases.enough(work, press.id)
    return None


def speaking(form: type[Form]) -> Callable[[Work, Press], Answer]:
    """A button that opens a dialog for whoever speaks for the asker."""

    def handle(work: Work, press: Press) -> Answer:
        usecases.asked(work, press.id)
        return Open(form, private=str(press.id))

    return handle


again, tell, redirect = speaking(forms.AgainForm), speaking(forms.TellForm), speaking(forms.RedirectForm)


def withdraw(work: Work, press: Press) -> Answer:
    """No longer needed."""
    usecases.withdraw(work, press.id)
    return None


def let_in(work: Work, press: Press) -> Answer:
    """Add the colleague who was named in the thread."""
    person = threads.let_in(work, press.id, int(press.rest[0]))
    return Reply("escalations/added", {"id": press.id, "name": person.name})


def concern_taken(work: Work, press: Press) -> Answer:
    """Compliance has read it."""
    concerns.take(work, press.id)
    return None


PRESSES = {
    "ask.take": take, "ask.answer": answer, "ask.plan": plan, "ask.more": more, "ask.back": back,
    "ask.pass": pass_on, "ask.decline": decline, "ask.give": give, "ask.decide": decide, "ask.show": show,
    "ask.room": room, "ask.enough": enough, "ask.again": again, "ask.tell": tell, "ask.redirect": redirect,
    "ask.card": card, "ask.withdraw": withdraw, "ask.add": let_in, "concern.take": concern_taken,
}  # fmt: skip
"""Verb of a button -> what it does."""
