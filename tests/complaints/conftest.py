"""Complaints in their world: a desk with a channel, and shorthands for what people do."""

from collections.abc import Callable, Iterator

import pytest
from staging.databases import Databases
from staging.world import World

from bot.complaints.models import Complaint

LINE = "华东精工 王会计来电,手续费多扣两次,很生气,答应明天中午前回复"


@pytest.fixture
def desk(world: World):
    """The channel of customer service, where masked cards appear."""
    return world.department("customer_service", [world.sun, world.chen], head=world.sun)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def stage(request: pytest.FixtureRequest, databases: Databases) -> Iterator[World]:
    """A world that the stories of a file share, each with a customer of its own; nobody in it changes, nor does time."""
    with World(databases.lasting(request.param)) as staged:
        staged.department("customer_service", [staged.sun, staged.chen], head=staged.sun)
        yield staged


@pytest.fixture
def case(world: World) -> Callable[..., Complaint]:
    """Li registers a complaint; returns it. `by` and `line` say otherwise."""

    def register(line: str = LINE, by=None) -> Complaint:
        (by or world.li).types("/complaint", line)
        return world.all(Complaint)[-1]

    return register
