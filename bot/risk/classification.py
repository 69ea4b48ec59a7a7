"""A suggestion for the five categories 五级分类. People decide: first sort, recognition, approval.

Source: Measures for the Risk Classification of Financial Assets of Commercial Banks (CBIRC and PBoC, order 2023-1).
"""

from dataclasses import dataclass
from typing import Literal

from bot.core.policy.risk import Classification

Category = Literal["normal", "special_mention", "substandard", "doubtful", "loss"]
CATEGORIES: tuple[Category, ...] = ("normal", "special_mention", "substandard", "doubtful", "loss")
TECHNICAL_DAYS = 7


@dataclass(frozen=True, slots=True)
class Claim:
    """What is known of a claim and its debtor. Shares in percent, None where unknown.

    `technical_delay`: overdue for reasons of transfer only. `overdue_elsewhere_percent`: of the debtor's debts at all
    banks, the part overdue by more than 90 days. `npl_percent_with_us`: of the debtor's claims with us, the part bad.
    """

    overdue_days: int = 0
    technical_delay: bool = False
    use_changed: bool = False
    rolled_over: bool = False
    bad_elsewhere: bool = False
    rating_slump: bool = False
    overdue_elsewhere_percent: float | None = None
    joint_punishment: bool = False
    evading_debt: bool = False
    impaired: bool = False
    expected_loss_percent: float | None = None
    bankrupt: bool = False
    npl_percent_with_us: float | None = None
    retail: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The suggested category and every reason with the category it alone would mean, the worst first."""

    category: Category
    reasons: tuple[tuple[str, Category], ...]

    @property
    def non_performing(self) -> bool:
        """One of the last three categories 不良."""
        return CATEGORIES.index(self.category) >= CATEGORIES.index("substandard")


def suggest(claim: Claim, rules: Classification) -> Suggestion:
    """The worst category any fact means (Risk Classification Rule, order 2023-1); normal without any."""
    reasons = [*_overdue(claim, rules), *_special_mention(claim), *_substandard(claim), *_worse(claim)]
    reasons.sort(key=lambda reason: -CATEGORIES.index(reason[1]))
    return Suggestion(reasons[0][1] if reasons else "normal", tuple(reasons))


def _overdue(claim: Claim, rules: Classification) -> list[tuple[str, Category]]:
    if claim.technical_delay and claim.overdue_days <= TECHNICAL_DAYS:
        return []
    steps: tuple[tuple[int, Category], ...] = (
        (rules.loss, "loss"),
        (rules.doubtful, "doubtful"),
        (rules.substandard, "substandard"),
        (rules.special_mention, "special_mention"),
    )
    return [("overdue", category) for days, category in steps if claim.overdue_days >= days][:1]


def _special_mention(claim: Claim) -> list[tuple[str, Category]]:
    facts = {"use_changed": claim.use_changed, "rolled_over": claim.rolled_over, "bad_elsewhere": claim.bad_elsewhere}
    return [(fact, "special_mention") for fact, holds in facts.items() if holds]


def _substandard(claim: Claim) -> list[tuple[str, Category]]:
    facts = {
        "rating_slump": claim.rating_slump,
        "overdue_elsewhere": (claim.overdue_elsewhere_percent or 0) > 20,
        "joint_punishment": claim.joint_punishment,
        "bad_with_us": not claim.retail and (claim.npl_percent_with_us or 0) > 10,
    }
    return [(fact, "substandard") for fact, holds in facts.items() if holds]


def _worse(claim: Claim) -> list[tuple[str, Category]]:
    expected = claim.expected_loss_percent or 0
    facts: dict[str, tuple[bool, Category]] = {
        "evading_debt": (claim.evading_debt, "doubtful"),
        "expected_loss_50": (claim.impaired and 50 <= expected < 90, "doubtful"),
        "expected_loss_90": (expected >= 90, "loss"),
        "bankrupt": (claim.bankrupt, "loss"),
    }
    return [(fact, category) for fact, (holds, category) in facts.items() if holds]
