"""A thing noted in English with its day apart from it: swatches to Lena, Friday; cladding, 40 m2, by the 9th."""

import re
from typing import Final

from bot.understanding.house.subjects import subject
from bot.understanding.owed.asides import PAST
from bot.understanding.owed.brief import tells
from bot.understanding.owed.facts import is_told
from bot.understanding.text.clauses import Clause
from bot.understanding.text.line import Line

_BESIDE: Final = (",", "-", "\u2013", "\u2014", ":", "\u2192", "=")
_MOST: Final = 8  # words of a thing that is only noted
_FAR: Final = 3  # clauses back from the day
# Me, urgent, 40 m2: what stands between the thing and its day without telling anything.
_BETWEEN: Final = re.compile(
    r"(?:me|mine|us|asap|urgent|urgently|please|pls|latest|\d[\w.,/]*(?:\s[a-z0-9]+)?|x\s?\d+|by\s+(?:me|us|hand|post|courier|email|mail|van|air|sea)|(?:in|at|on)\s[a-z]+(?:\s[a-z]+)?)"
)
_NO_THING: Final = re.compile(
    r"(?:good|nice|great|long|quick|short|very|all|no|not|none|still|so|lovely|brief|bad|happy|unhappy|sad|ok|okay|fine|thanks|yes|sure|maybe|perhaps|said|says|also|now|then|who|which|if|when|because|as|until|since)\b"
)
_TELLING: Final = re.compile(
    r"\b(?:i|we|he|she|they|it|you|who|which|met|saw|spoke|rang|came|went|got|gave|took|had|chat|talk|wants?|needs?|asks?|likes?|loves?|hopes?|thinks?|going|coming|was|rings?|calls?)\b|'s\s|n't\b"
)
_TABLES: Final = ("state", "negation", "none", "risk", "channel", "attempt", "plain", "satisfaction")


def noted_before(line: Line, clause: Clause) -> Clause | None:
    """The clause that notes the thing which a day alone completes; None where it tells anything, or there is none."""
    if not line.flat[clause.start : clause.end].isascii():
        return None
    place = next((number for number, each in enumerate(line.clauses) if each is clause), 0)
    for before in reversed(line.clauses[max(0, place - _FAR) : place]):
        if not before.mark.strip().startswith(_BESIDE) or line.dates_in(before):
            return None
        if not _BETWEEN.fullmatch(line.flat, before.start, before.end):
            return before if _is_note(line, before) else None
    return None


def _is_note(line: Line, clause: Clause) -> bool:
    spans = [*line.customers, *(each.span for each in line.people_in(clause))]
    left = line.without(clause, spans).lower().strip(" ,.:;-()")
    if not left or not left.isascii() or len(left.split()) > _MOST or not re.search(r"[a-z]{3}", left):
        return False
    if clause.question or any(line.said(table, clause) for table in _TABLES) or subject(line, clause)[0] is not None:
        return False
    if _NO_THING.match(left) or _TELLING.search(left) or tells(left):
        return False
    return not PAST.search(line.flat, clause.start, clause.end) and not is_told(line, clause)
