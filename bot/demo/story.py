"""What happened in the two months before today: pure, the same every time for the same day."""

import random
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.core.calendar import WorkingTime, localise
from bot.demo.people import raw

DAYS = 61
"""Days of history, counted back from today."""

SEED = 20_251
BUSY = 0.62
"""Share of the working days on which somebody writes a note."""

SILENT_EVERY = 7
"""Every seventh customer of a book has not been spoken to in the last weeks."""

SILENT_DAYS = 38
WEIGHTS = {"strategic": 6, "key": 4, "standard": 2}


@dataclass(frozen=True, slots=True)
class Book:
    """Whose customers these are: (short name, names of its people, tier) each."""

    email: str
    language: str
    time: WorkingTime
    customers: Sequence[tuple[str, Sequence[str], str]]


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of the promises of a note: kept, late, dropped or forgotten, and with which words."""

    kind: str
    words: str
    share: float
    """Where between the note and the due moment a kept promise is kept (0 to 1); for late ones, working days after."""


@dataclass(frozen=True, slots=True)
class Note:
    """One note somebody writes at an instant."""

    at: datetime
    email: str
    text: str
    fate: Fate


def notes(now: datetime, books: Sequence[Book]) -> list[Note]:
    """Every note of the two months, oldest first."""
    words = tomllib.loads(raw("notes.toml").decode())
    found: list[Note] = []
    for number, book in enumerate(books):
        found += _of_book(now, book, words, random.Random(SEED + number))
    return sorted(found, key=lambda note: (note.at, note.email))


def _of_book(now: datetime, book: Book, words: Mapping[str, Any], rng: random.Random) -> list[Note]:
    found: list[Note] = []
    today = now.astimezone(book.time.zone).date()
    said: list[str] = []
    working = [day for day in (today - timedelta(days=back) for back in range(DAYS, 0, -1)) if book.time.opening(day)]
    for day in working:
        forced = _forced(len(working) - working.index(day))
        if forced is None and rng.random() > BUSY:
            continue
        customer = _choose(book, (today - day).days, rng)
        said = said or rng.sample(words[book.language]["notes"], k=len(words[book.language]["notes"]))
        pattern = said.pop()
        if forced is not None:
            pattern = rng.choice([each for each in words[book.language]["notes"] if "{d}" in each])
        ahead = words[book.language]["days"][0] if forced else rng.choice(words[book.language]["days"])
        text = pattern.format(c=customer[0], p=rng.choice(customer[1]), d=ahead)
        clock = timedelta(hours=rng.choice([9.5, 10.25, 11, 14, 15.5, 16.75]), minutes=rng.randrange(10))
        at = book.time.next_open(localise(book.time.zone, datetime.combine(day, datetime.min.time()) + clock))
        if at < now:
            found.append(Note(at, book.email, text, forced or _fate(words, book.language, rng)))
    return found


def _forced(days_ago: int) -> Fate | None:
    """So that today is worth a look: something due today, something a few days late, whatever the dice say."""
    if days_ago == 1:
        return Fate("open", "", 0)
    return Fate("forgotten", "", 0) if days_ago == 4 else None


def _choose(book: Book, days_ago: int, rng: random.Random) -> tuple[str, Sequence[str], str]:
    quiet = days_ago <= SILENT_DAYS
    candidates = [one for place, one in enumerate(book.customers) if not (quiet and place % SILENT_EVERY == 2)]
    return rng.choices(candidates, [WEIGHTS.get(tier, 1) for _, _, tier in candidates])[0]


def _fate(words: Mapping[str, Any], language: str, rng: random.Random) -> Fate:
    dice = rng.random()
    outcome, reason = rng.choice(words["outcomes"][language]), rng.choice(words["reasons"][language])
    if dice < 0.80:
        return Fate("kept", outcome, rng.uniform(0.35, 0.95))
    if dice < 0.91:
        return Fate("late", outcome, rng.choice([1, 1, 2, 3]))
    return Fate("dropped", reason, rng.uniform(0.3, 0.8))
