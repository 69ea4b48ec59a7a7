"""When a running clock speaks: at parts of it used, and days before its end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.complaints.deadlines.counting import Due, plus_days
from bot.complaints.deadlines.runs import Run
from bot.core.policy.complaints import Alerts

ALL = 100


@dataclass(frozen=True, slots=True)
class Alert:
    """One moment (UTC) at which a clock speaks: `label` is "50%" or, for days before the end, "3d"."""

    label: str
    at: datetime


def alerts_of(run: Run, rules: Alerts) -> tuple[Alert, ...]:
    """All alerts of a clock in order of time, against its plain (un-rolled) due moment.

    Those that a pause swallowed come `grace_on_resume` after it ends; while it is paused only past ones are given,
    and after it was met or ended none that would come later.
    """
    due = run.due()
    found = [*_parts(run, due, rules), *_days_before(run, due, rules)]
    kind = [Alert(alert.label, _after_grace(run, alert.at, due.plain, rules)) for alert in found]
    stop = run.met or run.ended or (run.paused.at if run.paused else None)
    heard = [alert for alert in kind if stop is None or alert.at <= stop]
    return tuple(sorted(heard, key=lambda alert: (alert.at, alert.label)))


def _parts(run: Run, due: Due, rules: Alerts) -> Iterator[Alert]:
    stretches = list(_stretches(run, due))
    whole = sum((_length(run, a, b) for a, b in stretches), timedelta())
    for percent in sorted(set(rules.percent)):
        at = due.plain if percent >= ALL or not whole else _walk(run, stretches, whole * percent / ALL)
        yield Alert(f"{percent}%", min(at, due.plain))


def _stretches(run: Run, due: Due) -> Iterator[tuple[datetime, datetime]]:
    start = run.counting.first_counted(run.started) if due.by_date else run.started
    for pause, resume in run.pauses:
        if pause > start:
            yield start, pause
        start = max(start, resume)
    if due.plain > start:
        yield start, due.plain


def _length(run: Run, a: datetime, b: datetime) -> timedelta:
    return run.counting.place.between(a, b) if run.is_working else b - a


def _walk(run: Run, stretches: list[tuple[datetime, datetime]], used: timedelta) -> datetime:
    for start, end in stretches:
        length = _length(run, start, end)
        if used <= length:
            return run.counting.place.add(start, used) if run.is_working else start + used
        used -= length
    return stretches[-1][1]


def _days_before(run: Run, due: Due, rules: Alerts) -> Iterator[Alert]:
    counting = run.counting
    if run.span and not due.by_date:
        return  # a limit of minutes or hours has no "days before", even when a weekend lies inside it
    for days in rules.days_before:
        if due.by_date:
            last = counting.day_of(due.plain)
            day = counting.place.calendar.add_workdays(last, -days) if run.is_working else plus_days(last, -days)
            at, begins = counting.day_start(day), counting.first_counted(run.started)
        else:
            at, begins = due.plain - timedelta(days=days), run.started
        if at > begins:
            yield Alert(f"{days}d", min(at, due.plain))


def _after_grace(run: Run, at: datetime, due: datetime, rules: Alerts) -> datetime:
    for pause, resume in run.pauses:
        quiet_until = run.counting.place.add(resume, rules.grace_on_resume.delta)
        if pause < at < quiet_until:
            at = max(at, min(quiet_until, due))
    return at
