"""Tables: Slack's own table block in a message, aligned type everywhere else."""

import unicodedata
from typing import Any

from bot.core.blocks import limits
from bot.core.blocks.inline import Line, rich
from bot.core.blocks.limits import shorten

Block = dict[str, Any]
_WIDEST = 28


def fits(rows: list[list[Line]]) -> bool:
    """True if Slack's table block can hold these rows (100 rows, 20 columns, 10,000 characters)."""
    size = sum(len(cell.plain()) for row in rows for cell in row)
    columns = max((len(row) for row in rows), default=0)
    return len(rows) <= limits.TABLE_ROWS and columns <= limits.TABLE_COLUMNS and size <= limits.TABLE_CHARACTERS


def native(rows: list[list[Line]], alignments: list[str]) -> Block:
    """The `table` block; the first row is the header and is bold."""
    settings = [{"align": side or "left", "is_wrapped": True} for side in alignments]
    made = [[_cell(cell, bold=number == 0) for cell in row] for number, row in enumerate(rows)]
    return {"type": "table", "column_settings": settings, "rows": made}


def _cell(line: Line, bold: bool) -> Block:
    elements = rich(line.runs, bold) or [{"type": "text", "text": " "}]
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}


def typed(rows: list[list[Line]], alignments: list[str]) -> Block:
    """The same table as preformatted text in columns; Chinese characters count as two columns wide."""
    cells = [[shorten(" ".join(cell.plain().split()), _WIDEST) for cell in row] for row in rows]
    lines = align(cells, alignments)
    body = "\n".join([lines[0], "─" * min(max(map(width, lines)), 80), *lines[1:]])
    return preformatted(body)


def align(cells: list[list[str]], alignments: list[str]) -> list[str]:
    """Rows of text padded to columns; a column whose alignment is "right" is padded on its left."""
    columns = max((len(row) for row in cells), default=0)
    widths = [max((width(row[index]) for row in cells if index < len(row)), default=0) for index in range(columns)]
    sides = [*alignments, *[""] * columns]
    return ["  ".join(_pad(text, widths[i], sides[i]) for i, text in enumerate(row)).rstrip() for row in cells]


def _pad(text: str, columns: int, side: str) -> str:
    gap = " " * (columns - width(text))
    return gap + text if side == "right" else text + gap


def width(text: str) -> int:
    """How many columns a text takes in a fixed-width font."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def preformatted(text: str) -> Block:
    """A rich_text block in a fixed-width font, at most 3,000 characters; never empty."""
    body = shorten(text, limits.TEXT_OBJECT) or " "
    element = {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": body}]}
    return {"type": "rich_text", "elements": [element]}
