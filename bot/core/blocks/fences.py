"""Fenced blocks: what Markdown has no words for. The first word after the fence names the builder.

    ```bars                        bars of text that every client and the Home tab can show
    华东 | 62 | 100
    ```
    ```chart line 存款走势          Slack's chart block in a message, bars of text elsewhere
    月份 | 目标 | 实际
    10月 | 100 | 96
    ```
    ```table 未续约客户             Slack's sortable, paged table in a message, aligned type elsewhere
    客户 | 余额
    宏达 | 1200000
    ```
Any other name, or none, is plain fixed-width text.
"""

import math
from collections.abc import Callable, Iterator
from typing import Any

from bot.core.blocks import limits, tables
from bot.core.blocks.limits import Surface, shorten
from bot.core.blocks.pieces import Sealed, Text, fold

Block = dict[str, Any]
Cell = tuple[str, float | None]
"""The characters of a cell and, when it is a number, the number."""

_BAR = 12
_CHARTS = ("bar", "line", "area", "pie")
_DATA_ROWS = 101


def fenced(info: str, content: str, sealed: Sealed, surface: Surface) -> Iterator[Block]:
    """The block of a fence; nothing when the fence is empty."""
    name, _, argument = info.strip().partition(" ")
    builder = _BUILDERS.get(name)
    if builder is None:
        text = sealed.plain(content).strip("\n")
        if text.strip():
            yield tables.preformatted(text)
        return
    rows = [[_cell(part, sealed) for part in line.split("|")] for line in content.split("\n") if line.strip()]
    block = builder(rows, sealed.plain(argument).strip(), surface) if rows else None
    if block:
        yield block


def _cell(text: str, sealed: Sealed) -> Cell:
    piece = sealed.only(text)
    if isinstance(piece, Text) and isinstance(piece.raw, int | float) and not isinstance(piece.raw, bool):
        return fold(piece.text), float(piece.raw)
    plain = fold(sealed.plain(text))
    try:
        number = float(plain.replace(",", ""))
    except ValueError:
        return plain, None
    return plain, number if math.isfinite(number) else None


def bars(rows: list[list[Cell]], argument: str, surface: Surface) -> Block:
    """`label | value | full`: a bar of filled and empty squares with the percentage. `full` is 100 when left out."""
    lines = []
    for row in rows:
        label, value = row[0][0], (row[1][1] if len(row) > 1 else None) or 0.0
        full = (row[2][1] if len(row) > 2 else None) or 100.0
        share = max(0.0, value / full)
        filled = min(_BAR, round(share * _BAR))
        lines.append([shorten(label, 20) or " ", "█" * filled + "░" * (_BAR - filled), f"{min(share, 99.99):.0%}"])
    return tables.preformatted("\n".join(tables.align(lines, ["", "", "right"])))


def chart(rows: list[list[Cell]], argument: str, surface: Surface) -> Block | None:
    """A chart: the first row names the series, each further row is a label and one number per series."""
    kind, _, title = argument.partition(" ")
    if kind not in _CHARTS:
        kind, title = "bar", argument
    head, body = rows[0], rows[1:][: limits.CHART_POINTS]
    if not body or len(head) < 2:
        return None
    names = _distinct([text for text, _ in head[1 : 1 + limits.CHART_SERIES]])
    labels = _distinct([row[0][0] for row in body])
    values = [[_number(row, column) for row in body] for column in range(1, len(names) + 1)]
    if surface != "message":
        top = max([abs(value) for series in values for value in series] or [0.0]) or 1.0
        return bars([[(label, None), ("", values[-1][i]), ("", top)] for i, label in enumerate(labels)], "", surface)
    payload = _pie(labels, values[0]) if kind == "pie" else _plot(kind, names, labels, values)
    title = shorten(fold(title) or names[0], limits.CHART_TITLE)
    return {"type": "data_visualization", "title": title, "chart": payload} if payload else None


def _pie(labels: list[str], values: list[float]) -> Block | None:
    segments = [{"label": label, "value": value} for label, value in zip(labels, values, strict=True) if value > 0]
    return {"type": "pie", "segments": segments[: limits.CHART_SERIES]} if segments else None


def _plot(kind: str, names: list[str], labels: list[str], values: list[list[float]]) -> Block:
    series = [
        {"name": name, "data": [{"label": label, "value": value} for label, value in zip(labels, column, strict=True)]}
        for name, column in zip(names, values, strict=True)
    ]
    return {"type": kind, "series": series, "axis_config": {"categories": labels}}


def _number(row: list[Cell], column: int) -> float:
    number = row[column][1] if column < len(row) else None
    return number if number is not None else 0.0


def _distinct(labels: list[str]) -> list[str]:
    """Labels within Slack's length, made different by a number where two would be the same."""
    made: list[str] = []
    for label in labels:
        name, count = shorten(label or "–", limits.CHART_LABEL), 2
        while name in made:
            name, count = f"{shorten(label or '–', limits.CHART_LABEL - 4)} {count}", count + 1
        made.append(name)
    return made


def data_table(rows: list[list[Cell]], argument: str, surface: Surface) -> Block | None:
    """A table people can sort and page through; the first row is its head, `argument` its caption."""
    columns = min(len(rows[0]), limits.TABLE_COLUMNS)
    cells = [[*row, *[("", None)] * columns][:columns] for row in rows[:_DATA_ROWS]]
    size = sum(len(text) for row in cells for text, _ in row)
    if surface != "message" or len(cells) < 2 or size > limits.TABLE_CHARACTERS:
        texts = [[shorten(text, 28) or " " for text, _ in row] for row in cells]
        return tables.preformatted("\n".join(tables.align(texts, [])))
    made = [[{"type": "raw_text", "text": text or " "} for text, _ in cells[0]]]
    made += [[_data_cell(cell) for cell in row] for row in cells[1:]]
    return {"type": "data_table", "caption": shorten(fold(argument) or cells[0][0][0] or "–", 150), "rows": made}


def _data_cell(cell: Cell) -> Block:
    text, number = cell
    if number is not None:
        return {"type": "raw_number", "value": number, "text": text}
    return {"type": "raw_text", "text": text or " "}


_BUILDERS: dict[str, Callable[[list[list[Cell]], str, Surface], Block | None]] = {
    "bars": bars,
    "chart": chart,
    "table": data_table,
}
