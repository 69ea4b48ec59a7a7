"""The beginnings by which names are stored and looked up: those of one form, and all that a line may hold."""

import re
from bisect import bisect_left, bisect_right
from typing import Final

from bot.customers.folding import Compact
from bot.customers.stretching import is_latin

CHINESE_HEAD: Final = 3
LATIN_HEAD: Final = 8


def head_of(form: str) -> str:
    """The part of a form that is looked up: its first characters, as long as they are of one script."""
    latin = is_latin(form[0])
    most = LATIN_HEAD if latin else CHINESE_HEAD
    end = next((place for place, char in enumerate(form[:most]) if is_latin(char) != latin), min(len(form), most))
    return form[:end]


def head_keys(seen: Compact) -> list[str]:
    """The keys of every form that may begin somewhere in the line, each once, in its order."""
    keys: list[str] = []
    ends = sorted(seen.breaks)
    for run in _SCRIPTS.finditer(seen.text):
        first, last = run.span()
        if run["latin"]:
            for start in ends[bisect_left(ends, first) : bisect_left(ends, last)]:
                keys += ["=" + head for head in _latin_heads(seen.text, start, ends)]
            continue
        # The first two and three characters, as far as they are of one script.
        body = run[0]
        for start in range(len(body) - 2):
            keys += ("=" + body[start : start + 2], "=" + body[start : start + CHINESE_HEAD])
        if len(body) > 1:
            keys.append("=" + body[-2:])
        if last < len(seen.text):
            keys.append("=" + body[-1])
    return list(dict.fromkeys(keys))


_SCRIPTS: Final = re.compile(r"(?P<latin>[a-z0-9]+)|[^a-z0-9]+")


def _latin_heads(text: str, start: int, ends: list[int]) -> set[str]:
    """The first letters at a word start: a full head, and every shorter one that ends with a word."""
    run = start
    while run < len(text) and run < start + LATIN_HEAD and is_latin(text[run]):
        run += 1
    first = bisect_right(ends, start)
    return {text[start:end] for end in ends[first : bisect_right(ends, run, first)]} | {text[start:run]}
