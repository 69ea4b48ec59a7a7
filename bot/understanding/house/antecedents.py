"""What belongs to who acts in an English clause: his firm, desk or role, and of whom "who" is said."""

import re
from typing import Final

from bot.understanding.model import Colleague
from bot.understanding.text.line import Line
from bot.understanding.text.verbs import words

_PRONOUN: Final = re.compile(r"(?:who|he|she)(?=\s|')")
_BESIDE: Final = re.compile(r"\b(?:with|w/?|and|&|\+|plus)\s$")
_HANDED: Final = re.compile(r"\b(?:passed|handed|given|gave|it's|is|now|sits|draft|ball)\s(?:\w+\s){0,3}?with\s$")
_FAR: Final = 60  # characters between somebody and the pronoun that goes on with him


def antecedent(line: Line, place: int) -> Colleague | None:
    """Passed to Callum | who will reply, it's with Tina | she does it: the one of ours of whom it goes on telling.

    None where somebody else was named behind him, or where he only stood beside one of theirs: met Jo with Tom | she.
    """
    said = _PRONOUN.match(line.flat, place) if line.colleagues else None
    if said is None:
        return _desk_before(line, place) if line.colleagues and _THEY.match(line.flat, place) else None
    ours = max((each for each in line.colleagues if each.span[1] <= place), key=lambda each: each.span, default=None)
    theirs = max((each.span[1] for each in line.people if each.span[1] <= place), default=0)
    if ours is None or ours.span[1] <= theirs or (said[0] != "who" and not _goes_on_with(line, ours, place, theirs)):
        return None
    return ours


_THEY: Final = re.compile(r"they(?=\s|')")
_NEXT: Final = re.compile(
    r"(?:\s+(?:is|are)\s+(?:on|looking\s+(?:at|into))\s+(?:it|this|that))?\s*[,;.:-]?\s*(?:and\s+|so\s+)?"
)


def _desk_before(line: Line, place: int) -> Colleague | None:
    """Escalated to service, they fix it: the function of ours that was named right before."""
    ours = [each for each in line.colleagues if each.is_desk and each.span[1] <= place]
    return ours[-1] if ours and _NEXT.fullmatch(line.flat, ours[-1].span[1], place) else None


def _goes_on_with(line: Line, ours: Colleague, place: int, theirs: int) -> bool:
    before = (max(0, ours.span[0] - _FAR), ours.span[0])
    if ours.is_desk or place - ours.span[1] > _FAR:
        return False
    beside = _BESIDE.search(line.flat[slice(*before)]) and not _HANDED.search(line.flat[slice(*before)])
    return not (theirs and beside)


# Erin their counsel will come back.
_WHO_IS: Final = re.compile(
    r"(?:,?\s(?:their|the|his|her)\s(?:[a-z-]+\s){0,2}?[a-z-]+,?|\s\("
    r"(?:(?:their|the|his|her)\s)?[a-z][a-z &/-]{1,24}\))"
    r"(?=(?:'ll|\s(?:will|to|said|says|promised|wants|asked|is\s+(?:going|due)))\b)"
)
_IN_DESK: Final = re.compile(r"\s(?:in|from|at|of)\s(?:the\s)?(?P<desk>[a-z&-]+)(?=\s)")


def with_firm(line: Line, end: int) -> int:
    """Ms Lim from Orchard Road will ...: her firm is part of who she is."""
    role = _WHO_IS.match(line.flat, end)
    if role is not None:
        return role.end()
    desk = _IN_DESK.match(line.flat, end)
    if desk and desk["desk"] in words("desks", "more") | words("desks", "alone") | words("desks", "beside"):
        return desk.end()
    for person in line.people:
        if line.flat[end : person.span[0]] in (" and ", " & ", " and the ", " and his ", " and her ", " and their "):
            return with_firm(line, person.span[1])
    for span in line.customers:
        if span[0] >= end and line.flat[end : span[0]] in (" from ", " at ", " of ", " @ ", " (", " with "):
            return span[1] + (line.flat[span[1] : span[1] + 1] == ")")
    return end
