"""The channels of direct messages: asked of Slack once for each person, then known."""

import threading
from collections.abc import Callable

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from bot.core.outbox.limits import OPEN
from bot.core.outbox.model import DmChannel
from bot.core.outbox.readers import Ready
from bot.core.prepared import Prepared
from bot.core.slack import Kind, SlackFailure, SlackPort
from bot.core.work import Workshop

_ALL = Prepared(select(DmChannel.slack_id, DmChannel.channel))
_ONE = Prepared(select(DmChannel.channel).where(DmChannel.slack_id == bindparam("slack_id")))


class Mailboxes:
    """Knows where a person's direct messages go; safe to share between threads."""

    def __init__(self, workshop: Workshop, port: SlackPort, allowed: Callable[[Session], float]) -> None:
        """`allowed` takes one opening from the budget, or tells the seconds until there is one."""
        self._allowed = allowed
        self._workshop, self._port = workshop, port
        self._known: dict[str, str] = {}
        self._unsaved: dict[str, str] = {}
        self._read, self._reading = False, threading.Lock()

    def known(self, ready: Ready) -> str | None:
        """The channel a message goes to, if nobody needs to be asked."""
        return ready.channel if ready.slack_id is None else self._known.get(ready.slack_id)

    def channel(self, ready: Ready) -> str:
        """The channel a message goes to; raises SlackFailure when the direct message cannot be opened."""
        known = self.known(ready)
        if known is None:
            assert ready.slack_id is not None
            known = self._find(ready.slack_id)
        return known

    def opened(self, ready: Ready) -> tuple[str, str] | None:
        """A direct message that was opened and not written to the database yet."""
        if ready.slack_id is None:
            return None
        channel = self._unsaved.pop(ready.slack_id, None)
        return None if channel is None else (ready.slack_id, channel)

    def _find(self, slack_id: str) -> str:
        self._read_all()
        known = self._known.get(slack_id)
        if known is not None:
            return known
        with self._workshop.read() as work:
            found: str | None = _ONE.scalar(work.session, slack_id=slack_id)
        channel = found or self._open(slack_id)
        if found is None:
            self._unsaved[slack_id] = channel
        self._known[slack_id] = channel
        return channel

    def _open(self, slack_id: str) -> str:
        # On the first day everybody is written to for the first time, at the same minute.
        with self._workshop.open() as work:
            seconds = self._allowed(work.session)
        if seconds > 0:
            raise SlackFailure(Kind.WAIT, "ratelimited", OPEN, seconds)
        return self._port.open_dm(slack_id)

    def _read_all(self) -> None:
        """Once, at the first message: everybody's in one query, rather than one query for everybody."""
        with self._reading:
            if self._read:
                return
            with self._workshop.read() as work:
                self._known |= dict(_ALL.all(work.session))
            self._read = True
