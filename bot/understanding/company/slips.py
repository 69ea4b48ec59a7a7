"""Names of customers with slips of the finger: the words typed behind the first one decide which customer is meant."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from rapidfuzz.distance import OSA

from bot.customers.folding import fold
from bot.customers.matching import NameMatch
from bot.understanding.model import Span

_WORD: Final = re.compile(r"[a-z0-9][a-z0-9'&]*")
_BEHIND: Final = re.compile(r"\s+(?P<word>[a-z][a-z']{3,})\b")
_SHORT_WORD: Final = 6  # below, one slip; from here on, two
_LONG_ENOUGH: Final = 10  # characters of two words with a slip
_DENIED: Final = re.compile(r"\b(?:not|isn't|instead\s+of|rather\s+than)\s+(?:the\s+)?$")
_ENDED: Final = re.compile(r"\s*(?:$|[),;.]|\bbut\b)")


def decided(flat: str, matches: Sequence[NameMatch]) -> NameMatch | None:
    """The one customer that two typed words come near to: meridan hotels, Hartly Hydralics. None where none is, or two.

    The match answered reaches over both words.
    """
    near = [found for match in matches for found in _two_words(flat, match)]
    if len({match.customer_id for match in near}) != 1:
        return None
    return max(near, key=lambda match: match.span[1] - match.span[0])


def _two_words(flat: str, match: NameMatch) -> Iterator[NameMatch]:
    start, end = match.span
    typed = _WORD.findall(flat, start, end)
    if match.how == "typo" and len(typed) > 1 and end - start >= _LONG_ENOUGH:
        yield match
        return
    behind = _BEHIND.match(flat, end)
    named = _WORD.findall(fold(match.name))
    if behind is None or not typed or len(named) <= len(typed) or not _near(typed[0], named[0]):
        return
    if _near(behind["word"], named[len(typed)]):
        yield replace(match, span=(start, behind.end()))


def _near(one: str, other: str) -> bool:
    slips = 1 if len(other) < _SHORT_WORD else 2
    return one[0] == other[0] and OSA.distance(one, other, score_cutoff=slips) <= slips


def not_meant(flat: str, matches: Sequence[NameMatch], dates: Sequence[Span]) -> list[NameMatch]:
    """The matches without those only named to be denied, new one (not Ashford), and first words that are days."""
    return [
        match
        for match in matches
        if not (_is_denied(flat, match) or _is_day(flat, match, dates) or _is_surname(flat, match, matches))
        and not _CURRENCY.match(flat, match.span[0])
    ]


# Sterling down against the euro: the money, not the foundry.
_CURRENCY: Final = re.compile(
    r"(?:sterling|crown|rand|real|sol|won|yen)\s+(?:(?:is|was|has|have|keeps|been|still|now|so|a\s+bit|well)\s+)*(?:up|down|weak\w*"
    r"|strong\w*|fell|fall\w*|rose|ris\w*|slid\w*|slip\w*|drop\w*|rall\w*|gain\w*|against|vs|versus)\b"
)


_TITLED: Final = re.compile(r"\b(?:mr|mrs|ms|miss|dr|sir|prof)\.?\s+[a-z]+\s+$")


def _is_surname(flat: str, match: NameMatch, matches: Sequence[NameMatch]) -> bool:
    """Mr Edmund Lockhart, Chairman of Lockhart Insurance: the first one is he, the second one his firm."""
    titled = match.kind == "lead" or match.score < 1
    if titled and _HONORIFIC.search(flat, max(0, match.span[0] - 8), match.span[0]) and _named_too(match, matches):
        return True
    again = any(each.customer_id == match.customer_id and each.span[0] >= match.span[1] for each in matches)
    return again and _TITLED.search(flat, max(0, match.span[0] - 24), match.span[0]) is not None


_HONORIFIC: Final = re.compile(r"\b(?:mr|mrs|ms|miss|dr|sir|prof)\.?\s+$")


def _named_too(match: NameMatch, matches: Sequence[NameMatch]) -> bool:
    """Mrs Hargreave-Cole at Hargreave Tools: the firm is named behind her."""
    return any(each.customer_id == match.customer_id and each.span[0] >= match.span[1] for each in matches)


def _is_denied(flat: str, match: NameMatch) -> bool:
    start, end = match.span
    return _DENIED.search(flat, max(0, start - 20), start) is not None and _ENDED.match(flat, end) is not None


def _is_day(flat: str, match: NameMatch, dates: Sequence[Span]) -> bool:
    """By friday is no word about Friday Harbor."""
    inside = match.kind == "lead" and any(a <= match.span[0] and match.span[1] <= b for a, b in dates)
    return inside and next(_two_words(flat, match), None) is None
