"""What a customer is told to want, where no product of the catalogue is named: wants SSO, needs cover from the 1st."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from bot.understanding.model import Hint, Span
from bot.understanding.text.cues import cued
from bot.understanding.text.line import Line
from bot.understanding.text.vocabulary import load

SAID: Final = "said"  # the code of a need in the customer's own words
_WANTS: Final = cued(
    r"\b(?P<verb>wants?|wanted|needs?|needed|asked\s+(?:for|about)|asks\s+for|asking\s+for|looking\s+for"
    r"|in\s+the\s+market\s+for"
    r"|interested\s+in|keen\s+on|would\s+like|'d\s+like|requires?|requested|enquir(?:ed"
    r"|ing)\s+about)\s+(?P<what>(?:[^,.;:!?()]|(?<=\d)[,.](?=\d))+)"
)
_NOT_THEIRS: Final = cued(
    r"(?:\b(?:i|we|i've|we've|i'd|we'd|you|no|not|nobody|if|to|don't|doesn't|didn't"
    r"|never)\s+(?:also\s+|just\s+)?)$"
)
_ENDS: Final = cued(
    r"\s+(?:by|before|because|so|but|asap|until|till|or|if|when|while|though|instead\s+of\s+us|please|pls"
    r"|and\s+(?:will|asked|asks|wants?|said|is|are|he|she|they|i|we|to))\b.*"
)
_TO_HAVE: Final = cued(
    r"to\s+(?:add|buy|lease|rent|hire|insure|finance|fund|hedge|upgrade|increase|extend|refinance|expand|switch"
    r"|cover|protect|borrow"
    r"|invest|replace|install|automate|integrate|migrate|open)\s+"
)
# A quote on three new trucks: the trucks are what is needed.
_ABOUT: Final = re.compile(
    r"^(?:an?\s+|the\s+|some\s+)*(?:(?:quotes?|quotation|proposal|prices?|pricing|info|information|details)\s+(?:on"
    r"|for|about|re)\s+(?:an?\s+|the\s+)?)?"
)
_FOR_OTHERS: Final = cued(
    r"\b(?:us|me|him|her|them|his|you|somebody|someone)\s+to\b|^(?:for|of|in|to|that|it|him|her|them|us"
    r"|me)\b"
)
_WORD: Final = cued(r"[a-z][a-z&'/-]+")


@lru_cache(maxsize=1)
def _no_needs() -> frozenset[str]:
    return frozenset(load("english")["asked"]["words"].split())


def stated_needs(line: Line, taken: Sequence[Span]) -> Iterator[Hint]:
    """The things the customer's side is said to want; never within `taken`, what is understood already."""
    for match in _WANTS.finditer(line.flat):
        if _NOT_THEIRS.search(line.flat, max(0, match.start() - _REACH), match.start()) or not _has_subject(
            line, match.start(), match["verb"]
        ):
            continue
        what = _ENDS.sub("", match["what"]).strip()
        to_have = _TO_HAVE.match(what)
        if not to_have and _FOR_OTHERS.search(what):
            continue
        lead = len(what) - len(_ABOUT.sub("", what, count=1))
        start, what = match.start("what") + lead, what[lead:]
        span = (start, start + len(what))
        if _says_something(line, span) and not any(a < span[1] and span[0] < b for a, b in taken):
            yield Hint("need", SAID, line.text[slice(*span)], span)


_REACH: Final = 40


def _has_subject(line: Line, start: int, verb: str) -> bool:
    """Need a holiday may be anybody's; he needs, Vance need and wants tell whose wish it is."""
    if verb not in ("want", "need", "require"):
        return True
    named = [*line.customers, *(person.span for person in line.people)]
    before = line.flat[max(0, start - _REACH) : start]
    return any(0 <= start - end <= 1 for _, end in named) or _THEY.search(before) is not None


_THEY: Final = cued(
    r"\b(?:they|customer|client|team|say|says)\s+(?:all\s+|also\s+|really\s+|still\s+)?$"
    r"|\b(?:wechat|whatsapp|msg)\s*[-:\u2013]\s*(?:[^.;:!?]*,\s+)?$"
    r"|\b(?:rang|called|emailed|phoned|messaged|texted|met|saw|visited|spoke)\b[^.;:!?]*(?:,\s+(?:and\s+)?|\s)$"
)


def _says_something(line: Line, span: Span) -> bool:
    """More than a document, a call or a day, which is ours to keep and not to sell."""
    if any(amount.span[0] <= span[0] + 1 and span[0] < amount.span[1] for amount in line.amounts):
        return True
    named = [*(person.span for person in line.people), *(date.span for date in line.dates), *line.customers]
    named += [colleague.span for colleague in line.colleagues]
    found = _WORD.finditer(line.flat, *span)
    return any(word[0] not in _no_needs() and not any(a <= word.start() < b for a, b in named) for word in found)
