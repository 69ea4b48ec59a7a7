"""Figures are typed one a line or imported from a table; what cannot be used is refused by line, nothing is doubled."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from sqlalchemy import select
from staging.world import World

from bot.core.errors import Refusal
from bot.core.policy import load_pack
from bot.core.tables import parse, read
from bot.core.words import Words
from bot.reports import imports
from bot.risk import figures_typed, usecases
from bot.risk.imports import period_of
from bot.risk.models import Alert, Reading, Touched
from bot.risk.trial import run_assess

FILE = """客户号,报告期,资产负债率,流动比率,速动比率,利息保障倍数,roa
HD001,2026-09-30,82%,0.8,0.4,0.6,-2
HD002,2026Q3,40,2.1,1.8,9,
NOBODY,2026-09-30,50,1,1,1,1
AC001,2026-09-30,lots,1,1,1,1
AC001,someday,50,1,1,1,1
AC001,2026-09-30,-,,,,
"""


def touched(world: World) -> list[int]:
    """Customers that wait to be judged."""
    with world.rapport.workshop.read() as work:
        return list(work.session.scalars(select(Touched.customer_id)))


def test_a_table_is_imported_once(world: World, templates_root: Path, office: Any) -> None:
    words = Words(templates_root, strict=True)
    table = parse("figures.csv", FILE.encode())
    trial = imports.run(world.rapport.workshop.open, "readings", table, dry=True)
    assert (trial.tally.new, len(trial.tally.rejected)) == (2, 4) and not world.all(Reading)

    first = imports.run(world.rapport.workshop.open, "readings", table)
    assert (first.tally.new, first.tally.changed, first.tally.same) == (2, 0, 0)
    said = [imports.reason(first, words, "zh-CN", one) for one in first.rejected]
    assert (
        "没有“NOBODY”这个客户" in said[0] and "lots" in said[1] and "someday" in said[2] and "没有任何数字" in said[3]
    )
    assert set(touched(world)) == {world.huadong.id, world.hongda.id}
    assert [one.value for one in world.all(Reading) if one.code == "debt_to_asset"] == [82.0, 40.0]
    assert not [one for one in world.all(Reading) if one.code == "roa" and one.customer_id == world.hongda.id]

    world.run("risk.scan")
    assert world.only(Alert).level == "orange"
    again = imports.run(world.rapport.workshop.open, "readings", table)
    assert (again.tally.new, again.tally.changed, again.tally.same) == (0, 0, 2)
    assert touched(world) == []


def test_a_workbook_shows_percent_and_a_fall_of_a_quarter_is_seen(
    world: World, templates_root: Path, tmp_path: Path
) -> None:
    path = tmp_path / "figures.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet, shown = book.add_worksheet(), book.add_format({"num_format": "0.0%;[Red]-0.0%"})
        sheet.write_row(0, 0, ["客户号", "报告期", "资产负债率", "营业收入同比", "roa", "流动比率"])
        sheet.write(1, 0, "HD001")
        sheet.write_datetime(1, 1, datetime(2026, 9, 30), book.add_format({"num_format": 31}))
        sheet.write_row(1, 2, [0.82, -0.25, -0.02], shown)
        sheet.write(1, 5, 0.8, book.add_format({"num_format": "0.00"}))
    imports.run(world.rapport.workshop.open, "readings", read(path))
    known = {one.code: one.value for one in world.all(Reading)}
    assert known == {"debt_to_asset": 82.0, "revenue_yoy": -25.0, "roa": -2.0, "current_ratio": 0.8}
    world.run("risk.scan")
    assert world.only(Alert).level == "yellow"
    judged = json.loads("".join(run_assess(path, load_pack().risk, {}, "json")))[0]
    assert {hit["reading"] for hit in judged["reasons"]} == known.keys()


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-09-30", date(2026, 9, 30)), ("2026/9/5", date(2026, 9, 5)), ("2026年9月", date(2026, 9, 30)),
        ("2026-02", date(2026, 2, 28)), ("2026Q3", date(2026, 9, 30)), ("2026年四季度", date(2026, 12, 31)),
        ("2026", date(2026, 12, 31)), ("2026-13-01", None), ("soon", None),
    ],
)  # fmt: skip
def test_a_period_is_read_as_people_write_it(written: str, day: date | None) -> None:
    assert period_of(written) == day


def test_figures_are_typed_one_a_line() -> None:
    assert figures_typed.read("资产负债率 75%\ncurrent ratio: 0.9\n逾期天数 35\n营业收入 8000万") == {
        "debt_to_asset": 75.0, "current_ratio": 0.9, "overdue_days": 35.0, "revenue": 80_000_000.0,
    }  # fmt: skip
    with pytest.raises(Refusal) as refused:
        figures_typed.read("资产负债率 75%\n负债很高")
    assert refused.value.data["line"] == "负债很高"


def test_statement_figures_make_ratios(world: World) -> None:
    with world.work(world.li) as work:
        usecases.record(
            work, world.huadong.id, date(2026, 9, 30),
            {"current_assets": 4200, "inventory": 1500, "prepaid": 100, "current_liabilities": 3500, "total_assets": 9000,
             "total_liabilities": 6300, "retained_earnings": 900, "ebit": 450, "interest": 260, "revenue": 8000},
        )  # fmt: skip
    known = {one.code: one.value for one in world.all(Reading)}
    assert known["current_ratio"] == pytest.approx(1.2)
    assert known["z2"] == pytest.approx(1.622, abs=1e-3)
    with world.work(world.li) as work:
        usecases.record(work, world.huadong.id, date(2026, 10, 31), {"revenue": 6000})
    assert "revenue_yoy" not in {one.code for one in world.all(Reading)}, "no figure of a year before is known"


def test_a_future_period_is_refused(world: World) -> None:
    with world.work(world.li) as work, pytest.raises(Refusal) as refused:
        usecases.record(work, world.huadong.id, date(2027, 1, 31), {"revenue": 6000})
    assert refused.value.key == "risk/future-period"


def test_a_line_notes_a_signal(world: World, office: Any) -> None:
    said = world.li.types("/desk", "risk 华东精工 被列入被执行人")
    assert "RK-" in said.text or "RK-" in world.li.last_words()
    unclear = world.li.types("/desk", "risk 某某公司 老板联系不上")
    assert "哪位客户" in unclear.text or "哪位客户" in " ".join(world.li.hints())
