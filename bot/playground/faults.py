"""Things that go wrong at Slack, on demand: rules per method and channel, counted or by chance, seeded.

    slack.faults.drop("chat.postMessage", after_commit=True, times=1)
    slack.faults.rate_limit("chat.*", retry_after=2, probability=0.1)
    slack.faults.lose_events(times=1)

A rule without `times` stays until `clear()` or `remove(rule)`.
"""

from __future__ import annotations

import random
import threading
from dataclasses import dataclass
from fnmatch import fnmatch
from typing import Literal

Stage = Literal["hold", "before", "linger", "answer", "event", "socket", "history"]


@dataclass(eq=False)
class Fault:
    """One rule. `times` counts down, `skip` lets that many matching calls pass first, `fired` counts hits."""

    kind: str
    stage: Stage
    method: str = "*"
    channel: str | None = None
    times: int | None = None
    skip: int = 0
    probability: float = 1.0
    seconds: float = 0.0
    status: int = 0
    error: str = ""
    fired: int = 0


class Faults:
    """The switchboard. Thread-safe; the same seed and the same calls give the same faults."""

    def __init__(self, seed: int = 0) -> None:
        """`seed` fixes the dice."""
        self._lock = threading.Lock()
        self._dice = random.Random(seed)
        self._rules: list[Fault] = []

    @property
    def rules(self) -> list[Fault]:
        """The rules in force, oldest first."""
        with self._lock:
            return list(self._rules)

    def add(self, rule: Fault) -> Fault:
        """Put a rule in force."""
        with self._lock:
            self._rules.append(rule)
        return rule

    def remove(self, rule: Fault) -> None:
        """Take one rule out; one that is gone already is no error."""
        with self._lock:
            self._rules = [row for row in self._rules if row is not rule]

    def clear(self) -> None:
        """Everything works again."""
        with self._lock:
            self._rules = []

    def pick(self, stage: Stage, method: str = "*", channel: str | None = None) -> Fault | None:
        """The first rule that strikes here and now, counted; None when all goes well."""
        with self._lock:
            for rule in self._rules:
                if rule.stage == stage and self._matches(rule, method, channel) and self._strikes(rule):
                    return rule
        return None

    @staticmethod
    def _matches(rule: Fault, method: str, channel: str | None) -> bool:
        return fnmatch(method, rule.method) and rule.channel in (None, channel)

    def _strikes(self, rule: Fault) -> bool:
        if rule.times == 0 or self._dice.random() >= rule.probability:
            return False
        if rule.skip > 0:
            rule.skip -= 1
            return False
        if rule.times is not None:
            rule.times -= 1
        rule.fired += 1
        return True

    def delay(self, method: str = "*", *, seconds: float, before_commit: bool = True, channel: str | None = None,
              times: int | None = None, skip: int = 0, probability: float = 1.0) -> Fault:  # fmt: skip
        """Slack takes `seconds` (real time) before, or after, it has done what was asked."""
        stage: Stage = "hold" if before_commit else "linger"
        return self.add(Fault("delay", stage, method, channel, times, skip, probability, seconds=seconds))

    def drop(self, method: str = "*", *, after_commit: bool, channel: str | None = None, times: int | None = None,
             skip: int = 0, probability: float = 1.0) -> Fault:  # fmt: skip
        """The connection is reset: before Slack has taken the call, or after it has done it."""
        stage: Stage = "answer" if after_commit else "before"
        return self.add(Fault("drop", stage, method, channel, times, skip, probability))

    def truncate(self, method: str = "*", *, channel: str | None = None, times: int | None = None, skip: int = 0,
                 probability: float = 1.0) -> Fault:  # fmt: skip
        """The call is done, the answer's body breaks off in the middle."""
        return self.add(Fault("truncate", "answer", method, channel, times, skip, probability))

    def http_error(self, method: str = "*", *, status: int = 503, after_commit: bool = False,
                   channel: str | None = None, times: int | None = None, skip: int = 0,
                   probability: float = 1.0) -> Fault:  # fmt: skip
        """A 500, 502 or 503 with a page instead of JSON; with `after_commit` the call was done all the same."""
        stage: Stage = "answer" if after_commit else "before"
        return self.add(Fault("http", stage, method, channel, times, skip, probability, status=status))

    def error(self, method: str = "*", error: str = "internal_error", *, after_commit: bool = False,
              channel: str | None = None, times: int | None = None, skip: int = 0,
              probability: float = 1.0) -> Fault:  # fmt: skip
        """`{"ok": false, "error": error}`, such as `fatal_error`, `internal_error`, `ratelimited`, `is_archived`."""
        stage: Stage = "answer" if after_commit else "before"
        return self.add(Fault("error", stage, method, channel, times, skip, probability, error=error))

    def rate_limit(self, method: str = "*", *, retry_after: int | None = 1, channel: str | None = None,
                   times: int | None = None, skip: int = 0, probability: float = 1.0) -> Fault:  # fmt: skip
        """429 `ratelimited`; `retry_after` in seconds, None leaves the header out."""
        wait = -1 if retry_after is None else retry_after
        return self.add(Fault("rate_limit", "before", method, channel, times, skip, probability, seconds=wait))

    def history_lag(self, seconds: float, *, channel: str | None = None) -> Fault:
        """Messages show up in histories only `seconds` (workspace clock) after they were posted."""
        return self.add(Fault("history_lag", "history", channel=channel, seconds=seconds))

    def lose_events(self, kind: str = "*", *, times: int | None = None, skip: int = 0,
                    probability: float = 1.0) -> Fault:  # fmt: skip
        """Events of this type are never sent, and never again."""
        return self.add(Fault("lose", "event", kind, None, times, skip, probability))

    def duplicate_events(self, kind: str = "*", *, times: int | None = None, skip: int = 0,
                         probability: float = 1.0) -> Fault:  # fmt: skip
        """Events of this type are sent twice with the same `event_id`."""
        return self.add(Fault("duplicate", "event", kind, None, times, skip, probability))

    def reorder_events(self, kind: str = "*", *, times: int | None = None, skip: int = 0,
                       probability: float = 1.0) -> Fault:  # fmt: skip
        """An event of this type waits until the next one has been sent (or until `settle`)."""
        return self.add(Fault("reorder", "event", kind, None, times, skip, probability))

    def half_open_socket(self, *, times: int | None = 1) -> Fault:
        """The next connections get stuck after `hello`: nothing is read, nothing is sent, nobody hangs up."""
        return self.add(Fault("half_open", "socket", times=times))

    def too_many_websockets(self, *, times: int | None = None) -> Fault:
        """New connections get `disconnect` with reason `too_many_websockets` instead of `hello`."""
        return self.add(Fault("too_many_websockets", "socket", times=times))

    def lag_of(self, channel: str) -> float:
        """The history lag in force for a channel, in seconds."""
        with self._lock:
            rows = [r for r in self._rules if r.stage == "history" and r.channel in (None, channel)]
        return max((r.seconds for r in rows), default=0.0)
