"""Two customers of one short name: a word beside it tells which. The Penrose hull policy, Northgate hospital."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from bot.customers.folding import fold
from bot.customers.matching import NameMatch
from bot.customers.names import lexicon
from bot.understanding.text.vocabulary import load

_WORD: Final = re.compile(r"[a-z][a-z&']{2,}")
_SENTENCE: Final = re.compile(r"[.!?;](?=\s|$)")
_REACH: Final = 48  # characters on either side of a name that are looked at
_BEGINS: Final = 4  # letters that tell a word cut short: Lakshmi Prec, Northgate hosp
_STEM: Final = 5
# Parts of names that a note uses without meaning them: take care, I trust, at your service.
_SAID_OF_ANY: Final = frozenset(
    ("care", "trust", "group", "company", "service", "services", "solutions", "partners", "office", "street", "family")
)


def told(flat: str, matches: Sequence[NameMatch]) -> NameMatch | None:
    """The one customer whose trade or whose name's other words stand beside the name they share; None where none does.

    `matches` are of several customers at one place.
    """
    if len({match.customer_id for match in matches}) < 2 or len({match.span for match in matches}) > 1:
        return None
    words = _beside(flat, matches[0])
    hit = [match for match in matches if words & _trade_words(match.name) or _shortened(words, match.name)]
    return hit[0] if len({match.customer_id for match in hit}) == 1 else None


def _beside(flat: str, match: NameMatch) -> frozenset[str]:
    start, end = match.span
    before = flat[max(0, start - _REACH) : start]
    behind = flat[end : end + _REACH]
    before = before[max((mark.end() for mark in _SENTENCE.finditer(before)), default=0) :]
    mark = _SENTENCE.search(behind)
    behind = behind[: mark.start()] if mark else behind
    return frozenset(word.strip("'") for word in _WORD.findall(f"{before} , {behind}"))


def _other_words(name: str) -> list[str]:
    """The words of a name but for the first, which they share, and the legal form."""
    return [word for word in _WORD.findall(fold(name))[1:] if word not in lexicon().en_legal | _SAID_OF_ANY]


def _shortened(words: frozenset[str], name: str) -> bool:
    return any(
        own.startswith(word) or (len(own) > _STEM and word.startswith(own[:_STEM]))
        for own in _other_words(name)
        for word in words
        if len(word) >= _BEGINS and len(own) >= _BEGINS
    )


@lru_cache(maxsize=512)
def _trade_words(name: str) -> frozenset[str]:
    """What is said of firms of the trade that the name tells."""
    own = frozenset(_other_words(name))
    return frozenset().union(*(family for family in _families() if family & own))


@lru_cache(maxsize=1)
def _families() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(line.split()) for line in load("names_en")["trades"].splitlines() if line)
