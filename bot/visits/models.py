"""The visit note."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.codec import Packed
from bot.core.database import Row
from bot.core.privacy import SealedJson
from bot.core.subject import Subject

_UNDOABLE = text("undo_until IS NOT NULL")


class Visit(Row):
    """One contact with a customer, or one failed attempt, as its author told it.

    `text` is what was typed (numbers that must not be kept are masked; `masked` names their kinds, `withheld` keeps
    those that may be kept, sealed), `summary` what is left after everything understood was taken out. What was not
    understood is null and asked for, never guessed: `customer_id` (then `customer_text` keeps the words and
    `candidates` the ids to choose from), `at`, `channel`. `at_part` says how exact `at` is (minute, part, day).
    `contacts` are names on the customer's side, `with_ids` colleagues who took part, `unknown` names nobody has.
    `hints` are suggestions (kind, code, text, taken) that a tap turns into records. `pending` are promises that lack a
    due moment (key, text, owner_id, by_customer, important, why, was). `alias` is a name offered to be remembered for
    the customer. `source_*` is the Slack message it was typed in, if any; `corrected_at` the last change by hand.
    `undo_until` is when its card stops offering to take it back, null once that is done.
    """

    __tablename__ = "visit"
    __table_args__ = (
        Index("ix_visit_customer", "customer_id", "at"),
        Index("ix_visit_author", "by_id", "id"),
        Index("ix_visit_source", "source_channel", "source_ts"),
        Index("ix_visit_undo", "undo_until", sqlite_where=_UNDOABLE, postgresql_where=_UNDOABLE),
    )
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"))
    customer_text: Mapped[str] = mapped_column(default="")
    candidates: Mapped[list[int]] = mapped_column(Packed)
    alias: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(Text)
    summary: Mapped[str] = mapped_column(Text, default="")
    masked: Mapped[list[str]] = mapped_column(Packed)
    withheld: Mapped[list[dict[str, Any]] | None] = mapped_column(SealedJson, default=None)
    at: Mapped[datetime | None]
    at_part: Mapped[str] = mapped_column(default="day")
    channel: Mapped[str | None]
    attempt: Mapped[bool] = mapped_column(default=False)
    contacts: Mapped[list[str]] = mapped_column(Packed)
    with_ids: Mapped[list[int]] = mapped_column(Packed)
    unknown: Mapped[list[str]] = mapped_column(Packed)
    feedback: Mapped[str] = mapped_column(Text, default="")
    satisfaction: Mapped[int | None] = mapped_column(default=None)
    competitors: Mapped[list[str]] = mapped_column(Packed)
    tags: Mapped[list[str]] = mapped_column(Packed)
    important: Mapped[bool] = mapped_column(default=False)
    no_follow_up: Mapped[bool] = mapped_column(default=False)
    hints: Mapped[list[dict[str, Any]]] = mapped_column(Packed)
    pending: Mapped[list[dict[str, Any]]] = mapped_column(Packed)
    source_channel: Mapped[str | None] = mapped_column(default=None)
    source_ts: Mapped[str | None] = mapped_column(default=None)
    corrected_at: Mapped[datetime | None] = mapped_column(default=None)
    undone_at: Mapped[datetime | None] = mapped_column(default=None)
    undo_until: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def subject(self) -> Subject:
        """How messages, promises and history refer to this visit."""
        return Subject("visit", self.id)
