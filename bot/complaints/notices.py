"""What this slice says: a masked card for the desk, direct cards for who acts, alerts; never to a customer."""

from collections.abc import Mapping
from typing import Any

from bot.complaints import queries
from bot.complaints.models import Complaint
from bot.core.outbox import ChannelPlace, Manner, Notice, PersonPlace, Priority
from bot.core.work import Work
from bot.directory import mornings
from bot.directory import queries as directory
from bot.directory.models import Person
from bot.promises.queries import represented

CARD = "complaints/card"
ALERT = "complaints/alert"


def channel(work: Work) -> str | None:
    """The private channel of the complaints desk, if it has one."""
    for code in (queries.OWN_CODE, queries.DESK):
        found = directory.department(work.session, code)
        if found is not None and found.channel is not None:
            return found.channel
    return None


def put(work: Work, complaint: Complaint) -> None:
    """The masked card in the desk's channel; its thread is where people talk."""
    place = channel(work)
    if place is not None:
        work.post(
            Notice(
                CARD, ChannelPlace(place), once=f"complaint:{complaint.id}:card:{place}", about=complaint.subject,
                live=True, manner=manner(complaint), priority=priority(complaint),
            )
        )  # fmt: skip


def push(work: Work, complaint: Complaint, person_id: int | None, key: str, how: Manner | None = None) -> None:
    """The card for one person, once a `key`."""
    if person_id is None:
        return
    work.post(
        Notice(
            CARD, PersonPlace(person_id), once=f"complaint:{complaint.id}:{key}:{person_id}", about=complaint.subject,
            live=True, manner=how or manner(complaint), priority=priority(complaint),
        )
    )  # fmt: skip


def show(work: Work, complaint: Complaint, key: str) -> None:
    """The card again for the acting person."""
    push(work, complaint, work.actor.person_id, f"shown:{key}", Manner.ANSWER)


def tell(
    work: Work, complaint: Complaint, person_id: int | None, template: str, key: str, data: Mapping[str, Any],
    how: Manner = Manner.NUDGE,
) -> None:  # fmt: skip
    """A line about the case to one person, once a `key`."""
    if person_id is None or queries.is_subject(complaint, person_id):
        return
    work.post(
        Notice(
            template, PersonPlace(reader(work, complaint, person_id)), about=complaint.subject,
            once=f"complaint:{complaint.id}:{key}:{person_id}", data={"id": complaint.id, **data}, manner=how,
            priority=priority(complaint),
        )
    )  # fmt: skip


def is_listed(work: Work, complaint: Complaint, person_id: int) -> bool:
    """Whether the reader's next morning list tells what happens to the case now, so that no line is needed.

    Never for severity 1. A handler's list has all of his cases, a lead's those of the team that are late or nearly so.
    """
    if manner(complaint) is Manner.URGENT:
        return False
    person = work.session.get_one(Person, person_id)
    ends = mornings.told_until(work, person)
    if ends is None:
        return False
    owners = [one.id for one in represented(work, person)]
    return complaint.handler_id in owners or complaint.id in queries.late_of_team(work, person_id, ends + queries.AHEAD)


def tell_soon(
    work: Work, complaint: Complaint, person_id: int | None, template: str, key: str, data: Mapping[str, Any]
) -> None:  # fmt: skip
    """A line the clock wants said, unless the reader's next morning list tells it anyway."""
    if person_id is not None and not is_listed(work, complaint, reader(work, complaint, person_id)):
        tell(work, complaint, person_id, template, key, data, manner(complaint))


def reader(work: Work, complaint: Complaint, person_id: int) -> int:
    """Who reads what is meant for somebody now: whoever stands in, unless the complaint is about him."""
    here = queries.standing(work, person_id) or person_id
    return person_id if queries.is_subject(complaint, here) else here


def manner(complaint: Complaint) -> Manner:
    """Severity 1 may disturb at any hour; everything else waits for working time."""
    return Manner.URGENT if complaint.severity == "S1" else Manner.NUDGE


def priority(complaint: Complaint) -> Priority:
    """Severity 1 leaves first."""
    return Priority.DEADLINE if complaint.severity == "S1" else Priority.NORMAL
