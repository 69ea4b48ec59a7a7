"""What children run: the shipped program, or one of the usual ways of doing without its protocol."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select, update

from bot.core import logs
from bot.core.clock import system_clock
from bot.core.database import connect
from bot.core.outbox import Posting, State
from bot.core.outbox.limits import Limits
from bot.core.settings import Settings
from bot.core.slack import SlackFailure, SlackPort
from bot.main import Rapport, build
from bot.main.secret import unlock

QUICK = Limits(
    channel_interval=0, budgets={}, settle=0.4, timeout=0.3, margin=0.05, start_window=0.3, poll=0.05,
    heal_after=(0.5, 1.0), max_attempts=100, longest_pause=0.2, fuse_per_hour=1_000_000, clock_fuse=False,
)  # fmt: skip
"""The protocol's times shortened about thirtyfold, so that a campaign of thousands of lives takes minutes."""


@dataclass(frozen=True)
class Given:
    """What a child needs to be a replica: settings, and the sender's limits."""

    settings: dict[str, Any]
    limits: Limits = field(default_factory=lambda: QUICK)


def composed(given: Given) -> Rapport:
    """The program as `python -m bot run` builds it."""
    logs.configure("CRITICAL")
    return build(_unlocked(given), system_clock, given.limits)


def _unlocked(given: Given) -> Settings:
    settings = Settings(_env_file=None, **given.settings)
    unlock(settings)
    return settings


def sender(given: Given) -> None:
    """A replica that only delivers."""
    composed(given).sender.start()


def post_then_mark(given: Given) -> None:
    """The usual way to lose count: send, then write down that it was sent."""
    _naive(given, lambda mark, post: (post(), mark()))


def mark_then_post(given: Given) -> None:
    """The other usual way: write down that it was sent, then send."""
    _naive(given, lambda mark, post: (mark(), post()))


def _naive(given: Given, order: Callable[[Callable[[], None], Callable[[], None]], Any]) -> None:
    threading.Thread(target=_deliver, args=(given, order), daemon=True).start()


def _deliver(given: Given, order: Callable[[Callable[[], None], Callable[[], None]], Any]) -> None:
    _unlocked(given)
    engine = connect(given.settings["database_url"])
    port = SlackPort(given.settings["slack_bot_token"], given.settings["slack_api_url"], timeout=given.limits.timeout)
    waiting = select(Posting.id, Posting.channel, Posting.data, Posting.nonce).where(Posting.state == "queued")
    sent = update(Posting).values(state=State.SENT.value, ts="1")
    while True:
        with engine.begin() as connection:
            row = connection.execute(waiting.order_by(Posting.id).limit(1)).first()
        if row is None:
            time.sleep(0.02)
            continue

        def mark(row: Any = row) -> None:
            with engine.begin() as connection:
                connection.execute(sent.where(Posting.id == row.id))

        def post(row: Any = row) -> None:
            port.post(row.channel, row.data["text"], [], row.nonce)

        try:
            order(mark, post)
        except SlackFailure:
            continue
