"""What people do in English: the verbs and things of data/english.toml, and a verb in its third person."""

import re
from functools import cache, lru_cache
from typing import Final

from bot.understanding.text.vocabulary import load

_WORD: Final = re.compile(r"[a-z]+")


@cache
def words(side: str, kind: str) -> frozenset[str]:
    """One list: what is done (`verbs`) or handed over (`things`) by `ours`, `theirs` or, for `acts`, anybody."""
    return frozenset(load("english")[side][kind].split())


@lru_cache(maxsize=1)
def every_act() -> frozenset[str]:
    """Every verb that somebody may be about to do for somebody."""
    return words("acts", "verbs") | words("ours", "verbs") | words("theirs", "verbs")


def handed(rest: str) -> int:
    """1 where the first thing named is what we give, -1 where it is what a customer gives, 0 where neither is named.

    Of several words in a row the last is the thing: the forecast presentation is a presentation.
    """
    side = 0
    for word in _WORD.findall(rest):
        if word in _ENDS and side:
            break
        if word in _FROM_THEM:
            return -1
        side = -1 if word in words("theirs", "things") else 1 if word in words("ours", "things") else side
    return side


_FROM_THEM: Final = frozenset(("signed", "countersigned", "audited", "their", "his", "her"))
_ENDS: Final = frozenset(("of", "for", "to", "by", "from", "with", "on", "at", "and", "in", "or", "before", "until"))


def third(verb: str) -> str:
    """Checks, replies: the verb as somebody else does it."""
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return verb.removesuffix("y") + "ies"
    return verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "o")) else "s")


def present(verb: str) -> str | None:
    """The verb that stands in the third person: checks, replies; None where it is none of ours."""
    for ending, instead in (("ies", "y"), ("es", ""), ("s", "")):
        if verb.endswith(ending) and verb.removesuffix(ending) + instead in every_act():
            return verb.removesuffix(ending) + instead
    return None


def doing(verb: str) -> str | None:
    """The verb that stands as a doing: sorting, chasing, getting; None where it is none of ours."""
    if not verb.endswith("ing"):
        return None
    stem = verb.removesuffix("ing")
    shorter = stem[:-1] if stem[-1:] == stem[-2:-1] else stem
    return next((base for base in (stem, stem + "e", shorter) if base in every_act()), None)
