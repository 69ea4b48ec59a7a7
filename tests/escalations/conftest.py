"""Departments with rosters: who is asked, in whose channel."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from staging.world import World

from bot.directory.models import Duty
from bot.escalations.models import Ask
from bot.playground.state import Message


@pytest.fixture
def office(world: World) -> Any:
    """Risk with 赵强 and 何平 on duty under 钱进, product with 王敏, compliance with 顾严; two private channels."""
    he = world.person("何平", role="colleague", department="risk")
    qian = world.person("钱进", role="lead", department="risk")
    gu = world.person("顾严", role="colleague", department="compliance")
    risk = world.department("risk", [world.zhao, he, qian], head=qian)
    product = world.department("product", [world.wang])
    with world.work() as work:
        for department, person, position in (
            ("risk", world.zhao, 0), ("risk", he, 1), ("product", world.wang, 0), ("compliance", gu, 0),
        ):  # fmt: skip
            work.save(Duty(department=department, person_id=person.id, position=position))
    return SimpleNamespace(he=he, qian=qian, gu=gu, risk=risk, product=product)


@pytest.fixture
def ask(world: World) -> Callable[[], Ask]:
    """The one question there is, as it stands now."""
    return lambda: world.only(Ask)


@pytest.fixture
def card(world: World) -> Callable[[Any], Message]:
    """The first message the bot wrote in a channel, as it stands now."""

    def find(channel: Any) -> Message:
        return posted(world, channel)[0]

    return find


@pytest.fixture
def below(world: World) -> Callable[[Any], list[Message]]:
    """What the bot wrote in the threads of a channel."""
    return lambda channel: [one for one in posted(world, channel) if one.thread_ts and one.thread_ts != one.ts]


def posted(world: World, channel: Any) -> list[Message]:
    bot = world.slack.workspace.app.bot_user
    found = world.slack.workspace.channel(channel.id).messages.values()
    return [one for one in found if one.user == bot and not one.is_ephemeral]
