"""A world in which all time is one clock moved by hand: the program's, the database's, the machine's and Slack's."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import func, select
from staging.world import Clock, World

from bot.core.outbox import Posting, State
from bot.core.outbox.limits import Limits
from bot.core.outbox.notice import Place
from bot.core.outbox.sender import Sender
from bot.core.slack import SlackPort
from bot.playground.limits import Limits as SlackLimits
from campaigns.kit import numbered
from campaigns.promise import Stage

MOST_ROUNDS = 20
"""Rounds of the sender in one step: a channel's messages go one after another."""
TIMEOUT = 0.3
"""Real seconds a call may take: what is slower than that is lost."""


class VirtualWorld(World):
    """The world of the stories with the sender's real protocol, so that minutes of settling and healing cost nothing."""

    def __init__(
        self, stage: Stage, limits: Limits | None = None, slack: SlackLimits | None = None, clock: Clock | None = None,
        *, timeout: float = TIMEOUT,
    ) -> None:  # fmt: skip
        super().__init__(stage.database(), clock, sender_limits=limits or Limits(clock_fuse=False), limits=slack,
                         keep=200_000, seed=stage.seed)  # fmt: skip
        self.stage, self.said, self._zero, self._timeout = stage, 0, self.clock().timestamp(), timeout

    def __enter__(self) -> "VirtualWorld":
        super().__enter__()
        self.port = SlackPort(self.slack.bot_token, self.slack.api_url, timeout=self._timeout)
        self.rapport.sender = self.replica()
        return self

    def replica(self, port: SlackPort | None = None, ledger: Callable[[], Any] | None = None) -> Sender:
        """Another sender on the same database; all of them live by the world's clock."""
        parts = replace(
            self.rapport.sender._parts, port=port or self.port, limits=self._limits,
            ledger=lambda _: (ledger or self.clock)(), boot=lambda: self.clock().timestamp() - self._zero,
        )  # fmt: skip
        return Sender(parts)

    def say(self, number: int, places: Sequence[Place], **more: Any) -> None:
        """Queue the next numbered messages."""
        numbered.say(self.rapport.workshop, range(self.said, self.said + number), places, **more)
        self.said += number

    def pass_by(self, seconds: float, step: float = 1.0, each: Callable[[], object] = lambda: None) -> None:
        """Let time pass while the sender works and `each` happens at every step."""
        end = self.clock().timestamp() + seconds
        while self.clock().timestamp() < end:
            each()
            for _ in range(MOST_ROUNDS):
                if not self.rapport.sender.run_once(1000).total:
                    break
            self.clock.forward(seconds=step)

    def in_state(self, *states: State) -> int:
        """Messages in one of these states."""
        query = select(func.count(Posting.id)).where(Posting.state.in_([state.value for state in states]))
        with self.rapport.workshop.read() as work:
            return work.session.scalar(query) or 0

    def all_sent(self) -> int:
        """Messages that are sent."""
        return self.in_state(State.SENT)

    def verdict(self) -> Counter[str]:
        """What is lost, twice and out of order of everything said."""
        return numbered.verdict(numbered.standing(self.slack.workspace), range(self.said))
