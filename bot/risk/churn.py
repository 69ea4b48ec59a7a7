"""How likely a customer is about to leave: points per reason, weights and lines from the pack."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.core.policy.service import Churn

State = Literal["calm", "at_risk", "urgent"]


@dataclass(frozen=True, slots=True)
class Relation:
    """What is known of a relation, None where it is not. Days are whole days before today, shares are fractions.

    `balance_share`: average of 30 days / of 180 days; `transactions_share`: this period / the one before;
    `visit_intervals_overdue`: days overdue / visit interval.
    """

    balance_share: float | None = None
    transactions_share: float | None = None
    payroll_or_acquiring_moved: bool = False
    open_complaint_days: int | None = None
    unsatisfied_close: bool = False
    key_contact_left: bool = False
    competitor_mentioned_days: int | None = None
    maturing_in_days: int | None = None
    maturity_talked_about: bool = False
    visit_intervals_overdue: float | None = None


@dataclass(frozen=True, slots=True)
class ChurnScore:
    """0 to 100 with the reasons and their points, the heaviest first."""

    score: int
    state: State
    reasons: Mapping[str, int]


def churn(relation: Relation, rules: Churn) -> ChurnScore:
    """Score a relation. What is not known gives no points; reasons without a weight in the pack are left out."""
    points = {reason: rules.weights.get(reason, 0) for reason in _reasons(relation)}
    reasons = dict(sorted(((code, worth) for code, worth in points.items() if worth), key=lambda item: -item[1]))
    score = min(100, sum(reasons.values()))
    state: State = "urgent" if score >= rules.urgent else "at_risk" if score >= rules.at_risk else "calm"
    return ChurnScore(score, state, reasons)


def _reasons(relation: Relation) -> list[str]:
    maturing = _within(relation.maturing_in_days, 30) and not relation.maturity_talked_about
    told = {
        "transactions_halved": relation.transactions_share is not None and relation.transactions_share <= 0.5,
        "payroll_or_acquiring_moved": relation.payroll_or_acquiring_moved,
        "open_complaint_10_days": (relation.open_complaint_days or 0) > 10,
        "unsatisfied_close": relation.unsatisfied_close,
        "key_contact_left": relation.key_contact_left,
        "competitor_mentioned_60_days": _within(relation.competitor_mentioned_days, 60),
        "maturing_30_days_without_talk": maturing,
        "visit_overdue": (relation.visit_intervals_overdue or 0) > 1,
    }
    return [*_balance(relation.balance_share), *(reason for reason, holds in told.items() if holds)]


def _balance(share: float | None) -> list[str]:
    if share is None or share >= 0.7:
        return []
    return ["balance_below_50" if share < 0.5 else "balance_below_70"]


def _within(days: int | None, limit: int) -> bool:
    return days is not None and 0 <= days <= limit
