"""Pure decisions: when a stage is missed, when its reminders and rungs come. Times: the policy pack."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.calendar import WorkingTime, localise
from bot.core.policy.escalation import Rung
from bot.core.policy.spans import Span, Unit

CALM, URGENT = timedelta(hours=1), timedelta(minutes=5)
"""The least distance between two reminders: in working time, and for what runs round the clock."""


@dataclass(frozen=True)
class Counter:
    """How lengths of time are counted for one person: in his working time (leave left out), or round the clock."""

    time: WorkingTime
    round_the_clock: bool = False

    def after(self, at: datetime, span: Span) -> datetime:
        """The instant that lies `span` after `at`.

        Working hours are added in working time; working days give the same clock time some working days later, so that
        one day is never shorter than a few hours of it. What falls outside working hours waits for their next opening,
        unless the clock runs round the clock.
        """
        if not span.unit.is_working:
            moment = at + (timedelta(days=span.days) if span.unit.is_days else span.delta)
            return moment if self.round_the_clock else self.time.next_open(moment)
        start = self.time.next_open(at)
        if span.unit is not Unit.WORKING_DAYS:
            return self.time.add(start, span.delta)
        local = start.astimezone(self.time.zone)
        day = self.time.calendar.add_workdays(local.date(), span.amount) if span.amount else local.date()
        return self.time.next_open(localise(self.time.zone, datetime.combine(day, local.time())))

    def between(self, a: datetime, b: datetime) -> timedelta:
        """How much of the counted time lies between two instants; negative when b is before a."""
        if self.round_the_clock:
            return b - a
        return self.time.between(a, b) if b >= a else -self.time.between(b, a)

    def add(self, at: datetime, amount: timedelta) -> datetime:
        """The instant that lies a duration of counted time after `at`."""
        return at + amount if self.round_the_clock else self.time.add(at, amount)

    @property
    def a_day(self) -> timedelta | None:
        """How long a working day of that person is; None where the clock runs round."""
        return None if self.round_the_clock else self.time.hours.a_day

    @property
    def least(self) -> timedelta:
        """The least distance between two reminders."""
        return URGENT if self.round_the_clock else CALM


@dataclass(frozen=True)
class Step:
    """Something the clock does about a missed stage: rung `level` of the ladder is reached (0: the moment of missing
    itself), or, when `nudge` is not 0, whoever stands there is reminded for the nudge-th time."""

    at: datetime
    level: int
    nudge: int = 0

    @property
    def number(self) -> int:
        """Its place in the ladder, the same whoever's working time it is counted in; 0 is before the first."""
        return self.level * 100 + self.nudge + 1


def steps(missed_at: datetime, ladder: Sequence[Rung], counter: Counter, nudges: int, tail: Span) -> list[Step]:
    """Everything the clock will do from the moment a stage is missed, in order.

    Between two rungs whoever stands there is reminded at most `nudges` times, evenly spread; above the last rung a
    `tail` apart. Then it is silent: what is left stands in the lead's list.
    """
    starts = [counter.time.next_open(missed_at) if not counter.round_the_clock else missed_at]
    for rung in ladder:
        starts.append(max(starts[-1], counter.after(missed_at, rung.after)))
    planned: list[Step] = []
    for level, start in enumerate(starts):
        planned.append(Step(start, level))
        after = starts[level + 1] if level + 1 < len(starts) else None
        planned += _nudges(Step(start, level), after, counter, nudges, tail)
    return planned


def _nudges(rung: Step, end: datetime | None, counter: Counter, nudges: int, tail: Span) -> Iterator[Step]:
    moment = rung.at
    if end is None:
        for number in range(1, nudges + 1):
            moment = counter.after(moment, tail)
            yield Step(moment, rung.level, number)
        return
    gap = counter.between(rung.at, end)
    apart = max(gap / (nudges + 1), counter.least)
    for number in range(1, nudges + 1):
        if apart * number >= gap:
            return
        yield Step(counter.add(rung.at, apart * number), rung.level, number)


def reached(planned: Sequence[Step], taken: int, now: datetime) -> list[Step]:
    """The steps whose moment has come since the last look; `taken` is the number of the last one taken."""
    return [step for step in planned if step.number > taken and step.at <= now]


def next_moment(planned: Sequence[Step], taken: int) -> datetime | None:
    """When the clock has to look again; None when nothing is left."""
    return next((step.at for step in planned if step.number > taken), None)
