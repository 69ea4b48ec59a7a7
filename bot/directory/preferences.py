"""Choices: a person's own (language, hours, digest, zone), and the organisation's."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.core.access import require
from bot.core.calendar import WorkingHours
from bot.core.errors import Refusal
from bot.core.subject import Subject
from bot.core.words import normalise_locale
from bot.core.work import Work
from bot.directory import queries
from bot.directory.models import Person, Role
from bot.directory.usecases import myself, prefer

_CALENDAR = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?|[A-Z0-9_-]{3,32}")


@dataclass(frozen=True)
class Wishes:
    """What a form says; None or "" stands for the organisation's choice (for the organisation: for the program's)."""

    language: str | None = None
    zone: str | None = None
    hours: str | None = None
    digest_time: time | None = None


def choose(work: Work, wishes: Wishes) -> Person:
    """The acting person's own choices; "auto" follows Slack's language, what equals the organisation's follows it."""
    person, house = myself(work), queries.defaults(work.session)
    language = wishes.language if wishes.language and wishes.language != "auto" else None
    changes = {
        "language": normalise_locale(language) if language else None,
        "time_zone": _unless(house.zone, checked_zone(wishes.zone)),
        "working_hours": _unless(house.hours, checked_hours(wishes.hours)),
        "digest_time": _unless(house.digest_time, f"{wishes.digest_time:%H:%M}" if wishes.digest_time else None),
    }
    before = {name: getattr(person, name) for name in changes}
    work.note(Subject("person", person.id), {name: (before[name], value) for name, value in changes.items()})
    for name, value in changes.items():
        setattr(person, name, value)
    return person


def _unless(usual: str, chosen: str | None) -> str | None:
    return None if chosen == usual else chosen


def organise(work: Work, wishes: Wishes, calendar: str | None, policy: str | None) -> None:
    """The organisation's choices; an admin's right. Only what is given is set."""
    require(work.actor, [Role.ADMIN])
    chosen: Mapping[str, Any] = {
        "language": normalise_locale(wishes.language) if wishes.language else None,
        "zone": checked_zone(wishes.zone),
        "hours": checked_hours(wishes.hours),
        "digest_time": f"{wishes.digest_time:%H:%M}" if wishes.digest_time else None,
        "calendar": checked_calendar(calendar),
        "policy": policy or None,
    }
    for key, value in chosen.items():
        if value is not None:
            prefer(work, key, value)


def checked_zone(text: str | None) -> str | None:
    """The name of a time zone; refuses one nobody knows."""
    if not text or not text.strip():
        return None
    try:
        return ZoneInfo(text.strip()).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Refusal("directory/zone-unknown", field="zone", text=text) from None


def checked_hours(text: str | None) -> str | None:
    """Working hours in their one spelling; refuses what cannot be read."""
    if not text or not text.strip():
        return None
    try:
        return str(WorkingHours.parse(unicodedata.normalize("NFKC", text)))
    except ValueError:
        raise Refusal("directory/hours-unclear", field="hours", text=text) from None


def checked_calendar(text: str | None) -> str | None:
    """The code of a calendar: a country, or a firm's own imported one."""
    code = (text or "").strip().upper()
    if code and not _CALENDAR.fullmatch(code):
        raise Refusal("directory/calendar-unknown", field="calendar", text=text)
    return code or None
