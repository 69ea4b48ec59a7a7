"""Where in an English clause somebody else begins to act: I credit it | and Accounts to ring, to Jo | who will sign."""

import re
from collections.abc import Iterator
from typing import Final

from bot.understanding.model import Span
from bot.understanding.text.clauses import Clause
from bot.understanding.text.line import Line

# What is going to be done, by whoever is named right before it.
_WILL: Final = re.compile(
    r"(?:'ll|\s+(?:will|shall|must|is\s+(?:going\s+)?to|are\s+(?:going\s+)?to|has\s+to|have\s+to|to(?=\s+(?!us\b|me\b|the\b|our\b|an?\b|be\s+(?:fair|honest)\b)[a-z]{2,})|promised|agreed))(?![a-z])"
)
_SPEAKS: Final = re.compile(
    r"(?:'ll|\s+(?:has\s+|also\s+)?(?:wants?|wanted|needs?|asked|asks|said|says|reckons|thinks|promised|promises|will|is\s+going\s+to|is\s+(?:happy|unhappy|worried|keen|sending)))(?![a-z])"
)
_JOINED: Final = re.compile(
    r"(?P<and>\s+(?:and|but|then|while|so|plus|&)\s+(?:then\s+|also\s+)?)(?:our\s+|the\s+|their\s+)?$"
)
# Passed to Callum who will reply, met Jo of Acme who'll sign.
_WHO: Final = re.compile(
    r"(?:\s+(?:at|from|of|in)\s+[\w&'-]+(?:\s[\w&'-]+){0,2}?|\s?\([^()]{1,30}\))?(?P<cut>,?\s+)who(?:'ll|'s\s+(?:going\s+)?to|\s+(?:will|is\s+(?:going\s+)?to|has\s+to|promised|agreed|said|says|wants?|needs?|asked|can))\b"
)
# Behind these the clause goes on with whom it is about: the rate card Tony wants, spoke to Tony.
_LINKS: Final = re.compile(
    r"\b(?:to|with|w|from|for|of|by|at|in|on|and|or|as|if|that|what|which|when|whether|because|than|until|till|once|after|before|unless|since|where|why|how|who|whom|our|their|his|her|my|your|the|an?"
    r"|met|saw|told|asked|ask|tell|rang|ring|called|call|chase|chased|see|meet|phoned|emailed|email|let|get|got|have|had|take|took|visit|visited|via|mr|mrs|ms|miss|dr|re|cc|per|says?|said|thinks?|reckons?|hope|hoping|sure|like)\W*$|[(&/+'@-]\s*$"
)
_TOLD: Final = re.compile(r"\b(?:told|assured|promised)\s+$")  # told Sheila | the toolroom will look
_LONG_RUN: Final = 12  # words before a name at which nobody types on without taking breath
_SAYS_SOMETHING: Final = 2  # words of a clause


def turns(line: Line, clause: Clause) -> Iterator[Span]:
    """The stretches between two clauses, in no order; what joins them stands in them."""
    named = [*(each.span for each in line.people_in(clause)), *(each.span for each in line.colleagues_in(clause))]
    for span in named:
        yield from _turn(line, clause, span, named)
        who = _WHO.match(line.flat, span[1], clause.end)
        if who:
            yield who.start("cut"), who.end("cut")


def _turn(line: Line, clause: Clause, span: Span, named: list[Span]) -> Iterator[Span]:
    start, end = span
    ends = {last for _, last in named} | {last for _, last in line.customers}
    joined = _JOINED.search(line.flat, clause.start, start)
    if joined:
        both = joined.start() in ends or joined.start() - 1 in ends  # Ian and Susan will send it
        if _WILL.match(line.flat, end) and not both and _says(line, clause.start, joined.start()):
            yield joined.start(), joined.end("and")
        return
    if not _SPEAKS.match(line.flat, end) or _LINKS.search(line.flat, clause.start, start):
        return
    dated = any(date.span[1] == start - 1 for date in line.dates_in(clause))
    run = line.flat[clause.start : start].count(" ") >= _LONG_RUN
    told = any(_TOLD.search(line.flat, clause.start, a) and b == start - 1 for a, b in named)
    if told or run or (dated and _says(line, clause.start, start)):
        yield start - 1, start


def _says(line: Line, start: int, end: int) -> bool:
    return len(line.flat[start:end].split()) >= _SAYS_SOMETHING
