"""The shipped word lists of data/, compiled once."""

import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from bot.understanding.text.scanner import Entry, Scanner

_HINTS: Final = ("risk", "need", "complaint", "competitor", "rival")


@lru_cache(maxsize=16)
def load(name: str) -> dict[str, Any]:
    """One file of data/."""
    return tomllib.loads((files("bot.understanding") / "data" / f"{name}.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=64)
def scanner(competitors: tuple[str, ...] = ()) -> Scanner:
    """All word lists in one scanner; `competitors` are further names, configured by the institution."""
    return Scanner([*_entries(), *(Entry("competitor", "words", word.lower()) for word in competitors if word.strip())])


def _entries() -> Iterator[Entry]:
    channels = load("channels")
    for channel in channels["channel"]:
        yield from _words("channel", channel["name"], channel["words"])
    yield from _words("attempt", "attempt", channels["attempt"]["words"])
    for name, words in channels["plain"].items():
        yield from _words("plain", name, words)
    hints = [(kind, load("hints")[kind]) for kind in _HINTS]
    for table, codes in (*hints, *load("faults").items(), *load("feelings").items()):
        for code, words in codes.items():
            yield from _words(table, code, words)
    for table, content in load("promises").items():
        yield from _words(table, table, content["words"])
    for words in (load("people")["zh"]["roles"], load("people")["en"]["roles"]):
        yield from _words("role", "role", words)


def _words(table: str, code: str, words: str) -> Iterator[Entry]:
    for word in words.split():
        yield Entry(table, code, word)


@lru_cache(maxsize=1)
def talk() -> re.Pattern[str]:
    """Matches a whole folded line that is ordinary talk."""
    sources = "|".join(word[1:-1] for word in load("talk")["words"].split())
    return re.compile(rf"(?:(?:{sources})(?![a-z])[\W_]*)+")
