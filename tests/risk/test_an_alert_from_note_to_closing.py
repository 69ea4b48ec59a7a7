"""The whole life of an orange alert: a note, a tap, the card, measures, clean checks, a second pair of eyes, the end."""

from collections.abc import Callable
from typing import Any

import pytest
from staging.world import World, text_of

from bot.customers.models import Hold
from bot.promises.models import Promise
from bot.risk.models import Alert, Check, Signal


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_note_becomes_an_orange_alert_and_is_closed_by_two_people(
    world: World, office: Any, alert: Callable[[], Alert], posted: Callable
) -> None:
    world.li.types("/visit", "华东精工 今天上午拜访,财务总监突然离职了")
    note = world.li.last_message()
    world.li.presses(note, "visit.hint")

    assert world.only(Signal).kind == "key_person"
    raised = alert()
    assert (raised.level, raised.by, raised.state.value) == ("orange", "trigger", "raised")
    assert any(hold.kind == "risk" and hold.lifted_at is None for hold in world.all(Hold))
    card = next(one for one in world.li.messages() if f"RK-{raised.id}" in text_of(one) and "🟠" in text_of(one))
    assert "财务总监突然离职" in text_of(card) and f"V-{world.only(Signal).source_id}" in text_of(card)

    [masked] = posted(office.channel)
    assert "华东精工" not in text_of(masked) and "*" in text_of(masked) and "财务总监" not in text_of(masked)

    world.li.presses(card, "risk.confirm")
    assert alert().confirmed_by_id == world.li.id
    world.li.taps(card, "措施", "more_collateral")
    world.li.submits(due="2026-12-04", owner=world.li.slack_id)
    measure = next(one for one in world.all(Promise) if one.purpose == "measure")
    assert (measure.text, measure.subject_kind, measure.owner_id) == ("要求补充担保", "alert", world.li.id)
    assert "要求补充担保" in text_of(world.current(card))

    assert "risk.close" not in str(world.current(card).blocks), "a measure is still open: nothing to ask for yet"
    assert "结案前要有 2 次没有发现问题的检查,前后相隔至少 30 天,现在有 0 次" in text_of(world.current(card)).replace(
        "\uff0c", ","
    )

    world.li.presses(card, "risk.done")
    world.li.submits(outcome="已办妥房产抵押", evidence="抵押登记 2026-118")
    assert "已办妥房产抵押" in next(one for one in world.all(Promise) if one.purpose == "measure").outcome
    world.li.presses(card, "risk.monitor")
    assert alert().state.value == "monitoring"

    two_clean_checks(world)
    world.li.presses(card, "risk.close")
    world.li.submits(outcome="solved", grounds="新财务总监已到岗,账目正常")
    assert alert().proposal is not None
    asked = world.zhao.last_message()
    assert "同意" in text_of(asked)
    world.zhao.presses(asked, "risk.agree")

    ended = alert()
    assert ended.state.value == "closed"
    assert (ended.ended_by_id, ended.agreed_by_id, ended.outcome) == (world.li.id, world.zhao.id, "solved")
    assert all(hold.lifted_at is not None for hold in world.all(Hold))
    assert world.only(Signal).ended_at is not None
    assert "已结案" in text_of(world.current(card))


def two_clean_checks(world: World) -> None:
    """File the special check, and one a month later."""
    from bot.risk import checks

    first = next(one for one in world.all(Check) if one.kind == "special")
    with world.work(world.li) as work:
        checks.file(work, first.id, "现场查看账册,新负责人已交接,银行流水与报表一致", clean=True)
    world.clock.forward(days=31)
    with world.work(world.li) as work:
        second = next(one for one in world.all(Check) if one.done_at is None)
        assert (second.due_on - first.due_on).days >= 25, "planned by the first one"
        checks.file(work, second.id, "第二次走访,车间满负荷,工资按时发放,存货周转正常", clean=True)
    world.deliver()


def test_the_proposer_cannot_agree_himself_nor_can_a_stranger(
    world: World, office: Any, figures: Callable, alert: Callable
) -> None:
    figures(world.li, world.huadong, 5)
    card = world.li.last_message()
    world.li.presses(card, "risk.confirm")
    world.li.presses(card, "risk.lower")
    world.li.submits(level="yellow", grounds="补充担保已到位")
    assert alert().proposal is not None

    with world.work(world.li) as work:
        from bot.core.errors import Refusal
        from bot.risk import ending

        try:
            ending.agree(work, alert().id)
        except Refusal as refusal:
            assert refusal.key == "risk/four-eyes"
        else:
            raise AssertionError("the proposer agreed with himself")
    world.zhao.presses(world.zhao.last_message(), "risk.agree")
    assert alert().level == "yellow" and alert().agreed_by_id == world.zhao.id
    assert all(hold.lifted_at is not None for hold in world.all(Hold))


def test_declining_says_why_and_changes_nothing(world: World, office: Any, figures: Callable, alert: Callable) -> None:
    figures(world.li, world.huadong, 5)
    card = world.li.last_message()
    world.li.presses(card, "risk.confirm")
    world.li.presses(card, "risk.lower")
    world.li.submits(level="yellow", grounds="感觉好转")
    world.zhao.presses(world.zhao.last_message(), "risk.decline")
    world.zhao.submits(grounds="没有证据")
    assert alert().proposal is None and alert().level == "orange"
