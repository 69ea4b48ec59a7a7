"""Yellow waits for the digest, orange goes to manager and risk, red also to the lead at any hour; then the ladder."""

from collections.abc import Callable
from typing import Any

from staging.world import World, text_of

from bot.customers.models import Hold

FIVE = {"debt_to_asset": 82.0, "current_ratio": 0.8, "quick_ratio": 0.4, "icr": 0.6, "roa": -2.0}


def test_yellow_disturbs_nobody_else(
    world: World, office: Any, figures: Callable, alert: Callable, posted: Callable
) -> None:
    figures(world.li, world.huadong, 3)
    assert alert().level == "yellow"
    assert posted(office.channel) == [] and world.chen.messages() == []
    assert not world.all(Hold)


def test_a_single_ratio_never_alerts(world: World, office: Any, figures: Callable) -> None:
    from bot.risk.models import Alert

    figures(world.li, world.huadong, 1)
    assert world.all(Alert) == []


def test_red_reaches_the_lead_at_night(world: World, office: Any, figures: Callable, posted: Callable) -> None:
    world.clock.to("2026-11-23 23:30")
    figures(world.li, world.huadong, 7)
    assert "🔴" in world.chen.last_words() and "🔴" in world.li.last_words()
    assert len(posted(office.channel)) == 1


def test_orange_at_night_waits_for_the_morning(world: World, office: Any, figures: Callable) -> None:
    from datetime import date

    from bot.risk import readings

    world.clock.to("2026-11-23 23:30")
    with world.work() as work:
        day = date(2026, 9, 30)
        readings.store(work, [(world.huadong.id, code, day, value) for code, value in FIVE.items()], "import")
    world.run("risk.scan")
    world.run("risk.wake")
    assert world.li.messages() == []
    world.clock.to("2026-11-24 09:01")
    world.run("risk.wake")
    assert "🟠" in world.li.last_words()


def test_nobody_confirms_and_the_next_is_asked(world: World, office: Any, figures: Callable, alert: Callable) -> None:
    figures(world.li, world.huadong, 5)
    world.clock.to("2026-11-24 10:00")
    world.run("risk.wake")
    assert world.zhao.messages() == [], "one working day is not over"
    world.clock.to("2026-11-24 15:00")
    world.run("risk.wake", times=2)
    assert len(world.zhao.messages()) == 1 and "🟠" in world.zhao.last_words()
    world.clock.to("2026-11-25 15:30")
    world.run("risk.wake", times=2)
    assert "🟠" in world.chen.last_words()


def test_confirming_stops_the_ladder(world: World, office: Any, figures: Callable) -> None:
    figures(world.li, world.huadong, 5)
    world.li.says("属实", thread=world.li.last_message())
    world.clock.to("2026-11-26 15:00")
    world.run("risk.wake", times=2)
    assert world.zhao.messages() == [] and world.chen.messages() == []


def test_getting_worse_updates_the_same_alert(
    world: World, office: Any, figures: Callable, alert: Callable, posted: Callable
) -> None:
    figures(world.li, world.huadong, 3)
    first = alert().id
    figures(world.li, world.huadong, 7, "2026-10-31")
    assert alert().id == first and alert().level == "red"
    assert "🔴" in world.chen.last_words()
    assert len(posted(office.channel)) == 1


def test_a_stranger_sees_nothing_of_it(
    world: World, office: Any, figures: Callable, alert: Callable, posted: Callable
) -> None:
    figures(world.li, world.huadong, 5)
    [masked] = posted(office.channel)
    world.emma.types("/desk", f"risk RK-{alert().id}")
    assert "no such alert" in world.emma.hints()[-1] if world.emma.hints() else True
    assert not any("华东" in text_of(one) for one in world.emma.messages())
    world.zhao.presses(masked, "risk.show")
    assert "华东精工" in world.zhao.last_words()


def test_the_page_tells_why(world: World, office: Any, figures: Callable) -> None:
    figures(world.li, world.huadong, 5)
    world.li.presses(world.li.last_message(), "risk.why")
    page = world.li.hands.open_modal
    from staging.world import words_of

    said = words_of(page.blocks)
    assert "资产负债率" in said and "缺的数据" in said and "通用企业规则" in said


def test_the_page_tells_what_made_the_level_from_what_stands_beside(world: World, office: Any) -> None:
    from staging.world import words_of

    world.li.types("/desk", "风险 华东精工 供应商起诉了")
    yellow = world.li.messages()[-1]
    assert "推销" not in text_of(yellow), "nobody is held back by a yellow one"
    world.li.types("/desk", "风险 华东精工 财务总监突然离职了")
    world.li.presses(next(one for one in reversed(world.li.messages()) if "🟠" in text_of(one)), "risk.why")
    made, beside = words_of(world.li.hands.open_modal.blocks).split("单凭这些到不了这个级别")
    assert "关键人员" in made and "涉诉" not in made and "涉诉" in beside


def test_a_measure_is_told_to_who_carries_it_out(world: World, office: Any, figures: Callable) -> None:
    figures(world.li, world.huadong, 5)
    card = world.li.last_message()
    world.li.presses(card, "risk.confirm")
    assert "不向这位客户推销" in text_of(world.current(card)), "confirmed or not, the customer is held"
    world.li.taps(card, "措施", "account_supervision")
    world.li.submits(due="2026-12-04", owner=world.zhao.slack_id)
    assert "账户监管" in world.zhao.last_words()

    assert "risk.done" not in str(world.current(card).blocks), "no form for what one may not say"
