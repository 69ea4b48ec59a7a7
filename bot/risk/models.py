"""What risk keeps: readings, signals, alerts, what is muted, facilities, checks, rights, save plans."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.codec import Packed
from bot.core.database import Base, Row
from bot.core.subject import Subject

_OPEN, _AWAITED = text("ended_at IS NULL"), text("wake_at IS NOT NULL")


class State(StrEnum):
    """Where an alert stands; each is told by who-and-when columns, the last one reached counts."""

    RAISED = "raised"
    VERIFYING = "verifying"
    CONFIRMED = "confirmed"
    MEASURES = "measures"
    MONITORING = "monitoring"
    FALSE_ALARM = "false_alarm"
    CLOSED = "closed"


class Reading(Row):
    """One figure of a customer for one period: a ratio or fact by its code, `period` the last day it covers.

    Values are in the unit of the code (x, %, days, money). A figure that is not known has no row.
    """

    __tablename__ = "reading"
    __table_args__ = (UniqueConstraint("customer_id", "code", "period"),)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    code: Mapped[str]
    period: Mapped[date]
    value: Mapped[float]
    source: Mapped[str] = mapped_column(default="form")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)


class Touched(Base):
    """A customer with something new since the last judgement.

    `times` and `touched_at` change with every further touch, so that news arriving during a judgement is not lost.
    """

    __tablename__ = "risk_touched"
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), primary_key=True)
    times: Mapped[int] = mapped_column(default=1)
    touched_at: Mapped[datetime]


class Signal(Row):
    """Something observed that is no figure: `kind` is a trigger of the pack, or another word (a mention).

    `worse` is the trigger's worse form. `ended_at`: it does not count any more (`end` says why).
    """

    __tablename__ = "risk_signal"
    __table_args__ = (
        UniqueConstraint("customer_id", "kind", "source_kind", "source_id"),
        Index("ix_risk_signal_open", "customer_id", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_risk_signal_source", "source_kind", "source_id"),
    )
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    kind: Mapped[str]
    worse: Mapped[bool] = mapped_column(default=False)
    evidence: Mapped[str] = mapped_column(Text, default="")
    source_kind: Mapped[str] = mapped_column(default="line")
    source_id: Mapped[int | None] = mapped_column(default=None)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    end: Mapped[str] = mapped_column(default="")


class Alert(Row):
    """One alert about a customer, from its raising to its end; at most one is open for a customer.

    `level` is the level people act on, `judged` what the rules say now (it may already be lower: going down needs a
    second person). `by` names the deciding rule, `count` the weighted flags, `figures` the readings it was judged by,
    `fingerprint` the facts: the same facts never raise twice. `told` is the level that was last announced. What
    somebody proposed (downgrade, close, false alarm) waits in `proposal` until a second person agrees.
    """

    __tablename__ = "alert"
    __table_args__ = (
        Index("ix_alert_customer", "customer_id", "id"),
        Index("uq_alert_open", "customer_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_alert_wake", "wake_at", "id", sqlite_where=_AWAITED, postgresql_where=_AWAITED),
    )
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    level: Mapped[str]
    judged: Mapped[str]
    by: Mapped[str]
    count: Mapped[float]
    figures: Mapped[dict[str, float]] = mapped_column(Packed)
    fingerprint: Mapped[str]
    judged_at: Mapped[datetime]
    told: Mapped[str | None] = mapped_column(default=None)
    worsened_at: Mapped[datetime | None] = mapped_column(default=None)
    shared_at: Mapped[datetime | None] = mapped_column(default=None)
    wake_at: Mapped[datetime | None] = mapped_column(default=None)
    rung: Mapped[int] = mapped_column(default=0)
    verifying_at: Mapped[datetime | None] = mapped_column(default=None)
    verifying_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    confirmed_at: Mapped[datetime | None] = mapped_column(default=None)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    measures_at: Mapped[datetime | None] = mapped_column(default=None)
    monitoring_at: Mapped[datetime | None] = mapped_column(default=None)
    monitoring_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    proposal: Mapped[dict[str, Any] | None] = mapped_column(Packed, default=None)
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    false_alarm: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(default="")
    outcome: Mapped[str] = mapped_column(default="")
    words: Mapped[str] = mapped_column(Text, default="")
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    agreed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)

    @property
    def subject(self) -> Subject:
        """How messages, promises and history refer to this alert."""
        return Subject("alert", self.id)

    @property
    def state(self) -> State:
        """Where it stands."""
        if self.ended_at is not None:
            return State.FALSE_ALARM if self.false_alarm else State.CLOSED
        reached = (
            (self.monitoring_at, State.MONITORING), (self.measures_at, State.MEASURES),
            (self.confirmed_at, State.CONFIRMED), (self.verifying_at, State.VERIFYING),
        )  # fmt: skip
        return next((state for at, state in reached if at is not None), State.RAISED)


class MutedReason(Row):
    """A reason not to raise alerts for a customer: a reading's code (while not worse than `value`) or a kind."""

    __tablename__ = "risk_muted"
    __table_args__ = (UniqueConstraint("customer_id", "reason"),)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    reason: Mapped[str]
    value: Mapped[float | None] = mapped_column(default=None)
    alert_id: Mapped[int] = mapped_column(ForeignKey("alert.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    words: Mapped[str] = mapped_column(Text, default="")


class ScanMark(Row):
    """How far the rules that depend on time alone were followed, by rule."""

    __tablename__ = "risk_scan_mark"
    rule: Mapped[str] = mapped_column(unique=True)
    until: Mapped[datetime]


class Facility(Row):
    """A loan or credit line in use, or a contract: what checks on schedule hang on. Days are local days.

    `guaranteed`: somebody guarantees it; `mortgaged`: it is secured on property. `amount` is money in full units.
    """

    __tablename__ = "facility"
    __table_args__ = (Index("ix_facility_customer", "customer_id"),)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    amount: Mapped[float]
    drawn_on: Mapped[date]
    matures_on: Mapped[date]
    rating: Mapped[str | None] = mapped_column(default=None)
    guaranteed: Mapped[bool] = mapped_column(default=False)
    mortgaged: Mapped[bool] = mapped_column(default=False)
    interrupted_on: Mapped[list[date]] = mapped_column(Packed, default=list)
    settled_at: Mapped[datetime | None] = mapped_column(default=None)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)

    @property
    def subject(self) -> Subject:
        """How promises and history refer to it."""
        return Subject("facility", self.id)


class Check(Row):
    """A check of a customer: due as a promise, done with a report. Kinds: first, routine, special, pre_maturity."""

    __tablename__ = "risk_check"
    __table_args__ = (
        UniqueConstraint("customer_id", "kind", "due_on", "source_kind", "source_id"),
        Index("ix_risk_check_promise", "promise_id"),
    )
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    kind: Mapped[str]
    due_on: Mapped[date]
    source_kind: Mapped[str]
    source_id: Mapped[int]
    promise_id: Mapped[int | None] = mapped_column(ForeignKey("promise.id"), default=None)
    clean: Mapped[bool | None] = mapped_column(default=None)
    report: Mapped[str] = mapped_column(Text, default="")
    similar: Mapped[int | None] = mapped_column(default=None)
    done_at: Mapped[datetime | None] = mapped_column(default=None)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)

    @property
    def subject(self) -> Subject:
        """How promises and history refer to it."""
        return Subject("check", self.id)


class LegalRight(Row):
    """A right that is lost on `last_day`; `wake_at` is the next reminder, `step` the days before it was meant for."""

    __tablename__ = "legal_right"
    __table_args__ = (
        UniqueConstraint("facility_id", "code"),
        Index("ix_legal_right_wake", "wake_at", sqlite_where=_AWAITED, postgresql_where=_AWAITED),
    )
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    code: Mapped[str]
    last_day: Mapped[date]
    step: Mapped[int | None] = mapped_column(default=None)
    wake_at: Mapped[datetime | None] = mapped_column(default=None)


class SavePlan(Row):
    """What is done to keep a customer who may leave: score and reasons when it was made, steps as promises, outcome."""

    __tablename__ = "save_plan"
    __table_args__ = (
        Index("uq_save_plan_open", "customer_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    )
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    score: Mapped[int]
    reasons: Mapped[dict[str, int]] = mapped_column(Packed)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    outcome: Mapped[str] = mapped_column(default="")
    words: Mapped[str] = mapped_column(Text, default="")

    @property
    def subject(self) -> Subject:
        """How promises and history refer to it."""
        return Subject("save_plan", self.id)
