"""What the clock starts: one look at every promise whose moment has come."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Select, select, update

from bot.core.sweep import sweep
from bot.core.work import Work, Workshop
from bot.directory.models import Person
from bot.promises import notices, queries, rules, usecases
from bot.promises.facts import UndoOver
from bot.promises.models import Promise

BATCH = 200
"""Rows read at a time."""
AGAIN = timedelta(minutes=15)
"""How long a row that raised is left alone."""
MOST = 10_000
"""Rows looked at in one tick; what is left waits for the next."""
RUNG = "rung"


def wake(workshop: Workshop) -> int:
    """Look at every promise whose `wake_at` has come: fall due, remind, climb. Returns how many were attended to.

    The due rows come from an index on `wake_at`, so a tick with nothing to do costs the same however many promises
    wait. Each row is claimed and committed by itself; several workers may sweep at once.
    """
    attended = 0
    for _ in range(MOST // BATCH):
        swept = sweep(workshop, due, attend, put_off, name="promises.wake", batch=BATCH)
        attended += swept.handled
        if swept.handled + swept.failed < BATCH:
            break
    return attended


def due(work: Work) -> list[int]:
    """Row ids of the promises to look at, the longest waiting first; at most a batch."""
    return list(work.session.scalars(due_query(work.now)))


def due_query(now: datetime) -> Select[int]:
    """Finds a batch of due rows by the index on `wake_at`."""
    return select(Promise.id).where(Promise.wake_at <= now).order_by(Promise.wake_at, Promise.id).limit(BATCH)


def put_off(work: Work, promise_id: int) -> None:
    """A promise that could not be handled is tried again later, so that it stops nobody."""
    again = update(Promise).where(Promise.id == promise_id).values(wake_at=work.now + AGAIN)
    work.session.execute(again, execution_options={"synchronize_session": False})


@dataclass(frozen=True)
class Turn:
    """What one look at a promise found: where it stands now, what it reached, when to look again."""

    before: rules.Standing
    after: rules.Standing
    reached: Mapping[int, datetime]
    woken: datetime | None
    announced: datetime | None
    next: datetime | None


def attend(work: Work, promise_id: int) -> None:
    """One promise whose moment has come; nothing when another worker had it, or its moment was moved meanwhile."""
    promise = work.session.get(Promise, promise_id, with_for_update={"skip_locked": True})
    if promise is None or promise.wake_at is None or promise.wake_at > work.now:
        return
    if promise.ended_at is not None:
        _undo_over(work, promise)
        return
    turn = look(work, promise)
    if not work.claim(promise, wake_at=turn.next, rung=turn.after.rung, snoozed_until=turn.after.snoozed_until):
        return
    if turn.after.missed and not turn.before.missed:
        usecases.mark_missed(work, promise)
    for person_id, (key, planned) in _pushes(work, promise, turn).items():
        person = work.session.get_one(Person, person_id)
        again = key.startswith(RUNG) and (turn.before.rung > 0 or notices.warned(work, promise, person))
        notices.push(work, promise, person, key, planned, again)
    if turn.reached or turn.after.missed != turn.before.missed or turn.woken:
        work.refresh(promise.subject)


def _undo_over(work: Work, promise: Promise) -> None:
    """What was done stands: the cards no longer offer to take it back."""
    if work.claim(promise, wake_at=None):
        work.refresh(promise.subject)
        work.announce(UndoOver(promise.id, promise.about))


def look(work: Work, promise: Promise) -> Turn:
    """Judge one promise at this instant; everything the clock missed is taken in one step."""
    now, rhythm = work.now, usecases.rhythm(work, promise)
    before = usecases.standing(promise)
    at = replace(before, missed=before.missed or before.due_at <= now)
    reached = dict(rules.climbed(now, at, rhythm)) if at.missed else {}
    woken = at.snoozed_until if at.snoozed_until is not None and at.snoozed_until <= now else None
    quiet = at.snoozed_until is not None and woken is None
    announced = rules.reminder_at(at.due_at, rhythm) if at.announced and not at.missed and not quiet else None
    after = replace(at, rung=max(reached, default=at.rung), snoozed_until=None if woken else at.snoozed_until)
    return Turn(
        before, after, reached, woken, announced if announced and announced <= now else None,
        rules.next_moment(now, after, rhythm),
    )  # fmt: skip


def _pushes(work: Work, promise: Promise, turn: Turn) -> dict[int, tuple[str, datetime]]:
    """Whom to remind, each once: the key of the reminder and the moment it was planned for."""
    pushes: dict[int, tuple[str, datetime]] = {}
    holder = queries.holder(work, promise)
    if turn.announced is not None:
        pushes[holder.id] = (notices.BEFORE, turn.announced)
    if turn.woken is not None:
        pushes[holder.id] = (f"snoozed{turn.woken:%Y%m%dT%H%M}", turn.woken)
    lead = queries.lead_now(work, promise)
    ladder = work.house.policy.service.promises.ladder
    for number, moment in turn.reached.items():
        told = {holder if code == rules.OWNER else lead or holder for code in ladder[number - 1].to}
        for person in told:
            # A snooze quiets the one who asked for it, not the lead.
            if person.id != holder.id or turn.after.snoozed_until is None:
                pushes[person.id] = (f"{RUNG}{number}", moment)
    return pushes
