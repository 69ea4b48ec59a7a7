"""/visit and everything on the card of a note."""

from bot.core.errors import Refusal
from bot.core.subject import number_of
from bot.core.work import Work
from bot.escalations import wordlists
from bot.visits import corrections, pages, queries, rules, sources, usecases
from bot.visits.usecases import Line, Outcome
from handlers import visit_forms
from handlers.customers import suggest
from handlers.escalation_forms import ConcernForm
from handlers.inbound import Changed, Press, Typed
from handlers.replies import Answer, Open, Page, Reply
from handlers.table import Table
from handlers.visit_forms import EditForm, NewCustomerForm, RecordForm

NOWHERE = 10_000
"""The place of a suggestion no card has."""


def register(table: Table) -> None:
    """/visit, free lines, the shortcut, and everything on the card."""
    table.command("/visit", command, ahead)
    table.message_shortcut("visits.save", shortcut)
    table.number("visit", show)
    table.thread("visit", thread)
    table.follow(changed)
    table.form(RecordForm, visit_forms.recorded)
    table.form(EditForm, visit_forms.corrected)
    table.form(NewCustomerForm, visit_forms.opened)
    table.lookup("visit.customer", suggest)
    for verb, handler in PRESSES.items():
        table.press(f"visit.{verb}", handler)


def command(work: Work, typed: Typed) -> Answer:
    """A line is saved, a number is shown, nothing opens the form."""
    if not typed.text.strip():
        return Open(RecordForm)
    number = number_of("visit", typed.text)
    if number is not None:
        return show(work, number, typed.key)
    if rules.wants_undo(typed.text):
        return undo_wanted(work)
    if wordlists.is_concern(typed.text):
        return Open(ConcernForm, {"text": typed.text[:3000]})
    return told(work, usecases.record(work, Line(typed.text)), typed)


def ahead(work: Work, typed: Typed) -> None:
    """What a line says is found out while others write."""
    usecases.think_ahead(work, typed.text)


def shortcut(work: Work, typed: Typed) -> Answer:
    """Save a message as a visit: one's own is followed when it is edited."""
    _not_shared(typed)
    own = typed.author == work.actor.slack_id
    line = Line(typed.text, typed.channel if own else "", typed.ts if own else "")
    return told(work, usecases.record(work, line), typed, open_place=own and typed.audience in ("public", "group"))


def direct(work: Work, typed: Typed) -> Answer:
    """A free line in the direct message: the card is the answer."""
    if rules.wants_undo(typed.text):
        return undo_wanted(work)
    outcome = usecases.record(work, Line(typed.text, typed.channel, typed.ts, sure=False))
    return None if outcome.kind == "saved" else told(work, outcome, typed)


def mention(work: Work, typed: Typed) -> Answer:
    """A line that names the bot: others may have read it, and its author is told so."""
    _not_shared(typed)
    if rules.wants_undo(typed.text):
        return undo_wanted(work)
    outcome = usecases.record(work, Line(typed.text, typed.channel, typed.ts, sure=False))
    return told(work, outcome, typed, open_place=typed.audience != "direct")


def _not_shared(typed: Typed) -> None:
    if typed.audience == "shared":
        # Nothing of the line may be repeated or kept: the empty `typed` keeps it out of every answer.
        raise Refusal("visits/shared-channel", typed="")


def told(work: Work, outcome: Outcome, typed: Typed, open_place: bool = False) -> Answer:
    """One private line about what became of the words."""
    if outcome.kind == "talk":
        return Reply("visits/talk", {"slash": typed.source == "command"})
    if outcome.kind == "unclear":
        return Reply("visits/unclear", {"draft": outcome.draft})
    if outcome.kind == "already":
        return Reply("visits/already", {"id": outcome.visits[0].id, "draft": outcome.draft})
    return Reply("visits/recorded", {"visits": usecases.told(work, outcome.visits), "open_place": open_place})


def show(work: Work, number: int, key: str) -> Answer:
    """The card again."""
    visit = usecases.show(work, number, key)
    return Reply("visits/shown", {"id": visit.id})


def thread(work: Work, typed: Typed) -> Answer:
    """A reply below the card."""
    assert typed.about is not None
    added = corrections.reply(work, typed.about.id, typed.text)
    if added is None:
        return None
    said = {"id": added.visit.id, "kind": added.kind, "promises": added.promises, "at": added.visit.at}
    return Reply("visits/added", said)


def changed(work: Work, change: Changed) -> None:
    """The message a note was typed in was edited or deleted."""
    if change.text is None:
        sources.deleted(work, change.channel, change.ts)
    else:
        sources.edited(work, change.channel, change.ts, change.text)


def again(work: Work, press: Press) -> Answer:
    """Save an unclear or repeated line after all."""
    usecases.resume(work, press.id)
    return None


def open_form(work: Work, press: Press) -> Answer:
    """The form for a new note, from a button."""
    return Open(RecordForm)


def shown(work: Work, press: Press) -> Answer:
    """The card again, from a button."""
    return show(work, press.id, press.key)


def undo(work: Work, press: Press) -> Answer:
    """Take the note back."""
    usecases.undo(work, press.id)
    return None


def undo_wanted(work: Work) -> Answer:
    """ "Undo" typed on its own: the last note is offered, or how to correct it once its time is over."""
    return Reply("visits/undo-wanted", usecases.last_told(work))


def discard(work: Work, press: Press) -> Answer:
    """The deleted message's note is taken back, or kept."""
    if press.rest == ("keep",):
        return Reply("visits/kept", {"id": queries.mine(work, press.id).id})
    usecases.discard(work, press.id)
    return Reply("visits/discarded", {"id": press.id})


def edit(work: Work, press: Press) -> Answer:
    """The form with the note in it."""
    visit = queries.standing(work, press.id)
    return Open(EditForm, visit_forms.values_of(work, visit), private=str(visit.id))


def customer(work: Work, press: Press) -> Answer:
    """Another customer: a button with a candidate, or one found by typing."""
    chosen = (*press.picked, *press.rest, "")[0]
    if not chosen.isdigit():
        raise Refusal("core/unknown-button")
    corrections.set_customer(work, press.id, int(chosen))
    return None


def new_customer(work: Work, press: Press) -> Answer:
    """The form for a new customer, with the name the note uses."""
    visit = queries.standing(work, press.id)
    return Open(NewCustomerForm, {"company": visit.customer_text}, private=str(visit.id))


def alias(work: Work, press: Press) -> Answer:
    """Remember the short name, or do not."""
    corrections.remember(work, press.id, press.rest == ("yes",))
    return None


def day(work: Work, press: Press) -> Answer:
    """When it took place."""
    code = (*press.picked, *press.rest, "")[0]
    corrections.set_day(work, press.id, corrections.day_named(work, code))
    return None


def follow(work: Work, press: Press) -> Answer:
    """When a promise is due: a preset, or a picked day."""
    key, *code = (*press.rest, *press.picked, "")
    if not key.isdigit():
        raise Refusal("core/unknown-button")
    corrections.follow(work, press.id, int(key), code[0])
    return None


def hint(work: Work, press: Press) -> Answer:
    """A suggestion is taken."""
    number = (*press.rest, "")[0]
    corrections.take_hint(work, press.id, int(number) if number.isdigit() else NOWHERE)
    return None


def accept(work: Work, press: Press) -> Answer:
    """The colleague takes the promise on."""
    usecases.accept(work, press.id)
    return None


def hand_back(work: Work, press: Press) -> Answer:
    """The colleague gives the promise back to the author."""
    usecases.hand_back(work, press.id)
    return None


def open_page(work: Work, press: Press) -> Answer:
    """Everything that was typed, privately."""
    number = (*press.rest, "1")[0]
    page = pages.whole(work, press.id, int(number) if number.isdigit() else 1)
    return Page("visits/page", page, title="visits.page")


def history(work: Work, press: Press) -> Answer:
    """What was changed in the note."""
    return Page("visits/history", pages.changes(work, press.id), title="visits.changes")


def reread(work: Work, press: Press) -> Answer:
    """The edited message counts."""
    visit = sources.reread_draft(work, press.id)
    return Reply("visits/reread", {"id": visit.id})


PRESSES = {
    "again": again, "form": open_form, "show": shown, "undo": undo, "discard": discard, "edit": edit,
    "customer": customer, "newcustomer": new_customer, "alias": alias, "day": day, "follow": follow, "hint": hint,
    "accept": accept, "handback": hand_back, "open": open_page, "history": history, "reread": reread,
}  # fmt: skip
"""Buttons and pickers of the card, by their name behind "visit."."""
