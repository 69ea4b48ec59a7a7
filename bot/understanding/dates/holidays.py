"""Holidays by name. Before one means the last working day before it, after one the first working day after it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from lunardate import LunarDate

from bot.understanding.dates.context import Context
from bot.understanding.dates.holiday_names import EN_KEYS, FIXED, ON, ZH_KEYS
from bot.understanding.dates.patterns import compiled
from bot.understanding.dates.rule import Rule, rule
from bot.understanding.dates.spans import VAGUE, Piece, Result, Span, make_date, move, one_day

_AROUND_EASTER = {
    "shrove tuesday": -47,
    "pancake day": -47,
    "ash wednesday": -46,
    "palm sunday": -7,
    "maundy thursday": -3,
    "easter saturday": -1,
    "ascension day": 39,
    "whit monday": 50,
    "good friday": -2,
    "easter sunday": 0,
    "easter monday": 1,
}
# Spring Festival has its eve off in these countries.
_KEEPS_THE_EVE = ("CN", "HK", "TW", "MO")
_BY_DECREE = ("spring_festival", "labour_day", "national_day")
_SEARCH_DAYS = 250
_YEAR_DAYS = 366
_JUST_GONE = 30  # days after which a holiday named without a verb is no longer the last one
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
        back = earlier is not None and (context.past or nearer or days is None or context.that_one)
        if days and earlier and context.rather_ahead((today - earlier[1]).days):
            back = False  # got banners printed for Christmas
        if days and earlier and not back and context.direction == "by":
            # 国庆前没谈成, said in spring: the last one to some, the next one to the words.
            span = _rest_days(context, key, *days)
            return span and replace(span, ambiguous=True)
        days = earlier if back else days
    elif days and not context.direction and not context.tense:
        earlier = _latest(context, key)
        if earlier and (today - earlier[1]).days <= _JUST_GONE < (days[0] - today).days:
            span = _rest_days(context, key, *earlier)
            return span and replace(span, ambiguous=True)  # 清明假期, said a week after it
    return _rest_days(context, key, *days) if days else None


def _rest_days(context: Context, key: str, first: date, last: date) -> Span | None:
    """Its span, the working days beside it; a festival of another country begins with its own day, not with its eve.

    Where the decree that makes a week of Spring Festival or National Day is not out yet, nobody knows the end.
    """
    calendar = context.frame.calendar
    if key == "spring_festival" and calendar.country not in _KEEPS_THE_EVE:
        first = first_of_lunar_year(last.year) or first
    last = first if calendar.is_workday(last) else last
    span = around(context, first, last)
    decreed = key in _BY_DECREE and calendar.country == "CN"
    return replace(span, open_end=True) if span and decreed and calendar.is_provisional(last) else span


def first_of_lunar_year(year: int) -> date | None:
    """Lunar New Year's Day that falls in that solar year; None outside the tables."""
    return LunarDate(year, 1, 1).to_solar_date() if 1901 <= year < 2099 else None


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
    after = None if calendar.is_workday(last) else calendar.next_workday(morrow)
    return Span(first, last, deadline=calendar.previous_workday(eve), after=after)


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
    return _rest_days(context, key, *days) if days and days[1].year == year else None


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


def _lunar_new_year(context: Context) -> Span | None:
    """The day itself, without the rest days around it."""

    def build(year: int) -> Span | None:
        return one_day(first_of_lunar_year(year))

    return context.nearest(build)


def _zh(match: re.Match[str], context: Context) -> Result:
    name = match["h"]
    year = _said_year(match, context)
    if match["that"] and name in ("春节", "农历新年") and not year:
        return Piece(_lunar_new_year(context))
    if match["that"] and name in ON:
        return Piece(_fixed(context, *ON[name], year))
    span = _span(context, name, year)
    # 年前 said in autumn is before the Spring Festival to most and before January to some.
    unsure = name == "年" and context.today.month >= _LATE_IN_YEAR
    return Piece(span, ambiguous=unsure) if span else VAGUE


def _span(context: Context, name: str, year: int | None) -> Span | None:
    if name in FIXED:
        return _fixed(context, *FIXED[name], year)
    return _in_year(context, ZH_KEYS[name], year) if year else named(context, ZH_KEYS[name])


def _said_year(match: re.Match[str], context: Context) -> int | None:
    word = match.groupdict().get("y")
    if not word:
        return None
    return int(word) if word.isdigit() else context.today.year + {"去": -1, "今": 0, "明": 1, "后": 2}[word]


_CORE = {"christmas": (12, 25), "xmas": (12, 25), "new year": (1, 1), "new year's": (1, 1), "new years": (1, 1)}
_DAY_AFTER = compiled(r"\bday\s+after\s+(?:the\s+)?$")


def _en(match: re.Match[str], context: Context) -> Result:
    name = "new year" if match["h"] == "ny" else re.sub(r"\s+", " ", match["h"])
    if _DAY_AFTER.search(context.text[: match.start()][-16:]) and name in _CORE:
        return Piece(_fixed(context, *_CORE[name]))
    if name in _AROUND_EASTER:
        span = _by_easter(context, _AROUND_EASTER[name])
    elif name in FIXED:
        span = _fixed(context, *FIXED[name])
    else:
        span = named(context, EN_KEYS[name])
        span = _without_weekend(span, context) if span and name.endswith(" day") else span
        if span and name == "labor day" and context.frame.calendar.holiday(span.first) is None:
            return VAGUE  # September in America, May elsewhere
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
        (set(ZH_KEYS) - {"年", "十一", "黄金周", "六一", "七一", "八一"})
        | {n for n in FIXED if not n.isascii() and n not in ("六一", "七一", "八一")},
        key=len,
        reverse=True,
    )
).replace("清明", "清明(?![天早晚])")  # 查清明天回电
_EN_NAMES = "|".join(
    sorted({*EN_KEYS, *_AROUND_EASTER, *(n for n in FIXED if n.isascii())}, key=len, reverse=True)
).replace(" ", r"\s+")
_HOLIDAY_TAIL = (
    r"(?:(?<=劳动|感恩|复活)节|(?<!劳动)(?<!感恩)(?<!复活)(?:节(?!目))?)"
    r"(?:小长假|长假|黄金周|放假|假期(?!间)|假)?(?P<that>当天|当日|那天)?"
)
_BEFORE_AFTER = r"(?=的?[之以]?[前后]|期间|当天|假|长假|黄金周|节)"

_SAID_YEAR = r"(?:(?P<y>去|今|明|后|20\d{2})年的?)?"

HOLIDAYS: tuple[Rule, ...] = (
    rule("d", rf"{_SAID_YEAR}(?P<h>{_ZH_NAMES}){_HOLIDAY_TAIL}的?前(?:夕|夜|一晚|一天晚上)", _eve),
    rule("d", rf"{_SAID_YEAR}(?:五一的?)?(?P<h>{_ZH_NAMES}){_HOLIDAY_TAIL}", _zh),
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
        r"(?:小长假|长假|节假日|放假|假期|(?<![宵水阳亲夕棍物购货化乐食酒把八秧仙礼女童师人灯神莺花果鱼虾茶])节"
        r"|假)(?=的?[之以]?[前后](?!往|台)|结束)(?:结束)?",
        _the_holiday,
    ),
    rule("d", r"(?:小长假|长假)(?:期间)?", _the_holiday),
    rule(
        "d",
        rf"(?:the )?(?P<h>{_EN_NAMES})(?:\s+(?:holidays?|break|festival))?(?:\s+(?:day))?(?![a-z])(?!\s+"
        rf"(?:part(?:y|ies)|do|lunch|drinks|meal|bash|jumper|raffle|hampers?|presents?|stock|orders?|tree|gifts?|cards?|road|street|island|bonus|dinner|turkey)\b)",
        _en,
    ),
    rule("d", r"(?:(?<=xmas and )|(?<=christmas and )|(?<=xmas & )|(?<=christmas & )|(?<=xmas to ))(?P<h>ny)\b", _en),
    rule(
        "d",
        r"(?:the|this|our|national|public|bank|next)\s+(?:long |public |bank |national )?(?:holidays?"
        r"|break)(?![a-z])",
        _the_holiday,
    ),
)
