"""English months, days of the month, quarters and years: 2 Dec, Dec 2nd, the 25th, mid-December, end of Q4, EOY, H2."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.understanding.dates.context import Context
from bot.understanding.dates.en_days import EDGE, EDGES, WEEKDAY, weekday_number
from bot.understanding.dates.numerals import EN_ORDINALS
from bot.understanding.dates.rule import Rule, rule
from bot.understanding.dates.spans import (
    VAGUE, Piece, Result, Span, Unit, add_months, edge_of, half_of, make_date, month_of, quarter_of, week_of, year_of,
)  # fmt: skip

_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec".split()
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_SHIFT = {"this": 0, "current": 0, "the": 0, "next": 1, "following": 1, "coming": 1, "last": -1, "previous": -1}
_TH = r"(?:st|nd|rd|th)"
_YEAR = r"(?:(?:,\s?|\s+|-|/|\s+of\s+)(?P<y>(?:19|20)\d{2})(?![\d:])|[\s,-]+'(?P<yy>\d{2})\b|-(?P<y2>\d{2})\b)?"
_SPELT = "|".join(sorted((word for word in EN_ORDINALS if not word[0].isdigit() and word not in ("last", "final", "second")), key=len, reverse=True))
_AS_MONTH = re.compile(
    r"(?a)(?:\b(?:in|by|during|early|mid|late|of|since|until|till|before|after|from|to|this|next|last|for|end|come|through|throughout|and|or|due|around)|[-(]|^)\s*$"
)


def month_number(word: str) -> int:
    """1 for Jan and January."""
    return _NAMES.index(word[:3]) + 1


def _year(match: re.Match[str]) -> int | None:
    groups = match.groupdict()
    if groups.get("y"):
        return int(groups["y"])
    short = groups.get("yy") or groups.get("y2")
    return 2000 + int(short) if short else None


def _pick(match: re.Match[str], *names: str) -> str:
    """The first of these groups that took part, "" if none did; a pattern need not have them all."""
    groups = match.groupdict()
    return next((groups[name] for name in names if groups.get(name)), "")


def _month_day(match: re.Match[str], context: Context) -> Result:
    if match["mon"] == "may" and not _is_may(match, context):
        return None
    month, word = month_number(match["mon"]), match["d"]
    day = int(word) if word.isdigit() else EN_ORDINALS[word]
    year = _year(match)
    if year:
        found = make_date(year, month, day)
        span = found and Span(found, found)
    else:
        span = context.month_day(month, day)
    return _until(match, span) if span else VAGUE


def _is_may(match: re.Match[str], context: Context) -> bool:
    return match["d"].startswith("0") or bool(re.search(r"\d\s?(?:st|nd|rd|th)", match[0])) or "May" in context.raw[match.start() : match.end()]


def _until(match: re.Match[str], span: Span) -> Result:
    second = match.groupdict().get("d2")
    if not second:
        return Piece(span)
    if match["to"].strip() in ("and", "&") and int(second) != span.first.day + 1:
        return VAGUE
    last = make_date(span.first.year, span.first.month, int(second))
    return Piece(Span(span.first, last)) if last and last > span.first else VAGUE


def _the_day(match: re.Match[str], context: Context) -> Result:
    """The 25th, the fifteenth, 25th of next month."""
    word = match["d"]
    day = int(word) if word.isdigit() else EN_ORDINALS.get(word, 0)
    if match["rel"]:
        first = add_months(context.today.replace(day=1), _SHIFT[match["rel"]])
        found = first and make_date(first.year, first.month, day)
        return Piece(Span(found, found)) if found else VAGUE
    span = context.day_of_month(day) if 1 <= day <= 31 else None
    return Piece(span) if span else VAGUE


def _month_only(match: re.Match[str], context: Context) -> Result:
    if not match["e"] and not match["tail"] and not _year(match) and not _speaks_of_month(match, context):
        return None
    month, year = month_number(match["mon"]), _year(match)
    if match["rel"] and not year:
        span = _relative_named(match["rel"], month, context)
    else:
        span = month_of(year, month) if year else context.month(month)
    return _edged(match, "month", span)


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
    if not before.strip() and not behind.strip(" .!?"):
        return match["mon"] != "may" or context.raw.strip().startswith("May")
    named = re.match(r"\s+[A-Z][a-z]+", behind)
    return bool(_AS_MONTH.search(before[-14:])) and not named and (match["mon"] not in ("may", "mar") or context.raw[match.start("mon")].isupper())


def _edged(match: re.Match[str], unit: Unit, span: Span | None) -> Result:
    if span is None:
        return VAGUE
    edge = _pick(match, "e") or ("end of" if _pick(match, "tail") else "")
    if not edge:
        return Piece(span)
    word = re.sub(r"\s+", " ", edge).removeprefix("the ").removeprefix("very ")
    if word in ("first day of", "last day of"):
        day = span.first if word.startswith("first") else span.last
        return Piece(Span(day, day))
    return Piece(edge_of(span, unit, EDGES[word]))


def _relative_unit(match: re.Match[str], context: Context) -> Result:
    """Next month, end of the quarter, early next year."""
    unit, shift = match["u"], _SHIFT[match["rel"] or "the"]
    today = context.today
    if unit == "year":
        return _edged(match, "year", year_of(today.year + shift))
    if unit == "month":
        first = add_months(today.replace(day=1), shift)
        return _edged(match, "month", first and month_of(first.year, first.month))
    first = add_months(today.replace(day=1), 3 * shift)
    return _edged(match, "quarter", first and quarter_of(first.year, (first.month + 2) // 3))


def _unit_end(match: re.Match[str], context: Context) -> Result:
    """Month-end, quarter-end, EOY, this year-end."""
    letter = {"eom": "m", "eoq": "q"}.get(match["short"] or "") or _pick(match, "u", "u2", "short")[0]
    today = context.today
    if letter == "m":
        span = month_of(today.year, today.month)
        if span and context.past and span.last > today:
            earlier = add_months(today.replace(day=1), -1)
            span = earlier and month_of(earlier.year, earlier.month)
    elif letter == "q":
        span = quarter_of(today.year, (today.month + 2) // 3)
    else:
        span = year_of(today.year)
    return Piece(Span(span.last, span.last)) if span else VAGUE


def _mid_year(_match: re.Match[str], context: Context) -> Result:
    span = context.nearest(lambda year: _middle(year))
    return Piece(span) if span else VAGUE


def _middle(year: int) -> Span | None:
    span = year_of(year)
    return span and edge_of(span, "year", "mid")


def _quarter(match: re.Match[str], context: Context) -> Result:
    word = _pick(match, "q", "qq")
    quarter = int(word) if word.isdigit() else EN_ORDINALS[word]
    quarter = 4 if quarter < 0 else quarter
    relation = _pick(match, "rel", "rel2")
    if word == "last" and not relation and not _year(match):
        return _relative_quarter(match, context)
    year = context.today.year + _SHIFT[relation] if relation else _year(match)
    span = quarter_of(year, quarter) if year else context.nearest(lambda each: quarter_of(each, quarter))
    return _edged(match, "quarter", span)


def _relative_quarter(match: re.Match[str], context: Context) -> Result:
    first = add_months(context.today.replace(day=1), -3)
    return _edged(match, "quarter", first and quarter_of(first.year, (first.month + 2) // 3))


def _half(match: re.Match[str], context: Context) -> Result:
    half = 1 if _pick(match, "h", "hh") in ("1", "first") else 2
    relation = _pick(match, "rel", "rel2")
    year = context.today.year + _SHIFT[relation] if relation else _year(match)
    span = half_of(year, half) if year else context.this_year(lambda each: half_of(each, half))
    return _edged(match, "half", span)


def _year_only(match: re.Match[str], context: Context) -> Result:
    return _edged(match, "year", year_of(int(match["n"])))


def _week_of(match: re.Match[str], context: Context) -> Result:
    """W/c 30 Nov, week of Dec 7: Monday to Sunday of the week that day is in."""
    month = month_number(match["m1"] or match["m2"])
    day = int(match["d1"] or match["d2"])
    span = context.month_day(month, day)
    week = span and week_of(span.first, 0)
    return Piece(week) if week else VAGUE


def _week_commencing(match: re.Match[str], context: Context) -> Result:
    """W/c Monday: the week that begins on the coming one."""
    ahead = (weekday_number(match["d"]) - context.today.weekday()) % 7
    week = week_of(context.today + timedelta(days=ahead), 0)
    return Piece(week) if week else VAGUE


_DM = rf"(?:the\s+)?(?P<d>\d{{1,2}}|{_SPELT}){_TH}?"
_FOLLOWED = (
    r"(?=\s*(?:$|[,.;:!?)\u4e00-\u9fff-]|(?:at|by|before|or|and|to|of|in|for|with|from|latest|on|we|i|he|she|they|you|but|then|so|morning|afternoon|evening|noon|eod|cob|will|is|was)\b|\d))"
)
_R = r"(?P<rel>this|next|last)"

EN_CALENDAR: tuple[Rule, ...] = (
    rule("d", rf"(?:week|wk|w/c|w/b)\s*(?:commencing|beginning|starting|of|from|ending)?\s*(?:the\s+)?(?:mon(?:day)?\s+)?(?:(?P<d1>\d{{1,2}}){_TH}?\s+(?:of\s+)?(?P<m1>{MONTH})|(?P<m2>{MONTH})\s+(?P<d2>\d{{1,2}}){_TH}?)\b", _week_of),
    rule("d", rf"(?:week\s+(?:commencing|beginning|starting|of)|w/c|w/b)\s+(?P<d>{WEEKDAY})\b", _week_commencing),
    rule("d", rf"(?P<d>\d{{1,2}}){_TH}?(?P<to>\s?(?:-|to|until|through|and|&)\s?)(?:the\s+)?(?P<d2>\d{{1,2}}){_TH}?\s+(?:of\s+)?(?P<mon>{MONTH})(?![a-z])\.?{_YEAR}", _month_day),
    rule("d", rf"{_DM}(?:\s+of\s+|\s*-\s*|/|\s*)(?P<mon>{MONTH})(?![a-z])\.?{_YEAR}(?! (?:people|li|wang|smith|jones))", _month_day),
    rule("d", rf"(?P<mon>{MONTH})(?![a-z])\.?\s*(?:the\s+)?(?P<d>\d{{1,2}})(?![\d:%]|\s?[ap]\.?m)(?:{_TH})?(?P<to>\s?(?:-|to|until|through|and|&)\s?)(?P<d2>\d{{1,2}})(?![\d:%]|\s?[ap]\.?m){_TH}?{_YEAR}", _month_day),
    rule("d", rf"(?P<mon>{MONTH})(?![a-z])\.?[\s-]*(?:the\s+)?(?P<d>\d{{1,2}}|{_SPELT})(?![\d:%]|\s?[ap]\.?m)(?:{_TH})?(?![a-z]){_YEAR}", _month_day),
    rule("d", rf"(?:the\s+)?(?P<d>\d{{1,2}}|{_SPELT}){_TH}?\s+(?:day\s+)?of\s+(?:the\s+)?(?P<rel>this|next|last|current|following|previous)\s+month\b", _the_day),
    rule("d", rf"the\s+(?P<d>\d{{1,2}}(?={_TH})|{_SPELT}){_TH}?(?P<rel>){_FOLLOWED}", _the_day),
    rule("d", rf"(?P<d>\d{{1,2}}){_TH}(?P<rel>){_FOLLOWED}", _the_day),
    rule("d", r"(?P<u>month|quarter|year)[\s-]?end\b|(?P<short>eom|eoq|eoy|ye)\b|end\s+of\s+(?:the\s+)?(?:financial\s+|calendar\s+)?(?P<u2>month|quarter|year)\b(?!\s+\d)", _unit_end),
    rule("d", r"mid-?\s?year\b", _mid_year),
    rule("d", rf"(?:{EDGE}[\s-]+)?(?:the\s+)?(?:(?P<rel>this|next|last)\s+(?:year'?s\s+)?)?(?:q(?P<q>[1-4])|(?<!\w)(?P<qq>first|second|third|fourth|1st|2nd|3rd|4th|last)\s+quarter)(?![a-z\d初中末底季]){_YEAR}(?:\s+(?:of\s+)?(?:the\s+)?(?P<rel2>this|next|last)\s+year)?", _quarter),
    rule("d", rf"(?:{EDGE}[\s-]+)?(?:the\s+)?(?:{_R}\s+year'?s\s+)?(?:h(?P<h>[12])(?![a-z\d])|(?P<hh>first|second)\s+half(?=\s+of\s+(?:the\s+|this\s+|next\s+)?year|\s+of\s+20)){_YEAR}(?:\s+(?:of\s+)?(?:the\s+)?(?P<rel2>this|next|last)\s+year|\s+of\s+(?:the\s+)?year)?", _half),
    rule("d", rf"(?:{EDGE}[\s-]+)?(?:the\s+)?(?P<rel>this|current|next|following|coming|last|previous)\s+(?:calendar\s+|financial\s+)?(?P<u>month|quarter|year)(?:[\s-]?(?P<tail>end))?\b(?!'s)", _relative_unit),
    rule("u", r"(?:(?<=of )|(?<=in )|(?<=of the )|(?<=in the ))(?P<rel>)(?P<e>)(?:the\s+)?(?P<u>month|quarter|year)\b", _relative_unit),
    rule("d", rf"{EDGE}\s+(?:the\s+)(?P<u>month|quarter|year)\b(?P<rel>)", _relative_unit),
    rule("d", rf"(?:{EDGE}[\s-]+)?(?:{_R}\s+)?(?P<mon>{MONTH})(?![a-z\d'])\.?{_YEAR}(?:[\s-](?P<tail>end)\b)?", _month_only),
    rule("d", rf"(?:{EDGE}[\s-]+(?:the\s+year\s+)?|(?<=in )|(?<=by )|(?<=during )|(?<=until )|(?<=since )|(?<=before ))(?P<n>20[2-4]\d)(?![\d/.:-]|\s?(?:hrs|hours|people|units|invoices|usd|rmb))", _year_only),
)  # fmt: skip
