"""Looking into a workbook before a reader of spreadsheets may: size, shape, macros, entities.

A workbook is a zip file of XML parts. A small one can unpack to gigabytes, and one cell far away makes a reader build
the whole empty rectangle up to it. Every part is therefore unpacked once in pieces, counted and thrown away.
"""

import io
import re
import zipfile
import zlib

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
LARGEST_UNPACKED = 200 * 1024 * 1024
"""Bytes of all parts together."""

MOST_RATIO = 150
"""Times a part over one megabyte may grow; ordinary sheets grow ten- to thirtyfold."""

MOST_CELLS = 3_000_000
"""Cells of the rectangle a sheet spans."""

MOST_PARTS = 2_000
PIECE = 1 << 16
RATIO_FROM = 1 << 20
_FAR = re.compile(rb'\br="([A-Z]{0,3})(\d{1,9})"')
_MACROS = re.compile(r"vbaProject|macrosheets?/|\.bin$", re.IGNORECASE)


class Suspicious(Exception):
    """`kind`: bomb, macros, too-long or unreadable."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


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
            _judge_declared(parts)
            if "xl/workbook.xml" not in {part.filename for part in parts}:
                raise Suspicious("unreadable")
            left = LARGEST_UNPACKED
            for part in parts:
                left -= _inspect_part(raw, part, left)
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError):
        raise Suspicious("unreadable") from None


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
    sheet = part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml")
    far, size, rest = _Far(), 0, b""
    for piece in _pieces(raw, part):
        size += len(piece)
        if size > left or (size > RATIO_FROM and size > MOST_RATIO * max(part.compress_size, 1)):
            raise Suspicious("bomb")
        if size == len(piece):
            _judge_head(part.filename, piece)
        if sheet:
            rest = far.see(rest + piece)
    return size


def _judge_head(name: str, head: bytes) -> None:
    if name.endswith((".xml", ".rels")) and (b"<!DOCTYPE" in head or b"<!ENTITY" in head):
        raise Suspicious("bomb")
    if name == "[Content_Types].xml" and (b"macroEnabled" in head or b"vbaProject" in head):
        raise Suspicious("macros")


def _pieces(raw: bytes, part: zipfile.ZipInfo) -> "list[bytes] | _Inflating":
    start = part.header_offset
    if raw[start : start + 4] != ZIP:
        raise Suspicious("unreadable")
    names = sum(int.from_bytes(raw[start + at : start + at + 2], "little") for at in (26, 28))
    packed = memoryview(raw)[start + 30 + names : start + 30 + names + part.compress_size]
    if part.compress_type == zipfile.ZIP_STORED:
        return [bytes(packed[at : at + PIECE]) for at in range(0, len(packed), PIECE)]
    if part.compress_type != zipfile.ZIP_DEFLATED:
        raise Suspicious("unreadable")
    return _Inflating(packed)


class _Inflating:
    """The pieces of a deflated part, each of bounded size."""

    def __init__(self, packed: memoryview) -> None:
        self._packed = packed

    def __iter__(self) -> "_Inflating":
        self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        self._at, self._waiting = 0, b""
        return self

    def __next__(self) -> bytes:
        while not self._inflate.eof:
            if not self._waiting:
                self._waiting = bytes(self._packed[self._at : self._at + PIECE])
                self._at += PIECE
            if not self._waiting:
                break
            piece = self._inflate.decompress(self._waiting, 16 * PIECE)
            self._waiting = self._inflate.unconsumed_tail
            if piece:
                return piece
        raise StopIteration


class _Far:
    """How far a sheet reaches; raises Suspicious when its rectangle is larger than any table of ours."""

    def __init__(self) -> None:
        self._rows, self._columns = 1, 1

    def see(self, text: bytes) -> bytes:
        """Look at a piece; what may be the beginning of a reference is given back for the next one."""
        for letters, digits in set(_FAR.findall(text)):
            self._rows = max(self._rows, int(digits))
            self._columns = max(self._columns, _column(letters))
        if self._rows > 100_000:
            raise Suspicious("too-long")
        if self._rows * self._columns > MOST_CELLS:
            raise Suspicious("bomb")
        return text[-16:]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
