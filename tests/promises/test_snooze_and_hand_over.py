"""Button, reaction and thread word do the same thing."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from staging.world import World, text_of

from bot.core.errors import Refusal
from bot.promises import usecases
from bot.promises.models import Promise

WEDNESDAY = "2026-11-25 18:00"


@pytest.fixture
def reminder(world: World, promise: Callable):
    promise(world.li, "送报价", WEDNESDAY)
    world.clock.to("2026-11-26 09:00")
    world.run("promises.wake")
    return world.li.only_message()


@pytest.mark.parametrize(
    ("code", "until"),
    [
        ("next_morning", "2026-11-27T01:00:00+00:00"),
        ("next_monday", "2026-11-30T01:00:00+00:00"),
    ],
)
def test_a_preset_shows_and_keeps_the_exact_working_time(world: World, reminder, code: str, until: str) -> None:
    menu = text_of(world.current(reminder))
    assert "11月27日 周五 09:00" in str(reminder.blocks)
    assert "11月30日 周一 09:00" in str(reminder.blocks), menu
    world.li.presses(reminder, f"promise.snooze/{world.only(Promise).id}", code)
    assert world.only(Promise).snoozed_until.isoformat() == until
    assert "再提醒" in text_of(world.current(reminder))


def test_zzz_is_the_next_working_morning(world: World, reminder) -> None:
    world.clock.to("2026-11-27 16:00")
    world.li.reacts(reminder, "zzz")
    assert world.only(Promise).snoozed_until.isoformat() == "2026-11-30T01:00:00+00:00", "Friday afternoon: Monday"
    assert "11月30日 周一 09:00 再提醒" in text_of(world.current(reminder))


def test_it_comes_back_when_the_snooze_ends_and_not_before(world: World, reminder, pass_time: Callable) -> None:
    world.li.reacts(reminder, "zzz")
    pass_time("2026-11-27 08:50", minutes=60)
    assert len(world.li.messages()) == 1
    pass_time("2026-11-27 09:00")
    assert len(world.li.messages()) == 2


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("明天", "2026-11-27T01:00:00+00:00"),
        ("tomorrow", "2026-11-27T01:00:00+00:00"),
        ("推迟到下周三", "2026-12-02T01:00:00+00:00"),
        ("snooze till next Wednesday", "2026-12-02T01:00:00+00:00"),
        ("周日再提醒我", "2026-11-30T01:00:00+00:00"),
    ],
)
def test_thread_words_snooze(world: World, reminder, words: str, until: str) -> None:
    world.li.says(words, thread=reminder)
    assert world.only(Promise).snoozed_until.isoformat() == until


@pytest.mark.parametrize("words", ["完成", "已完成，邮件发了", "done", "Done - sent by mail"])
def test_thread_words_keep(world: World, reminder, words: str) -> None:
    world.li.says(words, thread=reminder)
    kept = world.only(Promise)
    assert kept.kept_by_id == world.li.id
    assert kept.outcome in ("", "邮件发了", "sent by mail")


@pytest.mark.parametrize("words", ["改到 12月2日", "move to 2 Dec"])
def test_thread_words_move(world: World, reminder, words: str) -> None:
    world.li.says(words, thread=reminder)
    moved = world.only(Promise)
    assert moved.due_at.isoformat() == "2026-12-02T10:00:00+00:00"
    assert not moved.timed


@pytest.mark.parametrize("words", ["转给 <@{id}>", "hand over to <@{id}>", "交给王敏"])
def test_thread_words_hand_over(world: World, reminder, words: str) -> None:
    world.li.says(words.format(id=world.wang.slack_id), thread=reminder)
    assert world.only(Promise).owner_id == world.wang.id
    assert "送报价" in text_of(world.wang.only_message())


@pytest.mark.parametrize("words", ["放弃 客户不要了", "drop the customer bought elsewhere"])
def test_thread_words_drop(world: World, reminder, words: str) -> None:
    world.li.says(words, thread=reminder)
    assert world.only(Promise).drop_reason in ("客户不要了", "the customer bought elsewhere")


def test_what_is_not_understood_is_answered_with_what_can_be_said(world: World, reminder) -> None:
    world.li.says("客户说下周再看看预算", thread=reminder)
    assert world.only(Promise).snoozed_until is None
    assert "推迟到周五" in world.li.last_words()
    assert "客户说下周再看看预算" in world.li.last_words()


def test_a_picked_time_outside_working_hours_waits_for_them(world: World, reminder) -> None:
    world.li.presses(reminder, f"promise.snooze/{world.only(Promise).id}", "pick")
    world.li.submits(until=int(datetime(2026, 11, 28, 2, tzinfo=UTC).timestamp()))
    assert world.only(Promise).snoozed_until.isoformat() == "2026-11-30T01:00:00+00:00", "Saturday becomes Monday"
    assert "11月30日 周一 09:00 再提醒" in text_of(world.current(reminder))


def test_a_picked_time_in_the_past_is_refused_at_the_field(world: World, reminder) -> None:
    world.li.presses(reminder, f"promise.snooze/{world.only(Promise).id}", "pick")
    outcome = world.li.submits(until=int(datetime(2026, 11, 20, 2, tzinfo=UTC).timestamp()))
    assert "已经过去了" in str(outcome)
    assert world.only(Promise).snoozed_until is None


def test_whoever_handed_it_over_may_look_but_not_touch(world: World, reminder) -> None:
    world.li.says(f"转给 <@{world.wang.slack_id}>", thread=reminder)
    world.li.reacts(reminder, "white_check_mark")
    assert world.only(Promise).ended_at is None, "a reaction without the right is ignored"
    assert world.li.hints() == []
    world.li.says("完成", thread=reminder)
    assert world.only(Promise).ended_at is None
    assert "由别的同事负责" in world.li.last_words(), "a word is told why"


def test_a_stranger_to_it_learns_nothing(world: World, reminder) -> None:
    with world.work(world.emma) as work, pytest.raises(Refusal) as refused:
        usecases.keep(work, world.only(Promise).id)
    assert refused.value.key == "promises/not-found"


def test_the_card_of_what_was_handed_over_offers_nothing_that_would_be_refused(world: World, reminder) -> None:
    world.li.says(f"转给 <@{world.wang.slack_id}>", thread=reminder)
    shown = world.current(reminder)
    assert "由同事负责" in text_of(shown) and "到期了" not in text_of(shown)
    assert world.wang.name in text_of(shown)
    assert "promise." not in str(shown.blocks), "no button is left"
    assert "promise.keep" in str(world.wang.only_message().blocks), "the new owner has them"


def test_the_list_of_whoever_handed_it_over_counts_it_as_dealt_with(world: World, promise: Callable) -> None:
    promise(world.li, "送报价", WEDNESDAY)
    promise(world.li, "寄合同", WEDNESDAY)
    world.clock.to("2026-11-25 09:00")
    world.run("reports.digests")
    listed = world.li.only_message()
    world.li.presses(listed, "promise.keep")
    with world.work(world.li) as work:
        usecases.hand_over(work, 2, world.wang.id)
    world.deliver()
    words = text_of(world.current(listed))
    assert "寄合同 · 由 王敏 负责 · P-2" in words
    assert "今天的都处理完了" in words
    assert "promise.keep" not in str(world.current(listed).blocks)


def test_only_whoever_ended_it_is_offered_to_take_it_back(world: World, reminder) -> None:
    with world.work(world.chen) as work:
        usecases.keep(work, world.only(Promise).id)
    world.deliver()
    assert "已完成" in text_of(world.current(reminder))
    assert "promise.undo" not in str(world.current(reminder).blocks)
    world.li.says("撤销", thread=reminder)
    assert world.only(Promise).ended_at is not None
    assert "只有陈静能撤销" in world.li.last_words().replace(" ", "")


def test_undo_with_nothing_to_take_back_is_answered(world: World, reminder) -> None:
    world.li.says("明天", thread=reminder)
    world.li.says("撤销", thread=reminder)
    assert "没有可以撤销的" in world.li.last_words()
    assert world.only(Promise).snoozed_until is not None


@pytest.mark.parametrize("words", ["完成 <@{id}> 已经发给客户了", "放弃 <@{id}> 已经发给客户了"])
def test_a_colleague_mentioned_in_an_outcome_or_reason_is_shown_by_name(world: World, reminder, words: str) -> None:
    world.li.says(words.format(id=world.wang.slack_id), thread=reminder)
    assert "@王敏 已经发给客户了" in text_of(world.current(reminder))


def test_what_was_typed_comes_back_with_names_instead_of_ids(world: World, reminder) -> None:
    world.li.says(f"问问 <@{world.wang.slack_id}>", thread=reminder)
    assert "您输入的是：问问 @王敏" in world.li.last_words()
