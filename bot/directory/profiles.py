"""Colleagues we know by their Slack id without having met them: Slack is asked for their language and time zone.

An import or `admin add` can name a member id; whoever is named so is never asked about when he first writes, for he is
known, and would be spoken to in the organisation's language instead of his own.
"""

from datetime import timedelta

from sqlalchemy import and_, select

from bot.core.slack import Kind, Profile, SlackFailure, SlackPort
from bot.core.work import Work, Workshop
from bot.directory import usecases
from bot.directory.models import Person

EVERY = timedelta(seconds=30)
"""How often we look whether there is somebody to ask about."""
BATCH = 20
"""People asked about in one look: well below what Slack lets an app ask in a minute."""


def introduce(workshop: Workshop, port: SlackPort) -> int:
    """Ask Slack about those whose language nobody has said yet; returns how many. While Slack is away they wait."""
    with workshop.read() as work:
        unknown = [one for one in work.session.scalars(_UNKNOWN.limit(BATCH)) if one]
    asked = 0
    for slack_id in unknown:
        try:
            profile = port.person(slack_id)
        except SlackFailure as failure:
            if failure.kind in (Kind.WAIT, Kind.AMBIGUOUS, Kind.STOP):
                break
            profile = None
        with workshop.open() as work:
            _introduced(work, slack_id, profile)
        asked += 1
    return asked


_UNSAID = and_(Person.language.is_(None), Person.locale.is_(None))
_UNKNOWN = (
    select(Person.slack_id)
    .where(Person.slack_id.is_not(None), Person.deactivated_at.is_(None), _UNSAID)
    .order_by(Person.id)
)


def _introduced(work: Work, slack_id: str, profile: Profile | None) -> None:
    """An empty locale is one that Slack does not tell: nobody is asked about twice."""
    person = work.session.scalars(select(Person).where(Person.slack_id == slack_id)).one_or_none()
    if person is None or person.locale is not None:
        return
    if profile is not None and not profile.stranger and not profile.deleted:
        usecases.adopt(person, profile)
        if person.name == slack_id and profile.name:
            person.name = profile.name
    person.locale = person.locale or ""
