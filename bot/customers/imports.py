"""Bringing a list of customers in: every row is new, a change, known already, or refused with one reason.

Customers are found by code, then by name (width, case, spaces, traditional characters and the legal form do not
count). A blank cell leaves what is known as it is. Aliases and contacts are added to those known; support team and
holdings are replaced by what the row says.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from sqlalchemy import select

from bot.core.access import require
from bot.core.tables import Columns, Progress, Rejected, Rejections, Table, Tally, plain
from bot.core.work import Work
from bot.customers import import_rows, import_writing
from bot.customers.folding import squeeze
from bot.customers.import_rows import Codes, Entry, bare_name
from bot.customers.models import Customer
from bot.directory import wording
from bot.directory.models import Person, Role

CHUNK = 500
"""Rows a transaction: short enough for others to write in between."""

Open = Callable[[], AbstractContextManager[Work]]
"""Opens a unit of work in the name of the person who imports."""


@dataclass
class Book:
    """The customers known, as (id, code) by code, by whole name and by name without legal form."""

    codes: dict[str, tuple[int, str]] = field(default_factory=dict)
    names: dict[str, tuple[int, str]] = field(default_factory=dict)
    bare: dict[str, tuple[int, str]] = field(default_factory=dict)

    def add(self, row_id: int, name: str, code: str | None) -> None:
        """Remember a customer; of several with one name the first stays."""
        known = (row_id, (code or "").casefold())
        if code:
            self.codes.setdefault(known[1], known)
        self.names.setdefault(squeeze(name), known)
        self.bare.setdefault(bare_name(name), known)

    def find(self, entry: Entry) -> tuple[int, str] | None:
        """The customer a row is about, or None; a bare name is trusted only where no two codes speak against it."""
        code, name, bare = entry.keys
        if code and code in self.codes:
            return self.codes[code]
        if not entry.name:
            return None
        found = self.names.get(name)
        if found is None:
            found = self.bare.get(bare)
            if found is not None and code and found[1]:
                return None
        return found


def customers(
    opened: Open, table: Table, columns: Columns, *, dry: bool = False, progress: Progress = lambda _: None
) -> Tally:
    """Import the rows; with `dry` only count. An admin's right."""
    tally = Tally()
    with opened() as work:
        require(work.actor, [Role.ADMIN])
        book, codes = _book(work), _codes(work)
    entries = _accepted(table, columns, book, codes, tally)
    progress(len(tally.rejected))
    for start in range(0, len(entries), CHUNK):
        chunk = entries[start : start + CHUNK]
        with opened() as work:
            import_writing.write(work, [(entry, _id(book, entry)) for entry in chunk], tally, dry=dry)
        progress(len(chunk))
    if not dry:
        with opened() as work:
            work.audit("customers.imported", new=tally.new, changed=tally.changed, rejected=len(tally.rejected))
    return tally


def _id(book: Book, entry: Entry) -> int | None:
    found = book.find(entry)
    return found[0] if found else None


def _book(work: Work) -> Book:
    book = Book()
    rows = work.session.execute(select(Customer.id, Customer.name, Customer.code).order_by(Customer.id))
    for row_id, name, code in rows:
        book.add(row_id, name, code)
    return book


def _codes(work: Work) -> Codes:
    service = work.house.policy.service
    people = select(Person.email, Person.id).where(Person.email.is_not(None), Person.deactivated_at.is_(None))

    def accepted(kind: str, known: Sequence[str]) -> dict[str, str]:
        words = {word: code for word, code in wording.codes(f"customers.{kind}").items() if code in known}
        return {plain(code): code for code in known} | words

    return Codes(
        accepted("tier", list(service.tiers)), accepted("stage", list(service.lifecycle)),
        {email: row_id for email, row_id in work.session.execute(people) if email},
        wording.codes("customers.sector"), wording.codes("customers.scale"), wording.codes("customers.product"),
    )  # fmt: skip


def _accepted(table: Table, columns: Columns, book: Book, codes: Codes, tally: Tally) -> list[Entry]:
    entries: list[Entry] = []
    seen, bad = _Seen(), Rejections()
    for row in table.rows:
        read = import_rows.read(row, columns, codes)
        if isinstance(read, Rejected):
            bad.append(read)
            continue
        again = wording.twice(columns.refused_for(row))
        refused = seen.twice(read, book) or _refused(read, book, again=again)
        if refused is not None:
            tally.rejected.append(refused)
            continue
        seen.add(read, book)
        entries.append(read)
    # A row with a mistake about a customer who stands in a good row would, once corrected, overwrite the good one.
    for one in bad:
        tally.rejected.append(seen.twice(import_rows.bare(one.row, columns), book) or one)
    return entries


def _refused(entry: Entry, book: Book, *, again: bool) -> Rejected | None:
    known = book.find(entry)
    if known is None:
        if not entry.name:
            return Rejected(entry.row, "name-missing")
        return None if entry.owner_id is not None else Rejected(entry.row, "owner-missing")
    if again:
        return Rejected(entry.row, "twice-before")
    code = entry.keys[0]
    named = book.names.get(entry.keys[1]) if entry.name else None
    if code and known[1] and code != known[1]:
        return Rejected(entry.row, "name-has-other-code", {"code": known[1].upper()})
    if named is not None and named[0] != known[0]:
        return Rejected(entry.row, "code-has-other-name", {"code": entry.code})
    return None


class _Seen:
    """The rows so far, to tell a customer that stands in the list twice."""

    def __init__(self) -> None:
        self._lines: dict[tuple[str, str], int] = {}
        self._codes: dict[str, str] = {}
        self._known: dict[int, int] = {}

    def twice(self, entry: Entry, book: Book) -> Rejected | None:
        """Why the row is refused: an earlier one has the same code, the same name, or the same name but its form."""
        code, name, bare = entry.keys
        for kind, key in (("code", code), ("name", name if entry.name else "")):
            if key and (kind, key) in self._lines:
                return Rejected(entry.row, f"twice-{kind}", {"line": self._lines[kind, key]})
        other = self._codes.get(bare) if entry.name else None
        if other is not None and not (code and other):
            return Rejected(entry.row, "twice-name", {"line": self._lines["bare", bare]})
        known = book.find(entry)
        if known is not None and known[0] in self._known:
            return Rejected(entry.row, "twice-name", {"line": self._known[known[0]]})
        return None

    def add(self, entry: Entry, book: Book) -> None:
        """Remember the row, with the names and code of the customer it changes."""
        code, name, bare = entry.keys
        line = entry.row.line
        for kind, key in (("code", code), ("name", name if entry.name else ""), ("bare", bare if entry.name else "")):
            if key:
                self._lines.setdefault((kind, key), line)
        if entry.name:
            self._codes.setdefault(bare, code)
        known = book.find(entry)
        if known is not None:
            self._known[known[0]] = line
