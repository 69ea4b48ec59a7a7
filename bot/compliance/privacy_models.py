"""What compliance keeps about confidential data: who opened it and why, and what must not be forgotten."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.codec import Packed
from bot.core.database import Row
from bot.core.privacy import Sealed


class Unmasking(Row):
    """One look at what is masked elsewhere: who, at which record, which kinds of value, for what, until when.

    `purpose` is a code, `reason` what the person wrote, numbers masked, sealed. `view_id` is the dialog that shows the
    values: it is emptied when `until` has come (`closed_at`).
    """

    __tablename__ = "unmasking"
    __table_args__ = (
        Index("ix_unmasking_person", "person_id", "created_at"),
        Index("ix_unmasking_until", "closed_at", "until"),
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    subject_kind: Mapped[str]
    subject_id: Mapped[int]
    kinds: Mapped[list[str]] = mapped_column(Packed)
    purpose: Mapped[str]
    reason: Mapped[str] = mapped_column(Sealed)
    until: Mapped[datetime]
    view_id: Mapped[str] = mapped_column(default="")
    closed_at: Mapped[datetime | None] = mapped_column(default=None)


class LegalHold(Row):
    """Nothing about a customer, or about one record, is forgotten while a hold stands, whatever its period.

    Without `customer_id` it covers the record alone. Reasons are sealed: they speak of disputes and authorities.
    """

    __tablename__ = "legal_hold"
    __table_args__ = (
        Index("ix_legal_hold_customer", "customer_id", "lifted_at"),
        Index("ix_legal_hold_record", "subject_kind", "subject_id", "lifted_at"),
    )
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"), default=None)
    subject_kind: Mapped[str | None] = mapped_column(default=None)
    subject_id: Mapped[int | None] = mapped_column(default=None)
    reason: Mapped[str] = mapped_column(Sealed)
    placed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    lifted_at: Mapped[datetime | None] = mapped_column(default=None)
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    lift_reason: Mapped[str] = mapped_column(Sealed, default="")
