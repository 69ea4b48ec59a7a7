"""Not a risk: one reason is muted, the others go on counting; above yellow a second person has to agree."""

from collections.abc import Callable
from datetime import date
from typing import Any

from staging.world import World, text_of

from bot.risk import usecases
from bot.risk.models import Alert, MutedReason


def observe(world: World, kind: str, evidence: str = "听说", worse: bool = False) -> None:
    with world.work(world.li) as work:
        usecases.observe(work, world.huadong.id, usecases.Observed(kind, evidence, worse))
    world.deliver()


def test_a_yellow_alert_ends_at_once(world: World, office: Any, alert: Callable) -> None:
    observe(world, "litigation", "被供应商起诉")
    assert alert().level == "yellow"
    card = world.li.last_message()
    world.li.taps(card, "不是风险", "litigation")
    world.li.submits(reason="litigation", grounds="我们的客户是原告")
    assert alert().state.value == "false_alarm"
    assert world.only(MutedReason).reason == "litigation"
    assert "原告" in text_of(world.current(card))

    observe(world, "litigation", "又看到同一条")
    assert len(world.all(Alert)) == 1, "the reason is muted"
    observe(world, "enforcement", "被执行")
    assert len(world.all(Alert)) == 2, "another reason still alerts"


def test_orange_needs_a_second_person(world: World, office: Any, alert: Callable) -> None:
    observe(world, "key_person", "换了财务总监")
    world.li.taps(world.li.last_message(), "不是风险", "key_person")
    world.li.submits(reason="key_person", grounds="正常退休,交接半年前就定了")
    assert alert().ended_at is None and alert().proposal is not None
    world.zhao.presses(world.zhao.last_message(), "risk.agree")
    assert alert().state.value == "false_alarm"


def test_what_is_left_keeps_the_alert_open(world: World, office: Any, alert: Callable) -> None:
    observe(world, "litigation", "被起诉")
    observe(world, "key_person", "老板联系不上", worse=True)
    assert alert().level == "red"
    with world.work(world.zhao) as work:
        from bot.risk import ending

        ending.deny(work, alert().id, "key_person", "老板在医院,已联系上")
    with world.work(world.chen) as work:
        ending.agree(work, alert().id)
    assert alert().ended_at is None and alert().level == "yellow"


def test_a_muted_figure_counts_again_when_it_gets_worse(world: World, office: Any, alert: Callable) -> None:
    def give(days: float, day: date) -> None:
        with world.work(world.li) as work:
            usecases.record(work, world.huadong.id, day, {"overdue_days": days})
        world.deliver()

    give(10, date(2026, 9, 30))
    with world.work(world.li) as work:
        from bot.risk import ending

        ending.deny(work, alert().id, "overdue_days", "银行系统延迟")
    assert alert().state.value == "false_alarm"
    give(10, date(2026, 10, 31))
    assert len(world.all(Alert)) == 1
    give(40, date(2026, 11, 20))
    assert [one.level for one in world.all(Alert)] == ["yellow", "orange"]
