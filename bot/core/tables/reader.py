"""A CSV or XLSX file as rows of text, whoever wrote it and however it is encoded."""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from python_calamine import CalamineError, CalamineWorkbook

from bot.core.errors import Refusal
from bot.core.tables import sheets
from bot.core.tables.parts import Suspicious
from bot.core.tables.percent import PercentCells, percent
from bot.core.tables.rehearsal import survives
from bot.core.tables.rows import BETWEEN, Row, Rows

LARGEST = 100 * 1024 * 1024
"""Bytes of a file."""

MOST_ROWS = 99_999
"""Rows of a table, its heading included; more is a mistake or an attack, and can be sent in parts."""

MOST_COLUMNS = 200
FORMULA_STARTS = "=+-@\t\r"
DELIMITERS = ",;\t|"
WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".ods")
PANICS = "pyo3_runtime"
"""The module of what a parser written in Rust raises when it panics; it cannot be imported."""

SURE_BYTES = 4_096
PIECE = 1 << 18
LONGEST_HEAD = 1 << 20
_NOT_WESTERN = re.compile(rb"[\x80-\xff]{3}|[\xc2-\xdf][\x80-\xbf]|(?<![A-Za-z])[\x80-\xff]{2}(?![A-Za-z])", re.DOTALL)
"""Three letters beyond ASCII in a row, a letter as UTF-8 writes it, or two that stand beside no letter."""
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


class UnreadableTable(Refusal):
    """A file that cannot be read as a table; `key` is the message that says what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Table:
    """Columns as written and rows as text: stripped, blank cells empty, rows without any cell left out."""

    name: str
    columns: tuple[str, ...]
    rows: Sequence[Row]


def read(path: Path) -> Table:
    """The first sheet of an XLSX file, or the whole CSV file. Raises UnreadableTable."""
    with _opened(path) as file, _told(path.name):
        return _table(path.name, _cells(path.name, file))


def stream(path: Path) -> tuple[tuple[str, ...], Iterator[Row]]:
    """The columns, and row after row however many there are; rows of blank cells count, empty lines do not.

    Raises UnreadableTable, also while the rows are gone through.
    """
    rows = _stream(path)
    first = next(rows, None)
    if first is None:
        raise UnreadableTable("core/file-empty", name=path.name)
    columns = _columns(path.name, first.cells)
    return columns, (_fitted(row, len(columns)) for row in rows)


def _stream(path: Path) -> Iterator[Row]:
    with _opened(path) as file, _told(path.name):
        blank: list[Row] = []
        named = False
        for line, cells in enumerate(_cells(path.name, file), start=1):
            row = Row(line, tuple(_cell(cell) for cell in cells[: MOST_COLUMNS + 1]))
            if any(row.cells):
                yield from blank if named else ()
                yield row
                blank, named = [], True
            elif cells:
                blank.append(row)
        # A spreadsheet often goes on below its last row; a line of commas in a CSV file was written on purpose.
        if named and path.suffix.lower() not in WORKBOOKS:
            yield from blank


def _opened(path: Path) -> BinaryIO:
    try:
        if path.stat().st_size > LARGEST:
            raise UnreadableTable("core/file-too-large", name=path.name, megabytes=LARGEST // 2**20)
        return path.open("rb")
    except FileNotFoundError:
        raise UnreadableTable("core/file-missing", name=str(path)) from None
    except OSError:
        raise UnreadableTable("core/file-unreadable", name=path.name) from None


def parse(name: str, raw: bytes) -> Table:
    """The table in these bytes; what they are is told by the bytes, not by the name. Raises UnreadableTable.

    Workbooks with macros are refused, and those that would unpack to more than they show.
    """
    if len(raw) > LARGEST:
        raise UnreadableTable("core/file-too-large", name=name, megabytes=LARGEST // 2**20)
    with _told(name):
        if sheets.is_workbook(raw[:SURE_BYTES]):
            sheets.inspect(raw)
            if not survives(raw):
                raise UnreadableTable("core/file-unreadable", name=name)
        return _table(name, _cells(name, io.BytesIO(raw)))


@contextmanager
def _told(name: str) -> Iterator[None]:
    try:
        yield
    except Suspicious as problem:
        raise UnreadableTable(f"core/file-{problem.kind}", name=name) from None
    except (CalamineError, ValueError, LookupError, OverflowError):
        raise UnreadableTable("core/file-unreadable", name=name) from None
    except BaseException as problem:
        # A workbook can make the parser panic; what then arrives is no Exception and would end the thread that reads.
        if type(problem).__module__ != PANICS:
            raise
        raise UnreadableTable("core/file-unreadable", name=name) from None


def _cells(name: str, file: BinaryIO) -> Iterator[list[str]]:
    head = file.read(SURE_BYTES)
    if sheets.is_workbook(head):
        raw = head + file.read()
        sheets.inspect(raw)
        return _sheet(raw)
    if head and name.lower().endswith(WORKBOOKS):
        raise UnreadableTable("core/file-unreadable", name=name)
    return _csv(name, file, _encoding(name, file, head))


def _sheet(raw: bytes) -> Iterator[list[str]]:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(raw)).get_sheet_by_index(0)
    first = (sheet.start or (0, 0))[1] + 1
    percents = PercentCells(raw)
    for number, row in enumerate(sheet.iter_rows(), start=1):
        shown = percents.of(number)
        yield [
            percent(cell) if place in shown and isinstance(cell, float) else _written(cell)
            for place, cell in enumerate(row, start=first)
        ]


def _written(cell: Any) -> str:
    """A cell as a person would type it: whole numbers without a point, days without a midnight."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return "" if cell is None or isinstance(cell, timedelta) else str(cell)


def _encoding(name: str, file: BinaryIO, head: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16, else GB 18030, which Chinese spreadsheets save by themselves, or
    Windows 1252, which western ones do."""
    for encoding in _encodings(head):
        file.seek(0)
        if encoding == "cp1252" and not _western(file):
            continue
        file.seek(0)
        try:
            control = _goes_through(file, encoding)
        except UnicodeDecodeError:
            continue
        if control:
            raise ValueError("not text")
        return encoding
    raise UnreadableTable("core/file-unreadable", name=name)


def _goes_through(file: BinaryIO, encoding: str) -> bool:
    """Decode the whole file piece by piece; returns whether it holds characters no text holds."""
    decoder, control = codecs.getincrementaldecoder(encoding)(), False
    while piece := file.read(PIECE):
        control = bool(_CONTROL.search(decoder.decode(piece))) or control
    return bool(_CONTROL.search(decoder.decode(b"", final=True))) or control


def _western(file: BinaryIO) -> bool:
    """Whether letters beyond ASCII stand single among others, as accents do; Chinese of two bytes comes in words."""
    end = b""
    while piece := file.read(PIECE):
        if _NOT_WESTERN.search(end + piece):
            return False
        end = piece[-3:]
    return True


def _encodings(head: bytes) -> Sequence[str]:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ["utf-16"]
    if b"\x00" not in head:
        return ["utf-8-sig", "cp1252", "gb18030"]
    # Without a mark: the zero bytes of commas and digits stand in every second place.
    odd, even = head[1::2].count(0), head[::2].count(0)
    if max(odd, even) * 10 < len(head) or min(odd, even) * 4 > max(odd, even):
        return []
    return ["utf-16-le" if odd > even else "utf-16-be"]


def _csv(name: str, file: BinaryIO, encoding: str) -> Iterator[list[str]]:
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    head = text.readline(LONGEST_HEAD)
    while head and not head.strip("\r\n"):
        head = text.readline(LONGEST_HEAD)
    head = re.sub(r'"[^"]*"', "", head)
    text.seek(0)
    rows = csv.reader(text, delimiter=max(DELIMITERS, key=head.count), strict=False)
    line = 1
    try:
        for row in rows:
            yield row
            line += 1
    except csv.Error:
        # Most often a quotation mark without its partner makes one cell of all that follows.
        raise UnreadableTable("core/file-endless-cell", name=name, line=line) from None


def _table(name: str, cells: Iterator[list[str]]) -> Table:
    filled = _filled(name, cells)
    heading = next(filled, None)
    if heading is None:
        raise UnreadableTable("core/file-empty", name=name)
    columns = _columns(name, heading.cells)
    return Table(name, columns, Rows(_fitted(row, len(columns)) for row in filled))


def _filled(name: str, cells: Iterator[list[str]]) -> Iterator[Row]:
    for line, row in enumerate(cells, start=1):
        if line > MOST_ROWS:
            raise UnreadableTable("core/file-too-long", name=name, rows=MOST_ROWS)
        stripped = tuple(_cell(cell) for cell in row[: MOST_COLUMNS + 1])
        if any(stripped):
            yield Row(line, stripped)


def _columns(name: str, cells: tuple[str, ...]) -> tuple[str, ...]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    doubled = next((column for place, column in enumerate(cells) if column and column in cells[:place]), None)
    if doubled is not None:
        raise UnreadableTable("core/file-column-twice", name=name, column=doubled)
    if len(cells) > MOST_COLUMNS:
        raise UnreadableTable("core/file-unreadable", name=name)
    return cells


def _fitted(row: Row, width: int) -> Row:
    cells = row.cells
    while len(cells) > width and not cells[-1]:
        cells = cells[:-1]
    return Row(row.line, cells + ("",) * (width - len(cells)))


def _cell(cell: str) -> str:
    cell = cell.replace(BETWEEN, " ").strip()
    # What our own exports put before a formula to make it text is taken off again.
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in FORMULA_STARTS else cell
