"""Promises made directly, and days that pass as they do in a running program."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.core.subject import Subject
from bot.promises import usecases
from bot.promises.models import Promise
from staging.world import Colleague, World

Promising = Callable[..., Promise]


def at(text: str, zone: str = "+08:00") -> datetime:
    """An instant from a local time."""
    return datetime.fromisoformat(text.replace(" ", "T") + zone).astimezone(UTC)


@pytest.fixture
def promise(world: World) -> Promising:
    """Make a promise: `promise(world.li, "送报价", "2026-11-25 18:00")`."""

    def make(owner: Colleague, text: str, due: str, **details: Any) -> Promise:
        zone = details.pop("zone", "+08:00")
        with world.work(owner) as work:
            about = details.pop("about", Subject("visit", 318))
            draft = usecases.Draft(text, at(due, zone), owner.id, about, **details)
            return usecases.make(work, draft)

    return make


@pytest.fixture
def pass_time(world: World) -> Callable[..., None]:
    """Let time pass with the program running: the clocks tick every ten minutes on the way."""

    def pass_(until: str, zone: str = "+08:00", minutes: int = 10, jobs: tuple[str, ...] = ("promises.wake",)) -> None:
        end = at(until, zone)
        while world.clock.now < end:
            world.clock.now = min(end, world.clock.now + timedelta(minutes=minutes))
            for job in jobs:
                world.run(job)

    return pass_
