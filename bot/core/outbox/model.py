"""The outbox table."""

from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.codec import Packed
from bot.core.database import Base, Row
from bot.core.privacy.fields import SealedPacked


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


def _only(condition: str) -> dict[str, Any]:
    # Word for word as the queries have it, or SQLite does not see that the index has all they ask for.
    return {"sqlite_where": text(condition.replace(" live ", " live = 1 ")), "postgresql_where": text(condition)}


class Posting(Row):
    """One message at Slack: what it says, where it goes, how far it came.

    `version` counts how often the record behind a live message changed and `drawn` which version Slack shows; the
    message is edited while they differ. `wanted` reactions are to be put on it and `seeded` of them are. `nonce` is the
    opaque id the message carries as metadata, by which it is found again after a lost answer.

    `due_at` and `sent_at` are instants of the program's clock; `lease_until` and `heal_at` of the database's. `token`
    grows with every claim: only the latest claimer may write. `attempts` counts posts that may have reached Slack.
    `heal_at`: when copies of a message posted more than once are looked for again. `suspect`: the database was
    restored, so look for the message before the first post. `repeated`: it says that it may be a repeat. `hops` counts
    re-routings, `meant_for` is the lane it was first meant for. `drop_at`: when `data` is forgotten.
    """

    __tablename__ = "posting"
    __table_args__ = (
        Index("ix_posting_queue", "lane", "id", "due_at", **_only("state = 'queued'")),
        Index("ix_posting_due", "priority", "due_at", "id", **_only("state = 'queued'")),
        # One message of a lane on its way at a time: the order in a channel, guarded by the database itself.
        Index("uq_posting_flight", "lane", unique=True, **_only("state IN ('sending', 'unknown')")),
        Index("ix_posting_lease", "lease_until", **_only("state IN ('sending', 'unknown')")),
        Index("ix_posting_stale", "id", **_only("state = 'sent' AND live AND drawn < version")),
        Index("ix_posting_unseeded", "id", **_only("state = 'sent' AND seeded < wanted")),
        Index("ix_posting_heal", "heal_at", **_only("heal_at IS NOT NULL")),
        Index("ix_posting_parked", "id", **_only("state = 'parked'")),
        Index("ix_posting_drop", "drop_at", **_only("drop_at IS NOT NULL")),
        Index("ix_posting_message", "channel", "ts", **_only("ts IS NOT NULL")),
        Index("ix_posting_subject", "subject_kind", "subject_id", **_only("subject_id IS NOT NULL")),
        Index("ix_posting_person", "person_id", "sent_at", **_only("sent_at IS NOT NULL")),
    )
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
    data: Mapped[dict[str, Any]] = mapped_column(SealedPacked)
    live: Mapped[bool]
    priority: Mapped[int]
    manner: Mapped[str]
    due_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default=State.QUEUED.value)
    attempts: Mapped[int] = mapped_column(default=0)
    token: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None] = mapped_column(default=None)
    nonce: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    drawn: Mapped[int] = mapped_column(default=0)
    reactions: Mapped[list[str]] = mapped_column(Packed)
    wanted: Mapped[int] = mapped_column(default=0)
    seeded: Mapped[int] = mapped_column(default=0)
    payload_hash: Mapped[str | None] = mapped_column(default=None)
    ts: Mapped[str | None] = mapped_column(default=None)
    sent_at: Mapped[datetime | None] = mapped_column(default=None)
    heal_at: Mapped[datetime | None] = mapped_column(default=None)
    heals: Mapped[int] = mapped_column(default=0)
    suspect: Mapped[bool] = mapped_column(default=False)
    repeated: Mapped[bool] = mapped_column(default=False)
    hops: Mapped[int] = mapped_column(default=0)
    meant_for: Mapped[str | None] = mapped_column(default=None)
    drop_at: Mapped[datetime | None] = mapped_column(default=None)
    error: Mapped[str | None] = mapped_column(Text, default=None)


class Pace(Base):
    """When a lane, a method (`method:chat.update`) or all of Slack (`slack`) may be used again (database's time)."""

    __tablename__ = "pace"
    key: Mapped[str] = mapped_column(primary_key=True)
    free_at: Mapped[datetime]


class Spending(Base):
    """How many calls of a method one replica made in one second (Unix): what the budgets per minute are kept by."""

    __tablename__ = "spending"
    method: Mapped[str] = mapped_column(primary_key=True)
    second: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    replica: Mapped[str] = mapped_column(primary_key=True)
    calls: Mapped[int]


class Stop(Base):
    """Why nothing is sent: `slack` (the workspace does not let us, `code` says why), `clock` (it jumped), or, for one
    place, its lane. `trial`: Slack lets us again, and one message at a time is tried. `probe_at`: when next."""

    __tablename__ = "delivery_stop"
    cause: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str]
    since: Mapped[datetime]
    probe_at: Mapped[datetime]


class DmChannel(Base):
    """The channel of the direct message with a Slack user; it never changes."""

    __tablename__ = "dm_channel"
    slack_id: Mapped[str] = mapped_column(primary_key=True)
    channel: Mapped[str]


class Lifeline(Base):
    """A message parked at Slack that speaks at `at` unless it is taken back: what we say when we are dead.

    Without `scheduled_id` Slack's answer is still awaited, or was lost; `text` finds the message again then.
    """

    __tablename__ = "lifeline"
    key: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int]
    at: Mapped[datetime]
    text: Mapped[str] = mapped_column(Text)
    channel: Mapped[str | None] = mapped_column(default=None)
    scheduled_id: Mapped[str | None] = mapped_column(default=None)
    busy_until: Mapped[datetime | None] = mapped_column(default=None)
