"""Pure decisions of due diligence, suitability and disclosure. Local dates in, local dates out.

Sources: Measures for customer due diligence of financial institutions (order 2025-11), Measures for beneficial owners
(order 2025-12), suitability of financial products (NFRA order 2025-7). The numbers come from the pack in force.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bot.core.policy import Span, Unit
from bot.core.policy.compliance import DueDiligence, Refresh, Suitability
from bot.core.policy.dates import later

Holdings = Mapping[str, Mapping[str, float]]
"""Who holds how many percent of whom: company -> holder -> percent. Natural persons hold and are not held."""


def shares(company: str, holdings: Holdings) -> dict[str, float]:
    """Percent of a company that each natural person holds, multiplied along every chain and added up.

    Cross-holdings are followed until a path meets a company a second time; holders that are themselves held are
    companies and are looked through, not listed.
    """
    total: dict[str, float] = {}
    _walk(company, 100.0, holdings, (company,), total)
    return total


def _walk(company: str, percent: float, holdings: Holdings, path: tuple[str, ...], total: dict[str, float]) -> None:
    for holder, held in holdings.get(company, {}).items():
        share = percent * held / 100
        if holder in path or share <= 0.01:
            continue
        if holder in holdings:
            _walk(holder, share, holdings, (*path, holder), total)
        else:
            total[holder] = total.get(holder, 0.0) + share


@dataclass(frozen=True, slots=True)
class Owners:
    """Beneficial owners found: names with percent (0 where control or office decides) and the test that found them.

    `known_percent` is how much of the company the chain explains; below 100 somebody is missing from the papers.
    """

    basis: Literal["shares", "income_or_votes", "control", "management", "unknown"]
    people: Mapping[str, float]
    known_percent: float


def beneficial_owners(
    company: str,
    holdings: Holdings,
    rules: DueDiligence,
    *,
    high_risk: bool = False,
    income_or_votes: Mapping[str, float] | None = None,
    controllers: Sequence[str] = (),
    managers: Sequence[str] = (),
) -> Owners:
    """The beneficial owners by the tests in their order (UBO order 2025-12 art 8): shares, income or votes, control,
    else who runs the daily management. The line is lower for high risk. `unknown` blocks on-boarding.
    """
    line = rules.low_owner_share_percent if high_risk else rules.owner_share_percent
    held = shares(company, holdings)
    known = round(sum(held.values()), 6)
    for basis, found in (("shares", held), ("income_or_votes", dict(income_or_votes or {}))):
        over = {person: round(share, 6) for person, share in found.items() if round(share, 6) >= line}
        if over:
            return Owners("shares" if basis == "shares" else "income_or_votes", over, known)
    if controllers:
        return Owners("control", dict.fromkeys(controllers, 0.0), known)
    if managers:
        return Owners("management", dict.fromkeys(managers, 0.0), known)
    return Owners("unknown", {}, known)


def refresh_due(reviewed_on: date, rating: str, refresh: Mapping[str, Refresh]) -> date:
    """When a customer of that rating is reviewed again; an unknown rating counts as the one reviewed most often."""
    rule = refresh.get(rating) or min(refresh.values(), key=lambda each: later(date.min, each.every))
    return later(reviewed_on, rule.every)


def reminders(expires_on: date, rules: DueDiligence) -> tuple[date, ...]:
    """The days on which an expiring document is asked for, earliest first (60, 30, 7 and 0 days before)."""
    return tuple(expires_on - timedelta(days=days) for days in sorted(rules.remind_days, reverse=True))


PaperState = Literal["missing", "unverified", "expired", "expiring", "valid"]


def paper_state(verified: bool, expires_on: date | None, today: date, rules: DueDiligence) -> PaperState:
    """The state of a document that is there; the day printed on it is its last valid one."""
    if expires_on is not None and expires_on < today:
        return "expired"
    if not verified:
        return "unverified"
    first = max(rules.remind_days)
    return "expiring" if expires_on is not None and expires_on - timedelta(days=first) <= today else "valid"


def restricted_from(noticed_on: date, rules: DueDiligence) -> date:
    """From which day business is restricted if an expired document is not renewed after due notice (CDD art 26)."""
    return later(noticed_on, rules.restrict_after_notice)


def assessment_ends(assessed_on: date, rules: Suitability) -> date:
    """The first day on which a suitability assessment no longer holds (12 months, NFRA 2025-7 art 29)."""
    return later(assessed_on, rules.valid_for)


AssessmentRefusal = Literal["too_many_today", "too_many_this_year"]


def assessment_refused(earlier: Sequence[date], today: date, rules: Suitability) -> AssessmentRefusal | None:
    """Why a client may not be assessed again today: at most 2 a day and 8 in 12 months (art 29); None if he may."""
    if sum(day == today for day in earlier) >= rules.most_per_day:
        return "too_many_today"
    year = sum(later(day, Span(amount=12, unit=Unit.MONTHS)) > today for day in earlier if day <= today)
    return "too_many_this_year" if year >= rules.most_per_year else None


@dataclass(frozen=True, slots=True)
class Match:
    """Whether a product suits a client, every reason against it, and whether special care is due (aged, high risk)."""

    suitable: bool
    reasons: tuple[str, ...]
    special_care: bool


def product_level(issuer: str, seller: str | None) -> str:
    """The product level that counts: the higher where issuer and seller differ (art 22). Levels end in a digit."""
    return max((issuer, seller or issuer), key=_rank)


def match(
    client: str | None,
    product: str,
    rules: Suitability,
    *,
    assessed_on: date | None,
    today: date,
    age: int | None = None,
    professional: bool = False,
    confirmed: bool = True,
) -> Match:
    """Judge a sale. `confirmed`: the client confirmed a changed level. Professional investors need no assessment."""
    care = age is not None and age >= rules.care_from_age and _rank(product) >= _rank(rules.high_risk_from)
    if professional:
        return Match(True, (), care)
    reasons = []
    if client is None or assessed_on is None:
        reasons.append("not_assessed")
    else:
        if assessed_on > today or assessment_ends(assessed_on, rules) <= today:
            reasons.append("assessment_expired")
        if not rules.allows(client, product):
            reasons.append("risk_too_high")
    if not confirmed:
        reasons.append("level_not_confirmed")
    return Match(not reasons, tuple(reasons), care)


def disclosure_missing(
    items: Collection[str], acknowledged: bool, evidence: str | None, rules: Suitability
) -> list[str]:
    """What a disclosure still lacks before a proposal may be signed: items (art 31), acknowledgement, evidence."""
    lacking = [item for item in rules.disclosure_items if item not in items]
    if not acknowledged:
        lacking.append("acknowledgement")
    if not (evidence or "").strip():
        lacking.append("evidence")
    return lacking


def _rank(level: str) -> int:
    digits = "".join(char for char in level if char.isdigit())
    return int(digits) if digits else 0
