"""App Home: what a person needs to see now, in few queries; never empty."""

from collections import Counter
from collections.abc import Collection
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from bot.complaints.reporting import statistics
from bot.core.calendar import table as calendars
from bot.core.outbox import Posting, stops
from bot.core.outbox.model import State
from bot.core.work import Work
from bot.customers.models import Contact, Customer
from bot.directory import departments, wording
from bot.directory import queries as directory
from bot.directory.models import DEPARTMENTS, Person, Role
from bot.directory.usecases import myself
from bot.promises.models import Promise
from bot.reports import sections
from bot.reports.morning import Morning, morning_of

TEMPLATE = "reports/home"
ROWS = 8
"""Rows of a section; the rest is counted."""

WEEK = 5
"""Working days ahead whose load is shown."""

OFFERED = ("/visit", "/complaint", "/escalate", "/client")
"""Commands that have a button, in this order; those nobody registered have none."""


def view(work: Work, commands: Collection[str]) -> dict[str, Any]:
    """Everything the Home of the acting person shows."""
    person = myself(work)
    day = morning_of(work, person)
    shown = _sections(work, day)
    return {
        "name": person.name,
        "role": person.role,
        "offered": [name[1:] for name in OFFERED if name in commands] if person.role != Role.AUDITOR.value else [],
        "first": _first(work, person),
        "sections": shown,
        "figures": statistics.may_read(work.actor),
        "week": _week(work, day),
        "admin": _admin(work) if person.role == Role.ADMIN.value else None,
        "settings": settings(work, person),
    }


def _first(work: Work, person: Person) -> list[dict[str, Any]]:
    """The first actions of somebody who has not done anything yet, an admin's until all are done; else none."""
    done = or_(
        exists().where(Contact.by_id == person.id), exists().where(Promise.owner_id == person.id),
        exists().where(Promise.made_by_id == person.id),
    )  # fmt: skip
    if person.role == Role.ADMIN.value:
        return _setting_up(work, person, done)
    if person.role == Role.AUDITOR.value or work.session.scalar(select(done)):
        return []
    if person.role == Role.COLLEAGUE.value:
        return _undone("answer", "leave", "settings")
    has = work.session.scalar(select(exists().where(Customer.owner_id == person.id)))
    return _undone("visit" if has else "customer", "look", "settings")


def _undone(*codes: str) -> list[dict[str, Any]]:
    return [_step(code, False) for code in codes]


def _step(code: str, done: bool, ready: int = 0, of: int = 0) -> dict[str, Any]:
    """One of the first actions; of a long one, how much of it is done."""
    return {"code": code, "done": done, "ready": ready, "of": of}


def _setting_up(work: Work, person: Person, tried: ColumnElement[bool]) -> list[dict[str, Any]]:
    """What an admin begins with, ticked as it is done; gone once one department has a channel: few houses have all."""
    imported = and_(exists().where(Person.id != person.id), exists().where(Customer.id.is_not(None)))
    people, trial = work.session.execute(select(imported, tried)).one()
    known = departments.asked(work)
    ready = sum(row.channel is not None and row.head_id is not None for row in known)
    if people and trial and any(row.channel is not None for row in known):
        return []
    bound = _step("departments", ready == len(known), ready, len(known))
    return [_step("people", bool(people)), bound, _step("try", bool(trial))]


def _sections(work: Work, day: Morning) -> list[dict[str, Any]]:
    """The sections of the morning list, each cut to some rows; a lead sees exceptions, not his team's routine."""
    found: dict[str, list[tuple[str, int]]] = {}
    for code, record in sections.lines(work, day):
        found.setdefault(code, []).append((code, record))
    if day.person.role == Role.LEAD.value:
        found.pop("silent", None)
    shown = []
    for code, lines in found.items():
        grouped = sections.rows(work, day, lines[:ROWS])
        rows = [row for section in grouped for row in section["rows"]]
        if rows:
            shown.append({"code": code, "rows": rows, "rest": max(0, len(lines) - ROWS)})
    return sorted(shown, key=lambda section: sections.ORDER.get(str(section["code"]), len(sections.ORDER)))


def _week(work: Work, day: Morning) -> list[dict[str, Any]]:
    """Promises by due day over the coming working days; `over` marks more than policy says one can keep."""
    hours = directory.working_time(work.session, day.person)
    first = work.now.astimezone(hours.zone).date()
    days = [hours.calendar.add_workdays(first, number) for number in range(WEEK)]
    query = select(Promise.due_at).where(
        Promise.owner_id.in_(day.owners), Promise.ended_at.is_(None), Promise.due_at > day.now,
        Promise.due_at < day.now + timedelta(days=21),
    )  # fmt: skip
    count = Counter(due.astimezone(hours.zone).date() for due in work.session.scalars(query))
    most = work.house.policy.service.promises.overload_per_day
    return [{"day": one, "count": count[one], "over": count[one] > most} for one in days if count[one]]


def settings(work: Work, person: Person) -> dict[str, Any]:
    """The person's choices as they hold now, whoever made them."""
    house = directory.defaults(work.session)
    return {
        "language": directory.language_of(person, house), "zone": person.time_zone or house.zone,
        "hours": person.working_hours or house.hours, "digest": person.digest_time or house.digest_time,
        "elsewhere": person.time_zone not in (None, house.zone),
    }  # fmt: skip


def _admin(work: Work) -> dict[str, Any]:
    """How Rapport itself is: what waits, what failed, what is not set up."""
    queue = select(func.count(), func.min(Posting.due_at)).where(
        Posting.state == State.QUEUED.value, Posting.due_at <= work.now
    )
    waiting, oldest = work.session.execute(queue).one()
    failed = work.session.scalar(select(func.count()).where(Posting.state == State.PARKED.value))
    house = directory.defaults(work.session)
    gaps = calendars.load(work.session, house.calendar).warnings(work.now)
    known, held = departments.known(work), stops.standing(work.session)
    return {
        "waiting": waiting, "minutes": int((work.now - oldest).total_seconds() // 60) if oldest else 0,
        "failed": failed or 0,
        "stopped": [held[cause].code for cause in (stops.CLOCK, stops.WORKSPACE) if cause in held],
        "refused": len(stops.places(held)), "codes": sorted({one.code for one in stops.places(held)}),
        "gaps": [{"year": gap.year, "kind": gap.kind, "calendar": house.calendar} for gap in gaps],
        "policy": work.house.policy.name, "calendar": house.calendar, "people": _people(work),
        "departments": [_department(work, row) for row in known],
    }  # fmt: skip


def _people(work: Work) -> int:
    return work.session.scalar(select(func.count()).where(Person.deactivated_at.is_(None))) or 0


def _department(work: Work, row: Any) -> dict[str, Any]:
    head = work.session.get(Person, row.head_id) if row.head_id else None
    return {
        "code": row.code,
        "own": None if row.code in DEPARTMENTS else wording.own_department(row.code, work.actor.language),
        "bound": row.channel is not None, "head": head.name if head else None,
        "duty": [person.name for person in departments.roster(work, row.code)],
    }  # fmt: skip
