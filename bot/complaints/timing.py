"""The clocks of a case in the database: its events are read, and what they mean for the sweep is kept as an index."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from bot.complaints import people, queries
from bot.complaints.deadlines.alerts import Alert
from bot.complaints.deadlines.clocks import DRIVING, NOT_OURS, Clock, Clocks, State, clocks_of, refusal_of
from bot.complaints.deadlines.events import Event, EventKind
from bot.complaints.deadlines.reading import ACKNOWLEDGE, LEGAL
from bot.complaints.facts import Changed
from bot.complaints.models import Complaint, ComplaintEvent
from bot.core.calendar import WorkingTime
from bot.core.calendar.table import CalendarDay
from bot.core.codec import canonical
from bot.core.errors import Refusal
from bot.core.work import Work
from bot.directory import queries as directory

CLOCKS = {kind.value for kind in EventKind}


@dataclass(frozen=True)
class Breach:
    """A limit passed unmet: `clock` names it, `due_at` is the limit (UTC)."""

    clock: str
    due_at: datetime


def place(work: Work) -> WorkingTime:
    """The working time of the house, in which complaints are counted."""
    return directory.working_time(work.session, None)


def event_of(row: ComplaintEvent) -> Event:
    """A row as the clocks read it."""
    known = {name: row.data[name] for name in ("until", "days", "total", "notice") if name in row.data}
    return Event(EventKind(row.kind), row.at, reason=str(row.data.get("code", "")), **known)


def a_day(work: Work, clock: Clock | None) -> int | None:
    """Seconds of a working day, for a clock that runs in working time; None for one that runs on the wall."""
    return int(place(work).hours.a_day.total_seconds()) if clock and clock.in_working_time else None


def clock_events(rows: Sequence[ComplaintEvent]) -> list[Event]:
    """The events that matter to clocks."""
    return [event_of(row) for row in rows if row.kind in CLOCKS]


def clocks(work: Work, complaint: Complaint) -> Clocks:
    """How every clock of the case stands now."""
    work.session.flush()
    found = clock_events(queries.events(work.session, complaint.id))
    return clocks_of(
        found, work.house.policy, place(work), work.now, severity=_severity(complaint), regime=_regime(work, complaint)
    )


def _regime(work: Work, complaint: Complaint) -> str:
    """The regime the case is counted by; the default one when the pack in force no longer knows its own."""
    policy = people.policy(work)
    return complaint.regime if complaint.regime in policy.regimes else policy.default_regime


def later_by(work: Work, complaint: Complaint, regime: str) -> bool:
    """Whether another regime would end the law's time later than the present one does."""
    events = clock_events(queries.events(work.session, complaint.id))
    ends = [
        clocks_of(events, work.house.policy, place(work), work.now, severity=_severity(complaint), regime=code)
        .named(LEGAL) for code in (_regime(work, complaint), regime)
    ]  # fmt: skip
    now, then = (clock.due_rolled if clock else None for clock in ends)
    return now is not None and (then is None or then > now)


def _severity(complaint: Complaint) -> Any:
    return complaint.severity


def refuse_unless(work: Work, complaint: Complaint, event: Event) -> None:
    """Refuse an event that would change no clock, saying why (codes of events.Refused)."""
    history = clock_events(queries.events(work.session, complaint.id))
    why = refusal_of(
        event, history, work.house.policy, place(work), severity=_severity(complaint), regime=_regime(work, complaint)
    )
    if why is not None:
        raise Refusal("complaints/clock-refused", number=complaint.id, why=why)


def record(
    work: Work, complaint: Complaint, kind: str, *, to: str | None = None, reason: str = "",
    at: datetime | None = None, data: dict[str, Any] | None = None,
) -> ComplaintEvent:  # fmt: skip
    """Write down that something happened (and the state it leads to). Time, actor and reason stand in the row."""
    before = complaint.state
    if to is not None:
        complaint.state = to
    row = work.save(
        ComplaintEvent(
            complaint_id=complaint.id, kind=kind, at=at or work.now, actor_id=work.actor.id, reason=reason,
            before=before, after=complaint.state, data=data or {},
        )
    )  # fmt: skip
    queries.happened(work.session, row)
    return row


def settle(work: Work, complaint: Complaint) -> list[Breach]:
    """Bring the index up to date after a change: due moment, next look, breaches. Returns the breaches new now.

    A breach becomes an event; neither extension nor reopening takes it back.
    """
    known = clocks(work, complaint)
    new = _missed(work, complaint, known)
    governing = known.governing
    complaint.due_at = governing.due_plain if governing else None
    complaint.due_kind = governing.kind if governing else None
    complaint.limit_at = next((clock.due_rolled for clock in known.steps), None)
    legal = known.named(LEGAL)
    complaint.legal_due_at = legal.due_rolled if legal else None
    complaint.extended = legal.extended if legal else 0
    complaint.ack_in_time = _in_time(known.named(ACKNOWLEDGE))
    complaint.resolved_in_time = _in_time(legal)
    complaint.wake_at = _next(work, complaint, known) if complaint.is_open else None
    work.session.flush()
    work.refresh(complaint.subject)
    work.announce(Changed(complaint.id))
    return new


def _missed(work: Work, complaint: Complaint, known: Clocks) -> list[Breach]:
    new = [breach for clock in known.clocks for breach in _breaches(work, complaint, clock)]
    if new:
        complaint.breaches = [*complaint.breaches, *(f"{one.clock}:{one.due_at.isoformat()}" for one in new)]
    for one in new:
        record(work, complaint, "breached", at=one.due_at, data={"clock": one.clock, "due": one.due_at})
    return new


def _breaches(work: Work, complaint: Complaint, clock: Clock) -> list[Breach]:
    if clock.kind in NOT_OURS:
        return []
    return [
        Breach(clock.kind, due) for due in dict.fromkeys(clock.breaches)
        if f"{clock.kind}:{due.isoformat()}" not in complaint.breaches
        and not _is_counted_anew(work, complaint, clock, due)
    ]  # fmt: skip


def _is_counted_anew(work: Work, complaint: Complaint, clock: Clock, due: datetime) -> bool:
    """Whether this is a breach on record, only counted by other hours, days or rules since: another moment in the past
    for the same miss. What is missed after the last one was noticed is a breach of its own."""
    rows = queries.events(work.session, complaint.id)
    known = [row for row in rows if row.kind == "breached" and row.data.get("clock") == clock.kind]
    return len(clock.breaches) <= len(known) and due <= max(row.created_at for row in known)


def _in_time(clock: Clock | None) -> bool | None:
    if clock is None or clock.state in (State.RUNNING, State.PAUSED, State.ENDED, State.PROJECTED):
        return None
    return clock.state is State.MET and not clock.breaches


def _next(work: Work, complaint: Complaint, known: Clocks) -> datetime | None:
    governing = known.governing
    moments = [alert.at for alert in governing.alerts] if governing else []
    moments += [warning.at for clock in known.clocks if (warning := warning_of(work, clock)) is not None]
    moments += [c.due_rolled for c in known.clocks if c.state is State.RUNNING and c.kind not in NOT_OURS]
    climb = climb_moment(work, complaint, governing)
    if climb is not None and complaint.climbed_at is None:
        if climb <= work.now:
            return work.now
        moments.append(climb)
    return min((moment for moment in moments if moment > work.now), default=None)


def warning_of(work: Work, clock: Clock) -> Alert | None:
    """The one warning of a limit on the way (acknowledgement, contact, plan ...) before it is missed: at the first part
    the house pushes. The limits that end a case drive the alerts instead. None when nothing is waited for."""
    if clock.kind in DRIVING or clock.kind in NOT_OURS or clock.state is not State.RUNNING:
        return None
    first = f"{min(work.house.policy.service.push.complaint_percent, default=0)}%"
    return next((alert for alert in clock.alerts if alert.label == first), None)


def climb_moment(work: Work, complaint: Complaint, governing: Clock | None) -> datetime | None:
    """When the case goes up to those its severity names: part `climbs_at` of the governing clock; None: not."""
    rule = people.policy(work).severities[_severity(complaint)]
    if governing is None or not rule.escalates_to or not rule.climbs_at:
        return None
    if governing.in_working_time:
        here = place(work)
        whole = here.between(governing.started, governing.due_plain)
        return here.add(governing.started, whole * rule.climbs_at / 100)
    return governing.started + (governing.due_plain - governing.started) * rule.climbs_at / 100


def fingerprint(work: Work) -> str:
    """One short text for everything deadlines depend on beside events: pack, calendar, hours, zone."""
    pack = work.house.policy
    house = directory.defaults(work.session)
    days = work.session.execute(select(func.count(), func.max(CalendarDay.id)).select_from(CalendarDay)).one()
    said = [pack.model_dump(mode="json", include={"counting", "complaints"}), house.calendar, house.hours, house.zone]
    return hashlib.sha256(canonical([*said, days[0], days[1]]).encode()).hexdigest()[:32]
