"""Chinese months, days of the month, quarters and years: 12月2日, 下个月10号, 月底, 三季度末, 明年上半年."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from bot.understanding.dates.context import Context
from bot.understanding.dates.numerals import ZH_DAY, ZH_MONTH, zh_number
from bot.understanding.dates.patterns import NOT_A_BIT
from bot.understanding.dates.rule import Rule, rule
from bot.understanding.dates.spans import (
    VAGUE,
    Edge,
    Piece,
    Result,
    Span,
    Unit,
    add_months,
    edge_of,
    half_of,
    make_date,
    month_at,
    month_of,
    one_day,
    quarter_at,
    quarter_of,
    year_of,
)

_REL = {"落": 1, "上上": -2, "上": -1, "本": 0, "这": 0, "当": 0, "下": 1, "次": 1, "下下": 2}
_YEARS = {"大前": -3, "前": -2, "去": -1, "上": -1, "今": 0, "本": 0, "当": 0, "明": 1, "后": 2, "大后": 3}
_EDGES: dict[str, Edge] = {
    "初": "early",
    "头": "early",
    "上旬": "early",
    "中": "mid",
    "中旬": "mid",
    "下旬": "late",
    "底": "end",
    "末": "end",
    "尾": "end",
    "终": "end",
}
_YEAR = r"(?:(?P<y>(?:19|20)\d{2}|2\d|二[〇零]?[〇零一二三四五六七八九]{2}|大前|大后|去|今|明|后|前|本)年(?:度)?的?)"
_MONTH_REL = rf"(?P<rm>落(?=个)|上上|(?<![得赶加算碰遇])上|本|这|{NOT_A_BIT}下{{1,2}}|次|当)(?:一)?个?月"
_EDGE = r"(?P<e>初|头|中下旬|上中旬|上旬|中旬|下旬|中(?![国心标行信介小型层途铁建石粮])|底|末|尾)"
_FULL_YEAR = (
    r"(?P<y>上(?=年[末底])|(?:19|20)\d{2}|2\d(?=年[初中底末])|二[〇零][〇零一二三四五六七八九]{2}|大前|大后|去|今|明"
    r"|后|前|本)"
)
_NO_YEAR = r"(?!报|利|均|化|薪|轻|级|龄|会|[终底]奖)"
_DAY_END = (
    r"(?:[日号](?!楼|院|线|店|均|元|化|报|本)|(?![\d.:%/一二三四五六七八九十]"
    r"|\s?[万亿千百元个家笔次点倍折期届小时分天]|[张份台件批吨箱套轮项]))"
)
_MANY = (
    r"(?:\s?(?P<to>[-~到至、和])\s?(?:(?P<m2>\d{1,2}|十[一二]?|[一二三四五六七八九])月)?(?P<d2>" + ZH_DAY + r")[日号])?"
)


def zh_year(text: str, context: Context) -> int | None:
    """The year a Chinese year word or number means; two digits are this century's."""
    if text in _YEARS:
        return context.today.year + _YEARS[text]
    number = zh_number(text)
    return number + 2000 if number is not None and number < 100 else number


def _month_day(match: re.Match[str], context: Context) -> Result:
    month, day = zh_number(match["m"]), zh_number(match["d"])
    if month is None or day is None:
        return VAGUE
    if match["y"]:
        year = zh_year(match["y"], context)
        found = make_date(year, month, day) if year else None
        span = one_day(found)
    else:
        span = context.month_day(month, day) if 1 <= month <= 12 else None
    return _until(match, span) if span else VAGUE


def _until(match: re.Match[str], span: Span) -> Result:
    """Add the second day of 12月3日-5日; a list that is no stretch (2、8日) stays unread."""
    groups = match.groupdict()
    if not groups.get("d2"):
        return Piece(span)
    day = zh_number(match["d2"]) or 0
    month = zh_number(match["m2"]) if match["m2"] else span.first.month
    last = make_date(span.first.year + (1 if (month or 0) < span.first.month else 0), month or 0, day)
    if last is None or last <= span.first:
        return VAGUE
    if match["to"] in "、和或" and (match["to"] == "或" or last - span.first != timedelta(days=1)):
        return Piece(replace(span, also=last))
    return Piece(Span(span.first, last, ambiguous=span.ambiguous))


def _relative_month(match: re.Match[str], context: Context) -> Span | None:
    first = add_months(context.today.replace(day=1), _REL[match["rm"]])
    return month_at(first)


def _relative_month_day(match: re.Match[str], context: Context) -> Result:
    month, day = _relative_month(match, context), zh_number(match["d"])
    found = month and day and make_date(month.first.year, month.first.month, day)
    return _until(match, Span(found, found)) if found else VAGUE


def _relative_month_only(match: re.Match[str], context: Context) -> Result:
    month = _relative_month(match, context)
    return _edged(month, "month", match) if month else VAGUE


def _edged(span: Span, unit: Unit, match: re.Match[str]) -> Result:
    edge = match["e"]
    if edge in ("上中旬", "中下旬"):
        early = edge_of(span, unit, "early").last
        return Piece(
            Span(span.first, early + timedelta(days=10))
            if edge[0] == "上"
            else Span(early + timedelta(days=1), span.last)
        )
    return Piece(edge_of(span, unit, _EDGES[edge]) if edge else span)


def _month_only(match: re.Match[str], context: Context) -> Result:
    month = zh_number(match["m"])
    if month is None or not 1 <= month <= 12:
        return VAGUE
    year = zh_year(match["y"], context) if match["y"] else None
    span = month_of(year, month) if year else context.month(month)
    return _edged(span, "month", match) if span else VAGUE


def _months(match: re.Match[str], context: Context) -> Result:
    """1-10月: from the first month to the last."""
    first, last = int(match["m"]), int(match["m2"])
    if not 1 <= first < last <= 12:
        return VAGUE
    year = zh_year(match["y"], context) if match["y"] else None
    span = month_of(year, first) if year else context.month(first)
    end = month_of(span.first.year, last) if span else None
    return Piece(Span(span.first, end.last, "month")) if span and end else VAGUE


def _bare_edge(match: re.Match[str], context: Context) -> Result:
    """月初 and 中旬 without a month: this month's, or the next one once they are over and nothing looks back.

    12月初交房,中旬装修: behind another date they belong to its month.
    """
    base = context.anchor or context.today
    for offset in (0, -1) if context.past else (0, 1):
        first = add_months(base.replace(day=1), offset)
        month = month_at(first)
        span = month and edge_of(month, "month", _EDGES[match["e"]])
        if span and (span.first <= context.today if context.past else span.last >= base):
            return Piece(span)
    return VAGUE


def _within_month(_match: re.Match[str], context: Context) -> Result:
    return Piece(month_of(context.today.year, context.today.month), direction="by")


def _within_quarter(_match: re.Match[str], context: Context) -> Result:
    return Piece(quarter_of(context.today.year, _quarter(context.today)), direction="by")


def _within_year(_match: re.Match[str], context: Context) -> Result:
    return Piece(year_of(context.today.year), direction="by")


def _quarter(day: date) -> int:
    return (day.month + 2) // 3


def _day_of_month(match: re.Match[str], context: Context) -> Result:
    day = zh_number(match["d"])
    span = context.day_of_month(day) if day is not None and 1 <= day <= 31 else None
    if span is None:
        return VAGUE
    return _until(match, span)


def _quarter_phrase(match: re.Match[str], context: Context) -> Result:
    said = match["y"] or match.groupdict().get("y2")
    year = zh_year(said, context) if said else None
    if match["q"]:
        quarter = zh_number(match["q"]) or 0
        span = quarter_of(year, quarter) if year else context.nearest(lambda each: quarter_of(each, quarter))
    else:
        span = _shifted_quarter(context, _REL[match["r"]] if match["r"] else 0)
    return _edged(span, "quarter", match) if span else VAGUE


def _first_quarters(match: re.Match[str], context: Context) -> Result:
    """前三季度: from January to the end of the third quarter."""
    year = (zh_year(match["y"], context) if match["y"] else None) or context.today.year
    first, last = quarter_of(year, 1), quarter_of(year, zh_number(match["many"]) or 0)
    return Piece(Span(first.first, last.last, "quarter")) if first and last else VAGUE


def _shifted_quarter(context: Context, offset: int) -> Span | None:
    first = add_months(context.today.replace(day=1), 3 * offset)
    return quarter_at(first)


def _year_phrase(match: re.Match[str], context: Context) -> Result:
    year = zh_year(match["y"], context)
    span = year_of(year) if year else None
    return _edged(span, "year", match) if span else VAGUE


def _bare_year_edge(match: re.Match[str], context: Context) -> Result:
    edge = _EDGES[match["e"]]

    def build(year: int) -> Span | None:
        span = year_of(year)
        return span and edge_of(span, "year", edge)

    # 年初 said in autumn is this year's, which is over, unless the clause looks ahead.
    plain = (edge == "end" and not context.past) or (edge == "early" and not context.future)
    span = build(context.today.year) if plain else context.nearest(build)
    return Piece(span) if span else VAGUE


def _half(match: re.Match[str], context: Context) -> Result:
    half = 1 if match["h"] == "上" else 2
    year = zh_year(match["y"], context) if match["y"] else None
    span = half_of(year, half) if year else context.this_year(lambda each: half_of(each, half))
    return _edged(span, "half", match) if span else VAGUE


_NOT_A_DATE = (
    r"(?!楼|院|线|店|均|元|化|报(?![告价给送名税审批备到上])|本(?![人周月来])|利|常|程|志|期(?!间)|出[口入]|文)"
)
_DAYS_COUNTED = r"(?!内|后(?!天)|之内|以内|之后|以后)"

ZH_CALENDAR: tuple[Rule, ...] = (
    rule("d", rf"{_YEAR}?(?<![\d.])(?P<m>\d{{1,2}})月?[-~到至](?P<m2>\d{{1,2}})月(?:份)?(?!\d)", _months),
    rule("d", rf"{_YEAR}?(?<![\d.])(?P<m>{ZH_MONTH})月份?\s?(?P<d>{ZH_DAY}){_DAY_END}{_MANY}", _month_day),
    rule("d", rf"{_MONTH_REL}(?:份|的)?(?P<d>{ZH_DAY}){_DAY_END}{_MANY}", _relative_month_day),
    rule("d", rf"{_MONTH_REL}(?:份|的)?(?:月?{_EDGE})?(?!薪|租|供|饼)", _relative_month_only),
    rule(
        "d",
        rf"{_YEAR}?第?(?<!\d)(?P<q>[一二三四1-4])(?:(?<=第.)个)?季度(?:的)?(?P<e>初|中|末|底)?(?!利率|分红)",
        _quarter_phrase,
    ),
    rule("d", rf"{_YEAR}第?(?P<q>[一二三四1-4])季(?![度节剧])(?P<e>初|中|末|底)?", _quarter_phrase),
    rule("d", rf"{_YEAR}?前(?P<many>[两二三])个?季度", _first_quarters),
    rule(
        "d",
        rf"(?P<y>)(?P<q>)(?P<r>本|这|上上|上|{NOT_A_BIT}下{{1,2}}|当)个?季度?(?:的)?(?:季?(?P<e>初|中|末|底))?",
        _quarter_phrase,
    ),
    rule("d", r"(?P<y>)(?P<q>)(?P<r>)季度?(?P<e>末|底|初)", _quarter_phrase),
    rule(
        "d",
        rf"(?:(?:{_YEAR}|(?P<y2>20[0-4]\d))\s?)?q(?P<q>[1-4])(?![a-z\d])(?:季度)?(?P<e>初|中(?!国)|末|底)?",
        _quarter_phrase,
    ),
    rule("d", rf"{_YEAR}?(?:的)?(?P<h>上|下)半年度?(?P<e>初|底|末)?", _half),
    rule("d", rf"{_YEAR}?(?<![\d.])(?P<m>{ZH_MONTH})月份?(?:的)?(?:月?{_EDGE})?(?!利率|利息|期(?!间|内))", _month_only),
    rule("d", rf"{_FULL_YEAR}年度?(?:的)?(?:年?(?P<e>初|头|中(?!国)|底|末|尾|终))?{_NO_YEAR}", _year_phrase),
    rule("d", r"月(?P<e>初|头|上旬|中旬|下旬|中(?![国心标行信介小型])|底|末|尾)", _bare_edge),
    rule("d", r"(?P<e>上旬|中旬|下旬)", _bare_edge),
    rule(
        "d",
        r"(?<![\d十百几多半两三去])年(?P<e>初|中(?!无休|国)|底|末|尾|终)(?!奖|总结|考核|会|返[利点]|决算|盘点|福利|慰问|述职|聚餐|大促|促销|红包)",
        _bare_year_edge,
    ),
    rule("d", r"月内(?!部)", _within_month),
    rule("d", r"季度?内(?!部)", _within_quarter),
    rule("d", r"(?<![\d十百几多半两三])年度?内(?!部)", _within_year),
    rule(
        "d",
        rf"(?<![\d.第])(?P<d>{ZH_DAY})[日号]?(?P<to>[-~到至、和或])(?P<m2>)(?P<d2>{ZH_DAY})(?:号"
        rf"|日{_DAYS_COUNTED}){_NOT_A_DATE}",
        _day_of_month,
    ),
    rule("d", rf"(?<![\d.第月])(?P<d>{ZH_DAY})(?:号|日{_DAYS_COUNTED}){_NOT_A_DATE}", _day_of_month),
)
