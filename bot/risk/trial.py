"""Commands that try a pack on a file, without a database: `risk assess` and `statements ratios`."""

import csv
import io
import json
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from bot.core.policy.risk import Risk
from bot.core.tables import Row, safe_cell
from bot.risk.ratios import CODES, FIGURES, Reading, altman_zone, ratios, working_capital_need
from bot.risk.rules import Assessment, assess
from bot.risk.tables import Table, UnreadableTable, assign, load, number

FORMATS = ("csv", "json")
YEARS = (360, 365)
OUTCOME = ("level", "hits", "reasons", "missing", "z2", "known", "could_be", "note")
"""The columns of a judged row, after those that were passed through."""
_ALL_FIGURES = tuple(f"{figure}{period}" for period in ("", "_prior", "_opening") for figure in FIGURES)
CAPITAL = ("working_capital_turns", "working_capital_need", "new_loan")
"""Working capital, for files that say how sales are expected to grow."""
_ASSUMED = ("sales_margin", "expected_growth", "own_funds", "existing_loans", "prepaid_days", "advance_days")
_OURS = frozenset({*OUTCOME, *CODES, *CAPITAL, "zone", "notes"})
_LEAST_DEBT = 1.5
"""Percent: hardly a firm owes less, but many files hold shares of one where percent is meant."""


def mapping_of(pairs: Sequence[str]) -> dict[str, str]:
    """`--map column=code` arguments as column -> code; raises UnreadableTable for one without an equals sign."""
    mapping = {}
    for pair in pairs:
        column, sign, code = pair.rpartition("=")
        if not sign or not column.strip() or not code.strip():
            raise UnreadableTable(f"--map {pair!r} is not column=code; write e.g. --map Verschuldung=debt_to_asset")
        mapping[column.strip()] = code.strip()
    return mapping


def run_assess(path: Path, policy: Risk, mapping: Mapping[str, str], form: str = "csv") -> Iterator[str]:
    """Every row of readings judged: the other columns as they were, then level, hits, reasons, missing, z2.

    Only the counted flags of the pack make the level. A blank is missing, never zero; statement figures in the file
    fill readings that are blank. The text comes piece by piece, a row out for a row in. Raises UnreadableTable with one
    line to show, also on the way.
    """
    _check(form)
    table = load(path)
    wanted = tuple(dict.fromkeys((*CODES, *(flag.reading for flag in policy.flags.values()), *_ALL_FIGURES)))
    places = assign(table, wanted, mapping)
    stated = not places.keys().isdisjoint(_ALL_FIGURES)

    def judged() -> Iterator[Mapping[str, Any]]:
        for row in table.rows:
            given = _values(table, row, places)
            computed = _computed(given, policy) if stated else {}
            readings = {**computed, **{code: value for code, value in given.items() if value is not None}}
            yield _others(table, row, places) | _outcome(assess(readings, policy), readings)

    return _written(judged(), [*_others(table, None, places), *OUTCOME], form)


def run_ratios(path: Path, mapping: Mapping[str, str], form: str = "csv", year_days: int = 360) -> Iterator[str]:
    """The ratios of every row of statement figures, with what is missing and what was used.

    `year_days` is the convention of turnover days: 360 in China, 365 elsewhere. Raises UnreadableTable.
    """
    _check(form)
    if year_days not in YEARS:
        raise UnreadableTable(f"there is no convention of {year_days} days; choose 360 (China) or 365")
    table = load(path)
    places = assign(table, (*_ALL_FIGURES, *_ASSUMED), mapping)
    capital = CAPITAL if "expected_growth" in places else ()

    def computed() -> Iterator[Mapping[str, Any]]:
        for row in table.rows:
            given = _values(table, row, places)
            needed = _capital(given, year_days) if capital else {}
            yield _others(table, row, places) | _readings(ratios(given, year_days)) | needed

    return _written(computed(), [*_others(table, None, places), *CODES, "zone", "missing", "notes", *capital], form)


def _capital(given: Mapping[str, float | None], year_days: int) -> dict[str, float | None]:
    """Working capital by the rule's annex; margin and growth stand in the file in percent. Blank where any lacks."""
    growth, margin = given.get("expected_growth"), given.get("sales_margin")
    if growth is None or margin is None:
        return dict.fromkeys(CAPITAL)
    found = working_capital_need(
        given, margin=margin / 100, growth=growth / 100, own_funds=given.get("own_funds") or 0.0,
        existing_loans=given.get("existing_loans") or 0.0, year_days=year_days,
    )  # fmt: skip
    if found is None:
        return dict.fromkeys(CAPITAL)
    return dict(zip(CAPITAL, (round(value, 6) for value in (found.turns, found.need, found.new_loan)), strict=True))


def _check(form: str) -> None:
    if form not in FORMATS:
        raise UnreadableTable(f"there is no format {form!r}; choose one of {', '.join(FORMATS)}")


def _computed(figures: Mapping[str, float | None], policy: Risk) -> dict[str, float | None]:
    found = ratios(figures, policy.year_days, policy.altman.coefficients)
    return {code: reading.value for code, reading in found.items()}


def _values(table: Table, row: Row, places: Mapping[str, int]) -> dict[str, float | None]:
    comma = table.decimal_comma
    return {code: number(row.cells[place], code, row.line, comma=comma) for code, place in places.items()}


def _others(table: Table, row: Row | None, places: Mapping[str, int]) -> dict[str, str]:
    """The columns that are none of ours, as they were; without a row their names."""
    taken = set(places.values())
    kept = {}
    for place, column in enumerate(table.columns):
        if place not in taken:
            name = f"input_{column}" if column in _OURS else column or f"column_{place + 1}"
            kept[name] = row.cells[place] if row else ""
    return kept


def _outcome(judged: Assessment, readings: Mapping[str, float | None]) -> dict[str, Any]:
    z2 = readings.get("z2")
    return {
        "level": judged.level,
        "hits": len(judged.hits),
        "reasons": [
            {"flag": hit.flag, "reading": hit.reading, "value": hit.value, "direction": hit.direction, "line": hit.line}
            for hit in judged.hits
        ],
        "missing": list(judged.missing),
        "z2": None if z2 is None else round(z2, 6),
        "known": f"{judged.known}/{judged.flags}",
        "could_be": judged.could_be,
        "note": _note(judged, readings.get("debt_to_asset")),
    }


def _note(judged: Assessment, debt: float | None) -> str:
    """What a reader must know before trusting the level: how little it stands on, and which unit looks wrong."""
    said = [f"{code} not counted: hardly any interest is paid" for code in judged.negligible]
    if debt is not None and 0 < debt < _LEAST_DEBT:
        said.append(f"debt_to_asset was read as {debt:g} %: is it a share of one? write percent")
    if judged.could_be != judged.level:
        few = "not enough figures, " if judged.known * 2 <= judged.flags else ""
        said.insert(0, f"{few}{judged.known} of {judged.flags} known: could be {judged.could_be}")
    return "; ".join(said)


def _readings(found: Mapping[str, Reading]) -> dict[str, Any]:
    values: dict[str, Any] = {
        code: None if reading.value is None else round(reading.value, 6) for code, reading in found.items()
    }
    score = found["z2"].value
    values["zone"] = None if score is None else altman_zone(score)
    values["missing"] = {code: f"{item.figure} {item.reason}" for code, item in found.items() if item.value is None}
    values["notes"] = {code: item.basis for code, item in found.items() if item.basis}
    return values


def _written(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], form: str) -> Iterator[str]:
    return _as_json(rows) if form == "json" else _as_csv(rows, columns)


def _as_json(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    before = "["
    for row in rows:
        yield before + "\n" + textwrap.indent(json.dumps(row, ensure_ascii=False, indent=2), "  ")
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def _as_csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> Iterator[str]:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for cells in chain([columns], (row.values() for row in rows)):
        writer.writerow(_cell(value) for value in cells)
        yield out.getvalue()
        out.seek(0)
        out.truncate()


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
        return safe_cell(text)
    return text
