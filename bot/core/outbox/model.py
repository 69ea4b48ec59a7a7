"""The outbox table."""

from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.codec import Packed
from bot.core.database import Row


class State(StrEnum):
    """Where a message stands on its way to Slack.

    `unknown`: sent, but Slack's answer was lost; it is looked up before anything is sent again. `parked`: cannot be
    sent, kept for the admin. `cancelled`: no longer makes sense. `folded`: said as part of a digest.
    """

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    PARKED = "parked"
    CANCELLED = "cancelled"
    FOLDED = "folded"


class Priority(IntEnum):
    """What leaves first when Slack's limits bind."""

    DEADLINE = 0
    ANSWER = 1
    NORMAL = 2
    DIGEST = 3


class Manner(StrEnum):
    """When a person may be disturbed.

    `answer`: to something the person just did, at once. `nudge`: only in the person's working time. `urgent`: at any
    hour, as policy allows (red risk, severity 1, promised deadlines).
    """

    ANSWER = "answer"
    NUDGE = "nudge"
    URGENT = "urgent"


class Posting(Row):
    """One message at Slack: what it says, where it goes, how far it came.

    `version` counts how often the record behind a live message changed and `drawn` which version Slack shows; the
    message is edited while they differ. `seeded` counts the reactions already put on it. `nonce` is the opaque id the
    message carries as metadata, by which it is found again after a lost answer.
    """

    __tablename__ = "posting"
    __table_args__ = (
        Index("ix_posting_due", "due_at", "id", sqlite_where=text("state = 'queued'"), postgresql_where=text("state = 'queued'")),
        Index("ix_posting_lane", "lane", "id", sqlite_where=text("state IN ('queued','sending','unknown')"), postgresql_where=text("state IN ('queued','sending','unknown')")),
        Index("ix_posting_flight", "lease_until", sqlite_where=text("state IN ('sending','unknown')"), postgresql_where=text("state IN ('sending','unknown')")),
        Index("ix_posting_stale", "id", sqlite_where=text("state = 'sent' AND drawn < version"), postgresql_where=text("state = 'sent' AND drawn < version")),
        Index("ix_posting_message", "channel", "ts"),
        Index("ix_posting_subject", "subject_kind", "subject_id"),
    )  # fmt: skip
    once: Mapped[str] = mapped_column(unique=True)
    lane: Mapped[str]
    person_id: Mapped[int | None]
    channel: Mapped[str | None]
    thread_kind: Mapped[str | None] = mapped_column(default=None)
    thread_id: Mapped[int | None] = mapped_column(default=None)
    thread_ts: Mapped[str | None] = mapped_column(default=None)
    subject_kind: Mapped[str | None]
    subject_id: Mapped[int | None]
    template: Mapped[str]
    data: Mapped[dict[str, Any]] = mapped_column(Packed)
    live: Mapped[bool]
    priority: Mapped[int]
    manner: Mapped[str]
    due_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default=State.QUEUED.value)
    attempts: Mapped[int] = mapped_column(default=0)
    token: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None] = mapped_column(default=None)
    first_started: Mapped[datetime | None] = mapped_column(default=None)
    nonce: Mapped[str] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column(default=1)
    drawn: Mapped[int] = mapped_column(default=0)
    reactions: Mapped[list[str]] = mapped_column(Packed)
    seeded: Mapped[int] = mapped_column(default=0)
    payload_hash: Mapped[str | None] = mapped_column(default=None)
    ts: Mapped[str | None] = mapped_column(default=None)
    sent_at: Mapped[datetime | None] = mapped_column(default=None)
    healed_at: Mapped[datetime | None] = mapped_column(default=None)
    error: Mapped[str | None] = mapped_column(Text, default=None)
