"""Somebody of ours whom an English note places in a function of the house: IT (Sanjay), Aled in billing.

A customer has functions, too: whoever is met or rung, or only says something, is not taken for one of ours.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from bot.understanding.house.functions import THEIRS, works
from bot.understanding.model import Colleague
from bot.understanding.people.name_words import jobs, no_names
from bot.understanding.text.scanner import listed
from bot.understanding.text.verbs import words

_NAME: Final = r"(?P<name>[A-Z][a-z\u00c0-\u017f]+(?:\s[A-Z][a-z\u00c0-\u017f]+)?)"
_RUNG: Final = re.compile(
    r"\b(?:ring|rang|called?|phoned?|met|saw|spoke(?:\s(?:to|with))?|emailed|chased|texted|see|visit(?:ed)?|mail\sfrom|email\sfrom|heard\sfrom|by)\s$"
)
_MORE: Final = re.compile(
    r"(?:\s(?:can|could)\s(?!(?:only|not|be)\b)[a-z]+|\s(?:does|do|did|is\son|on\s?site|onsite|at\ssite|takes?\s(?:care|it|over)|rules|examines)\b|'s\s[a-z]+ing\b)"
)
_SAYS: Final = re.compile(
    r"\s(?:says?|said|reckons?|thinks?|wants?|wanted|asks|asked|hopes?|expects?|confirms?|confirmed|promised|agreed|owes)\b"
)
_PAYS: Final = re.compile(r"\s(?:will\s|to\s|'ll\s)?(?P<verb>[a-z]+)")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")


@lru_cache(maxsize=1)
def _function() -> str:
    named = sorted((*words("desks", "alone"), *words("desks", "more"), "it"), key=len, reverse=True)
    return rf"(?:(?:[a-z]+\s)?(?:desk|team|svc|dept|department)|{listed([re.escape(each) for each in named])})"


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    """IT (Sanjay), Aled in billing, Treasury's Andrea, field officer Ramesh; every one begins with a word."""
    function, ours = _function(), r"(?:(?i:our|my)\s)?"
    work = listed(
        sorted({*words("desks", "people"), "partner", "trainee", "paralegal", "officer"}, key=len, reverse=True)
    )
    return (
        re.compile(rf"(?<![\w'&/-])(?i:(?:our\s|the\s)?(?:[a-z&]+\s)?(?:{function}|{work}))\s\({ours}{_NAME}\)"),
        re.compile(rf"(?<![\w'&/-]){_NAME}\s(?i:in|from)\s(?i:(?:our|the)\s)?(?i:(?:[a-z]+\s)?{function})(?![\w&/-])"),
        re.compile(rf"(?<![\w'&/-])(?i:{function})'s\s{_NAME}(?![\w&/-])"),
        re.compile(rf"(?<![\w'&/-])(?i:{function}\s{work})\s{_NAME}(?![\w&/-])"),
    )


# What a note of each kind holds, told at a glance: most lines hold none of it.
_HOLDS: Final = (
    re.compile(r"\s\((?:our\s|my\s)?[A-Z][a-z]"),
    re.compile(r"[a-z]\s(?:in|from)\s(?=[a-zA-Z])"),
    re.compile(r"'s\s[A-Z][a-z]"),
    re.compile(r"\b(?:officer|engineer|technician|fitter|surveyor|driver|planner|designer|trainer|consultant)\s[A-Z]"),
)


def placed(text: str, flat: str) -> Iterator[Colleague]:
    """Everybody of ours who is placed in a function and is to do something; his stretch holds the function."""
    if _HAN.search(flat):
        return
    for number, (holds, pattern) in enumerate(zip(_HOLDS, _patterns(), strict=True)):
        for match in pattern.finditer(text) if holds.search(text) else ():
            if _is_ours(text, flat, match, sure="(our " in match[0].lower(), bracketed=number == 0):
                yield Colleague(match["name"], match.span())


def _is_ours(text: str, flat: str, match: re.Match[str], *, sure: bool, bracketed: bool) -> bool:
    first = match["name"].split()[0].lower()
    before = flat[max(0, match.start() - 24) : match.start()]
    if first in no_names() | jobs() or THEIRS.search(before) or _RUNG.search(before):
        return False
    if sure:
        return True
    end = match.end()
    if _SAYS.match(flat, end):
        return False
    pays = _PAYS.match(flat, end)
    if pays and (pays["verb"] in _MONEY or pays["verb"].removesuffix("s") in _MONEY):
        return False
    asked = bracketed and _ASKED.search(before) is not None
    return asked or works().match(flat, end) is not None or _MORE.match(flat, end) is not None


_MONEY: Final = frozenset(("pay", "settle", "sign", "countersign", "clear", "transfer", "order", "send", "owe", "be"))
_ASKED: Final = re.compile(r"\b(?:asked|told|ask|tell|chase|with)\s$")
