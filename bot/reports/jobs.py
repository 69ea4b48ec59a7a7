"""What the clock starts: the morning digest and the weekly one, for everybody whose moment has come."""

from datetime import date, datetime, timedelta

from sqlalchemy import select, update

from bot.core.calendar import WorkingTime
from bot.core.sweep import sweep
from bot.core.work import Work, Workshop
from bot.directory import queries as directory
from bot.directory.models import Person
from bot.directory.mornings import list_time
from bot.reports import digest, rules, weekly
from bot.reports.models import DigestPlan

BATCH = 200
NOBODY = timedelta(days=1)
"""How long somebody who has left is not looked at."""


def digests(workshop: Workshop) -> int:
    """Send the digests whose moment has come; returns how many people were looked at.

    Due people come from an index on `look_at`. The day is claimed on the person's plan, so two workers, or a clock
    that is set back, never send a day twice.
    """
    _enlist(workshop)
    swept = sweep(workshop, _due, look, _put_off, name="reports.digests", batch=BATCH)
    return swept.handled


def _enlist(workshop: Workshop) -> None:
    """Give everybody new a plan."""
    new = (
        select(Person.id)
        .outerjoin(DigestPlan, DigestPlan.person_id == Person.id)
        .where(DigestPlan.id.is_(None), Person.deactivated_at.is_(None), Person.slack_id.is_not(None))
        .limit(BATCH)
    )
    with workshop.read() as work:
        if not work.session.scalars(new).first():
            return
    with workshop.open() as work:
        for person_id in work.session.scalars(new).all():
            person = work.session.get_one(Person, person_id)
            hours = directory.working_time(work.session, person)
            today = work.now.astimezone(hours.zone).date()
            moment = digest.planned(work, person, today, hours)
            # Whoever is met in the afternoon gets the first digest tomorrow.
            over = moment is not None and work.now - moment > rules.HOUR
            work.save(DigestPlan(person_id=person_id, look_at=work.now, morning_on=today if over else None))


def _due(work: Work) -> list[int]:
    query = select(DigestPlan.id).where(DigestPlan.look_at <= work.now).order_by(DigestPlan.look_at, DigestPlan.id)
    return list(work.session.scalars(query.limit(BATCH)))


def _put_off(work: Work, plan_id: int) -> None:
    later = update(DigestPlan).where(DigestPlan.id == plan_id).values(look_at=work.now + rules.HOUR)
    work.session.execute(later, execution_options={"synchronize_session": False})


def look(work: Work, plan_id: int) -> None:
    """One person: is the morning's or the week's digest due, and when to look again?"""
    plan = work.session.get(DigestPlan, plan_id, with_for_update={"skip_locked": True})
    if plan is None or plan.look_at > work.now:
        return
    person = work.session.get_one(Person, plan.person_id)
    if person.deactivated_at is not None or person.slack_id is None:
        plan.look_at = work.now + NOBODY
        return
    hours = directory.working_time(work.session, person)
    today = work.now.astimezone(hours.zone).date()
    week_end = weekly.planned(work, today, hours)
    after = rules.next_look(work.now, list_time(work, person), rules.early(person.id), hours, week_end)
    if not work.claim(plan, look_at=after):
        return
    if plan.morning_on != today and _is_time(work.now, digest.planned(work, person, today, hours), today, hours):
        plan.morning_on = today
        digest.create(work, person, today)
    if plan.weekly_on != today and _is_time(work.now, week_end, today, hours):
        plan.weekly_on = today
        weekly.send(work, person, today, hours)


def _is_time(now: datetime, moment: datetime | None, today: date, hours: WorkingTime) -> bool:
    """Whether a digest is due: its moment has come and the working day is not over, so that none arrives at night."""
    closing = hours.closing(today)
    return moment is not None and closing is not None and moment <= now < closing
