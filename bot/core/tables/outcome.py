"""What became of a table's rows: counts, and one reason for each that was refused."""

import csv
import io
import json
import unicodedata
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TextIO

from bot.core.tables.reader import FORMULA_STARTS, Table
from bot.core.tables.rows import Row
from bot.core.tables.spool import Spool

Progress = Callable[[int], None]
"""Called with the number of rows done since the last call."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A refused row: `reason` is a code below imports.reason in words.toml, `values` fill its sentence."""

    row: Row
    reason: str
    values: Mapping[str, Any] = field(default_factory=dict)


class Rejections:
    """Refused rows in the order of the file, in little memory even if every row is refused."""

    def __init__(self) -> None:
        self._lines = array("Q")
        self._kept = Spool()

    def __len__(self) -> int:
        return len(self._lines)

    def append(self, one: Rejected) -> None:
        """Keep one more."""
        self._lines.append(one.row.line)
        said = [one.row.line, one.row.cells, one.reason, dict(one.values)]
        self._kept.append(json.dumps(said, ensure_ascii=False, default=str))

    def __iter__(self) -> Iterator[Rejected]:
        places = sorted(range(len(self._lines)), key=self._lines.__getitem__)
        rising = all(here < there for here, there in enumerate(places[1:]))
        kept = iter(self._kept) if rising else (next(self._kept.between(place, place + 1)) for place in places)
        for text in kept:
            line, cells, reason, values = json.loads(text)
            yield Rejected(Row(line, tuple(cells)), reason, values)

    def first(self, many: int) -> list[Rejected]:
        """The first few."""
        return [one for one, _ in zip(self, range(many), strict=False)]


@dataclass(slots=True)
class Tally:
    """How many rows were new, changed something, changed nothing, or were refused."""

    new: int = 0
    changed: int = 0
    same: int = 0
    rejected: Rejections = field(default_factory=Rejections)

    @property
    def total(self) -> int:
        """All rows."""
        return self.new + self.changed + self.same + len(self.rejected)


REASONS = ("reason", "原因")
"""Headings of the column that says why a row was refused, as our own files carry it."""


def reason_place(columns: Sequence[str]) -> int:
    """Where that column stands in a file of refused rows that comes back; beyond the last one when there is none."""
    return next((place for place, each in enumerate(columns) if each.strip().lower() in REASONS), len(columns))


def write_errors(
    out: TextIO, table: Table, rejected: Iterable[Rejected], heading: str, say: Callable[[Rejected], str]
) -> None:
    """Write the refused rows as they were, with the reason in one more column; no cell is a formula to a spreadsheet.

    Corrected, the same file can be imported again; what is refused then has its new reason in place of the old one.
    `out` leaves line ends alone (newline="").
    """
    writer = csv.writer(out)
    width, old = len(table.columns), reason_place(table.columns)

    def kept(cells: Sequence[str]) -> list[str]:
        return [safe_cell(cell) for place, cell in enumerate(cells[:width]) if place != old]

    writer.writerow([*kept(table.columns), heading])
    for one in rejected:
        writer.writerow([*kept(one.row.cells), safe_cell(say(one))])


ENCODING = "utf-8-sig"
"""Of the file of refused rows: the mark tells spreadsheets that it is UTF-8; without it Chinese becomes gibberish."""


def errors_csv(table: Table, rejected: Iterable[Rejected], heading: str, say: Callable[[Rejected], str]) -> bytes:
    """The same as the bytes of a file."""
    out = io.StringIO(newline="")
    write_errors(out, table, rejected, heading, say)
    return out.getvalue().encode(ENCODING)


def like_formula(text: str) -> bool:
    """Whether a spreadsheet would take the text for a formula, in half or full width."""
    return unicodedata.normalize("NFKC", text[:1]).startswith(tuple(FORMULA_STARTS))


def safe_cell(text: str) -> str:
    """The text, made plain text for a spreadsheet where it would be a formula (CWE-1236)."""
    return "'" + text if text.startswith(tuple(FORMULA_STARTS)) else text
