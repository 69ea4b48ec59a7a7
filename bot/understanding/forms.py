"""Whose a promise is by the form of the clause alone: will be paid, told her draft on Thursday, me to release it."""

import re
from typing import Final, Literal

from bot.understanding.clauses import Clause
from bot.understanding.cues import cued
from bot.understanding.line import Line
from bot.understanding.subjects import head

Side = Literal["mine", "theirs", "ours"]


def plainly(line: Line, clause: Clause) -> Side | None:
    """The writer's or the customer's, where the form says it; None where it does not."""
    forms = (_labelled, _passive, _told_them, _me_to)
    return next((side for form in forms if (side := form(line, clause))), None)


def _labelled(line: Line, clause: Clause) -> Side | None:
    """Jasmin: can pay 60% by 30 Nov. What somebody of the customer's can do is his."""
    if not _CAN.match(line.flat, head(line, clause), clause.end):
        return None
    before = next((each for each in line.clauses if each.end + len(each.mark) == clause.start), None)
    if before is None or ":" not in before.mark:
        return None
    named = [*line.customers, *(each.span for each in line.people)]
    return "theirs" if any(before.start <= a < before.end for a, _ in named) else None


_CAN: Final = re.compile(r"(?:can|could|will|'ll|to)\s+(?:pay|settle|clear|sign|transfer|wire|repay|return|remit)\b")


def _me_to(line: Line, clause: Clause) -> Side | None:
    """Gavin to countersign by Friday, me to release funds on Monday."""
    return "mine" if line.flat.startswith("me to ", head(line, clause)) else None


def _told_them(line: Line, clause: Clause) -> Side | None:
    return "mine" if _TOLD_THEM.match(line.flat, head(line, clause), clause.end) else None


def _passive(line: Line, clause: Clause) -> Side | None:
    """The invoice will be paid on Monday is the customer's; the letter will be sent by Friday is ours."""
    match = _WILL_BE.search(line.flat, clause.start, clause.end)
    if match is None or any(each.span[0] < match.start() for each in line.colleagues_in(clause)):
        return None
    theirs = match["paid"] is not None and not _TO_THEM.match(line.flat, match.end(), clause.end)
    by_us = _BY_ME.search(line.flat, match.end(), clause.end)
    return "theirs" if theirs and not by_us else "mine"


_WILL_BE: Final = cued(
    r"\b(?:will|shall|'ll)\s+be\s+(?:(?P<paid>paid|settled|cleared|transferred|repaid|remitted|wired)"
    r"|sent|issued|submitted|posted|couriered|emailed|circulated|provided)\b"
)
_TO_THEM: Final = re.compile(r"\s+(?:out|back\s+to|to)\s+(?:him|her|them)?\b|\s+into\s+(?:his|her|their)\b")
_BY_ME: Final = re.compile(r"\bby\s+(?:me|us|our)\b")
# I told her draft on Thursday: a thing and its day, told to somebody, is promised.
_TOLD_THEM: Final = re.compile(
    r"(?:(?:i|we)\s+(?:have\s+|'ve\s+)?)?(?:told|promised)\s+(?:him|her|them)\s+"
    r"(?!(?:that|about|we|i|i'd|we'd|he|she|they|it|no|not|off|to|of|how|what|why|when|if|so|is|was|our|there|this|last|his|her)\b)[a-z]+"
)
