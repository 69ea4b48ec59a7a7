"""English months and days of the month: 2 Dec, Dec 2nd, the 25th, mid-December, first half of December."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.understanding.dates.context import Context
from bot.understanding.dates.en_common import (
    DOT,
    EDGE,
    MONTH,
    SHIFT,
    TH,
    YEAR,
    edged,
    month_number,
    said_year,
)
from bot.understanding.dates.numerals import EN_ORDINALS
from bot.understanding.dates.patterns import compiled
from bot.understanding.dates.rule import Rule, rule
from bot.understanding.dates.spans import (
    VAGUE,
    Piece,
    Result,
    Span,
    add_months,
    make_date,
    month_of,
    one_day,
)

_SPELT = "|".join(
    sorted(
        (word for word in EN_ORDINALS if not word[0].isdigit() and word not in ("last", "final", "second")),
        key=len,
        reverse=True,
    )
)
# June and August are both directors; Jan will call.
_IS_NAME = compiled(
    r"(?:jan|june?|april|may|august|mar)(?:\s+and\s+(?:june?|april|may|august)\b)?\s+"
    r"(?:de|van|von|will|is|are|was|were|says?|said|has|had|have|wants?|called|rang|asked|met|would|can|could"
    r"|should|did|does|and\s+[A-Za-z]+\s+(?:are|were|will)|from)\b"
)
_NAMED_BEFORE = compiled(r"^\s*(?:jan|june?|april|may)\s+and\s+$")
_AS_MONTH = compiled(
    r"(?:\b(?:in|by|between|during|early|mid|late|of|since|until|till|before|after|from|to|this|next|last|for"
    r"|end|come|through|throughout|and|or|due|around)|[-(/]|^)\s*$"
)


def _month_day(match: re.Match[str], context: Context) -> Result:
    if match["mon"] == "may" and not _is_may(match, context):
        return None
    month, word = month_number(match["mon"]), match["d"]
    day = int(word) if word.isdigit() else EN_ORDINALS[word]
    year = said_year(match)
    if year:
        found = make_date(year, month, day)
        span = one_day(found)
    else:
        span = context.month_day(month, day)
    between = context.text[: match.start()].rstrip().endswith("between")
    return _until(match, span, between=between) if span else VAGUE


def _is_may(match: re.Match[str], context: Context) -> bool:
    return (
        match["d"].startswith("0")
        or bool(re.search(r"\d\s?(?:st|nd|rd|th)", match[0]))
        or "May" in context.raw[match.start() : match.end()]
    )


def _apart(match: re.Match[str], span: Span) -> bool:
    """Two days and no stretch: 7 and 12 Dec, Dec 2 or 3."""
    return match["to"].strip() in ("or", "/") or int(match["d2"]) != span.first.day + 1


def _until(match: re.Match[str], span: Span, *, between: bool) -> Result:
    second = match.groupdict().get("d2")
    if not second:
        return Piece(span)
    last = make_date(span.first.year, span.first.month, int(second))
    if match["to"].strip() in ("and", "&", "or", "/") and not between and _apart(match, span):
        return Piece(replace(span, also=last)) if last and last > span.first else VAGUE
    return Piece(Span(span.first, last)) if last and last > span.first else VAGUE


def _the_day(match: re.Match[str], context: Context) -> Result:
    """The 25th, the fifteenth, 25th of next month."""
    word = match["d"]
    day = int(word) if word.isdigit() else EN_ORDINALS.get(word, 0)
    if match["rel"]:
        first = add_months(context.today.replace(day=1), SHIFT[match["rel"]])
        found = first and make_date(first.year, first.month, day)
        return Piece(Span(found, found)) if found else VAGUE
    span = context.day_of_month(day) if 1 <= day <= 31 else None
    return Piece(replace(span, unnamed=True)) if span else VAGUE


def _month_only(match: re.Match[str], context: Context) -> Result:
    if not match["e"] and not match["tail"] and not said_year(match) and not _speaks_of_month(match, context):
        return None
    month, year = month_number(match["mon"]), said_year(match)
    if match["rel"] and not year:
        span = _relative_named(match["rel"], month, context)
    else:
        span = month_of(year, month) if year else context.month(month)
    return edged(match, "month", span)


def _relative_named(relation: str, month: int, context: Context) -> Span | None:
    """Next March is the coming one, last March the one before now, this March this year's."""
    year = context.today.year
    if relation == "this":
        return month_of(year, month)
    if relation == "last":
        return month_of(year if month < context.today.month else year - 1, month)
    return month_of(year if month > context.today.month else year + 1, month)


def _speaks_of_month(match: re.Match[str], context: Context) -> bool:
    """May, March, April and Jan are words and names: a bare month needs a preposition and no name behind it."""
    before, behind = context.text[: match.start()], context.raw[match.end() : match.end() + 12]
    if match["rel"]:
        return True
    if re.match(r"\s+(?:on|ahead|forward)\b", behind):
        return False
    if _IS_NAME.match(context.text, match.start()) and (not before.strip() or _NAMED_BEFORE.search(before[-14:])):
        return False
    if not before.strip() and not behind.strip(" .!?"):
        return match["mon"] != "may" or context.raw.strip().startswith("May")
    if match["mon"] == "may" and not before.strip():
        return False
    named = re.match(r"\s+[A-Z][a-z]+", behind)
    return (
        bool(_AS_MONTH.search(before[-14:]))
        and not named
        and (match["mon"] not in ("may", "mar") or context.raw[match.start("mon")].isupper())
    )


def _of_year(match: re.Match[str], context: Context) -> Result:
    """Next year March, March next year, 10 April last year: the year said in words beside the month."""
    year, month = context.today.year + SHIFT[match["rel"]], month_number(match["mon"])
    day = match["d"] if match.groupdict().get("d") else match.groupdict().get("d0")
    if day:
        found = make_date(year, month, int(day))
        return Piece(one_day(found)) if found else VAGUE
    return edged(match, "month", month_of(year, month))


def _half_month(match: re.Match[str], context: Context) -> Result:
    """First half of December: the 1st to the 15th."""
    if match["mon"]:
        span = context.month(month_number(match["mon"]))
    else:
        first = add_months(context.today.replace(day=1), SHIFT[match["rel"]])
        span = month_of(first.year, first.month) if first else None
    if span is None:
        return VAGUE
    if match["half"] in ("first", "front"):
        return Piece(Span(span.first, span.first.replace(day=15)))
    return Piece(Span(span.first.replace(day=16), span.last))


_DM = rf"(?:the\s+)?(?P<d>\d{{1,2}}|{_SPELT}){TH}?"
_FOLLOWED = (
    r"(?=\s*(?:$|[,.;:!?()\"\u4e00-\u9fff-]|(?:at|by|before|through|thru|until|till|onwards?|after|is|was|please|pls|via|re|or|and|to|of|in|for|with|from|between|@|latest|on|we|i"
    r"|he|she|they|you|but|then|so|morning|afternoon|evening|noon|eod|cob|will|is|was|no|nope|wait|sorry|hang|actually"
    r"|make|scratch|not|rather|oops|instead)\b|\d|&|/))"
)
_R = r"(?P<rel>this|next|last)"

EN_CALENDAR: tuple[Rule, ...] = (
    rule(
        "d",
        rf"(?:the\s+)?(?P<half>first|second|latter|back|front)\s+(?:half|end)\s+of\s+(?:(?P<rel>this|next"
        rf"|last)\s+month\b|"
        rf"(?P<mon>{MONTH})(?![a-z]))",
        _half_month,
    ),
    rule(
        "d",
        rf"(?:{EDGE}[\s-]+)?(?P<rel>this|next|nxt|last|coming)\s+(?:year"
        rf"|yr)'?s?,?\s+(?:in\s+)?(?P<mon>{MONTH})(?![a-z])"
        rf"(?:\s+(?P<d>\d{{1,2}}){TH}?(?![\d:]))?(?:[\s-](?P<tail>end)\b)?",
        _of_year,
    ),
    rule(
        "d",
        rf"(?:{EDGE}[\s-]+)?(?:(?:the\s+)?(?P<d0>\d{{1,2}}){TH}?\s+(?:of\s+)?)?(?P<mon>{MONTH})(?![a-z])"
        rf"(?:\s+(?P<d>\d{{1,2}}){TH}?)?,?\s+(?:of\s+)?(?P<rel>this|next|nxt|last)\s+(?:year|yr)\b",
        _of_year,
    ),
    rule("d", rf"(?P<y>20[0-4]\d)\s+(?P<mon>{MONTH})(?![a-z])(?!\s+\d)(?P<e>)(?P<tail>)(?P<rel>)", _month_only),
    rule(
        "d",
        rf"(?P<d>\d{{1,2}}){TH}?(?P<to>\s?(?:-|to|until|through|and|&)\s?)(?:the\s+)?"
        rf"(?P<d2>\d{{1,2}}){TH}?\s+(?:of\s+)?(?P<mon>{MONTH})(?![a-z]){DOT}{YEAR}",
        _month_day,
    ),
    rule(
        "d",
        rf"(?:the\s+)?(?P<d>\d{{1,2}}){TH}?(?=\s?(?:,?\s?or|/)\s?(?:the\s+)?"
        rf"\d{{1,2}}{TH}?\s+(?:of\s+)?(?P<mon>{MONTH})(?![a-z]))",
        _month_day,
    ),
    rule(
        "d",
        rf"{_DM}(?:\s+of\s+|\s*-\s*|/|\s*)(?P<mon>{MONTH})(?![a-z]){DOT}{YEAR}(?! (?:people|li|wang|smith"
        rf"|jones|street|road|avenue|lane|close|drive|court|square|place|gardens)\b)",
        _month_day,
    ),
    rule(
        "d",
        rf"(?P<mon>{MONTH})(?![a-z])\.?\s*(?:the\s+)?(?P<d>\d{{1,2}})(?![\d:%]|\s?[ap]\.?m)(?:{TH})?"
        rf"(?P<to>\s?(?:-|to|until|through|and|&|or|/)\s?)(?:the\s+)?(?P<d2>\d{{1,2}})(?![\d:%/]"
        rf"|\s?[ap]\.?m){TH}?{YEAR}",
        _month_day,
    ),
    rule(
        "d",
        rf"(?P<mon>{MONTH})(?![a-z])\.?[\s-]*(?:the\s+)?(?P<d>\d{{1,2}}|{_SPELT})(?![\d:%]|\s?[ap]\.?m)"
        rf"(?:{TH})?(?![a-z]){YEAR}",
        _month_day,
    ),
    rule(
        "d",
        rf"(?:the\s+)?(?P<d>\d{{1,2}}|{_SPELT}){TH}?\s+(?:day\s+)?(?:of\s+)?(?:the\s+)?(?P<rel>this|next|nxt|last"
        rf"|current|following|previous)\s+month\b",
        _the_day,
    ),
    rule(
        "d",
        rf"(?:the\s+)?(?P<rel>this|next|nxt|last|following)\s+month'?s?,?\s+"
        rf"(?:on\s+)?(?:the\s+)?(?P<d>\d{{1,2}}(?={TH})|{_SPELT}){TH}?(?![a-z])",
        _the_day,
    ),
    rule("d", rf"the\s+(?P<d>\d{{1,2}}(?={TH})|{_SPELT}){TH}?(?P<rel>){_FOLLOWED}", _the_day),
    rule("d", rf"(?P<d>\d{{1,2}}){TH}(?P<rel>){_FOLLOWED}", _the_day),
    rule(
        "d",
        rf"(?:(?<=day )|(?<=mon )|(?<=tue )|(?<=tues )|(?<=wed )|(?<=weds )|(?<=thu )|(?<=thurs )|(?<=fri ))"
        rf"(?:the\s+)?(?P<d>\d{{1,2}}){TH}(?P<rel>)(?=\s)(?!\s+(?:floor|time|street))",
        _the_day,
    ),
    rule("d", rf"(?:the\s+)?(?P<d>second)\s+of\s+(?P<mon>{MONTH})(?![a-z]){YEAR}", _month_day),
    rule(
        "d",
        rf"(?:(?<=on )|(?<=by )|(?<=until )|(?<=before ))the\s+(?P<d>second)(?P<rel>){_FOLLOWED}(?!\s+of\b)",
        _the_day,
    ),
    rule(
        "d",
        rf"(?:{EDGE}[\s-]+)?(?:{_R}\s+)?(?P<mon>{MONTH})(?![a-z\d']|-(?!end\b"
        rf"|{MONTH}\b)[a-z])\.?{YEAR}(?:[\s-](?P<tail>end)\b)?",
        _month_only,
    ),
)
