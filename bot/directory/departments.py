"""The verbs about departments: their channel, their head, and who is on duty; an admin's right."""

from collections.abc import Sequence

from sqlalchemy import select

from bot.core.access import require
from bot.core.errors import Refusal
from bot.core.subject import Subject
from bot.core.work import Work
from bot.directory import queries
from bot.directory.models import DEPARTMENTS, Department, Duty, Person, Role


def known(work: Work) -> list[Department]:
    """Every department, ours first, then the team's own; one nobody has bound yet has no row and no id."""
    rows = {row.code: row for row in work.session.scalars(select(Department).order_by(Department.code))}
    own = [code for code in rows if code not in DEPARTMENTS]
    return [rows.get(code) or Department(code=code) for code in (*DEPARTMENTS, *own)]


def asked(work: Work) -> list[Department]:
    """Those that others ask, and that therefore need a channel: every department but the account managers' own."""
    return [row for row in known(work) if row.code != DEPARTMENTS[0]]


def ensure(work: Work, code: str) -> Department:
    """The row of a department, made if there is none. Refuses a code nobody knows."""
    row = queries.department(work.session, code)
    if row is None:
        if code not in DEPARTMENTS:
            raise Refusal("core/not-found")
        row = work.save(Department(code=code))
    return row


def bind(work: Work, code: str, channel: str | None) -> Department:
    """Bind a department to its private channel (None: to none). A second time changes nothing."""
    require(work.actor, [Role.ADMIN])
    row = ensure(work, code)
    if channel is not None:
        other = work.session.scalars(select(Department).where(Department.channel == channel)).first()
        if other is not None and other.id != row.id:
            raise Refusal("directory/channel-taken", department=other.code, field="channel")
    _change(work, row, "channel", channel)
    return row


def lead_by(work: Work, code: str, person_id: int | None) -> Department:
    """Name the person at the head of a department. Refuses somebody unknown or gone."""
    require(work.actor, [Role.ADMIN])
    row = ensure(work, code)
    if person_id is not None:
        _present(work, person_id)
    _change(work, row, "head_id", person_id)
    return row


def speak(work: Work, code: str, language: str | None) -> Department:
    """The language of a department's channel; None for the organisation's."""
    require(work.actor, [Role.ADMIN])
    row = ensure(work, code)
    _change(work, row, "language", language)
    return row


def _change(work: Work, row: Department, name: str, value: object) -> None:
    before = getattr(row, name)
    if before != value:
        setattr(row, name, value)
        work.note(Subject("department", row.id), {name: (before, value)})
        work.audit("directory.department-changed", Subject("department", row.id), field=name)


def roster(work: Work, code: str) -> list[Person]:
    """Who is on duty in a department for every kind of question, in order."""
    query = (
        select(Person)
        .join(Duty, Duty.person_id == Person.id)
        .where(Duty.department == code, Duty.ended_at.is_(None), Duty.kind.is_(None), Person.deactivated_at.is_(None))
        .order_by(Duty.position, Duty.id)
    )
    return list(work.session.scalars(query))


def set_roster(work: Work, code: str, people: Sequence[int]) -> None:
    """Replace who is on duty, in this order; a second time changes nothing. Refuses somebody unknown or gone."""
    require(work.actor, [Role.ADMIN])
    row = ensure(work, code)
    wanted = list(dict.fromkeys(people))
    before = [person.id for person in roster(work, code)]
    if wanted == before:
        return
    for person_id in wanted:
        _present(work, person_id)
    standing = select(Duty).where(Duty.department == code, Duty.ended_at.is_(None), Duty.kind.is_(None))
    for duty in work.session.scalars(standing):
        duty.ended_at = work.now
    for position, person_id in enumerate(wanted):
        work.save(Duty(department=code, person_id=person_id, position=position))
    work.note(Subject("department", row.id), {"duty": (before, wanted)})
    work.audit("directory.roster-changed", Subject("department", row.id))


def _present(work: Work, person_id: int) -> Person:
    person = work.session.get(Person, person_id)
    if person is None or person.deactivated_at is not None:
        raise Refusal("directory/deputy-unknown")
    return person
