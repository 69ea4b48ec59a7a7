"""A branch bank for campaigns: a real database, the loopback Slack, people, and replicas of the program in children."""

from collections import Counter
from collections.abc import Sequence
from types import TracebackType
from typing import Any

from sqlalchemy import func, select

from bot.core.clock import system_clock
from bot.core.database import connect
from bot.core.outbox import ChannelPlace, Manner, Posting, State
from bot.core.outbox.limits import Limits
from bot.core.outbox.notice import Place
from bot.core.privacy import Keyring
from bot.core.settings import Settings
from bot.directory.models import Person
from bot.main import handlers_table, workshop
from bot.main.manifest import manifest
from bot.main.secret import unlock
from bot.playground.loopback import LoopbackSlack
from bot.playground.state import Channel
from campaigns.kit import numbered
from campaigns.kit.replicas import QUICK, Given
from campaigns.promise import Stage


class Branch:
    """Use as a context manager. The Slack lives in this process, which nobody kills; the replicas are children."""

    def __init__(self, stage: Stage, channels: int = 10, socket_mode: bool = False, **slack: Any) -> None:
        self.stage, self.url = stage, stage.database()
        self.slack = LoopbackSlack(
            manifest(handlers_table(), socket_mode=socket_mode), seed=stage.seed, keep=100_000, **slack
        )
        self._socket_mode = socket_mode
        self._channels, self.channels = channels, list[Channel]()
        self._key = Keyring.new_key()
        self.said = 0

    def __enter__(self) -> "Branch":
        self.slack.start()
        settings = Settings(_env_file=None, **self.settings)
        unlock(settings)
        self.engine = connect(self.url)
        self.workshop = workshop(settings, self.engine, system_clock)
        self.channels = [self.slack.workspace.add_channel(f"campaign-{n}") for n in range(self._channels)]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.engine.dispose()
        self.slack.stop()

    @property
    def settings(self) -> dict[str, Any]:
        """The program's settings, as keyword arguments of Settings."""
        app = {"slack_app_token": self.slack.app_token} if self._socket_mode else {}
        return app | {
            "slack_bot_token": self.slack.bot_token, "slack_signing_secret": self.slack.signing_secret,
            "slack_api_url": self.slack.api_url, "database_url": self.url, "RAPPORT_SECRET_KEYS": self._key,
        }  # fmt: skip

    def given(self, limits: Limits = QUICK) -> Given:
        """What a replica of this branch is started with."""
        return Given(self.settings, limits)

    def person(self, name: str, **fields: Any) -> Person:
        """A colleague in Slack and in the directory."""
        user = self.slack.workspace.add_user(name, real_name=name, locale="zh-CN")
        with self.workshop.open() as work:
            return work.save(Person(name=name, slack_id=user.id, time_zone="Asia/Shanghai", **fields))

    def say(self, number: int = 1, places: Sequence[Place] = ()) -> None:
        """Queue the next messages, numbered, one after another into the places (the channels unless given)."""
        everywhere = places or [ChannelPlace(channel.id) for channel in self.channels]
        numbered.say(self.workshop, range(self.said, self.said + number), everywhere, manner=Manner.URGENT)
        self.said += number

    def unfinished(self) -> int:
        """Messages that are not sent, or not healed yet."""
        with self.engine.connect() as connection:
            still_open = (Posting.state != State.SENT.value) | Posting.heal_at.is_not(None)
            return connection.scalar(select(func.count(Posting.id)).where(still_open)) or 0

    def unsent(self) -> int:
        """Messages that are not sent."""
        with self.engine.connect() as connection:
            return connection.scalar(select(func.count(Posting.id)).where(Posting.state != State.SENT.value)) or 0

    def verdict(self) -> Counter[str]:
        """How many messages are lost, how many are there more than once, how many came before an older one."""
        return numbered.verdict(numbered.standing(self.slack.workspace), range(self.said))

    def calls(self, method: str) -> int:
        """How often a method of Slack was called."""
        return len(self.slack.recorder.calls(method))
