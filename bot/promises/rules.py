"""Pure decisions about promises: when the clock must look at one again, and what a postponement means."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as clock

from bot.core.calendar import WorkingTime, localise
from bot.core.policy.service import LadderStep
from bot.core.policy.spans import Span, Unit

UNDO = timedelta(minutes=15)
"""How long a check mark, a saved note or a drop can be taken back by its own author."""

LATE = timedelta(hours=1)
"""A reminder this long behind its moment was missed by the program, not by the person: one digest says them all."""

OWNER, LEAD = "owner", "lead"
FRIDAY, MONDAY, WEEK = 4, 0, 7


@dataclass(frozen=True)
class Rhythm:
    """How the promises of one person are looked after.

    `time` is that person's working time without leave: reminders reach the deputy meanwhile, so the clock runs on.
    """

    time: WorkingTime
    before: timedelta
    ladder: Sequence[LadderStep]


def reminder_at(due_at: datetime, rhythm: Rhythm) -> datetime:
    """When a single push announces a promise: 30 minutes (policy) before the due moment.

    Outside working hours it comes early rather than late: as long before the pause, or the evening before.
    """
    moment = due_at - rhythm.before
    return moment if rhythm.time.is_open(moment) else rhythm.time.add(moment, -rhythm.before)


def rung_at(due_at: datetime, after: Span, time: WorkingTime) -> datetime:
    """When a missed promise climbs to the rung that stands `after` the due moment.

    Working days count from the due day and fall on the opening of business; other units are added as they are.
    """
    if after.amount == 0:
        return time.next_open(due_at)
    if after.unit in (Unit.WORKING_DAYS, Unit.DAYS):
        local = due_at.astimezone(time.zone).date()
        working = after.unit is Unit.WORKING_DAYS
        day = time.calendar.add_workdays(local, after.amount) if working else local + timedelta(days=after.amount)
        return time.next_open(time.opening(day) or due_at + timedelta(days=after.amount))
    if after.unit.is_working:
        return time.next_open(time.add(due_at, after.delta))
    return time.next_open(due_at + after.delta)


@dataclass(frozen=True)
class Standing:
    """Where a promise stands: its due moment, whether that was said, how far it climbed, until when it is quiet.

    `announced`: a push comes before the due moment; otherwise the list of the morning alone tells it.
    """

    due_at: datetime
    announced: bool
    missed: bool
    rung: int
    snoozed_until: datetime | None


def next_moment(now: datetime, at: Standing, rhythm: Rhythm) -> datetime | None:
    """When the clock has to look at an open promise next; None when nothing is left to say but the digest.

    What was missed lies behind `now` and is looked at at once. A snooze silences the owner's own reminders, never the
    due moment itself nor the ladder above him.
    """
    moments = [] if at.snoozed_until is None else [at.snoozed_until]
    if not at.missed:
        moments.append(at.due_at)
        announced = reminder_at(at.due_at, rhythm)
        if at.announced and announced > now and (at.snoozed_until is None or announced >= at.snoozed_until):
            moments.append(announced)
    elif at.rung < len(rhythm.ladder):
        moments.append(rung_at(at.due_at, rhythm.ladder[at.rung].after, rhythm.time))
    return min(moments, default=None)


def climbed(now: datetime, at: Standing, rhythm: Rhythm) -> list[tuple[int, datetime]]:
    """The rungs whose moment has come since the last look, with their moments; numbers count from 1."""
    reached = []
    for number, step in enumerate(rhythm.ladder[at.rung :], at.rung + 1):
        moment = rung_at(at.due_at, step.after, rhythm.time)
        if moment > now:
            break
        reached.append((number, moment))
    return reached


def presets(now: datetime, codes: Sequence[str], time: WorkingTime) -> list[tuple[str, datetime]]:
    """The postponements offered, with the exact working instant of each, in order; equal instants are offered once."""
    offered: dict[datetime, str] = {}
    for code in codes:
        at = preset(now, code, time)
        if at is not None:
            offered.setdefault(at, code)
    return sorted(((code, at) for at, code in offered.items()), key=lambda pair: pair[1])


def preset(now: datetime, code: str, time: WorkingTime) -> datetime | None:
    """What a postponement means: next_morning, tomorrow, friday or next_monday; None for another code.

    A day nobody works becomes the next opening after it.
    """
    today = now.astimezone(time.zone).date()
    if code in ("next_morning", "tomorrow"):
        return opening(today + timedelta(days=1), time)
    if code == "friday":
        return opening(_next(today, FRIDAY), time)
    if code == "next_monday":
        return opening(_next(today, MONDAY), time)
    return None


def opening(day: date, time: WorkingTime) -> datetime:
    """When work starts on that day, or on the next one that is worked."""
    return time.opening(day) or time.next_open(localise(time.zone, datetime.combine(day, clock.min)))


def closing(day: date, time: WorkingTime) -> datetime:
    """When a promise due "on that day" is due: at closing; on a day nobody works, at the closing of the one before."""
    for back in range(WEEK * 3):
        found = time.closing(day - timedelta(days=back))
        if found is not None:
            return found
    return localise(time.zone, datetime.combine(day, clock(18)))


def days_left(now: datetime, due_at: datetime, time: WorkingTime) -> int:
    """Working days from today to the due day: 0 today, negative when late."""
    today, due = now.astimezone(time.zone).date(), due_at.astimezone(time.zone).date()
    left = time.calendar.workdays_between(today, due)
    # On the weekend after a Friday no working day has passed, yet the promise is no longer "due today".
    return left if left or due >= today else -1


def _next(today: date, weekday: int) -> date:
    return today + timedelta(days=(weekday - today.weekday() - 1) % WEEK + 1)
