"""English weeks, quarters, halves and years by name: end of Q4, EOY, H2, next month, w/c 30 Nov, in 2027."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from bot.understanding.dates.context import Context
from bot.understanding.dates.en_common import (
    EDGE,
    MONTH,
    SHIFT,
    TH,
    UNIT,
    WEEKDAY,
    YEAR,
    edged,
    month_number,
    pick,
    said_year,
    unit_of,
    weekday_number,
)
from bot.understanding.dates.numerals import EN_ORDINALS
from bot.understanding.dates.numeric import in_digits
from bot.understanding.dates.patterns import compiled
from bot.understanding.dates.rule import Rule, rule
from bot.understanding.dates.spans import (
    VAGUE,
    Piece,
    Result,
    Span,
    add_months,
    edge_of,
    half_of,
    month_at,
    month_of,
    quarter_at,
    quarter_of,
    week_of,
    year_of,
)

_R = r"(?P<rel>this|next|last)"


def _relative_unit(match: re.Match[str], context: Context) -> Result:
    """Next month, end of the quarter, early next year."""
    unit, shift = unit_of(match["u"]), SHIFT[match["rel"] or "the"]
    today = context.today
    if unit == "year":
        return edged(match, "year", year_of(today.year + shift))
    if unit == "month":
        first = add_months(today.replace(day=1), shift)
        return edged(match, "month", month_at(first))
    first = add_months(today.replace(day=1), 3 * shift)
    return edged(match, "quarter", quarter_at(first))


def _unit_end(match: re.Match[str], context: Context) -> Result:
    """Month-end, quarter-end, EOY, this year-end."""
    letter = {"eom": "m", "eoq": "q"}.get(match["short"] or "") or pick(match, "u", "u2", "short")[0]
    today = context.today
    if letter == "m":
        span = month_of(today.year, today.month)
        if span and context.past and span.last > today:
            earlier = add_months(today.replace(day=1), -1)
            span = month_at(earlier)
    elif letter == "q":
        span = quarter_of(today.year, (today.month + 2) // 3)
    else:
        span = year_of(today.year)
    return Piece(Span(span.last, span.last)) if span else VAGUE


def _mid_year(_match: re.Match[str], context: Context) -> Result:
    span = context.nearest(_middle)
    return Piece(span) if span else VAGUE


def _mid_month(_match: re.Match[str], context: Context) -> Result:
    """The middle of this month, or of the next once it is over."""
    for offset in (0, 1):
        month = month_at(add_months(context.today.replace(day=1), offset))
        span = edge_of(month, "month", "mid") if month else None
        if span and (context.past or span.last >= context.today):
            return Piece(span)
    return VAGUE


def _far(match: re.Match[str], context: Context) -> Result:
    """The month after next, the quarter before last."""
    steps = 2 if match["far"] == "after next" else -2
    unit = unit_of(match["u"])
    if unit == "year":
        return Piece(year_of(context.today.year + steps))
    months = steps * (3 if unit == "quarter" else 1)
    first = add_months(context.today.replace(day=1), months)
    return Piece(quarter_at(first) if unit == "quarter" else month_at(first))


def _middle(year: int) -> Span | None:
    span = year_of(year)
    return span and edge_of(span, "year", "mid")


# Two Audi Q3 and a Q5: models of a car. A quarter is not counted, leased or second-hand, and there is no fifth one.
_MODEL_BEFORE = compiled(
    r"\b(?:audi|infiniti|samsung|(?:used|second-hand|leased|leasing)(?: an?)?)\s+$"
    r"|\b(?:an?|another|two|three|four|five|six)\s+(?:new\s+|used\s+)?$"
)
_MODEL_BEHIND = compiled(r"s\b|\s+(?:e-tron|suv|sportback|models?|on lease)\b")
_COUNTED_ENDS = compiled(r"\s*(?:$|[,.;!?]|(?:and|or|on|for|with|at|to)\b)")
_NO_QUARTER = compiled(r"\bq[05-9]\b")


def _is_model(match: re.Match[str], context: Context) -> bool:
    before = _MODEL_BEFORE.search(context.text, max(0, match.start() - 24), match.start())
    if _MODEL_BEHIND.match(context.text, match.end()) or _NO_QUARTER.search(context.text):
        return True
    return before is not None and _COUNTED_ENDS.match(context.text, match.end()) is not None


def _quarter(match: re.Match[str], context: Context) -> Result:
    word = pick(match, "q", "qq")
    if match[0] == f"q{word}" and _is_model(match, context):
        return None
    quarter = int(word) if word.isdigit() else EN_ORDINALS[word]
    quarter = 4 if quarter < 0 else quarter
    relation = pick(match, "rel", "rel2")
    if word == "last" and not relation and not said_year(match):
        return _relative_quarter(match, context)
    year = context.today.year + SHIFT[relation] if relation else said_year(match)
    span = quarter_of(year, quarter) if year else context.nearest(lambda each: quarter_of(each, quarter))
    return edged(match, "quarter", span)


def _relative_quarter(match: re.Match[str], context: Context) -> Result:
    first = add_months(context.today.replace(day=1), -3)
    return edged(match, "quarter", quarter_at(first))


def _half(match: re.Match[str], context: Context) -> Result:
    half = 1 if pick(match, "h", "hh") in ("1", "first") else 2
    relation = pick(match, "rel", "rel2")
    year = context.today.year + SHIFT[relation] if relation else said_year(match)
    span = half_of(year, half) if year else context.this_year(lambda each: half_of(each, half))
    return edged(match, "half", span)


def _year_only(match: re.Match[str], context: Context) -> Result:
    return edged(match, "year", year_of(int(match["n"])))


def _week_of(match: re.Match[str], context: Context) -> Result:
    """W/c 30 Nov, week of Dec 7: Monday to Sunday of the week that day is in."""
    month = month_number(match["m1"] or match["m2"])
    day = int(match["d1"] or match["d2"])
    span = context.month_day(month, day)
    week = span and week_of(span.first, 0)
    return Piece(week) if week else VAGUE


def _week_in_digits(match: re.Match[str], context: Context) -> Result:
    """W/c 30/11: the week that day is in."""
    span = in_digits(int(match["a"]), int(match["b"]), context)
    week = span and week_of(span.first, 0)
    return Piece(replace(week, ambiguous=span.ambiguous)) if span and week else VAGUE


def _some_time(match: re.Match[str], context: Context) -> Result:
    """Some time next month, later this week: at any time of it."""
    shift = SHIFT[match["rel"]]
    if match["u"][0] == "w":
        week = week_of(context.today, shift)
        return Piece(week) if week else VAGUE
    return _relative_unit(match, context)


def _week_commencing(match: re.Match[str], context: Context) -> Result:
    """W/c Monday: the week that begins on the coming one."""
    ahead = (weekday_number(match["d"]) - context.today.weekday()) % 7
    week = week_of(context.today + timedelta(days=ahead), 0)
    return Piece(week) if week else VAGUE


def _week_with(match: re.Match[str], context: Context) -> Result:
    """W/c the 7th."""
    day = int(match["n"])
    span = context.day_of_month(day) if 1 <= day <= 31 else None
    said = match.groupdict().get("d")
    if span and said and span.first.weekday() != weekday_number(said):
        return VAGUE
    week = week_of(span.first, 0) if span else None
    return Piece(week) if week else VAGUE


EN_PERIODS: tuple[Rule, ...] = (
    rule(
        "d",
        rf"(?:some\s?time|at\s+some\s+(?:point|stage)|any\s?time|later(?:\s+on)?(?=\s+(?:in\s+)?this))\s+(?:in\s+"
        rf"|during\s+)?(?:the\s+course\s+of\s+)?(?P<rel>this|next)\s+(?P<u>week|wk|{UNIT})\b(?P<e>)(?P<tail>)",
        _some_time,
    ),
    rule(
        "d",
        rf"(?:week|wk|w/c|w/b|w/e)\s*(?:commencing|beginning|starting|of|from|ending)?\s*(?:the\s+)?"
        rf"(?:{WEEKDAY},?\s+)?(?:the\s+)?(?:(?P<d1>\d{{1,2}}){TH}?\s+(?:of\s+)?(?P<m1>{MONTH})|(?P<m2>{MONTH})\s+"
        rf"(?P<d2>\d{{1,2}}){TH}?)\b",
        _week_of,
    ),
    rule(
        "d",
        r"(?:(?:week|wk)\s+(?:commencing|beginning|starting|of|ending)|w/c|w/b|w/e)\s+(?:the\s+)?"
        r"(?P<a>\d{1,2})/(?P<b>\d{1,2})(?![\d/])",
        _week_in_digits,
    ),
    rule(
        "d",
        rf"(?:(?:week|wk)\s+(?:commencing|beginning|starting|of)|w/c|w/b)\s+(?:the\s+)?(?P<d>{WEEKDAY})\s+(?:the\s+)?"
        rf"(?P<n>\d{{1,2}}){TH}?(?!\d|[:/.]\d|\s?[ap]m)\b",
        _week_with,
    ),
    rule("d", rf"(?:week\s+(?:commencing|beginning|starting|of)|w/c|w/b)\s+(?P<d>{WEEKDAY})\b", _week_commencing),
    rule(
        "d", rf"(?:week\s+(?:commencing|beginning|starting|of)|w/c|w/b)\s+(?:the\s+)?(?P<n>\d{{1,2}}){TH}\b", _week_with
    ),
    rule(
        "d",
        rf"(?P<u>{UNIT})(?:'?s)?[\s-]?end\b(?!\s+{MONTH}(?![a-z]))|(?P<short>eom|eoq|eoy|ye)\b|end[\s-]+of[\s-]+(?:the\s+)?"
        rf"(?:financial\s+|calendar\s+)?(?P<u2>{UNIT})\b(?!\s+\d)",
        _unit_end,
    ),
    rule("d", r"mid-?\s?year\b", _mid_year),
    rule("d", r"mid-?\s?month\b", _mid_month),
    rule("d", rf"(?:the\s+)?(?P<u>{UNIT})\s+(?P<far>after next|before last)\b", _far),
    rule("d", rf"(?:{EDGE}[\s-]+)?(?P<q>[1-4])q\s?'?(?:20)?(?P<yy>[23]\d)(?![\w.])(?P<rel>)", _quarter),
    rule(
        "d",
        rf"(?:{EDGE}[\s-]+)?(?:the\s+)?(?:(?P<rel>this|next|last)\s+(?:year(?:'?s)?\s+)?)?(?:q(?P<q>[1-4])|"
        rf"(?<!\w)(?P<qq>first|second|third|fourth|1st|2nd|3rd|4th|last)\s+quarter)"
        rf"(?![a-z\d初中末底季]){YEAR}(?:\s+(?:of\s+)?(?:the\s+)?(?P<rel2>this|next|last)\s+year)?",
        _quarter,
    ),
    rule(
        "d",
        rf"(?:{EDGE}[\s-]+)?(?:the\s+)?(?:{_R}\s+year'?s\s+)?(?:h(?P<h>[12])(?![a-z\d])|(?P<hh>first"
        rf"|second)\s+half(?=\s+of\s+(?:the\s+|this\s+|next\s+)?year|\s+(?:next|this|last)\s+year"
        rf"|\s+of\s+20)){YEAR}(?:\s+(?:of\s+)?"
        rf"(?:the\s+)?(?P<rel2>this|next|last)\s+year|\s+of\s+(?:the\s+)?year)?",
        _half,
    ),
    rule(
        "d",
        rf"(?:{EDGE}[\s-]+)?(?:the\s+)?(?P<rel>this|current|next|nxt|following|coming|last|previous)\s+"
        rf"(?:calendar\s+"
        rf"|financial\s+)?(?P<u>{UNIT})(?:[\s-]?(?P<tail>end))?\b(?!'s)(?!,?\s+(?:in\s+)?{MONTH}(?![a-z]))"
        rf"(?!'?s?,?\s+(?:on\s+)?(?:the\s+)?\d{{1,2}}{TH}\b)",
        _relative_unit,
    ),
    rule(
        "u",
        r"(?:(?<=of )|(?<=in )|(?<=of the )|(?<=in the ))(?P<rel>)(?P<e>)(?:the\s+)?"
        rf"(?P<u>{UNIT})\b",
        _relative_unit,
    ),
    rule("d", rf"{EDGE}\s+(?:the\s+)(?P<u>{UNIT})\b(?P<rel>)", _relative_unit),
    rule(
        "d",
        rf"(?:{EDGE}[\s-]+(?:the\s+year\s+)?|(?<=in )|(?<=by )|(?<=during )|(?<=until )|(?<=since )|"
        rf"(?<=before ))(?P<n>19[89]\d|20[0-4]\d)(?![\d/.:-]|\s?(?:hrs|hours|people|units|invoices|usd|rmb))",
        _year_only,
    ),
)
