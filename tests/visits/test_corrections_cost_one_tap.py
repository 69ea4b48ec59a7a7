"""The card asks what was not understood, and each answer is one tap."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from staging.world import Colleague, World, text_of

from bot.core.history import Change
from bot.customers import usecases as customers
from bot.customers.models import Alias, Contact, Customer
from bot.promises.models import Promise
from bot.visits.models import Visit


def test_without_a_deadline_it_asks_once_and_a_tap_makes_the_promise(world: World) -> None:
    world.li.types("/visit", "宏达机械 今天电话沟通,聊了贷款利率")
    card = world.li.only_message()
    assert "什么时候跟进" in text_of(card)

    world.li.taps(card, "明天")

    promise = world.only(Promise)
    assert (promise.text, promise.due_at) == ("跟进\uff1a聊了贷款利率", datetime(2026, 11, 24, 10, tzinfo=UTC))
    assert "11月24日 周二" in world.li.last_words()
    assert "什么时候跟进" not in world.li.last_words()


def test_an_hour_that_was_asked_about_is_announced_before_it_and_no_day_is(world: World) -> None:
    world.clock.to("2026-11-27 09:10")
    world.li.types("/visit", "宏达机械 今天来电,答应周五中午12点前给报价")
    card = world.li.only_message()
    assert world.all(Promise) == []

    world.li.taps(card, "就是这天")

    assert world.only(Promise).timed
    due = world.only(Promise).due_at.astimezone(ZoneInfo("Asia/Shanghai"))
    world.clock.to(f"{due:%Y-%m-%d} 11:30")
    world.run("promises.wake")
    assert "快到时间了" in text_of(world.li.last_message())


def test_no_follow_up_is_remembered_and_not_asked_again(world: World) -> None:
    world.emma.types("/visit", "Acme Steel called today, talked about rates")
    card = world.emma.only_message()

    world.emma.taps(card, "No follow-up")

    assert world.all(Promise) == []
    assert world.only(Visit).no_follow_up
    assert "No follow-up." in world.emma.last_words()


def test_a_picked_day_is_the_due_day_and_a_past_one_is_refused(world: World) -> None:
    world.li.types("/visit", "宏达机械 今天电话沟通,聊了贷款利率")
    card = world.li.only_message()

    world.li.taps(card, "选日期", "2026-11-20")
    assert "已经过了" in world.li.hints()[-1]
    world.li.taps(card, "选日期", "2026-11-30")

    assert world.only(Promise).due_at == datetime(2026, 11, 30, 10, tzinfo=UTC)


def test_a_promise_for_a_day_that_is_over_asks_for_a_new_one(world: World) -> None:
    world.li.types("/visit", "宏达机械 今天电话,答应上周五前给方案")
    card = world.li.only_message()
    assert "11月20日 周五" in text_of(card)
    assert world.all(Promise) == []

    world.li.taps(card, "下周一")

    assert world.only(Promise).text == "给方案"


def test_an_unknown_customer_becomes_a_new_file_with_the_name_prefilled(world: World) -> None:
    world.li.types("/visit", "今天拜访新希望乳业公司 谈了贷款,无后续")
    card = world.li.only_message()
    assert world.only(Visit).customer_id is None
    assert "新客户" in text_of(card)

    world.li.taps(card, "新客户")
    world.li.submits(tier="standard")

    made = world.all(Customer)[-1]
    assert made.name == "新希望乳业公司"
    assert world.only(Visit).customer_id == made.id
    assert world.only(Contact).customer_id == made.id


def test_two_customers_of_one_name_are_offered_and_the_short_name_is_remembered(world: World) -> None:
    first = world.customer("上海大明机械有限公司", world.li)
    second = world.customer("苏州大明机械有限公司", world.li)
    world.li.types("/visit", "大明机械 今天电话沟通,聊了利率,无后续")
    card = world.li.only_message()
    assert world.only(Visit).customer_id is None
    for name in (first.name, second.name):
        assert name in text_of(card)

    world.li.taps(card, second.name)
    assert world.only(Visit).customer_id == second.id
    world.li.taps(card, "记住")

    assert "大明机械" in [alias.name for alias in world.all(Alias) if alias.customer_id == second.id]
    world.li.types("/visit", "大明机械 今天又打了电话,无后续")
    assert world.all(Visit)[-1].customer_id == second.id


def test_a_managers_customer_of_nearly_the_own_name_is_asked_about_and_its_name_not_given_away(world: World) -> None:
    other = world.customer("上海海天机械有限公司", world.emma)
    own = world.customer("上海海田机械有限公司", world.chen)
    world.chen.types("/visit", "海天机械 今天电话沟通,聊了利率,无后续")
    card = world.chen.only_message()
    assert world.only(Visit).customer_id is None
    assert text_of(card).index(own.name) < text_of(card).index(other.name)

    world.chen.taps(card, own.name)

    assert world.only(Visit).customer_id == own.id
    assert "记住" not in world.chen.last_words()  # it is the name of the other one


def test_somebody_met_before_leads_to_his_customer(world: World) -> None:
    world.li.types("/visit", "宏达机械 上周五见了王会计,无后续")
    for name in ("金石建材有限公司", "蓝海航运有限公司", "北辰电子有限公司", "永兴纺织有限公司"):
        world.li.types("/visit", f"{world.customer(name, world.li).name} 今天电话财务,无后续")
    elsewhere = world.customer("南华药业有限公司", world.emma)
    world.emma.types("/visit", f"{elsewhere.name} met 王会计 today, no follow-up")

    world.li.types("/visit", "王会计今天来电,催发票,无后续")
    assert offered(world, world.li) == [world.hongda.name, "永兴纺织有限公司", "北辰电子有限公司", "蓝海航运有限公司"]
    world.li.types("/visit", "财务今天来电,催发票,无后续")
    assert offered(world, world.li) == ["永兴纺织有限公司", "北辰电子有限公司", "蓝海航运有限公司"]


def test_a_first_name_leads_to_the_person_on_record(world: World) -> None:
    with world.work(world.emma) as work:
        customers.add_person(work, work.session.get_one(Customer, world.acme.id), "Sophie Martin", "Treasurer")
    for name in ("Delta Foods Ltd", "Elm Paper Ltd", "Finch Tools Ltd"):
        world.emma.types("/visit", f"{world.customer(name, world.emma).name} called today, no follow-up")

    world.emma.types("/visit", "Sophie rang today about the invoice, no follow-up")

    assert offered(world, world.emma)[0] == world.acme.name


def offered(world: World, who: Colleague) -> list[str]:
    """Customers whose names are buttons of the newest card."""
    from bot.playground.choosing import elements_in

    names = {row.name for row in world.all(Customer)}
    card = world.current(who.last_message())
    words = [e["text"]["text"].split(" · ")[0] for _, e in elements_in(card.blocks) if e["type"] == "button"]  # type: ignore[arg-type]
    return [each for each in words if each in names]


def test_another_customer_is_found_by_typing_and_the_promise_moves_with_it(world: World) -> None:
    world.li.types("/visit", "拜访客户 谈了账款,周五前发报价")
    card = world.li.only_message()

    world.li.presses(card, next(a for a in actions(world, card) if a.startswith("visit.customer")), "宏达机械 · HD002")

    assert world.only(Visit).customer_id == world.hongda.id
    assert world.only(Promise).customer_id == world.hongda.id


def actions(world: World, message: object) -> list[str]:
    from bot.playground.choosing import elements_in

    return [e["action_id"] for _, e in elements_in(world.current(message).blocks) if e["type"] == "external_select"]  # type: ignore[arg-type]


def test_the_day_is_asked_when_none_was_said(world: World) -> None:
    world.li.types("/visit", "宏达机械 电话,无后续")
    card = world.li.only_message()
    assert world.only(Visit).at is None

    world.li.taps(card, "昨天")

    assert world.only(Visit).at == datetime(2026, 11, 22, 4, tzinfo=UTC)
    assert "11月22日 周日" in world.li.last_words()


def test_the_form_corrects_every_field_and_history_keeps_the_old_words(world: World) -> None:
    world.emma.types("/visit", "Acme Steel phoned today, talked about rates, no follow-up")
    card = world.emma.only_message()
    world.emma.taps(card, "Edit")
    may_be_empty = {block["block_id"]: block["optional"] for block in world.emma.hands.open_modal.blocks}
    assert [name for name, optional in may_be_empty.items() if not optional] == ["customer", "day", "summary"]
    world.emma.submits(
        channel="video", summary="Talked about rates and terms", satisfaction="4", competitors="HSBC, Barclays",
        contacts="Mr. Brown", tags="key", important=["yes"], day="2026-11-20", colleagues=[world.wang.slack_id],
    )  # fmt: skip

    visit = world.only(Visit)
    assert (visit.channel, visit.satisfaction, visit.competitors) == ("video", 4, ["HSBC", "Barclays"])
    assert (visit.contacts, visit.with_ids, visit.important) == (["Mr. Brown"], [world.wang.id], True)
    card_words = world.emma.last_words()
    for words in ("video call", "4/5", "HSBC", "Fri 20 Nov", "Edited", "王敏"):
        assert words in card_words, words
    assert ("channel", "phone", "video") in [(row.field, row.before, row.after) for row in world.all(Change)]
    world.emma.taps(card, "Changes")
    assert "video" in words_on(world.emma)


def words_on(person: object) -> str:
    from staging.world import words_of

    return words_of(person.hands.open_modal.blocks)  # type: ignore[attr-defined]


def test_a_visit_cannot_be_dated_ahead(world: World) -> None:
    world.li.types("/visit", "宏达机械 今天电话,无后续")
    card = world.li.only_message()

    world.li.taps(card, "换日期", "2026-12-24")

    assert "还没到" in world.li.hints()[-1]
    assert world.only(Visit).at == datetime(2026, 11, 23, 4, tzinfo=UTC)


def test_hints_of_one_kind_are_told_apart_on_their_buttons(world: World) -> None:
    world.li.types("/visit", "华东精工 今天拜访李总,财务总监离职了,供应商起诉了他们,无后续")
    card = world.li.only_message()
    world.li.taps(card, "+风险\uff1a财务总监离职了")
    assert [hint["taken"] for hint in world.only(Visit).hints] == [True, False]
    assert "+风险\uff1a" not in str(world.current(card).blocks), "the last one of its kind needs no name"


def test_a_hint_becomes_a_record_by_a_tap_only_once(world: World) -> None:
    world.li.types("/visit", "华东精工 今天拜访李总,应收账款周转慢,无后续")
    card = world.li.only_message()
    world.li.taps(card, "+风险")

    assert world.only(Visit).hints[0]["taken"] is True
    assert "✓" in world.li.last_words()
