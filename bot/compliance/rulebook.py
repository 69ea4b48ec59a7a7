"""Rules are published by compliance or legal, read by everybody concerned, and reminded of until they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, false, or_, select

from bot.compliance import queries
from bot.compliance.models_rules import RuleNotice, RuleReading
from bot.core.access import Actor
from bot.core.calendar import localise
from bot.core.errors import Refusal
from bot.core.outbox import Manner, Notice, PersonPlace, Posting, Priority
from bot.core.policy.dates import later
from bot.core.privacy import mask
from bot.core.work import Work
from bot.directory import queries as directory
from bot.directory.models import Person

CARD = "compliance/rule"
REMINDER = "compliance/rule-reminder"
OVERDUE = "overdue"
LONGEST_TITLE, LONGEST_TEXT = 150, 3000
FARTHEST = timedelta(days=366)
BATCH = 200
MORNING = time(9)


def visible(actor: Actor) -> ColumnElement[bool]:
    """One's own readings; publishers see everybody's, a lead the team's."""
    if actor.id is None:
        return false()
    if publishes(actor):
        return RuleReading.id.is_not(None)
    own = RuleReading.person_id == actor.id
    return or_(own, RuleReading.person_id.in_(directory.team_of(actor.id))) if actor.role == "lead" else own


def visible_notice(actor: Actor) -> ColumnElement[bool]:
    """Rules one has to read; publishers see all."""
    if publishes(actor):
        return RuleNotice.id.is_not(None)
    return RuleNotice.id.in_(select(RuleReading.notice_id).where(visible(actor)))


def publishes(actor: Actor) -> bool:
    """Whether somebody publishes rules: compliance, legal, and admins."""
    return actor.is_system or actor.department in (queries.COMPLIANCE, queries.LEGAL) or actor.role == "admin"


@dataclass(frozen=True)
class Rule:
    """A rule as a form says it; nobody named: everybody. `until` is the last day for reading it."""

    title: str
    until: date
    text: str = ""
    link: str = ""
    departments: Sequence[str] = ()
    people: Sequence[int] = ()


def publish(work: Work, rule: Rule) -> RuleNotice:
    """Publish a rule; each reader gets it once. The same title and text while it is open is the same rule."""
    if not publishes(work.actor):
        raise Refusal("compliance/for-publishers")
    title, today = " ".join(rule.title.split())[:LONGEST_TITLE], work.now.astimezone(work.actor.zone).date()
    text, link = mask(rule.text.strip()[:LONGEST_TEXT]).text, rule.link.strip()[:500]
    if not title or not (text or link):
        raise Refusal("compliance/rule-empty", field="text" if title else "heading")
    if not today <= rule.until <= today + FARTHEST:
        raise Refusal("compliance/until-odd", field="until", day=rule.until)
    same = select(RuleNotice).where(RuleNotice.title == title, RuleNotice.ended_at.is_(None))
    known = next((one for one in work.session.scalars(same) if (one.text, one.link) == (text, link)), None)
    if known is not None:
        return known
    made = work.save(
        RuleNotice(
            title=title, text=text, link=link, departments=sorted(rule.departments), people=sorted(rule.people),
            until=rule.until, by_id=work.actor.id,
        )
    )  # fmt: skip
    if not enrol(work, made):
        raise Refusal("compliance/rule-nobody", field="departments")
    work.audit("compliance.rule-published", made.subject, until=made.until.isoformat())
    return made


def concerned(notice: RuleNotice) -> ColumnElement[bool]:
    """Who has to read a rule: active colleagues of the departments and the people named, everybody when none is."""
    active = Person.deactivated_at.is_(None) & Person.slack_id.is_not(None)
    if not notice.departments and not notice.people:
        return active
    return active & or_(Person.department.in_(notice.departments), Person.id.in_(notice.people))


def unenrolled(work: Work, notice: RuleNotice) -> Sequence[Person]:
    """Concerned colleagues who have not got the rule yet: at first all of them, later whoever joins."""
    have = select(RuleReading.person_id).where(RuleReading.notice_id == notice.id)
    query = select(Person).where(concerned(notice), Person.id.not_in(have)).order_by(Person.id)
    return work.session.scalars(query.limit(BATCH)).all()


def enrol(work: Work, notice: RuleNotice) -> int:
    """Give the rule to the next readers. Whoever joins later has the pack's time from then, if that is longer."""
    found = unenrolled(work, notice)
    for person in found:
        today = work.now.astimezone(directory.zone_of(person, directory.defaults(work.session))).date()
        grace = later(today, work.house.policy.compliance.reading.newcomers_within)
        joined = notice.created_at < work.now
        row = work.save(
            RuleReading(
                notice_id=notice.id, person_id=person.id, due_on=max(notice.until, grace) if joined else notice.until
            )
        )
        plan(work, row, person)
        _tell(work, row, "first")
    return len(found)


def steps(work: Work, row: RuleReading) -> list[tuple[str, date]]:
    """Every reminder with its day: the pack's days before the last one, and the day after it."""
    days = sorted(work.house.policy.compliance.reading.remind_days, reverse=True)
    before = [(str(count), row.due_on - timedelta(days=count)) for count in days]
    return [*before, (OVERDUE, row.due_on + timedelta(days=1))]


def plan(work: Work, row: RuleReading, person: Person) -> None:
    """Set the next reminder: nine in the morning of its day, in the reader's working time."""
    own = directory.working_time(work.session, person)
    today = work.now.astimezone(own.zone).date()
    ahead = next((day for _, day in steps(work, row) if day > today), None)
    row.wake_at = own.next_open(localise(own.zone, datetime.combine(ahead, MORNING))) if ahead else None


def remind(work: Work, row: RuleReading) -> None:
    """A reminder is due: say the latest step once, and plan the next. Whoever has left is not reminded."""
    notice, person = work.session.get_one(RuleNotice, row.notice_id), work.session.get_one(Person, row.person_id)
    if row.read_at is not None or notice.ended_at is not None or person.deactivated_at is not None:
        return
    today = work.now.astimezone(directory.working_time(work.session, person).zone).date()
    reached = [code for code, day in steps(work, row) if day <= today]
    if reached and reached[-1] != row.step:
        row.step = reached[-1]
        _remind(work, row, notice, today)
        work.refresh(row.subject)
    plan(work, row, person)


def _tell(work: Work, row: RuleReading, key: str) -> None:
    work.post(
        Notice(
            CARD, PersonPlace(row.person_id), once=f"rule:{row.id}:{key}:{row.due_on}", about=row.subject, live=True,
            manner=Manner.NUDGE, priority=Priority.NORMAL,
        )
    )  # fmt: skip


def _remind(work: Work, row: RuleReading, notice: RuleNotice, today: date) -> None:
    # A line with a button: the rule itself stands above already, and would only be longer the second time.
    data = {"id": row.id, "title": notice.title, "until": row.due_on, "late": row.due_on < today}
    work.post(
        Notice(
            REMINDER, PersonPlace(row.person_id), once=f"rule:{row.id}:{row.step}:{row.due_on}", about=row.subject,
            data=data, manner=Manner.NUDGE, priority=Priority.NORMAL,
        )
    )  # fmt: skip


def show(work: Work, reading_id: int, key: str) -> RuleReading:
    """One's own rule again, as a card."""
    row = mine(work, reading_id)
    work.post(
        Notice(
            CARD, PersonPlace(row.person_id), once=f"rule:{row.id}:show:{key}", about=row.subject, live=True,
            manner=Manner.ANSWER, priority=Priority.ANSWER,
        )
    )  # fmt: skip
    return row


def mine(work: Work, reading_id: int) -> RuleReading:
    """A rule the acting person has to read; nobody reads in another's name."""
    row = work.get(RuleReading, reading_id)
    if row.person_id != work.actor.id:
        raise Refusal("core/not-found")
    return row


def read(work: Work, reading_id: int) -> RuleReading:
    """Read and understood. A second time changes nothing; a withdrawn rule need not be read."""
    row = mine(work, reading_id)
    if work.session.get_one(RuleNotice, row.notice_id).ended_at is not None:
        raise Refusal("compliance/rule-over")
    if row.read_at is None and work.claim(row, read_at=work.now):
        row.wake_at = None
        work.audit("compliance.rule-read", row.subject, notice=row.notice_id)
        work.refresh(row.subject)
    return row


def end(work: Work, notice_id: int) -> RuleNotice:
    """Withdraw a rule: whoever has not read it need not. What was read stays on record."""
    if not publishes(work.actor):
        raise Refusal("compliance/for-publishers")
    notice = work.get(RuleNotice, notice_id)
    if notice.ended_at is None and work.claim(notice, ended_at=work.now):
        notice.ended_by_id = work.actor.id
        work.audit("compliance.rule-withdrawn", notice.subject)
        waiting = select(RuleReading).where(RuleReading.notice_id == notice.id, RuleReading.read_at.is_(None))
        for row in work.session.scalars(waiting).all():
            row.wake_at = None
            work.refresh(row.subject)
    return notice


def still(work: Work, posting: Posting) -> bool:
    """What was read or withdrawn before it was told needs no telling."""
    row = work.session.get(RuleReading, posting.subject_id)
    if row is None:
        return False
    over = row.read_at is not None or work.session.get_one(RuleNotice, row.notice_id).ended_at is not None
    return not over or posting.manner == Manner.ANSWER.value
