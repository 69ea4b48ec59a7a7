"""The verbs about people: recognising them, leave, language, roles, leaving."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import select

from bot.core.access import Actor, require
from bot.core.errors import Refusal
from bot.core.remember import forget
from bot.core.slack import Profile
from bot.core.subject import Subject
from bot.core.words import normalise_locale
from bot.core.work import Work
from bot.directory import queries
from bot.directory.facts import LeaveChanged, PersonGone
from bot.directory.models import Leave, Person, Preference, Role

LONGEST_LEAVE = 366
"""Days; a longer absence is a departure and needs a hand-over."""


def recognise(work: Work, slack_id: str) -> Actor | None:
    """The person behind a Slack id as we know him; None when we never met. Refuses people who have left."""
    person = queries.arriving(work.session, slack_id)
    if person is None:
        return None
    if person.deactivated_at is not None:
        raise Refusal("directory/deactivated")
    return queries.actor_of(work.session, person)


def enter(work: Work, profile: Profile) -> Actor:
    """Let somebody in who writes for the first time: linked to the imported record by e-mail address.

    Refuses guests, people of other companies and apps; refuses people nobody has imported, telling them whom to ask.
    """
    if profile.stranger:
        work.audit("directory.refused-guest", user=profile.slack_id)
        raise Refusal("directory/guest")
    person = queries.by_slack_id(work.session, profile.slack_id)
    if person is None and profile.email:
        person = queries.by_email(work.session, profile.email)
        if person is not None and person.slack_id not in (None, profile.slack_id):
            person = None
    if person is None:
        admins = [admin.name for admin in queries.admins(work.session)][:3]
        key = "directory/not-imported" if admins else "directory/nobody-yet"
        raise Refusal(key, name=profile.name, email=profile.email or "", slack_id=profile.slack_id, admins=admins)
    if person.deactivated_at is not None:
        raise Refusal("directory/deactivated")
    person.slack_id = profile.slack_id
    adopt(person, profile)
    return queries.actor_of(work.session, person)


def knock(work: Work, profile: Profile) -> tuple[Actor, Refusal | None]:
    """Like `enter`, but the refusal is returned, with an actor who has no rights but his own language and zone."""
    try:
        return enter(work, profile), None
    except Refusal as refusal:
        house = queries.defaults(work.session)
        language = normalise_locale(profile.locale) if profile.locale else house.language
        zone = ZoneInfo(profile.zone) if profile.zone and _is_zone(profile.zone) else ZoneInfo(house.zone)
        return Actor(None, profile.slack_id, profile.name, "stranger", language=language, zone=zone), refusal


def link(work: Work, profile: Profile) -> None:
    """Somebody joined the workspace: the imported record with his address becomes his. Strangers are nobody to us."""
    if profile.stranger or not profile.email or queries.by_slack_id(work.session, profile.slack_id) is not None:
        return
    person = queries.by_email(work.session, profile.email)
    if person is not None and person.slack_id is None and person.deactivated_at is None:
        person.slack_id = profile.slack_id
        adopt(person, profile)


def follow_profile(work: Work, profile: Profile) -> None:
    """Slack says a user changed: keep language and zone current; who was deactivated or made a guest leaves us too."""
    person = queries.by_slack_id(work.session, profile.slack_id)
    if person is None:
        return
    if profile.deleted or profile.stranger:
        # A colleague who was made a guest has lost access, as one who left has.
        deactivate(work, person.id)
    else:
        adopt(person, profile)


def adopt(person: Person, profile: Profile) -> None:
    """Take over the language, and where we know none the time zone, that Slack tells."""
    person.locale = profile.locale or person.locale
    if person.time_zone is None and profile.zone and _is_zone(profile.zone):
        person.time_zone = profile.zone


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def add_admin(work: Work, who: str) -> Person:
    """Make the person with this e-mail address or Slack id an admin, known or not. Idempotent."""
    who = who.strip()
    by_mail = "@" in who and not who.startswith("@")
    person = queries.by_email(work.session, who) if by_mail else queries.by_slack_id(work.session, who.lstrip("@"))
    if person is None:
        known = {"email": who.lower()} if by_mail else {"slack_id": _slack_id(who)}
        person = work.save(Person(name=who.split("@")[0] or who, role=Role.ADMIN.value, **known))
    elif person.role != Role.ADMIN.value:
        work.note(Subject("person", person.id), {"role": (person.role, Role.ADMIN.value)})
        person.role = Role.ADMIN.value
    work.audit("directory.admin-added", Subject("person", person.id))
    return person


def _slack_id(who: str) -> str:
    if not (who[:1] in {"U", "W"} and who.isalnum() and len(who) >= 3):
        raise Refusal("directory/not-a-person", text=who)
    return who


def speak(work: Work, language: str) -> Actor:
    """The person chooses the language Rapport speaks from now on; "auto" follows Slack again. Gives the new reader."""
    person = myself(work)
    chosen = None if language == "auto" else normalise_locale(language)
    work.note(Subject("person", person.id), {"language": (person.language, chosen)})
    person.language = chosen
    return queries.actor_of(work.session, person)


def myself(work: Work) -> Person:
    """The acting person's own record."""
    return work.session.get_one(Person, work.actor.person_id)


def take_leave(work: Work, first_day: date, last_day: date, deputy_id: int | None) -> Leave:
    """Enter days away (inclusive). Reminders go to the deputy meanwhile; ownership stays.

    Refuses spans that are backwards, over or too long, and a deputy who is oneself, gone or away the whole time.
    """
    person = myself(work)
    today = work.now.astimezone(work.actor.zone).date()
    if last_day < first_day:
        raise Refusal("directory/leave-backwards", first=first_day, last=last_day)
    if last_day < today:
        raise Refusal("directory/leave-over", last=last_day)
    if (last_day - first_day).days > LONGEST_LEAVE:
        raise Refusal("directory/leave-too-long", days=LONGEST_LEAVE)
    _check_deputy(work, person, deputy_id, first_day, last_day)
    same = work.session.scalars(
        select(Leave).where(
            Leave.person_id == person.id, Leave.first_day == first_day, Leave.last_day == last_day,
            Leave.cancelled_at.is_(None),
        )
    ).first()  # fmt: skip
    if same is not None:
        same.deputy_id = deputy_id
        leave = same
    else:
        leave = work.save(Leave(person_id=person.id, first_day=first_day, last_day=last_day, deputy_id=deputy_id))
    forget(work.session)
    work.announce(LeaveChanged(person.id))
    return leave


def _check_deputy(work: Work, person: Person, deputy_id: int | None, first: date, last: date) -> None:
    if deputy_id is None:
        return
    deputy = work.session.get(Person, deputy_id)
    if deputy is None or deputy.deactivated_at is not None:
        raise Refusal("directory/deputy-unknown")
    if deputy.id == person.id:
        raise Refusal("directory/deputy-self")
    away = select(Leave.id).where(
        Leave.person_id == deputy_id, Leave.first_day <= first, Leave.last_day >= last, Leave.cancelled_at.is_(None)
    )
    if work.session.scalar(away.limit(1)) is not None:
        raise Refusal("directory/deputy-away", name=deputy.name)


def cancel_leave(work: Work, leave_id: int) -> None:
    """Take a leave back; only one's own. A second time changes nothing."""
    leave = work.session.get(Leave, leave_id)
    if leave is None or leave.person_id != work.actor.id:
        raise Refusal("core/not-found")
    if leave.cancelled_at is None:
        leave.cancelled_at = work.now
        forget(work.session)
        work.announce(LeaveChanged(leave.person_id))


def deactivate(work: Work, person_id: int) -> None:
    """The person has left: access ends now, the others learn of it by the fact. Idempotent."""
    require(work.actor, [Role.ADMIN])
    person = work.session.get_one(Person, person_id)
    if person.deactivated_at is None:
        person.deactivated_at = work.now
        work.audit("directory.deactivated", Subject("person", person.id))
        work.announce(PersonGone(person.id))


def prefer(work: Work, key: str, value: Any) -> None:
    """Set an organisation-wide choice; an admin's right, audited."""
    require(work.actor, [Role.ADMIN])
    row = work.session.scalars(select(Preference).where(Preference.key == key)).one_or_none()
    if row is None:
        work.save(Preference(key=key, value=value))
    else:
        row.value = value
    forget(work.session)
    work.audit("directory.preference", key=key)
