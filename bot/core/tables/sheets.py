"""Looking into a workbook before a reader of spreadsheets may: size, shape, macros, entities.

A workbook is a zip file of XML parts. A small one can unpack to gigabytes, and one cell far away makes a reader build
the whole empty rectangle up to it. Every part is therefore unpacked once in pieces, counted and thrown away; whatever
holds the data of a sheet, wherever it lies and whatever it is called, is gone through cell by cell.
"""

import io
import re
import zipfile
import zlib
from struct import error as StructError
from struct import unpack_from

from bot.core.tables.parts import ZIP, Suspicious, Walk, pieces

OLE = b"\xd0\xcf\x11\xe0"
LARGEST_UNPACKED = 200 * 1024 * 1024
"""Bytes of all parts together."""

MOST_RATIO = 150
"""Times a part over one megabyte may grow; ordinary sheets grow ten- to thirtyfold."""

MOST_ROWS = 100_000
MOST_CELLS = 3_000_000
"""Cells of the rectangle a sheet spans."""

MOST_PARTS = 2_000
RATIO_FROM = 1 << 20
_SHAPE = re.compile(rb"sheetData|uniqueCount")
"""Only parts with one of these words make a reader set room aside."""

LONGEST_WORD = 16
_MACROS = re.compile(r"vbaProject|macrosheets?/|\.bin$", re.IGNORECASE)


def is_workbook(raw: bytes) -> bool:
    """True for what is packed as a spreadsheet, whatever its name says."""
    return raw.startswith((ZIP, OLE))


def inspect(raw: bytes) -> None:
    """Raise Suspicious for a workbook that must not be opened. Takes no more memory than one piece of a part."""
    if raw.startswith(OLE):
        # The old binary format can neither be looked into cheaply nor told apart from a document with macros.
        raise Suspicious("old-format")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
            _judge_directory(raw, len(parts))
            _judge_declared(parts)
            if "xl/workbook.xml" not in {part.filename for part in parts}:
                raise Suspicious("unreadable")
            left = LARGEST_UNPACKED
            for part in parts:
                left -= _inspect_part(raw, part, left)
    except (zipfile.BadZipFile, zlib.error, StructError, OSError, NotImplementedError):
        raise Suspicious("unreadable") from None


def _judge_directory(raw: bytes, count: int) -> None:
    """One list of parts right before the end of the file, and all of it: no other reader may come to another list."""
    end = len(raw) - 22
    entries, size, start, comment = unpack_from("<H2LH", raw, end + 10)
    if raw[end - 20 : end - 16] == b"PK\x06\x07":
        end -= 76
        entries, size, start = unpack_from("<3Q", raw, end + 32)
        if raw[end : end + 4] != b"PK\x06\x06" or unpack_from("<Q", raw, end + 64)[0] != end:
            raise Suspicious("unreadable")
    if comment or raw[len(raw) - 22 :][:4] != b"PK\x05\x06" or start + size != end or entries != count:
        raise Suspicious("unreadable")


def _judge_declared(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise Suspicious("bomb")
    for part in parts:
        if part.file_size > RATIO_FROM and part.file_size > MOST_RATIO * max(part.compress_size, 1):
            raise Suspicious("bomb")
        if _MACROS.search(part.filename) and "printerSettings" not in part.filename:
            raise Suspicious("macros")


def _inspect_part(raw: bytes, part: zipfile.ZipInfo, left: int) -> int:
    """Unpack a part piece by piece without trusting its declared size; the number of bytes it really has."""
    told, size, end = False, 0, b""
    for piece in pieces(raw, part):
        size += len(piece)
        if size > left or (size > RATIO_FROM and size > MOST_RATIO * max(part.compress_size, 1)):
            raise Suspicious("bomb")
        if size == len(piece):
            _judge_head(part.filename, piece)
        told = told or _SHAPE.search(end + piece) is not None
        end = piece[-LONGEST_WORD:]
    if told:
        _judge_shape(raw, part)
    return size


def _judge_shape(raw: bytes, part: zipfile.ZipInfo) -> None:
    walk = Walk()
    for _ in walk.through(pieces(raw, part)):
        if walk.texts > MOST_CELLS:
            raise Suspicious("bomb")
        if walk.rows > MOST_ROWS:
            raise Suspicious("too-long")
        if walk.rows * walk.columns > MOST_CELLS:
            raise Suspicious("bomb")


def _judge_head(name: str, head: bytes) -> None:
    if name.endswith((".xml", ".rels")) and (b"<!DOCTYPE" in head or b"<!ENTITY" in head):
        raise Suspicious("bomb")
    if name == "[Content_Types].xml" and (b"macroEnabled" in head or b"vbaProject" in head):
        raise Suspicious("macros")
