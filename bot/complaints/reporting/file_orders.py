"""Files of complaints ordered inside Slack: made in the background, as the one who ordered may see, and handed over in
his direct messages. Each is counted, marked with his name, on record, and told to the admins."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import structlog

from bot.complaints import acting, queries
from bot.complaints.models import FileOrder
from bot.complaints.reporting import exports, register, statistics
from bot.complaints.reporting.periods import Period
from bot.core import parcels
from bot.core.access import Actor
from bot.core.errors import Refusal
from bot.core.outbox import Manner, Notice, PersonPlace, Priority
from bot.core.slack import Kind, SlackFailure, SlackPort
from bot.core.words import shipped
from bot.core.work import Work, Workshop
from bot.directory import exporting
from bot.directory import queries as directory
from bot.directory.models import Person, Role

_log = structlog.get_logger(__name__)
TRIES = timedelta(hours=1)
"""How long Slack is asked again to take a file."""


@dataclass(frozen=True)
class Made:
    """What was made: the files by name, and what the message with them says."""

    files: dict[str, bytes]
    said: dict[str, object]


def order_case(work: Work, complaint_id: int) -> FileOrder:
    """One case as files for a regulator. For those who act on it; refuses its subject and onlookers."""
    complaint = queries.find(work, complaint_id)
    acting.unbiased(work, complaint)
    if not queries.acts_for(work, complaint):
        raise Refusal("complaints/not-yours", number=complaint.id)
    return work.save(FileOrder(by_id=work.actor.person_id, complaint_id=complaint.id))


def may_have_register(actor: Actor) -> bool:
    """Leads (of their team's cases) and the complaints desk (of all)."""
    return actor.role == Role.LEAD or actor.department in (queries.DESK, queries.OWN_CODE)


def order_register(work: Work, since: date, until: date) -> FileOrder:
    """The register of what was received on these days. Refuses who is neither lead nor of the desk."""
    if not may_have_register(work.actor):
        raise Refusal("complaints/register-not-yours")
    if until < since:
        raise Refusal("complaints/period", field="until")
    return work.save(FileOrder(by_id=work.actor.person_id, since=since, until=until))


def carry_out(workshop: Workshop, port: SlackPort) -> int:
    """Make what was ordered, the oldest first; returns how many orders were attended to."""
    done = 0
    while (taken := _take(workshop)) is not None:
        _carry_out(workshop, port, *taken)
        done += 1
    return done


def _take(workshop: Workshop) -> tuple[FileOrder, Person, Actor] | None:
    with workshop.open() as work:
        order = parcels.take(work, FileOrder)
        if order is None:
            return None
        person = work.session.get_one(Person, order.by_id)
        return order, person, directory.actor_of(work.session, person)


def _carry_out(workshop: Workshop, port: SlackPort, order: FileOrder, person: Person, actor: Actor) -> None:
    deposited: dict[str, str] = {}
    try:
        with workshop.open(actor) as work:
            made = _case(work, order) if order.complaint_id is not None else _register(work, order)
        deposited = {name: port.deposit(name, content) for name, content in made.files.items()}
        template, data = "complaints/file", made.said
    except Refusal as refusal:
        template, data = refusal.key, dict(refusal.data)
    except SlackFailure as failure:
        if failure.kind is Kind.WAIT and workshop.clock() - order.created_at < TRIES:
            return
        _log.warning("complaints.file_not_taken", code=failure.code)
        template, data = "complaints/no-file", {"code": failure.code}
    with workshop.open(actor) as work:
        _tell(work, order, person, template, data, deposited)


def _tell(
    work: Work, order: FileOrder, person: Person, template: str, data: dict[str, object], deposited: dict[str, str]
) -> None:  # fmt: skip
    fresh = work.session.get_one(FileOrder, order.id)
    if fresh.ended_at is not None:
        return
    fresh.ended_at = work.now
    for name, file in deposited.items():
        if person.slack_id is not None:
            parcels.put(work, file, name, person.slack_id)
    work.post(
        Notice(
            template, PersonPlace(order.by_id), once=f"complaint-file:{order.id}", data=data, manner=Manner.ANSWER,
            priority=Priority.ANSWER,
        )
    )  # fmt: skip


def _case(work: Work, order: FileOrder) -> Made:
    number = order.complaint_id or 0
    acting.unbiased(work, queries.find(work, number))
    document = exports.case_file(work, number, lambda rows: _marked(work, "case", rows))
    label = exports.labels(shipped(), work.actor.language)
    files = {
        f"C-{number}.json": exports.as_json(document).encode(),
        f"C-{number}.html": exports.as_html(document, work.actor.language, label).encode(),
    }  # fmt: skip
    return Made(files, {"id": number, "seal": document["seal"][:16], "rows": len(document["entries"])})


def _register(work: Work, order: FileOrder) -> Made:
    zone = ZoneInfo(directory.defaults(work.session).zone)
    today = work.now.astimezone(zone).date()
    since, until = order.since or today, order.until or today
    period = Period(since, min(until, today))
    start, end = statistics.span(work, period)
    lines = register.rows(work, start, end)
    mark = _marked(work, "register", len(lines))
    label: Callable[[str, str], str] = exports.labels(shipped(), work.actor.language)
    book = BytesIO()
    halves = register.half_years(work, zone, start, end)
    figures = (period, statistics.compared(work, period))
    register.write(book, register.in_words(lines, label), zone, register.More(halves, mark, figures), label)
    name = f"complaints-{since:%Y%m%d}-{until:%Y%m%d}.xlsx"
    return Made({name: book.getvalue()}, {"id": None, "seal": "", "rows": len(lines)})


def _marked(work: Work, what: str, rows: int) -> str:
    name = work.session.get_one(Person, work.actor.person_id).name
    mark = exporting.record(work, what, rows, name, "slack")
    if mark is None:
        raise Refusal("complaints/too-many-files", most=exporting.MOST_PER_DAY)
    return mark
