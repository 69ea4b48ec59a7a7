"""The whole life of an orange alert: a note, a tap, the card, measures, clean checks, a second pair of eyes, the end."""

from collections.abc import Callable
from typing import Any

import pytest
from staging.world import World, text_of

from bot.core.errors import Refusal
from bot.customers.models import Hold
from bot.directory.models import Person
from bot.promises import usecases as promises
from bot.promises.models import Promise
from bot.risk import closing
from bot.risk.models import Alert, Check, Signal


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


CHINESE = {
    "note": "华东精工 今天上午拜访,财务总监突然离职了", "seen": "财务总监突然离职", "measure": "措施",
    "more_collateral": "要求补充担保", "agree": "同意", "closed": "已结案",
    "needs": "结案前要有 2 次没有发现问题的检查,前后相隔至少 30 天,现在有 0 次", "unproven": "办结要写明结果和凭据",
}  # fmt: skip
ENGLISH = {
    "note": "华东精工 met the owner this morning, the CFO suddenly resigned", "seen": "CFO suddenly resigned",
    "measure": "Measure", "more_collateral": "Ask for more collateral", "agree": "Agree", "closed": "closed",
    "needs": "It can be closed after 2 checks that found nothing, at least 30 days apart (0 so far)",
    "unproven": "done with its outcome and its evidence",
}  # fmt: skip


@pytest.fixture
def said(backend: str, world: World, office: Any) -> dict[str, str]:
    """What people read and write, on each database in another language."""
    if backend == "sqlite":
        return CHINESE
    with world.work() as work:
        for one in (world.li, world.zhao, world.chen):
            work.session.get_one(Person, one.id).locale = "en-GB"
    return ENGLISH


def test_a_note_becomes_an_orange_alert_and_is_closed_by_two_people(
    world: World, office: Any, alert: Callable[[], Alert], posted: Callable, said: dict[str, str]
) -> None:
    world.li.types("/visit", said["note"])
    note = world.li.last_message()
    world.li.presses(note, "visit.hint")

    assert world.only(Signal).kind == "key_person"
    raised = alert()
    assert (raised.level, raised.by, raised.state.value) == ("orange", "trigger", "raised")
    assert any(hold.kind == "risk" and hold.lifted_at is None for hold in world.all(Hold))
    card = next(one for one in world.li.messages() if f"RK-{raised.id}" in text_of(one) and "🟠" in text_of(one))
    assert said["seen"] in text_of(card) and f"V-{world.only(Signal).source_id}" in text_of(card)

    [masked] = posted(office.channel)
    assert "华东精工" not in text_of(masked) and "*" in text_of(masked) and said["seen"] not in text_of(masked)
    assert world.li.name in text_of(masked), "stars alone tell nobody whose customer it is"

    world.li.presses(card, "risk.confirm")
    assert alert().confirmed_by_id == world.li.id
    world.li.taps(card, said["measure"], "more_collateral")
    world.li.submits(due="2026-12-04", owner=world.li.slack_id)
    measure = next(one for one in world.all(Promise) if one.purpose == "measure")
    assert (measure.text, measure.subject_kind, measure.owner_id) == (
        said["more_collateral"],
        "alert",
        world.li.id,
    )
    assert said["more_collateral"] in text_of(world.current(card))

    assert "risk.close" not in str(world.current(card).blocks), "a measure is still open: nothing to ask for yet"
    assert said["needs"] in text_of(world.current(card)).replace("\uff0c", ",")

    world.clock.to("2026-12-07 10:00")
    world.run("promises.wake", times=2)
    due = next(
        one for one in reversed(world.li.messages()) if "⏰" in text_of(one) and f"P-{measure.id}" in text_of(one)
    )
    world.li.reacts(due, "white_check_mark")
    assert said["unproven"] in world.li.last_words(), "a check mark alone proves nothing"
    world.li.presses(card, "risk.done")
    world.li.submits(outcome="已办妥房产抵押", evidence="抵押登记 2026-118")
    assert "已办妥房产抵押" in next(one for one in world.all(Promise) if one.purpose == "measure").outcome
    world.li.presses(card, "risk.monitor")
    assert alert().state.value == "monitoring"

    two_clean_checks(world)
    world.li.presses(card, "risk.close")
    world.li.submits(outcome="solved", grounds="新财务总监已到岗,账目正常")
    assert alert().proposal is not None
    assert world.zhao.name in text_of(world.current(card)), "one knows whose answer one waits for"
    asked = world.zhao.last_message()
    assert said["agree"] in text_of(asked)
    assert "现场查看账册" in text_of(asked) and "第二次走访" in text_of(asked), "judged by what the checks saw"
    world.zhao.presses(asked, "risk.agree")

    ended = alert()
    assert ended.state.value == "closed"
    assert (ended.ended_by_id, ended.agreed_by_id, ended.outcome) == (world.li.id, world.zhao.id, "solved")
    assert all(hold.lifted_at is not None for hold in world.all(Hold))
    assert world.only(Signal).ended_at is not None
    assert said["closed"] in world.li.last_words(), "whoever asked hears the answer"


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
        from bot.risk import ending

        with pytest.raises(Refusal, match="risk/four-eyes"):
            ending.agree(work, alert().id)
        with pytest.raises(Refusal, match="risk/already-proposed"):
            ending.deny(work, alert().id, "debt_to_asset", "换一个说法")
    world.zhao.presses(world.zhao.last_message(), "risk.agree")
    assert alert().level == "yellow" and alert().agreed_by_id == world.zhao.id
    assert "经两个人同意已降级" in world.li.last_words(), "not asked once more for what was agreed"
    assert all(hold.lifted_at is not None for hold in world.all(Hold))


def test_declining_says_why_and_changes_nothing(world: World, office: Any, figures: Callable, alert: Callable) -> None:
    figures(world.li, world.huadong, 5)
    card = world.li.last_message()
    world.li.presses(card, "risk.confirm")
    world.li.taps(card, "措施", "more_visits")
    world.li.submits(due="2026-12-04", owner=world.li.slack_id)
    with world.work(world.li) as work:
        promises.drop(work, next(one for one in world.all(Promise) if one.purpose == "measure").id, "客户不同意")
        refused = closing.lacking(work, work.session.get_one(Alert, alert().id))
    assert refused is not None and refused.key == "risk/no-measure", "a dropped measure is none"
    world.li.presses(card, "risk.lower")
    world.li.submits(level="yellow", grounds="感觉好转")
    world.zhao.presses(world.zhao.last_message(), "risk.decline")
    world.zhao.submits(grounds="没有证据")
    assert alert().proposal is None and alert().level == "orange"
