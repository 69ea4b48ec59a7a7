"""/complaint, the cards of cases, and what people write and react below them. One line and a few taps."""

import re
from collections.abc import Callable, Mapping

from bot.complaints import cards, deadlines_kept, ending, handling, intake, pages, queries, threads
from bot.complaints.models import Complaint
from bot.core.errors import Refusal
from bot.core.subject import number_of
from bot.core.work import Work
from bot.visits.facts import HintTaken
from bot.visits.models import Visit
from handlers import complaint_buttons as buttons
from handlers import complaint_figures as figures
from handlers import complaint_submissions as submissions
from handlers.customers import suggest
from handlers.inbound import Changed, Reacted, Typed
from handlers.replies import Answer, Page, Reply
from handlers.table import Table

SEARCH = re.compile(r"\s*(?:\?|\uff1f|\u67e5\u6848\u4f8b|cases?\s)\s*(.+)", re.DOTALL | re.IGNORECASE)
HEADS = ("投诉", "客户投诉", "记投诉", "complaint", "complaints")
PIN = "pushpin"


def register(table: Table) -> None:
    """Everything one can do about a complaint."""
    table.command("/complaint", command)
    table.message_shortcut("complaints.make", shortcut)
    table.claim(direct, *HEADS)
    table.subcommand("complaints", overview, "\u6295\u8bc9")
    table.subcommand("cases", cases, "\u6848\u4f8b")
    table.subcommand("register", register_wanted, "\u53f0\u8d26", "\u767b\u8bb0\u7c3f")
    table.number("complaint", numbered)
    table.origin("complaint", Complaint)
    table.thread("complaint", said)
    table.follow(changed)
    table.reaction(PIN, "complaint", pinned)
    table.lookup("complaint.customer", suggest)
    figures.register(table)
    submissions.register(table)
    buttons.register(table)


def command(work: Work, typed: Typed) -> Answer:
    """Nothing opens the form, a number shows its case, `? words` searches past cases, anything else is registered."""
    if not typed.text.strip():
        return buttons.blank(work)
    number = number_of("complaint", typed.text)
    if number is not None:
        return numbered(work, number, typed.key)
    wanted = SEARCH.fullmatch(typed.text)
    if wanted is not None:
        return Page("complaints/cases", pages.search(work, wanted[1].strip()), title="complaints.cases")
    return told(work, intake.register(work, typed.text))


def told(work: Work, complaint: Complaint) -> Reply:
    """One private line: number, due moment, and wording to calm the customer in his language."""
    line = cards.line(work, complaint)
    line |= {"calm": cards.calm(work, complaint), "subject": queries.is_subject(complaint, work.actor.id)}
    line["mine"] = complaint.handler_id == work.actor.id
    return Reply("complaints/recorded", line)


def direct(work: Work, typed: Typed) -> Answer:
    """A free line that begins with the word: by direct message or by naming the bot."""
    if typed.audience == "shared":
        raise Refusal("visits/shared-channel", typed="")
    text = _behind(typed.text)
    if not text:
        return Reply("complaints/how", {})
    source = f"message:{typed.channel}:{typed.ts}" if typed.ts else None
    return told(work, intake.register(work, text, intake.Given(source="message", key=source)))


def _behind(text: str) -> str:
    for head in sorted(HEADS, key=len, reverse=True):
        if text.strip().lstrip("/#").casefold().startswith(head):
            return text.strip().lstrip("/#")[len(head) :].lstrip(" :,\uff1a\uff0c")
    return text


def shortcut(work: Work, typed: Typed) -> Answer:
    """Make a complaint of a message, however long; the same message makes one case only."""
    if typed.audience == "shared":
        raise Refusal("visits/shared-channel", typed="")
    key = f"message:{typed.channel}:{typed.ts}"
    before = intake.existing(work, key)
    if before is not None:
        return Reply("complaints/already", {"id": before.id})
    return told(work, intake.register(work, typed.text, intake.Given(source="message", key=key)))


def hint_taken(work: Work, fact: HintTaken) -> None:
    """The author of a visit note tapped its suggestion: a case with the words of the note."""
    if fact.kind != "complaint":
        return
    visit = work.session.get_one(Visit, fact.visit_id)
    given = intake.Given(
        customer_id=visit.customer_id, channel=visit.channel, source="visit", key=f"visit:{visit.id}",
        noted=deadlines_kept.noted(work, visit.subject, visit.by_id),
    )  # fmt: skip
    intake.register(work, visit.text, given)


def numbered(work: Work, complaint_id: int, key: str) -> Answer:
    """The card of a number, as a message of its own."""
    handling.show(work, complaint_id, key)
    return None


def overview(work: Work, typed: Typed) -> Answer:
    """/desk complaints: the open cases with what is left of their time."""
    return buttons.listed(work)


def cases(work: Work, typed: Typed) -> Answer:
    """/desk cases words: past cases without names."""
    return Page("complaints/cases", pages.search(work, typed.text), title="complaints.cases")


def register_wanted(work: Work, typed: Typed) -> Answer:
    """/desk register: the register as a workbook."""
    return buttons.register_file(work)


def said(work: Work, typed: Typed) -> Answer:
    """A reply below a card: kept; a few words do what a button does."""
    assert typed.about is not None
    names = tuple(str(one.get("name", "")) for one in typed.files)
    verb = threads.keep(work, typed.about.id, threads.Said(typed.channel, typed.ts, typed.text, names))
    if verb is None:
        return None
    THREAD[verb](work, typed.about.id, typed.text)
    return Reply("complaints/noted", {"id": typed.about.id, "verb": verb})


def changed(work: Work, change: Changed) -> None:
    """An edited or deleted reply."""
    threads.follow(work, change.channel, change.ts, change.text)


def pinned(work: Work, reacted: Reacted) -> None:
    """📌: keep this reply for the timeline and the summary."""
    threads.pin(work, reacted.channel, reacted.ts, reacted.added)


THREAD: Mapping[str, Callable[[Work, int, str], Complaint]] = {
    "contacted": buttons.contact,
    "satisfied": lambda work, number, words: ending.call_back(work, number, ending.Called(True, words=words)),
    "dissatisfied": lambda work, number, words: ending.call_back(work, number, ending.Called(False, words=words)),
    "unreached": lambda work, number, words: ending.call_back(work, number, ending.Called(None, words=words)),
}
