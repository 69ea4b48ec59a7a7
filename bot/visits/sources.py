"""A note follows the Slack message it was typed in: edited there, it is read anew; deleted, it is taken back."""

from collections.abc import Sequence

from bot.core import drafts
from bot.core.work import Work
from bot.directory import queries as directory
from bot.directory.models import Person
from bot.escalations import wordlists
from bot.promises import queries as promises
from bot.promises import usecases as promise_verbs
from bot.understanding import Understood
from bot.understanding.context import Heard, context_of, hear
from bot.understanding.dates import Frame
from bot.visits import notices, queries, reading, rules, usecases
from bot.visits.models import Visit
from bot.visits.reading import Duty
from bot.visits.usecases import Line

DRAFT = "visits.reread"
FIRST_READ = ("customer_id", "customer_text", "candidates")


def edited(work: Work, channel: str, ts: str, text: str) -> None:
    """The author changed his message: fresh or untouched notes are read anew, others are asked about."""
    visits = queries.of_source(work, channel, ts)
    if not visits or wordlists.is_concern(text):
        # A suspicion is for compliance alone: the note stays without it.
        return
    own = as_author(work, visits[0])
    heard = hear(text, own)
    if all(_is_free(own, visit) for visit in visits):
        _reread_all(own, visits, heard, Line(text, channel, ts))
        return
    for visit in visits:
        work.note(visit.subject, {"source_text": (visit.text, heard.text)})
    draft = drafts.put(own, DRAFT, visit_id=visits[0].id, channel=channel, ts=ts, text=heard.text)
    notices.ask_author(own, visits[0], "visits/source-edited", f"edited:{draft}", text=heard.text, draft=draft)


def deleted(work: Work, channel: str, ts: str) -> None:
    """The author deleted his message: within 15 minutes that takes the note back, later he is asked."""
    for visit in queries.of_source(work, channel, ts):
        _vanished(as_author(work, visit), visit)


def _vanished(work: Work, visit: Visit) -> None:
    if work.now - visit.created_at <= rules.UNDO:
        usecases.discard(work, visit.id)
    else:
        notices.ask_author(work, visit, "visits/source-deleted", "deleted")


def reread_draft(work: Work, draft_id: int) -> Visit:
    """The author says that the edited message counts."""
    kept = drafts.get(work, DRAFT, draft_id)
    visit = queries.standing(work, kept["visit_id"])
    visits = queries.of_source(work, kept["channel"], kept["ts"])
    _reread_all(work, visits, hear(kept["text"], work), Line(kept["text"], kept["channel"], kept["ts"]))
    return visit


def as_author(work: Work, visit: Visit) -> Work:
    """The same work in the name of the note's author: Slack does not say who changed a message, but only he can."""
    return work.acting_as(directory.actor_of(work.session, work.session.get_one(Person, visit.by_id)))


def _is_free(work: Work, visit: Visit) -> bool:
    return visit.corrected_at is None or work.now - visit.created_at <= rules.UNDO


def _reread_all(work: Work, visits: Sequence[Visit], heard: Heard, line: Line) -> None:
    context = context_of(work)
    notes = [note for note in usecases.read_notes(heard.text, context) if not note.is_talk]
    for visit, note in zip(visits, notes, strict=False):
        reread(work, visit, note, heard, context.frame)
    for note in notes[len(visits) :]:
        usecases.write(work, note, heard, line, context.frame)
    for visit in visits[len(notes) :]:
        _vanished(work, visit)


def reread(work: Work, visit: Visit, note: Understood, heard: Heard, frame: Frame) -> None:
    """Understand the note anew. A customer chosen by hand stays when the new text names none; kept promises stay."""
    read = reading.read(work, note, frame)
    columns = dict(read.columns)
    if columns["customer_id"] is None and not columns["candidates"] and visit.customer_id is not None:
        columns = {name: value for name, value in columns.items() if name not in FIRST_READ}
    work.note(visit.subject, {"text": (visit.text, note.text)}, "source")
    visit.text, visit.masked, visit.withheld = note.text, heard.kinds(note.text), heard.numbers(note.text) or None
    before = visit.customer_id
    reading.fill(visit, columns)
    usecases.settle(work, visit)
    if before != visit.customer_id:
        promise_verbs.follow_customer(work, visit.subject, visit.customer_id)
        notices.tell_owner(work, visit)
    _promise_anew(work, visit, read.duties)
    work.refresh(visit.subject)


def _promise_anew(work: Work, visit: Visit, duties: Sequence[Duty]) -> None:
    """Promises still in the text stay (moved if their date changed), the others are withdrawn, new ones are made.

    A follow-up chosen by a tap belongs to no words of the text: it stays, and nobody is asked again.
    """
    born = promises.of_subject(work, visit.subject, open_only=False)
    born = [one for one in born if one.dropped_at is None]
    chosen = [one for one in born if one.purpose == reading.CHOSEN]
    standing = {(one.text, one.owner_id): one for one in born if one not in chosen}
    fresh: list[Duty] = []
    for duty in duties:
        known = standing.pop((duty.text, duty.owner_id), None)
        if known is None:
            fresh += [] if duty.why == rules.FOLLOW and chosen else [duty]
        elif known.ended_at is None and duty.due is not None and duty.due != known.due_at:
            owner = directory.actor_of(work.session, work.session.get_one(Person, known.owner_id))
            promise_verbs.move(work.acting_as(owner), known.id, duty.due, duty.timed)
    promise_verbs.withdraw_some(work, standing.values(), "corrected")
    visit.pending = []
    usecases.promise_all(work, visit, fresh)
