"""What this slice announces."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PapersChanged:
    """Something about a customer's due diligence moved: a document, a hold, a review."""

    diligence_id: int
    customer_id: int


@dataclass(frozen=True)
class ReviewEnded:
    """A review was done or excepted; `campaign_id` is the campaign it counted for, if any."""

    review_id: int
    campaign_id: int | None
