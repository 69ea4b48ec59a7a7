"""One typed line becomes a visit, its promise a reminder in working time, and a check mark keeps it."""

from collections.abc import Iterator

import pytest
from staging.databases import Databases
from staging.world import World, text_of

from bot.promises.models import Promise
from bot.visits.models import Visit

ROADS = [("sqlite", False), ("sqlite", True), ("postgresql", False), ("postgresql", True)]


@pytest.fixture(params=ROADS, ids=["sqlite-http", "sqlite-socket", "postgresql-http", "postgresql-socket"])
def anywhere(request: pytest.FixtureRequest, databases: Databases) -> Iterator[World]:
    """The world on either database, over either road."""
    backend, socket_mode = request.param
    with World(databases.fresh(backend), socket_mode=socket_mode) as staged:
        yield staged


def test_a_visit_its_promise_the_reminder_and_the_check_mark(anywhere: World) -> None:
    world = anywhere

    line = world.li.types("/visit", "华东精工 今天下午拜访李总,谈了应收账款周转慢,下周三前给供应链金融方案")
    world.deliver()

    assert "V-" in line.text
    assert world.only(Visit).customer_id == world.huadong.id
    promise = world.only(Promise)
    assert promise.text == "给供应链金融方案"
    assert "12月2日 周三" in world.li.last_words()

    world.clock.to("2026-12-02 09:00")
    world.tick()
    digest = world.li.last_message()
    assert "给供应链金融方案" in text_of(digest)

    world.clock.to("2026-12-03 09:00")
    world.tick()
    reminder = next(one for one in reversed(world.li.messages()) if "white_check_mark" in one.reactions)
    world.li.reacts(reminder, "white_check_mark")

    kept = world.only(Promise)
    assert kept.kept_by_id == world.li.id
    assert kept.kept_at is not None


def test_the_same_life_in_english_and_in_another_zone(world: World) -> None:
    world.clock.to("2026-11-23 16:30", "+00:00")
    world.emma.types(
        "/visit", "Acme Steel met Mr. Brown this afternoon, receivables slow, send SCF proposal by next Wed"
    )
    world.deliver()

    assert "send SCF proposal" in world.emma.last_words()
    assert "Wed 2 Dec 18:00" in world.emma.last_words()

    world.clock.to("2026-12-03 09:30", "+00:00")
    world.tick()
    reminder = next(one for one in reversed(world.emma.messages()) if "white_check_mark" in one.reactions)
    world.emma.reacts(reminder, "white_check_mark")

    assert world.only(Promise).kept_by_id == world.emma.id
