"""Lines written blind by an examiner who had not seen the grammar, over a book of his own: what he labelled must be read so.

promises: words of its text | due day (and time) and direction | customer or colleague; `*` leaves a part open.
Those of speaker_lines_* and class_lines_* were written by an engineer of the grammar, labelled before they were read.
`open` names fields the examiner left open; hints are kinds only; a contact is found by a part of it.
"""

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
NAMES = ("other_lines", "speaker_lines", "class_lines")
FRAMES = {"zh": ("Asia/Shanghai", "CN"), "en": ("Europe/London", "GB")}
EMPTY = {
    "customer": None, "candidates": [], "when": None, "channel": None, "contacts": [], "promises": [],
    "satisfaction": None, "hints": [], "amounts": [],
}  # fmt: skip


@lru_cache
def context(language: str) -> Context:
    zone, country = FRAMES[language]
    now = datetime(2026, 11, 23, 14, 30, tzinfo=ZoneInfo(zone))
    frame = Frame(now, ZoneInfo(zone), Calendar.bundled(country, 2024, 2028), WorkingHours.DEFAULT)
    return Context(frame, read_customers(HERE / "other_customers.csv"), language=language)


def cases(language: str) -> list[Any]:
    tables = [HERE / f"{name}_{language}.toml" for name in NAMES if (HERE / f"{name}_{language}.toml").exists()]
    lines = [case for table in tables for case in tomllib.loads(table.read_text(encoding="utf-8"))["line"]]
    return [pytest.param(language, case, marks=limit_of(case), id=case["say"][:60]) for case in lines]


def limit_of(case: dict[str, Any]) -> list[pytest.MarkDecorator]:
    """A known limit must fail, so that a line that is read right one day leaves the list."""
    return [pytest.mark.xfail(reason=case["limit"], strict=True)] if "limit" in case else []


@pytest.mark.parametrize(("language", "case"), [*cases("zh"), *cases("en")])
def test_a_line_of_another_hand_means_what_its_writer_says(language: str, case: dict[str, Any]) -> None:
    answer = understand(case["say"], context(language))

    wanted = EMPTY | {key: value for key, value in case.items() if key not in ("say", "open", "limit")}
    for field in set(EMPTY) - set(case.get("open", ())):
        assert seen(answer, field, wanted[field]) == wanted[field], field
    assert (answer.new_name or "") == case.get("new", answer.new_name or "")


def seen(answer: Understood, field: str, like: Any) -> Any:
    readers = {
        "customer": lambda: answer.customer.code if answer.customer else None,
        "candidates": lambda: sorted(str(candidate.code) for candidate in answer.candidates),
        "when": lambda: stamp(answer.when, like or "") if answer.when else None,
        "channel": lambda: answer.channel,
        "contacts": lambda: parts([contact.text for contact in answer.contacts], like),
        "promises": lambda: promises(answer, like),
        "satisfaction": lambda: answer.satisfaction,
        "hints": lambda: sorted({hint.kind for hint in answer.suggestions} - {"need"} | needs(answer, like)),
        "amounts": lambda: parts([f"{each.value:.15g} {each.currency or ''}" for each in answer.amounts], like),
    }
    return readers[field]()


def needs(answer: Understood, like: list[str]) -> set[str]:
    """A need more than the examiner heard is only a suggestion more; one he heard must be there."""
    return {"need"} & set(like) & {hint.kind for hint in answer.suggestions}


def parts(found: list[str], like: list[str]) -> list[str]:
    """Each wanted part that stands in one of the found texts; everything found if their numbers differ."""
    if len(found) != len(like):
        return found
    return [part for part in like if any(part.lower() in text.lower() for text in found)]


def promises(answer: Understood, like: list[str]) -> list[str]:
    if len(answer.promises) != len(like):
        return [told(promise, "| |") for promise in answer.promises]
    return [told(promise, wish) for promise, wish in zip(answer.promises, like, strict=True)]


def told(promise: Promise, wish: str) -> str:
    """The promise in the words of the wish where it agrees with it."""
    words, due, who = [part.strip() for part in [*wish.split("|"), "", ""]][:3]
    owner = "customer" if promise.by_customer else promise.owner.name if promise.owner else ""
    agrees = words.lower() in promise.text.lower() and who in ("*", owner) and is_due(promise.due, due)
    return wish if agrees else f"{promise.text} | {promise.due} | {owner}"


def is_due(due: When | None, wish: str) -> bool:
    if not wish or due is None:
        return wish == "*" or (due is None and not wish)
    day, _, direction = wish.rpartition(" ")
    found = stamp(due, day)
    same = found.startswith(day.removesuffix("*")) if day.endswith("*") else found == day
    return wish == "*" or (same and direction in ("*", due.direction))


def stamp(when: When, like: str) -> str:
    form = "%m-%d" if when.start.year == 2026 else "%Y-%m-%d"
    return when.start.strftime(form + (" %H:%M" if ":" in like else ""))
