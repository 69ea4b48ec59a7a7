"""People and departments as records."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.codec import Packed
from bot.core.database import Row


class Role(StrEnum):
    """What a person may do. A colleague works in a department that is asked; an auditor reads the audit log only."""

    MANAGER = "manager"
    LEAD = "lead"
    COLLEAGUE = "colleague"
    ADMIN = "admin"
    AUDITOR = "auditor"


DEPARTMENTS = ("account_management", "product", "risk", "operations", "customer_service", "legal", "compliance")
"""The departments every organisation starts with; teams may add their own codes."""


class Person(Row):
    """A colleague. At least one of `slack_id` and `email` is known; they find each other when the person first writes.

    `language` is the person's own choice, `locale` what Slack says. `working_hours` reads like
    "Mon-Fri 09:00-12:00 13:30-18:00" in the person's `time_zone`; None means the organisation's.
    """

    __tablename__ = "person"
    slack_id: Mapped[str | None] = mapped_column(unique=True, default=None)
    email: Mapped[str | None] = mapped_column(unique=True, default=None)
    name: Mapped[str]
    department: Mapped[str] = mapped_column(default="account_management")
    role: Mapped[str] = mapped_column(default=Role.MANAGER.value)
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True, default=None)
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    language: Mapped[str | None] = mapped_column(default=None)
    locale: Mapped[str | None] = mapped_column(default=None)
    time_zone: Mapped[str | None] = mapped_column(default=None)
    working_hours: Mapped[str | None] = mapped_column(default=None)
    digest_time: Mapped[str | None] = mapped_column(default=None)
    deactivated_at: Mapped[datetime | None] = mapped_column(default=None)


class Department(Row):
    """A department: its private channel, the person at its head, the language of its channel."""

    __tablename__ = "department"
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str | None] = mapped_column(default=None)
    channel: Mapped[str | None] = mapped_column(default=None)
    language: Mapped[str | None] = mapped_column(default=None)
    head_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)


class Duty(Row):
    """A place on a department's duty roster; `kind` narrows it to one kind of question (None: every kind)."""

    __tablename__ = "duty"
    __table_args__ = (Index("ix_duty_department", "department", "ended_at"),)
    department: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str | None] = mapped_column(default=None)
    position: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)


class Leave(Row):
    """Days away, first and last day inclusive, in the person's own zone. Reminders go to the deputy meanwhile."""

    __tablename__ = "leave"
    __table_args__ = (Index("ix_leave_person", "person_id", "last_day"),)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    first_day: Mapped[date]
    last_day: Mapped[date]
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    cancelled_at: Mapped[datetime | None] = mapped_column(default=None)


class Preference(Row):
    """One choice of the whole organisation: policy pack, calendar, zone, language, command prefix."""

    __tablename__ = "preference"
    key: Mapped[str] = mapped_column(unique=True)
    value: Mapped[Any] = mapped_column(Packed)
