"""Lines in the voices of many Chinese-speaking account managers, labelled before they were first read."""

import tomllib
from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.core.calendar import Calendar, WorkingHours
from bot.understanding import Context, understand
from bot.understanding.dates import Frame
from bot.understanding.trial import read_customers
from tests.understanding.test_lines_of_other_hands import EMPTY, HERE, limit_of, seen

ZONE = ZoneInfo("Asia/Shanghai")


@lru_cache
def context() -> Context:
    now = datetime(2026, 4, 15, 15, 40, tzinfo=ZONE)
    frame = Frame(now, ZONE, Calendar.bundled("CN", 2024, 2028), WorkingHours.DEFAULT)
    return Context(frame, read_customers(HERE / "third_customers_zh.csv"), language="zh")


def cases() -> list[Any]:
    lines = tomllib.loads((HERE / "voices_lines_zh.toml").read_text(encoding="utf-8"))["line"]
    return [pytest.param(case, marks=limit_of(case), id=case["say"][:60]) for case in lines]


@pytest.mark.parametrize("case", cases())
def test_a_line_of_many_voices_means_what_its_writer_says(case: dict[str, Any]) -> None:
    answer = understand(case["say"], context())

    wanted = EMPTY | {key: value for key, value in case.items() if key not in ("say", "open", "limit")}
    for field in set(EMPTY) - set(case.get("open", ())):
        assert seen(answer, field, wanted[field]) == wanted[field], field
    assert (answer.new_name or "") == case.get("new", answer.new_name or "")


def test_nobody_owes_anything_by_everyday_talk() -> None:
    lines = (HERE / "nobody_owes_zh.txt").read_text(encoding="utf-8").splitlines()

    owed = {line: [each.text for each in understand(line, context()).promises] for line in lines if line[:1] != "#"}

    assert {line: texts for line, texts in owed.items() if texts} == {}
