"""Things Slack hands out that wear off: trigger ids (3 s, once) and response addresses (30 min, 5 uses)."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.playground.state import SlackError

TRIGGER_LIFE = timedelta(seconds=3)
RESPONSE_LIFE = timedelta(minutes=30)
RESPONSE_USES = 5


@dataclass
class Trigger:
    """The right to open one modal for `user`; `view` is the modal it came from, if any."""

    id: str
    user: str
    issued: datetime
    issued_monotonic: float
    view: str | None = None
    used: bool = False


class Triggers:
    """All trigger ids given out; old ones are forgotten in order."""

    def __init__(self, keep: int = 10_000) -> None:
        """`keep` bounds the memory of used and expired ids. `life` may be set to another span."""
        self.life = TRIGGER_LIFE
        self._rows: dict[str, Trigger] = {}
        self._count = 0
        self._keep = keep

    def issue(self, user: str, now: datetime, view: str | None = None) -> str:
        """A fresh trigger id for `user`."""
        self._count += 1
        key = f"{self._count}.{int(now.timestamp())}.{self._count * 2654435761 % 2**32:08x}"
        self._rows[key] = Trigger(key, user, now, time.monotonic(), view)
        while len(self._rows) > self._keep:
            self._rows.pop(next(iter(self._rows)))
        return key

    def redeem(self, key: str, now: datetime) -> Trigger:
        """Use it up. It wears off by the workspace's clock and by real time, whichever is first.

        Errors: `invalid_trigger`, `expired_trigger_id`, `exchanged_trigger_id`.
        """
        row = self._rows.get(key)
        if row is None:
            raise SlackError("invalid_trigger_id")
        if row.used:
            raise SlackError("exchanged_trigger_id")
        too_old = now - row.issued > self.life
        if too_old or time.monotonic() - row.issued_monotonic > self.life.total_seconds():
            raise SlackError("expired_trigger_id")
        row.used = True
        return row


@dataclass
class ResponseTicket:
    """What a `response_url` may do: speak in `channel` to `user`, or change `message_ts`."""

    id: str
    user: str
    channel: str
    issued: datetime
    message_ts: str | None = None
    uses: int = 0
    posted: list[str] = field(default_factory=list)


class ResponseTickets:
    """All response addresses given out."""

    def __init__(self, keep: int = 10_000) -> None:
        """`keep` bounds the memory of old addresses."""
        self._rows: dict[str, ResponseTicket] = {}
        self._count = 0
        self._keep = keep

    def issue(self, user: str, channel: str, now: datetime, message_ts: str | None = None) -> str:
        """The last part of a fresh response address."""
        self._count += 1
        key = f"{self._count:06d}{self._count * 2246822519 % 2**32:08x}"
        self._rows[key] = ResponseTicket(key, user, channel, now, message_ts)
        while len(self._rows) > self._keep:
            self._rows.pop(next(iter(self._rows)))
        return key

    def use(self, key: str, now: datetime) -> ResponseTicket:
        """Count one use. Errors: `expired_url` after 30 minutes, `used_url` after five uses."""
        row = self._rows.get(key)
        if row is None or now - row.issued > RESPONSE_LIFE:
            raise SlackError("expired_url")
        if row.uses >= RESPONSE_USES:
            raise SlackError("used_url")
        row.uses += 1
        return row
