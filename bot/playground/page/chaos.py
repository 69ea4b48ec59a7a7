"""Slack's troubles as switches, and the count that shows nothing is lost or repeated.

The list is that of the delivery protocol's crash points: lost calls, lost answers, refusals, disturbed events, silent
connections, lost rights, and the program itself switched off.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.playground.faults import Fault, Faults
from bot.playground.loopback import LoopbackSlack
from bot.playground.page.control import Control, Posted

Start = Callable[[Faults], Iterable[Fault]]
THIRD, HALF, MOST = 1 / 3, 0.5, 2 / 3

RULES: Mapping[str, Start] = {
    "drop_answers": lambda f: [f.drop("chat.*", after_commit=True, probability=HALF)],
    "drop_calls": lambda f: [f.drop(after_commit=False, probability=THIRD)],
    "truncate": lambda f: [f.truncate(probability=THIRD)],
    "unavailable": lambda f: [
        f.http_error(probability=THIRD / 2),
        f.http_error(after_commit=True, probability=THIRD / 2),
    ],
    "internal": lambda f: [f.error("chat.*", after_commit=True, probability=HALF)],
    "rate": lambda f: [f.rate_limit("chat.postMessage", retry_after=2, probability=MOST)],
    "rate_bare": lambda f: [f.rate_limit(retry_after=None, probability=THIRD)],
    "slow": lambda f: [f.delay(seconds=1.5)],
    "late_form": lambda f: [f.delay("views.open", seconds=3.2)],
    "twice_events": lambda f: [f.duplicate_events()],
    "late_events": lambda f: [f.reorder_events()],
    "lost_events": lambda f: [f.lose_events(probability=THIRD)],
    "history": lambda f: [f.history_lag(5.0)],
}
"""Switch -> the faults it puts in force."""
SCOPE = "reactions:write"


@dataclass(frozen=True)
class Switch:
    """A switch as it stands; `fired` counts how often its fault has struck."""

    key: str
    on: bool
    fired: int = 0


class Chaos:
    """All switches of one playground."""

    def __init__(self, slack: LoopbackSlack, control: Control) -> None:
        self._slack, self._control = slack, control
        self._rules: dict[str, list[Fault]] = {}
        self._refusals: list[Fault] = []
        self._states: Mapping[str, tuple[Callable[[], bool], Callable[[bool], None]]] = {
            "half_open": (lambda: slack.sockets.frozen, self._freeze),
            "sockets": (lambda: bool(self._refusals), self._refuse),
            "archived": (self._is_archived, self._archive),
            "token": (lambda: slack.workspace.app.refused_token is not None, self._revoke),
            "scope": (lambda: SCOPE not in slack.workspace.scopes, self._withdraw),
            "asleep": (lambda: not control.awake, lambda on: control.wake(not on)),
        }

    def switches(self) -> Sequence[Switch]:
        """Every switch, in the order of the panel."""
        rules = [Switch(key, key in self._rules, sum(r.fired for r in self._rules.get(key, []))) for key in RULES]
        return [*rules, *(Switch(key, state[0]()) for key, state in self._states.items())]

    def turn(self, key: str, on: bool) -> None:
        """Throw one switch. Raises KeyError for one that does not exist; a second time changes nothing."""
        if key in self._states:
            is_on, change = self._states[key]
            if is_on() != on:
                change(on)
            return
        for rule in self._rules.pop(key, []):
            self._slack.faults.remove(rule)
        if on:
            self._rules[key] = list(RULES[key](self._slack.faults))
        elif key == "late_events":
            self._slack.feed.flush()

    def calm(self) -> None:
        """Everything works again."""
        for switch in self.switches():
            if switch.on:
                self.turn(switch.key, False)

    def _freeze(self, on: bool) -> None:
        sockets = self._slack.sockets
        if on:
            sockets.freeze()
        else:
            sockets.cut()

    def _refuse(self, on: bool) -> None:
        for rule in self._refusals:
            self._slack.faults.remove(rule)
        self._refusals = [self._slack.faults.too_many_websockets()] if on else []
        if on:
            self._slack.sockets.cut()

    def _is_archived(self) -> bool:
        return any(room.is_archived for room in self._slack.workspace.channels.values())

    def _archive(self, on: bool) -> None:
        workspace = self._slack.workspace
        for room in workspace.channels.values():
            if room.kind == "private":
                room.is_archived = on
                workspace.event("group_archive" if on else "group_unarchive", channel=room.id, user=room.creator)

    def _revoke(self, on: bool) -> None:
        office = self._slack.office
        if on:
            office.revokes_token()
        else:
            office.restores_token()

    def _withdraw(self, on: bool) -> None:
        office = self._slack.office
        if on:
            office.withdraws_scope(SCOPE)
        else:
            office.grants_scope(SCOPE)

    def tally(self) -> dict[str, int]:
        """What the program promised to deliver against what stands in the conversations."""
        return tally(self._control.posted(), self._carried())

    def _carried(self) -> Counter[str]:
        workspace = self._slack.workspace
        with workspace.lock:
            rooms = [list(room.messages.values()) for room in workspace.channels.values()]
        ids = (_nonce(message.metadata) for messages in rooms for message in messages)
        return Counter(nonce for nonce in ids if nonce)


def tally(posted: Sequence[Posted], carried: Mapping[str, int]) -> dict[str, int]:
    """Captured, arrived, on the way, lost (called delivered but not there) and twice (there more than once)."""
    rows = [row for row in posted if not row.over or carried.get(row.nonce)]
    there = [row for row in rows if carried.get(row.nonce)]
    lost = [row for row in rows if row.delivered and not carried.get(row.nonce)]
    return {
        "captured": len(rows),
        "arrived": len(there),
        "waiting": len(rows) - len(there) - len(lost),
        "lost": len(lost),
        "twice": sum(carried[row.nonce] - 1 for row in there),
    }


def _nonce(metadata: dict[str, Any] | None) -> str:
    return str(((metadata or {}).get("event_payload") or {}).get("id") or "")
