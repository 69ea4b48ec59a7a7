"""Encodings, delimiters, workbooks: what people save is read as they meant it."""

import io
import re
import tracemalloc
import zipfile

import pytest
import xlsxwriter

from bot.core.tables import UnreadableTable, parse, read

TEXT = 'name,code\n华东精工,HD1\n"Smith, Brown & Sons",=SUM(A1)\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_usual_encoding_gives_the_same_cells(encoding: str) -> None:
    table = parse("list.csv", TEXT.encode(encoding))
    assert table.columns == ("name", "code")
    assert [row.cells for row in table.rows] == [("华东精工", "HD1"), ("Smith, Brown & Sons", "=SUM(A1)")]


def test_a_western_list_keeps_its_accents() -> None:
    table = parse("list.csv", "name;city\nMüller & Söhne;Köln\nCafé Olé;São Paulo\n".encode("cp1252"))
    assert [row.cells for row in table.rows] == [("Müller & Söhne", "Köln"), ("Café Olé", "São Paulo")]
    assert parse("list.csv", "name,sex\nLi,男\n".encode("gb18030")).rows[0].cells == ("Li", "男")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_told_from_the_heading(delimiter: str) -> None:
    table = parse("list.csv", f"name{delimiter}contacts\nAcme{delimiter}Ann|CEO|+44 20 7946 0000\n".encode())
    assert table.rows[0].cells == ("Acme", "Ann|CEO|+44 20 7946 0000")


def test_rows_keep_their_numbers_and_blank_ones_are_left_out() -> None:
    table = parse("list.csv", b"name,code\r\n\r\nA,1\r\n,\r\nB,2\r\n")
    assert [(row.line, row.cells[0]) for row in table.rows] == [(3, "A"), (5, "B")]


def test_a_quoted_cell_may_hold_lines() -> None:
    assert parse("list.csv", b'name,note\nA,"two\nlines"\n').rows[0].cells == ("A", "two\nlines")


def test_what_our_exports_put_before_a_formula_is_taken_off() -> None:
    assert parse("list.csv", b"name,phone\nA,'+86 138\n").rows[0].cells == ("A", "+86 138")


def workbook(rows: list[list[object]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    return out.getvalue()


def test_a_workbook_gives_numbers_as_people_type_them() -> None:
    table = parse("list.xlsx", workbook([["name", "code", "share"], ["华东", 10001, 0.5]]))
    assert table.rows[0].cells == ("华东", "10001", "0.5")


def formatted(cells: list[tuple[object, object]]) -> bytes:
    """A workbook whose second row, two columns to the right, holds these values in these number formats."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(1, 2, [f"c{place}" for place in range(len(cells))])
        for place, (value, shown) in enumerate(cells, start=2):
            sheet.write(2, place, value, book.add_format({"num_format": shown}))
    return out.getvalue()


def rewritten(raw: bytes, *changes: tuple[str, str]) -> bytes:
    """The same workbook as another program writes its sheet."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            text = old.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                for pattern, put in changes:
                    text = re.sub(pattern, put, text.decode()).encode()
            new.writestr(part.filename, text)
    return out.getvalue()


SHOWN: list[tuple[object, object, str]] = [
    (-0.25, 9, "-25%"), (0.2857, 10, "28.57%"), (0.29, "0%", "29%"), (-0.0735, "0.0%;[Red]-0.0%", "-7.35%"),
    (5, "0.0%;;", "500%"), (1e-7, "0.00%", "0.00001%"), (0.3, "[<1]0%;0%", "30%"),
    (25, '0"%"', "25"), (25, r"0\%", "25"), (12, "#,##0_%", "12"), (0.5, "0.00", "0.5"), (7, "General", "7"),
    (45992, 31, "2025-12-01"), (45992.5, "yyyy-mm-dd hh:mm", "2025-12-01 12:00:00"), ("25 %", 9, "25 %"),
]  # fmt: skip


def test_what_a_workbook_shows_in_percent_arrives_in_percent() -> None:
    raw = formatted([(value, shown) for value, shown, _ in SHOWN])
    told = tuple(text for _, _, text in SHOWN)
    assert parse("list.xlsx", raw).rows[0].cells == told
    # Programs that leave out where cells stand, that put a prefix before every name, and that write it otherwise.
    bare = rewritten(raw, (r' r="[A-Z]*\d+"', ""), (r' spans="[^"]*"', ""))
    assert parse("list.xlsx", bare).rows[0].cells == told
    prefixed = rewritten(raw, (r"<(/?)(?=\w)", r"<\1x:"), ("xmlns=", "xmlns:x="))
    assert parse("list.xlsx", prefixed).rows[0].cells == told
    assert parse("list.xlsx", rewritten(raw, ('"', "'"))).rows[0].cells == told


def test_the_bytes_tell_the_format_whatever_the_name_says() -> None:
    assert parse("list.csv", workbook([["name"], ["A"]])).rows[0].cells == ("A",)


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        (b"", "core/file-empty"),
        (b"\n \n", "core/file-empty"),
        (b"\x00\x01\x02\x03" * 50, "core/file-unreadable"),
        (b"name,code,name\nA,1,B\n", "core/file-column-twice"),
        (b"name\n" + b"A\n" * 100_000, "core/file-too-long"),
        (b'name,note\nA,B\nC,"' + b"A\n" * 100_000, "core/file-endless-cell"),
    ],
)
def test_what_is_no_table_is_refused_with_one_clear_message(raw: bytes, key: str) -> None:
    with pytest.raises(UnreadableTable) as refused:
        parse("list.csv", raw)
    assert refused.value.key == key


def test_a_missing_file_is_named(tmp_path) -> None:
    with pytest.raises(UnreadableTable) as refused:
        read(tmp_path / "nothing.csv")
    assert refused.value.key == "core/file-missing"


def test_a_long_table_takes_about_the_memory_of_its_file() -> None:
    raw = b"name,period,a,b,c,d\n" + b"".join(b"C%d,2026Q3,1.25,2.50,3.75,4.00\n" % n for n in range(20_000))
    tracemalloc.start()
    table = parse("list.csv", raw)
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()

    assert len(table.rows) == 20_000 and table.rows[-1].cells == ("C19999", "2026Q3", "1.25", "2.50", "3.75", "4.00")
    assert [row.line for row in table.rows[9:11]] == [11, 12]
    assert held < 6 * len(raw), "as tuples of cells it is more than ten times the file"
