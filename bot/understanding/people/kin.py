"""People named as whose they are, or by letters: left word with his wife, Guptaji, T.K. said, Albrecht jr."""

import re
from collections.abc import Iterator
from typing import Final

from bot.understanding.model import Contact
from bot.understanding.people.name_words import no_people
from bot.understanding.people.ordinary import given
from bot.understanding.text.cues import cued

_KIN: Final = r"(?:wife|husband|son|daughter|brother|sister|niece|nephew|mum|mother|uncle|aunt)"
# One of his family is met where he is told something or acts himself; not where his name or his thing follows.
_FAMILY: Final = cued(
    rf"(?:\b(?:with|w/?|met|saw|told|rang|called|emailed|texted|visited|and)\.?\s|[&+]\s|\bmailed\sto\s)(?:(?:his|her|their|the|old|young|[a-z]+'s)\s)?(?P<met>{_KIN})(?=$|[,.;:)!?]|\s[a-z])"
    rf"|(?:^|[,.;:!?-]\s|\b(?:his|her|their|the|[a-z]+'s)\s)(?P<acts>{_KIN})(?=\s(?:says?|said|wants?|will|has\sto|still\shas|to\ssign|rang|called|came|runs|signs?|signed|thinks|asked|phoned|texted|emailed|took|pays?|paid)\b)"
)
# Guptaji; T.K. needs; Albrecht jr. asks.
_LETTERS: Final = re.compile(
    r"(?<![\w.])(?:(?P<sir>[A-Z][a-z]{2,}ji)(?![\w-])|(?P<initials>(?!U\.[KSN]|E\.[UG])[A-Z]\.[A-Z]\.)(?=\s(?:needs|said|says|wants|will|to|is|has|rang|called|asked|promised)\b)"
    r"|(?P<herr>Hr\.?\s[A-Z][a-z]+(?:\s(?:jr|jun)\.?)?)|(?P<younger>[A-Z][a-z]+\s(?:jr|jnr|jun|snr)(?:\.|\b)))"
)
_NOT_SIRS: Final = frozenset(("fiji", "emoji"))


# Flo's place, Saoirse's away: what is hers, or what she is.
_WHOSE: Final = re.compile(r"(?<![\w'’-])(?P<first>[A-Z][a-z]{2,})(?=['’]s\s[a-z])")
# Words that are names too and, with a capital letter and what is hers behind, hardly anything else: Gene's load.
_OWNERS: Final = frozenset(
    (
        "gene",
        "dale",
        "trent",
        "troy",
        "pat",
        "ray",
        "don",
        "dean",
        "jack",
        "frank",
        "rob",
        "bob",
        "ted",
        "dan",
        "nick",
        "rich",
        "dick",
        "glen",
    )
)


def kin(text: str, flat: str) -> Iterator[Contact]:
    """The people so named in a text in which everything known is masked; `flat` is the folded line it was made of."""
    for match in _FAMILY.finditer(text.lower(), line=flat):
        group = "met" if match["met"] else "acts"
        if not text[match.end(group) + 1 : match.end(group) + 2].isupper():
            yield Contact(match[group], match.span(group))
    for match in _LETTERS.finditer(text):
        if match[0].lower() not in _NOT_SIRS:
            yield Contact(match[0], match.span())
    for match in _WHOSE.finditer(text):
        first = match["first"].lower()
        if (first in given() or first in _OWNERS) and first + "'s" not in no_people():
            yield Contact(match["first"], match.span("first"))
