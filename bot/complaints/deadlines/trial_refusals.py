"""Says why an event of a trial changed nothing, and what to write instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.complaints.deadlines.events import Event, EventKind, Refused
from bot.core.policy import Pack

FORWARD_ONLY = (EventKind.EXTENDED, EventKind.AGREED)
"""Longer limits hold from the moment they are entered, never from an earlier one."""

WHY = {
    "already_started": "a case is received once: leave the line out",
    "not_started": "the case has not begun by then: write a later date",
    "ended": "what it concerns was over by then: write an earlier date or leave the line out",
    "already_paused": "the case is paused already: resume it first",
    "not_paused": "nothing is paused by then: add a pause before it or leave the line out",
    "expired": "the limit had passed by then: an extension is entered while its limit still runs",
    "back_dated": "it is dated before a line above it: an extension is never back-dated, write when it was entered",
    "shorter_than_now": "that is no longer than the limit now: write more days",
    "notice_missing": 'the customer must be told of it: write "notice": true',
    "no_date": 'the date is missing: add "until": "2026-02-10T18:00"',
}


def back_dated(entered: Sequence[Event]) -> list[Event]:
    """The extensions and agreements that are dated before an event entered earlier."""
    found: list[Event] = []
    kept: list[Event] = []
    for event in entered:
        late = event.kind in FORWARD_ONLY and any(event.at < before.at for before in kept)
        (found if late else kept).append(event)
    return found


def explained(refused: Sequence[Sequence[Refused]], pack: Pack, regimes: Sequence[str]) -> Iterator[str]:
    """One line for each event that every regime refused; `refused` has a list for each of `regimes`."""
    by_all = set.intersection(*({each.event.line for each in some} for some in refused))
    for each in sorted(refused[0], key=lambda one: one.event.line):
        if each.event.line in by_all:
            yield f"events line {each.event.line}: {each.event.kind} changed nothing: {_why(each, pack, regimes)}"


def _why(refused: Refused, pack: Pack, regimes: Sequence[str]) -> str:
    rules = [pack.complaints.regime(code) for code in regimes]
    if refused.why == "unknown_reason":
        known = dict.fromkeys([*_of(rules, "pauses"), *pack.complaints.pauses])
        return f'no rule pauses for "{refused.event.reason}": choose one of {", ".join(known)}'
    if refused.why == "restart_not_allowed":
        starts = dict.fromkeys(_of(rules, "restarts"))
        return f"limits start anew for: {', '.join(starts)}" if starts else "this pack knows no new start"
    if refused.why in ("no_extension_left", "beyond_the_maximum"):
        longest = [str(rule.extensions[-1].total) for rule in rules if rule.extensions]
        return f"the longest limit is {longest[0]} in all" if longest else "this pack knows no extension"
    return WHY[refused.why]


def _of(rules: Sequence[object], name: str) -> list[str]:
    return [code for rule in rules for code in getattr(rule, name)]
