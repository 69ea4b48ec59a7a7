"""Nobody misses a limit he was not told of: the next one is named and warned of, and a missed one says what to do."""

import pytest
from staging.world import Colleague, World, text_of

from bot.complaints import handling, intake, pausing
from bot.complaints.acting import Told
from bot.complaints.models import Complaint

LINE = "宏达机械 王会计来电,手续费多扣两次"
PHONE = Told("phone", "recording 17")


def said(who: Colleague, sign: str) -> list[str]:
    return [text_of(one) for one in who.messages() if text_of(one).startswith(f"{sign} C-")]


def card(who: Colleague) -> str:
    return next(text_of(one) for one in who.messages() if text_of(one).startswith("C-1 ·"))


def at(world: World, *moments: str) -> None:
    for moment in moments:
        world.clock.to(moment)
        world.run("complaints.wake", times=2)


def test_each_limit_is_named_warned_of_and_a_missed_one_says_what_to_do(world: World) -> None:
    world.clock.to("2026-11-23 09:00")
    world.li.types("/complaint", LINE)
    assert "14:30 前告知客户已收到投诉" in world.li.hints()[-1]
    assert "14:30 前告知客户已收到投诉" in card(world.li) and "还剩 4小时工作时间" in card(world.li)
    at(world, "2026-11-23 11:00", "2026-11-23 13:45")
    (warning,) = said(world.li, "⏰")
    assert "请在 11月23日 周一 14:30 前告知客户已收到投诉" in warning

    at(world, "2026-11-23 14:31")
    (missed,) = said(world.li, "⚠️")
    assert "已超时，请告知客户已收到投诉" in missed and "答复" not in missed
    assert "🔴 已超时" in card(world.li)
    assert "🔴 C-1" in world.li.opens_home() and "告知客户已收到投诉" in world.li.opens_home()

    with world.work(world.li) as work:
        handling.contacted(work, world.only(Complaint).id, PHONE)
    world.deliver()
    assert "下一步" in card(world.li) and "前写明核实结果并定责" in card(world.li) and "🔴" not in card(world.li)
    assert "🔴" not in world.li.opens_home()


def test_a_major_case_in_english_names_thirty_minutes_and_a_missed_plan_asks_for_the_plan(world: World) -> None:
    world.clock.to("2026-11-23 10:00", "+00:00")
    world.emma.types("/complaint", "Acme Steel Mr. Brown called, money stolen from the account, he goes to the press")
    assert world.only(Complaint).severity == "S1"
    next_step = "Next: tell the customer that we have the complaint by"
    assert next_step in card(world.emma) and "(30 min left)" in card(world.emma)
    with world.work(world.emma) as work:
        handling.contacted(work, 1, PHONE)
    world.deliver()
    assert "Next: note what was found and whose fault it is by" in card(world.emma)

    world.clock.to("2026-11-24 10:01", "+00:00")
    world.run("complaints.wake", times=2)
    (missed,) = said(world.emma, "⚠️")
    assert "is late. Please note what was found and whose fault it is (was due" in missed


def test_a_limit_speaks_once_a_day_until_the_last_call(world: World) -> None:
    world.clock.to("2026-11-23 10:00")
    with world.work(world.li) as work:
        number = intake.register(work, LINE + ",答应后天上午9点前回复", intake.Given(channel="phone")).id
        handling.contacted(work, number, PHONE)
    at(world, "2026-11-24 09:00", "2026-11-24 09:30")
    assert len(said(world.li, "⏰")) == 1, "a day before, and half of it used, are one message"
    at(world, "2026-11-24 16:40")
    assert len(said(world.li, "⏰")) == 2 and "还剩 1小时20分钟工作时间" in said(world.li, "⏰")[-1]


@pytest.mark.parametrize("why", ["waiting_for_customer", "mediation"])
def test_a_paused_limit_is_silent_and_one_that_runs_on_says_so(world: World, why: str) -> None:
    with world.work(world.li) as work:
        number = intake.register(work, LINE + ",答应后天晚上9点前回复", intake.Given(channel="phone")).id
        handling.contacted(work, number, PHONE)
    at(world, "2026-11-24 21:00")
    world.clock.to("2026-11-25 08:00")
    with world.work(world.li) as work:
        pausing.pause(work, number, why, "说明", PHONE)
    at(world, "2026-11-25 09:05", "2026-11-26 20:00", "2026-11-27 09:30", "2026-12-02 09:30", "2026-12-04 09:30")
    heard = said(world.li, "⏰") + said(world.li, "⚠️")
    if why == "mediation":
        assert heard == [] and world.only(Complaint).breaches == [], "nobody may write the plan meanwhile either"
        assert "仍在计时" not in card(world.li)
        return
    assert heard and all("投诉已暂停" in one and "这个时限不停" in one for one in heard), heard
    assert not any("承诺" in one for one in heard)
    assert "仍在计时" in card(world.li) and "仍在计时" in world.li.opens_home()
