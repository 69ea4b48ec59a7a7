"""Complaints, what happened to them, what the customer was told, what was done about it, and the case library."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.complaints.states import ENDED, State
from bot.core.codec import Packed
from bot.core.database import Base, Row
from bot.core.parcels import Ordered
from bot.core.privacy import SealedJson
from bot.core.subject import Subject

_AWAITED, _OPEN = text("wake_at IS NOT NULL"), text("ended_at IS NULL")


class Complaint(Row):
    """One complaint of one customer.

    `claim` is what was said, masked and never cut; `withheld` the numbers taken out, sealed. `reporter_id` wrote it
    down, `handler_id` answers for it, `verifier_id` checks the facts, `subject_user_id` is the colleague complained
    about: he may report and nothing else (recusal, CBIRC 2020-3 art 17). `complainant` is the person who complained,
    `representatives` speak for a group of `people`. `pending` is a request that waits for `approver_id`.

    The deadlines follow from ComplaintEvent alone; `due_at`, `due_kind`, `legal_due_at`, `limit_at` and `wake_at` are
    the index that lists and the sweep read; `limit_at` is the earliest limit still to be met (acknowledgement, contact,
    plan ... or the end itself), in the past once it was missed. `alerted` is the newest alert that was said, `breaches`
    the clocks missed so far.
    """

    __tablename__ = "complaint"
    __table_args__ = (
        Index("ix_complaint_wake", "wake_at", "id", sqlite_where=_AWAITED, postgresql_where=_AWAITED),
        Index("ix_complaint_handler", "handler_id", "ended_at", "limit_at"),
        Index("ix_complaint_reporter", "reporter_id", "id"),
        Index("ix_complaint_customer", "customer_id", "id"),
        Index("ix_complaint_limit", "limit_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_complaint_open", "due_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_complaint_cause", "cause", "product", "received_at"),
        Index("ix_complaint_received", "received_at"),
    )
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"), default=None)
    customer_text: Mapped[str] = mapped_column(default="")
    candidates: Mapped[list[int]] = mapped_column(Packed, default=list)
    complainant: Mapped[str] = mapped_column(default="")
    authority: Mapped[str] = mapped_column(default="")
    people: Mapped[int] = mapped_column(default=1)
    representatives: Mapped[list[str]] = mapped_column(Packed, default=list)
    reporter_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    handler_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    verifier_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    subject_user_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    approver_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    regime: Mapped[str]
    severity: Mapped[str]
    criteria: Mapped[list[str]] = mapped_column(Packed, default=list)
    channel: Mapped[str | None] = mapped_column(default=None)
    product: Mapped[str | None] = mapped_column(default=None)
    cause: Mapped[str | None] = mapped_column(default=None)
    claim: Mapped[str] = mapped_column(Text)
    withheld: Mapped[list[dict[str, Any]] | None] = mapped_column(SealedJson, default=None)
    masked: Mapped[list[str]] = mapped_column(Packed, default=list)
    amount: Mapped[float | None] = mapped_column(default=None)
    vulnerable: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str] = mapped_column(default="line")
    source_key: Mapped[str | None] = mapped_column(unique=True, default=None)
    state: Mapped[str] = mapped_column(default=State.NEW.value)
    resume_to: Mapped[str | None] = mapped_column(default=None)
    paused_for: Mapped[str | None] = mapped_column(default=None)
    paused_at: Mapped[datetime | None] = mapped_column(default=None)
    pending: Mapped[dict[str, Any] | None] = mapped_column(Packed(none_as_null=True), default=None)
    received_at: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None] = mapped_column(default=None)
    contacted_at: Mapped[datetime | None] = mapped_column(default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    notified_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    attribution: Mapped[str | None] = mapped_column(default=None)
    findings: Mapped[str] = mapped_column(Text, default="")
    evidence: Mapped[str] = mapped_column(Text, default="")
    satisfaction: Mapped[int | None] = mapped_column(default=None)
    extended: Mapped[int] = mapped_column(default=0)
    reopened: Mapped[int] = mapped_column(default=0)
    reviewed: Mapped[int] = mapped_column(default=0)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("complaint.id"), default=None)
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("complaint.id"), default=None)
    due_at: Mapped[datetime | None] = mapped_column(default=None)
    due_kind: Mapped[str | None] = mapped_column(default=None)
    legal_due_at: Mapped[datetime | None] = mapped_column(default=None)
    limit_at: Mapped[datetime | None] = mapped_column(default=None)
    wake_at: Mapped[datetime | None] = mapped_column(default=None)
    alerted: Mapped[datetime | None] = mapped_column(default=None)
    climbed_at: Mapped[datetime | None] = mapped_column(default=None)
    breaches: Mapped[list[str]] = mapped_column(Packed, default=list)
    ack_in_time: Mapped[bool | None] = mapped_column(default=None)
    resolved_in_time: Mapped[bool | None] = mapped_column(default=None)

    @property
    def subject(self) -> Subject:
        """How messages, promises and history refer to this complaint."""
        return Subject("complaint", self.id)

    @property
    def is_open(self) -> bool:
        """True until it is closed, rejected, withdrawn or merged."""
        return State(self.state) not in ENDED


class ComplaintEvent(Row):
    """One thing that happened. `kind` is a clock event (events.EventKind) or a word of `complaints.event`.

    `at` is when it happened, `created_at` when it was entered; `before` and `after` are states.
    """

    __tablename__ = "complaint_event"
    __table_args__ = (Index("ix_complaint_event_complaint", "complaint_id", "id"),)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    kind: Mapped[str]
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    reason: Mapped[str] = mapped_column(Text, default="")
    before: Mapped[str | None] = mapped_column(default=None)
    after: Mapped[str | None] = mapped_column(default=None)
    data: Mapped[dict[str, Any]] = mapped_column(Packed, default=dict)


class ComplaintNotice(Row):
    """Proof that the customer was told something (CBIRC 2020-3 art 21). We record notices; people send them."""

    __tablename__ = "complaint_notice"
    __table_args__ = (Index("ix_complaint_notice_complaint", "complaint_id", "id"),)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    kind: Mapped[str]
    channel: Mapped[str]
    sent_at: Mapped[datetime]
    evidence: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class Remedy(Row):
    """What is done for the customer. `amount` is in the pack's currency; `done_at` is when it was done or paid."""

    __tablename__ = "complaint_remedy"
    __table_args__ = (Index("ix_complaint_remedy_complaint", "complaint_id", "id"),)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    type: Mapped[str]
    text: Mapped[str] = mapped_column(Text, default="")
    amount: Mapped[float] = mapped_column(default=0.0)
    approver_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    done_at: Mapped[datetime | None] = mapped_column(default=None)


class ComplaintMember(Row):
    """Somebody whom the severity called to a case: he may see it, and is invited where it has a channel of its own."""

    __tablename__ = "complaint_member"
    __table_args__ = (
        UniqueConstraint("complaint_id", "person_id"),
        Index("ix_complaint_member_person", "person_id"),
    )
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class CallBack(Row):
    """One call-back or attempt at it. `solved` is None when nobody was reached."""

    __tablename__ = "complaint_call_back"
    __table_args__ = (Index("ix_complaint_call_back_complaint", "complaint_id", "id"),)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    channel: Mapped[str] = mapped_column(default="phone")
    solved: Mapped[bool | None] = mapped_column(default=None)
    satisfaction: Mapped[int | None] = mapped_column(default=None)
    words: Mapped[str] = mapped_column(Text, default="")


class ComplaintMessage(Row):
    """What somebody wrote below a card, masked; pinned ones stand in timeline and summary. `files` are names only."""

    __tablename__ = "complaint_message"
    __table_args__ = (UniqueConstraint("channel", "ts"), Index("ix_complaint_message_complaint", "complaint_id", "id"))
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    channel: Mapped[str]
    ts: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Text)
    files: Mapped[list[str]] = mapped_column(Packed, default=list)
    pinned_at: Mapped[datetime | None] = mapped_column(default=None)


class FileOrder(Ordered, Row):
    """Somebody wants a file: one case (`complaint_id`), or the register of those received from `since` to `until`, both
    days included. What he may not see any more when it is made is not in it."""

    __tablename__ = "complaint_file"
    __table_args__ = (Index("ix_complaint_file_open", "ended_at", "id"),)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    complaint_id: Mapped[int | None] = mapped_column(ForeignKey("complaint.id"), default=None)
    since: Mapped[date | None] = mapped_column(default=None)
    until: Mapped[date | None] = mapped_column(default=None)


class Case(Row):
    """The anonymised summary of a closed complaint: the library everybody in the house may search."""

    __tablename__ = "complaint_case"
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), unique=True)
    title: Mapped[str]
    claim: Mapped[str] = mapped_column(Text)
    findings: Mapped[str] = mapped_column(Text, default="")
    attribution: Mapped[str | None] = mapped_column(default=None)
    cause: Mapped[str | None] = mapped_column(default=None)
    product: Mapped[str | None] = mapped_column(default=None)
    remedies: Mapped[list[str]] = mapped_column(Packed, default=list)
    cost: Mapped[float] = mapped_column(default=0.0)
    changed: Mapped[str] = mapped_column(Text, default="")
    lesson: Mapped[str] = mapped_column(Text, default="")
    tags: Mapped[list[str]] = mapped_column(Packed, default=list)
    size: Mapped[int] = mapped_column(default=0)


class CaseGram(Base):
    """Which cases hold a piece of text: the full-text index, the same on every database."""

    __tablename__ = "complaint_case_gram"
    gram: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("complaint_case.id"), primary_key=True, autoincrement=False)


class GramCount(Base):
    """In how many cases of a cause a piece of text stands; cause "" counts them all."""

    __tablename__ = "complaint_gram_count"
    gram: Mapped[str] = mapped_column(primary_key=True)
    cause: Mapped[str] = mapped_column(primary_key=True, default="")
    cases: Mapped[int]


class CauseCount(Base):
    """How many cases a cause has, and how many pieces of text in all; cause "" counts them all."""

    __tablename__ = "complaint_cause_count"
    cause: Mapped[str] = mapped_column(primary_key=True, default="")
    cases: Mapped[int]
    grams: Mapped[int]


class CorrectiveAction(Row):
    """What the owning department must change so that a cause stops coming back (溯源整改).

    `promise_id` is the promise in hand: to correct it, then to look whether complaints of the kind fell (`fell`).
    """

    __tablename__ = "corrective_action"
    __table_args__ = (Index("ix_corrective_action_key", "product", "cause", "created_at"),)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    why: Mapped[str]
    product: Mapped[str] = mapped_column(default="")
    cause: Mapped[str] = mapped_column(default="")
    department: Mapped[str]
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    count: Mapped[int] = mapped_column(default=1)
    promise_id: Mapped[int | None] = mapped_column(ForeignKey("promise.id"), default=None)
    muted_until: Mapped[datetime]
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    root_cause: Mapped[str] = mapped_column(Text, default="")
    verify_at: Mapped[datetime | None] = mapped_column(default=None)
    fell: Mapped[bool | None] = mapped_column(default=None)

    @property
    def about(self) -> Subject:
        """The complaint it stems from."""
        return Subject("complaint", self.complaint_id)
