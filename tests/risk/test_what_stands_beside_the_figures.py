"""The page "why did I get this?" tells trend, industry, zone and the suggested category; none of them is counted."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from staging.world import World, words_of

from bot.core.policy import load_pack
from bot.customers.models import Customer
from bot.risk import usecases
from bot.risk.models import Alert


def why(world: World, alert: Alert) -> str:
    with world.work(world.li) as work:
        usecases.opened(work, alert.id, "why")
    world.deliver()
    world.li.presses(world.li.last_message(), "risk.why")
    page = world.li.hands.open_modal
    assert page is not None
    return words_of(page.blocks)


@pytest.fixture
def steel(world: World) -> World:
    """华东精工 is a steel maker whose debt rises three periods running."""
    with world.work() as work:
        work.session.get_one(Customer, world.huadong.id).industry = "钢铁冶炼"
    for period, debt in (("2026-03-31", 75.0), ("2026-06-30", 78.0), ("2026-09-30", 82.0)):
        values = {"debt_to_asset": debt, "current_ratio": 0.8, "quick_ratio": 0.4, "icr": 0.6, "roa": -2.0, "z2": 1.4}
        with world.work(world.li) as work:
            usecases.record(work, world.huadong.id, date.fromisoformat(period), values)
    return world


def test_trend_industry_and_zone_explain_the_figures(steel: World, office: Any, alert: Callable[[], Alert]) -> None:
    said = why(steel, alert())
    assert "连续两期变差：资产负债率" in said
    assert "灰色区" in said
    assert "和同行业大企业相比" in said and "资产负债率不及平均" in said and "国资委" in said
    assert "五级分类" not in said, "the pack of any firm knows no categories"


def test_a_customer_of_no_known_industry_is_compared_with_nobody(
    world: World, office: Any, figures: Callable[..., None], alert: Callable[[], Alert]
) -> None:
    figures(world.li, world.huadong, 5)
    said = why(world, alert())
    assert "同行业" not in said and "连续两期" not in said


@pytest.mark.parametrize("days, category", [(40, "关注"), (95, "次级（不良）"), (400, "损失（不良）")])
def test_a_bank_is_told_the_category_the_rule_suggests(
    world: World, office: Any, alert: Callable[[], Alert], days: int, category: str
) -> None:
    object.__setattr__(world.rapport.workshop.house, "policy", load_pack("cn-bank"))
    with world.work(world.li) as work:
        usecases.record(work, world.huadong.id, date(2026, 9, 30), {"overdue_days": float(days)})
    world.deliver()
    said = why(world, alert()).replace(" ", "")
    assert f"五级分类建议：{category}" in said and "逾期天数" in said and "由人决定" in said
