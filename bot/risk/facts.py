"""What this slice announces."""

from dataclasses import dataclass


@dataclass(frozen=True)
class AlertChanged:
    """An alert was raised, got worse, was downgraded or ended; `level` is the level people act on now, green when over."""

    alert_id: int
    customer_id: int
    level: str
