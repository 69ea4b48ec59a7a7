"""One line and a few taps: from the first call to the summary in the case library."""

from datetime import UTC, datetime

from staging.world import World, text_of

from bot.complaints.models import Case, Complaint, ComplaintMessage, ComplaintNotice
from bot.customers.models import Hold
from bot.promises.models import Promise

LINE = "华东精工 王会计来电,手续费多扣两次,很生气,答应明天中午前回复"


def test_one_line_leaves_a_number_a_promise_a_hold_and_a_card(world: World, desk) -> None:
    world.li.types("/complaint", LINE)

    complaint, promise = world.only(Complaint), world.only(Promise)
    assert complaint.claim == LINE
    assert (complaint.customer_id, complaint.handler_id) == (world.huadong.id, world.li.id)
    assert complaint.product == "payment"
    assert promise.due_at == datetime(2026, 11, 24, 4, tzinfo=UTC)
    assert (promise.owner_id, promise.subject_kind) == (world.li.id, "complaint")
    assert world.only(Hold).lifted_at is None
    hint = world.li.hints()[-1]
    assert f"C-{complaint.id}" in hint
    assert "11月24日 周二 12:00" in hint
    assert "抱歉" in hint, "wording to calm the customer"
    card = world.li.last_words()
    for words in (f"C-{complaint.id}", "苏州华东精工机械有限公司", "手续费多扣两次", "承诺时限", "已联系"):
        assert words in card, words


def test_the_desks_channel_sees_a_masked_name_a_number_and_the_time_left_and_no_word_of_it(world: World, desk) -> None:
    world.li.types("/complaint", LINE)

    shared = text_of(next(iter(desk.messages.values())))
    assert f"C-{world.only(Complaint).id}" in shared
    assert "一" not in shared.partition("·")[0]
    for secret in ("华东精工", "王会计", "手续费"):
        assert secret not in shared, secret
    assert "二级" in shared
    assert "还剩" in shared


def test_one_line_and_a_few_taps_close_the_usual_case(world: World, desk) -> None:
    world.li.types("/complaint", "宏达机械 王会计来电,手续费多扣两次,答应明天中午前回复")
    number = world.only(Complaint).id
    card = world.li.last_message()

    world.li.presses(card, "complaint.contacted")
    assert world.only(Complaint).state == "verifying"
    assert world.only(ComplaintNotice).kind == "acknowledgement"
    reply = world.li.says("流水核对过,系统月末重复扣了一次", thread=card)
    world.li.reacts(reply, "pushpin")
    world.li.presses(card, f"complaint.fault/{number}", "company_fault_isolated")
    assert world.only(Complaint).state == "proposing"
    world.li.presses(card, f"complaint.remedy/{number}", "told")
    assert world.only(Complaint).state == "notified"
    assert world.only(Promise).kept_at is not None
    world.clock.to("2026-11-26 10:00")
    world.li.presses(card, "complaint.satisfied")
    world.li.submits(headline="月末重复扣手续费", cause="C12", changed="批处理前加一步去重")

    closed = world.only(Complaint)
    assert (closed.state, closed.resolved_in_time, closed.breaches) == ("closed", True, [])
    assert world.only(Hold).lifted_at is not None
    assert world.only(Case).title == "月末重复扣手续费"
    assert "宏达机械" not in world.only(Case).claim
    recovery = [one for one in world.all(Promise) if one.purpose == "recovery"]
    assert len(recovery) == 3
    assert "已结案" in text_of(world.current(card))


def test_the_customers_card_lists_a_days_calls_about_one_case_once(world: World, desk) -> None:
    world.li.types("/complaint", LINE)
    world.li.presses(world.li.last_message(), "complaint.contacted")
    world.clock.forward(days=1)
    world.li.presses(world.li.last_message(), "complaint.more/1", "contacted")
    world.li.types("/client", "华东精工")

    shown = " ".join([*world.li.hints(), *(text_of(one) for one in world.li.messages())])
    lines = shown.partition("最近联系")[2].partition("##")[0]
    assert lines.count("\uff1aC-1") == 2, lines


def test_a_colleague_mentioned_below_a_complaint_is_kept_by_name(world: World, desk) -> None:
    world.li.types("/complaint", "宏达机械 王会计来电,手续费多扣两次,答应明天中午前回复")
    reply = world.li.says(f"<@{world.sun.slack_id}> 核对过流水", thread=world.li.last_message())
    assert world.only(ComplaintMessage).text == "@孙丽 核对过流水"
    assert reply.text.startswith("<@")
