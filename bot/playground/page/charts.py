"""Geometry of charts: where bars, lines and slices stand in a drawing of 480 by 200 units."""

import math
from dataclasses import dataclass, field
from typing import Any

from bot.playground.state import JSON

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 480.0, 200.0, 44.0, 26.0, 10.0


@dataclass
class Drawing:
    """What the template draws. Points and boxes are in units of the view box; `series` names the colours."""

    kind: str
    title: str
    series: list[str]
    boxes: list[dict[str, Any]] = field(default_factory=list)
    paths: list[dict[str, Any]] = field(default_factory=list)
    labels: list[dict[str, Any]] = field(default_factory=list)
    grid: list[dict[str, Any]] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)


def drawing(block: JSON) -> Drawing:
    """The drawing of a `data_visualization` block; its rows are the same numbers as a table, for screen readers."""
    chart, title = block["chart"], str(block.get("title", ""))
    if chart["type"] == "pie":
        return _pie(chart, title)
    made = Drawing(chart["type"], title, [str(row["name"]) for row in chart["series"]])
    names = [str(name) for name in chart["axis_config"]["categories"]]
    values = [[_of(row, name) for name in names] for row in chart["series"]]
    low, high = _span(values)
    _grid(made, low, high)
    slot = (WIDTH - LEFT) / max(1, len(names))
    for index, name in enumerate(names):
        made.labels.append({"x": LEFT + slot * (index + 0.5), "y": HEIGHT - 8, "text": name})
        made.rows.append([name, *(_short(column[index]) for column in values)])
    draw = _bars if chart["type"] == "bar" else _lines
    draw(made, values, slot, low, high)
    return made


def _of(row: JSON, name: str) -> float:
    return float(next((point["value"] for point in row["data"] if point["label"] == name), 0.0))


def _span(values: list[list[float]]) -> tuple[float, float]:
    every = [value for column in values for value in column] or [0.0]
    low, high = min(0.0, *every), max(0.0, *every)
    return low, high if high > low else low + 1.0


def _y(value: float, low: float, high: float) -> float:
    return round(TOP + (HEIGHT - TOP - BOTTOM) * (high - value) / (high - low), 2)


def _grid(made: Drawing, low: float, high: float) -> None:
    for step in range(5):
        value = low + (high - low) * step / 4
        made.grid.append({"y": _y(value, low, high), "text": _short(value)})


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 or value == round(value) else f"{value:,.1f}"


def _bars(made: Drawing, values: list[list[float]], slot: float, low: float, high: float) -> None:
    width = slot * 0.7 / max(1, len(values))
    zero = _y(0.0, low, high)
    for number, column in enumerate(values):
        for index, value in enumerate(column):
            x = LEFT + slot * (index + 0.15) + width * number
            y = _y(value, low, high)
            box = {"x": round(x, 2), "y": min(y, zero), "width": round(width, 2), "height": abs(zero - y) or 0.5}
            made.boxes.append(box | {"series": number % 6})


def _lines(made: Drawing, values: list[list[float]], slot: float, low: float, high: float) -> None:
    for number, column in enumerate(values):
        points = [(round(LEFT + slot * (i + 0.5), 2), _y(value, low, high)) for i, value in enumerate(column)]
        line = " ".join(f"{x},{y}" for x, y in points)
        area = ""
        if made.kind == "area" and points:
            zero = _y(0.0, low, high)
            area = f"{points[0][0]},{zero} {line} {points[-1][0]},{zero}"
        made.paths.append({"line": line, "area": area, "series": number % 6})


def _pie(chart: JSON, title: str) -> Drawing:
    segments = chart["segments"]
    total = sum(float(row["value"]) for row in segments) or 1.0
    made = Drawing("pie", title, [str(row["label"]) for row in segments])
    turn = -math.pi / 2
    for number, row in enumerate(segments):
        share = float(row["value"]) / total
        end = turn + 2 * math.pi * min(share, 0.9999)
        made.paths.append({"slice": _slice(turn, end), "series": number % 6})
        made.rows.append([str(row["label"]), f"{float(row['value']):g} ({share:.0%})"])
        turn = end
    return made


def _slice(start: float, end: float) -> str:
    x, y, radius = 100.0, 100.0, 85.0
    a, b = (
        (x + radius * math.cos(start), y + radius * math.sin(start)),
        (x + radius * math.cos(end), y + radius * math.sin(end)),
    )
    large = 1 if end - start > math.pi else 0
    return f"M{x} {y} L{a[0]:.2f} {a[1]:.2f} A{radius} {radius} 0 {large} 1 {b[0]:.2f} {b[1]:.2f} Z"
