"""Churn points, the suggested category, inspection days, the dates lawyers fear, reports that repeat themselves."""

from datetime import date

import pytest

from bot.core.policy import load_pack
from bot.risk.churn import Relation, churn
from bot.risk.classification import Claim, suggest
from bot.risk.schedule import before_maturity, first_check, next_routine, right
from bot.risk.similarity import too_similar

PACK = load_pack("cn-bank")
RULES = PACK.service.churn
CLASSES = PACK.risk.classification
CHECKS = PACK.risk.checks
RIGHTS = PACK.risk.legal_dates


@pytest.mark.parametrize(
    "relation, score, state",
    [
        (Relation(), 0, "calm"),
        (Relation(balance_share=0.7), 0, "calm"),
        (Relation(balance_share=0.69), 25, "calm"),
        (Relation(balance_share=0.49), 40, "calm"),
        (Relation(balance_share=0.49, competitor_mentioned_days=60), 50, "at_risk"),
        (Relation(balance_share=0.49, transactions_share=0.5, open_complaint_days=11), 70, "urgent"),
        (Relation(open_complaint_days=10, visit_intervals_overdue=1.0, competitor_mentioned_days=61), 0, "calm"),
        (Relation(maturing_in_days=30), 10, "calm"),
        (Relation(maturing_in_days=30, maturity_talked_about=True), 0, "calm"),
        (Relation(0.1, 0.1, True, 40, True, True, 1, 1, False, 3), 100, "urgent"),
    ],
)
def test_churn_points_add_up_to_a_state(relation, score, state):
    found = churn(relation, RULES)
    assert (found.score, found.state) == (score, state)


def test_the_heaviest_churn_reason_comes_first():
    found = churn(Relation(balance_share=0.6, unsatisfied_close=True, key_contact_left=True), RULES)
    assert list(found.reasons.items()) == [
        ("balance_below_70", 25), ("unsatisfied_close", 20), ("key_contact_left", 10),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "claim, category",
    [
        (Claim(), "normal"),
        (Claim(overdue_days=7, technical_delay=True), "normal"),
        (Claim(overdue_days=8, technical_delay=True), "special_mention"),
        (Claim(overdue_days=1), "special_mention"),
        (Claim(overdue_days=90), "special_mention"),
        (Claim(overdue_days=91), "substandard"),
        (Claim(overdue_days=270), "substandard"),
        (Claim(overdue_days=271), "doubtful"),
        (Claim(overdue_days=360), "doubtful"),
        (Claim(overdue_days=361), "loss"),
        (Claim(rolled_over=True), "special_mention"),
        (Claim(overdue_elsewhere_percent=20), "normal"),
        (Claim(overdue_elsewhere_percent=21), "substandard"),
        (Claim(npl_percent_with_us=11), "substandard"),
        (Claim(npl_percent_with_us=11, retail=True), "normal"),
        (Claim(impaired=True, expected_loss_percent=50), "doubtful"),
        (Claim(expected_loss_percent=90), "loss"),
        (Claim(overdue_days=95, bankrupt=True), "loss"),
    ],
)
def test_the_worst_fact_suggests_the_category(claim, category):
    found = suggest(claim, CLASSES)
    assert found.category == category
    assert found.non_performing == (category in {"substandard", "doubtful", "loss"})
    assert not found.reasons or found.reasons[0][1] == category


def test_checks_follow_drawdown_rating_and_maturity():
    assert first_check(date(2026, 2, 20), CHECKS["first"]) == date(2026, 3, 7)
    assert next_routine(date(2026, 8, 31), CHECKS["routine"], "A1") == date(2027, 2, 28)
    assert next_routine(date(2026, 8, 31), CHECKS["routine"]) == date(2026, 11, 30)
    assert next_routine(date(2026, 8, 31), CHECKS["routine"], "A1", short_term=True) == date(2026, 9, 30)
    assert before_maturity(date(2026, 12, 31), CHECKS["pre_maturity"]) == (
        date(2026, 10, 2), date(2026, 12, 1), date(2026, 12, 24),
    )  # fmt: skip


def test_limitation_starts_anew_with_each_demand_that_came_in_time():
    rule = RIGHTS["limitation"]
    assert right(date(2024, 2, 29), rule).last_day == date(2027, 2, 28)
    assert right(date(2024, 2, 29), rule, [date(2026, 5, 1)]).last_day == date(2029, 5, 1)
    assert right(date(2024, 2, 29), rule, [date(2027, 3, 1)]).last_day == date(2027, 2, 28)
    assert right(date(2024, 2, 29), rule, [date(2029, 1, 1), date(2026, 5, 1)]).last_day == date(2032, 1, 1)


def test_nothing_stretches_the_guarantee_period():
    found = right(date(2026, 8, 31), RIGHTS["guarantee"], [date(2026, 10, 1)])
    assert found.last_day == date(2027, 2, 28)
    assert found.reminders == (date(2026, 9, 1), date(2026, 11, 30), date(2027, 1, 29), date(2027, 2, 21))


def test_a_report_that_only_changes_its_date_is_shown_to_its_author():
    report = "2026年5月11日现场检查:企业生产正常,库存合理,应收账款回款及时,资金按约定用途使用,未见异常。"
    assert too_similar(report.replace("2026年5月11日", "2026年8月12日"), report, 90)
    assert not too_similar("本次走访发现两条生产线停工,仓库积压成品约三个月销量,老板未到场,财务换人。", report, 90)
    assert not too_similar(report, None, 90) and not too_similar("无异常", "无异常", 90)
