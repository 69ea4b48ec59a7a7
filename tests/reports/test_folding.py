"""Too many reminders, or reminders the program missed, become one list."""

from collections.abc import Callable

from staging.world import World, text_of

from bot import wiring
from bot.promises.models import Promise


def test_three_days_down_is_one_digest_a_person(world: World, promise: Callable) -> None:
    for number in range(12):
        promise(world.li, f"第{number}件", f"2026-11-{23 + number % 3} 18:00")
    world.clock.to("2026-11-26 14:00")
    world.run("promises.wake", times=2)
    world.run("reports.digests", times=2)

    words = text_of(world.li.only_message())
    assert "有 12 条提醒没有单独打扰您" in words
    assert all(one.missed_at is not None for one in world.all(Promise))


def test_a_single_missed_reminder_is_one_message_too_and_its_check_mark_counts(world: World, promise: Callable) -> None:
    promise(world.li, "送报价", "2026-11-24 18:00")
    world.clock.to("2026-11-27 14:00")
    for _ in range(3):
        world.run("promises.wake")
        world.run("reports.digests")
    assert "团队里已到期的" in text_of(world.chen.only_message())
    digest = world.li.only_message()
    assert "已超期3个工作日" in text_of(digest)
    world.li.reacts(digest, "white_check_mark")
    assert world.only(Promise).kept_by_id == world.li.id


def test_what_was_missed_at_night_waits_for_the_morning_digest(world: World, promise: Callable) -> None:
    for number in range(3):
        promise(world.li, f"第{number}件", "2026-11-24 18:00")
    world.clock.to("2026-11-25 22:00")
    world.run("promises.wake")
    world.run("reports.digests")
    assert world.li.messages() == []
    world.clock.to("2026-11-26 09:00")
    world.run("reports.digests")
    assert "有 3 条提醒" in text_of(world.li.only_message())


def test_down_after_the_morning_digest_gives_one_catch_up(world: World, promise: Callable) -> None:
    for number in range(5):
        promise(world.li, f"第{number}件", f"2026-11-25 1{number}:30", timed=True)
    world.clock.to("2026-11-25 09:00")
    world.run("reports.digests")
    assert len(world.li.messages()) == 1
    world.clock.to("2026-11-25 17:00")
    world.run("promises.wake", times=2)
    assert len(world.li.messages()) == 2
    assert "刚才错过的提醒" in world.li.last_words()


def test_beyond_the_daily_budget_the_rest_is_in_the_digest(world: World, promise: Callable) -> None:
    for number in range(9):
        promise(world.li, f"第{number}件", "2026-11-25 18:00")
    world.clock.to("2026-11-26 09:00")
    world.run("promises.wake")
    assert len(world.li.messages()) == 6, "policy: six a day"
    world.run("reports.digests")
    assert "有 3 条提醒没有单独打扰您" in world.li.last_words()


def test_what_is_important_is_never_left_to_the_digest(world: World, promise: Callable) -> None:
    for number in range(9):
        promise(world.li, f"第{number}件", "2026-11-25 18:00", important=number == 8)
    world.clock.to("2026-11-26 09:00")
    world.run("promises.wake")
    assert any("第8件" in text_of(one) for one in world.li.messages())


def test_after_an_outage_of_slack_the_list_comes_by_itself_and_the_rest_is_told_in_words(
    world: World, promise: Callable
) -> None:
    for number in range(5):
        promise(world.li, f"第{number}件", f"2026-11-25 1{number}:30", timed=True, customer_id=world.hongda.id)
    for moment in ("2026-11-25 09:00", *(f"2026-11-25 1{hour}:31" for hour in range(5)), "2026-11-26 09:00"):
        world.clock.to(moment)
        wiring.SCHEDULE["promises.wake"][1](world.rapport.workshop)
        wiring.SCHEDULE["reports.digests"][1](world.rapport.workshop)
    world.clock.to("2026-11-26 09:20")
    world.deliver()
    piled, listed = sorted((text_of(one) for one in world.li.messages()), key=lambda words: "今天的清单" in words)
    assert "宏达机械：第0件" in piled and "P-1" in piled
    assert "今天的清单" not in piled
    assert "今天的清单" in listed and "11月26日" in listed and "11月25日 周三\n" not in listed
