"""Suitability 适当性 and disclosure: products' and clients' levels, and what a client was told before signing."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.codec import Packed
from bot.core.database import Row
from bot.core.privacy import Sealed
from bot.core.subject import Subject

_OPEN = text("completed_at IS NULL AND cancelled_at IS NULL")


class ProductRisk(Row):
    """The risk of a product's version as issuer and seller see it; the newest row of a code is in force."""

    __tablename__ = "product_risk"
    __table_args__ = (Index("ix_product_risk_code", "code", "id"),)
    code: Mapped[str]
    name: Mapped[str]
    version: Mapped[str]
    issuer_level: Mapped[str]
    seller_level: Mapped[str | None] = mapped_column(default=None)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)


class Assessment(Row):
    """How much risk a client can bear, by the client's own answers; the newest row counts and is never changed.

    `assessed_on` is a local day. `born_on` (ISO day, sealed) is known for people. `before` is the level that held until
    then: where it changed, the client has to confirm the new one (`confirmed_how`).
    """

    __tablename__ = "assessment"
    __table_args__ = (Index("ix_assessment_customer", "customer_id", "id"),)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    level: Mapped[str]
    before: Mapped[str | None] = mapped_column(default=None)
    assessed_on: Mapped[date]
    professional: Mapped[bool] = mapped_column(default=False)
    born_on: Mapped[str | None] = mapped_column(Sealed, default=None)
    evidence: Mapped[str] = mapped_column(default="")
    confirmed_at: Mapped[datetime | None] = mapped_column(default=None)
    confirmed_how: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)

    @property
    def subject(self) -> Subject:
        """How history refers to it."""
        return Subject("assessment", self.id)


class Disclosure(Row):
    """What a client is told of a product before signing: open until complete, and holding `source` until then.

    `source_*` is the record that may not be signed (a proposal; the disclosure itself when it stands alone).
    `client_level`, `product_level` and `reasons` are what the last judgement found; `items`, `channel`, `care`,
    `acknowledged_*` and `evidence` what was recorded.
    """

    __tablename__ = "disclosure"
    __table_args__ = (
        Index("ix_disclosure_customer", "customer_id", "id"),
        Index("ix_disclosure_source", "source_kind", "source_id"),
        Index("ix_disclosure_open", "customer_id", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    product: Mapped[str]
    product_version: Mapped[str]
    product_level: Mapped[str]
    client_level: Mapped[str | None] = mapped_column(default=None)
    source_kind: Mapped[str | None] = mapped_column(default=None)
    source_id: Mapped[int | None] = mapped_column(default=None)
    items: Mapped[list[str]] = mapped_column(Packed)
    care: Mapped[list[str]] = mapped_column(Packed)
    reasons: Mapped[list[str]] = mapped_column(Packed)
    channel: Mapped[str | None] = mapped_column(default=None)
    acknowledged_on: Mapped[date | None] = mapped_column(default=None)
    acknowledged_how: Mapped[str | None] = mapped_column(default=None)
    evidence: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    completed_at: Mapped[datetime | None] = mapped_column(default=None)
    cancelled_at: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def subject(self) -> Subject:
        """How messages and history refer to it."""
        return Subject("disclosure", self.id)

    @property
    def source(self) -> Subject:
        """What may not be signed until it is complete."""
        if self.source_kind is None or self.source_id is None:
            return self.subject
        return Subject(self.source_kind, self.source_id)
