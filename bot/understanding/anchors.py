"""Days told from another date of the line: 20号到期,提前10天报价; 会前一日检查; 周四给接口,给了之后两天内联调完."""

import re
from calendar import monthrange
from datetime import timedelta
from typing import Final

from bot.understanding.dates import When
from bot.understanding.dates.numerals import ZH_NUMBER, zh_number
from bot.understanding.text.cues import cued
from bot.understanding.text.line import Line
from bot.understanding.text.scanner import Found

_UNITS: Final = {"天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7}
_DAY: Final = 24
_HOURS: Final = {"小时": 60, "钟头": 60, "分钟": 1}
_N: Final = rf"(?P<number>{ZH_NUMBER}|半)\s?个?"
_EARLY: Final = cued(
    rf"提前(?:至少|最少)?{_N}(?P<unit>工作日|天|日|周|星期|礼拜|小时|钟头|分钟)(?!就?(?:到|完成)|[^,;。]{{0,4}}了)"
)
# 在到期前一周发: so long before the day that was named.
_AHEAD_OF: Final = cued(
    rf"(?:在)?(?:到期|截止|开标|上线|培训|演示|验收|面签|签约|发货|出发|安装|评审|活动|开业|交货|交付|进场|开会|会议|会)(?:日|之?前)?(?:前|提前)(?!一[天日晚]){_N}(?P<unit>工作日|天|日|周|星期|礼拜)(?!内|之内|以内)"
)
# 上个月18号见过他,当时说好一个月内: the term runs from then.
_THEN: Final = cued(
    rf"(?:当时|那时候?|那天|当场)[^,;。]{{0,8}}?(?P<term>(?P<number>{ZH_NUMBER})(?P<unit>天|周|个?星期|个?礼拜|个月)(?:之?内|以内|后))"
)
_BEFORE: Final = cued(
    r"(?:会|开会|会议|到期|开标|上线|培训|演示|验收|面签|签约|发货|出发|节|安装|评审|活动)?(?P<word>前一(?:天|日|晚)|头一?天|前天(?=晚?上?[^,;。]{0,2}(?:完成|检查)))"
)
# 签约当天 is the day of the signing, whenever that is.
_SAME: Final = cued(r"(?<![^\W我他她就后们])(?:(?P<same>当[天日](?!下)|同一天)|(?P<next>次日|第二天|隔天|转天))")
_WITHIN: Final = cued(
    rf"(?:[给发签收拿出到付交批审定装补改认][^,;。\d]{{0,5}}?(?:[之以]?后|了)(?:的)?[图货款票函单证结果]{{0,2}}"
    r"|货到|到货|票到|到票|款到|到账|验收(?:合格)?|签约|签字|收票|收货|开票|交付|上线|放款)(?:我们?)?"
    rf"(?P<term>{_N}(?P<unit>工作日|天|日|周|星期|礼拜|小时)(?:之?内|以内))"
)


def find_anchored(line: Line) -> None:
    """Add the days that hang on another date of the line; a term that runs from something undated stays empty."""
    if line.flat.isascii():
        return
    for match in _WITHIN.finditer(line.flat):
        _within(line, match)
    for match in _THEN.finditer(line.flat):
        _from_then(line, match)
    added = [
        each
        for pattern in (_EARLY, _AHEAD_OF, _BEFORE, _SAME)
        for match in pattern.finditer(line.flat)
        if (each := _told(line, match))
    ]
    if added:
        line.dates = sorted([*line.dates, *added], key=lambda date: date.span)


def _told(line: Line, match: re.Match[str]) -> When | None:
    span = match.span()
    if any(a < span[1] and span[0] < b for a, b in (date.span for date in line.dates)):
        return None
    anchor = _anchor(line, span[0])
    if anchor is None:
        return None
    groups = match.groupdict()
    if not groups.get("number") and anchor.direction != "at":
        return None
    if groups.get("number"):
        return _early(line, match, anchor)
    days = 0 if groups.get("same") else 1 if groups.get("next") else -1
    day = anchor.start.date() + timedelta(days=days)
    return When(line.frame.at(day), None, "day", "at", line.text[slice(*span)], span)


def _anchor(line: Line, place: int) -> When | None:
    """The last day to come that is named before."""
    known = [date for date in line.dates if date.span[1] <= place and date.granularity in ("minute", "part", "day")]
    return known[-1] if known and (line.is_future(known[-1]) or known[-1].start.date() >= line.today) else None


def _early(line: Line, match: re.Match[str], anchor: When) -> When | None:
    unit, text, span = match["unit"], line.text[slice(*match.span())], match.span()
    number = 0.5 if match["number"] == "半" else zh_number(match["number"])
    if number is None:
        return None
    if unit in _HOURS:
        if anchor.granularity != "minute":
            return None
        return When(anchor.start - timedelta(minutes=number * _HOURS[unit]), None, "minute", "by", text, span)
    day = anchor.start.date()
    if unit == "工作日":
        day = line.frame.calendar.add_workdays(day, -int(number))
    else:
        day -= timedelta(days=int(number * _UNITS[unit]))
    return When(line.frame.deadline(day), None, "day", "by", text, span)


def _within(line: Line, match: re.Match[str]) -> None:
    """给了之后两天内: two days from when it is given, if a day before says when; from today it would be wrong."""
    span = match.span("term")
    read = next((date for date in line.dates if date.span[0] < span[1] and span[0] < date.span[1]), None)
    anchor = _anchor(line, match.start())
    number = zh_number(match["number"]) if match["number"] != "半" else None
    line.dates = [date for date in line.dates if date is not read]
    if anchor is None or number is None or anchor.direction == "after":
        line.words["term"] = [*line.words["term"], Found("term", "term", *span)]
        return
    day, hours = anchor.start.date(), match["unit"] == "小时"
    if hours and number % _DAY:
        return
    number = number // _DAY if hours else number
    if match["unit"] == "工作日":
        day = line.frame.calendar.add_workdays(day, number)
    else:
        day += timedelta(days=number * _UNITS.get(match["unit"], 1))
    when = When(line.frame.deadline(day), None, "day", "by", line.text[slice(*span)], span, ambiguous=True)
    line.dates = sorted([*line.dates, when], key=lambda date: date.span)


def _from_then(line: Line, match: re.Match[str]) -> None:
    span, number = match.span("term"), zh_number(match["number"])
    known = [date for date in line.dates if date.span[1] <= match.start() and date.start.date() < line.today]
    if not known or number is None or known[-1].granularity not in ("minute", "part", "day"):
        return
    line.dates = [date for date in line.dates if not (date.span[0] < span[1] and span[0] < date.span[1])]
    day = known[-1].start.date()
    if match["unit"] == "个月":
        month = day.month - 1 + number
        last = monthrange(day.year + month // 12, month % 12 + 1)[1]
        day = day.replace(year=day.year + month // 12, month=month % 12 + 1, day=min(day.day, last))
    else:
        day += timedelta(days=number * _UNITS.get(match["unit"].removeprefix("个"), 1))
    when = When(line.frame.deadline(day), None, "day", "by", line.text[slice(*span)], span)
    line.dates = sorted([*line.dates, when], key=lambda date: date.span)


__all__ = ["find_anchored"]
