"""Commands that try a pack on a file, without a database: `risk assess` and `statements ratios`."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.core.policy.risk import Risk
from bot.risk.ratios import CODES, FIGURES, Reading, ratios
from bot.risk.rules import Assessment, assess
from bot.risk.tables import Table, UnreadableTable, assign, load, number

FORMATS = ("csv", "json")
_PERCENT = frozenset({"debt_to_asset", "revenue_yoy", "op_margin", "roa", "contingent"})
_ALL_FIGURES = tuple(f"{figure}{period}" for period in ("", "_prior", "_opening") for figure in FIGURES)


def mapping_of(pairs: Sequence[str]) -> dict[str, str]:
    """`--map column=code` arguments as column -> code; raises UnreadableTable for one without an equals sign."""
    mapping = {}
    for pair in pairs:
        column, sign, code = pair.rpartition("=")
        if not sign or not column.strip() or not code.strip():
            raise UnreadableTable(f"--map {pair!r} is not column=code; write e.g. --map Verschuldung=debt_to_asset")
        mapping[column.strip()] = code.strip()
    return mapping


def run_assess(path: Path, policy: Risk, mapping: Mapping[str, str], form: str = "csv") -> str:
    """Every row of readings judged: the other columns as they were, then level, hits, reasons, missing, z2.

    Statement figures in the file fill readings that are blank. Raises UnreadableTable with one line to show.
    """
    _check(form)
    table = load(path)
    wanted = tuple(dict.fromkeys((*CODES, *(flag.reading for flag in policy.flags.values()), *_ALL_FIGURES)))
    places = assign(table, wanted, mapping)
    stated = not places.keys().isdisjoint(_ALL_FIGURES)
    rows = []
    for line, row in zip(table.lines, table.rows, strict=True):
        given = _values(row, places, line)
        computed = _computed(given, policy) if stated else {}
        readings = {**computed, **{code: value for code, value in given.items() if value is not None}}
        judged = assess(readings, policy)
        rows.append(_others(table, row, places) | _outcome(judged, readings.get("z2")))
    return _written(rows, form)


def run_ratios(path: Path, mapping: Mapping[str, str], form: str = "csv", year_days: int = 360) -> str:
    """The ratios of every row of statement figures, with what is missing and what was used.

    `year_days` is the convention of turnover days: 360 in China, 365 elsewhere. Raises UnreadableTable.
    """
    _check(form)
    table = load(path)
    places = assign(table, _ALL_FIGURES, mapping)
    rows = []
    for line, row in zip(table.lines, table.rows, strict=True):
        found = ratios(_values(row, places, line), year_days)
        rows.append(_others(table, row, places) | _readings(found))
    return _written(rows, form)


def _check(form: str) -> None:
    if form not in FORMATS:
        raise UnreadableTable(f"there is no format {form!r}; choose one of {', '.join(FORMATS)}")


def _computed(figures: Mapping[str, float | None], policy: Risk) -> dict[str, float | None]:
    found = ratios(figures, policy.year_days, policy.altman.coefficients)
    return {code: reading.value for code, reading in found.items()}


def _values(row: Sequence[str], places: Mapping[str, int], line: int) -> dict[str, float | None]:
    return {code: number(row[place], code, line, code in _PERCENT) for code, place in places.items()}


def _others(table: Table, row: Sequence[str], places: Mapping[str, int]) -> dict[str, Any]:
    taken = set(places.values())
    reserved = {"level", "hits", "reasons", "missing", "z2", "known", "could_be", "notes", *CODES}
    kept = {}
    for place, column in enumerate(table.columns):
        if place not in taken:
            kept[f"input_{column}" if column in reserved else column or f"column_{place + 1}"] = row[place]
    return kept


def _outcome(judged: Assessment, z2: float | None) -> dict[str, Any]:
    return {
        "level": "unknown" if judged.blind else judged.level,
        "hits": len(judged.hits),
        "reasons": [
            {"flag": hit.flag, "reading": hit.reading, "value": hit.value, "direction": hit.direction, "line": hit.line}
            for hit in judged.hits
        ],
        "missing": list(judged.missing),
        "z2": None if z2 is None else round(z2, 6),
        "known": f"{judged.known}/{judged.flags}",
        "could_be": judged.could_be,
    }


def _readings(found: Mapping[str, Reading]) -> dict[str, Any]:
    values: dict[str, Any] = {
        code: None if reading.value is None else round(reading.value, 6) for code, reading in found.items()
    }
    values["missing"] = {code: f"{item.figure} {item.reason}" for code, item in found.items() if item.value is None}
    values["notes"] = {code: item.basis for code, item in found.items() if item.basis}
    return values


def _written(rows: Sequence[Mapping[str, Any]], form: str) -> str:
    if form == "json":
        return json.dumps(rows, ensure_ascii=False, indent=2)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if rows:
        writer.writerow(_cell(column) for column in rows[0])
    for row in rows:
        writer.writerow(_cell(value) for value in row.values())
    return out.getvalue().rstrip("\n")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {text}" for key, text in value.items())
    if isinstance(value, list):
        return "; ".join(_reason(item) if isinstance(item, dict) else str(item) for item in value)
    return _harmless(value) if isinstance(value, str) else str(value)


def _reason(item: Mapping[str, Any]) -> str:
    return f"{item['reading']} {item['value']:g} {item['direction']} {item['line']:g}"


def _harmless(text: str) -> str:
    # A spreadsheet would run a cell that begins like a formula.
    try:
        float(text)
    except ValueError:
        return "'" + text if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
    return text
