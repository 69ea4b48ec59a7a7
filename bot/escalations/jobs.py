"""What the clock starts: one look at every question, and every concern, whose moment has come."""

from datetime import datetime, timedelta

from sqlalchemy import Select, select, update

from bot.core.sweep import sweep
from bot.core.work import Work, Workshop
from bot.escalations import climbing, clocks, concerns, rules, usecases
from bot.escalations.models import Ask, Concern

BATCH = 200
"""Rows read at a time."""
AGAIN = timedelta(minutes=15)
"""How long a row that raised is left alone."""
MOST = 10_000
"""Rows looked at in one tick; what is left waits for the next."""


def wake(workshop: Workshop) -> int:
    """Look at every question whose `wake_at` has come; returns how many were attended to. Reads by the index only."""
    attended = 0
    for _ in range(MOST // BATCH):
        swept = sweep(workshop, due, attend, put_off, name="escalations.wake", batch=BATCH)
        attended += swept.handled
        if swept.handled + swept.failed < BATCH:
            break
    sweep(workshop, due_concerns, attend_concern, put_off_concern, name="escalations.concerns", batch=BATCH)
    return attended


def due(work: Work) -> list[int]:
    """Row ids of the questions to look at, the longest waiting first; at most a batch."""
    return list(work.session.scalars(due_query(work.now)))


def due_query(now: datetime) -> Select[int]:
    """The SELECT behind `due`, read by the index of waking moments."""
    return select(Ask.id).where(Ask.wake_at <= now).order_by(Ask.wake_at, Ask.id).limit(BATCH)


def put_off(work: Work, ask_id: int) -> None:
    """A question that could not be handled is tried again later, so that it stops nobody."""
    again = update(Ask).where(Ask.id == ask_id).values(wake_at=work.now + AGAIN)
    work.session.execute(again, execution_options={"synchronize_session": False})


def attend(work: Work, ask_id: int) -> None:
    """One question whose moment has come: climb the rungs that were reached, or remind; what was missed is one step."""
    ask = work.session.get(Ask, ask_id, with_for_update={"skip_locked": True})
    if ask is None or ask.closed_at is not None or ask.wake_at is None or ask.wake_at > work.now:
        return
    planned = clocks.planned(work, ask)
    steps = rules.reached(planned, ask.step, work.now)
    last = max((step.number for step in steps), default=ask.step)
    if not work.claim(ask, step=last, wake_at=rules.next_moment(planned, last)) or not steps:
        return
    for step in steps:
        if not step.nudge:
            climbing.reach(work, ask, step.level)
    if steps[-1].nudge:
        climbing.remind(work, ask)
    work.session.flush()
    usecases.refresh(work, ask)


def due_concerns(work: Work) -> list[int]:
    """Concerns nobody has taken in time."""
    return list(work.session.scalars(select(Concern.id).where(Concern.wake_at <= work.now).limit(BATCH)))


def attend_concern(work: Work, concern_id: int) -> None:
    """Ask the next colleague of compliance."""
    concern = work.session.get(Concern, concern_id, with_for_update={"skip_locked": True})
    if concern is not None and concern.taken_at is None and concern.wake_at and concern.wake_at <= work.now:
        concerns.remind(work, concern)


def put_off_concern(work: Work, concern_id: int) -> None:
    """Tried again later."""
    again = update(Concern).where(Concern.id == concern_id).values(wake_at=work.now + AGAIN)
    work.session.execute(again, execution_options={"synchronize_session": False})
