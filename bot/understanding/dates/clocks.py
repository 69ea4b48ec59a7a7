"""Times of day in both languages: 下午3点半, 两点一刻, 3pm, half past three, noon, EOD, first thing."""

from __future__ import annotations

import re
from datetime import time

from bot.understanding.dates.context import Context
from bot.understanding.dates.numerals import EN_NUMBERS, en_number, zh_number
from bot.understanding.dates.parts import AFTERNOON, DAWN, EVENING, MORNING, PARTS
from bot.understanding.dates.rule import Reader, Rule, rule
from bot.understanding.dates.spans import VAGUE, Clock, Part, Piece, Result

_NOON = 12
_MINUTES_ZH = {"半": 30, "一刻": 15, "三刻": 45, "整": 0, "钟": 0}
_MINUTES_EN = {"half": 30, "quarter": 15, "a quarter": 15}


def clock_of(hour: int, minute: int, part: Part | None = None, *, sure: bool = False) -> Clock | None:
    """A clock time; without a part of the day an hour up to twelve stays open. None for 25:70."""
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return None
    if part is None:
        return Clock(hour, minute, open_half=not sure and 1 <= hour <= _NOON)
    return Clock(in_part(hour, part), minute)


def in_part(hour: int, part: Part) -> int:
    """The 24-hour reading of a spoken hour in a part of the day (下午3点 = 15, 晚上12点 = 24)."""
    if part in (MORNING, DAWN):
        return 0 if part is DAWN and hour == _NOON else hour
    if hour == _NOON:
        return 24 if part is EVENING else hour
    if part in (AFTERNOON, EVENING) or hour <= 2 or part.start.hour == 17:
        return hour + _NOON if 1 <= hour < _NOON else hour
    return hour


def _zh_clock(match: re.Match[str], context: Context) -> Result:
    hour = zh_number(match["h"])
    if hour is None:
        return VAGUE
    tail = match["m"] or ""
    minute = _MINUTES_ZH.get(tail)
    if minute is None:
        minute = zh_number(tail.rstrip("分")) if tail else 0
    part = PARTS[match["p"]] if match["p"] else None
    clock = clock_of(hour, minute if minute is not None else 99, part)
    return Piece(clock=clock, part=part) if clock else VAGUE


def _zh_range(match: re.Match[str], context: Context) -> Result:
    """下午2-4点."""
    part = PARTS[match["p"]] if match["p"] else None
    first = clock_of(int(match["h"]), 0, part)
    last = clock_of(int(match["h2"]), 30 if match["m2"] else 0, part)
    return Piece(clock=first, until=last, part=part) if first and last else VAGUE


def _zh_to(match: re.Match[str], context: Context) -> Result:
    """差五分三点, 差一刻5点."""
    hour, less = zh_number(match["h"]), 15 if match["m"] == "一刻" else zh_number(match["m"].rstrip("分"))
    if hour is None or not less or not 1 <= hour <= 24:
        return VAGUE
    part = PARTS[match["p"]] if match["p"] else None
    clock = clock_of(hour - 1, 60 - less, part)
    return Piece(clock=clock, part=part) if clock else VAGUE


def _zh_part(match: re.Match[str], context: Context) -> Result:
    if match["p"] in ("中午", "正午"):
        return Piece(clock=Clock(_NOON, 0))
    return Piece(part=PARTS[match["p"]])


def _digital(match: re.Match[str], context: Context) -> Result:
    hour, minute = int(match["h"]), int(match["m"])
    part = PARTS[match["p"]] if match["p"] else None
    clock = clock_of(hour, minute, part, sure=match["h"].startswith("0"))
    if clock is None:
        return VAGUE if hour <= 31 else None
    return Piece(clock=clock, part=part)


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
    if hours > _NOON or hours == 0 or minutes > 59:
        return Clock(hours, minutes) if _NOON < hours < 24 and half[0] == "p" and minutes <= 59 else None
    return Clock(hours % _NOON + (_NOON if half[0] == "p" else 0), minutes)


def _half_hours(match: re.Match[str], context: Context) -> Result:
    """3-5pm and 10 to 11:30am: the half of the day said once holds for both, unless the first hour is later."""
    last = _twelve(match["h2"], match["m2"], match["ap"])
    first = _twelve(match["h"], match["m"], match["ap"])
    if first is None or last is None:
        return VAGUE
    if (first.hour, first.minute) > (last.hour, last.minute):
        first = Clock(first.hour - _NOON, first.minute) if first.hour >= _NOON else first
    return Piece(clock=first, until=last)


def _military(match: re.Match[str], context: Context) -> Result:
    clock = clock_of(int(match["h"]), int(match["m"]), sure=True)
    return Piece(clock=clock) if clock else VAGUE


def _spoken(match: re.Match[str], context: Context) -> Result:
    """Half past three, ten to four; the British half three."""
    hour = en_number(match["h"])
    word = match["m"]
    minutes = _MINUTES_EN.get(word) or en_number(word) or 0
    if hour is None or not 1 <= hour <= _NOON or not 0 < minutes < 60:
        return VAGUE
    if match["way"] in ("to", "till", "til", "of"):
        hour, minutes = (hour - 1) or _NOON, 60 - minutes
    return Piece(clock=Clock(hour, minutes, open_half=True))


def _bare_hour(match: re.Match[str], context: Context) -> Result:
    hour = en_number(match["h"])
    clock = clock_of(hour, int(match["m"] or 0)) if hour is not None else None
    return Piece(clock=clock) if clock else VAGUE


def _bare_range(match: re.Match[str], context: Context) -> Result:
    """9 to 11 tomorrow."""
    first, last = (clock_of(int(match[h]), int(match[m] or 0)) for h, m in (("h", "m"), ("h2", "m2")))
    return Piece(clock=first, until=last) if first and last else VAGUE


def _fixed(clock: Clock, by: bool = False) -> Reader:
    def read(_match: re.Match[str], _context: Context) -> Result:
        return Piece(clock=clock, direction="by" if by else None)

    return read


def _en_part(match: re.Match[str], context: Context) -> Result:
    return Piece(part=PARTS[re.sub(r"\s+", " ", match["p"])])


def _after_lunch(_match: re.Match[str], _context: Context) -> Result:
    return Piece(part=Part(time(13, 0), time(18, 0)))


_P = (
    r"(?P<p>凌晨|后半夜|清晨|清早|大清早|一大早|一早|早上|早晨|早(?=\d|[一二三四五六七八九十])|上午"
    r"|午前|中午|正午|午间|午后|下午|傍晚|晚上|晚间|晚(?=\d|[一二三四五六七八九十])|夜里|夜间|夜晚"
    r"|深夜|半夜|[上下][昼晝]|朝早)"
)
_H = r"(?:\d{1,2}|十[一二三四五六七八九]?|二十[一二三四]?|[一二两三四五六七八九零])"
_M = (
    r"(?P<m>半|[一三]刻|整|(?:\d{1,2}|[二三四五]?十[一二三四五六七八九]?|零[一二三四五六七八九])分?"
    r"|[一二三四五六七八九]分)?"
)
_TEN = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_O = "|".join(
    sorted((w for w, n in EN_NUMBERS.items() if 1 <= n <= 12 and " " not in w and len(w) > 2), key=len, reverse=True)
)
_SPOKEN = r"half|a quarter|quarter|five|ten|twenty|twenty-five|5|10|15|20|25"
_FOLLOW = (
    r"(?=\s*(?:$|[,.;!?)\]\u4e00-\u9fff]|-|(?:on|this|next|today|tomorrow|tmrw|tonight|in the|sharp"
    r"|latest|at the latest|and|or|to|until|for|with|but|the"
    r"|mon|tue|wed|thu|fri|sat|sun|then)\b))"
)
_DAY_AHEAD = r"(?:tomorrow|today|tmrw|tonight|(?:on\s+)?(?:next\s+|this\s+)?(?:mon|tue|wed|thu|fri|sat|sun))"
_AP = r"(?:a\.?m\b\.?|p\.?m\b\.?|pm|am)"

CLOCKS: tuple[Rule, ...] = (
    rule("c", r"(?:午夜|零点(?![\d一二三四五六七八九十半过])|半夜12点|零时)", _fixed(Clock(named="midnight"))),
    rule(
        "c",
        rf"(?:{_P}\s?)?(?P<h>\d{{1,2}})(?P<m>)(?:点钟?)?\s?[-~到至]\s?(?P<h2>\d{{1,2}})点(?:钟|"
        rf"(?P<m2>半))?(?!\d|多|意见|建议)",
        _zh_range,
    ),
    rule("c", rf"(?:{_P}\s?)?(?P<h>\d{{1,2}}):(?P<m>\d{{2}})(?::\d{{2}})?(?![\d:]|\s?[ap]\.?m)", _digital),
    rule("c", rf"(?:{_P})?差(?P<m>一刻|{_TEN}分)钟?(?:到)?(?P<h>{_H})点", _zh_to),
    rule("c", rf"{_P}(?:的)?\s?(?P<h>{_H})\s?(?:点钟?|时)(?!间){_M}(?!之[一二三四])", _zh_clock),
    rule(
        "c",
        rf"(?P<p>)(?<![\d.一几])(?P<h>(?!一点(?![半整钟前\d一二三四五]|左右|之前|以前)){_H})(?:点(?:钟|"
        rf"(?!\d(?![\d分])|[一二三四五六七八九](?![十分刻])))|(?<=\d)时(?!间|段|代|候|光))"
        rf"(?!之[一二三四]){_M}",
        _zh_clock,
    ),
    rule("c", r"(?:下班|收工|打烊|收盘|关门|营业结束)(?:时间?)?(?=[之以]?[前后]|时)", _fixed(Clock(named="closing"))),
    rule(
        "c",
        r"(?:一?上班(?:就|时|后|的时候|第一时间|(?=[之以]?前))|开[门市盘](?:就|时|(?=[之以]?前)))",
        _fixed(Clock(named="opening")),
    ),
    rule("c", r"午饭(?:时间)?(?=[之以]?[前后])", _fixed(Clock(12, 0))),
    rule(
        "p",
        _P.replace("|早(?=\\d|[一二三四五六七八九十])", "").replace("|晚(?=\\d|[一二三四五六七八九十])", "")
        + r"(?!好|茶|餐|饭(?!局))",
        _zh_part,
    ),
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
    rule(
        "c",
        rf"(?P<h>\d{{1,2}})(?::(?P<m>\d{{2}}))?\s?(?:-|to|until)\s?(?P<h2>\d{{1,2}})(?::(?P<m2>\d{{2}}))?"
        rf"(?=\s+{_DAY_AHEAD})",
        _bare_range,
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
        rf"(?![\w:])(?!\s*(?:%|(?:working|business|calendar|days?|weeks?|months?|hours?|years?|people|percent|times|of)\b))",
        _spoken,
    ),
    rule("c", rf"(?P<m>half)\s+(?P<way>)(?P<h>{_O})\b", _spoken),
    rule("c", rf"(?P<h>\d{{1,2}}|{_O})(?P<m>)\s?o'?\s?clock\b", _bare_hour),
    rule("c", rf"(?<=at )(?P<h>\d{{1,2}}|{_O})(?:[:.](?P<m>[0-5]\d))?{_FOLLOW}", _bare_hour),
    rule(
        "c",
        rf"(?:(?<=by )|(?<=@)|(?<=@ )|(?<=before )|(?<=after )|(?<=until )|(?<=from ))(?P<h>\d{{1,2}}"
        rf"|{_O})(?:[:.](?P<m>[0-5]\d))?{_FOLLOW}(?!\s*(?:of|the|-\s*\d|to \d+ [a-z]))",
        _bare_hour,
    ),
    rule("c", r"(?:high |12 )?noon(?:ish|time)?\b|midday\b|mid-day\b", _fixed(Clock(12, 0))),
    rule("c", r"midnight\b", _fixed(Clock(named="midnight"))),
    rule(
        "c",
        r"(?:the\s+)?(?:eod|(?<=by )close(?=\s+(?:on\s+)?(?:mon|tue|wed|thu|fri|today|tomorrow))"
        r"|e\.o\.d\.?|cob|c\.o\.b\.?|eob|cop\b|eop\b|close of (?:business|play|day"
        r"|trading|the day)|end of (?:the\s+)?(?:business\s+|working\s+|work\s+)?(?:day|play|business"
        r"|today|office)(?:\s+hours)?"
        r"|(?:the\s+)?day'?s end|business close|close of bus)(?![a-z])(?:\s+(?:of|on|the))*",
        _fixed(Clock(named="closing"), by=True),
    ),
    rule(
        "c",
        r"(?:the\s+)?(?:very\s+)?(?:end|close)\s+of\s+(?=(?:tomorrow|tmrw|today|mon|tue|wed|thu|fri|sat|sun)(?!e\b))",
        _fixed(Clock(named="closing"), by=True),
    ),
    rule("c", r"first thing\b(?:\s+(?:in the morning|on))?", _fixed(Clock(named="opening"))),
    rule("p", r"after lunch\b|after-lunch\b", _after_lunch),
    rule("c", r"(?<=before )lunch(?:time)?\b|(?<=by )lunch(?:time)?\b", _fixed(Clock(12, 0))),
    rule(
        "p",
        r"(?:(?:early|late|mid)[- ])?(?P<p>morning|afternoon|arvo|evening|night|lunchtime|lunch time|am"
        r"|pm)\b(?! (?:shift|market|call|meeting|tea|news))",
        _en_part,
    ),
)

_BESIDE_DAY = (
    r"(?:(?<=tomorrow )|(?<=today )|(?<=tmrw )|(?<=day )|(?<=mon )|(?<=tue )|(?<=wed )|(?<=thu )|(?<=fri )|(?<=noon ))"
)
_ENDS = r"(?=\s*(?:$|[,.;)]))"

AFTER_A_DAY: tuple[Rule, ...] = tuple(
    rule(
        "c",
        rf"{_BESIDE_DAY}{lead}(?P<h>\d{{1,2}})(?:[:.](?P<m>\d{{2}}))?\s?{link}\s?"
        rf"(?P<h2>\d{{1,2}})(?:[:.](?P<m2>\d{{2}}))?{_ENDS}",
        _bare_range,
    )
    for lead, link in (("", "-"), (r"between\s+", "and"))
)
