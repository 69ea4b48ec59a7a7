"""From what a line was understood to mean to what a visit keeps, asks for and promises."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.core.calendar import WorkingTime
from bot.core.work import Work
from bot.promises import rules as promises
from bot.understanding import Promise, Understood
from bot.understanding.context import person_meant
from bot.understanding.dates import Frame, When
from bot.understanding.model import Colleague
from bot.visits import rules
from bot.visits.models import Visit

LONGEST_TOPIC = 200
"""Characters of a note that name a follow-up nobody worded."""
EVERYBODY = frozenset({"here", "channel", "everyone"})
"""Slack's words for whole channels, which name nobody."""
READ, CHOSEN = "follow_up", "chosen"
"""Purpose of a promise: read from the words of a note, or chosen by a tap on its card."""


@dataclass(frozen=True)
class Duty:
    """One promise of a note. `why` tells why its due moment must be asked for; `was` is the moment that was read."""

    text: str
    owner_id: int
    by_customer: bool = False
    due: datetime | None = None
    timed: bool = False
    why: str | None = None
    was: datetime | None = None
    purpose: str = READ

    def asked(self, key: int) -> dict[str, Any]:
        """How the visit remembers what it waits for."""
        return {
            "key": key, "text": self.text, "owner_id": self.owner_id, "by_customer": self.by_customer,
            "why": self.why, "was": self.was, "timed": self.timed,
        }  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """A note as columns of a visit, and the promises in it."""

    columns: dict[str, Any]
    duties: Sequence[Duty] = field(default_factory=tuple)


def read(work: Work, understood: Understood, frame: Frame) -> Reading:
    """What a visit keeps of one line that was understood in `frame`."""
    unknown: list[str] = []
    duties = [_duty(work, promise, frame, unknown) for promise in understood.promises]
    moment = rules.moment_of(understood.when, work.now)
    with_ids = _company(work, understood, unknown)
    first = understood.customer or next(iter(understood.candidates), None)
    words = understood.text[slice(*first.span)] if first else understood.new_name or ""
    columns = {
        "customer_id": understood.customer.customer_id if understood.customer else None,
        "customer_text": words[:200],
        "candidates": [match.customer_id for match in understood.candidates],
        "at": moment[0] if moment else None, "at_part": moment[1] if moment else "day",
        "channel": understood.channel, "attempt": understood.attempt,
        "contacts": [contact.text for contact in understood.contacts],
        "with_ids": with_ids, "unknown": unknown, "satisfaction": understood.satisfaction,
        "competitors": _competitors(understood), "tags": list(understood.tags), "important": understood.important,
        "no_follow_up": understood.no_follow_up, "hints": _hints(understood), "summary": understood.rest,
    }  # fmt: skip
    return Reading(columns, duties or _follow_up(work, understood))


def _follow_up(work: Work, understood: Understood) -> list[Duty]:
    if understood.no_follow_up:
        return []
    topic = " ".join((understood.rest or understood.text).split())[:LONGEST_TOPIC]
    return [Duty(topic, work.actor.person_id, why=rules.FOLLOW)]


def _duty(work: Work, promise: Promise, frame: Frame, unknown: list[str]) -> Duty:
    owner = work.actor.person_id
    if promise.owner is not None:
        owner = _known(work, promise.owner, unknown) or owner
    due = _due(promise.due, frame) if promise.due else None
    why = rules.why_asked(due, promise.due is not None and promise.due.ambiguous, work.now)
    timed = _timed(promise.due)
    return Duty(promise.text, owner, promise.by_customer, None if why else due, timed, why, due)


def _due(due: When, frame: Frame) -> datetime:
    """A whole week, month or longer ends with its last working day, not on a Sunday."""
    moment = due.due(frame)
    if due.granularity in ("minute", "part", "day"):
        return moment
    return promises.closing(moment.date(), WorkingTime(frame.calendar, frame.hours, frame.zone))


def _timed(due: When | None) -> bool:
    return due is not None and due.granularity == "minute" and due.direction != "after"


def _company(work: Work, understood: Understood, unknown: list[str]) -> list[int]:
    """Colleagues who took part: those named who do not merely owe something."""
    owing = {promise.owner.span for promise in understood.promises if promise.owner}
    taken: list[tuple[int, int]] = []
    found: list[int] = []
    for colleague in understood.colleagues:
        inside = any(start <= colleague.span[0] and colleague.span[1] <= end for start, end in taken)
        taken.append(colleague.span)
        if inside or any(start <= colleague.span[0] and colleague.span[1] <= end for start, end in owing):
            continue
        person_id = _known(work, colleague, unknown)
        if person_id is not None and person_id != work.actor.id:
            found.append(person_id)
    return list(dict.fromkeys(found))


def _known(work: Work, colleague: Colleague, unknown: list[str]) -> int | None:
    if colleague.name.casefold() in EVERYBODY:
        return None
    person = person_meant(work, colleague)
    if person is None and colleague.name not in unknown:
        unknown.append(colleague.name)
    return person.id if person else None


def _competitors(understood: Understood) -> list[str]:
    return list(dict.fromkeys(hint.text for hint in understood.suggestions if hint.kind == "competitor"))


def _hints(understood: Understood) -> list[dict[str, Any]]:
    """Suggestions, each kind and code once."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for hint in understood.suggestions:
        if hint.kind != "competitor":
            kept = {"kind": hint.kind, "code": hint.code, "text": hint.text, "hearsay": hint.hearsay, "taken": False}
            found.setdefault((hint.kind, hint.code), kept)
    return list(found.values())


def fill(visit: Visit, columns: dict[str, Any]) -> None:
    """Set the columns of a visit."""
    for name, value in columns.items():
        setattr(visit, name, value)
