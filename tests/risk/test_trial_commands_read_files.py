"""`risk assess` and `statements ratios` on CSV and XLSX, and one clear line for what cannot be read."""

import csv
import io
import json

import pytest
import xlsxwriter

from bot.core.policy import load_pack
from bot.risk.trial import mapping_of, run_assess, run_ratios

POLICY = load_pack().risk
ROWS = """firm,group,current_ratio,quick_ratio,debt_to_asset,icr,roa,ocf,revenue_yoy,z2
A,1,0.8,0.3,85%,0.2,-5,-0.1,-10,0.2
=B(),0,1.5,,40,5,3,0.2,10,
C,0,,,,,,,,
"""


def assessed(tmp_path, text, *, pairs=(), form="csv", encoding="utf-8"):
    path = tmp_path / "rows.csv"
    path.write_text(text, encoding=encoding)
    out = run_assess(path, POLICY, mapping_of(pairs), form)
    return json.loads(out) if form == "json" else list(csv.DictReader(io.StringIO(out)))


def test_each_row_gets_level_hits_reasons_missing_and_z2(tmp_path):
    first, second, third = assessed(tmp_path, ROWS)
    assert (first["firm"], first["group"], first["level"], first["hits"], first["z2"]) == ("A", "1", "red", "7", "0.2")
    assert "debt_to_asset 85 > 70" in first["reasons"]
    assert (second["level"], second["missing"], second["z2"]) == ("green", "quick_ratio; z2", "")
    assert (third["level"], third["hits"], third["known"], third["could_be"]) == ("unknown", "0", "0/8", "red")


def test_a_cell_that_looks_like_a_formula_is_written_as_text(tmp_path):
    assert assessed(tmp_path, ROWS)[1]["firm"] == "'=B()"


def test_json_keeps_values_and_lines(tmp_path):
    row = assessed(tmp_path, ROWS, form="json")[0]
    assert row["reasons"][0] == {
        "flag": "high_debt", "reading": "debt_to_asset", "value": 85.0, "direction": ">", "line": 70.0,
    }  # fmt: skip
    assert row["z2"] == 0.2 and row["missing"] == []


def test_columns_are_mapped_by_hand_or_by_chinese_headings_in_old_encodings(tmp_path):
    text = "企业;流动比率;Verschuldung;资产净利率(%)\n宏达;0,72;90;-1,5\n"
    row = assessed(tmp_path, text, pairs=["Verschuldung=debt_to_asset"], form="json", encoding="gb18030")[0]
    assert (row["企业"], row["hits"]) == ("宏达", 3)


def test_statement_figures_fill_blank_readings(tmp_path):
    text = "firm,current_assets,current_liabilities,net_profit,total_assets,roa\nA,50,100,7,200,\n"
    row = assessed(tmp_path, text, form="json")[0]
    assert [reason["reading"] for reason in row["reasons"]] == ["current_ratio"]
    assert "roa" not in row["missing"]


def test_ratios_of_a_workbook_with_chinese_statement_lines(tmp_path):
    path = tmp_path / "statements.xlsx"
    names = ["客户", "流动资产合计", "存货", "预付款项", "流动负债合计", "营业收入"]
    names += ["上年同期营业收入", "应收账款", "期初应收账款"]
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, names)
        sheet.write_row(1, 0, ["宏达", 4200, 1500, 100, 3500, 8000, 10000, 1600, 1200])
    row = json.loads(run_ratios(path, {}, "json"))[0]
    assert (row["客户"], row["current_ratio"], row["quick_ratio"]) == ("宏达", 1.2, pytest.approx(0.743, abs=1e-3))
    assert (row["revenue_yoy"], row["ar_days"]) == (-20.0, 63.0)
    assert row["icr"] is None and row["missing"]["icr"] == "ebit missing"
    assert row["notes"]["ar_days"] == "average"


@pytest.mark.parametrize(
    "text, pairs, said",
    [
        ("", (), "is empty"),
        ("a,b\n1,2\n", (), "no column is one of ours"),
        ("icr,roa\n1,abc\n", (), "row 2, roa: 'abc' is not a number"),
        ("firm,icr\n\nA,1\n\nB,x\n", (), "row 5, icr"),
        ("icr,icr\n1,2\n", (), "two columns named icr"),
        ("icr\n1,2\n", (), "row 2 has 2 cells"),
        ("x\n1\n", ["y=icr"], "'y' that is not there"),
        ("x\n1\n", ["x=nonsense"], "unknown code 'nonsense'"),
        ("x\n1\n", ["x"], "is not column=code"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_line(tmp_path, text, pairs, said):
    with pytest.raises(ValueError, match=said) as told:
        assessed(tmp_path, text, pairs=pairs)
    assert "\n" not in str(told.value)


def test_missing_and_broken_files_are_told_too(tmp_path):
    with pytest.raises(ValueError, match="there is no file"):
        run_assess(tmp_path / "none.csv", POLICY, {})
    with pytest.raises(ValueError, match="is a folder"):
        run_assess(tmp_path, POLICY, {})
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"not a zip")
    with pytest.raises(ValueError, match="cannot be read"):
        run_ratios(broken, {})
    with pytest.raises(ValueError, match="csv, json"):
        run_assess(broken, POLICY, {}, "xml")
