"""English day words, weekdays and weeks: tmrw, next Wed, Friday week, a week on Friday, over the weekend."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from bot.understanding.dates.context import Context
from bot.understanding.dates.en_common import DOT, EDGE, SLIP, WEEKDAY, edged, weekday_number
from bot.understanding.dates.en_weekdays import names_a_day
from bot.understanding.dates.parts import EVENING, PARTS
from bot.understanding.dates.rule import Rule, rule
from bot.understanding.dates.spans import VAGUE, Edge, Piece, Result, Span, edge_of, move, one_day, week_of

_TOMORROW = (
    "tomorrow", "tmrw", "tmr", "tmw", "tomoz", "2moro", "2morrow", "tomorow", "tomorro", "tomoro",
    "tommoro", "tmoro", "tmro", "tmrrw", "tomrw", "tomm", "2mrw", "2mro", "tmrow", "tommorow", "tommorrow",
)  # fmt: skip
_YESTERDAY = (
    "yesterday", "yday", "y'day", "yest", "ystd", "ystdy", "ystday", "yesturday", "yestrday", "yesterdy",
)  # fmt: skip
_WORDS = {
    **dict.fromkeys(("today", "2day", "tdy"), 0),
    **dict.fromkeys(_TOMORROW, 1),
    "overmorrow": 2,
    **dict.fromkeys(_YESTERDAY, -1),
}
_SHIFT = {
    "this": 0,
    "this coming": 0,
    "current": 0,
    "the current": 0,
    "next": 1,
    "nxt": 1,
    "the following": 1,
    "following": 1,
    "last": -1,
    "past": -1,
    "the past": -1,
    "this past": -1,
    "previous": -1,
    "the previous": -1,
    "coming": 0,
    "the coming": 0,
    "upcoming": 0,
    "on": 0,
}
_WEEK_ON = {"week": 7, "fortnight": 14}
_WEEKS = {"two": 2, "2": 2, "three": 3, "3": 3, "four": 4, "4": 4}


_TOM = (
    r"tom(?:(?=\s+(?:\d{1,2}(?:[:.]\d\d|\s?[ap]\.?m)|(?:early\s+)?morning|afternoon|evening|eod|cob|noon|am\b|pm\b"
    r"|first half|second half))|(?:(?<=by tom)|(?<=until tom)|(?<=till tom)|(?<=latest tom)|(?<=before tom))(?![a-z]))"
)


def _word(match: re.Match[str], context: Context) -> Result:
    return Piece(one_day(move(context.today, _WORDS[match["w"]] + _WEEK_ON.get(match["plus"] or "", 0))))


def _tom(match: re.Match[str], context: Context) -> Result:
    """Tom 11 am, by tom eod: tomorrow to an Indian writer, unless it may be a man."""
    if context.raw[match.start() : match.end()] == "Tom":
        return None
    return Piece(one_day(move(context.today, 1)))


def _after_tomorrow(match: re.Match[str], context: Context) -> Result:
    return Piece(one_day(move(context.today, 2 if match["w"].startswith("after") else -2)))


def _this_part(match: re.Match[str], context: Context) -> Result:
    day = context.today if match["rel"] == "this" else move(context.today, -1)
    return Piece(Span(day, day), part=PARTS[match["p"]]) if day else VAGUE


def _same_part(match: re.Match[str], context: Context) -> Result:
    """The same evening: that of the day said before, else nobody knows."""
    return Piece(one_day(context.told), part=PARTS[match["p"]]) if context.told else VAGUE


def _tonight(_match: re.Match[str], context: Context) -> Result:
    return Piece(Span(context.today, context.today), part=EVENING)


def _in_the_morning(match: re.Match[str], _context: Context) -> Result:
    """In the morning: the next one, where no day is named."""
    return Piece(part=PARTS[match["p"]], assumed=match["p"] == "morning")


def _weekday(match: re.Match[str], context: Context) -> Result:
    return Piece(weekday=weekday_number(match["d"])) if names_a_day(match, context) else None


def _shifted(match: re.Match[str], context: Context) -> Result:
    """This Friday is this week's, next Friday next week's, last Friday last week's; weeks begin on Monday."""
    relation, weekday = re.sub(r"\s+", " ", match["rel"]), weekday_number(match["d"])
    if relation in ("following", "the following") and context.told is not None:
        return _after_told(context.told, weekday)
    if relation in ("coming", "the coming", "this coming", "upcoming"):
        ahead = (weekday - context.today.weekday() - 1) % 7 + 1
        day = move(context.today, ahead)
        return Piece(Span(day, day)) if day else VAGUE
    if relation.endswith("past"):
        return Piece(one_day(move(context.today, -((context.today.weekday() - weekday - 1) % 7 + 1))))
    week = week_of(context.today, _SHIFT[relation])
    day = move(week.first, weekday) if week else None
    if day is None:
        return VAGUE
    unsure = _SHIFT[relation] == -1 and weekday < context.today.weekday()
    return Piece(Span(day, day), ambiguous=unsure)


def _after_told(told: date, weekday: int) -> Result:
    return Piece(one_day(move(told, (weekday - told.weekday() - 1) % 7 + 1)))


def _weekday_after(match: re.Match[str], context: Context) -> Result:
    """Monday the 7th and the Thursday after; the day after: counted from a day said before, else nobody knows."""
    if context.told is None:
        return VAGUE
    if match["d"] is None:
        return Piece(one_day(move(context.told, 1)))
    return _after_told(context.told, weekday_number(match["d"]))


def _friday_week(match: re.Match[str], context: Context) -> Result:
    """Friday week, a week on Friday, a week from Friday, Friday after next: seven days past the coming one."""
    first = _coming(context, match["d"])
    weeks = _WEEKS.get(match["n"].split()[0], 2 if "fortnight" in match["n"] else 1)
    return Piece(one_day(move(first, 7 * weeks))) if first else VAGUE


def _turned(match: re.Match[str], context: Context) -> Result:
    """Monday last, Tuesday next, the Thursday before last; Friday just gone is the most recent one."""
    if match["rel"].endswith(("gone", "past")):
        back = (context.today.weekday() - weekday_number(match["d"]) - 1) % 7 + 1
        return Piece(one_day(move(context.today, -back)))
    week = week_of(context.today, {"next": 1, "last": -1, "before last": -2}[match["rel"]])
    return Piece(one_day(move(week.first, weekday_number(match["d"])))) if week else VAGUE


def _coming(context: Context, word: str) -> date | None:
    return move(context.today, (weekday_number(word) - context.today.weekday()) % 7)


def _week(match: re.Match[str], context: Context) -> Result:
    relation = re.sub(r"\s+", " ", match["rel"])
    span = week_of(
        context.today,
        2 if match["next"] else 1 if relation in ("coming", "the coming", "upcoming") else _SHIFT[relation],
    )
    return edged(match, "week", span)


def _this_week_edge(match: re.Match[str], context: Context) -> Result:
    """End of the week, EOW, week end."""
    edge: Edge = "mid" if match[0].startswith("mid") else "end"
    week = week_of(context.today, 0)
    span = edge_of(week, "week", edge) if week else None
    if span and span.last < context.today and not context.past:
        week = week_of(context.today, 1)
        return Piece(replace(edge_of(week, "week", edge), ambiguous=True)) if week else VAGUE
    return Piece(span) if span else VAGUE


def _weekend(match: re.Match[str], context: Context) -> Result:
    shift = {"next": 1, "last": -1}.get(match["rel"] or "", 0)
    shift = {"after next": 2, "before last": -2}.get(match["far"] or "", -1 if match["far"] else shift)
    if match["rel"] in (None, "the") and context.past and context.today.weekday() < weekday_number("sat"):
        shift = -1
    week = week_of(context.today, shift)
    if week is None:
        return VAGUE
    saturday, friday = week.last - timedelta(days=1), week.last - timedelta(days=2)
    return Piece(Span(saturday, week.last, deadline=friday, after=week.last))


def _after_next(match: re.Match[str], context: Context) -> Result:
    return edged(match, "week", week_of(context.today, -2 if match["next"].startswith("before") else 2))


_D = WEEKDAY + r"(?![a-z])"
_REL = (
    r"(?P<rel>this\s+coming|(?:this\s+|the\s+)?past|this|the\s+current|current|next|nxt|the\s+following|following|last"
    r"|previous|the\s+previous|the\s+coming|coming|upcoming)"
)

EN_DAYS: tuple[Rule, ...] = (
    rule(
        "d",
        r"(?:the\s+)?day\s+(?P<w>after (?:tomorrow|tmrw|tmr|tomorow|tommorrow|tom)(?![a-z])|before (?:yesterday|yday))",
        _after_tomorrow,
    ),
    rule(
        "d",
        rf"(?P<w>{'|'.join(sorted(_WORDS, key=len, reverse=True))})\b(?:\s+(?P<plus>week"
        rf"|fortnight)\b)?(?!'s (?:world|market))",
        _word,
    ),
    rule(
        "dp",
        r"(?P<rel>this|last)\s+(?:(?:early|late)\s+)?(?P<p>morning|afternoon|evening|night|nite|lunchtime|arvo|morn"
        r"|aft|eve|am|pm)\b",
        _this_part,
    ),
    rule("dp", r"(?:the\s+|that\s+)?same\s+(?P<p>morning|afternoon|evening|night)\b", _same_part),
    rule("d", _TOM, _tom),
    rule("dp", r"(?:tonight|tonite|2nite|2night)\b", _tonight),
    rule("p", r"in\s+the\s+(?P<p>morning|afternoon|evening)\b", _in_the_morning),
    rule(
        "d",
        rf"(?P<n>a\s?week|(?:one|two|three|four|[1-4]) weeks?|a fortnight)\s+(?:on|from|after|this|next)\s+"
        rf"(?:this\s+(?:coming\s+)?)?"
        rf"(?P<d>{_D})",
        _friday_week,
    ),
    rule("d", rf"(?P<n>a\s?week|a fortnight)\s+(?P<d>{_D})(?=\s*(?:$|[,.;!?]|at\b))", _friday_week),
    rule("d", rf"(?P<d>{_D})\s+(?P<n>week|fortnight|wk(?!\s*\d|\s*[-/]))\b", _friday_week),
    rule(
        "d",
        r"(?<!this )(?<!next )(?<!last )(?<!that )(?<!a )(?<!the )(?P<plus>week|fortnight)\s+(?P<w>today|tomorrow"
        r"|tmrw)\b",
        _word,
    ),
    rule("d", rf"(?:the\s+)?(?P<d>{_D})\s+(?P<n>after next)\b", _friday_week),
    rule(
        "d",
        rf"(?:the\s+)?(?P<d>{_D})\s+(?P<rel>before last|last|next|just gone|just past|gone)\b"
        r"(?!\s+(?:week|month|year|quarter|time|call|meeting|visit|step|contact|chase|update|review|one))",
        _turned,
    ),
    rule(
        "d",
        rf"the\s+(?:(?P<d>{_D})\s+(?:after|following)(?:\s+(?:that|this))?|(?:following\s+day|next\s+day|day\s+after)(?:\s+that)?)"
        r"(?=\s*(?:$|[,.;:!?)]|\b(?:at|for|to|and|with|we|i|he|she|they|in)\b))",
        _weekday_after,
    ),
    rule("d", rf"(?P<d>{_D})\s+after(?=\s*(?:$|[.,;!)]))", _weekday_after),
    rule("d", rf"{_REL}\s+(?:week'?s\s+)?(?P<d>{_D}){DOT}", _shifted),
    rule("d", rf"{_REL}\s+(?P<d>{SLIP})", _shifted),
    rule("w", rf"(?P<d>{SLIP})", _weekday),
    rule(
        "d",
        rf"(?:the\s+)?(?:{EDGE}[\s-]+)?(?:the\s+)?(?P<rel>this|current|next|nxt|coming|following|last"
        rf"|previous)\s+(?:work(?:ing)?\s+)?(?:week|wk)\b(?!end|[- ]?day|\s+(?:on|after))(?P<next>)",
        _week,
    ),
    rule(
        "d",
        rf"(?:{EDGE}[\s-]+)?(?:the\s+)?(?P<rel>following\s+week)?(?:week|wk)\s+(?P<next>after\s+next|before\s+last)\b",
        _after_next,
    ),
    rule(
        "d",
        r"(?:the\s+)?end\s+of\s+(?:the\s+)?(?:work(?:ing)?\s+)?week\b|eow\b|e\.o\.w\.?|week'?s end\b"
        r"|mid-?week\b|middle of the week\b",
        _this_week_edge,
    ),
    rule(
        "d",
        r"(?:(?P<rel>this|next|last|the|coming)\s+)?(?:weekend|w/e|wkend)\b(?:\s+(?P<far>after next"
        r"|before last|(?:just\s+)?(?:gone|past))\b)?(?!\s?(?:ing|project))",
        _weekend,
    ),
    rule(
        "w",
        rf"(?:(?<=in )|(?<=on )|(?<=onto )|(?<=into )|(?<=with ))"
        rf"(?P<d>{_D})(?='s\s+(?:van|truck|lorry|post|mail|run|boat|train|flight"
        r"|shipment|statement|drop|courier|bus|load|collection|despatch|dispatch|invoice|newsletter|payroll)\b)",
        _weekday,
    ),
    rule(
        "w",
        rf"(?P<d>{_D}){DOT}(?!'(?!s\s+(?:board|meeting|call|visit|session|appointment|demo|committee|review|deadline)))",
        _weekday,
    ),
)
