"""Which cells of a workbook show percent: the file holds 0.25, people see and mean 25%.

What a cell looks like stands apart from its value: the cell names a style, the style a number format, and a format
with a percent sign shows a hundred times the value (ECMA-376 part 1, 18.8.30 and 18.8.31). The sign counts only where
it is no literal: `0"%"` and `0\\%` show the value as it is.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal

from bot.core.tables.parts import Walk, attribute, elements, pieces

_BUILT_IN = {"9", "10"}
"""0% and 0.00%, which files need not spell out."""

_LITERAL = re.compile(r'"[^"]*"|[\\_*].|\[[^\]]*\]', re.DOTALL)
_NUMERIC_SECTIONS = 3
_STYLES, _BOOK, _LINKS = "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"


def shows_percent(number_format: str) -> bool:
    """Whether numbers in this format are shown a hundredfold with a percent sign.

    The sections for positive, negative and zero are one unit, so one of them tells for all.
    """
    sections = _LITERAL.sub("", number_format).split(";")
    return any("%" in section for section in sections[:_NUMERIC_SECTIONS])


def percent(value: float) -> str:
    """0.25 as 25%, with all its digits and its sign, as a CSV file has it."""
    written = f"{Decimal(repr(value)).scaleb(2):f}"
    return f"{written.rstrip('0').rstrip('.') if '.' in written else written}%"


class PercentCells:
    """The cells of the first sheet that show percent, asked for row after row, in little memory.

    Costs nothing where no style of the workbook shows percent. The workbook must have been inspected. Raises
    Suspicious for parts that are not well-formed, ValueError for rows out of order, KeyError for parts that lack.
    """

    def __init__(self, raw: bytes) -> None:
        self._marked = _marked(raw)
        self._next = next(self._marked, None)

    def of(self, row: int) -> set[int]:
        """The columns that show percent in a row, both from 1; rows must be asked for in rising order."""
        found = set()
        while self._next is not None and self._next[0] <= row:
            if self._next[0] == row:
                found.add(self._next[1])
            self._next = next(self._marked, None)
        return found


def _marked(raw: bytes) -> Iterator[tuple[int, int]]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = {part.filename.replace("\\", "/").lower(): part for part in archive.infolist()}
    if _STYLES not in parts or not (styles := _percent_styles(raw, parts[_STYLES])):
        return
    walk, last = Walk(styles), 0
    for _ in walk.through(pieces(raw, parts[_first_sheet(raw, parts)])):
        for row, column in walk.marked:
            if row < last:
                raise ValueError("rows out of order")
            last = row
            yield row, column
        walk.marked.clear()


def _percent_styles(raw: bytes, part: zipfile.ZipInfo) -> set[str]:
    """The numbers of the cell styles whose format shows percent."""
    formats, cells, within = set(_BUILT_IN), [], ""

    def see(name: str, attributes: list[str]) -> None:
        nonlocal within
        local = name.rpartition(":")[2]
        if local == "numFmt" and within == "numFmts":
            code = attribute(attributes, "numFmtId")
            (formats.add if shows_percent(attribute(attributes, "formatCode")) else formats.discard)(code)
        elif local == "xf" and within == "cellXfs":
            cells.append(attribute(attributes, "numFmtId"))
        elif local in _SECTIONS:
            within = local

    for _ in elements(pieces(raw, part), see):
        pass
    return {str(place) for place, code in enumerate(cells) if code in formats}


_SECTIONS = {"numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles"}


def _first_sheet(raw: bytes, parts: dict[str, zipfile.ZipInfo]) -> str:
    sheets: list[str] = []
    targets: dict[str, str] = {}

    def see(name: str, attributes: list[str]) -> None:
        local = name.rpartition(":")[2]
        if local == "sheet":
            names = dict(zip(attributes[::2], attributes[1::2], strict=True))
            sheets.extend(value for key, value in names.items() if key.endswith(":id"))
        elif local == "Relationship":
            targets[attribute(attributes, "Id")] = attribute(attributes, "Target")

    for part in (_BOOK, _LINKS):
        for _ in elements(pieces(raw, parts[part]), see):
            pass
    target = targets[sheets[0]].replace("\\", "/")
    if not target.startswith(("/xl/", "xl/")):
        target = f"xl/{target}"
    return posixpath.normpath(target).lstrip("/").lower()
