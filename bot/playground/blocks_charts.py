"""Tables and charts: the newer blocks of messages, with the limits Slack documents for them.

Source: docs.slack.dev/reference/block-kit/blocks/table-block, /data-table-block and /data-visualization-block.
"""

from __future__ import annotations

import math
from typing import Any

from bot.playground.blocks_report import Report
from bot.playground.blocks_rich import rich_text_block
from bot.playground.state import JSON

MOST_TABLE_CHARACTERS = 10_000


def table_block(report: Report, block: JSON, at: str) -> None:
    """At most 100 rows of 20 cells and 10,000 characters."""
    report.keys(block, at, ("rows",), ("column_settings",))
    for index, row in enumerate(report.items(block.get("rows"), f"{at}/rows", 100)):
        for number, cell in enumerate(report.items(row, f"{at}/rows/{index}", 20)):
            _cell(report, cell, f"{at}/rows/{index}/{number}")
    for index, column in enumerate(report.items(block.get("column_settings") or [], f"{at}/column_settings", 20, 0)):
        here = f"{at}/column_settings/{index}"
        if column is not None and report.mapping(column, here):
            report.keys(column, here, (), ("align", "is_wrapped"))
            report.one_of(column.get("align"), f"{here}/align", ("left", "center", "right"))
    if _characters(block.get("rows")) > MOST_TABLE_CHARACTERS:
        report.add(f"{at}/rows", f"must be less than {MOST_TABLE_CHARACTERS + 1} characters together")


def data_table_block(report: Report, block: JSON, at: str) -> None:
    """A header and at most 200 rows, all with the same number of cells (at most 20)."""
    report.keys(block, at, ("rows", "caption"), ("page_size", "row_header_column_index"))
    report.string(block.get("caption"), f"{at}/caption", 2000)
    rows = report.items(block.get("rows"), f"{at}/rows", 201, 2)
    widths = {len(row) for row in rows if isinstance(row, list)}
    if len(widths) > 1:
        report.add(f"{at}/rows", "all rows must have the same number of cells")
    for index, row in enumerate(rows):
        for number, cell in enumerate(report.items(row, f"{at}/rows/{index}", 20)):
            here = f"{at}/rows/{index}/{number}"
            if index == 0 and isinstance(cell, dict) and cell.get("type") == "rich_text":
                report.add(f"{here}/type", "unsupported type: rich_text")
            _cell(report, cell, here)
    report.number(block.get("page_size"), f"{at}/page_size", 1, 100)


def _cell(report: Report, cell: Any, at: str) -> None:
    if not report.mapping(cell, at):
        return
    kind = cell.get("type")
    if kind == "rich_text":
        rich_text_block(report, cell, at)
    elif kind == "raw_text":
        report.keys(cell, at, ("text",))
        report.string(cell.get("text"), f"{at}/text", MOST_TABLE_CHARACTERS)
    elif kind == "raw_number":
        report.keys(cell, at, ("value",), ("text",))
        _finite(report, cell.get("value"), f"{at}/value")
    else:
        report.add(f"{at}/type", f"unsupported type: {kind}")


def _characters(value: Any) -> int:
    if isinstance(value, dict):
        own = len(value["text"]) if isinstance(value.get("text"), str) else 0
        return own + sum(_characters(part) for part in value.values() if not isinstance(part, str))
    return sum(_characters(part) for part in value) if isinstance(value, list) else 0


def chart_block(report: Report, block: JSON, at: str) -> None:
    """One chart: title 50 characters; pie, bar, line or area."""
    report.keys(block, at, ("title", "chart"))
    report.string(block.get("title"), f"{at}/title", 50)
    chart = block.get("chart")
    if not report.mapping(chart, f"{at}/chart") or not isinstance(chart, dict):
        return
    if chart.get("type") == "pie":
        _pie(report, chart, f"{at}/chart")
    elif report.one_of(chart.get("type") or "", f"{at}/chart/type", ("bar", "line", "area")):
        _series_chart(report, chart, f"{at}/chart")


def _pie(report: Report, chart: JSON, at: str) -> None:
    report.keys(chart, at, ("segments",))
    for index, row in enumerate(report.items(chart.get("segments"), f"{at}/segments", 12)):
        here = f"{at}/segments/{index}"
        if report.mapping(row, here):
            report.keys(row, here, ("label", "value"))
            report.string(row.get("label"), f"{here}/label", 20)
            if _finite(report, row.get("value"), f"{here}/value") and row["value"] <= 0:
                report.add(f"{here}/value", "must be greater than 0")


def _series_chart(report: Report, chart: JSON, at: str) -> None:
    report.keys(chart, at, ("series", "axis_config"))
    axis = chart.get("axis_config")
    if not report.mapping(axis, f"{at}/axis_config") or not isinstance(axis, dict):
        return
    report.keys(axis, f"{at}/axis_config", ("categories",), ("x_label", "y_label"))
    for name in ("x_label", "y_label"):
        report.string(axis.get(name), f"{at}/axis_config/{name}", 50)
    categories = report.items(axis.get("categories"), f"{at}/axis_config/categories", 20)
    for index, name in enumerate(categories):
        report.string(name, f"{at}/axis_config/categories/{index}", 20)
    names: list[str] = []
    for index, row in enumerate(report.items(chart.get("series"), f"{at}/series", 12)):
        if report.mapping(row, f"{at}/series/{index}"):
            _series(report, row, f"{at}/series/{index}", categories)
            names.append(str(row.get("name")))
    if len(set(names)) != len(names):
        report.add(f"{at}/series", "series names must be unique")


def _series(report: Report, row: JSON, at: str, categories: list[Any]) -> None:
    report.keys(row, at, ("name", "data"))
    report.string(row.get("name"), f"{at}/name", 20)
    data = report.items(row.get("data"), f"{at}/data", 20)
    labels = [point.get("label") for point in data if isinstance(point, dict)]
    if sorted(map(str, labels)) != sorted(map(str, categories)):
        report.add(f"{at}/data", "labels must match axis_config.categories")
    for index, point in enumerate(data):
        if isinstance(point, dict):
            _finite(report, point.get("value"), f"{at}/data/{index}/value")


def _finite(report: Report, value: Any, at: str) -> bool:
    if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
        return True
    report.add(at, "must be a number")
    return False
