"""How far everybody has read: what makes unread marks, and what the tour asks."""

import threading

from bot.playground.state import Channel, Message
from bot.playground.workspace import Workspace


class Reading:
    """Last-read marks by person and conversation, and who has been played so far. Thread-safe."""

    def __init__(self, workspace: Workspace) -> None:
        """Everything there is now counts as unread."""
        self._workspace = workspace
        self._lock = threading.Lock()
        self._read: dict[tuple[str, str], str] = {}
        self.played: set[str] = set()

    def until(self, user: str, channel: str) -> str:
        """The `ts` of the last message this person has seen there; "" for none."""
        return self._read.get((user, channel), "")

    def mark(self, user: str, channel: str) -> bool:
        """The person looks at the conversation now; True when that changed anything."""
        seen = self._workspace.seen_by(user, channel)
        newest = seen[-1].ts if seen else ""
        with self._lock:
            if newest <= self._read.get((user, channel), ""):
                return False
            self._read[user, channel] = newest
            return True

    def unread(self, user: str, channel: Channel) -> int:
        """How many messages of others the person has not seen there."""
        mark = self.until(user, channel.id)
        seen = self._workspace.seen_by(user, channel.id)
        return sum(_is_new(message, user, mark) for message in seen)

    def waiting(self, user: str) -> int:
        """Unread messages of a person in all conversations."""
        return sum(self.unread(user, room) for room in list(self._workspace.channels.values()) if user in room.members)


def _is_new(message: Message, user: str, mark: str) -> bool:
    return message.ts > mark and message.user != user
