"""Bringing a list of colleagues in: every row is new, a change, known already, or refused with one reason.

A blank cell leaves what is known as it is, so that a list may carry some columns only. Repeating an import changes
nothing. Leads and deputies are found by e-mail address, in the list or among those known.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import insert, select, update

from bot.core.access import require
from bot.core.subject import Subject
from bot.core.tables import Columns, Progress, Rejected, Rejections, Row, Table, Tally
from bot.core.work import Work
from bot.directory import import_rows, wording
from bot.directory.import_rows import Entry
from bot.directory.models import DEPARTMENTS, Department, Person, Role

CHUNK = 500
"""Rows a transaction: short enough for others to write in between."""

COLUMNS = ("name", "department", "role", "language", "time_zone", "working_hours")
Open = Callable[[], AbstractContextManager[Work]]
"""Opens a unit of work in the name of the person who imports."""


@dataclass(frozen=True, slots=True)
class Known:
    """A colleague as the database has him before the import."""

    id: int
    email: str | None
    slack_id: str | None
    lead_id: int | None
    deputy_id: int | None
    gone: bool
    fields: dict[str, Any]


@dataclass
class Staff:
    """Everybody known, by address and by Slack id; grows as chunks are written."""

    by_email: dict[str, Known] = field(default_factory=dict)
    by_slack: dict[str, Known] = field(default_factory=dict)

    def add(self, one: Known) -> None:
        """Remember somebody."""
        if one.email:
            self.by_email[one.email] = one
        if one.slack_id:
            self.by_slack[one.slack_id] = one

    def find(self, entry: Entry) -> Known | None:
        """Who the row is about; None for somebody new."""
        return self.by_email.get(entry.email) or self.by_slack.get(entry.slack_id)


def people(
    opened: Open, table: Table, columns: Columns, *, dry: bool = False, progress: Progress = lambda _: None
) -> Tally:
    """Import the rows; with `dry` only count. An admin's right."""
    tally, new = Tally(), set[int]()
    with opened() as work:
        require(work.actor, [Role.ADMIN])
        staff, me = _staff(work), work.actor.id
    entries = _accepted(table, columns, staff, me, tally)
    for start in range(0, len(entries), CHUNK):
        chunk = entries[start : start + CHUNK]
        _count(chunk, staff, tally)
        if not dry:
            with opened() as work:
                new |= _write(work, chunk, staff)
        progress(len(chunk))
    if not dry:
        _link(opened, entries, staff, new)
        with opened() as work:
            _keep_departments(work, {entry.fields.get("department") for entry in entries})
            work.audit("directory.imported", new=tally.new, changed=tally.changed, rejected=len(tally.rejected))
    progress(len(tally.rejected))
    return tally


def _staff(work: Work) -> Staff:
    staff = Staff()
    columns = [getattr(Person, name) for name in COLUMNS]
    query = select(
        Person.id, Person.email, Person.slack_id, Person.lead_id, Person.deputy_id, Person.deactivated_at, *columns
    )
    for row in work.session.execute(query):
        fields = dict(zip(COLUMNS, row[6:], strict=True))
        staff.add(Known(row[0], row[1], row[2], row[3], row[4], row[5] is not None, fields))
    return staff


def _accepted(table: Table, columns: Columns, staff: Staff, me: int | None, tally: Tally) -> list[Entry]:
    """The rows that stand by themselves and together: nobody twice, leads and deputies known, nobody above himself."""
    entries: list[Entry] = []
    seen: dict[str, int] = {}
    bad = Rejections()
    for row in table.rows:
        read = import_rows.read(row, columns)
        if isinstance(read, Rejected):
            bad.append(read)
            continue
        refused = _twice(row, read.keys, seen) or _refused(
            read, staff, me, again=wording.twice(columns.refused_for(row))
        )
        if refused is not None:
            tally.rejected.append(refused)
            continue
        seen |= dict.fromkeys(read.keys, row.line)
        entries.append(read)
    # A row with a mistake about somebody who stands in a good row would, once corrected, overwrite the good one.
    for one in bad:
        tally.rejected.append(_twice(one.row, import_rows.keys(one.row, columns), seen) or one)
    entries = _without_circles(_with_known_leads(entries, staff, tally), staff, tally)
    return _with_known_leads(entries, staff, tally)


def _twice(row: Row, keys: Iterable[str], seen: Mapping[str, int]) -> Rejected | None:
    line = next((seen[key] for key in keys if key in seen), None)
    return None if line is None else Rejected(row, "twice", {"line": line})


def _refused(entry: Entry, staff: Staff, me: int | None, *, again: bool) -> Rejected | None:
    known = staff.find(entry)
    if known is None:
        return None if entry.fields.get("name") else Rejected(entry.row, "name-missing")
    if again:
        return Rejected(entry.row, "twice-before")
    other = staff.by_slack.get(entry.slack_id)
    taken = other is not None and other.id != known.id
    if taken or (entry.slack_id and known.slack_id not in (None, entry.slack_id)):
        return Rejected(entry.row, "email-and-id-differ", {"email": entry.email, "slack_id": entry.slack_id})
    if known.gone:
        return Rejected(entry.row, "has-left")
    if known.id == me and entry.fields.get("role", Role.ADMIN.value) != Role.ADMIN.value:
        return Rejected(entry.row, "own-role")
    return None


def _with_known_leads(entries: list[Entry], staff: Staff, tally: Tally) -> list[Entry]:
    """Drop rows whose lead or deputy is nobody, until only rows are left that lean on rows that are left."""
    while True:
        listed = {entry.email for entry in entries}
        kept = []
        for entry in entries:
            missing = next(
                (name for name in ("lead", "deputy") if not _is_there(getattr(entry, name), listed, staff)), None
            )
            if missing is None:
                kept.append(entry)
            else:
                tally.rejected.append(Rejected(entry.row, f"{missing}-unknown", {"email": getattr(entry, missing)}))
        if len(kept) == len(entries):
            return kept
        entries = kept


def _is_there(email: str, listed: set[str], staff: Staff) -> bool:
    if not email or email in listed:
        return True
    known = staff.by_email.get(email)
    return known is not None and not known.gone


def _without_circles(entries: list[Entry], staff: Staff, tally: Tally) -> list[Entry]:
    """Drop rows that would make somebody his own lead, over however many steps."""
    emails = {known.id: known.email for known in staff.by_email.values()}
    above = {known.email: emails.get(known.lead_id) for known in staff.by_email.values() if known.lead_id}
    above |= {entry.email: entry.lead for entry in entries if entry.email and entry.lead}
    kept = []
    for entry in entries:
        if entry.lead and _comes_back(entry.email, above):
            tally.rejected.append(Rejected(entry.row, "lead-circle", {"email": entry.lead}))
            above.pop(entry.email, None)
        else:
            kept.append(entry)
    return kept


def _comes_back(email: str, above: dict[Any, Any]) -> bool:
    seen, current = {email}, above.get(email)
    while current:
        if current == email:
            return True
        if current in seen:
            return False
        seen.add(current)
        current = above.get(current)
    return False


def _count(chunk: Sequence[Entry], staff: Staff, tally: Tally) -> None:
    for entry in chunk:
        known = staff.find(entry)
        if known is None:
            tally.new += 1
        elif _changes(entry, known) or _relinked(entry, known, staff):
            tally.changed += 1
        else:
            tally.same += 1


def _changes(entry: Entry, known: Known) -> dict[str, Any]:
    found = {name: value for name, value in entry.fields.items() if value != known.fields.get(name)}
    found |= {"email": entry.email} if entry.email and known.email is None else {}
    return found | ({"slack_id": entry.slack_id} if entry.slack_id and known.slack_id is None else {})


def _relinked(entry: Entry, known: Known, staff: Staff) -> dict[str, int | None]:
    """Lead and deputy where they change; an id of None stands for somebody this import brings in."""
    found = {}
    for name, email in (("lead_id", entry.lead), ("deputy_id", entry.deputy)):
        target = staff.by_email.get(email)
        if email and (target is None or target.id != getattr(known, name)):
            found[name] = target.id if target else None
    return found


def _write(work: Work, chunk: Sequence[Entry], staff: Staff) -> set[int]:
    """Write one chunk without leads and deputies; the ids of those who are new."""
    ids: Sequence[int] = ()
    new = [entry for entry in chunk if staff.find(entry) is None]
    rows = [_person(entry, work) for entry in new]
    if rows:
        ids = work.session.scalars(insert(Person).returning(Person.id, sort_by_parameter_order=True), rows).all()
        for entry, row, row_id in zip(new, rows, ids, strict=True):
            fields = {name: row[name] for name in COLUMNS}
            staff.add(Known(row_id, entry.email or None, entry.slack_id or None, None, None, False, fields))
    fresh = {id(entry) for entry in new}
    for entry in chunk:
        known = None if id(entry) in fresh else staff.find(entry)
        changes = _changes(entry, known) if known else {}
        if known and changes:
            work.session.execute(update(Person).where(Person.id == known.id).values(**changes))
            _note(work, known, changes)
            staff.add(
                Known(
                    known.id, entry.email or known.email, entry.slack_id or known.slack_id, known.lead_id,
                    known.deputy_id, False, known.fields | changes,
                )
            )  # fmt: skip
    return set(ids)


def _person(entry: Entry, work: Work) -> dict[str, Any]:
    defaults = {
        "department": DEPARTMENTS[0], "role": Role.MANAGER.value, "language": None, "time_zone": None,
        "working_hours": None,
    }  # fmt: skip
    known = {"email": entry.email or None, "slack_id": entry.slack_id or None, "created_at": work.now}
    return {**defaults, **entry.fields, **known}


def _note(work: Work, known: Known, changes: Mapping[str, Any]) -> None:
    before = known.fields | {"lead_id": known.lead_id, "deputy_id": known.deputy_id}
    noted = {name: (before.get(name), value) for name, value in changes.items()}
    work.note(Subject("person", known.id), noted, "import")


def _link(opened: Open, entries: Sequence[Entry], staff: Staff, new: set[int]) -> None:
    """Second pass: everybody has an id now, so leads and deputies can be set."""
    linked = [(entry, staff.find(entry)) for entry in entries]
    wanted = [(known, _relinked(entry, known, staff)) for entry, known in linked if known is not None]
    changed = [(known, links) for known, links in wanted if links]
    for start in range(0, len(changed), CHUNK):
        with opened() as work:
            for known, links in changed[start : start + CHUNK]:
                _note(work, known, {} if known.id in new else links)
            rows = [
                {"id": known.id, "lead_id": known.lead_id, "deputy_id": known.deputy_id} | links
                for known, links in changed[start : start + CHUNK]
            ]
            work.session.execute(update(Person), rows)


def _keep_departments(work: Work, codes: Iterable[str | None]) -> None:
    """A department of the team's own becomes known, so that an admin can bind it to a channel."""
    present = set(work.session.scalars(select(Department.code)))
    for code in sorted({code for code in codes if code} - set(DEPARTMENTS) - present):
        work.save(Department(code=code, name=code))
