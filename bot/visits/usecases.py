"""The verbs of visit notes: writing one down, taking it back, showing it, and what colleagues named in it answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from bot.core import drafts, history
from bot.core.access import require
from bot.core.errors import Refusal
from bot.core.remember import remembered
from bot.core.subject import number_of
from bot.core.work import Work
from bot.customers import contacts
from bot.customers.models import Customer
from bot.directory.models import Role
from bot.escalations import wordlists
from bot.promises import queries as promised
from bot.promises import usecases as promises
from bot.promises.models import Promise
from bot.understanding import Context, Understood, understand, understand_all
from bot.understanding.context import Heard, context_of, hear
from bot.understanding.dates import Frame
from bot.visits import notices, queries, reading, rules
from bot.visits.models import Visit
from bot.visits.reading import Duty, Reading

WRITERS = (Role.MANAGER, Role.LEAD, Role.COLLEAGUE, Role.ADMIN)
ONE_NOTE = 4000
"""Characters; a longer text is one note, however many lines it has."""
DRAFT = "visits.line"


@dataclass(frozen=True)
class Line:
    """What somebody typed. `sure`: he said that it is a visit (command, shortcut, form); `again`: he knows that it is
    saved already. `channel` and `ts` name the Slack message it stands in, if it is his own."""

    text: str
    channel: str = ""
    ts: str = ""
    sure: bool = True
    again: bool = False


@dataclass(frozen=True)
class Outcome:
    """What became of a line: saved, talk (no visit at all), unclear (nothing of a visit understood) or already there.

    `draft` keeps an unclear or repeated line for the button that saves it after all.
    """

    kind: Literal["saved", "talk", "unclear", "already"]
    visits: Sequence[Visit] = ()
    draft: int = 0


@dataclass(frozen=True)
class Thought:
    """What a text says: as it may be kept, the notes in it, and when and where they were read."""

    heard: Heard
    notes: Sequence[Understood]
    frame: Frame


def think(work: Work, text: str) -> Thought:
    """What a text says; asked once for each unit of work."""
    return remembered(work.session, ("thought", text), lambda: _think(work, text))


def _think(work: Work, text: str) -> Thought:
    heard, context = hear(text, work), context_of(work)
    return Thought(heard, read_notes(heard.text, context), context.frame)


def think_ahead(work: Work, text: str) -> None:
    """Have the thought `record` begins with, where it will need one."""
    if text.strip() and number_of("visit", text) is None and not wordlists.is_concern(text):
        think(work, text)


def record(work: Work, line: Line) -> Outcome:
    """Write down the visits a line tells of: several lines that each name a customer are several visits. Refuses a
    suspicion that only compliance may read."""
    require(work.actor, WRITERS)
    wordlists.not_in_notes(line.text)
    thought = think(work, line.text)
    notes, heard = [note for note in thought.notes if not note.is_talk], thought.heard
    if not notes:
        return Outcome("talk")
    if not line.sure and not any(rules.says_something(note) for note in notes):
        return Outcome("unclear", draft=_put_aside(work, heard, line))
    if not line.again:
        before = [queries.just_written(work, note.text, work.now - rules.REPEAT) for note in notes]
        if all(before):
            return Outcome("already", [visit for visit in before if visit], _put_aside(work, heard, line))
    return Outcome("saved", [write(work, note, heard, line, thought.frame) for note in notes])


def read_notes(text: str, context: Context) -> list[Understood]:
    """The notes in a text; the only one of a text keeps every character of it."""
    if len(text) > ONE_NOTE or "\n" not in text:
        return [understand(text, context)]
    notes = understand_all(text, context)
    return notes if len(notes) > 1 else [understand(text, context)]


def _put_aside(work: Work, heard: Heard, line: Line) -> int:
    return drafts.put(work, DRAFT, text=heard.text, channel=line.channel, ts=line.ts)


def told(work: Work, visits: Sequence[Visit]) -> list[dict[str, Any]]:
    """What one line says of each saved note: number, customer, how many promises, whether the card asks something."""
    return [
        {
            "id": visit.id, "customer": notices.customer_name(work, visit),
            "promises": _promised(work, visit),
            "asks": bool(visit.pending) or visit.customer_id is None or notices.asks_day(visit),
        }
        for visit in visits
    ]  # fmt: skip


def _promised(work: Work, visit: Visit) -> int:
    """How many open promises a note has; whoever has just made them need not ask the database."""
    return remembered(work.session, ("promised", visit.id), lambda: promised.count_of_subject(work, visit.subject))


def resume(work: Work, draft_id: int) -> Outcome:
    """Save a line that was put aside: its author says that it is a (further) visit."""
    kept = drafts.get(work, DRAFT, draft_id)
    return record(work, Line(kept["text"], kept["channel"], kept["ts"], sure=True, again=True))


def write(work: Work, note: Understood, heard: Heard, line: Line, frame: Frame) -> Visit:
    """One visit from one note that was understood in `frame`."""
    return keep(work, note.text, reading.read(work, note, frame), heard, line)


def keep(work: Work, text: str, read: Reading, heard: Heard, line: Line) -> Visit:
    """Save the note with its contact and promises, and show the card."""
    visit = Visit(
        by_id=work.actor.person_id, text=text, masked=heard.kinds(text), withheld=heard.numbers(text) or None,
        undo_until=work.now + rules.UNDO,
        source_channel=line.channel or None, source_ts=line.ts or None, pending=[], **read.columns,
    )  # fmt: skip
    work.save(visit)
    settle(work, visit, new=True)
    made = promise_all(work, visit, read.duties)
    remembered(work.session, ("promised", visit.id), lambda: made)
    notices.saved(work, visit)
    notices.tell_owner(work, visit)
    return visit


def promise_all(work: Work, visit: Visit, duties: Sequence[Duty]) -> int:
    """Make the promises that have a due moment and tell how many; the others wait for one on the card."""
    pending = list(visit.pending)
    due = [(duty, duty.due) for duty in duties if duty.due is not None]
    for duty in duties:
        if duty.due is None:
            pending.append(duty.asked(max((each["key"] for each in pending), default=0) + 1))
    for duty, moment in due:
        promise(work, visit, duty, moment)
    if pending != visit.pending:
        visit.pending = pending
    return len(due)


def promise(work: Work, visit: Visit, duty: Duty, due: datetime) -> Promise:
    """Make one promise of a note; a colleague in whose name it was given is told."""
    made = promises.make(
        work,
        promises.Draft(
            duty.text, due, duty.owner_id, visit.subject, customer_id=visit.customer_id, timed=duty.timed,
            by_customer=duty.by_customer, important=visit.important, purpose=duty.purpose,
        ),
    )  # fmt: skip
    notices.promised(work, visit, made)
    return made


def settle(work: Work, visit: Visit, new: bool = False) -> None:
    """Bring the customer's contact up to date. A note that names no day was made no later than it was typed.

    `new`: the note was saved just now, so there is no contact of it yet.
    """
    if visit.customer_id is None or visit.undone_at is not None:
        if not new:
            contacts.undo(work, visit.subject)
        return
    at = min(visit.at or visit.created_at, visit.created_at)
    contacts.record(
        work, visit.customer_id, visit.subject, at, visit.channel, attempt=visit.attempt,
        gist=visit.summary[: rules.SHOWN], by_id=visit.by_id, new=new,
    )  # fmt: skip


def undo(work: Work, visit_id: int) -> Visit:
    """Take a note back within 15 minutes: its promises and its contact go with it. A second time changes nothing."""
    visit = queries.mine(work, visit_id)
    if visit.undone_at is None and work.now - visit.created_at > rules.UNDO:
        raise Refusal("visits/undo-over", id=visit.id, minutes=int(rules.UNDO.total_seconds() // 60))
    return discard(work, visit_id)


def last_told(work: Work) -> dict[str, Any]:
    """The acting person's last note, and whether it can still be taken back; `id` is None without one."""
    visit = queries.newest(work)
    return {
        "id": visit.id if visit else None, "minutes": int(rules.UNDO.total_seconds() // 60),
        "name": visit and (notices.customer_name(work, visit) or visit.customer_text),
        "open": visit is not None and work.now - visit.created_at <= rules.UNDO,
    }  # fmt: skip


def discard(work: Work, visit_id: int) -> Visit:
    """Take a note back at any time: offered where the message it came from was deleted. Idempotent."""
    visit = queries.mine(work, visit_id)
    if visit.undone_at is None and work.claim(visit, undone_at=work.now):
        promises.withdraw(work, visit.subject, "undone")
        contacts.undo(work, visit.subject)
        visit.pending, visit.undo_until = [], None
        work.note(visit.subject, {"undone": (False, True)})
        work.refresh(visit.subject)
    return visit


def show(work: Work, visit_id: int, key: str) -> Visit:
    """Put the card of a note in front of the acting person again."""
    visit = queries.find(work, visit_id)
    notices.saved(work, visit, key)
    return visit


def accept(work: Work, promise_id: int) -> Promise:
    """A colleague takes on what was promised for him. A second time changes nothing."""
    mine = promises.open_one(work, promise_id)
    if not any(change.field == notices.ACCEPTED for change in history.of(work.session, mine.subject)):
        work.note(mine.subject, {notices.ACCEPTED: (False, True)})
        work.refresh(mine.about)
    return mine


def hand_back(work: Work, promise_id: int) -> Promise:
    """A colleague gives it back to the author of the note, who owes it from now on."""
    mine = promises.open_one(work, promise_id)
    visit = work.session.get(Visit, mine.subject_id)
    if visit is None or mine.about != visit.subject:
        raise Refusal("core/unknown-button")
    return promises.hand_over(work, mine.id, visit.by_id)


@dataclass(frozen=True)
class Given:
    """What a form says beside the note; None leaves what was understood."""

    customer_id: int | None = None
    columns: Mapping[str, Any] = field(default_factory=dict)
    duty: Duty | None = None


def record_form(work: Work, text: str, given: Given) -> Visit:
    """One visit from the form: its fields win over what is read from the note."""
    require(work.actor, WRITERS)
    wordlists.not_in_notes(text, "note")
    heard = hear(text, work)
    context = context_of(work)
    read = reading.read(work, understand(heard.text, context), context.frame)
    columns = {**read.columns, **{name: value for name, value in given.columns.items() if value is not None}}
    if given.customer_id is not None:
        # A form says whatever its sender wants it to: the number must be one the author can see.
        customer = work.get(Customer, given.customer_id, "customers/not-found")
        columns |= _chosen(columns, customer.id)
    duties = read.duties
    if given.duty is not None:
        duties = [*(duty for duty in duties if duty.why != rules.FOLLOW), given.duty]
    return keep(work, heard.text, Reading(columns, duties), heard, Line(text))


def _chosen(columns: Mapping[str, Any], customer_id: int) -> dict[str, Any]:
    """The customer picked in the form; when the words name somebody else, his name stays in the notes as typed."""
    chosen = {"customer_id": customer_id, "candidates": [], "customer_text": ""}
    named, summary = columns["customer_text"], columns["summary"]
    same = customer_id == columns["customer_id"] or customer_id in columns["candidates"]
    return chosen if same or named in summary else chosen | {"summary": f"{named} {summary}".strip()}
