"""The one kind of row every duty in the house leaves behind."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.database import Row
from bot.core.subject import Subject

_AWAITED, _OPEN = text("wake_at IS NOT NULL"), text("ended_at IS NULL")


class Promise(Row):
    """Somebody owes something by a moment.

    `owner_id` owes it. `beneficiary` is "customer" or "colleague" (then `beneficiary_id`); `by_customer` marks what the
    customer promised us: the owner's duty is then to chase it. `subject_*` is the record it was born in. `timed` is
    true when a clock time was named; otherwise the due moment is closing time of a day. `due_at` is what was promised,
    `asked_due_at` what was promised first. State is who and when: kept, dropped, missed; none of them erases another.
    `wake_at` is the next moment the clock has something to do with it, null when it is over for good; `rung` is how far
    it has climbed the ladder. `folded_at`: when a reminder was left to the digest instead of a message of its own.
    """

    __tablename__ = "promise"
    __table_args__ = (
        Index("ix_promise_wake", "wake_at", "id", sqlite_where=_AWAITED, postgresql_where=_AWAITED),
        Index("ix_promise_open", "owner_id", "due_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_promise_owner", "owner_id", "due_at"),
        Index("ix_promise_customer", "customer_id", "due_at"),
        Index("ix_promise_subject", "subject_kind", "subject_id"),
    )
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    beneficiary: Mapped[str] = mapped_column(default="customer")
    beneficiary_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    by_customer: Mapped[bool] = mapped_column(default=False)
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"), default=None)
    subject_kind: Mapped[str]
    subject_id: Mapped[int]
    purpose: Mapped[str] = mapped_column(default="follow_up")
    text: Mapped[str] = mapped_column(Text)
    due_at: Mapped[datetime]
    asked_due_at: Mapped[datetime]
    timed: Mapped[bool] = mapped_column(default=False)
    important: Mapped[bool] = mapped_column(default=False)
    snoozed_until: Mapped[datetime | None] = mapped_column(default=None)
    wake_at: Mapped[datetime | None] = mapped_column(default=None)
    rung: Mapped[int] = mapped_column(default=0)
    folded_at: Mapped[datetime | None] = mapped_column(default=None)
    missed_at: Mapped[datetime | None] = mapped_column(default=None)
    kept_at: Mapped[datetime | None] = mapped_column(default=None)
    kept_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    outcome: Mapped[str] = mapped_column(Text, default="")
    dropped_at: Mapped[datetime | None] = mapped_column(default=None)
    dropped_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    drop_reason: Mapped[str] = mapped_column(Text, default="")
    ended_at: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def subject(self) -> Subject:
        """How messages and history refer to this promise."""
        return Subject("promise", self.id)

    @property
    def about(self) -> Subject:
        """The record the promise was born in."""
        return Subject(self.subject_kind, self.subject_id)
