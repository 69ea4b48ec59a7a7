"""The error file: the rows as they were with a reason, harmless to spreadsheets, and importable once corrected."""

import csv
import io

import pytest
from staging.lists import counts, csv_of

from bot.core.tables import parse, safe_cell
from bot.reports import imports

ROWS = [["E-mail", "name", "note"], ["broken", "=cmd|' /C calc'!A0", "+1"], ["a@b.example", "Anna", "fine"]]


def cells(raw: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))


@pytest.mark.parametrize(
    ("language", "heading", "reason"),
    [("en", "reason", "“broken” is not an e-mail address"), ("zh-CN", "原因", "“broken”不是邮箱地址")],
)
def test_it_has_the_columns_of_the_file_and_the_reason_in_the_readers_language(
    bring, words, language: str, heading: str, reason: str
) -> None:
    result = bring("people", csv_of(ROWS))
    assert cells(imports.error_file(result, words, language)) == [
        ["E-mail", "name", "note", heading], ["broken", "'=cmd|' /C calc'!A0", "'+1", reason],
    ]  # fmt: skip


def test_corrected_it_can_be_imported_as_it_is(bring, words) -> None:
    raw = imports.error_file(bring("people", csv_of(ROWS)), words, "en").replace(b"broken", b"b@b.example")
    assert parse("errors.csv", raw).rows[0].cells[1] == "=cmd|' /C calc'!A0"
    halfway = bring("people", raw.decode("utf-8-sig"))
    assert [one.reason for one in halfway.rejected] == ["name-formula"], "a formula is nobody's name"
    assert halfway.columns.unused == ("note",), "the reasons are ours"
    raw = imports.error_file(halfway, words, "en").replace(b"'=cmd|' /C calc'!A0", b"Bo")
    assert cells(raw)[0] == ["E-mail", "name", "note", "reason"], "a new reason takes the place of the old one"
    assert counts(bring("people", raw.decode("utf-8-sig")).tally) == (1, 0, 0, 0)


PEOPLE = """email,name,role
jane@b.example,Jane Doe,manager
jane@b.example,Jane Doe2,manager
tom@b.example,Tom2,emperor
tom@b.example,Tom,manager
"""
CUSTOMERS = """name,code,owner,tier
Acme Steel Ltd,AC1,jane@b.example,key
ACME STEEL LIMITED,,jane@b.example,basic
Delta Ltd,D1,jane@b.example,platinum
Delta Ltd,D1,jane@b.example,key
"""


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize(("kind", "text"), [("people", PEOPLE), ("customers", CUSTOMERS)])
def test_a_row_refused_for_standing_twice_overwrites_nothing_until_somebody_says_so(
    bring, words, language: str, kind: imports.Kind, text: str
) -> None:
    bring("people", "email,name\njane@b.example,Jane Doe\n")
    first = bring(kind, text)
    assert [one.reason[:5] for one in first.rejected] == ["twice", "twice"], "whatever else is wrong with the row"
    for remark in ("remark", "another"):
        rows = cells(imports.error_file(first, words, language))
        raw = csv_of([[*row, "a note" if place else remark] for place, row in enumerate(rows)])
        first = bring(kind, raw.replace("emperor", "manager").replace("platinum", "basic"))
        assert counts(first.tally) == (0, 0, 0, 2)
        assert {one.reason for one in first.rejected} == {"twice-before"}
    rows = [row[:-1] for row in cells(imports.error_file(first, words, language))]
    assert counts(bring(kind, csv_of(rows)).tally) == (0, 2, 0, 0), "without the reason the row is meant"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_nothing_that_begins_like_a_formula_stays_one(start: str) -> None:
    assert safe_cell(start + "1+1").startswith("'")


def test_a_cell_of_a_whole_page_is_told_in_short_and_kept_in_full(bring, words) -> None:
    result = bring("people", csv_of([["E-mail", "name"], ["x" * 5_000, "Anna"]]))
    (cell, _, said) = cells(imports.error_file(result, words, "en"))[1]
    assert cell == "x" * 5_000 and said == f"“{'x' * 80}…” is not an e-mail address"


def test_a_cell_longer_than_a_spreadsheet_holds_is_refused_with_its_row_and_never_cut(bring, words) -> None:
    result = bring(
        "people",
        csv_of([["E-mail", "name", "note"], ["a@b.example", "A" * 40_000, ""], ["c@d.example", "Cai", "n" * 40_000]]),
    )
    ((cell, said),) = [(row[1], row[3]) for row in cells(imports.error_file(result, words, "en"))[1:]]
    assert counts(result.tally) == (1, 0, 0, 1), "a column nobody asked for may hold what it likes"
    assert cell == "A" * 40_000 and said == f"“{'A' * 20}...” has more than 32767 characters"
