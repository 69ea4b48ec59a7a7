"""What may not be forgotten of one person because a legal hold stands on the customer or on the record."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from bot.compliance.privacy_models import LegalHold
from bot.core.subject import Subject as Record
from bot.core.work import Work


@dataclass(frozen=True)
class Holds:
    """The holds in force: the number of one for each customer and each record held."""

    customers: Mapping[int, int]
    records: Mapping[Record, int]

    def law(self, customer_id: int | None, record: Record | None = None) -> str:
        """What has a row kept, as it is told to whoever asked to forget; empty if nothing does."""
        hold = self.customers.get(customer_id) if customer_id is not None else None
        if hold is None and record is not None:
            hold = self.records.get(record)
        return f"legal hold {hold}" if hold is not None else ""


def in_force(work: Work) -> Holds:
    """The holds that stand now."""
    customers: dict[int, int] = {}
    records: dict[Record, int] = {}
    for hold in work.session.scalars(select(LegalHold).where(LegalHold.lifted_at.is_(None)).order_by(LegalHold.id)):
        if hold.customer_id is not None:
            customers.setdefault(hold.customer_id, hold.id)
        if hold.subject_kind is not None and hold.subject_id is not None:
            records.setdefault(Record(hold.subject_kind, hold.subject_id), hold.id)
    return Holds(customers, records)
