"""What the English rules share: names of days, months and edges, and the year said with them."""

from __future__ import annotations

import re

from bot.understanding.dates.spans import (
    VAGUE,
    Edge,
    Piece,
    Result,
    Span,
    Unit,
    edge_of,
    one_day,
)

WEEKDAY = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday|nes)?|weds|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?"
    r"|sat(?:urday)?|sun(?:day)?)"
)
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
# Behind a short name (2 Dec. 2026, Mon. at 3), not the end of a sentence.
DOT = r"(?:\.(?=\s*(?:'?\d|[,;)-]|(?:at|am|pm|morning|afternoon|evening|noon|next|this|last|the)\b)))?"
EDGES: dict[str, Edge] = {
    "early": "early",
    "beginning of": "start",
    "start of": "start",
    "mid": "mid",
    "middle of": "mid",
    "late": "late",
    "later": "late",
    "later in": "late",
    "end of": "end",
    "month end": "end",
    "month-end": "end",
    "end": "end",
    "last day of": "end",
    "close of": "end",
    "back end of": "late",
    "back half of": "late",
    "latter part of": "late",
    "early part of": "early",
    "first day of": "start",
}
EDGE = (
    r"(?P<e>month[ -]end|early\s+part\s+of|latter\s+part\s+of|back\s+half\s+of"
    r"|early|later\s+in|later(?=\s+(?:next|nxt))"
    r"|(?:the )?(?:very )?(?:beginning|start|middle|end|back end"
    r"|close|last day"
    r"|first day)\s+of|mid|late|end)"
)
SHIFT = {
    "this": 0,
    "current": 0,
    "the": 0,
    "next": 1,
    "nxt": 1,
    "following": 1,
    "coming": 1,
    "last": -1,
    "previous": -1,
}
TH = r"(?:st|nd|rd|th)"
UNIT = r"(?:month|mnth|mth|quarter|qtr|year|yr)"
_UNITS: dict[str, Unit] = {"m": "month", "q": "quarter", "y": "year"}
YEAR = r"(?:(?:,\s?|\s+|-|/|\s+of\s+)(?P<y>(?:19|20)\d{2})(?![\d:])|[\s,-]+'(?P<yy>\d{2})\b|-(?P<y2>\d{2})\b)?"
# Weekdays as fingers make them, beyond a letter dropped or two changed over.
_MISSPELT = {
    "monday": "mondey munday",
    "tuesday": "tueday tusday tuesdey teusday",
    "wednesday": "wensday wendsday wendesday wedsday wednessday wednesaday wednsady wendnesday wednesady",
    "thursday": "thurday tursday thirsday thrusady thurdsay thursdey thersday thusday",
    "friday": "fryday fridey",
    "saturday": "saterday saterdy satday saturdey",
    "sunday": "sundey",
}


def _slips(name: str) -> set[str]:
    """The name with one inner letter dropped, or two inner neighbours changed over."""
    inner = range(1, len(name) - 1)
    dropped = {name[:place] + name[place + 1 :] for place in inner}
    return dropped | {name[:place] + name[place + 1] + name[place] + name[place + 2 :] for place in inner[:-1]}


_BY_SLIP = {slip: name for name, more in _MISSPELT.items() for slip in {*_slips(name), *more.split()} if slip != name}
SLIP = rf"(?:{'|'.join(sorted(_BY_SLIP))})(?![a-z])"
_DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def weekday_number(word: str) -> int:
    """Monday is 0; knows every usual short form and the usual slips."""
    return _DAY_NAMES.index(_BY_SLIP.get(word, word)[:3])


def month_number(word: str) -> int:
    """1 for Jan and January."""
    return _MONTH_NAMES.index(word[:3]) + 1


def unit_of(word: str) -> Unit:
    """Month, quarter or year, however short it is written (mth, qtr, yr)."""
    return _UNITS[word[0]]


def pick(match: re.Match[str], *names: str) -> str:
    """The first of these groups that took part, "" if none did; a pattern need not have them all."""
    groups = match.groupdict()
    return next((groups[name] for name in names if groups.get(name)), "")


def said_year(match: re.Match[str]) -> int | None:
    """The year a match names, None if none."""
    groups = match.groupdict()
    if groups.get("y"):
        return int(groups["y"])
    short = groups.get("yy") or groups.get("y2")
    return 2000 + int(short) if short else None


def edged(match: re.Match[str], unit: Unit, span: Span | None) -> Result:
    """The unit itself, or its beginning, middle or end when the match says so."""
    if span is None:
        return VAGUE
    edge = pick(match, "e") or ("end of" if pick(match, "tail") else "")
    if not edge:
        return Piece(span)
    word = re.sub(r"\s+", " ", edge).removeprefix("the ").removeprefix("very ")
    if word in ("first day of", "last day of"):
        return Piece(one_day(span.first if word.startswith("first") else span.last))
    return Piece(edge_of(span, unit, EDGES[word]))
