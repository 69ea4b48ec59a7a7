"""What this slice announces."""

from dataclasses import dataclass


@dataclass(frozen=True)
class AlertChanged:
    """An alert was raised, confirmed, got worse, went down or ended; `level` is what people act on, green when over."""

    alert_id: int
    customer_id: int
    level: str
