"""Days of the lunar calendar that people name: 除夕, 大年初三, 元宵, 七夕, 重阳, 腊八."""

from __future__ import annotations

import re
from datetime import date, timedelta

from lunardate import LunarDate

from bot.understanding.dates.context import Context
from bot.understanding.dates.holidays import around
from bot.understanding.dates.numerals import zh_number
from bot.understanding.dates.rule import Rule, rule
from bot.understanding.dates.spans import VAGUE, Piece, Result, one_day

_FIRST, _LAST = 1901, 2099
_FESTIVALS = {"元宵": (1, 15), "七夕": (7, 7), "重阳": (9, 9), "腊八": (12, 8)}

_MONTHS = {"正": 1, "冬": 11, "腊": 12}

_YEARS = {"去": -1, "今": 0, "明": 1, "后": 2}


def _solar(year: int, month: int, day: int) -> date | None:
    """The solar date of a lunar one; None outside the tables, or where that month has no such day."""
    try:
        return LunarDate(year, month, day).to_solar_date() if _FIRST <= year < _LAST else None
    except ValueError:
        return None


def _fits(day: date, context: Context) -> bool:
    """The coming one, today's included, or one behind us; before it, said on the day, is before the next one."""
    if context.past:
        return day <= context.today
    return day > context.today or (day == context.today and context.direction != "by")


def _new_years_eve(match: re.Match[str], context: Context) -> Result:
    """除夕 and 大年初三: the coming one, or the last one when the clause looks back."""
    offset = (zh_number(match["d"]) or 1) - 1 if match["d"] else -1
    year = context.today.year
    for each in (year, year - 1) if context.past else (year, year + 1):
        first = _solar(each, 1, 1)
        day = first + timedelta(days=offset) if first else None
        if day and _fits(day, context):
            return Piece(one_day(day) if match["d"] else around(context, day, day))
    return VAGUE


def _festival(match: re.Match[str], context: Context) -> Result:
    """元宵, 七夕, 重阳, 腊八; a lunar year's last month ends in the next solar year."""
    year, said = context.today.year, match["y"]
    if said:
        day = _solar(int(said) if said.isdigit() else year + _YEARS[said], *_FESTIVALS[match["f"]])
        return Piece(around(context, day, day)) if day else VAGUE
    for each in (year, year - 1, year - 2) if context.past else (year - 1, year, year + 1):
        day = _solar(each, *_FESTIVALS[match["f"]])
        if day and _fits(day, context):
            return Piece(one_day(day) if context.direction != "by" else around(context, day, day))
    return VAGUE


def _lunar_day(match: re.Match[str], context: Context) -> Result:
    """正月十五, 腊月二十三, 农历三月初三: the coming one, or the last one when the clause looks back."""
    month = _MONTHS.get(match["m"] or "") or zh_number(match["m2"] or match["m"])
    day = zh_number(match["d"].removeprefix("初"))
    if not month or not day:
        return VAGUE
    year = context.today.year
    for each in (year, year - 1, year - 2) if context.past else (year - 1, year, year + 1):
        found = _solar(each, month, day)
        if found and _fits(found, context):
            return Piece(one_day(found))
    return VAGUE


LUNAR: tuple[Rule, ...] = (
    rule("d", r"(?:除夕夜?|大?年三十)|(?:大?年|正月)初(?P<d>[一二三四五六七八九十])", _new_years_eve),
    rule("d", r"(?:(?:chinese|lunar)\s+new\s+year'?s?|cny)\s+eve\b(?P<d>)", _new_years_eve),
    rule(
        "d",
        r"(?:(?P<y>去|今|明|后|20\d{2})年的?)?(?P<f>元宵|七夕|重阳|腊八)节?(?!粥|汤圆|礼盒|糕|灯|路"
        r"|[东西南北中]路)(?:当天|当日|那天)?",
        _festival,
    ),
    rule(
        "d",
        r"(?:(?:农历|阴历)的?(?P<m2>十[一二]?|[一二三四五六七八九])月|(?:农历|阴历)?(?P<m>[正冬腊])月)"
        r"(?P<d>初[一二三四五六七八九十]|二?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|三十)",
        _lunar_day,
    ),
)
