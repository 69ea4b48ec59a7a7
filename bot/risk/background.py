"""What stands beside the figures of an alert: their trend, the industry, the zone of Z'', the suggested category."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.core.work import Work
from bot.customers.models import Customer
from bot.risk import benchmarks, queries
from bot.risk.classification import Claim, suggest
from bot.risk.models import Alert
from bot.risk.ratios import altman_zone
from bot.risk.rules import Assessment, Hit, worsening

RUNNING = 2
"""Periods a figure has to get worse in a row before it is called a trend."""


def beside(work: Work, alert: Alert, judged: Assessment) -> dict[str, Any]:
    """The lines of the page "why did I get this?" that explain figures and are not counted."""
    lines = work.house.policy.risk.altman
    return {
        "distress": lines.distress_below,
        "safe": lines.safe_from,
        "worsening": _worsening(work, alert.customer_id, judged.hits),
        "industry": _industry(work, alert.customer_id, alert.figures),
        "benchmark": benchmarks.shipped().source,
        "zone": _zone(work, alert.figures),
        "category": _category(work, judged),
    }


def _zone(work: Work, figures: Mapping[str, float]) -> str | None:
    """Where Z'' stands between the pack's lines; None where it is not known."""
    rule = work.house.policy.risk.altman
    return altman_zone(figures["z2"], (rule.distress_below, rule.safe_from)) if "z2" in figures else None


def _worsening(work: Work, customer_id: int, hits: Sequence[Hit]) -> list[str]:
    """The raised flags that got worse two periods running."""
    past = queries.histories(work, customer_id, [hit.reading for hit in hits], RUNNING + 1)
    return [
        hit.reading
        for hit in hits
        if worsening(past.get(hit.reading, []), "<" if hit.direction[0] == "<" else ">", RUNNING)
    ]


def _industry(work: Work, customer_id: int, figures: Mapping[str, float]) -> list[dict[str, Any]]:
    """Where the customer stands among the firms of its industry, as far as the table knows it."""
    table = benchmarks.shipped()
    industry = table.industry(work.session.get_one(Customer, customer_id).industry)
    if industry is None:
        return []
    found = ((code, table.standing(industry, code, value)) for code, value in figures.items())
    return [{"code": code, "standing": standing} for code, standing in found if standing is not None]


def _category(work: Work, judged: Assessment) -> dict[str, Any] | None:
    """The category the pack's rule suggests, for packs of banks; people decide it."""
    rules = work.house.policy.risk.classification
    if rules is None:
        return None
    happened = {event.trigger for event in judged.events}
    claim = Claim(
        overdue_days=judged.overdue_days or 0,
        use_changed="purpose_misused" in happened,
        joint_punishment="dishonest_debtor" in happened,
    )
    found = suggest(claim, rules)
    return {"code": found.category, "reasons": [reason for reason, _ in found.reasons], "bad": found.non_performing}
