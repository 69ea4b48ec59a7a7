"""The weekly digest on the last working day: what was kept, what next week holds, who was not contacted."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select

from bot.core.calendar import WorkingTime, localise
from bot.core.outbox import Manner, Notice, PersonPlace, Priority
from bot.core.work import Work
from bot.customers.models import Customer
from bot.directory import queries as directory
from bot.directory.models import Person
from bot.promises import queries
from bot.promises.models import Promise
from bot.reports.rules import WEEK, is_last_of_week, within_day

TEMPLATE = "reports/weekly"
HELPED = 5
"""Colleagues a lead's digest names as needing help."""


def planned(work: Work, day: date, hours: WorkingTime) -> datetime | None:
    """When the weekly digest leaves, if that day is the last working day of the week."""
    if not is_last_of_week(day, hours):
        return None
    at: time = work.house.policy.service.digest.weekly_at
    return within_day(day, at, timedelta(), hours)


def send(work: Work, person: Person, day: date, hours: WorkingTime) -> None:
    """Post it, unless there is nothing to say."""
    data = facts(work, person, day, hours)
    if not (data["due"] or data["days"] or data["tiers"] or data["team"]):
        return
    notice = Notice(
        TEMPLATE, PersonPlace(person.id), once=f"weekly:{person.id}:{day}", data=data,
        priority=Priority.DIGEST, manner=Manner.NUDGE,
    )  # fmt: skip
    work.post(notice)


def facts(work: Work, person: Person, day: date, hours: WorkingTime) -> dict[str, Any]:
    """The week of one person, and of the team for a lead."""
    monday = day - timedelta(days=day.weekday())
    start, end, after = (_midnight(monday + timedelta(days=WEEK * n), hours) for n in range(3))
    rate = queries.kept_rate(work, [person.id], start, min(end, work.now))
    team = list(work.session.scalars(directory.team_of(person.id)))
    team_rate = queries.kept_rate(work, team, start, min(end, work.now)) if team else None
    return {
        "due": rate.due, "on_time": rate.on_time, "late": rate.late, "broken": rate.broken, "share": rate.share,
        "days": _load(work, person, end, after, hours), "tiers": _without_contact(work, person.id),
        "team": _needing_help(work, person), "team_due": team_rate.due if team_rate else 0,
        "team_share": team_rate.share if team_rate else None,
    }  # fmt: skip


def _midnight(day: date, hours: WorkingTime) -> datetime:
    return localise(hours.zone, datetime.combine(day, time.min))


def _load(work: Work, person: Person, start: datetime, end: datetime, hours: WorkingTime) -> list[dict[str, Any]]:
    """Next week's promises by local day; `over` marks more than one can keep (policy `overload_per_day`)."""
    owners = [one.id for one in queries.represented(work, person)]
    query = select(Promise.due_at).where(
        Promise.owner_id.in_(owners), Promise.ended_at.is_(None), Promise.due_at >= start, Promise.due_at < end
    )
    count = Counter(due.astimezone(hours.zone).date() for due in work.session.scalars(query))
    most = work.house.policy.service.promises.overload_per_day
    return [{"day": day, "count": count[day], "over": count[day] > most} for day in sorted(count)]


def _without_contact(work: Work, owner_id: int) -> list[dict[str, Any]]:
    """How many own customers are due for a contact, by tier, the most valuable first."""
    service = work.house.policy.service
    query = (
        select(Customer.tier, func.count())
        .where(Customer.owner_id == owner_id, Customer.silent_at <= work.now, Customer.closed_at.is_(None))
        .group_by(Customer.tier)
    )
    count: Counter[str] = Counter()
    for tier, number in work.session.execute(query):
        count[tier or service.default_tier] += number
    return [{"tier": code, "count": count[code]} for code, _ in service.tiers_by_rank() if count[code]]


def _needing_help(work: Work, lead: Person) -> list[dict[str, Any]]:
    """The colleagues of a lead with the most promises that climbed to him."""
    count = Counter(promise.owner_id for promise in queries.exceptions_of_team(work, [lead.id], limit=1000))
    return [
        {"name": work.session.get_one(Person, owner_id).name, "count": number}
        for owner_id, number in count.most_common(HELPED)
    ]
