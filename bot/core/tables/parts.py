"""The parts of a workbook, unpacked piece by piece, and the cells of a sheet without their values."""

import zipfile
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator
from string import ascii_letters
from xml.parsers import expat

ZIP = b"PK\x03\x04"
PIECE = 1 << 16
LONGEST_TAG = 1 << 22
"""Bytes; a single tag longer than this is no work of a spreadsheet."""


class Suspicious(Exception):
    """`kind`: bomb, macros, too-long, old-format or unreadable."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def pieces(raw: bytes, part: zipfile.ZipInfo) -> Iterable[bytes]:
    """The part unpacked in pieces of at most a megabyte, whatever size the directory declares."""
    start = part.header_offset
    if raw[start : start + 4] != ZIP:
        raise Suspicious("unreadable")
    names = sum(int.from_bytes(raw[start + at : start + at + 2], "little") for at in (26, 28))
    packed = memoryview(raw)[start + 30 + names : start + 30 + names + part.compress_size]
    if part.compress_type == zipfile.ZIP_STORED:
        return (bytes(packed[at : at + PIECE]) for at in range(0, len(packed), PIECE))
    if part.compress_type != zipfile.ZIP_DEFLATED:
        raise Suspicious("unreadable")
    return _inflated(packed)


def _inflated(packed: memoryview) -> Iterator[bytes]:
    inflate, at, waiting = zlib.decompressobj(-zlib.MAX_WBITS), 0, b""
    while not inflate.eof:
        if not waiting:
            waiting = bytes(packed[at : at + PIECE])
            at += PIECE
        if not waiting:
            break
        piece = inflate.decompress(waiting, 16 * PIECE)
        waiting = inflate.unconsumed_tail
        if piece:
            yield piece


def elements(text: Iterable[bytes], see: Callable[[str, list[str]], None]) -> Iterator[None]:
    """Hand every start tag to `see`: its name, and attributes and values one after another; a step a piece.

    Whatever encoding the text declares, it is read as UTF-8, as readers of spreadsheets do. Raises Suspicious for a
    document type (nothing else can define entities) and for what is not well-formed.
    """
    parser = expat.ParserCreate("utf-8")
    parser.ordered_attributes = True
    parser.StartElementHandler = see
    parser.StartDoctypeDeclHandler = _refuse
    given = 0
    try:
        for piece in text:
            parser.Parse(piece, False)
            given += len(piece)
            if given - parser.CurrentByteIndex > LONGEST_TAG:
                raise Suspicious("bomb")
            yield
        parser.Parse(b"", True)
        yield
    except expat.ExpatError:
        raise Suspicious("unreadable") from None


def _refuse(*_: object) -> None:
    raise Suspicious("bomb")


def attribute(attributes: list[str], name: str) -> str:
    """The value of an attribute by its name with prefix; empty without it."""
    for place in range(0, len(attributes), 2):
        if attributes[place] == name:
            return attributes[place + 1]
    return ""


class Walk:
    """Through the cells of a sheet without their values, also those that only say how they look.

    `rows` and `columns` say how far it reaches so far, `marked` where cells of the wanted `styles` stand (row and
    column from 1); whoever takes them away empties it. Rows and cells that do not say where they are follow the one
    before. `texts` is the number of shared texts that is announced: readers believe it.
    """

    def __init__(self, styles: Collection[str] = ()) -> None:
        self.rows = self.columns = 1
        self.texts = 0
        self.marked: list[tuple[int, int]] = []
        self._styles = styles
        self._row = self._column = 0
        self._written = "0"
        self._known: dict[str, int] = {}

    def through(self, text: Iterable[bytes]) -> Iterator[None]:
        """A step a piece of the sheet. Raises Suspicious."""
        return elements(text, self._see)

    def _see(self, name: str, attributes: list[str]) -> None:
        if name == "c" or name.endswith(":c"):
            self._cell(attributes)
        elif name == "row" or name.endswith(":row"):
            said = attribute(attributes, "r")
            self._row, self._column = _number(said) if said else self._row + 1, 0
            self._written = str(self._row)
            self.rows = max(self.rows, self._row)
        elif name == "sst" or name.endswith(":sst"):
            self.texts = max(
                self.texts, *(_number(attribute(attributes, code) or "0") for code in ("count", "uniqueCount"))
            )

    def _cell(self, attributes: list[str]) -> None:
        row = self._row
        said = attributes[1] if attributes and attributes[0] == "r" else attribute(attributes, "r")
        column = self._column + 1
        if said:
            column = self._known.get(said.removesuffix(self._written), 0)
            if not column:
                row, column = self._placed(said)
        self._column = column
        self.columns = max(self.columns, column)
        if self._styles and attribute(attributes, "s") in self._styles:
            self.marked.append((row, column))

    def _placed(self, reference: str) -> tuple[int, int]:
        digits = reference.lstrip(ascii_letters)
        letters = reference.removesuffix(digits)
        row, column = _number(digits), _column(letters)
        self.rows = max(self.rows, row)
        if row == self._row:
            self._known[letters] = column
        return row, column


def _number(digits: str) -> int:
    if not (digits.isascii() and digits.isdigit() and len(digits) < 10):
        raise Suspicious("unreadable")
    return int(digits)


def _column(letters: str) -> int:
    if not 0 < len(letters) < 4:
        raise Suspicious("unreadable")
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
