"""What people do in English: the verbs and things of data/english.toml, and a verb in its third person."""

import re
from functools import lru_cache
from typing import Final

from bot.understanding.vocabulary import load

_WORD: Final = re.compile(r"[a-z]+")


@lru_cache(maxsize=8)
def words(side: str, kind: str) -> frozenset[str]:
    """One list: what is done (`verbs`) or handed over (`things`) by `ours`, `theirs` or, for `acts`, anybody."""
    return frozenset(load("english")[side][kind].split())


@lru_cache(maxsize=1)
def every_act() -> frozenset[str]:
    """Every verb that somebody may be about to do for somebody."""
    return words("acts", "verbs") | words("ours", "verbs") | words("theirs", "verbs")


def handed(rest: str) -> int:
    """1 where the first thing named is what we give, -1 where it is what a customer gives, 0 where neither is named."""
    for word in _WORD.findall(rest):
        if word in words("theirs", "things"):
            return -1
        if word in words("ours", "things"):
            return 1
    return 0


def present(verb: str) -> str | None:
    """The verb that stands in the third person: checks, replies; None where it is none of ours."""
    for ending, instead in (("ies", "y"), ("es", ""), ("s", "")):
        if verb.endswith(ending) and verb.removesuffix(ending) + instead in every_act():
            return verb.removesuffix(ending) + instead
    return None
