"""What compliance keeps: hand-overs, customers' due diligence with its papers, reviews and campaigns."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.codec import Packed
from bot.core.database import Row
from bot.core.privacy import SealedJson
from bot.core.subject import Subject

_AWAITED, _HELD = text("wake_at IS NOT NULL"), text("held_at IS NOT NULL")
_CURRENT, _OPEN = text("replaced_at IS NULL AND ended_at IS NULL"), text("ended_at IS NULL")


class HandOver(Row):
    """Everything one manager looked after, given to another in one act, by row ids, so that it can be taken back.

    `customers` and `promises` changed their owner; in `supported` the first one was in the support team.
    """

    __tablename__ = "hand_over"
    __table_args__ = (Index("ix_hand_over_from", "from_id", "id"),)
    from_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    to_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    customers: Mapped[list[int]] = mapped_column(Packed)
    promises: Mapped[list[int]] = mapped_column(Packed)
    supported: Mapped[list[int]] = mapped_column(Packed)
    undone_at: Mapped[datetime | None] = mapped_column(default=None)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)

    @property
    def subject(self) -> Subject:
        """How messages and history refer to it."""
        return Subject("hand_over", self.id)


class Diligence(Row):
    """A customer's due diligence 尽职调查: what kind of customer it is, its rating, and where its papers stand.

    `kind`, `traits` and `rating` are codes of the policy pack. `lacking` lists the documents whose lack blocks, each
    with its state; `held_at` since when they hold the customer, `restricted_at` since when business is restricted.
    Missing papers hold a customer of long standing only after `grace_until`. `next_on` is the earliest last valid day
    of its papers, `review_on` the day of the next regular review. Days are local days of the customer's manager.
    """

    __tablename__ = "diligence"
    __table_args__ = (
        Index("ix_diligence_wake", "wake_at", "id", sqlite_where=_AWAITED, postgresql_where=_AWAITED),
        Index("ix_diligence_next", "next_on"),
        Index("ix_diligence_held", "held_at", sqlite_where=_HELD, postgresql_where=_HELD),
    )
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), unique=True)
    kind: Mapped[str]
    traits: Mapped[list[str]] = mapped_column(Packed)
    rating: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    lacking: Mapped[dict[str, str]] = mapped_column(Packed)
    held_at: Mapped[datetime | None] = mapped_column(default=None)
    restricted_at: Mapped[datetime | None] = mapped_column(default=None)
    grace_until: Mapped[date | None] = mapped_column(default=None)
    next_on: Mapped[date | None] = mapped_column(default=None)
    reviewed_on: Mapped[date | None] = mapped_column(default=None)
    review_on: Mapped[date | None] = mapped_column(default=None)
    wake_at: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def subject(self) -> Subject:
        """How messages, holds and history refer to it."""
        return Subject("diligence", self.id)


class Paper(Row):
    """One version of what is known of a document; its facts never change, a renewal is a new row of the same line.

    `line_id` is the first version's id (null on the first itself). `facts` are by the pack's field codes and sealed.
    `valid_until` is the last valid day; null: no end. `kept_at` says where the original or its scan is: no scan is kept
    here. `waived`: the document is not needed, for the reason in `words`. A second person verifies or rejects it;
    `replaced_at`: a newer version took its place; `ended_at`: it does not apply any more. `step` is the last reminder
    given, `noticed_on` the day on which its expiry was told.
    """

    __tablename__ = "paper"
    __table_args__ = (
        Index("ix_paper_customer", "customer_id", "document"),
        Index("ix_paper_expiry", "valid_until", sqlite_where=_CURRENT, postgresql_where=_CURRENT),
    )
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    document: Mapped[str]
    line_id: Mapped[int | None] = mapped_column(ForeignKey("paper.id"), default=None)
    facts: Mapped[dict[str, Any]] = mapped_column(SealedJson)
    issued_on: Mapped[date | None] = mapped_column(default=None)
    valid_until: Mapped[date | None] = mapped_column(default=None)
    kept_at: Mapped[str] = mapped_column(default="")
    waived: Mapped[bool] = mapped_column(default=False)
    words: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    verified_at: Mapped[datetime | None] = mapped_column(default=None)
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    rejected_at: Mapped[datetime | None] = mapped_column(default=None)
    rejected_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    replaced_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    end_words: Mapped[str] = mapped_column(Text, default="")
    step: Mapped[str | None] = mapped_column(default=None)
    noticed_on: Mapped[date | None] = mapped_column(default=None)

    @property
    def subject(self) -> Subject:
        """How messages and history refer to it."""
        return Subject("paper", self.id)

    @property
    def line(self) -> int:
        """The line of versions it belongs to."""
        return self.line_id or self.id


class Review(Row):
    """A review of a customer's papers and rating, owed as a promise: regular, out of cycle, or part of a campaign.

    `cause` is routine, a trigger of the pack, or "campaign". `due_on` is a local day. `excepted`: compliance let this
    customer out of a campaign, for the reason in `words`.
    """

    __tablename__ = "review"
    __table_args__ = (
        UniqueConstraint("campaign_id", "customer_id"),
        Index("ix_review_customer", "customer_id", "ended_at"),
        Index("ix_review_open", "due_on", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_review_promise", "promise_id"),
    )
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    cause: Mapped[str]
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("review_campaign.id"), default=None)
    due_on: Mapped[date]
    promise_id: Mapped[int | None] = mapped_column(ForeignKey("promise.id"), default=None)
    rating_before: Mapped[str | None] = mapped_column(default=None)
    rating_after: Mapped[str | None] = mapped_column(default=None)
    excepted: Mapped[bool] = mapped_column(default=False)
    words: Mapped[str] = mapped_column(Text, default="")
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)

    @property
    def subject(self) -> Subject:
        """How promises and history refer to it."""
        return Subject("review", self.id)


class Campaign(Row):
    """A review of many customers of long standing by a day: whom it takes in, how far its enrolment came, its end.

    An empty list takes in every kind, rating or tier. `enrolled_to` is the last manager whose customers were taken in;
    `enrolled_at` is set when all were. `until` is the last day; `starts_on` the day it began.
    """

    __tablename__ = "review_campaign"
    __table_args__ = (Index("ix_review_campaign_open", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),)
    title: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    kinds: Mapped[list[str]] = mapped_column(Packed)
    ratings: Mapped[list[str]] = mapped_column(Packed)
    tiers: Mapped[list[str]] = mapped_column(Packed)
    starts_on: Mapped[date]
    until: Mapped[date]
    enrolled_to: Mapped[int] = mapped_column(default=0)
    enrolled_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)

    @property
    def subject(self) -> Subject:
        """How messages and history refer to it."""
        return Subject("campaign", self.id)
