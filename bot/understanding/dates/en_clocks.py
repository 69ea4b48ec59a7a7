"""English times of day: 3pm, half past three, 10ish tomorrow, 2-4 on Friday, noon, EOD, first thing."""

from __future__ import annotations

import re
from datetime import time

from bot.understanding.dates.clocks import NOON, clock_of, fixed
from bot.understanding.dates.context import Context
from bot.understanding.dates.numerals import EN_NUMBERS, en_number
from bot.understanding.dates.parts import PARTS
from bot.understanding.dates.patterns import compiled
from bot.understanding.dates.rule import Rule, rule
from bot.understanding.dates.spans import VAGUE, Clock, Part, Piece, Result

_DAY_AROUND = compiled(
    r"(?:tomorrow|today|tonight|tmr|tmrw|day|mon|tues?|wed|thu(?:rs)?|fri|morning|afternoon"
    r"|evening),?\s+(?:at\s+)?(?:around|about)\s+$"
)
_MINUTES_EN = {"half": 30, "quarter": 15, "a quarter": 15}


def _meridiem(match: re.Match[str], context: Context) -> Result:
    clock = _twelve(match["h"], match["m"], match["ap"])
    if clock is None:
        return VAGUE
    if match["h2"]:
        until = _twelve(match["h2"], match["m2"], match["ap2"])
        return Piece(clock=clock, until=until) if until else VAGUE
    return Piece(clock=clock)


def _twelve(hour: str, minute: str | None, half: str) -> Clock | None:
    hours, minutes = int(hour), int(minute or 0)
    if hours > NOON or hours == 0 or minutes > 59:
        return Clock(hours, minutes) if NOON < hours < 24 and half[0] == "p" and minutes <= 59 else None
    return Clock(hours % NOON + (NOON if half[0] == "p" else 0), minutes)


def _half_hours(match: re.Match[str], context: Context) -> Result:
    """3-5pm and 10 to 11:30am: the half of the day said once holds for both, unless the first hour is later."""
    last = _twelve(match["h2"], match["m2"], match["ap"])
    first = _twelve(match["h"], match["m"], match["ap"])
    if first is None or last is None:
        return VAGUE
    if (first.hour, first.minute) > (last.hour, last.minute):
        first = Clock(first.hour - NOON, first.minute) if first.hour >= NOON else first
    return Piece(clock=first, until=last)


def _military(match: re.Match[str], context: Context) -> Result:
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
    return Piece(clock=Clock(hour, minutes, open_half=True))


def _bare_hour(match: re.Match[str], context: Context) -> Result:
    hour = en_number(match["h"])
    clock = clock_of(hour, int(match["m"] or 0)) if hour is not None else None
    return Piece(clock=clock) if clock else VAGUE


def _said(match: re.Match[str], context: Context) -> Result:
    """Ten thirty, two forty-five."""
    hour, word = en_number(match["h"]), match["w"].replace("oh", "").strip(" -")
    clock = clock_of(hour or 99, en_number(word) or 99)
    return Piece(clock=clock) if clock else VAGUE


def _around(match: re.Match[str], context: Context) -> Result:
    """Around 3 tomorrow, Friday about 10; about 10 alone is how many."""
    beside = match["ahead"] is not None or _DAY_AROUND.search(context.text[max(0, match.start() - 24) : match.start()])
    return _bare_hour(match, context) if beside else None


def _bare_range(match: re.Match[str], context: Context) -> Result:
    """9 to 11 tomorrow."""
    first, last = (clock_of(int(match[h]), int(match[m] or 0)) for h, m in (("h", "m"), ("h2", "m2")))
    return Piece(clock=first, until=last) if first and last else VAGUE


def _en_part(match: re.Match[str], context: Context) -> Result:
    return Piece(part=PARTS[re.sub(r"\s+", " ", match["p"]).replace(".", "")])


def _after_lunch(_match: re.Match[str], _context: Context) -> Result:
    return Piece(part=Part(time(13, 0), time(18, 0)))


_TOLD = compiled(
    r"\b(?:phoned|rang|called|saw|met|spoke|visited|visit|mtg|meeting|call|calls|zoom|teams|lunch|coffee|tea)\b[^,;:.\d]{0,40}\s$"
)


def _told_hour(match: re.Match[str], context: Context) -> Result:
    """Phoned Mr Oduya 11.30: the hour of a contact, in office hours, at the end of what tells of it."""
    told = 7 <= int(match["h"]) <= 19 and _TOLD.search(context.text, max(0, match.start() - 60), match.start())
    return _bare_hour(match, context) if told else None


_O = "|".join(
    sorted((w for w, n in EN_NUMBERS.items() if 1 <= n <= 12 and " " not in w and len(w) > 2), key=len, reverse=True)
)
_SPOKEN = r"half|a quarter|quarter|five|ten|twenty|twenty-five|5|10|15|20|25"
_FOLLOW = (
    r"(?=\s*(?:$|[,;!?)\]\u4e00-\u9fff]|\.(?!\d)|-|(?:on|this|next|today|tomorrow|tmrw|tonight|in the|sharp"
    r"|latest|at the latest|and|or|to|until|for|with|but|the"
    r"|mon(?:day)?|tue[a-z]*|wed[a-z]*|thu[a-z]*|fri(?:day)?|sat(?:urday)?|sun(?:day)?|then)\b))"
)
# Friday at 3 he pays: behind a day, an hour may have anything but what it would count behind it.
_GOES_ON = (
    r"(?=\s+(?:we|he|she|they|you|i|it|his|her|their|our|my|your|in|via|over|when|if|because|re|about|so|as|from|near"
    r"|please|pls|who|just|will|is|(?:i|we|he|she|they)'(?:ll|s|re|ve))\b)"
)
_DAY_AHEAD = r"(?:tomorrow|today|tmrw|tonight|(?:on\s+)?(?:next\s+|this\s+)?(?:mon|tue|wed|thu|fri|sat|sun))"
_AP = r"(?:a\.?m\b\.?|p\.?m\b\.?|pm|am)"

EN_CLOCKS: tuple[Rule, ...] = (
    rule(
        "c",
        rf"(?P<h>\d{{1,2}})(?:[:.](?P<m>\d{{2}}))?\s?(?P<ap>{_AP})\s?(?:-|to|until|till)\s?"
        rf"(?P<h2>\d{{1,2}})(?:[:.](?P<m2>\d{{2}}))?\s?(?P<ap2>{_AP})",
        _meridiem,
    ),
    rule("c", rf"(?P<h>\d{{1,2}})(?:[:.](?P<m>\d{{2}}))?\s?(?P<ap>{_AP})(?P<h2>)(?P<m2>)(?P<ap2>)", _meridiem),
    rule(
        "c",
        rf"(?P<h>\d{{1,2}})(?:[:.](?P<m>\d{{2}}))?\s?(?:-|to|until|till)\s?(?P<h2>\d{{1,2}})(?:[:.]"
        rf"(?P<m2>\d{{2}}))?\s?(?P<ap>{_AP})",
        _half_hours,
    ),
    rule(
        "c",
        rf"(?<=between )(?P<h>\d{{1,2}})(?:[:.](?P<m>\d{{2}}))?\s?(?:and)\s?(?P<h2>\d{{1,2}})(?:[:.]"
        rf"(?P<m2>\d{{2}}))?\s?(?P<ap>{_AP})",
        _half_hours,
    ),
    rule("c", r"(?P<h>[01]?\d|2[0-4])\s?h\s?(?P<m>[0-5]\d)(?![a-z\d])", _military),
    rule("c", r"(?P<h>[01]\d|2[0-4])(?P<m>[0-5]\d)\s?(?:hrs?|hours|h)(?![a-z])", _military),
    rule("c", r"(?<=at )(?P<h>[01]\d|2[0-4])(?P<m>[0-5]\d)(?![\d.,]\d|\d)", _military),
    rule(
        "c", r"(?P<h>0\d)(?P<m>[0-5]\d)(?=\s*(?:$|[,;.!?)]|on\b|tomorrow|today|mon|tue|wed|thu|fri|sat|sun))", _military
    ),
    rule(
        "c",
        rf"(?P<m>{_SPOKEN})(?:\s?minutes)?\s+(?P<way>past|to|after|till|til|of)\s+(?P<h>{_O}|\d{{1,2}})"
        rf"(?![\w:])(?!\s*(?:%|(?:working|business|calendar|days?|weeks?|months?|hours?|years?|people|percent"
        rf"|times|of)\b))",
        _spoken,
    ),
    rule("c", rf"(?P<m>half)\s+(?P<way>)(?P<h>{_O}\b|\d{{1,2}}{_FOLLOW})", _spoken),
    rule("c", rf"(?P<h>\d{{1,2}}|{_O})(?P<m>)\s?o'?\s?clock\b", _bare_hour),
    rule(
        "c",
        rf"(?<=at )(?P<h>\d{{1,2}}|{_O})(?:[:.](?P<m>[0-5]\d))?(?:\s+(?:their|our|my|your|his|her)\s+time)?{_FOLLOW}",
        _bare_hour,
    ),
    rule(
        "c",
        rf"(?:(?<=by )|(?<=@)|(?<=@ )|(?<=before )|(?<=after )|(?<=until )|(?<=from )|(?<=b4 ))(?P<h>\d{{1,2}}"
        rf"|{_O})(?:[:.](?P<m>[0-5]\d))?{_FOLLOW}(?!\s*(?:of|the|-\s*\d|to \d+ [a-z]))",
        _bare_hour,
    ),
    rule("c", r"(?:high |12 )?noon(?:ish|time)?\b|midday\b|mid-day\b", fixed(Clock(12, 0))),
    rule("c", r"midnight\b", fixed(Clock(named="midnight"))),
    rule(
        "c",
        r"(?:the\s+)?(?:eod|(?:(?<=by )|(?<=by the )|(?<=before )|(?<=before the ))close"
        r"(?=\s+(?:on\s+)?(?:mon|tue|wed|thu|fri|today|tomorrow))"
        r"|e\.o\.d\.?|cob|c\.o\.b\.?|eob|cop\b|eop\b|close of (?:business|play|day"
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
        r"(?:(?:early|late|mid)[- ])?(?P<p>morning|afternoon|arvo|evening|night|lunchtime|lunch time"
        r"|teatime|tea time|am\b"
        r"|pm\b|a\.m\b\.?|p\.m\b\.?|morn\b)(?![a-z])(?! (?:shift|market|call|meeting|tea|news))",
        _en_part,
    ),
)

_DAYS_SAID = (
    "tomorrow|today|tmrw|tmr|tmw|tonight|tonite|day|mon|tue|tues|wed|weds|thu|thur|thurs|fri|noon"
    "|morning|afternoon|arvo|evening|sat|sun|st|nd|rd|th"
)
_BESIDE_DAY = "(?:" + "|".join(f"(?<={word} )|(?<={word}, )" for word in _DAYS_SAID.split("|")) + ")"
_ENDS = r"(?=\s*(?:$|[,;)!?]|\.(?!\d)|(?:or|and|but|if|then|sharp|with|please|pls)\b))"
_QUARTERS = r"(?:00|15|30|45)"
_BESIDE_FUTURE = (
    r"(?:(?<=tomorrow )|(?<=tmrw )|(?<=tmr )|(?<=tonight )|(?<=day )|(?<=mon )|(?<=tue )|(?<=wed )|(?<=thu )|(?<=fri ))"
)
_SAID_MINUTES = (
    r"(?:oh[- ]five|ten|fifteen|twenty(?:[- ]five)?|thirty(?:[- ]five)?|forty(?:[- ]five)?|fifty(?:[- ]five)?)"
)

_UNLED = r"(?<=[a-z] )" + "".join(
    rf"(?<!\b{word} )"
    for word in ("on", "by", "before", "until", "till", "due", "from", "since", "after", "for", "of", "at", "to")
)

AFTER_A_DAY: tuple[Rule, ...] = (
    rule(
        "c",
        rf"(?P<h>\d{{1,2}})(?::(?P<m>\d{{2}}))?\s?(?:-|to|until)\s?(?P<h2>\d{{1,2}})(?::(?P<m2>\d{{2}}))?"
        rf"(?=\s+{_DAY_AHEAD})",
        _bare_range,
    ),
    *(
        rule(
            "c",
            rf"{_BESIDE_DAY}{lead}(?P<h>\d{{1,2}})(?:[:.](?P<m>\d{{2}}))?\s?{link}\s?"
            rf"(?P<h2>\d{{1,2}})(?:[:.](?P<m2>\d{{2}}))?{_ENDS}",
            _bare_range,
        )
        for lead, link in (("", "(?:-|to|till)"), (r"between\s+", "and"))
    ),
    rule(
        "c",
        rf"(?<=between )(?P<h>\d{{1,2}})(?:[:.](?P<m>\d{{2}}))?\s?and\s?(?P<h2>\d{{1,2}})(?:[:.](?P<m2>\d{{2}}))?"
        rf"(?=\s+{_DAY_AHEAD})",
        _bare_range,
    ),
    rule("c", rf"{_BESIDE_DAY}at\s+(?P<h>\d{{1,2}}|{_O})(?:[:.](?P<m>[0-5]\d))?{_GOES_ON}", _bare_hour),
    rule("c", rf"{_BESIDE_DAY}(?P<h>1?\d)[.](?P<m>{_QUARTERS}){_ENDS}", _bare_hour),
    rule(
        "c",
        rf"(?P<h>1?\d|2[0-3])[.]"
        rf"(?P<m>{_QUARTERS}|(?<=1[3-9].)[0-5]\d|(?<=2[0-3].)[0-5]\d)(?=\s+{_DAY_AHEAD})",
        _bare_hour,
    ),
    rule(
        "c",
        rf"(?:(?<=tonight )|(?<=tonite )|(?<=tomorrow )|(?<=tmr )|(?<=tmrw ))(?P<h>\d{{1,2}})(?P<m>){_ENDS}",
        _bare_hour,
    ),
    rule(
        "c",
        rf"(?:(?<=by )|(?<=before )|(?<=until )|(?<=from )|(?<=@))(?P<h>[01]\d|2[0-3])(?P<m>[0-5]\d)"
        rf"(?=\s+{_DAY_AHEAD})",
        _military,
    ),
    rule("c", r"(?P<h>\d{1,2}):(?P<m>\d{2})(?P<ap>[ap])(?![a-z])(?P<h2>)(?P<m2>)(?P<ap2>)", _meridiem),
    rule(
        "c",
        rf"(?:(?<=at )|(?<=by )|{_BESIDE_FUTURE})(?P<h>\d{{1,2}})(?P<m>)(?P<ap>[ap])(?![a-z'])(?P<h2>)(?P<m2>)"
        rf"(?P<ap2>)",
        _meridiem,
    ),
    rule("c", rf"last\s+thing\s+(?=(?:on\s+)?{_DAY_AHEAD})", fixed(Clock(named="closing"))),
    rule("c", rf"{_BESIDE_FUTURE}(?P<h>[01]\d|2[0-3])(?P<m>{_QUARTERS}){_ENDS}", _military),
    rule("p", rf"{_BESIDE_DAY}(?P<p>eve|aft)\b", _en_part),
    rule("c", rf"(?:{_BESIDE_DAY}|(?<=at )|(?<=by ))(?P<h>{_O})\s(?P<w>{_SAID_MINUTES})\b", _said),
    rule("c", rf"(?P<h>{_O})\s(?P<w>{_SAID_MINUTES})(?=\s+{_DAY_AHEAD})", _said),
    rule("c", rf"(?P<h>\d{{1,2}}|{_O})(?:[:.](?P<m>[0-5]\d))?\s?-?ish\b{_FOLLOW}", _bare_hour),
    rule(
        "c",
        rf"(?:(?<=around )|(?<=about ))(?P<h>\d{{1,2}}|{_O})(?:[:.](?P<m>[0-5]\d))?"
        rf"(?:(?P<ahead>(?=\s+{_DAY_AHEAD}))|{_ENDS})",
        _around,
    ),
    rule("c", rf"{_UNLED}(?P<h>1?\d)[.](?P<m>{_QUARTERS})(?=\s*(?:$|[,;)!?]|today\b|\.(?!\d)))", _told_hour),
)
