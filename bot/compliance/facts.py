"""What this slice announces."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PapersChanged:
    """Something about a customer's due diligence moved: a document, a hold, a review."""

    diligence_id: int
    customer_id: int
