"""English times of day that need a date or a day beside them: Tuesday 1030, 10 to 12 tomorrow, 9 tomorrow morning."""

from __future__ import annotations

import re

from bot.understanding.dates.clocks import clock_of, fixed
from bot.understanding.dates.context import Context
from bot.understanding.dates.en_clocks import FOLLOW, HALF, SPELT_HOURS, bare_hour, en_part, meridiem, military, twelve
from bot.understanding.dates.numerals import en_number
from bot.understanding.dates.patterns import compiled
from bot.understanding.dates.rule import Rule, rule
from bot.understanding.dates.spans import VAGUE, Clock, Piece, Result

_FAR = 60
_MET = compiled(r"\b(?:mtg|meeting|meet|call|visit|demo|zoom|teams|appt|appointment|lunch|interview|inspection|slot)\b")
_TOLD = compiled(
    r"\b(?:phoned|rang|called|saw|met|spoke|visited|visit|mtg|meeting|call|calls|zoom|teams|lunch|coffee"
    r"|tea|e-?mail(?:ed)?|mail(?:ed)?|sent|text(?:ed)?|msg|vm|voicemail|whatsapp|chased|replied)\b[^,;:.\d]{0,40}\s$"
)
_DAY_AROUND = compiled(
    r"(?:tomorrow|today|tonight|tmr|tmrw|day|mon|tues?|wed|thu(?:rs)?|fri|morning|afternoon"
    r"|evening),?\s+(?:at\s+)?(?:around|about)\s+$"
)


def _spelt_meridiem(match: re.Match[str], _context: Context) -> Result:
    """Ten am, four p.m."""
    hour = en_number(match["h"])
    clock = twelve(str(hour), None, match["ap"]) if hour else None
    return Piece(clock=clock) if clock else VAGUE


def _said(match: re.Match[str], context: Context) -> Result:
    """Ten thirty, two forty-five."""
    hour, word = en_number(match["h"]), match["w"].replace("oh", "").strip(" -")
    clock = clock_of(hour or 99, en_number(word) or 99)
    return Piece(clock=clock) if clock else VAGUE


def _around(match: re.Match[str], context: Context) -> Result:
    """Around 3 tomorrow, Friday about 10; about 10 alone is how many."""
    beside = match["ahead"] is not None or _DAY_AROUND.search(context.text[max(0, match.start() - 24) : match.start()])
    return bare_hour(match, context) if beside else None


def _bare_range(match: re.Match[str], context: Context) -> Result:
    """9 to 11 tomorrow."""
    first, last = (
        clock_of(int(match[h]), int(match[m] or 0), sure=match[h].startswith("0"))
        for h, m in (("h", "m"), ("h2", "m2"))
    )
    return Piece(clock=first, until=last) if first and last else VAGUE


def _beside_date(match: re.Match[str], context: Context) -> Result:
    """1 December between 9 and 12, 24/11 from 2 to 4: hours only where a day stands before them."""
    return (
        _bare_range(match, context)
        if _DATE_AHEAD.search(context.text, max(0, match.start() - _FAR), match.start())
        else None
    )


def _military_beside(match: re.Match[str], context: Context) -> Result:
    """1/12 @ 1400, mtg 24 Nov 1430: four figures behind a date are an hour, behind an at sign or a word of meeting."""
    before = context.text[max(0, match.start() - _FAR) : match.start()]
    found = _DATE_AHEAD.search(before.rstrip("@ ") + " ")
    met = "@" in before[-2:] or _MET.search(before)
    return military(match, context) if found and met else None


def _told_hour(match: re.Match[str], context: Context) -> Result:
    """Phoned Mr Oduya 11.30: the hour of a contact, in office hours, at the end of what tells of it."""
    told = 7 <= int(match["h"]) <= 19 and _TOLD.search(context.text, max(0, match.start() - 60), match.start())
    return bare_hour(match, context) if told else None


def _uhr(match: re.Match[str], _context: Context) -> Result:
    """10 Uhr, um 14:30 Uhr, 9 Uhr 15: the clock of 24 hours."""
    clock = clock_of(int(match["h"]), int(match["m"] or match["m2"] or 0), sure=True)
    return Piece(clock=clock) if clock else VAGUE


_DAY_AHEAD = r"(?:yesterday|tomorrow|today|tmrw|tonight|(?:on\s+)?(?:next\s+|this\s+)?(?:mon|tue|wed|thu|fri|sat|sun))"
# Friday at 3 he pays: behind a day, an hour may have anything but what it would count behind it.
_GOES_ON = (
    r"(?=\s+(?:we|he|she|they|you|i|it|his|her|their|our|my|your|in|via|over|when|if|because|re|about|so|as|from|near"
    r"|please|pls|who|just|will|is|(?:i|we|he|she|they)'(?:ll|s|re|ve))\b)"
)
_DATE_AHEAD = compiled(
    r"(?:\b(?:tomorrow|today|tmrw|tmr|tmw|tonight|(?:mon|tues?|wed(?:s|nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
    r"|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)|\d(?:st|nd|rd|th)|\d[/-]\d{1,2}(?:[/-](?:20)?\d\d)?"
    r"|(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]* (?:\d{1,2}|20\d\d))\.?,?\s*$"
)
_NO_COUNT = (
    r"(?!\s*(?:units?|each|per|pcs|pieces|usd|gbp|eur|a\s|an\s|/|%|k\b|m\b|tonnes?|tons?|people|pax|kg|rmb|sgd|dollars|pounds"
    r"|euros)\b)"
)
_COUNTING = (
    "sold did got saw had took only all the of for another about made met have more x last first do see need send "
    "deliver delivered these those other than plus"
)
# What is counted in the morning is no hour: sold 5 in the morning, all 3 tomorrow morning.
_NO_THINGS = "".join(rf"(?<!\b{word} )" for word in _COUNTING.split())
_DAYS_SAID = (
    "tomorrow|today|tmrw|tmr|tmw|tonight|tonite|day|mon|tue|tues|wed|weds|thu|thur|thurs|fri|noon"
    "|morning|afternoon|arvo|evening|sat|sun|st|nd|rd|th"
)
_MONTHS_SAID = (
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec"
)
_BESIDE_DAY = "(?:" + "|".join(f"(?<={word} )|(?<={word}, )" for word in _DAYS_SAID.split("|")) + ")"
_ENDS = r"(?=\s*(?:$|[,;)!?]|\.(?!\d)|(?:or|and|but|if|then|sharp|with|please|pls)\b))"
_OCCASION = (
    r"(?=\s(?:breakfast|lunch|dinner|coffee|mtg|meeting|call|visit|demo|review|zoom|teams|site|at|in|via|w/|start)\b)"
)
# Tomorrow 12.30 at the Ivy, Thurs 2.30 their office.
_PLACE = r"(?=\s+(?:at|with|w/|via|over|on|their|his|her|our|my|lunch|call|meeting|mtg|visit|demo|zoom|teams)(?![a-z]))"
_QUARTERS = r"(?:00|15|30|45)"
_BESIDE_FUTURE = (
    r"(?:(?<=tomorrow )|(?<=tmrw )|(?<=tmr )|(?<=tonight )|(?<=day )|(?<=mon )|(?<=tue )|(?<=tues )|(?<=wed )"
    r"|(?<=weds )|(?<=thu )|(?<=thur )|(?<=thurs )|(?<=fri ))"
)
_SAID_MINUTES = (
    r"(?:oh[- ]five|ten|fifteen|twenty(?:[- ]five)?|thirty(?:[- ]five)?|forty(?:[- ]five)?|fifty(?:[- ]five)?)"
)
_BESIDE_MONTH = "(?:" + "|".join(rf"(?<={word} )" for word in _MONTHS_SAID.split()) + ")"
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
        r"(?<=20\d\d )(?P<h>\d{1,2})[:.](?P<m>[0-5]\d)\s?(?:-|to)\s?(?P<h2>\d{1,2})[:.](?P<m2>[0-5]\d)(?![\d.])",
        _bare_range,
    ),
    rule(
        "c",
        rf"(?:between|from)\s+(?P<h>\d{{1,2}})(?:[:.](?P<m>\d{{2}}))?\s?(?:and|to|till|until|-)\s?"
        rf"(?P<h2>\d{{1,2}})(?:[:.](?P<m2>\d{{2}}))?{_ENDS}",
        _beside_date,
    ),
    rule("c", rf"{_BESIDE_FUTURE}(?P<h>[01]\d|2[0-3])(?P<m>{_QUARTERS}){_ENDS}", military),
    rule("c", rf"{_BESIDE_DAY}(?P<h>0\d|1\d|2[0-3])(?P<m>{_QUARTERS}){_OCCASION}", military),
    rule(
        "c",
        rf"(?:(?<=@ )|(?<=@)|(?<=[a-z\d] )(?<!at )(?<!by )(?<!before )(?<!until )(?<!from ))(?P<h>[01]\d"
        rf"|2[0-3])(?P<m>[0-5][05])(?!\d){_NO_COUNT}(?:{_ENDS}|(?=\s(?:gmt|bst|cet|local|uk)\b))",
        _military_beside,
    ),
    rule(
        "c",
        rf"(?<=between )(?P<h>\d{{1,2}})(?:[:.](?P<m>\d{{2}}))?\s?and\s?(?P<h2>\d{{1,2}})(?:[:.](?P<m2>\d{{2}}))?"
        rf"(?=\s+{_DAY_AHEAD})",
        _bare_range,
    ),
    rule("c", rf"(?P<h>{SPELT_HOURS})(?P<m>)\s(?P<ap>{HALF})(?![a-z])(?P<h2>)(?P<m2>)(?P<ap2>)", _spelt_meridiem),
    rule(
        "c",
        rf"{_NO_THINGS}(?P<h>1?\d)(?:[:.](?P<m>[0-5]\d))?"
        r"(?=\s+(?:tonight|tomorrow\s+(?:morning|afternoon|evening|night)|in\s+the\s+(?:morning|afternoon|evening)"
        r"|at\s+night)\b)",
        bare_hour,
    ),
    rule("c", rf"{_BESIDE_DAY}at\s+(?P<h>\d{{1,2}}|{SPELT_HOURS})(?:[:.](?P<m>[0-5]\d))?{_GOES_ON}", bare_hour),
    rule(
        "c",
        rf"{_BESIDE_MONTH}(?P<h>1?\d)[.](?P<m>{_QUARTERS})"
        rf"(?:{_ENDS}|(?=\s+(?:together|w/|w|at|in|re|via|for)(?![a-z])))",
        bare_hour,
    ),
    rule("c", rf"(?:{_BESIDE_DAY}|(?<=\d @)|(?<=\d @ ))(?P<h>1?\d)[.](?P<m>{_QUARTERS}){_ENDS}", bare_hour),
    rule("c", rf"{_BESIDE_FUTURE}(?P<h>1?\d)[.](?P<m>{_QUARTERS}){_PLACE}", bare_hour),
    rule(
        "c",
        rf"(?P<h>1?\d|2[0-3])[.]"
        rf"(?P<m>{_QUARTERS}|(?<=1[3-9].)[0-5]\d|(?<=2[0-3].)[0-5]\d)(?=\s+{_DAY_AHEAD})",
        bare_hour,
    ),
    rule(
        "c",
        rf"(?:(?<=tonight )|(?<=tonite )|(?<=tomorrow )|(?<=tmr )|(?<=tmrw ))(?P<h>\d{{1,2}})(?P<m>){_ENDS}",
        bare_hour,
    ),
    rule(
        "c",
        rf"(?:(?<=by )|(?<=before )|(?<=until )|(?<=from )|(?<=@))(?P<h>[01]\d|2[0-3])(?P<m>[0-5]\d)"
        rf"(?=\s+{_DAY_AHEAD})",
        military,
    ),
    rule(
        "c",
        r"(?:(?<=by )|(?<=before )|(?<=until )|(?<=till )|(?<=from ))(?P<h>1?\d|2[0-3])[.](?P<m>1[3-9]|[2-5]\d)"
        + FOLLOW,
        bare_hour,
    ),
    rule("c", r"(?:um\s+)?(?P<h>[01]?\d|2[0-4])(?:[:.](?P<m>[0-5]\d))?\s?uhr\b(?:\s(?P<m2>[0-5]\d)\b)?", _uhr),
    rule("c", r"(?P<h>\d{1,2}):(?P<m>\d{2})(?P<ap>[ap])(?![a-z])(?P<h2>)(?P<m2>)(?P<ap2>)", meridiem),
    rule(
        "c",
        rf"(?:(?<=at )|(?<=by )|{_BESIDE_FUTURE})(?P<h>\d{{1,2}})(?P<m>)(?P<ap>[ap])(?![a-z'])(?P<h2>)(?P<m2>)"
        rf"(?P<ap2>)",
        meridiem,
    ),
    rule("c", rf"last\s+thing\s+(?=(?:on\s+)?{_DAY_AHEAD})", fixed(Clock(named="closing"))),
    rule("p", rf"{_BESIDE_DAY}(?P<p>eve|aft)\b", en_part),
    rule("c", rf"(?:{_BESIDE_DAY}|(?<=at )|(?<=by ))(?P<h>{SPELT_HOURS})\s(?P<w>{_SAID_MINUTES})\b", _said),
    rule("c", rf"(?P<h>{SPELT_HOURS})\s(?P<w>{_SAID_MINUTES})(?=\s+{_DAY_AHEAD})", _said),
    rule("c", rf"(?P<h>\d{{1,2}}|{SPELT_HOURS})(?:[:.](?P<m>[0-5]\d))?\s?-?ish\b{FOLLOW}", bare_hour),
    rule(
        "c",
        rf"(?:(?<=around )|(?<=about ))(?P<h>\d{{1,2}}|{SPELT_HOURS})(?:[:.](?P<m>[0-5]\d))?"
        rf"(?:(?P<ahead>(?=\s+{_DAY_AHEAD}))|{_ENDS})",
        _around,
    ),
    rule(
        "c",
        r"(?:(?<=rang )|(?<=called )|(?<=phoned )|(?<=mail )|(?<=mailed )|(?<=sent )|(?<=vm )|(?<=voicemail )"
        r"|(?<=text )|(?<=texted )|(?<=msg )|(?<=whatsapp ))(?:at\s)?"
        r"(?P<h>1?\d|2[0-3])[.](?P<m>[0-5]\d)(?=\s*(?:$|[,;)!?]|today\b|\.(?!\d)))",
        _told_hour,
    ),
    rule(
        "c",
        rf"(?:(?<=/\d )|(?<=/\d\d ))(?P<h>1?\d|2[0-3])[.](?P<m>{_QUARTERS})(?=\s+[a-z])"
        rf"{_NO_COUNT}(?!\s*(?:m|million|bn|mm|cm|kva|hp)\b)",
        bare_hour,
    ),
    rule("c", rf"{_UNLED}(?P<h>1?\d)[.](?P<m>{_QUARTERS})(?=\s*(?:$|[,;)!?]|today\b|\.(?!\d)))", _told_hour),
)
