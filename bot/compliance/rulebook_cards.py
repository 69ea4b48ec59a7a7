"""How a rule looks to its reader, and the lists of what was read and what is overdue."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from bot.compliance import rulebook
from bot.compliance.models_rules import RuleNotice, RuleReading
from bot.core.outbox.readers import Audience, Said
from bot.core.work import Work
from bot.directory.models import Person
from bot.promises import clocks

ROWS = 10
READERS = 40


def card(work: Work, reading_id: int, audience: Audience) -> Said | None:
    """A rule for the one who has to read it."""
    row = work.session.get(RuleReading, reading_id)
    if row is None or audience.person_id != row.person_id:
        return None
    notice = work.session.get_one(RuleNotice, row.notice_id)
    by = work.session.get(Person, notice.by_id) if notice.by_id else None
    left = (row.due_on - work.now.astimezone(audience.zone).date()).days
    return Said(rulebook.CARD, {
        "id": row.id, "title": notice.title, "text": notice.text or None, "link": notice.link or None,
        "until": row.due_on, "left": left, "read": row.read_at, "ended": notice.ended_at,
        "by": by.name if by else "Rapport",
    })  # fmt: skip


def overview(work: Work) -> dict[str, Any]:
    """One's own rules, unread first; for publishers what is open and how far it was read."""
    own = select(RuleReading).join(RuleNotice, RuleNotice.id == RuleReading.notice_id)
    own = own.where(RuleReading.person_id == work.actor.id, RuleNotice.ended_at.is_(None))
    rows = work.session.scalars(own.order_by(RuleReading.read_at.is_not(None), RuleReading.due_on).limit(ROWS))
    publishes = rulebook.publishes(work.actor)
    watches = publishes or work.actor.role == "lead"
    return {
        "rows": [_row(work, one) for one in rows], "published": _published(work) if watches else [],
        "publishes": publishes,
    }  # fmt: skip


def _row(work: Work, row: RuleReading) -> dict[str, Any]:
    notice = work.session.get_one(RuleNotice, row.notice_id)
    late = row.read_at is None and row.due_on < clocks.local_day(work, work.now)
    return {"id": row.id, "title": notice.title, "until": row.due_on, "read": row.read_at, "late": late}


def _published(work: Work) -> list[dict[str, Any]]:
    today = clocks.local_day(work, work.now)

    def total(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.count(RuleReading.id).filter(condition)

    scope = work.house.scopes.where(RuleReading, work.actor)
    query = (
        select(
            RuleNotice, total(RuleReading.id.is_not(None)), total(RuleReading.read_at.is_not(None)),
            total(_late(today)),
        )
        .join(RuleReading, RuleReading.notice_id == RuleNotice.id)
        .join(Person, Person.id == RuleReading.person_id)
        .where(scope, RuleNotice.ended_at.is_(None), Person.deactivated_at.is_(None))
        .group_by(RuleNotice.id)
        .order_by(RuleNotice.id.desc())
        .limit(ROWS)
    )  # fmt: skip
    return [
        {"id": notice.id, "title": notice.title, "until": notice.until, "count": count, "read": read, "late": late}
        for notice, count, read, late in work.session.execute(query)
    ]


def _late(today: date) -> ColumnElement[bool]:
    return RuleReading.read_at.is_(None) & (RuleReading.due_on < today)


def readers(work: Work, notice_id: int) -> dict[str, Any]:
    """Who has not read a rule, the longest overdue first; publishers see everybody, a lead the team."""
    notice = work.get(RuleNotice, notice_id)
    today = clocks.local_day(work, work.now)
    rows = work.session.execute(_unread(work, notice).limit(READERS)).all()
    count = work.session.scalar(select(func.count()).select_from(_unread(work, notice).order_by(None).subquery())) or 0
    return {
        "id": notice.id, "title": notice.title, "publishes": rulebook.publishes(work.actor),
        "rows": [{"name": name, "until": due, "late": due < today} for name, due in rows],
        "more": max(0, count - READERS),
    }  # fmt: skip


def _unread(work: Work, notice: RuleNotice) -> Select[str, date]:
    scope = work.house.scopes.where(RuleReading, work.actor)
    query = select(Person.name, RuleReading.due_on).join(RuleReading, RuleReading.person_id == Person.id)
    unread = (RuleReading.notice_id == notice.id, RuleReading.read_at.is_(None), Person.deactivated_at.is_(None))
    return query.where(scope, *unread).order_by(RuleReading.due_on, Person.name, Person.id)
