"""Complaints of a customer count as a risk together, and tell why he may leave; withdrawn ones do not."""

from typing import Any

import pytest
from staging.world import World

from bot.complaints import ending
from bot.complaints.facts import Unhappy
from bot.complaints.models import Complaint
from bot.risk import churning
from bot.risk.models import Alert, Signal


@pytest.fixture
def complain(world: World, office: Any) -> Any:
    def register(text: str) -> Complaint:
        before = {one.id for one in world.all(Complaint)}
        world.li.types("/complaint", text)
        return next(one for one in world.all(Complaint) if one.id not in before)

    return register


def test_two_complaints_within_ninety_days_are_a_yellow_alert(world: World, complain: Any) -> None:
    first = complain("宏达机械 王会计来电，手续费多扣两次")
    assert world.all(Alert) == []
    world.clock.forward(days=20)
    complain("宏达机械 王会计来电，网银经常登录不上")
    alert = world.only(Alert)
    assert (alert.level, alert.by) == ("yellow", "trigger")
    signals = world.all(Signal)
    assert [(one.kind, one.evidence) for one in signals] == [
        ("unhappy_customer", f"C-{first.id}"), ("unhappy_customer", f"C-{first.id + 1}"),
    ]  # fmt: skip


def test_complaints_far_apart_are_none(world: World, complain: Any) -> None:
    complain("宏达机械 王会计来电，手续费多扣两次")
    world.clock.forward(days=100)
    complain("宏达机械 王会计来电，网银经常登录不上")
    assert world.all(Alert) == []


def test_a_withdrawn_complaint_does_not_count(world: World, complain: Any) -> None:
    first = complain("宏达机械 王会计来电，手续费多扣两次")
    with world.work(world.li) as work:
        ending.withdraw(work, first.id, "客户撤回")
    assert world.only(Signal).end == "withdrawn"
    complain("宏达机械 王会计来电，网银经常登录不上")
    assert world.all(Alert) == []


def test_a_customer_not_satisfied_at_the_end_and_a_competitor_show_in_the_churn_score(
    world: World, complain: Any
) -> None:
    case = complain("宏达机械 王会计来电，手续费多扣两次")

    with world.work(world.li) as work:
        for _ in range(2):
            work.announce(Unhappy(case.id, world.hongda.id, True, f"C-{case.id}"))
    with world.work(world.li) as work:
        customer = work.session.get_one(type(world.hongda), world.hongda.id)
        reasons = churning.score(work, customer).score.reasons
    assert reasons["unsatisfied_close"] == 20
