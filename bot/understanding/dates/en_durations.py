"""English durations counted from now: in two weeks, within 48 hours, 3 days ago, a week from now, in a fortnight."""

from __future__ import annotations

import re

from bot.understanding.dates.context import Context
from bot.understanding.dates.numerals import EN_NUMBER, en_number
from bot.understanding.dates.patterns import compiled
from bot.understanding.dates.rule import Rule, rule
from bot.understanding.dates.spans import VAGUE, Piece, Result, Span, month_at, move, quarter_at, week_of, year_of
from bot.understanding.dates.zh_durations import count_from

_UNITS = {
    "min": "分钟",
    "hour": "小时",
    "hr": "小时",
    "h": "小时",
    "day": "天",
    "week": "周",
    "wk": "周",
    "month": "月",
    "mth": "月",
    "mnth": "月",
    "quarter": "季度",
    "qtr": "季度",
    "year": "年",
    "yr": "年",
    "fortnight": "周",
    "weekday": "工作日",
}
_UNIT = (
    r"(?P<kind>(?:business|working|work|trading|banking|bank|calendar)\s+)?(?P<u>minutes?|mins?"
    r"|hours?|hrs?|(?<=\d)h|(?<=\d )h|days?|weekdays?|weeks?|wks?|fortnights?|months?|mn?ths?|quarters?|qtrs?"
    r"|years?|yrs?)"
)
_COUNT = (
    rf"(?P<n>{EN_NUMBER}|\d{{1,2}}\.5|\d{{1,2}})(?:\s+and\s+a\s+half|\s*½)?[\s-]*{_UNIT}(?![a-z])"
    rf"(?:\s+and\s+a\s+half)?"
)


def _count(match: re.Match[str], context: Context, sign: int) -> Piece | None:
    amount = _amount(match["n"])
    if amount is None:
        return None
    if "and a half" in match[0] or "½" in match[0]:
        amount += 0.5
    unit = _unit(match)
    if match["u"].startswith("fortnight"):
        amount *= 2
    return count_from(context, amount, unit, sign) if amount else None


def _amount(text: str) -> float | None:
    if text.startswith("half"):
        return 0.5
    return float(text) if text.replace(".", "", 1).isdigit() else en_number(text)


def _unit(match: re.Match[str]) -> str:
    kind = (match["kind"] or "").strip()
    word = match["u"].rstrip("s")
    if word == "day" and kind and kind != "calendar":
        return "工作日"
    return _UNITS["min" if word.startswith("min") else word]


def _ahead(match: re.Match[str], context: Context) -> Result:
    piece = _count(match, context, 1)
    if piece is None:
        return VAGUE
    lead = re.sub(r"\s+", " ", match["lead"])
    if piece.span and lead in ("the next", "next"):
        return Piece(Span(context.today, piece.span.last))
    by = lead not in ("in", "after", "in about", "in around", "in another")
    return Piece(piece.span, instant=piece.instant, direction="by" if by else "at")


def _ahead_between(match: re.Match[str], context: Context) -> Result:
    """Within 3 to 5 days: the later one. In 2-3 weeks: from the one to the other."""
    latest, low = _ahead(match, context), _amount(match["low"])
    if not isinstance(latest, Piece) or latest.span is None or latest.direction == "by" or not low:
        return latest
    first = count_from(context, low, _unit(match), 1)
    return Piece(Span(first.span.first, latest.span.last)) if first and first.span else VAGUE


def _ago(match: re.Match[str], context: Context) -> Result:
    piece = _count(match, context, -1)
    return Piece(piece.span, instant=piece.instant, direction="at") if piece else VAGUE


_PLANS = compiled(
    r"\b(?:again|will|to (?:call|meet|see|visit|send|review|check)|follow|call|visit|review|check|meet|come|send"
    r"|pay|see|try|ring"
    r"|chase|revert|speak|talk|sign|ship|deliver|deliver[sy]|install|next|please|pls|can|could|should|must)\b[^.;]*$"
)


def _later(match: re.Match[str], context: Context) -> Result:
    """We meet again 3 days later: counted from now where the clause plans; in a tale nobody can tell from when."""
    start = context.clause[0]
    before = context.text[max(0, start - 60) : start]
    if context.tense == "past" or any(char.isdigit() for char in before) or not _PLANS.search(before):
        return VAGUE
    piece = _count(match, context, 1)
    return Piece(piece.span, instant=piece.instant, direction="at") if piece else VAGUE


def _from_now(match: re.Match[str], context: Context) -> Result:
    piece = _count(match, context, 1)
    if piece is None:
        return VAGUE
    anchor = match["anchor"] or ""
    if piece.span is None or not anchor.startswith(("tomorrow", "tmrw", "yesterday")):
        return Piece(piece.span, instant=piece.instant, direction="at")
    day = move(piece.span.first, -1 if anchor.startswith("yesterday") else 1)
    return Piece(Span(day, day), direction="at") if day else VAGUE


def _within_the(match: re.Match[str], context: Context) -> Result:
    """Within the hour; within the week, the one that runs."""
    today, unit = context.today, match["u"]
    if unit != "hour":
        spans = {
            "week": week_of(today, 0),
            "month": month_at(today),
            "quarter": quarter_at(today),
            "year": year_of(today.year),
        }
        return Piece(spans.get(unit, Span(today, today)), direction="by")
    piece = count_from(context, 1, "小时", 1)
    return Piece(instant=piece.instant, direction="by") if piece else VAGUE


def _next_workday(_match: re.Match[str], context: Context) -> Result:
    return count_from(context, 1, "工作日", 1) or VAGUE


def _next_one(match: re.Match[str], context: Context) -> Result:
    """In the next week: within seven days."""
    piece = count_from(context, 1, _UNITS[match["u"]], 1)
    return Piece(piece.span, direction="by") if piece else VAGUE


_LEAD = (
    r"(?P<lead>in\s+(?:about|around|another|less\s+than|under|no\s+more\s+than|max)|in\s+the\s+"
    r"(?:next|coming)|in|within\s+the\s+(?:next|coming)|within\s+(?:about|max)?|within|inside\s+of"
    r"|inside|after"
    r"|(?:over|during|for)\s+the\s+(?:next|coming)|the\s+next|next|no\s+(?:later|more)\s+than"
    r"|not\s+more\s+than|less\s+than)"
)

EN_DURATIONS: tuple[Rule, ...] = (
    rule("d", r"(?:the\s+)?(?:next|following)\s+(?:business|working|work|trading|banking)\s+day\b", _next_workday),
    rule("d", rf"(?:about\s+|around\s+)?{_COUNT}\s+(?:ago|back|earlier)\b(?:\s+today\b)?", _ago),
    rule("d", rf"{_COUNT}\s+later\b(?!\s+than)", _later),
    rule("d", rf"{_COUNT}'?\s+(?:from\s+(?:now|(?P<anchor>today|tomorrow|tmrw))|hence|time\b)", _from_now),
    rule(
        "d",
        r"(?P<n>a|one|two|three|four|five|six|eight|ten|twelve|\d{1,2})\s+(?P<kind>)(?P<u>weeks?|wks?"
        r"|fortnight|months?|years?)\s+(?P<anchor>today|tomorrow"
        r"|tmrw|yesterday)\b",
        _from_now,
    ),
    rule(
        "d",
        r"before\s+the\s+(?P<kind>)(?P<n>)(?P<u>week|month|quarter|year)\s+(?:is\s+(?:out|over|up)|ends|closes)\b",
        _within_the,
    ),
    rule("d", r"(?:within|inside)\s+the\s+(?P<kind>)(?P<n>)(?P<u>hour|day|week|month|quarter|year)\b", _within_the),
    rule(
        "d",
        r"(?:in|within|over|during)\s+the\s+(?P<lead>next|coming)\s+(?P<kind>)(?P<n>)(?P<u>week|month"
        r"|quarter|year)\b",
        _next_one,
    ),
    rule("d", rf"{_LEAD}\s+(?P<low>{EN_NUMBER}|\d{{1,2}})\s?(?:-|to|or)\s?{_COUNT}", _ahead_between),
    rule(
        "d",
        rf"{_LEAD}\s+{_COUNT}(?:'?s?'?\s+time\b)?(?:\s+of\s+(?:now|today)\b)?(?!\s+(?:of|a|per)\b|'s|\s+ago)"
        r"(?!\s+(?:after|from|following|upon|on)\s+(?:that|this|it|then|(?:the\s+|our\s+|their\s+)?(?:receipt|receiving|getting|delivery|signing|signature|approval|completion|arrival|invoice|order)|they|we|he|she)\b)",
        _ahead,
    ),
)
