"""Which digest a person got, and when to look at the person next."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.codec import Packed
from bot.core.database import Row
from bot.core.parcels import Ordered


class Digest(Row):
    """One list of a person's day. `kind`: "morning", or "catch_up" when the program was away later that day.

    `day` is the person's local day. `lines` are the rows it was sent with, as [section, record id], in order; how they
    stand now is read when it is drawn. `since`: when the digest before was made; `returned`: the first after a leave.
    """

    __tablename__ = "digest"
    __table_args__ = (UniqueConstraint("person_id", "day", "kind"),)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    day: Mapped[date]
    kind: Mapped[str] = mapped_column(default="morning")
    lines: Mapped[list[Any]] = mapped_column(Packed)
    since: Mapped[datetime]
    returned: Mapped[bool] = mapped_column(default=False)


class DigestPlan(Row):
    """When a person is looked at next; at least hourly, so that a changed zone, leave or calendar is noticed.

    `morning_on` and `weekly_on` are the local days on which each was last decided (sent, or nothing to say).
    """

    __tablename__ = "digest_plan"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    look_at: Mapped[datetime] = mapped_column(index=True)
    morning_on: Mapped[date | None] = mapped_column(default=None)
    weekly_on: Mapped[date | None] = mapped_column(default=None)


class ImportOrder(Ordered, Row):
    """A list an admin handed in by a form, to be imported in the background.

    `file` is Slack's id of it; `columns` maps headings to codes. An order that was started but never ended is taken up
    again after a while: imports can be repeated.
    """

    __tablename__ = "import_order"
    __table_args__ = (Index("ix_import_order_open", "ended_at", "id"),)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str]
    file: Mapped[str]
    trial: Mapped[bool]
    columns: Mapped[dict[str, str]] = mapped_column(Packed)
