"""The tables of the customer file."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.database import Row
from bot.core.privacy import Sealed


class Channel(StrEnum):
    """How a contact took place."""

    FACE_TO_FACE = "face_to_face"
    PHONE = "phone"
    MAIL = "mail"
    VIDEO = "video"
    WECHAT = "wechat"
    OTHER = "other"


_AWAITED = text("silent_at IS NOT NULL")


class Customer(Row):
    """One customer. `tier` and `stage` are codes of the policy pack; field history keeps their changes with reasons.

    `contacted_at` is the last real contact of anybody, kept here so that silent customers are found by index.
    """

    __tablename__ = "customer"
    __table_args__ = (
        Index("ix_customer_book", "owner_id", "contacted_at"),
        Index("ix_customer_code", "code"),
        Index("ix_customer_cadence", "silent_at", sqlite_where=_AWAITED, postgresql_where=_AWAITED),
    )
    name: Mapped[str]
    code: Mapped[str | None] = mapped_column(default=None)
    industry: Mapped[str | None] = mapped_column(default=None)
    region: Mapped[str | None] = mapped_column(default=None)
    size: Mapped[str | None] = mapped_column(default=None)
    tier: Mapped[str | None] = mapped_column(default=None)
    stage: Mapped[str | None] = mapped_column(default=None)
    language: Mapped[str | None] = mapped_column(default=None)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    contacted_at: Mapped[datetime | None] = mapped_column(default=None)
    silent_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)


class Alias(Row):
    """Another name people use for a customer."""

    __tablename__ = "customer_alias"
    __table_args__ = (UniqueConstraint("customer_id", "name"),)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    name: Mapped[str]


class ContactPerson(Row):
    """Somebody on the customer's side. `phone` and `email` are kept sealed and shown masked.

    `restricted_at`: the person asked to be forgotten, but the law has the data kept; nobody sees it any more.
    """

    __tablename__ = "contact_person"
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    name: Mapped[str]
    title: Mapped[str | None] = mapped_column(default=None)
    phone: Mapped[str | None] = mapped_column(Sealed, default=None)
    email: Mapped[str | None] = mapped_column(Sealed, default=None)
    gone_at: Mapped[datetime | None] = mapped_column(default=None)
    restricted_at: Mapped[datetime | None] = mapped_column(default=None)


class Supporter(Row):
    """A colleague in a customer's support team; he sees the customer."""

    __tablename__ = "supporter"
    __table_args__ = (UniqueConstraint("customer_id", "person_id"), Index("ix_supporter_person", "person_id"))
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class Holding(Row):
    """A product the customer holds, by product code."""

    __tablename__ = "holding"
    __table_args__ = (UniqueConstraint("customer_id", "product"),)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    product: Mapped[str]
    since: Mapped[date | None] = mapped_column(default=None)


class Contact(Row):
    """One contact with a customer, or one failed attempt at it, whoever made it and whichever slice recorded it."""

    __tablename__ = "contact"
    __table_args__ = (
        Index("ix_contact_customer", "customer_id", "at"),
        UniqueConstraint("source_kind", "source_id"),
    )
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    channel: Mapped[str | None] = mapped_column(default=None)
    attempt: Mapped[bool] = mapped_column(default=False)
    source_kind: Mapped[str]
    source_id: Mapped[int]
    gist: Mapped[str] = mapped_column(Text, default="")
    undone_at: Mapped[datetime | None] = mapped_column(default=None)


class Hold(Row):
    """A reason to leave the customer in peace (open complaint, risk alert) or to hold signing (missing disclosure)."""

    __tablename__ = "hold"
    __table_args__ = (UniqueConstraint("customer_id", "kind", "source_kind", "source_id"),)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    kind: Mapped[str]
    source_kind: Mapped[str]
    source_id: Mapped[int]
    lifted_at: Mapped[datetime | None] = mapped_column(default=None)
