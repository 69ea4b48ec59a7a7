"""What became of a table's rows: counts, and one reason for each that was refused."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.core.tables.reader import FORMULA_STARTS, Table
from bot.core.tables.rows import Row

Progress = Callable[[int], None]
"""Called with the number of rows done since the last call."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A refused row: `reason` is a code below imports.reason in words.toml, `values` fill its sentence."""

    row: Row
    reason: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Tally:
    """How many rows were new, changed something, changed nothing, or were refused."""

    new: int = 0
    changed: int = 0
    same: int = 0
    rejected: list[Rejected] = field(default_factory=list)

    @property
    def total(self) -> int:
        """All rows."""
        return self.new + self.changed + self.same + len(self.rejected)


def errors_csv(table: Table, rejected: Sequence[Rejected], heading: str, say: Callable[[Rejected], str]) -> bytes:
    """The refused rows as they were, with the reason in one more column; no cell is a formula to a spreadsheet.

    Corrected, the same file can be imported again.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([*(safe_cell(column) for column in table.columns), heading])
    for one in sorted(rejected, key=lambda each: each.row.line):
        cells = one.row.cells[: len(table.columns)]
        writer.writerow([*(safe_cell(cell) for cell in cells), safe_cell(say(one))])
    # The mark tells spreadsheets that this is UTF-8; without it Chinese becomes gibberish.
    return out.getvalue().encode("utf-8-sig")


def safe_cell(text: str) -> str:
    """The text, made plain text for a spreadsheet where it would be a formula (CWE-1236)."""
    return "'" + text if text.startswith(tuple(FORMULA_STARTS)) else text
