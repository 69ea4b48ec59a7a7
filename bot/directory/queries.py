"""Reads about people: who leads whom, who stands in, who can be reached how."""

from collections.abc import Collection, Sequence
from dataclasses import fields
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, String, bindparam, false, func, literal_column, or_, select
from sqlalchemy.orm import Session, aliased

from bot.core.access import Actor
from bot.core.calendar import Calendar, WorkingHours, WorkingTime
from bot.core.calendar.table import assembled, days_of, written
from bot.core.mentions import MENTION
from bot.core.prepared import Prepared, among
from bot.core.remember import remembered
from bot.core.rows import all_of, attached, first_of
from bot.core.settings import Defaults
from bot.core.together import in_one_value, plain, rows_in
from bot.core.words import normalise_locale
from bot.directory.models import Department, Leave, Person, Preference, Role

Leaves = tuple[tuple[date, date], ...]
"""First and last days away."""


def _text(value: str) -> ColumnElement[str]:
    return literal_column(f"'{value}'", String)


def _is(key: str) -> ColumnElement[bool]:
    return Preference.key == _text(key)


_BY_SLACK_ID = Prepared(select(Person).where(Person.slack_id == bindparam("slack_id")))
_PREFERENCE = Prepared(select(Preference.value).where(Preference.key == bindparam("key")))
_CODE = select(func.upper(func.trim(plain(Preference.value)))).where(_is("calendar")).scalar_subquery()
_HOUSE = (
    in_one_value(
        select(Preference.key, plain(Preference.value)).where(or_(*(_is(choice.name) for choice in fields(Defaults))))
    ),
    days_of(func.coalesce(_CODE, _text(Defaults.calendar))),
)
"""What the organisation chose, and the imported days of its calendar."""
_DEFAULTS = Prepared(select(*_HOUSE))
_AWAY = in_one_value(
    select(Leave.first_day, Leave.last_day)
    .where(Leave.person_id == Person.id, Leave.cancelled_at.is_(None))
    .correlate(Person)
)
_ARRIVING = Prepared(select(*Person.__table__.c, *_HOUSE, _AWAY).where(Person.slack_id == bindparam("slack_id")))
_LEAVES = Prepared(
    select(Leave.person_id, Leave.first_day, Leave.last_day)
    .where(among(Leave.__table__.c.person_id, "people"), Leave.cancelled_at.is_(None))
    .order_by(Leave.first_day, Leave.last_day)
)
_PEOPLE = Prepared(select(Person).where(among(Person.__table__.c.id, "people")), in_one=True)


def gather(session: Session, people: Collection[int]) -> None:
    """Read these people and their leave in two queries; asking for one of them is then answered from the session."""
    asked = sorted(people)
    all_of(session, Person, _PEOPLE, people=asked)
    _read_leaves(session, asked)


def _read_leaves(session: Session, people: Sequence[int]) -> None:
    known: dict[int, list[tuple[date, date]]] = {person_id: [] for person_id in people}
    for person_id, first_day, last_day in _LEAVES.all(session, people=people):
        known[person_id].append((first_day, last_day))
    _known_leaves(session).update((person_id, tuple(leaves)) for person_id, leaves in known.items())


def _known_leaves(session: Session) -> dict[int, Leaves]:
    return remembered(session, "leaves", dict[int, Leaves])


def _leaves(session: Session, person_id: int) -> Leaves:
    known = _known_leaves(session)
    if person_id not in known:
        _read_leaves(session, [person_id])
    return known[person_id]


def by_slack_id(session: Session, slack_id: str) -> Person | None:
    """The person with this Slack user id."""
    return first_of(session, Person, _BY_SLACK_ID, slack_id=slack_id)


def arriving(session: Session, slack_id: str) -> Person | None:
    """The same, read together with what nearly every request asks next: leave, and what the organisation chose."""
    found = _ARRIVING.first(session, slack_id=slack_id)
    if found is None:
        return None
    *columns, chosen, days, away = found
    person = attached(session, Person, columns)
    remembered(session, "house", lambda: _furnished(chosen, days))
    _known_leaves(session).setdefault(person.id, _spans(away))
    return person


@lru_cache(maxsize=2048)
def _spans(away: str | None) -> Leaves:
    return tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in rows_in(away))


def by_email(session: Session, email: str) -> Person | None:
    """The person with this e-mail address, letter case ignored."""
    return session.scalars(select(Person).where(Person.email == email.strip().lower())).one_or_none()


def team_of(*leads: int) -> Select[int]:
    """Row ids of everybody below these leads, at any depth (as a subquery)."""
    tree = select(Person.id).where(or_(false(), *(Person.lead_id == lead for lead in leads))).cte(recursive=True)
    below = aliased(Person)
    tree = tree.union(select(below.id).join(tree, below.lead_id == tree.c.id))
    return select(tree.c.id)


def preference(session: Session, key: str, default: Any = None) -> Any:
    """An organisation-wide choice, or the default."""
    found = _PREFERENCE.first(session, key=key)
    return default if found is None else found[0]


def defaults(session: Session) -> Defaults:
    """The organisation's language, zone, calendar and hours: what holds for people who chose nothing."""
    return _house(session)[0]


def _house(session: Session) -> tuple[Defaults, Calendar]:
    """The choices of the organisation and its calendar."""
    return remembered(session, "house", lambda: _furnished(*_DEFAULTS.first(session)))


@lru_cache(maxsize=64)
def _furnished(chosen: str | None, days: str | None) -> tuple[Defaults, Calendar]:
    choices = Defaults(**dict(rows_in(chosen)))
    return choices, assembled(written(choices.calendar), days)


def language_of(person: Person, house: Defaults) -> str:
    """The person's own choice, else Slack's locale, else the organisation's language."""
    return person.language or (normalise_locale(person.locale) if person.locale else house.language)


def zone_of(person: Person, house: Defaults) -> ZoneInfo:
    """The zone the person reads times in."""
    return ZoneInfo(person.time_zone or house.zone)


def actor_of(session: Session, person: Person) -> Actor:
    """The person as somebody who acts or reads."""
    house = defaults(session)
    return Actor(
        id=person.id, slack_id=person.slack_id or "", name=person.name, role=person.role,
        department=person.department, language=language_of(person, house), zone=zone_of(person, house),
    )  # fmt: skip


def working_time(session: Session, person: Person | None) -> WorkingTime:
    """The working time of one person with holidays and leave, or of the organisation (None)."""
    key = ("working time", person.id if person else None)
    return remembered(session, key, lambda: _working_time(session, person))


def _working_time(session: Session, person: Person | None) -> WorkingTime:
    house, calendar = _house(session)
    if person is None:
        return _shared_time(calendar, house.hours, house.zone, ())
    hours, zone = person.working_hours or house.hours, zone_of(person, house).key
    return _shared_time(calendar, hours, zone, _leaves(session, person.id))


@lru_cache(maxsize=2048)
def _shared_time(calendar: Calendar, hours: str, zone: str, leaves: Leaves) -> WorkingTime:
    # Equal data gives the same object, so what it worked out about days is kept between requests.
    return WorkingTime(calendar, WorkingHours.parse(hours), ZoneInfo(zone), leaves)


def leave_at(session: Session, person: Person, at: datetime) -> Leave | None:
    """The leave that covers the instant, in the person's own zone."""
    day = at.astimezone(zone_of(person, defaults(session))).date()
    query = select(Leave).where(
        Leave.person_id == person.id, Leave.first_day <= day, Leave.last_day >= day, Leave.cancelled_at.is_(None)
    )
    return session.scalars(query.order_by(Leave.id.desc()).limit(1)).first()


def coming_leaves(session: Session, person: Person, now: datetime) -> Sequence[Leave]:
    """The leaves of a person that are not over, the next one first."""
    today = now.astimezone(zone_of(person, defaults(session))).date()
    query = select(Leave).where(Leave.person_id == person.id, Leave.last_day >= today, Leave.cancelled_at.is_(None))
    return session.scalars(query.order_by(Leave.first_day)).all()


def stand_in(session: Session, person: Person, at: datetime) -> Person:
    """Who acts for the person at that instant: the deputy while away, the lead once gone; else the person.

    A chain of absences is followed for five steps at most; a deputy who is away too hands on to his own deputy.
    """
    current = person
    for _ in range(5):
        following = _next_in_line(session, current, at)
        if following is None or following.id == person.id:
            return current
        current = following
    return current


def _next_in_line(session: Session, person: Person, at: datetime) -> Person | None:
    if person.deactivated_at is not None:
        candidate = person.deputy_id or person.lead_id
    else:
        leave = leave_at(session, person, at)
        if leave is None:
            return None
        candidate = leave.deputy_id or person.deputy_id
    return session.get(Person, candidate) if candidate else None


def lead_of(session: Session, person: Person) -> Person | None:
    """The next lead up the line who is still here."""
    seen: set[int] = set()
    current = session.get(Person, person.lead_id) if person.lead_id else None
    while current is not None and current.id not in seen:
        if current.deactivated_at is None:
            return current
        seen.add(current.id)
        current = session.get(Person, current.lead_id) if current.lead_id else None
    return None


def admins(session: Session) -> Sequence[Person]:
    """Everybody who looks after Rapport itself, longest-serving first."""
    query = select(Person).where(Person.role == Role.ADMIN.value, Person.deactivated_at.is_(None))
    return session.scalars(query.order_by(Person.id)).all()


def named(session: Session, text: str, limit: int = 5) -> Sequence[Person]:
    """Active colleagues whose name or e-mail is, or starts with, `text`."""
    wanted = text.strip().lstrip("@").lower()
    if not wanted:
        return []
    escaped = wanted.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    query = select(Person).where(
        Person.deactivated_at.is_(None),
        or_(Person.name.ilike(f"{escaped}%", escape="\\"), Person.email == wanted),
    )
    return session.scalars(query.order_by(Person.name).limit(limit)).all()


def with_names(session: Session, text: str) -> str:
    """Words from Slack as people read them: each mention as @ and the name of whoever it means."""
    return MENTION.sub(lambda found: f"@{_name_of(session, found[1]) or found[2] or found[1]}", text)


def _name_of(session: Session, slack_id: str) -> str | None:
    person = by_slack_id(session, slack_id)
    return person.name if person is not None else None


def department(session: Session, code: str) -> Department | None:
    """The department with this code."""
    return session.scalars(select(Department).where(Department.code == code)).one_or_none()


def head_of(session: Session, code: str, at: datetime) -> Person | None:
    """The head of a department, or whoever stands in at that instant; None when it has nobody."""
    found = department(session, code)
    person = session.get(Person, found.head_id) if found and found.head_id else None
    here = stand_in(session, person, at) if person is not None else None
    return here if here is not None and here.deactivated_at is None else None


def slack_ids(session: Session, people: Collection[int], at: datetime | None) -> list[str]:
    """The Slack ids of these people who are still here, and of whoever stands in for them at that instant (None: of
    nobody else); sorted."""
    found = session.scalars(select(Person).where(Person.id.in_(people))).all()
    everybody = [*found, *(stand_in(session, one, at) for one in found if at is not None)]
    return sorted({one.slack_id for one in everybody if one.slack_id and one.deactivated_at is None})
