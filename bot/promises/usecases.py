"""The verbs about promises. Each is idempotent and leaves its event in field history."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bot.core.errors import Refusal
from bot.core.subject import Subject
from bot.core.work import Work
from bot.directory import queries as directory
from bot.directory.models import Person
from bot.promises import rules
from bot.promises.facts import Dropped, FellDue, Kept, Made, Moved, Reopened
from bot.promises.models import Promise

LONGEST_TEXT = 3000
"""Characters of a promise's text."""


@dataclass(frozen=True)
class Draft:
    """A promise about to be made. `timed`: `due_at` is a clock time that was named, not the end of a day."""

    text: str
    due_at: datetime
    owner_id: int
    about: Subject
    customer_id: int | None = None
    timed: bool = False
    by_customer: bool = False
    important: bool = False
    beneficiary: str = "customer"
    beneficiary_id: int | None = None
    purpose: str = "follow_up"


def make(work: Work, draft: Draft) -> Promise:
    """Make a promise; the clock looks after it from now on. Refuses an empty text."""
    promise = work.save(
        Promise(
            owner_id=draft.owner_id, made_by_id=work.actor.id, beneficiary=draft.beneficiary,
            beneficiary_id=draft.beneficiary_id, by_customer=draft.by_customer, customer_id=draft.customer_id,
            subject_kind=draft.about.kind, subject_id=draft.about.id, purpose=draft.purpose,
            text=_checked(draft.text), due_at=draft.due_at, asked_due_at=draft.due_at, timed=draft.timed,
            important=draft.important,
        )
    )  # fmt: skip
    plan(work, promise)
    work.announce(Made(promise.id, draft.about))
    return promise


def _checked(text: str) -> str:
    text = text.strip()
    if not text:
        raise Refusal("promises/text-missing", field="text")
    return text[:LONGEST_TEXT]


def plan(work: Work, promise: Promise) -> None:
    """Set when the clock looks at the promise next, from its due moment, its snooze and its owner's working time."""
    if promise.ended_at is not None:
        promise.wake_at = None
        return
    service = work.house.policy.service.promises
    owner = work.session.get_one(Person, promise.owner_id)
    time = directory.working_time(work.session, owner)
    spans = [step.after for step in service.ladder[promise.rung :]]
    # What is missed already must be said once even though its moment lies behind.
    now = work.now if promise.missed_at is not None else min(work.now, promise.created_at)
    moments = rules.first_moments(now, promise.due_at, promise.timed, service.remind_before.delta, spans, time)
    if promise.snoozed_until is not None and promise.snoozed_until > work.now:
        moments = [promise.snoozed_until]
    promise.wake_at = min(moments, default=None)


def mine(work: Work, promise_id: int) -> Promise:
    """The promise, if the acting person may act on it: its owner, whoever stands in for him, or a lead above him."""
    promise = work.get(Promise, promise_id, "promises/not-found")
    if not may_act(work, promise):
        raise Refusal("promises/not-yours")
    return promise


def may_act(work: Work, promise: Promise) -> bool:
    """Whether the acting person may keep, move or drop this promise."""
    actor = work.actor
    if actor.is_system or actor.id == promise.owner_id:
        return True
    owner = work.session.get_one(Person, promise.owner_id)
    if directory.stand_in(work.session, owner, work.now).id == actor.id:
        return True
    return actor.id is not None and owner.id in set(work.session.scalars(directory.team_of(actor.id)))


def keep(work: Work, promise_id: int, outcome: str = "") -> Promise:
    """Kept. A second time changes nothing."""
    promise = mine(work, promise_id)
    if promise.ended_at is None and work.claim(
        promise, kept_at=work.now, kept_by_id=work.actor.id, ended_at=work.now, wake_at=None
    ):
        promise.outcome = outcome or promise.outcome
        work.note(subject(promise), {"state": ("open", "kept")})
        work.announce(Kept(promise.id, about(promise)))
        _redraw(work, promise)
    return promise


def reopen(work: Work, promise_id: int) -> Promise:
    """Take back a keeping or dropping within 15 minutes; by the person who did it."""
    promise = mine(work, promise_id)
    if promise.ended_at is None:
        return promise
    if work.now - promise.ended_at > rules.UNDO:
        raise Refusal("promises/too-late-to-undo", minutes=int(rules.UNDO.total_seconds() // 60))
    if work.actor.id not in (promise.kept_by_id, promise.dropped_by_id) and not work.actor.is_system:
        raise Refusal("promises/not-yours")
    before = "kept" if promise.kept_at is not None else "dropped"
    promise.kept_at = promise.kept_by_id = promise.dropped_at = promise.dropped_by_id = promise.ended_at = None
    promise.drop_reason = ""
    plan(work, promise)
    work.note(subject(promise), {"state": (before, "open")})
    work.announce(Reopened(promise.id, about(promise)))
    _redraw(work, promise)
    return promise


def drop(work: Work, promise_id: int, reason: str) -> Promise:
    """Give a promise up; a reason is required. A second time changes nothing."""
    promise = mine(work, promise_id)
    if not reason.strip():
        raise Refusal("promises/reason-missing", field="reason")
    if promise.ended_at is None and work.claim(
        promise, dropped_at=work.now, dropped_by_id=work.actor.id, ended_at=work.now, wake_at=None
    ):
        promise.drop_reason = reason.strip()
        work.note(subject(promise), {"state": ("open", "dropped")}, reason.strip())
        work.announce(Dropped(promise.id, about(promise)))
        _redraw(work, promise)
    return promise


def snooze(work: Work, promise_id: int, until: datetime) -> Promise:
    """Be quiet about it until then (moved to working time); the due moment stays."""
    promise = open_one(work, promise_id)
    owner = work.session.get_one(Person, promise.owner_id)
    if until <= work.now:
        raise Refusal("promises/past", when=until)
    promise.snoozed_until = directory.working_time(work.session, owner).next_open(until)
    plan(work, promise)
    work.note(subject(promise), {"snoozed_until": (None, promise.snoozed_until)})
    _redraw(work, promise)
    return promise


def move(work: Work, promise_id: int, due_at: datetime, timed: bool, reason: str = "") -> Promise:
    """Give it a new due moment; the first one stays on record, and the ladder starts again."""
    promise = open_one(work, promise_id)
    if due_at <= work.now:
        raise Refusal("promises/past", when=due_at)
    work.note(subject(promise), {"due_at": (promise.due_at, due_at)}, reason)
    promise.due_at, promise.timed, promise.rung = due_at, timed, 0
    promise.snoozed_until = None
    plan(work, promise)
    work.announce(Moved(promise.id, about(promise)))
    _redraw(work, promise)
    return promise


def rewrite(work: Work, promise_id: int, text: str) -> Promise:
    """Correct the words of a promise."""
    promise = open_one(work, promise_id)
    text = _checked(text)
    work.note(subject(promise), {"text": (promise.text, text)})
    promise.text = text
    work.announce(Moved(promise.id, about(promise)))
    _redraw(work, promise)
    return promise


def hand_over(work: Work, promise_id: int, to_id: int) -> Promise:
    """Give a promise to a colleague, who owes it from now on."""
    promise = open_one(work, promise_id)
    to = work.session.get(Person, to_id)
    if to is None or to.deactivated_at is not None:
        raise Refusal("promises/nobody-there")
    if to.id == promise.owner_id:
        return promise
    work.note(subject(promise), {"owner": (promise.owner_id, to.id)})
    promise.owner_id, promise.rung = to.id, 0
    work.session.flush()
    plan(work, promise)
    work.announce(Moved(promise.id, about(promise)))
    _redraw(work, promise)
    return promise


def open_one(work: Work, promise_id: int) -> Promise:
    """The promise, if one may act on it and it is still open."""
    promise = mine(work, promise_id)
    if promise.ended_at is not None:
        raise Refusal("promises/already-over", number=promise.id)
    return promise


def mark_missed(work: Work, promise: Promise) -> bool:
    """The due moment passed: a fact that nothing erases. True for the one who marked it."""
    if promise.missed_at is not None and promise.missed_at >= promise.due_at:
        return False
    if not work.claim(promise, missed_at=work.now):
        return False
    work.note(subject(promise), {"missed": (None, promise.due_at)})
    work.announce(FellDue(promise.id, about(promise)))
    return True


def of(work: Work, born_in: Subject, open_only: bool = True) -> list[Promise]:
    """The promises born in a record, in order of due moment (whoever owns them)."""
    query = select(Promise).where(Promise.subject_kind == born_in.kind, Promise.subject_id == born_in.id)
    if open_only:
        query = query.where(Promise.ended_at.is_(None))
    return list(work.session.scalars(query.order_by(Promise.due_at, Promise.id)))


def withdraw(work: Work, born_in: Subject, reason: str) -> None:
    """The record they were born in was undone: drop its open promises without a word to anybody."""
    for promise in of(work, born_in):
        if work.claim(promise, dropped_at=work.now, dropped_by_id=work.actor.id, ended_at=work.now, wake_at=None):
            promise.drop_reason = reason
            work.announce(Dropped(promise.id, born_in))
            _redraw(work, promise)


def holder(work: Work, promise: Promise) -> Person:
    """Who is reminded now: the owner, or whoever stands in for him."""
    return directory.stand_in(work.session, work.session.get_one(Person, promise.owner_id), work.now)


def subject(promise: Promise) -> Subject:
    """How messages and history refer to a promise."""
    return Subject("promise", promise.id)


def about(promise: Promise) -> Subject:
    """The record the promise was born in."""
    return Subject(promise.subject_kind, promise.subject_id)


def is_open(promise: Promise) -> bool:
    """Neither kept nor dropped."""
    return promise.ended_at is None


def _redraw(work: Work, promise: Promise) -> None:
    work.refresh(subject(promise))
    work.refresh(about(promise))
    if promise.customer_id is not None:
        work.refresh(Subject("customer", promise.customer_id))

