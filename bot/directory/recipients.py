"""People and channels as readers of messages: what the outbox asks of this slice."""

from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.core.outbox import PersonPlace, Posting
from bot.core.outbox.readers import ChannelReader, Recipient
from bot.core.rooms.model import Room
from bot.core.work import Work
from bot.directory import queries
from bot.directory.models import Department, Person


def recipient(session: Session, person_id: int) -> Recipient | None:
    """The colleague with his language, zone and working time; None for an id nobody has."""
    person = session.get(Person, person_id)
    if person is None:
        return None
    active = person.deactivated_at is None and person.slack_id is not None

    def next_open(at: datetime) -> datetime:
        # Asked only for what may wait; most messages answer what somebody just did.
        return queries.working_time(session, person).next_open(at)

    return Recipient(queries.actor_of(session, person), next_open, active)


def gather(session: Session, people: Collection[int]) -> None:
    """Read these colleagues and their leave at once: each is asked for by `recipient` in the same session."""
    queries.gather(session, people)


def channel(session: Session, channel_id: str) -> ChannelReader:
    """The language of a department's channel or of whoever opened it for one case, else the organisation's."""
    house = queries.defaults(session)
    department = session.scalars(select(Department).where(Department.channel == channel_id)).first()
    own: Department | Room | None = department
    if own is None:
        own = session.scalars(select(Room).where(Room.channel == channel_id)).first()
    language = (own.language if own else None) or house.language
    return ChannelReader(language, ZoneInfo(house.zone))


def fallback(work: Work, posting: Posting, _code: str) -> PersonPlace | None:
    """Where a message goes whose place is dead: a person's to his lead, a channel's to its head, else to an admin."""
    session = work.session
    first: Person | None = None
    if posting.person_id is not None:
        person = session.get(Person, posting.person_id)
        first = queries.lead_of(session, person) if person else None
    elif posting.channel is not None:
        department = session.scalars(select(Department).where(Department.channel == posting.channel)).first()
        first = session.get(Person, department.head_id) if department and department.head_id else None
    if first is not None and first.id != posting.person_id:
        return PersonPlace(first.id)
    admin = next((one for one in queries.admins(session) if one.id != posting.person_id), None)
    return PersonPlace(admin.id) if admin else None


def admins(session: Session) -> list[int]:
    """Row ids of the people who look after Rapport."""
    return [person.id for person in queries.admins(session)]
