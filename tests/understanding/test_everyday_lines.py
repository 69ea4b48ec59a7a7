"""Everyday lines of twenty people, written and labelled by examiners who had never seen the grammar.

Now is Tuesday 1 December 2026, 09:40. Notation of test_lines_of_other_hands.py, book: third_customers_*.csv; of satisfaction only
the side counts. `limit` names what is not read as labelled yet.
"""

import tomllib
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.core.calendar import Calendar, WorkingHours
from bot.understanding import Context, Understood, understand
from bot.understanding.dates import Frame
from bot.understanding.trial import read_customers
from tests.understanding.test_lines_of_other_hands import EMPTY, FRAMES, limit_of, seen

HERE = Path(__file__).parent


@lru_cache
def context(language: str) -> Context:
    zone, country = FRAMES[language]
    now = datetime(2026, 12, 1, 9, 40, tzinfo=ZoneInfo(zone))
    frame = Frame(now, ZoneInfo(zone), Calendar.bundled(country, 2024, 2028), WorkingHours.DEFAULT)
    return Context(frame, read_customers(HERE / f"third_customers_{language}.csv"), language=language)


def cases(language: str) -> list[Any]:
    lines = tomllib.loads((HERE / f"everyday_lines_{language}.toml").read_text(encoding="utf-8"))["line"]
    return [pytest.param(language, case, marks=limit_of(case), id=case["say"][:60]) for case in lines]


@pytest.mark.parametrize(("language", "case"), [*cases("zh"), *cases("en")])
def test_an_everyday_line_means_what_its_writer_says(language: str, case: dict[str, Any]) -> None:
    answer = understand(case["say"], context(language))

    assert wrong(answer, case) == []


def wrong(answer: Understood, case: dict[str, Any]) -> list[str]:
    """The fields that are not as labelled."""
    wanted = EMPTY | {key: value for key, value in case.items() if key in EMPTY}
    wanted |= {field: sorted(wanted[field]) for field in ("hints", "candidates")}
    fields = [field for field in EMPTY if field not in case.get("open", ())]
    found = [field for field in fields if side(field, seen(answer, field, wanted[field])) != side(field, wanted[field])]
    return found + (["new"] if (answer.new_name or "") != case.get("new", answer.new_name or "") else [])


def side(field: str, value: Any) -> Any:
    """Satisfied, so-so or not, of a mark; any other value as it is."""
    return (value > 3) - (value < 3) if field == "satisfaction" and value is not None else value
