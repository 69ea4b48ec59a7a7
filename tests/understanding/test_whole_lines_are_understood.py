"""The golden tables: whole lines in both languages, every field."""

import tomllib
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.core.calendar import Calendar, WorkingHours
from bot.understanding import Context, Promise, Understood, understand
from bot.understanding.dates import Frame, When
from bot.understanding.trial import read_customers

HERE = Path(__file__).parent
FRAMES = {"zh": ("Asia/Shanghai", "CN"), "en": ("Europe/London", "GB")}


@lru_cache
def context(language: str) -> Context:
    zone, country = FRAMES[language]
    now = datetime(2026, 11, 23, 15, 0, tzinfo=ZoneInfo(zone))
    frame = Frame(now, ZoneInfo(zone), Calendar.bundled(country, 2024, 2028), WorkingHours.DEFAULT)
    return Context(frame, read_customers(HERE / "customers.csv"), language=language)


def cases(language: str) -> list[Any]:
    table = tomllib.loads((HERE / f"lines_{language}.toml").read_text(encoding="utf-8"))
    return [pytest.param(language, case, id=case["say"][:60]) for case in table["line"]]


@pytest.mark.parametrize(("language", "case"), [*cases("zh"), *cases("en")])
def test_a_line_means_what_a_reader_says(language: str, case: dict[str, Any]) -> None:
    answer = understand(case["say"], context(language))

    if "limit" in case and seen(answer, case) != wanted(case):
        pytest.xfail(case["limit"])
    assert seen(answer, case) == wanted(case)


def wanted(case: dict[str, Any]) -> dict[str, Any]:
    empty: dict[str, Any] = {
        "customer": None, "candidates": [], "new": None, "when": None, "channel": None, "attempt": False,
        "contacts": [],
        "colleagues": [], "promises": [], "no_follow_up": False, "satisfaction": None, "hints": [], "hearsay": False,
        "amounts": [], "tags": [], "important": False, "talk": False, "rest": "",
    }  # fmt: skip
    return empty | {key: value for key, value in case.items() if key not in ("say", "nasty", "limit")}


def seen(answer: Understood, case: dict[str, Any]) -> dict[str, Any]:
    return {
        "customer": answer.customer.code if answer.customer else None,
        "candidates": [candidate.code for candidate in answer.candidates],
        "new": answer.new_name,
        "when": stamp(answer.when, case.get("when", "")) if answer.when else None,
        "channel": answer.channel,
        "attempt": answer.attempt,
        "contacts": [contact.text for contact in answer.contacts],
        "colleagues": [colleague.name for colleague in answer.colleagues],
        "promises": [
            promised(promise, wish) for promise, wish in zip(answer.promises, wishes(answer, case), strict=True)
        ],
        "no_follow_up": answer.no_follow_up,
        "satisfaction": answer.satisfaction,
        "hints": [f"{hint.kind} {hint.text}" for hint in answer.suggestions],
        "hearsay": any(hint.hearsay for hint in answer.suggestions),
        "amounts": [f"{amount.value:.15g} {amount.currency or ''}".strip() for amount in answer.amounts],
        "tags": list(answer.tags),
        "important": answer.important,
        "talk": answer.is_talk,
        "rest": answer.rest,
    }


def wishes(answer: Understood, case: dict[str, Any]) -> list[str]:
    given = case.get("promises", [])
    return [*given, *[""] * len(answer.promises)][: len(answer.promises)]


def promised(promise: Promise, wish: str) -> str:
    due = f"{stamp(promise.due, wish)} {promise.due.direction}" if promise.due else ""
    who = "customer" if promise.by_customer else promise.owner.name if promise.owner else ""
    return " | ".join([promise.text, due, *([who] if who else [])]).rstrip()


def stamp(when: When, like: str) -> str:
    """Month and day; the time and the year only where the table gives them."""
    form = "%m-%d" if when.start.year == 2026 else "%Y-%m-%d"
    return when.start.strftime(form + (" %H:%M" if ":" in like else ""))
