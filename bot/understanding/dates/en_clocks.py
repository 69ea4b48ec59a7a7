"""English times of day: 3pm, half past three, 10ish tomorrow, 2-4 on Friday, noon, EOD, first thing."""

from __future__ import annotations

import re
from datetime import time

from bot.understanding.dates.clocks import NOON, clock_of, fixed
from bot.understanding.dates.context import Context
from bot.understanding.dates.numerals import EN_NUMBERS, en_number
from bot.understanding.dates.parts import PARTS
from bot.understanding.dates.rule import Rule, rule
from bot.understanding.dates.spans import VAGUE, Clock, Part, Piece, Result

_MINUTES_EN = {"half": 30, "quarter": 15, "a quarter": 15}


def meridiem(match: re.Match[str], context: Context) -> Result:
    """3pm, 3pm to 5pm."""
    clock = twelve(match["h"], match["m"], match["ap"])
    if clock is None:
        return VAGUE
    if match["h2"]:
        until = twelve(match["h2"], match["m2"], match["ap2"])
        return Piece(clock=clock, until=until) if until else VAGUE
    return Piece(clock=clock)


def twelve(hour: str, minute: str | None, half: str) -> Clock | None:
    """An hour with its half of the day; None for 13am."""
    hours, minutes = int(hour), int(minute or 0)
    if hours > NOON or hours == 0 or minutes > 59:
        return Clock(hours, minutes) if NOON < hours < 24 and half[0] == "p" and minutes <= 59 else None
    return Clock(hours % NOON + (NOON if half[0] == "p" else 0), minutes)


def _half_hours(match: re.Match[str], context: Context) -> Result:
    """3-5pm and 10 to 11:30am: the half of the day said once holds for both, unless the first hour is later."""
    last = twelve(match["h2"], match["m2"], match["ap"])
    first = twelve(match["h"], match["m"], match["ap"])
    if first is None or last is None:
        return VAGUE
    if (first.hour, first.minute) > (last.hour, last.minute):
        first = Clock(first.hour - NOON, first.minute) if first.hour >= NOON else first
    return Piece(clock=first, until=last)


def military(match: re.Match[str], context: Context) -> Result:
    """1430, 14h30: hours and minutes in four figures."""
    if match["h"] in ("1", "2") and context.raw[match.end("h") : match.end("h") + 1] == "H":
        return VAGUE  # 1H27 is a half-year
    clock = clock_of(int(match["h"]), int(match["m"]), sure=True)
    return Piece(clock=clock) if clock else VAGUE


def _spoken(match: re.Match[str], context: Context) -> Result:
    """Half past three, ten to four; the British half three."""
    hour = en_number(match["h"])
    word = match["m"]
    minutes = _MINUTES_EN.get(word) or en_number(word) or 0
    if hour is None or not 1 <= hour <= NOON or not 0 < minutes < 60:
        return VAGUE
    if match["way"] in ("to", "till", "til", "of"):
        hour, minutes = (hour - 1) or NOON, 60 - minutes
    figures = (
        word.isdigit() and match["h"].isdigit() and match["way"] in ("to", "till", "til")
    )  # 10 to 12: or two hours
    return Piece(clock=Clock(hour, minutes, open_half=True), ambiguous=figures)


def bare_hour(match: re.Match[str], context: Context) -> Result:
    """At 3, by 10:30: in office hours unless a part of the day is said."""
    hour = en_number(match["h"])
    clock = clock_of(hour, int(match["m"] or 0), sure=match["h"].startswith("0")) if hour is not None else None
    return Piece(clock=clock) if clock else VAGUE


def en_part(match: re.Match[str], context: Context) -> Result:
    """Morning, arvo, p.m."""
    return Piece(part=PARTS[re.sub(r"\s+", " ", match["p"]).replace(".", "")])


def _after_lunch(_match: re.Match[str], _context: Context) -> Result:
    return Piece(part=Part(time(13, 0), time(18, 0)))


SPELT_HOURS = "|".join(
    sorted((w for w, n in EN_NUMBERS.items() if 1 <= n <= 12 and " " not in w and len(w) > 2), key=len, reverse=True)
)
_SPOKEN = r"half|a quarter|quarter|five|ten|twenty|twenty-five|5|10|15|20|25"
FOLLOW = (
    r"(?=\s*(?:$|[,;!?)\]\u4e00-\u9fff]|\.(?!\d)|-|(?:on|this|next|last|yesterday|today|tomorrow|tmrw|tonight|in the"
    r"|sharp|latest|at the latest|and|or|to|until|till|til|about|re|asking|saying|wanting|for|with|but|the"
    r"|mon(?:day)?|tue[a-z]*|wed[a-z]*|thu[a-z]*|fri(?:day)?|sat(?:urday)?|sun(?:day)?|then)\b))"
)
HALF = r"(?:a\.?m\b\.?|p\.?m\b\.?|pm|am)"

EN_CLOCKS: tuple[Rule, ...] = (
    rule(
        "c",
        rf"(?P<h>\d{{1,2}})(?:[:.](?P<m>\d{{2}}))?\s?(?P<ap>{HALF})\s?(?:-|to|until|till)\s?"
        rf"(?P<h2>\d{{1,2}})(?:[:.](?P<m2>\d{{2}}))?\s?(?P<ap2>{HALF})",
        meridiem,
    ),
    rule("c", rf"(?P<h>\d{{1,2}})(?:[:.](?P<m>\d{{2}}))?\s?(?P<ap>{HALF})(?P<h2>)(?P<m2>)(?P<ap2>)", meridiem),
    rule(
        "c",
        rf"(?P<h>\d{{1,2}})(?:[:.](?P<m>\d{{2}}))?\s?(?:-|to|until|till)\s?(?P<h2>\d{{1,2}})(?:[:.]"
        rf"(?P<m2>\d{{2}}))?\s?(?P<ap>{HALF})",
        _half_hours,
    ),
    rule(
        "c",
        rf"(?<=between )(?P<h>\d{{1,2}})(?:[:.](?P<m>\d{{2}}))?\s?(?:and)\s?(?P<h2>\d{{1,2}})(?:[:.]"
        rf"(?P<m2>\d{{2}}))?\s?(?P<ap>{HALF})",
        _half_hours,
    ),
    rule("c", r"(?P<h>[01]?\d|2[0-4])\s?h\s?(?P<m>[0-5]\d)(?![a-z\d])", military),
    rule("c", r"(?P<h>[01]\d|2[0-4])(?P<m>[0-5]\d)\s?(?:hrs?|hours|h)(?![a-z])", military),
    rule("c", r"(?<=at )(?P<h>[01]\d|2[0-4])(?P<m>[0-5]\d)(?![\d.,]\d|\d)", military),
    rule("c", r"(?<=at )(?P<h>\d{1,2})(?P<m>)\s(?:h|hrs|hours)(?![a-z])", bare_hour),
    rule(
        "c",
        r"(?<![a-z])(?P<h>0\d)(?P<m>[0-5]\d)(?=\s*(?:$|[,;.!?)]|on\b|tomorrow|today|mon|tue|wed|thu|fri|sat|sun))",
        military,
    ),
    rule(
        "c",
        rf"(?P<m>{_SPOKEN})(?:\s?minutes)?\s+(?P<way>past|to|after|till|til|of)\s+(?P<h>{SPELT_HOURS}|\d{{1,2}})"
        rf"(?![\w:])(?!\s*(?:%|(?:working|business|calendar|days?|weeks?|months?|hours?|years?|people|percent"
        rf"|times|of)\b))",
        _spoken,
    ),
    rule("c", rf"(?P<m>half)\s+(?P<way>)(?P<h>{SPELT_HOURS}\b|\d{{1,2}}{FOLLOW})", _spoken),
    rule("c", rf"(?P<h>\d{{1,2}}|{SPELT_HOURS})(?P<m>)\s?o'?\s?clock\b", bare_hour),
    rule(
        "c",
        rf"(?<=at )(?P<h>\d{{1,2}}|{SPELT_HOURS})(?:[:.](?P<m>[0-5]\d))?(?:\s+(?:their|our|my|your|his"
        rf"|her)\s+time)?{FOLLOW}",
        bare_hour,
    ),
    rule(
        "c",
        rf"(?:(?<=by )|(?<=@)|(?<=@ )|(?<=before )|(?<=after )|(?<=until )|(?<=from )|(?<=b4 ))(?P<h>\d{{1,2}}"
        rf"|{SPELT_HOURS})(?:[:.](?P<m>[0-5]\d))?{FOLLOW}(?!\s*(?:of|the|-\s*\d|to \d+ [a-z]))",
        bare_hour,
    ),
    rule("c", r"(?:high |12 )?noon(?:ish|time)?\b|midday\b|mid-day\b", fixed(Clock(12, 0))),
    rule("c", r"midnight\b", fixed(Clock(named="midnight"))),
    rule(
        "c",
        r"(?:the\s+)?(?:eod|(?:(?<=by )|(?<=by the )|(?<=before )|(?<=before the ))close"
        r"(?=\s+(?:on\s+)?(?:mon|tue|wed|thu|fri|today|tomorrow))"
        r"|e\.o\.d\.?|cob|c\.o\.b\.?|eob|cop\b|eop\b|close of (?:business|biz|play|day"
        r"|trading|the day)|end of (?:the\s+)?(?:business\s+|working\s+|work\s+)?(?:day|play|business"
        r"|today|office)(?:\s+hours)?"
        r"|(?:the\s+)?day'?s end|business close|close of bus)(?![a-z])(?:\s+(?:of|on|the))*",
        fixed(Clock(named="closing"), by=True),
    ),
    rule(
        "c",
        r"(?:the\s+)?(?:very\s+)?(?:end|close)\s+of\s+(?=(?:tomorrow|tmrw|today|mon|tue|wed|thu|fri|sat|sun)(?!e\b))",
        fixed(Clock(named="closing"), by=True),
    ),
    rule("c", r"first thing\b(?:\s+(?:in the morning|on))?", fixed(Clock(named="opening"))),
    rule(
        "c",
        r"(?:the\s+)?(?:start|open(?:ing)?|beginning)\s+of\s+(?:the\s+)?(?:business|play|trading|(?:business"
        r"|working)\s+day|day)\b(?:\s+(?:on|of))?",
        fixed(Clock(named="opening")),
    ),
    rule("p", r"after lunch\b|after-lunch\b", _after_lunch),
    rule("c", r"(?<=before )lunch(?:time)?\b|(?<=by )lunch(?:time)?\b", fixed(Clock(12, 0))),
    rule(
        "p",
        r"(?<!\bi )(?:(?:early|late|mid)[- ])?(?P<p>morning|afternoon|arvo|evening|night|lunchtime|lunch time"
        r"|teatime|tea time|am\b"
        r"|pm\b|a\.m\b\.?|p\.m\b\.?|morn\b)(?![a-z])(?! (?:shift|market|call|meeting|tea|news))",
        en_part,
    ),
)
