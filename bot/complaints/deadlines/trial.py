"""Tries a policy pack: every clock of a case received then, or replayed from events. Touches no database."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from io import StringIO
from typing import Any, Literal
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table

from bot.complaints.deadlines.clocks import Clock, reading_of, snapshot
from bot.complaints.deadlines.counting import Counting
from bot.complaints.deadlines.events import Event, EventKind, Refused
from bot.complaints.deadlines.prospects import prospects
from bot.complaints.deadlines.reading import (
    FIRST_RESPONSE,
    LEGAL,
    QUICK_ROUTE,
    REFERRAL,
    REVIEW,
    REVIEW_WINDOW,
    Reading,
)
from bot.complaints.deadlines.replays import TrialError, read_events, read_moment, with_default_reason
from bot.complaints.deadlines.trial_refusals import back_dated, explained
from bot.core.calendar import Calendar, WorkingTime
from bot.core.policy import Pack, Severity, load_pack

OF_A_REGIME = (FIRST_RESPONSE, QUICK_ROUTE, LEGAL, REVIEW_WINDOW, REVIEW, REFERRAL)
WIDTH = 150
YEARS_AHEAD = 5


@dataclass(frozen=True)
class Tried:
    """What a trial shows, and one line for each event that every regime refused, with what to write instead."""

    text: str
    wrong: tuple[str, ...] = ()


def run(
    pack: str, received: str, events: str = "", fmt: Literal["json", "table"] = "table", **options: Any
) -> str:  # fmt: skip
    """What `tried` shows, as text."""
    return tried(pack, received, events, fmt, **options).text


def tried(
    pack: str,
    received: str,
    events: str = "",
    fmt: Literal["json", "table"] = "table",
    *,
    zone: str = "",
    severity: str = "",
    regime: str = "",
    country: str = "",
    calendar: Calendar | None = None,
) -> Tried:
    """Every clock of `pack` (name or path) for a complaint received at `received` (ISO date or time), as text.

    `events` is the content of a JSON-lines file, in the order in which they were entered. Dates and times without a
    zone are in `zone`, else in the pack's. Empty `severity` and `regime` mean the pack's default severity and all its
    regimes, the default one first; clocks of the others are named `legal.payments` and so on. `calendar` replaces the
    one shipped for the pack's country.
    Raises Misconfigured (PackError, TrialError) with a line that says what to write instead.
    """
    rules = load_pack(pack)
    level = _severity(severity or rules.complaints.default_severity)
    place = _place(rules, received, zone, country, calendar)
    counting = Counting(place, day_ends=rules.counting.day_ends)
    start = read_moment(received, counting, "received")
    read = [_not_before(start, event, counting) for event in read_events(events, counting)]
    entered = [event for event in read if event.kind is not EventKind.RECEIVED or event.at != start]
    late = [Refused(event, "back_dated") for event in back_dated(entered)]
    history = [
        Event(EventKind.RECEIVED, start),
        *(one for one in entered if all(one is not each.event for each in late)),
    ]
    now = max(event.at for event in history)
    regimes = [_regime(rules, regime)] if regime else _all_regimes(rules)
    rows: list[dict[str, Any]] = []
    refused: list[list[Refused]] = []
    for code in regimes:
        reading = _reading(rules, place, level, code, history)
        refused.append([*late, *reading.refused])
        rows += _rows(reading, place, now, refused[-1], first=code == regimes[0])
    text = _as_json(rows) if fmt == "json" else _as_table(rows, rules, level)
    return Tried(text, tuple(explained(refused, rules, regimes)))


def _not_before(start: datetime, event: Event, counting: Counting) -> Event:
    # An event written as a bare date means that day; on the day of receipt it cannot precede the receipt.
    if event.at >= start:
        return event
    if counting.day_of(event.at) == counting.day_of(start):
        return replace(event, at=start)
    received = counting.day_of(start).isoformat()
    raise TrialError(f"events line {event.line}: it lies before the receipt on {received}: write a later date")


def _severity(given: str) -> Severity:
    for level in ("S1", "S2", "S3", "S4"):
        if given.strip().upper() == level:
            return level
    raise TrialError(f'severity "{given}" is unknown: choose S1, S2, S3 or S4')


def _all_regimes(pack: Pack) -> list[str]:
    default = pack.complaints.default_regime
    return [default, *(code for code in pack.complaints.regimes if code != default)]


def _regime(pack: Pack, code: str) -> str:
    try:
        pack.complaints.regime(code)
    except ValueError as problem:
        raise TrialError(str(problem)) from None
    return code


def _place(pack: Pack, received: str, zone: str, country: str, calendar: Calendar | None) -> WorkingTime:
    try:
        where = ZoneInfo(zone or pack.counting.zone)
    except (KeyError, ValueError, OSError):
        raise TrialError(f'zone "{zone}" is unknown: use a name such as Asia/Shanghai or Europe/London') from None
    year = int(received[:4]) if received[:4].isdigit() else 0
    book = calendar or Calendar.bundled(country or pack.counting.country, year - 1, year + YEARS_AHEAD)
    return WorkingTime(book, pack.counting.working_hours, where)


def _reading(pack: Pack, place: WorkingTime, severity: Severity, regime: str, history: list[Event]) -> Reading:
    filled = [with_default_reason(event, pack, regime) for event in history]
    return reading_of(filled, pack, place, severity=severity, regime=regime)


def _rows(
    reading: Reading, place: WorkingTime, now: datetime, refused: list[Refused], *, first: bool
) -> list[dict[str, Any]]:
    begun = [snapshot(each, reading.pack, reading.regime_code, now) for each in reading.runs.values()]
    clocks = [*begun, *prospects(reading, now)]
    return [
        _row(clock, place, refused if clock.kind == LEGAL else [], first=first)
        for clock in clocks
        if first or clock.kind in OF_A_REGIME
    ]


def _row(clock: Clock, place: WorkingTime, refused: list[Refused], *, first: bool) -> dict[str, Any]:
    zone = place.zone

    def local(at: datetime | None) -> str | None:
        return at.astimezone(zone).isoformat(timespec="seconds") if at else None

    def due(at: datetime) -> str:
        return at.astimezone(zone).date().isoformat() if clock.by_date else str(local(at))

    return {
        "name": clock.name if first else f"{clock.name}.{clock.regime}",
        "kind": clock.kind,
        "regime": clock.regime,
        "basis": clock.basis,
        "limit": str(clock.span) if clock.span else None,
        "state": clock.state.value,
        "started": local(clock.started),
        "due": due(clock.due_plain),
        "due_rolled": due(clock.due_rolled),
        "due_at": local(clock.due_plain),
        "due_rolled_at": local(clock.due_rolled),
        "provisional": any(
            place.calendar.is_provisional(at.astimezone(zone).date()) for at in (clock.due_plain, clock.due_rolled)
        ),
        "alerts": [{"label": alert.label, "at": local(alert.at)} for alert in clock.alerts],
        "remaining_minutes": int(clock.remaining.total_seconds() // 60),
        "in_working_time": clock.in_working_time,
        "paused_since": local(clock.paused_since),
        "pause_reason": clock.pause_reason or None,
        "met_at": local(clock.met_at),
        "breaches": [local(breach) for breach in clock.breaches],
        "extended": clock.extended,
        "refused": [
            {"event": each.event.kind.value, "line": each.event.line, "at": local(each.event.at), "why": each.why}
            for each in refused
        ],
    }


def _as_json(rows: list[dict[str, Any]]) -> str:
    return json.dumps(rows, ensure_ascii=False, indent=2)


def _as_table(rows: list[dict[str, Any]], pack: Pack, severity: str) -> str:
    table = Table(title=f"{pack.name} v{pack.version} · {severity} · {pack.fingerprint[:12]}", title_justify="left")
    for column in ("clock", "limit", "state", "due", "due rolled", "alerts", "basis"):
        table.add_column(column, overflow="fold")
    for row in rows:
        alerts = "\n".join(f"{alert['label']:>4} {_short(alert['at'])}" for alert in row["alerts"])
        table.add_row(
            row["name"],
            row["limit"] or "",
            row["state"],
            _short(row["due"]),
            _short(row["due_rolled"]) + (" *" if row["provisional"] else ""),
            alerts,
            row["basis"],
            end_section=True,
        )
    screen = Console(file=StringIO(), width=WIDTH, color_system=None, force_terminal=False, highlight=False)
    screen.print(table, markup=False)
    for row in rows:
        for each in row["refused"]:
            screen.print(f"{row['name']}: {each['event']} at {_short(each['at'])} changed nothing: {each['why']}")
    if any(row["provisional"] for row in rows):
        screen.print("Dates marked * lie in a year whose working days are not published yet; they may still move.")
    assert isinstance(screen.file, StringIO)
    return screen.file.getvalue().rstrip()


def _short(iso: str) -> str:
    return iso[:16].replace("T", " ")
