"""Reminders move to the deputy, ownership stays; what a leaver promised finds somebody."""

from collections.abc import Callable

import pytest
from staging.world import World, text_of

from bot.directory.models import Leave
from bot.promises.models import Promise


def test_during_leave_the_deputy_is_reminded(world: World, promise: Callable, pass_time: Callable) -> None:
    promise(world.li, "送报价", "2026-12-02 18:00")
    world.li.types("/desk", f"leave 12/1-12/5 <@{world.emma.slack_id}>")
    assert "Emma Brown" in world.li.hints()[-1]
    pass_time("2026-12-04 18:30", minutes=60)

    assert world.li.messages() == []
    first, *rest = world.emma.messages()
    assert "李雷" in text_of(first)
    assert "stand in" in text_of(first)
    assert any("送报价" in text_of(one) for one in rest)
    assert world.only(Promise).owner_id == world.li.id
    world.emma.reacts(rest[0], "white_check_mark")
    assert world.only(Promise).kept_by_id == world.emma.id


def test_the_deputys_right_ends_with_the_leave(world: World, promise: Callable, pass_time: Callable) -> None:
    promise(world.li, "送报价", "2026-12-02 18:00")
    world.li.types("/desk", f"leave 12/1-12/4 <@{world.wang.slack_id}>")
    pass_time("2026-12-04 12:00", minutes=60)
    card = world.wang.last_message()
    world.clock.to("2026-12-07 10:00")
    world.wang.reacts(card, "white_check_mark")
    assert world.only(Promise).ended_at is None, "a reaction without the right is ignored"
    assert world.wang.hints() == []
    world.wang.presses(card, "promise.keep")
    assert world.only(Promise).ended_at is None
    assert "没有找到" in world.wang.hints()[-1], "a button says why"


def test_a_cancelled_leave_is_told_to_the_deputy(world: World) -> None:
    world.li.types("/desk", f"leave 12/1-12/5 <@{world.wang.slack_id}>")
    hint = [one for one in world.li.hands.sees() if one.is_ephemeral][-1]
    world.li.hands.presses(hint, "leave.cancel")
    world.settle()
    assert "取消" in world.wang.last_words()


def test_what_a_leaver_promised_goes_to_the_lead_who_is_told_once(
    world: World, promise: Callable, pass_time: Callable
) -> None:
    from bot.directory import usecases as directory

    promise(world.li, "送报价", "2026-11-25 18:00")
    promise(world.li, "寄合同", "2026-11-26 18:00")
    with world.work() as work:
        directory.deactivate(work, world.li.id)
    world.deliver()
    assert "李雷 已离职，还有 2 条承诺" in text_of(world.chen.only_message())
    pass_time("2026-11-27 12:00", minutes=60)
    assert sum("送报价" in text_of(one) for one in world.chen.messages()[1:]) >= 1


def test_days_that_are_not_understood_are_asked_for(world: World) -> None:
    world.li.types("/desk", "leave 过阵子")
    assert "没看懂是哪几天" in world.li.hints()[-1]
    assert "过阵子" in world.li.hints()[-1]


@pytest.mark.parametrize("line", ["12/1-12/5 @Emma Brown", "@emma 12/1-12/5", "12月1日到12月5日＠王敏"])
def test_a_deputy_whose_name_was_typed_stands_in_too(world: World, line: str) -> None:
    world.li.types("/desk", f"leave {line}")
    assert "没有指定代理人" not in world.li.hints()[-1]
    leave = world.only(Leave)
    assert leave.deputy_id in (world.emma.id, world.wang.id)
    assert (f"{leave.first_day:%m%d}", f"{leave.last_day:%m%d}") == ("1201", "1205")


def test_a_deputy_nobody_knows_is_asked_for_instead_of_left_out(world: World) -> None:
    world.li.types("/desk", "leave 12/1-12/5 @张无忌")
    assert "不认识这位代理人" in world.li.hints()[-1]
    assert world.all(Leave) == []


def test_a_leave_of_one_day_is_told_as_one_day(world: World) -> None:
    world.emma.types("/desk", f"leave 1 Dec <@{world.li.slack_id}>")
    assert "you are away on Tue 1 Dec." in world.emma.hints()[-1]
    assert "12月1日 周二 休假" in world.li.last_words()
    world.emma.types("/desk", "leave")
    assert "Tue 1 Dec · 李雷 stands in" in world.emma.hints()[-1]
