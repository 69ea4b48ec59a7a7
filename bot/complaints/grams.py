"""Pieces of text for searching and for learning: two Chinese characters, one Latin word and its triples. Pure."""

import re
import unicodedata
from functools import lru_cache

LONGEST = 30_000
"""Characters that are looked at."""
_RUNS = re.compile(r"[\u3400-\u9fff]+|[a-z][a-z']+|\d{3,}")
_COMMON = frozenset(
    ("the", "and", "for", "was", "were", "that", "this", "with", "have", "has", "had", "not", "but", "they", "you")
)


def _flat(text: str) -> str:
    return unicodedata.normalize("NFKC", text[:LONGEST]).casefold()


@lru_cache(maxsize=512)
def grams(text: str) -> frozenset[str]:
    """What the case library is searched by: pairs of Chinese characters, Latin words without the most common ones."""
    found: set[str] = set()
    for run in _RUNS.findall(_flat(text)):
        if run[0].isascii():
            if len(run) > 2 and run not in _COMMON:
                found.add(_stem(run))
        else:
            found.update(run[at : at + 2] for at in range(max(1, len(run) - 1)))
    return frozenset(found)


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def letters(text: str) -> frozenset[str]:
    """What the suggestion learns from: the same pairs of Chinese characters, and triples of letters within a word."""
    found: set[str] = set()
    for run in _RUNS.findall(_flat(text)):
        if run[0].isascii():
            padded = f" {run} "
            found.update(padded[at : at + 3] for at in range(len(padded) - 2))
        else:
            found.update(run[at : at + 2] for at in range(max(1, len(run) - 1)))
    return frozenset(found)
