"""Neighbouring finds joined into phrases: a day, its weekday, the part of the day, the clock, an ordinal."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.understanding.dates import direction
from bot.understanding.dates.model import Direction
from bot.understanding.dates.patterns import compiled
from bot.understanding.dates.rule import Rule
from bot.understanding.dates.scan import first_match, hits
from bot.understanding.dates.spans import Piece

_MOST_PHRASES = 60
_GAP = compiled(
    r"(?:[吧呢哈呀]\s*,?)?\s*(?:itself\s+)?(?:(?:sharp|prompt|gmt|bst|utc|e[sd]?t|c[sed]?t|p[sd]?t|m[sd]?t|hkt"
    r"|sgt|(?:local|uk|london|beijing"
    r"|china) time)"
    r"\s+)?(?:,\s*)?(?:say,?\s+)?"
    r"(?:[(（]\s*|[)）]\s*|的|-\s|@\s?|(?:on|at|around|about|in the|of)\s+(?:the\s+)?"
    r"|the\s+|大概(?:是|在)?|大约(?:是|在)?|差不多|估计|约摸?|在"
    r"|(?P<set>约了|约在|约的|约好|定了|定在|定的|定|是))?"
    r"(?:(?P<by>by|before|until|no later than|latest|最晚|最迟)\s+(?:the\s+)?|(?P<zby>最晚"
    r"|最迟)|(?P<after>after|from)\s+)?"
)
_LINK = compiled(r"\s*(?:的)?(?:(?P<after>之后|以后|后)|(?P<by>之前|以前|前)|内|里)?(?:的)?\s*")


@dataclass(slots=True)
class Phrase:
    """Matches that stand together, and the direction or ordinal found between them."""

    hits: list[tuple[Rule, re.Match[str]]]
    slots: set[str]
    start: int
    end: int
    inner: Direction | None = None
    ordinal: re.Match[str] | None = None
    side: Direction | None = None
    vague: bool = False
    pieces: list[Piece] = field(default_factory=list)


def phrases_of(folded: str) -> list[Phrase]:
    """The phrases of a folded text in its order, vague words among them; at most sixty."""
    phrases: list[Phrase] = []
    current: Phrase | None = None
    for each, match in hits(folded):
        current, begun = _place(folded, current, each, match)
        if begun:
            phrases.append(begun)
        if len(phrases) > _MOST_PHRASES:
            break
    return [phrase for phrase in phrases if phrase.hits or phrase.vague]


def _place(
    folded: str, current: Phrase | None, each: Rule, match: re.Match[str]
) -> tuple[Phrase | None, Phrase | None]:
    """Where a find belongs: the phrase that stays open after it, and the phrase it begins, if any."""
    if each.slots == "":
        return None, None
    if each.slots == "?":
        if current is not None and direction.behind(folded, current.end).edge > match.start():
            return current, None
        return None, Phrase([], set(), match.start(), match.end(), vague=True)
    if each.slots == "o":
        _attach(folded, current, match)
        return current, None
    waiting = current is not None and current.ordinal is not None and not current.hits
    if (each.slots == "u" and not waiting) or (current is not None and _joins(folded, current, each, match)):
        return current, None
    begun = Phrase([], set(), match.start(), match.end())
    if each.slots == "O":
        begun.ordinal = match
    else:
        begun.hits, begun.slots = [(each, match)], set(each.slots)
    return begun, begun


def _attach(folded: str, phrase: Phrase | None, match: re.Match[str]) -> None:
    link = _LINK.fullmatch(folded, phrase.end, match.start()) if phrase and phrase.slots & {"d", "w"} else None
    if phrase is None or link is None:
        return
    phrase.ordinal, phrase.end = match, match.end()
    phrase.side = "after" if link["after"] else "by" if link["by"] else "at"


def _joins(folded: str, phrase: Phrase, each: Rule, match: re.Match[str]) -> bool:
    """Take the match into the phrase if its slot is free and only glue stands between."""
    gap = _GAP.fullmatch(folded, phrase.end, match.start())
    slots = set(each.slots)
    if gap is None or slots & phrase.slots:
        return False
    if phrase.ordinal is not None and not phrase.hits and not slots & {"d", "u"}:
        return False
    if "," in gap[0] and slots & {"c", "p"} and _belongs_ahead(folded, match):
        return False
    if "," in gap[0] and "d" in slots and match[0][0] in "上本这下":
        return False  # 除了周四周五,下周都行: the next thing said, not the week of the Friday
    inner: Direction | None = "by" if gap["by"] or gap["zby"] else "after" if gap["after"] else None
    if (inner or gap["set"]) and not slots & {"c", "p"}:
        return False
    phrase.hits.append((each, match))
    phrase.slots |= slots
    phrase.end, phrase.inner = match.end(), inner or phrase.inner
    return True


def _belongs_ahead(folded: str, match: re.Match[str]) -> bool:
    """Met today, 3pm tomorrow: the clock belongs to the day behind it."""
    following = first_match(folded, match.end() + 1) if folded[match.end() : match.end() + 1] == " " else None
    return following is not None and "d" in following[0].slots
