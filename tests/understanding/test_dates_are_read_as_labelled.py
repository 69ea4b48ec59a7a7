"""The golden tables of dates: every phrase reads as a person labelled it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from understanding.datetable import FOLDER, Row, agrees, expected, found, rows

from bot.understanding.dates import read
from bot.understanding.dates.fold import fold
from bot.understanding.dates.scan import RULES, hits

TABLES = tuple(sorted(path.name for path in FOLDER.glob("dates_*.tsv")))


def labelled() -> Iterator[object]:
    for table in TABLES:
        for row in rows(table):
            yield pytest.param(row, id=f"{table}:{row.frame.now:%m-%d}:{row.text}")


@pytest.mark.parametrize("row", list(labelled()))
def test_phrase_reads_as_labelled(row: Row) -> None:
    reading = read(row.text, row.frame)

    if row.limit and not agrees(row, reading):
        pytest.xfail(row.limit)
    assert agrees(row, reading), f"want {expected(row)} got {[found(when) for when in reading.dates]} {reading.vague}"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_tables_hold_three_hundred_phrases_and_forty_nasty_ones(language: str) -> None:
    table = list(rows(f"dates_{language}.tsv"))

    assert len({row.text for row in table}) >= 300
    assert sum(row.label in "-?" for row in table) >= 40


def test_every_span_points_at_its_own_words() -> None:
    for table in TABLES:
        for row in rows(table):
            reading = read(row.text, row.frame)
            for piece in (*reading.dates, *reading.vague):
                start, end = piece.span
                assert row.text[start:end].strip() == piece.text != ""


def test_no_rule_is_idle_in_the_tables() -> None:
    awake = {rule.pattern for table in TABLES for row in rows(table) for rule, _ in hits(fold(row.text))}

    assert [rule.pattern for rule in RULES if rule.pattern not in awake] == []
