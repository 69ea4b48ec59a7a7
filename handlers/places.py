"""Who else could read a message: looked up at Slack once a channel, kept for ten minutes."""

import threading
from datetime import datetime, timedelta

from bot.core.clock import Clock
from bot.core.slack import SlackFailure, SlackPort
from handlers.inbound import Audience

KEEP = timedelta(minutes=10)


class Places:
    """Knows the kind of each channel Rapport was spoken to in."""

    def __init__(self, port: SlackPort, clock: Clock) -> None:
        self._port, self._clock = port, clock
        self._known: dict[str, tuple[datetime, Audience]] = {}
        self._lock = threading.Lock()

    def audience(self, channel: str) -> Audience:
        """Direct, private, public, group or shared; unknown when Slack does not say."""
        now = self._clock()
        with self._lock:
            kept = self._known.get(channel)
        if kept is not None and timedelta() <= now - kept[0] < KEEP:
            return kept[1]
        audience = self._ask(channel)
        with self._lock:
            self._known[channel] = (now, audience)
        return audience

    def _ask(self, channel: str) -> Audience:
        try:
            found = self._port.channel(channel)
        except SlackFailure:
            return "unknown"
        if found.get("is_ext_shared") or found.get("is_pending_ext_shared"):
            return "shared"
        if found.get("is_im"):
            return "direct"
        if found.get("is_mpim"):
            return "group"
        return "private" if found.get("is_private") else "public"
