"""Chinese day words, weekdays and weeks: 明早, 大后天, 下周三四, 本周末, 这两天."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise

from bot.understanding.dates.context import Context
from bot.understanding.dates.parts import PARTS
from bot.understanding.dates.patterns import NOT_A_BIT
from bot.understanding.dates.rule import Rule, rule
from bot.understanding.dates.spans import VAGUE, Edge, Piece, Result, Span, edge_of, move, week_of

WEEKDAYS = (
    {char: index for index, char in enumerate("一二三四五六日")} | {"天": 6} | {str(n): n - 1 for n in range(1, 8)}
)
# 听日, 琴日 and 寻日 are Cantonese.
_OFFSETS = {
    "大大后": 4,
    "大后": 3,
    "后": 2,
    "明": 1,
    "听": 1,
    "今": 0,
    "昨": -1,
    "琴": -1,
    "寻": -1,
    "㖊": -1,
    "噚": -1,
}
_OFFSETS |= {"前": -2, "大前": -3, "当": 0, "㖊": -1, "噚": -1}
_WEEKS = {
    "上上上": -3,
    "上上": -2,
    "大上": -2,
    "大下": 2,
    "上": -1,
    "本": 0,
    "这": 0,
    "下": 1,
    "下下": 2,
    "下下下": 3,
    "落": 1,
    "再下": 2,
    "再下下": 3,
}
_PAIRS = {"今明后": (0, 2), "今明": (0, 1), "明后": (1, 2), "昨今": (-1, 0), "昨前": (-2, -1)}
_EDGES: dict[str, Edge] = {"初": "early", "头": "early", "中": "mid", "底": "end", "尾": "end"}

# 下拜五 is southern speech; 回拜 and 结拜 are no weeks.
_WEEK = r"(?:周|星期|礼拜|(?<![礼崇结答参回叩跪膜朝祭])拜(?=[一二三四五六日](?![拜一])))"
# 单周三 is every other Wednesday, 报价单周三 is a document and a Wednesday.
_ODD = r"(?<![价账订名菜保清货运提传表签简买出接跟开凭工派回])单"
# 下周一起利率下调 begins on Monday, 下周一起吃饭 is together.
_TAKES_EFFECT = (
    r"$|[,;。!?、]|开始|生效|执行|实[施行]|试行|施行|启[用动]|正式|全面|统一|新|按|调[整至为]|[上下][调浮]|涨|降|停|暂停|恢复|取消|不再"
    r"|改[为成用由走]|放假|休|营业|收[费取]|免收|关[闭停门]|[利费汇]率|价格|手续费|系统|网点|柜台|所有|每|各|全[行部]|可以|由|将|要|计息|起[息算]"
    r"|禁|限[额电产]|开[放通]|轮[休班岗]|封[账路闭]|供货|发货|断[电网供]|须|必须|适用|参照"
)
_DAY = (
    rf"(?:一(?!起(?!{_TAKES_EFFECT})|道|定(?!稿|价|案"
    r"|标|下)|般|直|并(?!购)|家|次|份|些|样|下(?![午班周昼晝])|块|同|共|个)"
    r"|[二三四五六](?![家个份次位])(?!十(?!点|[一二]点))|[日天](?!天)|[1-7](?!\d|\s?[点:.个家万月年%号/天]|\s?am"
    r"|\s?pm))"
)
_SECOND = (
    rf"(?:(?P<to>[到至~-]){_WEEK}?(?P<d2>[一二三四五六日天])|[、/和或]?(?P<d3>一(?![起块同道并样下般直定些早大上整趟旦到律边批共次天])"
    rf"|[二三四五六日天](?:[、/和或]?[三四五六日天])*)(?![个家份次位点期楼号方十百千万季]))?"
)


def _day_word(match: re.Match[str], context: Context) -> Result:
    day = move(context.today, _OFFSETS[match["w"]])
    return Piece(Span(day, day)) if day else VAGUE


def _day_part(match: re.Match[str], context: Context) -> Result:
    day = move(context.today, _OFFSETS[match["w"]])
    return Piece(Span(day, day), part=PARTS[match["p"]]) if day else VAGUE


def _pair(match: re.Match[str], context: Context) -> Result:
    first, last = (move(context.today, offset) for offset in _PAIRS[match["pair"]])
    return Piece(Span(first, last)) if first and last else VAGUE


def _these_days(_match: re.Match[str], context: Context) -> Result:
    first, last = (-1, 0) if context.past else (0, 1)
    start, stop = move(context.today, first), move(context.today, last)
    return Piece(Span(start, stop)) if start and stop else VAGUE


def _week(match: re.Match[str], context: Context) -> Result:
    week = week_of(context.today, _WEEKS[match["rel"]])
    if week is None:
        return VAGUE
    if match["end"]:
        return Piece(_weekend(week))
    if match["half"]:
        return Piece(edge_of(week, "week", "former" if match["half"][0] in "前上" else "late"))
    if match["edge"]:
        return Piece(edge_of(week, "week", _EDGES[match["edge"][0]]))
    if match["d"] is None:
        return Piece(week)
    return _between(match, week.first + timedelta(days=WEEKDAYS[match["d"]]))


def _between(match: re.Match[str], first: date) -> Result:
    """A weekday, or it and the later one named with it: 下周三四, 周一至周五. Days that do not follow stay unread."""
    named = [match["d"], *(char for char in match["d2"] or match["d3"] or "" if char in WEEKDAYS)]
    days = [WEEKDAYS[char] for char in named]
    last = move(first, days[-1] - days[0])
    stretch = days[0] < days[-1] if match["d2"] else all(two - one == 1 for one, two in pairwise(days))
    return Piece(Span(first, last)) if last and stretch else VAGUE


def _bare_weekday(match: re.Match[str], context: Context) -> Result:
    weekday = WEEKDAYS[match["d"]]
    if not (match["d2"] or match["d3"]):
        return Piece(weekday=weekday)
    first = context.weekday(weekday)
    return _between(match, first) if first else VAGUE


def _weekend(week: Span) -> Span:
    saturday = week.last - timedelta(days=1)
    return Span(saturday, week.last, deadline=saturday - timedelta(days=1))


def _bare_weekend(_match: re.Match[str], context: Context) -> Result:
    """周末: this week's, or the last one when the clause looks back before Saturday."""
    back = -1 if context.past and context.today.weekday() < WEEKDAYS["六"] else 0
    week = week_of(context.today, back)
    return Piece(_weekend(week)) if week else VAGUE


def _within_week(_match: re.Match[str], context: Context) -> Result:
    week = week_of(context.today, 0)
    return Piece(week, direction="by") if week else VAGUE


ZH_DAYS: tuple[Rule, ...] = (
    rule("d", r"(?P<pair>今明后?|明后|昨今|昨前)[两二三]?[天日]", _pair),
    rule("d", r"这[两二]天", _these_days),
    rule(
        "dp",
        r"(?P<w>今|(?<![证声透])明|昨|(?<!打)听|琴|寻|㖊|噚)(?P<p>朝早|朝(?![代阳着向前后夕上下晚中傍])|早上|晚上|早|晚(?!报|点)|晨|夜里?|上午|下午|中午|傍晚|凌晨"
        r"|午(?!餐|饭|休))",
        _day_part,
    ),
    rule("dp", r"(?<![之以然最此随提])(?P<w>大后|大前|后|前)(?P<p>晚)(?![期报点班])", _day_part),
    rule(
        "d",
        r"(?P<w>大大后|大后|大前|后|前|今|明|昨|(?<!打)听|琴|寻|㖊|噚)(?:天|日(?!元|语|报|程|期|常)"
        r"|儿个?|个儿)(?<![听琴寻㖊噚][天儿])"
        r"(?!性|努力|因素|台机)",
        _day_word,
    ),
    rule(
        "d",
        rf"(?P<rel>落(?=个)|再下{{1,2}}|{NOT_A_BIT}下{{1,3}}|上{{1,3}}|大[上下]|(?<![正副样账版成资课书脚剧原基根])本|这)(?:一)?个?{_WEEK}(?:的?(?P<d>{_DAY}){_SECOND}|(?P<end>末)"
        r"|(?P<half>[前后上下]半)(?:周|段|截)|(?P<edge>初|头(?:上|里)?|中(?![国心间])|底|尾)"
        r"|(?!报(?![名价送批备审方盘给案上到税关一进])|刊|边|转|期(?!间|内)|年(?![检审会底末])|围))",
        _week,
    ),
    rule("d", rf"{_WEEK}末", _bare_weekend),
    rule("d", r"(?<![一二两三四五六七八九十几半数\d])周内(?!部)", _within_week),
    rule("w", r"(?<=[\d日号])\((?P<d>[一二三四五六日])(?P<d2>)(?P<d3>)\)", _bare_weekday),
    rule("w", rf"(?<![每各双隔整两几半逾])(?<!{_ODD})(?<![^周期拜][一四]){_WEEK}(?P<d>{_DAY}){_SECOND}", _bare_weekday),
)
