"""Pure decisions about customers: when the next contact is due."""

from datetime import datetime, timedelta

from bot.core.policy import Pack
from bot.core.policy.service import Tier
from bot.core.policy.spans import Span


def interval_of(tier: Tier) -> Span | None:
    """The shortest contact interval of a tier; None where contact is on demand."""
    spans = [span for span in (tier.visit_every, tier.call_every) if span is not None]
    return min(spans, key=lambda span: span.days, default=None)


def silent_from(pack: Pack, tier: str | None, contacted_at: datetime | None, known_since: datetime) -> datetime | None:
    """When a customer of that tier counts as silent: last real contact (or acquaintance) plus the tier's interval.

    None where the tier knows no interval. The intervals are the policy pack's.
    """
    service = pack.service
    rule = service.tiers.get(tier or service.default_tier)
    interval = interval_of(rule) if rule else None
    if interval is None:
        return None
    return (contacted_at or known_since) + timedelta(days=interval.days)
