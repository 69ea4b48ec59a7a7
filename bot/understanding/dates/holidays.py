"""Holidays by name. Before one means the last working day before it, after one the first working day after it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from bot.understanding.dates.context import Context
from bot.understanding.dates.rule import Rule, rule
from bot.understanding.dates.spans import VAGUE, Piece, Result, Span, make_date, move, one_day

_ZH_KEYS = {
    "元旦": "new_year",
    "新年": "new_year",
    "春节": "spring_festival",
    "过年": "spring_festival",
    "年": "spring_festival",
    "农历新年": "spring_festival",
    "清明": "qingming",
    "劳动": "labour_day",
    "五一": "labour_day",
    "端午": "dragon_boat",
    "中秋": "mid_autumn",
    "国庆": "national_day",
    "十一": "national_day",
    "圣诞": "christmas",
    "复活": "easter",
    "感恩": "thanksgiving",
    "黄金周": "national_day",
}
_EN_KEYS = {
    "new year": "new_year",
    "new year's": "new_year",
    "new years": "new_year",
    "chinese new year": "spring_festival",
    "lunar new year": "spring_festival",
    "cny": "spring_festival",
    "spring festival": "spring_festival",
    "qingming": "qingming",
    "tomb sweeping day": "qingming",
    "labour day": "labour_day",
    "labor day": "labour_day",
    "may day": "labour_day",
    "dragon boat festival": "dragon_boat",
    "dragon boat": "dragon_boat",
    "mid-autumn festival": "mid_autumn",
    "mid-autumn": "mid_autumn",
    "mid autumn": "mid_autumn",
    "national day": "national_day",
    "golden week": "national_day",
    "october holiday": "national_day",
    "christmas": "christmas",
    "xmas": "christmas",
    "easter": "easter",
    "thanksgiving": "thanksgiving",
}
_FIXED = {
    "平安夜": (12, 24),
    "双十一": (11, 11),
    "双11": (11, 11),
    "双十二": (12, 12),
    "双12": (12, 12),
    "情人节": (2, 14),
    "妇女节": (3, 8),
    "三八节": (3, 8),
    "儿童节": (6, 1),
    "六一": (6, 1),
    "七一": (7, 1),
    "八一": (8, 1),
    "教师节": (9, 10),
    "万圣节": (10, 31),
    "christmas eve": (12, 24),
    "xmas eve": (12, 24),
    "christmas day": (12, 25),
    "boxing day": (12, 26),
    "new year's eve": (12, 31),
    "new years eve": (12, 31),
    "nye": (12, 31),
    "new year's day": (1, 1),
    "new years day": (1, 1),
    "valentine's day": (2, 14),
    "valentine's": (2, 14),
    "halloween": (10, 31),
    "跨年夜": (12, 31),
    "圣诞节当天": (12, 25),
}
_ON = {"元旦": (1, 1), "国庆": (10, 1), "劳动": (5, 1), "五一": (5, 1), "十一": (10, 1), "圣诞": (12, 25)}
_AROUND_EASTER = {"good friday": -2, "easter sunday": 0, "easter monday": 1}
_SEARCH_DAYS = 250
_YEAR_DAYS = 366
_LATE_IN_YEAR = 10


def named(context: Context, key: str) -> Span | None:
    """The next such holiday's rest days, the one that lasts today included; the last one when the clause looks back."""
    calendar, today = context.frame.calendar, context.today
    days = calendar.named(key, today)
    if days and context.direction == "by" and days[0] <= today and not context.past:
        days = calendar.named(key, days[1] + timedelta(days=1))
    if context.tense == "past" and not (days and days[0] <= today):
        earlier = _latest(context, key)
        nearer = earlier and days and (today - earlier[1]) < (days[0] - today)
        days = earlier if earlier and (context.past or nearer or days is None) else days
    return around(context, *days) if days else None


def _latest(context: Context, key: str) -> tuple[date, date] | None:
    """The last such holiday that has begun; lunar ones drift, so a year back there may lie two."""
    found, since = None, context.today - timedelta(days=_YEAR_DAYS + 30)
    while days := context.frame.calendar.named(key, since):
        if days[0] > context.today:
            break
        found, since = days, days[1] + timedelta(days=1)
    return found


def around(context: Context, first: date, last: date) -> Span | None:
    """The span of a holiday with its working days before and after as deadlines."""
    eve, morrow = move(first, -1), move(last, 1)
    if eve is None or morrow is None:
        return None
    calendar = context.frame.calendar
    return Span(first, last, deadline=calendar.previous_workday(eve), after=calendar.next_workday(morrow))


def coming_holiday(context: Context) -> Span | None:
    """The public holiday that lasts or comes next, or the last one (looking back), with adjoining rest days."""
    calendar, step = context.frame.calendar, -1 if context.past else 1
    day: date | None = context.today
    if context.direction == "by" and not context.past:
        day = move(_edge(context, context.today, 1), 1) if calendar.holiday(context.today) else day
    for _ in range(_SEARCH_DAYS):
        if day is None:
            return None
        if calendar.holiday(day) and not calendar.is_workday(day):
            return around(context, _edge(context, day, -1), _edge(context, day, 1))
        day = move(day, step)
    return None


def _edge(context: Context, day: date, step: int) -> date:
    for _ in range(20):
        following = move(day, step)
        if following is None or context.frame.calendar.is_workday(following):
            return day
        day = following
    return day


def _fixed(context: Context, month: int, day: int, year: int | None = None) -> Span | None:
    """A festival of a fixed day: the coming one, today's included, or the last one when the clause looks back."""
    today = context.today
    for each in (year,) if year else (today.year, today.year + (-1 if context.past else 1)):
        found = make_date(each, month, day)
        if found and (year or (found <= today if context.past else found >= today + _ahead(context))):
            span = around(context, found, found)
            worked = context.frame.calendar.is_workday(found)
            return span and replace(span, included=worked)
    return None


def _ahead(context: Context) -> timedelta:
    """Before Christmas, said on Christmas Day, is before the next one."""
    return timedelta(days=1 if context.direction == "by" else 0)


def _in_year(context: Context, key: str, year: int) -> Span | None:
    days = context.frame.calendar.named(key, date(year, 1, 1))
    return around(context, *days) if days and days[1].year == year else None


def _easter_sunday(year: int) -> date | None:
    """Gregorian Easter (the anonymous computus; Meeus, Astronomical Algorithms, chapter 8)."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    leaps, skipped = divmod(century, 4)
    moon = (19 * golden + century - leaps - (8 * century + 13) // 25 + 15) % 30
    weekday = (32 + 2 * skipped + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return make_date(year, month, day + 1)


def _by_easter(context: Context, offset: int) -> Span | None:
    def build(year: int) -> Span | None:
        sunday = _easter_sunday(year)
        found = sunday and move(sunday, offset)
        return one_day(found)

    span = context.nearest(build)
    return around(context, span.first, span.last) if span else None


def _zh(match: re.Match[str], context: Context) -> Result:
    name = match["h"]
    year = _said_year(match, context)
    if match["that"] and name in _ON:
        return Piece(_fixed(context, *_ON[name], year))
    span = _span(context, name, year)
    # 年前 said in autumn is before the Spring Festival to most and before January to some.
    unsure = name == "年" and context.today.month >= _LATE_IN_YEAR
    return Piece(span, ambiguous=unsure) if span else VAGUE


def _span(context: Context, name: str, year: int | None) -> Span | None:
    if name in _FIXED:
        return _fixed(context, *_FIXED[name], year)
    return _in_year(context, _ZH_KEYS[name], year) if year else named(context, _ZH_KEYS[name])


def _said_year(match: re.Match[str], context: Context) -> int | None:
    word = match.groupdict().get("y")
    if not word:
        return None
    return int(word) if word.isdigit() else context.today.year + {"去": -1, "今": 0, "明": 1, "后": 2}[word]


def _en(match: re.Match[str], context: Context) -> Result:
    name = re.sub(r"\s+", " ", match["h"])
    if name in _AROUND_EASTER:
        span = _by_easter(context, _AROUND_EASTER[name])
    elif name in _FIXED:
        span = _fixed(context, *_FIXED[name])
    else:
        span = named(context, _EN_KEYS[name])
        span = _without_weekend(span, context) if span and name.endswith(" day") else span
    return Piece(span) if span else VAGUE


def _without_weekend(span: Span, context: Context) -> Span:
    """Labor Day is the Monday, though the rest days begin on Saturday."""
    days = [span.first + timedelta(days=count) for count in range((span.last - span.first).days + 1)]
    named_days = [day for day in days if context.frame.calendar.holiday(day)]
    return replace(span, first=named_days[0], last=named_days[-1]) if named_days else span


def _the_holiday(_match: re.Match[str], context: Context) -> Result:
    span = coming_holiday(context)
    return Piece(span) if span else VAGUE


def _eve(match: re.Match[str], context: Context) -> Result:
    """国庆前一天, 春节前夕: the calendar day before the first rest day."""
    span = _span(context, match["h"], _said_year(match, context))
    day = span and move(span.first, -1)
    return Piece(Span(day, day)) if day else VAGUE


_ZH_NAMES = "|".join(
    sorted(
        (set(_ZH_KEYS) - {"年", "十一", "黄金周", "六一", "七一", "八一"})
        | {n for n in _FIXED if not n.isascii() and n not in ("六一", "七一", "八一")},
        key=len,
        reverse=True,
    )
)
_EN_NAMES = "|".join(
    sorted({*_EN_KEYS, *_AROUND_EASTER, *(n for n in _FIXED if n.isascii())}, key=len, reverse=True)
).replace(" ", r"\s+")
_HOLIDAY_TAIL = r"(?:节(?!目))?(?:小长假|长假|黄金周|放假|假期(?!间)|假)?(?P<that>当天|当日|那天)?"
_BEFORE_AFTER = r"(?=的?[之以]?[前后]|期间|当天|假|长假|黄金周|节)"

_SAID_YEAR = r"(?:(?P<y>去|今|明|后|20\d{2})年的?)?"

HOLIDAYS: tuple[Rule, ...] = (
    rule("d", rf"{_SAID_YEAR}(?P<h>{_ZH_NAMES}){_HOLIDAY_TAIL}的?前夕", _eve),
    rule("d", rf"{_SAID_YEAR}(?P<h>{_ZH_NAMES}){_HOLIDAY_TAIL}", _zh),
    rule("d", rf"(?<![\d一二三四五六七八九十二第])(?P<h>十一|六一|七一|八一){_BEFORE_AFTER}{_HOLIDAY_TAIL}", _zh),
    rule("d", r"(?P<h>黄金周)(?P<that>)", _zh),
    rule(
        "d",
        r"(?<![\d一二两三四五六七八九十百几多半去今明后前来整当])(?P<that>)(?P<h>年)(?=前(?!年|三|一|两"
        r"|度)|后(?!年))",
        _zh,
    ),
    rule(
        "d",
        r"(?:小长假|长假|节假日|放假|假期|(?<![宵水阳亲夕棍物购货化乐食酒把八秧仙礼女童师人灯神莺花果鱼虾茶])节|假)(?=的?[之以]?[前后](?!往|台)|结束)(?:结束)?",
        _the_holiday,
    ),
    rule("d", r"(?:小长假|长假)(?:期间)?", _the_holiday),
    rule(
        "d",
        rf"(?:the )?(?P<h>{_EN_NAMES})(?:\s+(?:holidays?|break|festival))?(?:\s+(?:day))?(?![a-z])(?!\s+"
        rf"(?:party|tree|gifts?|cards?|road|street|island|bonus|dinner|turkey))",
        _en,
    ),
    rule(
        "d",
        r"(?:the|this|our|national|public|bank|next)\s+(?:long |public |bank |national )?(?:holidays?"
        r"|break)(?![a-z])",
        _the_holiday,
    ),
)
