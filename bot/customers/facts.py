"""What this slice announces."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Contacted:
    """A real contact with a customer was recorded (not a failed attempt); `by_id` made it."""

    customer_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class OwnerChanged:
    """The portfolio ownership of a customer moved."""

    customer_id: int
    before_id: int | None
    after_id: int | None
