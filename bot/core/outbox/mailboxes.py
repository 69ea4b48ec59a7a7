"""The channels of direct messages: asked of Slack once for each person, then known."""

from bot.core.outbox.model import DmChannel
from bot.core.outbox.readers import Ready
from bot.core.slack import SlackPort
from bot.core.work import Workshop


class Mailboxes:
    """Knows where a person's direct messages go; safe to share between threads."""

    def __init__(self, workshop: Workshop, port: SlackPort) -> None:
        self._workshop, self._port = workshop, port
        self._known: dict[str, str] = {}
        self._unsaved: dict[str, str] = {}

    def channel(self, ready: Ready) -> str:
        """The channel a message goes to; raises SlackFailure when the direct message cannot be opened."""
        if ready.slack_id is None:
            assert ready.channel is not None
            return ready.channel
        return self._known.get(ready.slack_id) or self._find(ready.slack_id)

    def opened(self, ready: Ready) -> tuple[str, str] | None:
        """A direct message that was opened and not written to the database yet."""
        if ready.slack_id is None:
            return None
        channel = self._unsaved.pop(ready.slack_id, None)
        return None if channel is None else (ready.slack_id, channel)

    def _find(self, slack_id: str) -> str:
        with self._workshop.read() as work:
            row = work.session.get(DmChannel, slack_id)
        channel = row.channel if row is not None else self._port.open_dm(slack_id)
        if row is None:
            self._unsaved[slack_id] = channel
        self._known[slack_id] = channel
        return channel
