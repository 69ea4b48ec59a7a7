"""The clocks of a complaint: events + policy pack + working time in, due times, alerts and states out. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.complaints.deadlines.alerts import Alert, alerts_of
from bot.complaints.deadlines.events import Event, EventKind, Refused
from bot.complaints.deadlines.reading import (
    INTERNAL_TARGET,
    LEGAL,
    PROMISE,
    QUICK_ROUTE,
    REFERRAL,
    REVIEW_WINDOW,
    Reading,
)
from bot.complaints.deadlines.runs import Run
from bot.core.calendar import WorkingTime
from bot.core.policy import Pack, Severity, Span

DRIVING = (PROMISE, INTERNAL_TARGET, LEGAL)
"""The clocks whose earliest one drives the alerts (first named wins a tie)."""

NOT_OURS = frozenset({REVIEW_WINDOW, REFERRAL, QUICK_ROUTE})
"""The customer's own time, and a route one may leave: passing them is no breach."""


class State(StrEnum):
    """How a clock stands: `missed` is open and past its limit, `late` was met after it, `projected` has not begun."""

    RUNNING = "running"
    PAUSED = "paused"
    MISSED = "missed"
    MET = "met"
    LATE = "late"
    ENDED = "ended"
    PROJECTED = "projected"


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock as it stands. All instants are UTC.

    `due_plain` is as counted, `due_rolled` the limit after moving off rest days (the breach); alerts obey the plain
    one. `by_date`: it ends with a day, so people see a date. `span` is None for a promise or an agreed date.
    `remaining` is time left to `due_plain`, working time when `in_working_time`, negative when overdue; while paused
    it stands still, and both due moments are those of an immediate resumption. `breaches` are limits that were missed;
    nothing erases them. `extended` counts the extension steps taken.
    """

    name: str
    kind: str
    regime: str
    basis: str
    span: Span | None
    started: datetime
    due_plain: datetime
    due_rolled: datetime
    by_date: bool
    alerts: tuple[Alert, ...]
    state: State
    remaining: timedelta
    in_working_time: bool
    paused_since: datetime | None = None
    pause_reason: str = ""
    met_at: datetime | None = None
    breaches: tuple[datetime, ...] = ()
    extended: int = 0

    @property
    def is_open(self) -> bool:
        """True while something is still waited for, also when paused or missed."""
        return self.state in (State.RUNNING, State.PAUSED, State.MISSED)


@dataclass(frozen=True, slots=True)
class Clocks:
    """All clocks of one complaint in the order they began, and the events that changed nothing."""

    clocks: tuple[Clock, ...]
    refused: tuple[Refused, ...] = ()

    def named(self, name: str) -> Clock | None:
        """The clock of that name, None when it has not begun."""
        return next((clock for clock in self.clocks if clock.name == name), None)

    @property
    def governing(self) -> Clock | None:
        """The running clock due first among promise, internal target and legal limit: its alerts are the ones sent."""
        running = [c for c in self.clocks if c.kind in DRIVING and c.state in (State.RUNNING, State.MISSED)]
        return min(running, key=lambda clock: (clock.due_plain, DRIVING.index(clock.kind)), default=None)

    @property
    def steps(self) -> tuple[Clock, ...]:
        """What is owed to the customer next: each limit that was missed and is still open, then the running one that
        passes first."""
        ours = sorted((c for c in self.clocks if c.kind not in NOT_OURS), key=lambda clock: clock.due_rolled)
        running = [clock for clock in ours if clock.state is State.RUNNING]
        return (*(clock for clock in ours if clock.state is State.MISSED), *running[:1])

    def next_moment(self, after: datetime) -> datetime | None:
        """The first instant later than `after` at which something must be said or a limit passes: the sweep's index.

        None when nothing runs. Alerts come from the governing clock, limits from every running one.
        """
        alerts = [alert.at for alert in self.governing.alerts] if self.governing else []
        limits = [clock.due_rolled for clock in self.clocks if clock.state is State.RUNNING]
        return min((moment for moment in [*alerts, *limits] if moment > after), default=None)


def clocks_of(
    events: Iterable[Event],
    pack: Pack,
    place: WorkingTime,
    now: datetime,
    *,
    severity: Severity | None = None,
    regime: str | None = None,
) -> Clocks:
    """The clocks of one complaint at `now`, from its events (in any order) by the rules of `pack`.

    `place` is the calendar, hours and zone of the house. Without `severity` or `regime` the pack's defaults hold.
    Events later than `now` have not happened yet and are left out. Raises ValueError for a regime the pack lacks
    and for a naive `now`; never for odd events, which come back as `refused`.
    """
    if now.utcoffset() is None:
        raise ValueError("clocks_of: `now` needs its zone")
    reading = reading_of([event for event in events if event.at <= now], pack, place, severity=severity, regime=regime)
    clocks = tuple(snapshot(run, pack, reading.regime_code, now) for run in reading.runs.values())
    return Clocks(clocks, tuple(reading.refused))


def reading_of(
    events: Iterable[Event],
    pack: Pack,
    place: WorkingTime,
    *,
    severity: Severity | None = None,
    regime: str | None = None,
) -> Reading:
    """The clocks as read from all events, before they are judged at an instant."""
    rules = pack.complaints
    return Reading(pack, place, severity or rules.default_severity, regime or rules.default_regime).read(events)


def refusal_of(
    event: Event,
    history: Sequence[Event],
    pack: Pack,
    place: WorkingTime,
    *,
    severity: Severity | None = None,
    regime: str | None = None,
) -> str | None:
    """Why `event` would change nothing after `history` (a code of `Refused`); None when it may be recorded.

    An event dated before the last one of the history is back-dated and refused as `expired`: an extension or a pause
    is entered when it is decided, never afterwards.
    """
    movers = (EventKind.EXTENDED, EventKind.PAUSED, EventKind.RESTARTED, EventKind.AGREED)
    if event.kind in movers and any(event.at < past.at for past in history):
        return "expired"
    reading = reading_of([*history, event], pack, place, severity=severity, regime=regime)
    return next((refused.why for refused in reading.refused if refused.event is event), None)


def snapshot(run: Run, pack: Pack, regime: str, now: datetime, name: str | None = None) -> Clock:
    """One clock as it stands at `now`."""
    due = run.due()
    moment = run.met or run.ended or (run.paused.at if run.paused else now)
    left = run.counting.place.between(moment, due.plain) if run.is_working else due.plain - moment
    state = _state(run, due.rolled, now)
    missed = [due.rolled] if state is State.MISSED else []
    return Clock(
        name=name or run.kind,
        kind=run.kind,
        regime=regime,
        basis=run.basis,
        span=run.span,
        started=run.started,
        due_plain=due.plain,
        due_rolled=due.rolled,
        by_date=due.by_date,
        state=state,
        alerts=alerts_of(run, pack.complaints.alerts),
        remaining=left,
        in_working_time=run.is_working,
        paused_since=run.paused.at if run.paused else None,
        pause_reason=run.paused.reason if run.paused else "",
        met_at=run.met,
        breaches=(*run.breaches, *missed),
        extended=run.extended,
    )


def _state(run: Run, limit: datetime, now: datetime) -> State:
    if run.met is not None:
        return State.LATE if run.met > limit else State.MET
    if run.ended is not None:
        return State.ENDED
    if run.paused:
        return State.PAUSED
    return State.MISSED if now > limit else State.RUNNING
