"""Reads the events of a trial case from JSON lines, forgiving about spelling, exact about what it cannot read."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from bot.complaints.deadlines.counting import Counting
from bot.complaints.deadlines.events import Event, EventKind
from bot.core.calendar import localise
from bot.core.errors import Misconfigured
from bot.core.policy import Pack

FIRST_YEAR, LAST_YEAR = "1900-", "2200-"
_ALIASES = {
    "pause": "paused",
    "hold": "paused",
    "suspend": "paused",
    "suspended": "paused",
    "resume": "resumed",
    "restart": "restarted",
    "extend": "extended",
    "extension": "extended",
    "promise": "promised",
    "agree": "agreed",
    "acknowledge": "acknowledged",
    "contact": "contacted",
    "plan": "planned",
    "decide": "decided",
    "notify": "notified",
    "call_back": "called_back",
    "request_review": "review_requested",
    "review": "review_requested",
    "close": "closed",
    "withdraw": "withdrawn",
    "merge": "merged",
    "reject": "rejected",
    "receive": "received",
    "start": "started",
}
_REASONS = {
    "external_appraisal": "appraisal",
    "customer": "waiting_for_customer",
    "awaiting_customer": "waiting_for_customer",
    "third_party": "waiting_for_third_party",
    "supplementing": "supplement",
    "new_fact": "new_facts",
}
_KNOWN = {
    "event",
    "kind",
    "type",
    "name",
    "at",
    "date",
    "time",
    "on",
    "when",
    "reason",
    "until",
    "due",
    "to",
    "by",
    "days",
    "total",
    "total_days",
    "to_days",
    "notice",
    "note",
    "approver",
    "level",
    "evidence",
}


class TrialError(Misconfigured):
    """Something a trial was given cannot be read; the message names the place and what to write instead."""


def read_moment(text: Any, counting: Counting, where: str, *, at_end: bool = False) -> datetime:
    """An ISO date or date-time as an instant; a bare date means its opening (or its end), no zone the house's."""
    try:
        if not isinstance(text, str) or not FIRST_YEAR <= text.strip()[:5] < LAST_YEAR:
            raise ValueError
        with suppress(ValueError):
            day = date.fromisoformat(text.strip())
            return counting.day_end(day) if at_end else counting.day_start(day)
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise TrialError(
            f'{where}: "{text}" is not a date or time: write 2026-01-31 or 2026-01-31T10:30 (with +08:00 if you like)'
        ) from None
    return localise(counting.place.zone, moment) if moment.tzinfo is None else moment


def read_events(lines: str, counting: Counting) -> Iterator[Event]:
    """The events of JSON lines such as `{"event": "pause", "at": "2026-02-10", "reason": "appraisal"}`.

    Raises TrialError naming the line for anything that is not such an event.
    """
    for number, line in enumerate(lines.lstrip("\ufeff").split("\n"), start=1):
        if line.strip():
            yield _event(line, number, counting)


def _event(line: str, number: int, counting: Counting) -> Event:
    where = f"events line {number}"
    try:
        given = json.loads(line)
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise TrialError(f'{where}: not a JSON object: write for example {{"event": "pause", "at": "2026-02-10"}}')
    for key in sorted(set(given) - _KNOWN):
        raise TrialError(f'{where}: unknown key "{key}": use event, at, reason, until, days, total or notice')
    kind = _kind(_first(given, "event", "kind", "type", "name"), where)
    at = read_moment(_first(given, "at", "date", "time", "on", "when"), counting, where)
    until, days, total = _length(given, kind, where, counting)
    if until is not None and until <= at and kind in (EventKind.PROMISED, EventKind.AGREED):
        raise TrialError(f'{where}: "until" is not after the event itself: write a later date')
    return Event(
        kind,
        at,
        reason=_reason(given.get("reason"), where),
        until=until,
        days=days,
        total=total,
        notice=_notice(given.get("notice"), where),
        line=number,
    )


def _first(given: dict[str, Any], *keys: str) -> Any:
    return next((given[key] for key in keys if given.get(key) is not None), None)


def _kind(word: Any, where: str) -> EventKind:
    plain = str(word or "").strip().lower().replace("-", "_").replace(" ", "_")
    name = _ALIASES.get(plain, plain)
    if name in set(EventKind):
        return EventKind(name)
    near = difflib.get_close_matches(plain, [*_ALIASES, *EventKind], n=1)
    hint = f'did you mean "{near[0]}"?' if near else "use pause, resume, restart, extend, promise, decide or close"
    raise TrialError(f'{where}: "{word}" is not an event: {hint}')


def _notice(given: Any, where: str) -> bool | None:
    if given is None or isinstance(given, bool):
        return given
    raise TrialError(f'{where}: "notice" is true or false: true when the customer was told of it')


def _reason(word: Any, where: str) -> str:
    if word is not None and not isinstance(word, str):
        raise TrialError(f'{where}: "reason" is a word such as appraisal')
    plain = str(word or "").strip().lower().replace("-", "_").replace(" ", "_")
    return _REASONS.get(plain, plain)


def _length(
    given: dict[str, Any], kind: EventKind, where: str, counting: Counting
) -> tuple[datetime | None, int | None, int | None]:
    until, days = _first(given, "until", "due"), given.get("days")
    total = _first(given, "total", "total_days", "to_days")
    to, by = given.get("to"), given.get("by")
    if to is not None:
        until, total = (until, to) if isinstance(to, int) else (to, total)
    if isinstance(by, int):
        days = by
    for number in (days, total):
        if number is not None and (isinstance(number, bool) or not isinstance(number, int) or number < 1):
            raise TrialError(f'{where}: "{number}" is not a number of days: write a whole number such as 30')
    if kind in (EventKind.PROMISED, EventKind.AGREED) and until is None:
        raise TrialError(f'{where}: {kind} needs a date: add "until": "2026-02-10T18:00"')
    moment = read_moment(until, counting, where, at_end=True) if until is not None else None
    return moment, days, total


def with_default_reason(event: Event, pack: Pack, regime: str) -> Event:
    """A pause or restart without a reason takes the first that the regime knows, so that a trial shows its effect."""
    if event.reason or event.kind not in (EventKind.PAUSED, EventKind.RESTARTED):
        return event
    rules = pack.complaints.regime(regime)
    reasons = [*rules.pauses, *pack.complaints.pauses] if event.kind is EventKind.PAUSED else list(rules.restarts)
    return replace(event, reason=reasons[0] if reasons else "")
