"""What compliance keeps: hand-overs of a portfolio."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.codec import Packed
from bot.core.database import Row
from bot.core.subject import Subject


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
