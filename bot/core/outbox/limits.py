"""How fast, how often and how long: what the sender keeps to. Times are seconds unless a name says otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType

POST, UPDATE, REACT, DELETE = "chat.postMessage", "chat.update", "reactions.add", "chat.delete"
HISTORY, REPLIES, OPEN = "conversations.history", "conversations.replies", "conversations.open"
ALL = (POST, UPDATE, REACT, DELETE, HISTORY, REPLIES, OPEN)

SLACK_BUDGETS: Mapping[str, int] = MappingProxyType(
    {POST: 300, UPDATE: 50, REACT: 50, DELETE: 50, HISTORY: 50, REPLIES: 50, OPEN: 50}
)
"""Calls a minute. Slack documents "several hundred" messages for a workspace and tier 3 (50) for the other methods."""


@dataclass(frozen=True)
class Limits:
    """The sender's settings.

    `lanes`: calls in flight at most. `channel_interval`: between two messages in one place. `budgets`: calls a minute
    for each method; a method without one is unlimited. `settle`: how long a lost answer rests before it is looked up.
    `timeout`: of one HTTP call. `start_window`: how long after its claim a message may still be handed to Slack.
    `fuse_per_hour`: messages a person may get unasked. `heal_after`: when copies of a message that was posted more than
    once are looked for. `max_attempts`: posts of one message before it is parked. `probe`, `longest_probe`: until what
    Slack refused is tried again, at first and at most. `breather`: between two looks that nothing but new work asked
    for.
    """

    lanes: int = 16
    channel_interval: float = 1.0
    budgets: Mapping[str, int] = field(default_factory=lambda: SLACK_BUDGETS)
    settle: float = 30.0
    timeout: float = 10.0
    margin: float = 2.0
    start_window: float = 10.0
    fuse_per_hour: int = 12
    heal_after: tuple[float, ...] = (120.0, 900.0)
    max_attempts: int = 8
    max_hops: int = 2
    poll: float = 1.0
    linger: float = 0.008
    breather: float = 0.1
    probe: float = 60.0
    longest_probe: float = 3600.0
    longest_pause: float = 15.0
    clock_fuse: bool = True
    clock_tolerance: float = 300.0
    keep_data: timedelta = timedelta(days=30)

    @property
    def lease(self) -> float:
        """A message claimed longer ago than this has been at rest for `settle`, whatever became of its claimer."""
        return self.start_window + max(self.settle, self.timeout + self.margin)
