"""Pure decisions about complaints: severity, who may do what, what counts as the same or repeated."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.policy import Severity
from bot.core.policy.complaints import Complaints, RepeatCause, Triage

LEVELS: tuple[Severity, ...] = ("S1", "S2", "S3", "S4")
FAULTS = ("company_fault_isolated", "company_fault_process")
ATTRIBUTIONS = (
    *FAULTS, "no_fault_rule_applied", "customer_misunderstanding", "third_party", "shared", "facts_disputed",
    "unverifiable", "legacy_policy",
)  # fmt: skip
REMEDIES = (
    "explanation", "apology", "correction", "compensation", "waiver", "process_fix", "wording_change", "coaching",
)  # fmt: skip
MONETARY = ("compensation", "waiver")
CHANNELS = ("phone", "face_to_face", "mail", "sms", "wechat", "letter", "video")
PRODUCTS = ("loan", "payment", "savings", "card", "wealth", "ebank", "personal_info", "other")
CAUSES = ("C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "C9", "C10", "C11", "C12", "C99")
PROCEDURES = ("appraisal", "mediation", "supplement")
"""Pauses of the law: only while facts are being verified, and mostly only with notice."""
SAME = 0.5
"""Share of common pieces of text from which two open complaints of a customer may be the same matter."""


@dataclass(frozen=True)
class Weight:
    """What severity is judged by, beside the words: people acting together, money disputed, tier, open repeats."""

    people: int = 1
    amount: float | None = None
    tier: str | None = None
    repeats: int = 0
    vulnerable: bool = False


def criteria(found: Collection[str], weight: Weight, triage: Triage) -> list[str]:
    """Every criterion of the pack that a complaint meets, from its words and its weight."""
    met = {code: code in found for code in found}
    met |= {
        "group": "group" in found or weight.people >= triage.group_size,
        "high_amount": weight.amount is not None and weight.amount >= triage.high_amount,
        "repeated": weight.repeats > 0,
        "valued_customer": weight.tier in triage.tiers,
        "vulnerable_customer": weight.vulnerable or "vulnerable_customer" in found,
    }
    return [code for code, holds in met.items() if holds]


def severity(met: Collection[str], policy: Complaints) -> Severity:
    """The highest level one of whose criteria is met; the pack's default when none is. S4 only if nothing else is."""
    for level in LEVELS:
        if set(met) & set(policy.severities[level].criteria):
            return level
    return policy.default_severity


def different_days(moments: Sequence[datetime], zone: ZoneInfo) -> int:
    """On how many local days these moments lie."""
    return len({moment.astimezone(zone).date() for moment in moments})


def is_repeated(now: datetime, received: Sequence[datetime], rule: RepeatCause) -> bool:
    """Whether a cause came back often enough to act: `count` in the last `days`, and `growth` times the mean of the
    earlier windows of the same length. `received` are the moments of one key, in any order."""
    window = timedelta(days=rule.days)
    latest = sum(1 for at in received if now - window < at <= now)
    earlier = sum(1 for at in received if now - window * (rule.earlier_windows + 1) < at <= now - window)
    return latest >= rule.count and latest >= rule.growth * earlier / rule.earlier_windows


def share(first: Collection[str], second: Collection[str]) -> float:
    """How much two texts have in common: pieces shared, of the pieces of the shorter one (0 to 1)."""
    least = min(len(set(first)), len(set(second)))
    return len(set(first) & set(second)) / least if least else 0.0
