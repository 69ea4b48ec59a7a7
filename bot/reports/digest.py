"""The morning digest: one message a day, edited in place as its rows get done."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, select

from bot.core.calendar import WorkingTime
from bot.core.errors import Refusal
from bot.core.outbox import Manner, Notice, PersonPlace, Posting, Priority, Those
from bot.core.outbox.readers import Audience, Said
from bot.core.prepared import among
from bot.core.subject import Subject
from bot.core.work import Work
from bot.customers.facts import Contacted
from bot.customers.models import Customer
from bot.directory import queries as directory
from bot.directory.models import Leave, Person
from bot.directory.mornings import list_time
from bot.promises import queries, rules, usecases
from bot.promises.facts import Dropped, Folded, Kept, Moved, Reopened, Snoozed, UndoOver
from bot.promises.models import Promise
from bot.reports import sections
from bot.reports.models import Digest, DigestPlan
from bot.reports.morning import Morning, morning_of
from bot.reports.rules import early, within_day

TEMPLATE = "reports/digest"
RECENT = timedelta(days=2)
"""Digests older than this are no longer drawn again."""
LONG_AGO = timedelta(days=7)
PAGE = 40
"""Rows behind the "more" button."""


def planned(work: Work, person: Person, day: date, hours: WorkingTime) -> datetime | None:
    """When the person's digest of that day leaves; None on a day off or on leave."""
    return within_day(day, list_time(work, person), early(person.id), hours)


def create(work: Work, person: Person, day: date, kind: str = "morning") -> Digest | None:
    """Make and post the digest of a day; None when there is nothing to say, or when it was made before."""
    before = _latest(work, person.id)
    if before is not None and before.day == day and before.kind == kind:
        return None
    found = sections.lines(work, morning_of(work, person))
    if not found:
        return None
    since = before.created_at if before else work.now - LONG_AGO
    digest = work.save(
        Digest(
            person_id=person.id, day=day, kind=kind, lines=[list(line) for line in found], since=since,
            returned=_came_back(work, person, since.date(), day),
        )
    )  # fmt: skip
    notice = Notice(
        TEMPLATE, PersonPlace(person.id), once=f"digest:{person.id}:{day}:{kind}", about=Subject("digest", digest.id),
        live=True, priority=Priority.DIGEST, manner=Manner.NUDGE,
    )  # fmt: skip
    work.post(notice)
    return digest


def _latest(work: Work, person_id: int) -> Digest | None:
    query = select(Digest).where(Digest.person_id == person_id).order_by(Digest.day.desc(), Digest.id.desc())
    return work.session.scalars(query.limit(1)).first()


def _came_back(work: Work, person: Person, since: date, day: date) -> bool:
    query = select(Leave.id).where(
        Leave.person_id == person.id, Leave.last_day >= since, Leave.last_day < day, Leave.cancelled_at.is_(None)
    )
    return work.session.scalar(query.limit(1)) is not None


def card(work: Work, digest_id: int, audience: Audience) -> Said | None:
    """How a digest looks now; for its own reader only."""
    digest = work.session.get(Digest, digest_id)
    if digest is None or audience.person_id != digest.person_id:
        return None
    person = work.session.get_one(Person, digest.person_id)
    day = morning_of(work, person)
    wanted = _wanted(work, digest, day)
    shown = sections.rows(work, day, sections.fitting(wanted, work.house.policy.service.digest.rows))
    every = [row for section in shown for row in section["rows"]]
    zone = directory.zone_of(person, directory.defaults(work.session))
    return Said(
        TEMPLATE,
        {
            "past": work.now.astimezone(zone).date() > digest.day,
            "id": digest.id, "day": digest.day, "kind": digest.kind, "returned": digest.returned, "sections": shown,
            "rest": max(0, len(wanted) - work.house.policy.service.digest.rows), "folded": _folded(work, digest, day),
            "finished": bool(every) and all(row["done"] or row.get("later") for row in every),
            "several": sum(row["kind"] == "promise" and not row["done"] and row["acts"] for row in every) > 1,
            "presets": _presets(work, person),
        },
    )  # fmt: skip


def _wanted(work: Work, digest: Digest, day: Morning) -> list[tuple[str, int]]:
    """The rows it was sent with; while its day lasts also what came up since."""
    wanted = [(str(code), int(record)) for code, record in digest.lines]
    zone = directory.zone_of(day.person, directory.defaults(work.session))
    if work.now.astimezone(zone).date() == digest.day:
        known = {(sections.kind_of(code), record) for code, record in wanted}
        fresh = sections.lines(work, day)
        wanted += [line for line in fresh if (sections.kind_of(line[0]), line[1]) not in known]
        wanted.sort(key=lambda line: sections.ORDER.get(line[0], len(sections.ORDER)))
    return wanted


def _folded(work: Work, digest: Digest, day: Morning) -> int:
    query = select(func.count()).where(
        Promise.owner_id.in_(day.owners), Promise.folded_at > digest.since, Promise.ended_at.is_(None)
    )
    return work.session.scalar(query) or 0


def _presets(work: Work, person: Person) -> list[dict[str, Any]]:
    time_ = directory.working_time(work.session, person)
    offered = rules.presets(work.now, work.house.policy.service.push.snooze, time_)
    return [{"code": code, "at": at} for code, at in offered]


def still(work: Work, posting: Posting) -> bool:
    """A list that could not be sent on its own day is not said any more: the one of the next morning has it all."""
    digest = work.session.get(Digest, posting.subject_id)
    if digest is None:
        return False
    zone = directory.zone_of(work.session.get_one(Person, digest.person_id), directory.defaults(work.session))
    return work.now.astimezone(zone).date() <= digest.day


def mine(work: Work, digest_id: int) -> Digest:
    """The acting person's own digest; refuses another's."""
    digest = work.session.get(Digest, digest_id)
    if digest is None or digest.person_id != work.actor.id:
        raise Refusal("core/not-found")
    return digest


def page(work: Work, digest_id: int) -> dict[str, Any]:
    """Everything of a digest behind its "more" button, up to 40 rows."""
    digest = mine(work, digest_id)
    day = morning_of(work, work.session.get_one(Person, digest.person_id))
    wanted = _wanted(work, digest, day)
    return {"sections": sections.rows(work, day, sections.fitting(wanted, PAGE)), "rest": max(0, len(wanted) - PAGE)}


def open_promises(work: Work, digest_id: int) -> list[int]:
    """The promises of a digest, for doing something with all of them."""
    digest = mine(work, digest_id)
    day = morning_of(work, work.session.get_one(Person, digest.person_id))
    return [record for code, record in _wanted(work, digest, day) if code in ("overdue", "today")]


def single_promise(work: Work, digest_id: int) -> int | None:
    """The promise an emoji or a word on the whole digest means: the only one it lists, if it lists just one."""
    digest = mine(work, digest_id)
    day = morning_of(work, work.session.get_one(Person, digest.person_id))
    shown = sections.rows(work, day, _wanted(work, digest, day))
    found = [row["id"] for section in shown for row in section["rows"] if row["kind"] == "promise"]
    return found[0] if len(found) == 1 else None


# -- what other capabilities announce ------------------------------------------------------------------------------


def promise_changed(work: Work, fact: Kept | Reopened | Dropped | Moved | Snoozed | UndoOver) -> None:
    """A row may look different now: draw the digests it can stand in again."""
    promise = work.session.get_one(Promise, fact.promise_id)
    owner = work.session.get_one(Person, promise.owner_id)
    lead = directory.lead_of(work.session, owner)
    people = {owner.id, queries.holder(work, promise).id, work.actor.id, lead.id if lead else None}
    redraw(work, {person_id for person_id in people if person_id is not None})


def contacted(work: Work, fact: Contacted) -> None:
    """A silent customer was spoken to: its row is done."""
    customer = work.session.get(Customer, fact.customer_id)
    if customer is not None and customer.owner_id is not None:
        redraw(work, {customer.owner_id})


_RECENT = select(Digest.id).where(among(Digest.person_id, "owners"), Digest.day >= bindparam("since"))


def redraw(work: Work, people: set[int]) -> None:
    """Have the recent digests of these people drawn again."""
    for person_id in people:
        work.refresh(Those("digest", _RECENT, person_id, (work.now - RECENT).date()))


def cover(work: Work, fact: Folded) -> None:
    """A reminder was left to the digest: today's shows it; what the program missed gets one at once, one a person."""
    person = work.session.get_one(Person, fact.person_id)
    work.session.flush()
    hours = directory.working_time(work.session, person)
    today = work.now.astimezone(hours.zone).date()
    latest = _latest(work, person.id)
    if latest is not None and latest.day == today:
        redraw(work, {person.id})
    planned_at = planned(work, person, today, hours)
    closing = hours.closing(today)
    if not fact.missed or planned_at is None or closing is None or not planned_at <= work.now < closing:
        return
    if latest is not None and latest.day == today and latest.created_at >= fact.planned_at:
        return
    plan = work.session.scalars(select(DigestPlan).where(DigestPlan.person_id == person.id)).first()
    kind = "morning" if latest is None or latest.day != today else "catch_up"
    create(work, person, today, kind)
    if plan is None:
        work.save(DigestPlan(person_id=person.id, look_at=work.now, morning_on=today))
    else:
        plan.morning_on = today


def postpone(work: Work, digest_id: int, code: str) -> list[Promise]:
    """Snooze everything still open in a digest by a preset."""
    return usecases.snooze_all(work, open_promises(work, digest_id), code)
