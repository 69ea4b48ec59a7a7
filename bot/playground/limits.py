"""Slack's real rate limits, off unless asked for: one message a second a channel, methods by minute, the workspace."""

from __future__ import annotations

import math
from collections import defaultdict, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.playground.catalogue import METHODS

POSTING = ("chat.postMessage",)


@dataclass
class Limits:
    """Budgets in calls a minute; `per_channel` in messages a second, of which `burst` may come at once.

    Slack's own figures: about one message a second a channel with short bursts, several hundred a minute a workspace.
    `methods` overrides a method's tier. 0 means no limit.
    """

    per_channel: float = 1.0
    burst: int = 1
    workspace_per_minute: int = 300
    tiers: bool = True
    methods: dict[str, int] = field(default_factory=dict)
    _seen: defaultdict[str, deque[datetime]] = field(default_factory=lambda: defaultdict(deque))

    def refuse(self, method: str, channel: str | None, now: datetime) -> int | None:
        """Seconds to wait (at least 1) when the call exceeds a budget at `now`; None lets it pass and counts it."""
        budgets = self._budgets(method, channel)
        waits = [self._wait(key, most, window, now) for key, most, window in budgets]
        longest = max(waits, default=0.0)
        if longest > 0:
            return max(1, math.ceil(longest))
        for key, _, _ in budgets:
            self._seen[key].append(now)
        return None

    def _budgets(self, method: str, channel: str | None) -> list[tuple[str, int, timedelta]]:
        minute = timedelta(minutes=1)
        rows: list[tuple[str, int, timedelta]] = []
        if method in POSTING:
            if self.per_channel and channel:
                rows.append((f"channel:{channel}", self.burst, timedelta(seconds=self.burst / self.per_channel)))
            if self.workspace_per_minute:
                rows.append(("workspace", self.workspace_per_minute, minute))
        known = METHODS.get(method)
        most = self.methods.get(method, known.per_minute if known and self.tiers else 0)
        if most:
            rows.append((f"method:{method}", most, minute))
        return rows

    def _wait(self, key: str, most: int, window: timedelta, now: datetime) -> float:
        seen = self._seen[key]
        while seen and now - seen[0] >= window:
            seen.popleft()
        return (seen[0] + window - now).total_seconds() if len(seen) >= most else 0.0
