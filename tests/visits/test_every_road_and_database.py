"""The first minute over Socket Mode and on PostgreSQL."""

import pytest
from staging.databases import Databases
from staging.world import World, text_of

from bot.promises.models import Promise
from bot.visits.models import Visit


def first_minute(world: World) -> None:
    world.li.types("/visit", "华东精工 今天下午拜访李总,谈了应收账款周转慢,下周三前给供应链金融方案")
    card = world.li.only_message()
    world.li.taps(card, "换日期", "2026-11-20")

    assert world.only(Visit).customer_id == world.huadong.id
    assert world.only(Promise).text == "给供应链金融方案"
    assert "11月20日 周五" in text_of(world.current(card))
    world.li.taps(card, "撤销")
    assert world.only(Promise).dropped_at is not None


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"], indirect=True)
def test_the_first_minute_on_both_databases(world: World) -> None:
    first_minute(world)
    world.li.says("宏达机械 今天电话\u0000沟通,手机13812348000,无后续")
    world.chen.types("/visit", "V-2")
    assert "李雷 记了一次拜访" in world.chen.last_words()


def test_the_first_minute_over_socket_mode(databases: Databases) -> None:
    with World(databases.fresh("sqlite"), socket_mode=True) as world:
        first_minute(world)
