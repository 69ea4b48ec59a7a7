"""Bombs, macros, entities and far-away cells never reach the reader of spreadsheets."""

import io
import time
import tracemalloc
import zipfile
from collections.abc import Callable

import pytest
import xlsxwriter

from bot.core.tables import UnreadableTable, parse
from bot.core.tables.rehearsal import survives

TYPES = '<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.{kind}.main+xml"/></Types>'
PLAIN = "openxmlformats-officedocument.spreadsheetml.sheet"


def packed(sheet: bytes, kind: str = PLAIN, **others: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES.format(kind=kind))
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        for name, content in others.items():
            archive.writestr(name, content)
    return out.getvalue()


def lying(raw: bytes) -> bytes:
    """The same archive, whose directory declares tiny parts."""
    out, at = bytearray(raw), raw.find(b"PK\x01\x02")
    while at >= 0:
        out[at + 24 : at + 28] = (100).to_bytes(4, "little")
        at = raw.find(b"PK\x01\x02", at + 4)
    return bytes(out)


def two_lists(raw: bytes) -> bytes:
    """An archive behind another, whose own list says that it holds one part more: which one is read differs."""
    hidden, shown = packed(FAR), bytearray(raw)
    shown[-14:-12] = (int.from_bytes(shown[-14:-12], "little") + 1).to_bytes(2, "little")
    shown[-12:-10] = shown[-14:-12]
    return hidden + bytes(shown)


def rows(count: int) -> bytes:
    return b"<worksheet><sheetData>" + b"".join(b'<row r="%d"><c r="A%d"/></row>' % (n, n) for n in range(1, count))


FAR = (
    b'<worksheet><sheetData><row r="9"><c r="A9"/></row><row r="90000"><c r="XFD90000"/></row></sheetData></worksheet>'
)
LONG = b"<!--" + bytes(32 + (at * at * 7919 + at // 95) % 95 for at in range(2_000_000)).replace(b"-", b" ") + b"-->"


def unplaced(columns: int, below: int) -> bytes:
    """Cells that do not say where they stand: a wide row and many below it."""
    wide = b"".join(b"<c><v>%d</v></c>" % (n * 7919 % 100_003) for n in range(columns))
    long = b"".join(b"<row><c><v>%d</v></c></row>" % (n * 7919 % 100_003) for n in range(below))
    return b"<worksheet><sheetData><row>" + wide + b"</row>" + long + b"</sheetData></worksheet>"


CASES: dict[str, tuple[Callable[[], bytes], str]] = {
    "a part that grows a thousandfold": (lambda: packed(b"0" * 50_000_000), "core/file-bomb"),
    "the same with a lying directory": (lambda: lying(packed(b"0" * 50_000_000)), "core/file-bomb"),
    "a bomb beside the sheet": (lambda: packed(b"<x/>", **{"xl/media/a.png": b"0" * 50_000_000}), "core/file-bomb"),
    "a million rows": (lambda: packed(rows(1_000_001)), "core/file-too-long"),
    "one cell far below": (lambda: packed(b'<sheetData><row r="1048576"/></sheetData>'), "core/file-too-long"),
    "one cell far to the right": (lambda: packed(b'<sheetData><c r="XFD9000"/></sheetData>'), "core/file-bomb"),
    "far cells under another name": (lambda: packed(b"<x/>", **{"other/part": FAR}), "core/file-bomb"),
    "far cells in single quotes": (lambda: packed(FAR.replace(b'"', b"'")), "core/file-bomb"),
    "far cells spaced out": (lambda: packed(FAR.replace(b"r=", b"r\n = ")), "core/file-bomb"),
    "far cells in small letters": (lambda: packed(FAR.replace(b"XFD", b"xfd")), "core/file-bomb"),
    "far cells with a prefix": (lambda: packed(FAR.replace(b"<c", b"<x:c").replace(b"<worksheet", b'<worksheet xmlns:x="y"')),
                                "core/file-bomb"),
    "cells that stand nowhere": (lambda: packed(unplaced(16_000, 90_000)), "core/file-bomb"),
    "a sheet that is no XML": (lambda: packed(b"<worksheet><sheetData><row r='1'>"), "core/file-unreadable"),
    "billions of texts announced": (lambda: packed(b"<x/>", **{"xl/sharedStrings.xml": b'<sst uniqueCount="999999999"/>'}),
                                    "core/file-bomb"),
    "entities behind a long comment": (lambda: packed(LONG + b"<!DOCTYPE x [<!ENTITY a 'b'>]>" + FAR), "core/file-bomb"),
    "one endless tag": (lambda: packed(b"<worksheet><sheetData><c r='" + LONG[4:-3].replace(b"<", b"(").replace(b"&", b"+").replace(b"'", b'"') * 3),
                        "core/file-bomb"),
    "entities": (lambda: packed(b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'), "core/file-bomb"),
    "a macro project": (lambda: packed(b"<x/>", **{"xl/vbaProject.bin": b"x"}), "core/file-macros"),
    "a macro workbook by its type": (lambda: packed(b"<x/>", kind="ms-excel.sheet.macroEnabled"), "core/file-macros"),
    "a zip that is no workbook": (lambda: packed(b"<x/>").replace(b"xl/workbook.xml", b"xl/warkbook.xml"),
                                  "core/file-unreadable"),
    "a zip with a second list of parts": (lambda: two_lists(packed(b"<x/>")), "core/file-unreadable"),
    "a broken zip": (lambda: packed(b"<x/>" * 1000)[:-40], "core/file-unreadable"),
    "the old binary format": (lambda: b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "core/file-old-format"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_it_is_refused_in_a_second_and_a_hundred_megabytes(name: str) -> None:
    make, key = CASES[name]
    raw = make()
    tracemalloc.start()
    started = time.process_time()
    with pytest.raises(UnreadableTable) as refused:
        parse("list.xlsx", raw)
    took, (_, peak) = time.process_time() - started, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert refused.value.key == key
    assert took < 60, "refused before it is unpacked, not after"
    assert peak < 100 * 2**20


def test_more_than_a_hundred_megabytes_are_not_even_looked_at() -> None:
    with pytest.raises(UnreadableTable) as refused:
        parse("list.csv", bytes(100 * 1024 * 1024 + 1))
    assert refused.value.key == "core/file-too-large"


def test_a_workbook_that_makes_the_parser_panic_is_only_unreadable() -> None:
    """The parser cannot count so many days back; what it raises then is no Exception and ends threads and programs."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_column(0, 0, ["name", "Acme"])
        sheet.write_number(2, 0, -1e300, book.add_format({"num_format": "yyyy-mm-dd"}))
    with pytest.raises(UnreadableTable) as refused:
        parse("list.xlsx", out.getvalue())
    assert refused.value.key == "core/file-unreadable"


def test_what_would_end_the_program_ends_only_a_child_of_it() -> None:
    """`inspect` refuses this one before; were it not known there, the parser would make room for what is announced."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet().write_column(0, 0, ["name", "Acme"])
    lies = io.BytesIO()
    with zipfile.ZipFile(out) as parts, zipfile.ZipFile(lies, "w") as copy:
        for name in parts.namelist():
            copy.writestr(name, parts.read(name).replace(b'uniqueCount="2"', b'uniqueCount="99999999999"'))
    assert survives(out.getvalue()) and not survives(lies.getvalue())
    assert survives(packed(b"<x/>")), "an error is told by whoever reads it then"
