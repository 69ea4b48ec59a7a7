"""`risk assess` and `statements ratios` on CSV and XLSX, and one clear line for what cannot be read."""

import csv
import io
import json

import pytest
import xlsxwriter
from typer.testing import CliRunner

from bot.cli import app
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
    out = "".join(run_assess(path, POLICY, mapping_of(pairs), form))
    return json.loads(out) if form == "json" else list(csv.DictReader(io.StringIO(out)))


def test_each_row_gets_level_hits_reasons_missing_and_z2(tmp_path):
    first, second, third = assessed(tmp_path, ROWS)
    assert (first["firm"], first["group"], first["level"], first["hits"], first["z2"]) == ("A", "1", "red", "7", "0.2")
    assert "debt_to_asset 85 > 70" in first["reasons"]
    assert (second["level"], second["missing"], second["z2"]) == ("green", "quick_ratio; z2", "")
    assert (third["level"], third["hits"], third["known"], third["could_be"]) == ("green", "0", "0/8", "red")
    assert third["note"] == "not enough figures, 0 of 8 known: could be red"
    assert (first["note"], second["note"]) == ("", "")


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
    row = json.loads("".join(run_ratios(path, {}, "json")))[0]
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


def test_european_numbers_and_many_words_for_a_blank(tmp_path):
    text = (
        "ID;Current Ratio;QUICK_RATIO;Debt to asset (%);ICR;ROA %;OCF;Revenue YoY;Z''\n"
        "A;1,234;0,812;75,5;1.234,5;-1,2;-3,4E-02;-25,0;0,9\n"
        "B;;?;NA;n/a;-;#DIV/0!;NULL;.\n"
        ";;;;;;;;\n"
        "C;0,9;0,4;71;0,5;(1)%;△1;(21%);1,0\n"
    )
    rows = assessed(tmp_path, text, form="json", encoding="utf-8-sig")
    assert [row["ID"] for row in rows] == ["A", "B", "", "C"]
    assert [(row["hits"], len(row["missing"]), row["level"]) for row in rows] == [
        (5, 0, "orange"), (0, 8, "green"), (0, 8, "green"), (8, 0, "red"),
    ]  # fmt: skip


def test_a_statement_as_an_accountant_keeps_it(tmp_path):
    text = (
        "公司,流动资产合计（期末余额）,流动资产合计（期初余额）,流动负债合计,资产总额,营业收入（上年同期）,营业收入（元）,净利润\n"
        '甲,1.2亿元,９千万,"8,000万",2亿元,4亿,3.2亿,(200万)\n'
    )
    row = assessed(tmp_path, text, form="json", encoding="gb18030")[0]
    assert {one["reading"]: one["value"] for one in row["reasons"]} == {"roa": -1.0}
    assert "revenue_yoy" not in row["missing"] and "current_ratio" not in row["missing"]
    row = assessed(tmp_path, text.replace("3.2亿", "3.1亿"), form="json", encoding="gb18030")[0]
    assert [one["value"] for one in row["reasons"] if one["reading"] == "revenue_yoy"] == [-22.5]
    text = "current_assets,inventory,prepaid,current_liabilities,revenue,revenue_prior\n1.2,0.5,0.2,1,2.4,3\n"
    assert assessed(tmp_path, text)[0]["hits"] == "0", "on the line to the cent, whatever a machine makes of 0.2"


def test_lines_themselves_raise_nothing(tmp_path):
    text = "id,debt_to_asset,current_ratio,quick_ratio,icr,roa,ocf,revenue_yoy,z2\n"
    on, beyond = "70,1,0.5,1,0,0,-20,1.10", "70.01,0.999,0.499,0.99,-0.01,-1e-9,-20.1,1.0999"
    rows = assessed(tmp_path, f"{text}on,{on}\nbeyond,{beyond}\n")
    assert [row["hits"] for row in rows] == ["0", "8"]


def test_nothing_but_the_eight_flags_makes_the_level_of_bare_ratios_in_any_pack(tmp_path):
    # Every other line of the table of ratios is crossed, every explaining line as well.
    text = (
        "id,dscr,ar_days,ccc,op_margin,equity,short_debt_cover,contingent,ar_days_yoy,equity_yoy,debt_to_asset,z2\n"
        "A,0.1,900,900,-50,-5,0.01,900,90,-90,69,2.5\n"
    )
    path = tmp_path / "rows.csv"
    path.write_text(text, encoding="utf-8")
    for pack in ("cn-bank", "generic-enterprise", "uk-fca", "us-cfpb"):
        row = json.loads("".join(run_assess(path, load_pack(pack).risk, {}, "json")))[0]
        assert (row["level"], row["hits"]) == ("green", 0), pack


@pytest.mark.parametrize("hits, level", list(enumerate(["green"] * 3 + ["yellow"] * 2 + ["orange"] * 2 + ["red"] * 2)))
def test_levels_follow_the_count(tmp_path, hits, level):
    bad = ["71", "0.9", "0.4", "0.9", "-1", "-1", "-21", "1"]
    good = ["50", "2", "1", "9", "5", "1", "5", "3"]
    text = "debt_to_asset,current_ratio,quick_ratio,icr,roa,ocf,revenue_yoy,z2\n"
    row = assessed(tmp_path, text + ",".join(bad[:hits] + good[hits:]) + "\n")[0]
    assert (row["hits"], row["level"]) == (str(hits), level)


def test_a_column_named_by_its_code_goes_before_one_that_only_means_it(tmp_path):
    row = assessed(tmp_path, "debt_ratio,debt_to_asset\n0.99,71\n", form="json")[0]
    assert (row["hits"], row["debt_ratio"]) == (1, "0.99")


def test_more_rows_than_an_import_takes_come_out_one_for_one(tmp_path):
    path = tmp_path / "many.csv"
    path.write_text("id,roa\n" + "".join(f"{n},{-n}\n" for n in range(100_001)), encoding="utf-8")
    count = sum(1 for _ in run_assess(path, POLICY, {}))
    assert count == 100_002


def test_a_fault_in_the_last_row_leaves_no_half_answer(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text("id,roa\n1,2\n2,abc\n", encoding="utf-8")
    ran = CliRunner().invoke(app, ["risk", "assess", str(path)])
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert ran.stderr.strip() == "rapport: row 3, roa: 'abc' is not a number; write digits or leave it blank"


@pytest.mark.parametrize("days, ccc", [(360, 77.455), (365, 78.530)])
def test_the_worked_example_under_both_conventions(tmp_path, days, ccc):
    path = tmp_path / "figures.csv"
    path.write_text(
        "流动资产,存货,预付款项,流动负债,Total Assets,Total Liabilities,retained_earnings,EBIT,interest,"
        "D&A,principal_due,revenue,COGS,receivables,payables\n"
        "4200,1500,100,3500,9000,6300,900,450,260,250,800,8000,6600,1600,1400\n",
        encoding="utf-8",
    )
    row = json.loads("".join(run_ratios(path, {}, "json", days)))[0]
    assert row["ccc"] == pytest.approx(ccc, abs=1e-3)
    assert row["z2"] == pytest.approx(1.622, abs=1e-3)
    assert (row["current_ratio"], row["debt_to_asset"]) == (pytest.approx(1.2), pytest.approx(70.0))
    assert row["roa"] is None and row["missing"]["roa"] == "net_profit missing"


def test_division_by_zero_and_negative_equity_are_told(tmp_path):
    path = tmp_path / "figures.csv"
    path.write_text(
        "current_assets,current_liabilities,total_assets,total_liabilities,outside_guarantees\n5,0,10,20,3\n", "utf-8"
    )
    row = json.loads("".join(run_ratios(path, {}, "json")))[0]
    assert (row["equity"], row["debt_to_asset"]) == (-10.0, 200.0)
    assert row["missing"]["current_ratio"] == "current_liabilities zero"
    assert row["missing"]["contingent"] == "equity negative_base"


def test_a_share_of_one_where_percent_is_meant_is_pointed_out(tmp_path):
    row = assessed(tmp_path, "firm,debt_to_asset,roa\nA,0.95,-0.12\nB,95,-12\n")
    assert "read as 0.95 %" in row[0]["note"] and "write percent" in row[0]["note"]
    assert "read as" not in row[1]["note"]


def test_ratios_tell_the_zone_and_what_a_new_loan_would_fund(tmp_path):
    path = tmp_path / "statements.csv"
    path.write_text(
        "current_assets,inventory,prepaid,current_liabilities,total_assets,total_liabilities,retained_earnings,ebit,"
        "revenue,cost_of_sales,receivables,payables,sales_margin,expected_growth,own_funds,existing_loans\n"
        "4200,1500,100,3500,9000,6300,900,450,8000,6600,1600,1400,5%,10,700,600\n"
        "4200,1500,100,3500,9000,6300,900,450,8000,6600,1600,,5,10,700,600\n"
    )
    first, second = csv.DictReader(io.StringIO("".join(run_ratios(path, {}))))
    assert first["zone"] == "grey"
    told = [float(first[column]) for column in ("working_capital_turns", "working_capital_need", "new_loan")]
    assert told == pytest.approx([4.648, 1798.7, 498.7], abs=0.05)
    assert second["new_loan"] == "" and second["zone"] == "grey"
