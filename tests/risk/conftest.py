"""A risk department with its channel, figures of a customer, and one alert from the first note on."""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from staging.world import Colleague, World

from bot.directory.models import Duty
from bot.playground.state import Message
from bot.risk import usecases
from bot.risk.models import Alert

BAD = {
    "debt_to_asset": 82.0, "current_ratio": 0.8, "quick_ratio": 0.4, "icr": 0.6, "roa": -2.0, "ocf": -100.0,
    "revenue_yoy": -30.0, "z2": 0.5,
}  # fmt: skip
"""Eight flags, all raised."""


@pytest.fixture
def office(world: World) -> Any:
    """Risk with 赵强 and 何平 on duty under 钱进, in a private channel."""
    he = world.person("何平", role="colleague", department="risk")
    qian = world.person("钱进", role="lead", department="risk")
    channel = world.department("risk", [world.zhao, he, qian], head=qian)
    with world.work() as work:
        work.save(Duty(department="risk", person_id=world.zhao.id, position=0))
        work.save(Duty(department="risk", person_id=he.id, position=1))
    return SimpleNamespace(he=he, qian=qian, channel=channel)


@pytest.fixture
def figures(world: World) -> Callable[..., None]:
    """Figures typed by a customer's manager: `figures(world.li, world.huadong, 5)` raises five of the eight flags."""

    def give(who: Colleague, customer: Any, flags: int, period: str = "2026-09-30") -> None:
        values = dict(list(BAD.items())[:flags])
        with world.work(who) as work:
            usecases.record(work, customer.id, date.fromisoformat(period), values)
        world.deliver()

    return give


@pytest.fixture
def alert(world: World) -> Callable[[], Alert]:
    """The one alert there is, as it stands now."""
    return lambda: world.only(Alert)


@pytest.fixture
def posted(world: World) -> Callable[[Any], list[Message]]:
    """What the bot wrote in a channel."""

    def find(channel: Any) -> list[Message]:
        bot = world.slack.workspace.app.bot_user
        found = world.slack.workspace.channel(channel.id).messages.values()
        return [one for one in found if one.user == bot and not one.is_ephemeral]

    return find
