"""Given names typed or dictated small: met jo at 9, jen wants two more, tom becker to ring her."""

import re
from typing import Final

from bot.understanding.people.name_words import also_words, no_names
from bot.understanding.people.ordinary import given
from bot.understanding.text.verbs import present, words


def with_capitals(text: str) -> str:
    """Given names typed small get their capital letter: met jo at 9, jen wants two more."""
    words = set(_SMALL_RUN.findall(text))
    known = not (words.isdisjoint(given()) and words.isdisjoint(also_words()))
    if not known and words.isdisjoint(_CALLED):
        return text
    every = not words.isdisjoint(_CALLED)
    pieces, place = [], 0
    for match in _SMALL.finditer(text):
        word = match[0]
        if every or word in given() or word in also_words() or _SURNAME.match(text, match.end()):
            pieces += [text[place : match.start()], _capital(match)]
            place = match.end()
    return "".join([*pieces, text[place:]])


_SMALL_RUN: Final = re.compile(r"[a-z]{2,}")
_CALLED: Final = ("called", "named")  # behind these any word may be a name
_SMALL: Final = re.compile(r"(?<![\w@.'’\-#/])[a-z]{2,}(?![A-Za-z0-9_@\-])")


def _capital(match: re.Match[str]) -> str:
    word = match[0]
    if _SURNAME.match(match.string, match.end()):
        before = re.search(r"([a-z]+)\s$", match.string[max(0, match.start() - _LONGEST_NAME) : match.start()])
        if before and before[1] in given() and word not in no_names() and not _is_verb(word):
            return word.capitalize()
    if word in also_words():
        named = _BEHIND_SMALL.search(match.string, max(0, match.start() - 24), match.start()) is not None
        named = named or _beside_name(match) or _speaks(match)
    else:
        named = word in given() or _is_introduced(match.string, match.start())
    return word.capitalize() if named else word


_LONGEST_NAME: Final = 24
_BEFORE_ANOTHER: Final = re.compile(r"(?:^|[^\w'])(?P<other>[A-Za-z]+)(?:,|\s(?:n|and|&|\+))\s$")
_AND_ANOTHER: Final = re.compile(r"\s(?:n|&|\+)\s(?P<other>[A-Za-z]+)")


SPEAKS: Final = re.compile(r"\s(?:says|said|rang|phoned|reckons|emailed|texted|messaged|called|thinks|wants)\b")
_BEGINS: Final = re.compile(r"(?:^|[,.;:!?>\n–-]\s*|\b(?:and|but)\s)$")


def _speaks(match: re.Match[str]) -> bool:
    """Charlotte says, behind a mark or her firm."""
    said = SPEAKS.match(match.string, match.end())
    return said is not None and _BEGINS.search(match.string, max(0, match.start() - 5), match.start()) is not None


_MET_WITH: Final = re.compile(r"\b(?i:with|w|w/|met|saw|rang|and|told|called|seeing)\s$")


def _is_verb(word: str) -> bool:
    """Anke expects to have it: no surname."""
    return word in words("wishes", "verbs") or present(word) is not None


def _beside_name(match: re.Match[str]) -> bool:
    """Lunch with dave n sue: a word that is a name too, listed with a name."""
    before = _BEFORE_ANOTHER.search(match.string, max(0, match.start() - _LONGEST_NAME), match.start())
    other = before or _AND_ANOTHER.match(match.string, match.end())
    if other is None:
        return False
    met = _MET_WITH.search(match.string, max(0, other.start("other") - _LONGEST_NAME), other.start("other"))
    name = other["other"].lower()
    return name in given() or (before is not None and met is not None and name in also_words())


def _is_introduced(text: str, place: int) -> bool:
    """A lady called jo: behind these words anything is a name."""
    called = text.endswith(_CALLED, 0, max(0, place - 1))
    return called and _INTRODUCED.search(text, max(0, place - 20), place) is not None


_SURNAME: Final = re.compile(r"(?:'ll|\s(?:to|will)\s[a-z])")  # tom becker to ring her
_INTRODUCED: Final = re.compile(r"\b(?:lady|guy|man|woman|chap|bloke|someone|somebody)\s(?:called|named)\s$")
_BEHIND_SMALL: Final = re.compile(
    r"\b(?i:met(?:\swith)?|saw|called|rang|phoned|emailed|texted|messaged|whatsapped|tried|(?:spoke|talked"
    r"|chatted)\s(?:to|with)|(?:lunch|coffee|dinner|call|meeting|mtg|zoom|teams|tea)\s(?:with|w)|"
    r"superintendent|foreman|owner|boss|manager|director|buyer|supervisor|chef|matron|skipper|"
    r"caught\sup\swith|heard\sfrom|told|ask|asked|chased|tell|chase|ring|call|email)\s$"
)
