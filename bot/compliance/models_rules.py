"""Rule notices 制度通知: a rule everybody concerned has to read, and who has."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.codec import Packed
from bot.core.database import Row
from bot.core.subject import Subject

_AWAITED, _UNREAD, _OPEN = text("wake_at IS NOT NULL"), text("read_at IS NULL"), text("ended_at IS NULL")


class RuleNotice(Row):
    """A rule published to its readers: the departments and people named, everybody when none is. Never changed.

    `until` is the last day for reading it, in each reader's own zone. `ended_at`: withdrawn, or replaced by another.
    """

    __tablename__ = "rule_notice"
    __table_args__ = (Index("ix_rule_notice_open", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),)
    title: Mapped[str]
    text: Mapped[str] = mapped_column(Text, default="")
    link: Mapped[str] = mapped_column(default="")
    departments: Mapped[list[str]] = mapped_column(Packed)
    people: Mapped[list[int]] = mapped_column(Packed)
    until: Mapped[date]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)

    @property
    def subject(self) -> Subject:
        """How history refers to it."""
        return Subject("rule_notice", self.id)


class RuleReading(Row):
    """One reader of a rule: by when, how far the reminders came (`step`), and when it was read and understood."""

    __tablename__ = "rule_reading"
    __table_args__ = (
        UniqueConstraint("notice_id", "person_id"),
        Index("ix_rule_reading_wake", "wake_at", "id", sqlite_where=_AWAITED, postgresql_where=_AWAITED),
        Index("ix_rule_reading_unread", "person_id", sqlite_where=_UNREAD, postgresql_where=_UNREAD),
    )
    notice_id: Mapped[int] = mapped_column(ForeignKey("rule_notice.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    due_on: Mapped[date]
    step: Mapped[str | None] = mapped_column(default=None)
    wake_at: Mapped[datetime | None] = mapped_column(default=None)
    read_at: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def subject(self) -> Subject:
        """How messages and history refer to it."""
        return Subject("rule_reading", self.id)
