"""/escalate, the cards of questions, and what people write and react below them."""

import re
from collections.abc import Callable
from dataclasses import replace

from bot.core import drafts, mentions
from bot.core.errors import Refusal
from bot.core.privacy import mask
from bot.core.subject import Subject, number_of
from bot.core.work import Work
from bot.customers.models import Customer
from bot.escalations import cards, notices, queries, reading, threads, usecases, wordlists
from bot.promises.models import Promise
from bot.visits.models import Visit
from handlers import escalation_buttons as buttons
from handlers import escalation_forms as forms
from handlers.inbound import Changed, Press, Reacted, Typed
from handlers.promises import CHECKS, HANDS
from handlers.replies import Answer, Open, Reply
from handlers.table import Table

HEADS = ("escalate", "ask a department", "请部门支持", "请支持", "求助")
HEAD = re.compile(rf"^\s*[/#]?(?:{'|'.join(HEADS)})[\s:\uff1a,\uff0c]*", re.IGNORECASE)
EYES, PIN = "eyes", "pushpin"


def register(table: Table) -> None:
    """Everything one can do about a question."""
    table.command("/escalate", escalate)
    table.message_shortcut("escalations.ask", shortcut)
    table.claim(free, *HEADS)
    table.press("ask.new", asking(table))
    table.origin("customer", Customer)
    table.origin("promise", Promise)
    table.origin("visit", Visit)
    table.subcommand("asks", overview, "支持", "求助", "求助单", "questions")
    table.subcommand("aml", aml, "反洗钱", "可疑", "concern")
    table.number("ask", buttons.numbered)
    table.thread("ask", said)
    table.follow(changed)
    forms.register(table)
    table.press("ask.form", complete)
    for verb, handler in buttons.PRESSES.items():
        table.press(verb, handler)
    table.reaction(EYES, "ask", eyes)
    table.reaction(PIN, "ask", pinned)
    for emoji in CHECKS:
        table.reaction(emoji, "ask", checked)
    for emoji in HANDS:
        table.reaction(emoji, "ask", raised)


def escalate(work: Work, typed: Typed) -> Answer:
    """A whole line is asked at once; what is missing is asked for in the form, with everything understood in it."""
    number = number_of("ask", typed.text)
    if number is not None:
        return buttons.numbered(work, number, typed.key)
    return _ask(work, typed.text)


def free(work: Work, typed: Typed) -> Answer:
    """A direct message or mention that begins with one of our words. A message opens no form: a button does."""
    text = HEAD.sub("", typed.text, count=1)
    if wordlists.is_concern(text):
        raise wordlists.for_compliance("text")
    answered = _ask(work, text)
    if not isinstance(answered, Open):
        return answered
    draft = drafts.put(work, forms.LINE, text=mask(text).text)
    return Reply("escalations/incomplete", {"draft": draft})


def complete(work: Work, press: Press) -> Answer:
    """The form with what a message said."""
    return forms.blank(work, reading.read(work, drafts.get(work, forms.LINE, press.id)["text"]))


def shortcut(work: Work, typed: Typed) -> Answer:
    """Ask a department about a message."""
    return _ask(work, typed.text, at_once=False)


def _ask(work: Work, text: str, at_once: bool = True) -> Answer:
    if wordlists.is_concern(text):
        return Open(forms.ConcernForm, {"text": text[:3000]})
    if not text.strip():
        return forms.blank(work)
    line = reading.read(work, text)
    if not (at_once and line.complete):
        return forms.blank(work, line if at_once else replace(line, question=text.strip()))
    made = usecases.ask(
        work,
        usecases.Draft(
            line.question, line.kind, line.department, line.person.id if line.person else None,
            line.customer[0] if line.customer else None, due_at=line.due_at, severity=line.severity or None,
        ),
    )  # fmt: skip
    return Reply("escalations/asked", cards.line(work, made, work.actor.id))


def asking(table: Table) -> Callable[[Work, Press], Answer]:
    """ "Ask a department" on the card of another record: do:ask.new/visit/318, of a kind registered as an origin."""

    def new(work: Work, press: Press) -> Answer:
        kind, number = (*press.rest, "", "")[:2]
        model = table.origins.get(kind)
        if model is None or not number.isdigit():
            raise Refusal("core/not-found")
        row = work.get(model, int(number))
        customer_id = row.id if kind == "customer" else getattr(row, "customer_id", None)
        customer = work.session.get(Customer, customer_id) if customer_id else None
        opened = forms.blank(work, about=Subject(kind, row.id), customer_id=customer_id)
        return replace(opened, values={"customer": (customer.id, customer.name) if customer else None})

    return new


def overview(work: Work, typed: Typed) -> Answer:
    """/desk asks: who owes what, with age and what is left of the time."""
    return buttons.listed(work)


def aml(work: Work, typed: Typed) -> Answer:
    """/desk aml: a suspicion for compliance alone."""
    return Open(forms.ConcernForm, {"text": typed.text})


def said(work: Work, typed: Typed) -> Answer:
    """A reply below a question."""
    assert typed.about is not None
    said = threads.Said(typed.channel, typed.ts, typed.text, mentions.ids(typed.text))
    outsider = threads.keep(work, typed.about.id, said)
    if outsider is None:
        return None
    data = {"id": typed.about.id, "name": outsider.name, "person_id": outsider.id}
    return Reply("escalations/outsider", data)


def changed(work: Work, change: Changed) -> None:
    """An edited or deleted reply."""
    threads.follow(work, change.channel, change.ts, change.text)


def eyes(work: Work, reacted: Reacted) -> None:
    """👀: I take it."""
    if reacted.added:
        usecases.take(work, reacted.about.id)


def checked(work: Work, reacted: Reacted) -> None:
    """✅: answered."""
    if reacted.added:
        threads.check(work, reacted.about.id, reacted.channel, reacted.ts)


def raised(work: Work, reacted: Reacted) -> None:
    """🙋: pass it on; a reaction cannot open a dialog, so the choice comes by direct message."""
    ask = queries.find(work, reacted.about.id)
    if reacted.added and queries.answers_for(work, ask):
        once = f"ask:{ask.id}:pass:{work.actor.id}:{work.now:%Y%m%dT%H%M%S}"
        notices.private(work, "escalations/pass", work.actor.person_id, once, {"id": ask.id})


def pinned(work: Work, reacted: Reacted) -> None:
    """📌: keep this reply for the summary."""
    threads.pin(work, reacted.channel, reacted.ts, reacted.added)
