"""Ordinary words with a capital letter only because a note begins with them: Voicemail from Becky, Heard from Dave."""

import re
from functools import lru_cache
from typing import Final

from bot.understanding.text.vocabulary import load

_WHERE: Final = re.compile(r"\s(?:at|from|@)\s[A-Z,]|:\s")
_TOLD: Final = re.compile(r"[A-Z][a-z]{2,}(?:ed|ing|tion|sion|ment|ance|ence|ness|ship|ings|ments|tions|age|ages)$")


def is_ordinary(match: re.Match[str]) -> bool:
    """Whether the `first` of a match, with where it comes from behind it, is no name but an ordinary word."""
    first = match["first"]
    if first.lower() in given() or " " in first or not _WHERE.match(match.string, match.end("first")):
        return False
    return is_abstract(first) or first.lower() in _begin_notes()


def is_abstract(word: str) -> bool:
    """Discussion, Meeting, Renewed: by its ending no name."""
    return _TOLD.match(word) is not None


@lru_cache(maxsize=1)
def given() -> frozenset[str]:
    """Given names, in small letters and without accents."""
    return frozenset(load("people")["en"]["given"].split()) | frozenset(load("names_en")["given"].split())


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """Ordinary English words, but for those that are common surnames."""
    return frozenset(load("names_en")["common"].split())


@lru_cache(maxsize=1)
def _begin_notes() -> frozenset[str]:
    return frozenset(load("people")["en"]["begin_notes"].split())
