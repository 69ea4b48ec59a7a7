"""Reminders: button, reaction and thread word do the same thing through the same use case."""

from bot.core.errors import Refusal
from bot.core.forms import Date, Form, LongText, Moment, Person, Text, Time
from bot.core.outbox import Manner, Notice, PersonPlace, Priority
from bot.core.work import Work
from bot.directory import usecases as people
from bot.promises import clocks, notices, queries, sentences, usecases
from handlers.inbound import Press, Reacted, Submission, Typed
from handlers.replies import Answer, Open, Page, Reply
from handlers.table import Table

CHECKS = ("white_check_mark", "heavy_check_mark", "ballot_box_with_check")
HANDS = ("raising_hand", "raised_hand")


class LaterForm(Form):
    """Remind me at another time."""

    name = "promises.later"
    until = Moment(required=True)


class DateForm(Form):
    """A new due date."""

    name = "promises.date"
    due = Date(required=True)
    clock = Time()
    reason = Text(longest=300)


class GiveForm(Form):
    """Hand over to a colleague."""

    name = "promises.give"
    to = Person(required=True)


class DropForm(Form):
    """Give up, with a reason."""

    name = "promises.drop"
    reason = LongText(required=True)


def register(table: Table) -> None:
    """Everything one can do on a reminder and in the rows of a digest."""
    table.press("promise.keep", keep)
    table.press("promise.undo", undo)
    table.press("promise.snooze", snooze)
    table.press("promise.more", more)
    table.press("promise.date", new_date)
    table.press("promise.give", give)
    table.press("promise.drop", drop)
    table.press("promise.help", ask_help)
    table.press("promise.show", show)
    table.form(LaterForm, later_given)
    table.form(DateForm, date_given)
    table.form(GiveForm, colleague_given)
    table.form(DropForm, reason_given)
    for emoji, handler in REACTIONS.items():
        table.reaction(emoji, "promise", handler)
    table.thread("promise", said)
    table.subcommand("promises", mine, "承诺", "todo", "待办")


def keep(work: Work, press: Press) -> Answer:
    """Done."""
    usecases.keep(work, press.id)
    return None


def undo(work: Work, press: Press) -> Answer:
    """Take it back."""
    usecases.reopen(work, press.id)
    return None


def snooze(work: Work, press: Press) -> Answer:
    """Later: a preset from button or menu, or a picked time."""
    code = (*press.picked, *press.rest, "")[0]
    if code == "pick":
        return Open(LaterForm, {"until": clocks.suggested(work, press.id)}, private=str(press.id))
    usecases.postpone(work, press.id, code)
    return None


def more(work: Work, press: Press) -> Answer:
    """The menu at the end of a digest row."""
    choice = (*press.picked, "")[0]
    return {"date": new_date, "give": give, "drop": drop, "help": ask_help, "show": show}.get(choice, snooze)(
        work, press
    )


def new_date(work: Work, press: Press) -> Answer:
    """The form for a new due date."""
    promise = usecases.open_one(work, press.id)
    return Open(DateForm, {"due": clocks.local_day(work, promise.due_at)}, private=str(press.id))


def give(work: Work, press: Press) -> Answer:
    """The form for handing over."""
    usecases.open_one(work, press.id)
    return Open(GiveForm, private=str(press.id))


def drop(work: Work, press: Press) -> Answer:
    """The form for giving up with a reason."""
    usecases.open_one(work, press.id)
    return Open(DropForm, private=str(press.id))


def ask_help(work: Work, press: Press) -> Answer:
    """I need help: what can be done, privately."""
    promise = usecases.open_one(work, press.id)
    return Reply("promises/help", {"id": promise.id, "text": promise.text})


def show(work: Work, press: Press) -> Answer:
    """The card of a promise from a list, as a message of its own."""
    notices.show(work, queries.find(work, press.id), work.actor.person_id, press.key)
    return None


def later_given(work: Work, form: Submission) -> Answer:
    """Remind at the picked time."""
    usecases.snooze(work, int(form.private), form.values["until"])
    return None


def date_given(work: Work, form: Submission) -> Answer:
    """Due on the picked day: at its closing, or at the clock time given."""
    promise_id, values = int(form.private), form.values
    due_at, timed = clocks.due(work, promise_id, values["due"], values.get("clock"))
    usecases.move(work, promise_id, due_at, timed, values.get("reason") or "")
    return None


def colleague_given(work: Work, form: Submission) -> Answer:
    """Hand over to the picked colleague."""
    _give(work, int(form.private), form.values["to"])
    return None


def reason_given(work: Work, form: Submission) -> Answer:
    """Give up for the reason given."""
    usecases.drop(work, int(form.private), form.values["reason"])
    return None


def checked(work: Work, reacted: Reacted) -> None:
    """A check mark is done; taking it off within 15 minutes is not done."""
    if reacted.added:
        usecases.keep(work, reacted.about.id)
    else:
        usecases.unmark(work, reacted.about.id)


def slept(work: Work, reacted: Reacted) -> None:
    """Zzz: the next working morning."""
    if reacted.added:
        usecases.postpone(work, reacted.about.id, "next_morning")


def raised(work: Work, reacted: Reacted) -> None:
    """A raised hand: the ways to get help come as a private message."""
    if reacted.added:
        promise = usecases.open_one(work, reacted.about.id)
        _offer_help(work, promise.id, promise.text, f"{reacted.channel}:{reacted.ts}")


def _offer_help(work: Work, promise_id: int, text: str, key: str) -> None:
    notice = Notice(
        "promises/help", PersonPlace(work.actor.person_id), once=f"promise:{promise_id}:help:{key}:{work.actor.id}",
        data={"id": promise_id, "text": text}, priority=Priority.ANSWER, manner=Manner.ANSWER,
    )  # fmt: skip
    work.post(notice)


def said(work: Work, typed: Typed) -> Answer:
    """A reply below a reminder."""
    assert typed.about is not None
    promise_id = typed.about.id
    queries.find(work, promise_id)
    wish = sentences.read(typed.text, clocks.frame(work), clocks.own_time(work))
    if wish is None:
        raise Refusal("promises/not-understood")
    return fulfil(work, promise_id, wish)


def fulfil(work: Work, promise_id: int, wish: sentences.Wish) -> Answer:
    """Do what a sentence asks for."""
    if wish.verb == "keep":
        usecases.keep(work, promise_id, wish.words)
    elif wish.verb == "undo":
        _take_back(work, promise_id)
    elif wish.verb == "drop":
        usecases.drop(work, promise_id, wish.words)
    elif wish.verb == "give":
        _give(work, promise_id, wish.person)
    elif wish.verb == "help":
        promise = usecases.open_one(work, promise_id)
        return Reply("promises/help", {"id": promise.id, "text": promise.text})
    elif wish.at is None:
        raise Refusal("promises/no-date")
    elif wish.verb == "move":
        usecases.move(work, promise_id, wish.at, wish.timed)
    else:
        usecases.snooze(work, promise_id, wish.at)
    return None


def _take_back(work: Work, promise_id: int) -> None:
    if queries.find(work, promise_id).ended_at is None:
        raise Refusal("promises/nothing-to-undo", number=promise_id)
    usecases.reopen(work, promise_id)


def _give(work: Work, promise_id: int, who: str) -> None:
    usecases.hand_over(work, promise_id, clocks.colleague(work, who).id)


def mine(work: Work, typed: Typed) -> Answer:
    """/desk promises: everything open of one's own and of those one stands in for."""
    me = people.myself(work)
    owners = [person.id for person in queries.represented(work, me)]
    rows, count = queries.page(work, owners)
    data = {"rows": [notices.line(work, row, me) for row in rows], "count": count}
    return Page("promises/page", data, title="promises.page")


REACTIONS = dict.fromkeys(CHECKS, checked) | dict.fromkeys(HANDS, raised) | {notices.LATER: slept}
"""What an emoji on a reminder does."""
