"""A missed promise climbs: oneself, again oneself, the lead too, and then the lead must choose."""

from collections.abc import Callable

import pytest
from staging.world import Colleague, World, text_of

from bot.core import history
from bot.directory.models import Person
from bot.playground.state import Message
from bot.promises.models import Promise


@pytest.fixture
def morning(world: World, pass_time: Callable) -> Callable[[str], None]:
    """Nine o'clock of a day: the clock is looked at, and the lists go out."""

    def at(day: str) -> None:
        pass_time(f"{day} 09:00", minutes=60)
        world.run("reports.digests")

    return at


def cards(who: Colleague) -> list[Message]:
    """The reminders a person got as messages of their own."""
    return [one for one in who.messages() if "清单" not in text_of(one)]


def test_it_climbs_in_the_lists_and_the_lead_chooses_there(world: World, promise: Callable, morning: Callable) -> None:
    promise(world.li, "送报价", "2026-11-25 18:00")

    morning("2026-11-26")
    assert len(cards(world.li)) == 1, "the day itself"
    morning("2026-11-27")
    assert "送报价" in world.li.last_words() and world.chen.messages() == []
    morning("2026-11-30")
    assert "团队里已到期的" in world.chen.last_words(), "three working days: with the lead"
    morning("2026-12-02")
    assert "拖得太久的：请您定 送报价" in world.chen.last_words()
    assert len(cards(world.li)) == 1 and cards(world.chen) == []


def test_a_day_is_the_owners_day_to_whoever_reads_it_elsewhere(
    world: World, promise: Callable, morning: Callable
) -> None:
    with world.work() as work:
        work.session.get_one(Person, world.chen.id).time_zone = "America/Los_Angeles"
    promise(world.li, "送报价", "2026-11-25 18:00")
    promise(world.li, "打电话", "2026-11-25 18:00", timed=True)
    morning("2026-12-02")
    listed = world.chen.opens_home()
    assert "送报价 · 11月25日 周三 · 已超期" in listed
    assert "打电话 · 11月25日 周三 02:00" in listed
    assert "送报价 · 11月25日 周三 18:00" in world.li.opens_home()


def test_what_is_important_climbs_by_messages_of_its_own(world: World, promise: Callable, morning: Callable) -> None:
    promise(world.li, "送报价", "2026-11-25 18:00", important=True)
    for day in ("2026-11-26", "2026-11-27", "2026-11-30", "2026-12-02"):
        morning(day)
    assert len(cards(world.li)) == 3 and len(cards(world.chen)) == 2
    assert "请您定一下" in text_of(cards(world.chen)[-1])


def test_whoever_stands_in_for_the_lead_is_offered_the_choice(
    world: World, promise: Callable, morning: Callable
) -> None:  # fmt: skip
    promise(world.li, "送报价", "2026-11-25 18:00")
    world.chen.types("/desk", f"休假 12/1-12/4 <@{world.wang.slack_id}>")
    morning("2026-12-02")
    assert "请您定 送报价" in world.wang.last_words()


def test_the_lead_chooses_a_new_date(world: World, promise: Callable, morning: Callable) -> None:
    promise(world.li, "送报价", "2026-11-25 18:00")
    morning("2026-12-02")
    world.chen.presses(world.chen.last_message(), "promise.date")
    world.chen.submits(due="2026-12-08", reason="客户出差")

    kept = world.only(Promise)
    assert kept.rung == 0
    assert kept.asked_due_at.isoformat() == "2026-11-25T10:00:00+00:00"
    assert kept.due_at.isoformat() == "2026-12-08T10:00:00+00:00"
    assert "把日期改到了 12月8日 周二 18:00，原因：客户出差" in text_of(world.current(cards(world.li)[0]))
    assert "改到 12月8日 周二 18:00" in text_of(world.current(world.chen.last_message()))


def test_the_lead_gives_it_to_somebody_else(world: World, promise: Callable, morning: Callable) -> None:
    promise(world.li, "送报价", "2026-11-25 18:00")
    morning("2026-12-02")
    world.chen.presses(world.chen.last_message(), "promise.give")
    world.chen.submits(to=world.wang.slack_id)

    assert world.only(Promise).owner_id == world.wang.id
    assert "陈静 12月2日 周三 09:00 转给了 王敏" in world.wang.last_words()


def test_dropping_needs_a_reason(world: World, promise: Callable, morning: Callable) -> None:
    made = promise(world.li, "送报价", "2026-11-25 18:00")
    morning("2026-12-02")
    world.chen.presses(world.chen.last_message(), "promise.drop")
    world.chen.submits(reason="")
    assert world.only(Promise).ended_at is None

    world.chen.submits(reason="客户已从别家购买")
    dropped = world.only(Promise)
    assert dropped.drop_reason == "客户已从别家购买"
    with world.work() as work:
        assert history.of(work.session, made.subject)[0].reason == "客户已从别家购买"
    assert "已放弃，原因：客户已从别家购买" in text_of(world.current(cards(world.li)[0]))


def test_falling_due_is_announced_once(world: World, promise: Callable, pass_time: Callable) -> None:
    made = promise(world.li, "送报价", "2026-11-25 18:00")
    pass_time("2026-12-04 12:00", minutes=120)
    with world.work() as work:
        said = [one for one in history.of(work.session, made.subject) if one.field == "missed"]
    assert len(said) == 1


def test_a_make_up_saturday_is_a_working_day_for_the_ladder(world: World, promise: Callable) -> None:
    """In 2026 Saturday 10 October is worked in China after the National Day break (1-7 October)."""
    from datetime import timedelta
    from zoneinfo import ZoneInfo

    from bot.core.calendar import Calendar, WorkingHours, WorkingTime
    from bot.core.policy.spans import Span
    from bot.promises import rules

    calendar = Calendar.bundled("CN", 2026, 2026)
    saturday = next(day.day for day in calendar.days if day.kind == "workday" and day.day.month == 10)
    time = WorkingTime(calendar, WorkingHours.DEFAULT, ZoneInfo("Asia/Shanghai"))
    due = time.closing(saturday - timedelta(days=1))
    assert due is not None
    reached = rules.rung_at(due, Span.parse("1 working day"), time)
    assert reached == time.opening(saturday)
