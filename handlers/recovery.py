"""Reading back what Slack did not tell us: reactions and answers on our messages, and notes typed to the bot.

Slack repeats an event for an hour at most, and after an outage of its own not at all. So after any gap - a start, a
broken line, a long silence - what stands in the histories is compared with what was taken into account.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Protocol

import structlog

from bot.core import inbox
from bot.core.clock import Clock
from bot.core.guard import describe, guarded
from bot.core.outbox.watch import Watched, ours, watched
from bot.core.slack import Kind, SlackFailure, SlackPort
from bot.core.work import Workshop
from handlers.reactions import key_of

log = structlog.get_logger()

SILENCE = timedelta(minutes=15)
"""The first event after a silence this long makes us look back."""
QUIET = timedelta(hours=1)
"""In a silence without end we look back this often."""
WATCHED = timedelta(days=6)
"""Messages sent longer ago are not read back (the inbox remembers for seven days)."""
NOTES = timedelta(hours=24)
"""Notes typed to the bot are read back so far."""
A_TICK = 4
"""Histories read in one tick: ours is a small share of the method's budget."""


class Carrier(Protocol):
    """Carries out one event (the router)."""

    def carry_out(self, key: str, event: dict[str, Any], recovered: bool = False) -> None:
        """As if Slack had sent it."""


class Recovery:
    """Notices gaps and reads back, a few channels a tick. `connected`: whether Slack can reach us now."""

    def __init__(
        self, workshop: Workshop, port: SlackPort, carrier: Carrier, clock: Clock, bot_user: str,
        connected: Callable[[], bool] = lambda: True,
    ) -> None:  # fmt: skip
        self._workshop, self._port, self._carrier = workshop, port, carrier
        self._clock, self._bot_user, self.connected = clock, bot_user, connected
        self._heard, self._looked = clock(), datetime.min.replace(tzinfo=clock().tzinfo)
        self._wanted, self._cut = True, False
        self._waiting: list[Watched] = []
        self.recovered = 0

    def heard(self) -> None:
        """An event came; the first one after a long silence may have been preceded by others that were lost."""
        now, before = self._clock(), self._heard
        self._heard = now
        if now - before > SILENCE:
            self._wanted = True

    def tend(self) -> int:
        """The tick: notice a gap, read a few histories; returns how many things were recovered in all so far."""
        now = self._clock()
        if not self.connected():
            self._cut = True
            return self.recovered
        long = now - self._heard > QUIET and now - self._looked > QUIET
        if self._wanted or self._cut or long:
            self._wanted = self._cut = False
            self._looked = now
            with self._workshop.read() as work:
                self._waiting = watched(work.session, now - WATCHED)
        for _ in range(min(A_TICK, len(self._waiting))):
            if not self._read(self._waiting[0], now):
                break
            self._waiting.pop(0)
        return self.recovered

    @property
    def busy(self) -> bool:
        """Whether histories are still to be read."""
        return self._wanted or bool(self._waiting)

    def _read(self, place: Watched, now: datetime) -> bool:
        """Compare one channel; false when Slack asked for patience."""
        oldest = min(place.oldest, _ts(now - NOTES)) if place.direct else place.oldest
        try:
            messages = self._port.history(place.channel, oldest)
            with self._workshop.read() as work:
                mine = ours(work.session, place.channel, [_ts_of(message) for message in messages], now - WATCHED)
            for message in messages:
                self._compare(place, message, mine)
        except SlackFailure as failure:
            log.warning("recovery.unread", code=failure.code)
            return failure.kind not in (Kind.WAIT, Kind.AMBIGUOUS, Kind.STOP)
        return True

    def _compare(self, place: Watched, message: dict[str, Any], mine: set[str]) -> None:
        ts = _ts_of(message)
        if ts in mine:
            self._reactions(place.channel, ts, message.get("reactions") or [])
            if message.get("reply_count"):
                self._answers(place, ts, str(message.get("latest_reply", "")))
        elif place.direct and message.get("user") != self._bot_user:
            self._said(place, message)

    def _reactions(self, channel: str, ts: str, found: list[dict[str, Any]]) -> None:
        standing = {
            key_of(channel, ts, user, row["name"].split("::")[0]): (user, row["name"])
            for row in found for user in row.get("users", []) if user != self._bot_user
        }  # fmt: skip
        with self._workshop.read() as work:
            known = inbox.starting_with(work.session, f"reaction:{channel}:{ts}:")
        item = {"type": "message", "channel": channel, "ts": ts}
        for key in standing.keys() - known:
            user, name = standing[key]
            self._carry(key, {"type": "reaction_added", "user": user, "reaction": name, "item": item})
        for key in known - standing.keys():
            user, name = key.split(":")[3:5]
            self._carry(key, {"type": "reaction_removed", "user": user, "reaction": name, "item": item})

    def _answers(self, place: Watched, ts: str, latest: str) -> None:
        with self._workshop.read() as work:
            if inbox.known(work.session, [f"message:{place.channel}:{latest}"]):
                return
        for reply in self._port.history(place.channel, ts, thread_ts=ts):
            if reply.get("ts") != ts:
                self._said(place, reply)

    def _said(self, place: Watched, message: dict[str, Any]) -> None:
        """A line somebody typed; its key is the message's own, so one that was heard is not taken again."""
        key = f"message:{place.channel}:{message.get('ts', '')}"
        with self._workshop.read() as work:
            if inbox.known(work.session, [key]):
                return
        kind = {"channel_type": "im"} if place.direct else {}
        self._carry(key, {**message, "type": "message", "channel": place.channel, **kind})

    def _carry(self, key: str, event: dict[str, Any]) -> None:
        moment = f"recovered:{self._looked.isoformat()}:{key}"
        guarded(
            lambda: self._carrier.carry_out(moment, event, recovered=True),
            lambda error: log.error("recovery.failed", error=describe(error)),
        )
        self.recovered += 1


def _ts_of(message: dict[str, Any]) -> str:
    return str(message.get("ts", ""))


def _ts(at: datetime) -> str:
    return f"{at.timestamp():.6f}"
