"""Lines of many speakers, labelled by people who never saw the grammar: one half of their sets, the other stays unseen.

The frame is Monday 23 November 2026, 10:20, unless a line has its own `now`. `limit` says why a line is not read as labelled yet.
"""

import json
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.core.calendar import Calendar, WorkingHours
from bot.understanding import Context, understand
from bot.understanding.dates import Frame
from bot.understanding.trial import as_json, read_customers
from tests.understanding.judging import wrong_fields

HERE = Path(__file__).parent
FRAMES = {"zh": ("Asia/Shanghai", "CN"), "en": ("Europe/London", "GB")}


@lru_cache
def context(language: str, typed: str = "2026-11-23T10:20") -> Context:
    zone, country = FRAMES[language]
    now = datetime.fromisoformat(typed).replace(tzinfo=ZoneInfo(zone))
    frame = Frame(now, ZoneInfo(zone), Calendar.bundled(country, 2024, 2028), WorkingHours.DEFAULT)
    return Context(frame, read_customers(HERE / f"third_customers_{language}.csv"), language=language)


def cases(language: str) -> list[Any]:
    lines = (HERE / f"third_lines_{language}.jsonl").read_text(encoding="utf-8").splitlines()
    return [pytest.param(language, case, id=case["text"][:60]) for case in map(json.loads, lines)]


@pytest.mark.parametrize(("language", "case"), [*cases("zh"), *cases("en")])
def test_a_line_of_a_third_hand_means_what_its_writer_says(language: str, case: dict[str, Any]) -> None:
    frame = context(language, case["now"]) if "now" in case else context(language)
    wrong = wrong_fields(case, as_json(understand(case["text"], frame)))

    if "limit" in case and wrong:
        pytest.xfail(case["limit"])
    assert wrong == []
