"""What this slice says: reminders as live cards, and short words to people who take something over."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from bot.core import history
from bot.core.outbox import Manner, Notice, PersonPlace, Posting, Priority, State
from bot.core.outbox.readers import Audience, Said
from bot.core.work import Work
from bot.customers.models import Customer
from bot.directory import queries as directory
from bot.directory.models import Leave, Person
from bot.promises import budget, queries, rules
from bot.promises.facts import Folded
from bot.promises.models import Promise

CARD = "promises/card"
DONE, LATER, HELP = "white_check_mark", "zzz", "raising_hand"
BEFORE = "before"
"""The key of the reminder that comes ahead of the due moment."""
TELLING = {"state", "snoozed_until", "due_at", "owner"}
"""The fields whose last change a card tells in its status line."""


def push(work: Work, promise: Promise, person: Person, key: str, planned_at: datetime, again: bool = False) -> None:
    """Remind a person by a message of its own, once a `key`.

    The digest says it instead when the program missed the moment, when the person is away, when the day's pushes are
    used up, and when the person was reminded by one before (`again`): the list of each morning says what is still
    late, and offers the lead the choice. What is marked important is left to the digest neither for the budget's sake
    nor on the ladder.
    """
    missed = work.now - planned_at > rules.LATE
    away = directory.leave_at(work.session, person, work.now) is not None
    climbs = again and not promise.important
    if missed or away or climbs or (not promise.important and budget.spent(work, person)):
        if not climbs:
            promise.folded_at = work.now
        work.announce(Folded(person.id, promise.id, planned_at, missed))
        return
    work.post(
        Notice(
            CARD, PersonPlace(person.id), once=_once(promise, key, person),
            about=promise.subject, live=True, reactions=(DONE, LATER, HELP), manner=Manner.NUDGE,
            priority=Priority.DEADLINE if promise.important else Priority.NORMAL,
        )
    )  # fmt: skip


def warned(work: Work, promise: Promise, person: Person) -> bool:
    """Whether a promise of a day was announced to this person by a message; the lists then say that it was missed."""
    if promise.timed:
        return False
    query = select(Posting.id).where(Posting.once == _once(promise, BEFORE, person))
    return work.session.scalar(query) is not None


def _once(promise: Promise, key: str, person: Person) -> str:
    return f"promise:{promise.id}:{promise.due_at:%Y%m%dT%H%M}:{key}:{person.id}"


def show(work: Work, promise: Promise, person_id: int, key: str) -> None:
    """Put the card in front of a person who asked for it."""
    notice = Notice(
        CARD, PersonPlace(person_id), once=f"promise:{promise.id}:shown:{key}", about=promise.subject, live=True,
        reactions=(DONE, LATER, HELP), manner=Manner.ANSWER, priority=Priority.ANSWER,
    )  # fmt: skip
    work.post(notice)


def still(work: Work, posting: Posting) -> bool:
    """Whether a reminder that waited (for working time, for Slack) still makes sense; not where a later one of the
    same promise waits behind it and says all it would."""
    promise = work.session.get(Promise, posting.subject_id)
    if promise is None or promise.ended_at is not None:
        return False
    if promise.due_at <= work.now and _said_later(work, posting):
        return False
    return posting.manner == Manner.ANSWER.value or promise.snoozed_until is None or promise.snoozed_until <= work.now


def _said_later(work: Work, posting: Posting) -> bool:
    query = select(Posting.id).where(
        Posting.subject_kind == posting.subject_kind, Posting.subject_id == posting.subject_id,
        Posting.person_id == posting.person_id, Posting.template == CARD, Posting.id > posting.id,
        Posting.manner == Manner.NUDGE.value, Posting.state == State.QUEUED.value,
    )  # fmt: skip
    return posting.manner == Manner.NUDGE.value and work.session.scalar(query.limit(1)) is not None


def handed_over(work: Work, promise: Promise) -> None:
    """The new owner gets the card, unless he took the promise himself."""
    if promise.owner_id == work.actor.id:
        return
    key = f"promise:{promise.id}:given:{promise.owner_id}:{work.now:%Y%m%dT%H%M%S}"
    work.post(
        Notice(
            CARD, PersonPlace(promise.owner_id), once=key, about=promise.subject, live=True,
            reactions=(DONE, LATER, HELP), manner=Manner.NUDGE,
        )
    )  # fmt: skip


def taken_over(work: Work, leaver: Person, heir: Person, rows: Sequence[Promise], count: int) -> None:
    """A colleague has left: whoever is reminded from now on is told once, with the most urgent ones."""
    data = {"name": leaver.name, "id": leaver.id, "count": count, "rows": [line(work, row, heir) for row in rows]}
    once = f"promises:gone:{leaver.id}:{heir.id}"
    work.post(Notice("promises/taken-over", PersonPlace(heir.id), once=once, data=data))


def deputising(work: Work, person: Person, deputy: Person, leave: Leave, count: int) -> None:
    """The deputy is told once a leave what will come to him and until when."""
    data = {"name": person.name, "first": leave.first_day, "last": leave.last_day, "count": count}
    once = f"promises:deputy:{leave.id}:{deputy.id}"
    work.post(Notice("promises/deputy", PersonPlace(deputy.id), once=once, data=data))


def relieved(work: Work, person: Person, deputy: Person, leave: Leave) -> None:
    """The leave was cancelled: the deputy who was told of it is told again."""
    data = {"name": person.name, "first": leave.first_day, "last": leave.last_day}
    once = f"promises:relieved:{leave.id}:{deputy.id}"
    work.post(Notice("promises/relieved", PersonPlace(deputy.id), once=once, data=data))


def card(work: Work, promise_id: int, audience: Audience) -> Said | None:
    """How a promise looks now to one reader; never shown in channels."""
    promise = work.session.get(Promise, promise_id)
    if promise is None or audience.kind != "person" or not queries.may_see(work, promise):
        return None
    reader = work.session.get(Person, audience.person_id) if audience.person_id else None
    return None if reader is None else Said(CARD, data(work, promise, reader))


def data(work: Work, promise: Promise, reader: Person) -> dict[str, Any]:
    """Everything the card of a promise shows."""
    time = directory.working_time(work.session, reader)
    codes = work.house.policy.service.push.snooze
    decide, acts = decides(work, promise, reader), queries.may_act(work, promise)
    first = queries.due_for(work, promise, time.zone, promise.asked_due_at)
    return line(work, promise, reader) | {
        "mood": "decide" if decide else mood(work, promise) if acts or promise.ended_at else "theirs",
        "acts": acts,
        "presets": [{"code": code, "at": at} for code, at in rules.presets(work.now, codes, time)],
        "status": status(work, promise),
        "by_customer": promise.by_customer,
        "undo": _may_undo(work, promise, reader),
        "outcome": promise.outcome,
        "first_due": first if promise.asked_due_at != promise.due_at else None,
    }


def _may_undo(work: Work, promise: Promise, reader: Person) -> bool:
    fresh = promise.ended_at is not None and work.now - promise.ended_at < rules.UNDO
    return fresh and queries.ended_by(promise) == reader.id and queries.may_act(work, promise)


def line(work: Work, promise: Promise, reader: Person) -> dict[str, Any]:
    """What every row about a promise shows; `owner` is empty when the reader owes it himself."""
    customer = work.session.get(Customer, promise.customer_id) if promise.customer_id else None
    owner = work.session.get_one(Person, promise.owner_id)
    time = directory.working_time(work.session, owner)
    zone = directory.zone_of(reader, directory.defaults(work.session))
    return {
        "id": promise.id,
        "customer": customer.name if customer else None,
        "text": promise.text,
        "due": queries.due_for(work, promise, zone),
        "timed": promise.timed,
        "days": rules.days_left(work.now, promise.due_at, time),
        "born": promise.about.number,
        "owner": None if owner.id == reader.id else owner.name,
        "state": state(promise),
        "snoozed": promise.snoozed_until if promise.snoozed_until and promise.snoozed_until > work.now else None,
        "important": promise.important,
    }


def state(promise: Promise) -> str:
    """open, kept or dropped."""
    if promise.ended_at is None:
        return "open"
    return "kept" if promise.kept_at is not None else "dropped"


def mood(work: Work, promise: Promise) -> str:
    """What the headline of the card says."""
    if promise.ended_at is not None:
        return state(promise)
    if promise.snoozed_until is not None and promise.snoozed_until > work.now:
        return "snoozed"
    if promise.due_at <= work.now:
        return "missed"
    return "soon" if promise.due_at - work.now <= rules.LATE else "ahead"


def decides(work: Work, promise: Promise, reader: Person) -> bool:
    """Whether the reader is the lead who must choose now: new date, somebody else, or drop with a reason."""
    ladder = work.house.policy.service.promises.ladder
    if promise.ended_at is not None or not any(step.decide for step in ladder[: promise.rung]):
        return False
    lead = queries.lead_now(work, promise)
    return lead is not None and lead.id == reader.id


def status(work: Work, promise: Promise) -> Mapping[str, Any] | None:
    """Who did what to it last, when; None when nothing was done since it was made."""
    for change in history.of(work.session, promise.subject, limit=10):
        if change.field not in TELLING:
            continue
        who = work.session.get(Person, change.by) if change.by else None
        kind = change.field
        if kind == "state":
            kind = "reopened" if change.after == "open" else str(change.after)
        to = work.session.get(Person, change.after) if change.field == "owner" else None
        return {
            "kind": kind, "who": who.name if who else None, "at": change.created_at,
            "when": change.after if isinstance(change.after, datetime) else None,
            "to": to.name if to else None, "reason": change.reason,
        }  # fmt: skip
    return None
