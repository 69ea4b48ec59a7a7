"""The verbs about promises. Each is idempotent and leaves its event in field history."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.calendar import WorkingTime
from bot.core.errors import Refusal
from bot.core.subject import Subject
from bot.core.work import Work
from bot.directory import queries as directory
from bot.directory.models import Person
from bot.promises import notices, queries, rules
from bot.promises.facts import Dropped, FellDue, Kept, Moved, Reopened, Snoozed
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
    promise = Promise(
        owner_id=draft.owner_id, made_by_id=work.actor.id, beneficiary=draft.beneficiary,
        beneficiary_id=draft.beneficiary_id, by_customer=draft.by_customer, customer_id=draft.customer_id,
        subject_kind=draft.about.kind, subject_id=draft.about.id, purpose=draft.purpose,
        text=_checked(draft.text), due_at=draft.due_at, asked_due_at=draft.due_at, timed=draft.timed,
        important=draft.important, rung=0,
    )  # fmt: skip
    plan(work, promise)
    work.save(promise)
    return promise


def adopt(work: Work, promise: Promise, about: Subject, purpose: str) -> Promise:
    """What was promised in one record goes on in another, as an important thing: it is not promised a second time."""
    before = promise.about
    work.note(promise.subject, {"about": (f"{before.kind} {before.id}", f"{about.kind} {about.id}")})
    promise.subject_kind, promise.subject_id = about.kind, about.id
    promise.purpose, promise.important = purpose, True
    work.refresh(before)
    _redraw(work, promise)
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
    promise.wake_at = rules.next_moment(work.now, standing(promise), rhythm(work, promise))


def rhythm(work: Work, promise: Promise) -> rules.Rhythm:
    """How the promise is looked after: the policy's ladder in the working time of its owner, leave left out."""
    service = work.house.policy.service.promises
    own = directory.working_time(work.session, work.session.get_one(Person, promise.owner_id))
    return rules.Rhythm(WorkingTime(own.calendar, own.hours, own.zone), service.remind_before.delta, service.ladder)


def standing(promise: Promise) -> rules.Standing:
    """Where the promise stands on its way.

    Announced by a push is what was given a clock time, and what the owner promised by his own word. Days that others
    set (checks, reviews, a portfolio taken over) come in heaps and stand in the lists.
    """
    announced = promise.timed or promise.made_by_id == promise.owner_id
    missed = promise.missed_at is not None and promise.missed_at >= promise.due_at
    return rules.Standing(promise.due_at, announced, missed, promise.rung, promise.snoozed_until)


def mine(work: Work, promise_id: int) -> Promise:
    """The promise, if the acting person may act on it: its owner, whoever stands in for him, or a lead above him."""
    promise = queries.find(work, promise_id)
    if not queries.may_act(work, promise):
        raise Refusal("promises/not-yours", number=promise.id)
    return promise


def keep(work: Work, promise_id: int, outcome: str = "") -> Promise:
    """Kept. A second time changes nothing."""
    promise = mine(work, promise_id)
    # Claimed on its end alone: the clock may move `wake_at` at the same moment, and must not win over a person.
    if promise.ended_at is None and work.claim(promise, kept_at=work.now, kept_by_id=work.actor.id, ended_at=work.now):
        promise.wake_at = work.now + rules.UNDO
        promise.outcome = directory.with_names(work.session, outcome) or promise.outcome
        work.note(promise.subject, {"state": ("open", "kept")})
        work.announce(Kept(promise.id, promise.about))
        _redraw(work, promise)
    return promise


def reopen(work: Work, promise_id: int) -> Promise:
    """Take back a keeping or dropping within 15 minutes; by the person who did it."""
    promise = mine(work, promise_id)
    if promise.ended_at is None:
        return promise
    if work.now - promise.ended_at > rules.UNDO:
        raise Refusal("promises/too-late-to-undo", minutes=int(rules.UNDO.total_seconds() // 60))
    by = queries.ended_by(promise)
    if work.actor.id != by and not work.actor.is_system:
        ender = work.session.get(Person, by) if by else None
        raise Refusal("promises/undo-theirs", number=promise.id, name=ender.name if ender else "Rapport")
    before = "kept" if promise.kept_at is not None else "dropped"
    promise.kept_at = promise.kept_by_id = promise.dropped_at = promise.dropped_by_id = promise.ended_at = None
    promise.drop_reason = ""
    plan(work, promise)
    work.note(promise.subject, {"state": (before, "open")})
    work.announce(Reopened(promise.id, promise.about))
    _redraw(work, promise)
    return promise


def unmark(work: Work, promise_id: int) -> Promise:
    """The check mark was taken off again: undone if it was this person's and is fresh; otherwise nothing changes."""
    promise = mine(work, promise_id)
    fresh = promise.ended_at is not None and work.now - promise.ended_at <= rules.UNDO
    if fresh and promise.kept_at is not None and promise.kept_by_id == work.actor.id:
        return reopen(work, promise_id)
    return promise


def drop(work: Work, promise_id: int, reason: str) -> Promise:
    """Give a promise up; a reason is required. A second time changes nothing."""
    promise = mine(work, promise_id)
    if not reason.strip():
        raise Refusal("promises/reason-missing", field="reason")
    reason = directory.with_names(work.session, reason).strip()[:LONGEST_TEXT]
    if promise.ended_at is None and work.claim(
        promise, dropped_at=work.now, dropped_by_id=work.actor.id, ended_at=work.now
    ):
        promise.wake_at = work.now + rules.UNDO
        promise.drop_reason = reason
        work.note(promise.subject, {"state": ("open", "dropped")}, reason)
        work.announce(Dropped(promise.id, promise.about))
        _redraw(work, promise)
    return promise


def snooze(work: Work, promise_id: int, until: datetime) -> Promise:
    """Be quiet about it until then (moved to the working time of the one who is reminded); the due moment stays."""
    promise = open_one(work, promise_id)
    if until <= work.now:
        raise Refusal("promises/past", field="until", when=until)
    before = promise.snoozed_until
    time = directory.working_time(work.session, queries.holder(work, promise))
    promise.snoozed_until = time.next_open(until)
    plan(work, promise)
    work.note(promise.subject, {"snoozed_until": (before, promise.snoozed_until)})
    work.announce(Snoozed(promise.id, promise.about))
    _redraw(work, promise)
    return promise


def postpone(work: Work, promise_id: int, code: str) -> Promise:
    """Snooze by one of the presets: next_morning, tomorrow, friday, next_monday."""
    promise = open_one(work, promise_id)
    time = directory.working_time(work.session, queries.holder(work, promise))
    until = rules.preset(work.now, code, time)
    if until is None:
        raise Refusal("core/unknown-button")
    return snooze(work, promise_id, until)


def snooze_all(work: Work, promise_ids: Sequence[int], until: datetime | str) -> list[Promise]:
    """Snooze several until an instant or by a preset; those that are over or no longer one's own are passed over."""
    done = []
    for promise_id in promise_ids:
        promise = work.session.get(Promise, promise_id)
        if promise is not None and promise.ended_at is None and queries.may_act(work, promise):
            later = postpone(work, promise_id, until) if isinstance(until, str) else snooze(work, promise_id, until)
            done.append(later)
    return done


def move(work: Work, promise_id: int, due_at: datetime, timed: bool, reason: str = "") -> Promise:
    """Give it a new due moment; the first one stays on record, and the ladder starts again."""
    promise = open_one(work, promise_id)
    if due_at <= work.now:
        raise Refusal("promises/past", field="due", when=due_at)
    work.note(promise.subject, {"due_at": (promise.due_at, due_at)}, reason)
    promise.due_at, promise.timed, promise.rung = due_at, timed, 0
    promise.snoozed_until = promise.folded_at = None
    plan(work, promise)
    work.announce(Moved(promise.id, promise.about))
    _redraw(work, promise)
    return promise


def hand_over(work: Work, promise_id: int, to_id: int) -> Promise:
    """Give a promise to a colleague, who owes it from now on."""
    promise = open_one(work, promise_id)
    to = work.session.get(Person, to_id)
    if to is None or to.deactivated_at is not None:
        raise Refusal("promises/nobody-there", field="to")
    if to.id == promise.owner_id:
        return promise
    work.note(promise.subject, {"owner": (promise.owner_id, to.id)})
    promise.owner_id, promise.snoozed_until = to.id, None
    work.session.flush()
    plan(work, promise)
    notices.handed_over(work, promise)
    work.announce(Moved(promise.id, promise.about))
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
    work.note(promise.subject, {"missed": (None, promise.due_at)})
    work.announce(FellDue(promise.id, promise.about))
    return True


def withdraw(work: Work, born_in: Subject, reason: str) -> None:
    """The record they were born in was undone: end its open promises without a word to anybody."""
    withdraw_some(work, queries.of_subject(work, born_in), reason)


def withdraw_some(work: Work, made: Iterable[Promise], reason: str) -> None:
    """These were never promised after all: end those that are open without a word to anybody."""
    for promise in made:
        if promise.ended_at is None and work.claim(
            promise, dropped_at=work.now, dropped_by_id=work.actor.id, ended_at=work.now
        ):
            promise.wake_at = None
            promise.drop_reason = reason
            work.announce(Dropped(promise.id, promise.about))
            _redraw(work, promise)


def follow_customer(work: Work, born_in: Subject, customer_id: int | None) -> None:
    """The record turned out to be about another customer: its promises are too."""
    for promise in queries.of_subject(work, born_in, open_only=False):
        if promise.customer_id != customer_id:
            work.note(promise.subject, {"customer_id": (promise.customer_id, customer_id)})
            promise.customer_id = customer_id
            work.refresh(promise.subject)


def _redraw(work: Work, promise: Promise) -> None:
    work.refresh(promise.subject)
    work.refresh(promise.about)
    if promise.customer_id is not None:
        work.refresh(Subject("customer", promise.customer_id))
