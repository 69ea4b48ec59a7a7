"""Lists begin with what is late, missed steps of a complaint included; what a list tells is no message besides."""

from collections.abc import Callable

from staging.world import Colleague, World, text_of, words_of

from bot.complaints import handling
from bot.complaints.acting import Told
from bot.promises.models import Promise

PHONE = Told("phone", "录音20261123-01")


def contacted(world: World, number: int) -> None:
    with world.work(world.li) as work:
        handling.contacted(work, number, PHONE)
    world.deliver()


def warnings(who: Colleague) -> list[str]:
    return [words for one in who.messages() if (words := text_of(one)).startswith(("⚠️", "⏰", "🚨"))]


def test_a_missed_step_stands_before_the_nearer_end_of_another_case(world: World) -> None:
    world.clock.to("2026-11-23 09:00")
    world.li.types("/complaint", "宏达机械 王会计来电,手续费多扣两次,答应今天下午5点前回复")
    world.li.types("/complaint", "华东精工 李总来电,手续费多扣两次")
    contacted(world, 1)
    world.clock.to("2026-11-23 14:31")
    world.run("complaints.wake", times=2)

    home = world.li.opens_home()
    assert home.index("有步骤超时") < home.index("🔴 C-2") < home.index("您经办的投诉 C-1")
    world.li.types("/desk", "投诉")
    listed = words_of(world.li.hands.open_modal.blocks)
    assert listed.index("C-2") < listed.index("C-1")
    led = world.chen.opens_home()
    assert led.index("团队的投诉：已超时或快到期") < led.index("🔴 C-2") < led.index("C-1 · 宏达机械")

    contacted(world, 2)
    assert "🔴" not in world.li.opens_home() and "C-2" not in world.chen.opens_home()


def test_what_is_missed_at_closing_time_stands_in_the_lists_of_the_morning_alone(world: World) -> None:
    world.clock.to("2026-11-23 14:00")
    world.li.types("/complaint", "宏达机械 王会计来电,手续费多扣两次")
    world.clock.to("2026-11-23 18:01")
    world.run("complaints.wake", times=2)
    world.clock.to("2026-11-24 09:00")
    world.run("complaints.wake")
    world.run("reports.digests")

    for one in (world.li, world.chen):
        assert "🔴 C-1" in one.last_words() and "告知客户已收到投诉：已超" in one.last_words()
    assert not any("已超时" in words for words in warnings(world.li)) and not warnings(world.chen)


def test_what_is_missed_in_working_hours_or_is_severe_is_told_at_once(world: World) -> None:
    world.clock.to("2026-11-23 09:00")
    world.li.types("/complaint", "宏达机械 王会计来电,手续费多扣两次")
    world.clock.to("2026-11-23 14:31")
    world.run("complaints.wake", times=2)
    assert any("C-1 已超时" in words for words in warnings(world.chen))

    world.li.types("/complaint", "华东精工 李总来电,账户里的钱被盗,要找记者曝光")
    world.clock.to("2026-11-23 22:00")
    world.run("complaints.wake", times=2)
    assert any("C-2 已超时" in words for words in warnings(world.chen))


def test_what_is_due_today_is_told_today_however_much_is_late(
    world: World, promise: Callable, pass_time: Callable
) -> None:
    for number in range(12):
        promise(world.emma, f"old thing {number}", "2026-11-24 18:00", zone="+00:00")
    world.clock.to("2026-11-25 11:00", "+00:00")
    world.emma.types("/visit", "Acme Steel met Mr. Brown, send rates tomorrow")
    world.clock.to("2026-11-26 09:00", "+00:00")
    world.run("reports.digests")

    listed = world.emma.last_words()
    assert listed.index("old thing 8") < listed.index("Due today") < listed.index("send rates")
    assert "old thing 9" not in listed and "3 more rows are not listed" in listed
    pass_time("2026-11-26 17:40", zone="+00:00")
    reminder = world.emma.last_message()
    assert "Due soon" in text_of(reminder) and "send rates" in text_of(reminder)
    assert sum("Due soon" in text_of(one) for one in world.emma.messages()) == 1
    world.emma.reacts(reminder, "white_check_mark")
    assert [one.text for one in world.all(Promise) if one.kept_at] == ["send rates"]
