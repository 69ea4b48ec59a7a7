"""One message a morning, a to-do list all day."""

from collections.abc import Callable

from staging.world import World, text_of

from bot.promises.models import Promise
from bot.reports.models import Digest


def at_nine(world: World, day: str = "2026-11-25") -> None:
    world.clock.to(f"{day} 08:00")
    world.run("reports.digests")
    world.clock.to(f"{day} 09:00")
    world.run("reports.digests")


def test_it_lists_overdue_and_today_once(world: World, promise: Callable) -> None:
    promise(world.li, "送报价", "2026-11-24 18:00", customer_id=world.hongda.id)
    promise(world.li, "给供应链金融方案", "2026-11-25 18:00", customer_id=world.huadong.id)
    promise(world.li, "下周的事", "2026-12-01 18:00")
    at_nine(world)
    world.run("reports.digests", times=3)

    words = text_of(world.li.only_message())
    assert "已到期" in words
    assert "宏达机械" in words
    assert "今天要做" in words
    assert "给供应链金融方案" in words
    assert "下周的事" not in words


def test_with_nothing_to_say_there_is_none(world: World) -> None:
    at_nine(world)
    assert world.li.messages() == []


def test_its_rows_are_done_in_place_all_day(world: World, promise: Callable) -> None:
    promise(world.li, "送报价", "2026-11-25 18:00")
    promise(world.li, "寄合同", "2026-11-25 18:00")
    at_nine(world)
    digest = world.li.only_message()
    world.clock.to("2026-11-25 10:02")
    world.li.presses(digest, "promise.keep")
    words = text_of(world.current(digest))
    assert "李雷 11月25日 周三 10:02 已完成" in words
    assert "今天的都处理完了" not in words
    world.li.presses(digest, "promise.snooze")
    assert "今天的都处理完了" in text_of(world.current(digest))
    assert len(world.li.messages()) == 1


def test_yesterdays_list_tells_what_got_done_and_nothing_of_todays_lateness(world: World, promise: Callable) -> None:
    promise(world.li, "送报价", "2026-11-25 18:00")
    promise(world.li, "寄合同", "2026-11-24 18:00")
    at_nine(world)
    list_of_wednesday = world.li.only_message()
    assert "11月24日 周二 18:00 · 已超期1个工作日" in text_of(list_of_wednesday)
    at_nine(world, "2026-11-26")

    world.li.presses(list_of_wednesday, "promise.keep")

    words = text_of(world.current(list_of_wednesday))
    assert "11月26日 周四 09:00 已完成" in words and "11月25日 周三 18:00 · V-318" in words
    assert "超期" not in words and "今天到期" not in words


def test_everything_is_snoozed_at_once(world: World, promise: Callable) -> None:
    for number in range(4):
        promise(world.li, f"第{number}件", "2026-11-25 18:00")
    at_nine(world)
    world.li.presses(world.li.only_message(), f"digest.postpone/{world.only(Digest).id}", "friday")
    assert {one.snoozed_until.isoformat() for one in world.all(Promise)} == {"2026-11-27T01:00:00+00:00"}


def test_words_below_it_snooze_everything(world: World, promise: Callable) -> None:
    for number in range(2):
        promise(world.li, f"第{number}件", "2026-11-25 18:00")
    at_nine(world)
    world.li.says("全部推迟到周五", thread=world.li.only_message())
    assert {one.snoozed_until.isoformat() for one in world.all(Promise)} == {"2026-11-27T01:00:00+00:00"}


def test_ten_rows_and_a_button_for_the_rest(world: World, promise: Callable) -> None:
    for number in range(14):
        promise(world.li, f"第{number}件", "2026-11-25 18:00")
    at_nine(world)
    digest = world.li.only_message()
    assert "还有 4 条没有列出" in text_of(digest)
    world.li.presses(digest, "digest.more")
    page = world.li.hands.modal
    assert "第13件" in str(page.blocks)


def test_silent_customers_count_from_the_last_contact_of_anybody(world: World) -> None:
    from datetime import timedelta

    from bot.core.subject import Subject
    from bot.customers import contacts

    with world.work(world.chen) as work:
        contacts.record(work, world.hongda.id, Subject("visit", 1), work.now - timedelta(days=1), "phone")
    at_nine(world, "2026-12-28")
    words = text_of(world.li.only_message())
    assert "苏州华东精工" in words, "key customers are called every 30 days"
    assert "宏达机械" not in words, "the lead rang them"
    with world.work(world.chen) as work:
        contacts.record(work, world.huadong.id, Subject("visit", 2), work.now, "phone")
    world.deliver()
    assert "已联系" in text_of(world.current(world.li.only_message()))


def test_everybody_gets_it_at_his_own_hour(world: World, promise: Callable) -> None:
    promise(world.emma, "send the offer", "2026-11-25 18:00", zone="+00:00")
    world.clock.to("2026-11-25 08:55", "+00:00")
    world.run("reports.digests")
    assert world.emma.messages() == []
    world.clock.to("2026-11-25 09:00", "+00:00")
    world.run("reports.digests")
    assert "Your list for today" in text_of(world.emma.only_message())


def test_none_on_a_day_off(world: World, promise: Callable) -> None:
    promise(world.li, "送报价", "2026-11-27 18:00")
    for day in ("2026-11-28", "2026-11-29"):
        at_nine(world, day)
    assert world.li.messages() == []
    at_nine(world, "2026-11-30")
    assert len(world.li.messages()) == 1


def test_the_lead_sees_the_exceptions_of_the_team_only(world: World, promise: Callable) -> None:
    promise(world.li, "很久以前", "2026-11-24 18:00")
    promise(world.li, "昨天的", "2026-11-30 18:00")
    for day in ("2026-11-25", "2026-11-26", "2026-11-27", "2026-11-30", "2026-12-01"):
        world.clock.to(f"{day} 09:00")
        world.run("promises.wake")
    world.run("reports.digests")
    words = world.chen.last_words()
    assert "团队里拖得太久的：请您定" in words
    assert "很久以前" in words
    assert "昨天的" not in words


def test_while_on_leave_none_and_welcome_back_after(world: World, promise: Callable) -> None:
    promise(world.li, "送报价", "2026-11-25 18:00")
    at_nine(world, "2026-11-24")
    world.li.types("/desk", "leave 11/25-11/26")
    for day in ("2026-11-25", "2026-11-26"):
        at_nine(world, day)
    assert world.li.messages() == []
    at_nine(world, "2026-11-27")
    assert "欢迎回来" in text_of(world.li.only_message())


def test_two_workers_or_a_clock_set_back_send_it_once(world: World, promise: Callable) -> None:
    promise(world.li, "送报价", "2026-11-25 18:00")
    at_nine(world)
    world.clock.to("2026-11-25 08:50")
    world.run("reports.digests")
    at_nine(world)
    assert len(world.all(Digest)) == 1
    assert len(world.li.messages()) == 1


def test_an_emoji_on_a_list_of_one_promise_means_that_promise(world: World, promise: Callable) -> None:
    promise(world.li, "送报价", "2026-11-25 18:00")
    at_nine(world)
    digest = world.li.only_message()
    world.li.reacts(digest, "white_check_mark::skin-tone-3")
    assert world.only(Promise).kept_by_id == world.li.id
    assert "已完成" in text_of(world.current(digest))
    world.li.unreacts(digest, "white_check_mark::skin-tone-3")
    assert world.only(Promise).ended_at is None
    world.li.says("推迟到周五", thread=digest)
    assert world.only(Promise).snoozed_until is not None


def test_an_emoji_on_several_rows_says_once_where_to_press(world: World, promise: Callable) -> None:
    for number in range(2):
        promise(world.li, f"第{number}件", "2026-11-25 18:00")
    at_nine(world)
    digest = world.li.only_message()
    for emoji in ("white_check_mark", "zzz"):
        world.li.reacts(digest, emoji)
    assert all(one.ended_at is None for one in world.all(Promise))
    hints = [text_of(one) for one in world.li.messages()[1:]]
    assert len(hints) == 1
    assert "按钮" in hints[0]
