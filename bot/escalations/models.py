"""Questions to departments, what was said below them, who was added, and concerns for compliance alone."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.database import Row
from bot.core.privacy import Sealed
from bot.core.subject import Subject

_AWAITED, _OPEN = text("wake_at IS NOT NULL"), text("closed_at IS NULL")


class Stage(StrEnum):
    """What an open question waits for.

    The department owes the first three: somebody must take it, say when the answer comes, answer. The asker owes the
    next three: answer a question asked back, say whether the answer is enough, choose what now that it was declined.
    In the last one the lead says whose it is.
    """

    ACKNOWLEDGE = "acknowledge"
    PLAN = "plan"
    RESOLVE = "resolve"
    BACK = "back"
    CONFIRM = "confirm"
    DECLINED = "declined"
    DECIDE = "decide"


ASKERS = (Stage.BACK, Stage.CONFIRM, Stage.DECLINED)
"""The stages in which the asker is waited for."""


class Ask(Row):
    """One question with one owner and one date.

    `question`, `answer` and every reason are kept masked (core.privacy). `kind` is a code of the policy pack, "" when a
    colleague was named and no kind fits. `assigned_id` is whom the roster picked or somebody named, `owner_id` who took
    it: silence is never acceptance. State is who and when: acknowledged, planned, answered, asked back, declined,
    deciding, closed; `stage` is what follows from them. `due_at` is the one date; `ack_due_at` and `plan_due_at` are
    the other two clocks; `stage_due_at` is when the present stage is missed. `step` is the number of the last reminder
    or rung of its ladder that was taken (rules.Step), `level` that rung, `wake_at` the next moment the clock has
    something to do, null when nothing. `hops` counts how often it was passed on. `channel` is the department's
    channel, None when there is none. `barred_id` is who must have no part in it: the colleague a complaint is about.
    """

    __tablename__ = "ask"
    __table_args__ = (
        Index("ix_ask_wake", "wake_at", "id", sqlite_where=_AWAITED, postgresql_where=_AWAITED),
        Index("ix_ask_owner", "owner_id", "closed_at"),
        Index("ix_ask_assigned", "assigned_id", "owner_id", "closed_at"),
        Index("ix_ask_asker", "asker_id", "closed_at"),
        Index("ix_ask_department", "department", "created_at"),
        Index("ix_ask_open", "due_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_ask_about", "about_kind", "about_id"),
        Index("ix_ask_customer", "customer_id", "id"),
    )
    kind: Mapped[str] = mapped_column(default="")
    department: Mapped[str]
    severity: Mapped[str]
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"), default=None)
    about_kind: Mapped[str | None] = mapped_column(default=None)
    about_id: Mapped[int | None] = mapped_column(default=None)
    question: Mapped[str] = mapped_column(Text)
    promised: Mapped[str] = mapped_column(Text, default="")
    asker_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    assigned_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    barred_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    channel: Mapped[str | None] = mapped_column(default=None)
    due_at: Mapped[datetime]
    asked_due_at: Mapped[datetime]
    ack_due_at: Mapped[datetime]
    plan_due_at: Mapped[datetime]
    stage_due_at: Mapped[datetime]
    step: Mapped[int] = mapped_column(default=0)
    level: Mapped[int] = mapped_column(default=0)
    wake_at: Mapped[datetime | None] = mapped_column(default=None)
    hops: Mapped[int] = mapped_column(default=0)
    reopened: Mapped[int] = mapped_column(default=0)
    reopened_at: Mapped[datetime | None] = mapped_column(default=None)
    acknowledged_at: Mapped[datetime | None] = mapped_column(default=None)
    planned_at: Mapped[datetime | None] = mapped_column(default=None)
    planned_for: Mapped[datetime | None] = mapped_column(default=None)
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    answer: Mapped[str] = mapped_column(Text, default="")
    asked_back_at: Mapped[datetime | None] = mapped_column(default=None)
    back_question: Mapped[str] = mapped_column(Text, default="")
    back_answer: Mapped[str] = mapped_column(Text, default="")
    declined_at: Mapped[datetime | None] = mapped_column(default=None)
    decline_reason: Mapped[str] = mapped_column(Text, default="")
    deciding_at: Mapped[datetime | None] = mapped_column(default=None)
    decider_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    closed_how: Mapped[str] = mapped_column(default="")
    summary: Mapped[str] = mapped_column(Text, default="")

    @property
    def subject(self) -> Subject:
        """How messages and history refer to this question."""
        return Subject("ask", self.id)

    @property
    def about(self) -> Subject | None:
        """The record it concerns, if any."""
        return Subject(self.about_kind, self.about_id) if self.about_kind and self.about_id else None

    @property
    def stage(self) -> Stage | None:
        """What it waits for; None when it is closed."""
        if self.closed_at is not None:
            return None
        waits = (
            (self.deciding_at, Stage.DECIDE), (self.declined_at, Stage.DECLINED), (self.asked_back_at, Stage.BACK),
            (self.answered_at, Stage.CONFIRM),
        )  # fmt: skip
        found = next((stage for since, stage in waits if since is not None), None)
        if found is not None:
            return found
        if self.acknowledged_at is None:
            return Stage.ACKNOWLEDGE
        return Stage.PLAN if self.planned_at is None else Stage.RESOLVE

    @property
    def holder_id(self) -> int | None:
        """Whose move it is in the department: the owner, else whoever was asked to take it."""
        return self.owner_id or self.assigned_id


class AskMember(Row):
    """Somebody added to a question by name, or tried for it: `tried` marks people of the roster who were silent."""

    __tablename__ = "ask_member"
    __table_args__ = (UniqueConstraint("ask_id", "person_id"), Index("ix_ask_member_person", "person_id"))
    ask_id: Mapped[int] = mapped_column(ForeignKey("ask.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    tried: Mapped[bool] = mapped_column(default=False)


class AskMessage(Row):
    """A reply in the thread of a question, masked; kept so that a reaction on it finds the question and its words."""

    __tablename__ = "ask_message"
    __table_args__ = (UniqueConstraint("channel", "ts"), Index("ix_ask_message_ask", "ask_id", "id"))
    ask_id: Mapped[int] = mapped_column(ForeignKey("ask.id"))
    channel: Mapped[str]
    ts: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Text)
    pinned_at: Mapped[datetime | None] = mapped_column(default=None)
    pinned_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)


class Concern(Row):
    """A suspicion (money laundering, sanctions, misconduct) for compliance alone.

    Nothing readable is stored: the words are sealed, there is no customer column, no card in a channel, no digest. It
    is a row of its own rather than a private Ask so that no list of questions can ever show it by mistake.
    """

    __tablename__ = "concern"
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Sealed)
    taken_at: Mapped[datetime | None] = mapped_column(default=None)
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    nudged: Mapped[int] = mapped_column(default=0)
    wake_at: Mapped[datetime | None] = mapped_column(default=None, index=True)

    @property
    def subject(self) -> Subject:
        """How messages refer to it."""
        return Subject("concern", self.id)
