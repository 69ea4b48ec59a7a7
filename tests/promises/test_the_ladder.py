"""A missed promise climbs: oneself, again oneself, the lead too, and then the lead must choose."""

from collections.abc import Callable

from staging.world import World, text_of

from bot.core import history
from bot.promises.models import Promise


def test_it_climbs_to_the_lead_who_must_choose(world: World, promise: Callable, pass_time: Callable) -> None:
    promise(world.li, "送报价", "2026-11-25 18:00")

    pass_time("2026-11-26 09:00", minutes=60)
    assert len(world.li.messages()) == 1, "the day itself"
    pass_time("2026-11-27 09:00", minutes=60)
    assert len(world.li.messages()) == 1, "the first working day after is the same morning"
    pass_time("2026-11-30 09:00", minutes=60)
    assert len(world.li.messages()) == 2, "three working days: with the lead"
    assert len(world.chen.messages()) == 1
    pass_time("2026-12-02 09:00", minutes=60)
    assert len(world.chen.messages()) == 2
    assert "请您定一下" in world.chen.last_words()
    assert len(world.li.messages()) == 2


def test_the_lead_chooses_a_new_date(world: World, promise: Callable, pass_time: Callable) -> None:
    promise(world.li, "送报价", "2026-11-25 18:00")
    pass_time("2026-12-02 09:00", minutes=60)
    world.chen.presses(world.chen.last_message(), "promise.date")
    world.chen.submits(due="2026-12-08", reason="客户出差")

    kept = world.only(Promise)
    assert kept.rung == 0
    assert kept.asked_due_at.isoformat() == "2026-11-25T10:00:00+00:00"
    assert kept.due_at.isoformat() == "2026-12-08T10:00:00+00:00"
    assert "把日期改到了 12月8日 周二 18:00，原因：客户出差" in world.li.last_words() or "客户出差" in text_of(
        world.current(world.li.last_message())
    )


def test_the_lead_gives_it_to_somebody_else(world: World, promise: Callable, pass_time: Callable) -> None:
    promise(world.li, "送报价", "2026-11-25 18:00")
    pass_time("2026-12-02 09:00", minutes=60)
    world.chen.presses(world.chen.last_message(), "promise.give")
    world.chen.submits(to=world.wang.slack_id)

    assert world.only(Promise).owner_id == world.wang.id
    assert "陈静 12月2日 周三 09:00 转给了 王敏" in world.wang.last_words()


def test_dropping_needs_a_reason(world: World, promise: Callable, pass_time: Callable) -> None:
    made = promise(world.li, "送报价", "2026-11-25 18:00")
    pass_time("2026-12-02 09:00", minutes=60)
    card = world.chen.last_message()
    world.chen.says("放弃", thread=card)
    assert world.only(Promise).ended_at is None
    assert "要写原因" in world.chen.last_words()

    world.chen.presses(card, "promise.drop")
    world.chen.submits(reason="客户已从别家购买")
    dropped = world.only(Promise)
    assert dropped.drop_reason == "客户已从别家购买"
    with world.work() as work:
        assert history.of(work.session, made.subject)[0].reason == "客户已从别家购买"
    assert "已放弃，原因：客户已从别家购买" in text_of(world.current(card))


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
