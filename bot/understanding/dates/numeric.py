"""Dates in digits: 2026-12-02, 20261202, 12/2, 2.12.2026, 12-2, 12.2. A doubtful one stays unread."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from bot.understanding.dates.context import Context
from bot.understanding.dates.patterns import compiled
from bot.understanding.dates.rule import Rule, rule
from bot.understanding.dates.spans import VAGUE, Piece, Result, Span, make_date, month_of, one_day

_MONTHS = 12


def _full(match: re.Match[str], context: Context) -> Result:
    found = make_date(int(match["y"]), int(match["m"]), int(match["d"]))
    return _day(found) if found else VAGUE


def _compact(match: re.Match[str], context: Context) -> Result:
    """20261202; eight digits that are no day are an account or invoice number."""
    found = make_date(int(match["y"]), int(match["m"]), int(match["d"]))
    return _day(found) if found else None


def _day(found: date, *, ambiguous: bool = False) -> Piece:
    return Piece(Span(found, found, ambiguous=ambiguous), ambiguous=ambiguous)


def _order(context: Context, first: int, second: int, *, dotted: bool = False) -> tuple[int, int, bool]:
    """Month, day and whether that order is sure."""
    if first > _MONTHS:
        return second, first, True
    if second > _MONTHS or first == second:
        return first, second, True
    month_first, sure = context.month_first()
    if sure and not month_first and not dotted and _writes_month_first(context):
        return first, second, True
    if dotted and not context.chinese:
        return second, first, not month_first
    return (first, second, sure) if month_first else (second, first, sure)


def _writes_month_first(context: Context) -> bool:
    """12/3 beside 11/18; our 12/3 sit-down moved to 12/10, said about the beginning of December."""
    if _AMERICAN.search(context.text):
        return not _BRITISH.search(context.text)
    listed = _PAIR.findall(context.text)
    return len(listed) > 1 and len(set(listed)) == 1 and int(listed[0]) == context.today.month


def _with_year(match: re.Match[str], context: Context) -> Result:
    month, day, sure = _order(context, int(match["a"]), int(match["b"]), dotted=match["s"] == ".")
    year = int(match["y"]) + (2000 if len(match["y"]) == 2 else 0)
    readings = [make_date(year, month, day)] + ([] if sure else [make_date(year, day, month)])
    found = _likeliest([one_day(each) for each in readings], context)
    return _day(found.first, ambiguous=not sure) if found else VAGUE


def in_digits(first: int, second: int, context: Context, *, dotted: bool = False) -> Span | None:
    """The day 12/2 means here, the nearest one where its order is open (and then ambiguous); None if it is none."""
    month, day, sure = _order(context, first, second, dotted=dotted)
    sure = sure and not _is_far(context, (month, day), dotted=dotted)
    readings = [(month, day)] + ([] if sure else [(day, month)])
    span = _likeliest([context.month_day(*each) for each in readings if each[0] <= _MONTHS], context)
    return span if span is None or sure else replace(span, ambiguous=True)


def _is_far(context: Context, read: tuple[int, int], *, dotted: bool, far: int = 60) -> bool:
    """12/4 in Britain, early in December: the 12th of April, or the day after tomorrow as Americans write it?

    Where the other order is weeks nearer, and one's own `far` days away, it is taken, and asked about; so it is where
    something to come would have been on a day gone by.
    """
    month, day = read
    if dotted or context.chinese or month == day or day > _MONTHS or context.month_first() != (False, True):
        return False
    if _AMERICAN.search(context.text) or _BRITISH.search(context.text):
        return False
    meant, other = context.month_day(month, day), context.month_day(day, month)
    if meant is None or other is None:
        return False
    away, near = (abs((span.first - context.today).days) for span in (meant, other))
    fits = not (context.past and other.first > context.today) and not (context.future and other.first < context.today)
    return fits and near <= _NEAR and (away >= far or (context.future and meant.first < context.today))


_PAIR = compiled(r"(?<![\d/.-])(\d{1,2})/\d{1,2}(?![\d/.]|\s?-)")
_NEAR = 35  # days within which the other order of 12/4 is likely meant
_AMERICAN = compiled(r"(?<![\d/.])(?:0?[1-9]|1[0-2])/(?:1[3-9]|2\d|3[01])(?![\d.])")
_BRITISH = compiled(r"(?<![\d/.])(?:1[3-9]|2\d|3[01])/(?:0?[1-9]|1[0-2])(?![\d.])")


def _without_year(match: re.Match[str], context: Context) -> Result:
    first, second = int(match["a"]), int(match["b"])
    span = in_digits(first, second, context, dotted=match["s"] == ".")
    if span is None:
        return VAGUE if match["s"] == "/" and second <= 31 and first <= 31 else None
    return Piece(span, ambiguous=span.ambiguous)


def _likeliest(readings: list[Span | None], context: Context) -> Span | None:
    """Of the two orders of an open 7/12 the one nearest to today that fits the tense; the card still asks."""
    days = [span for span in readings if span]
    fitting = [span for span in days if (span.first <= context.today if context.past else span.first >= context.today)]
    usable = fitting if context.past or context.future else []
    return min(usable or days, key=lambda span: abs((span.first - context.today).days), default=None)


def _cued(match: re.Match[str], context: Context) -> Result:
    """12.2, 12-2 and 1/2 are dates only in a date's company: alone on the line, beside 前/by, a weekday or a clock."""
    before, after = context.text[: match.start()], context.text[match.end() :]
    if match["s"] != "/" and (_FIGURE.search(before[-24:]) or _RISES.match(after)):
        return None
    if match["s"] == "." and int(match["b"]) > _MONTHS and not context.chinese:
        return None  # by 7.30 is an hour: whoever writes the month first puts no dot behind it
    alone = not before.strip() and (not after.strip() or _heads(match, after, context))
    alone = alone or (before.endswith("(") and after.startswith(")") and _VISITED.search(before[-24:]) is not None)
    sent = match["s"] != "/" and not context.chinese and _CONTACT.search(before[-24:]) is not None
    alone = alone or (sent and _is_near(match, context))
    if alone or _CUE_BEFORE.search(before[-14:]) or _CUE_AFTER.match(after[:14]):
        return _without_year(match, context)
    return None


def _heads(match: re.Match[str], after: str, context: Context) -> bool:
    """11.26 蓝芯 视频: at the head of a note a day of the last weeks, with a blank and no unit behind."""
    clock = not context.chinese and match["b"] in ("15", "30", "45")  # 11.30 Hartley call: half past eleven as well
    if clock or _TITLE.match(after) is None:
        return False
    span = in_digits(int(match["a"]), int(match["b"]), context, dotted=match["s"] == ".")
    return span is not None and 0 <= (context.today - span.first).days <= _RECENT


_RECENT = 45  # days for which a note may still be written


def _is_near(match: re.Match[str], context: Context) -> bool:
    """Emailed 26-11, visit 26.11. with: a day of the last weeks, written with the day first in two figures."""
    if len(match["a"]) != 2 or int(match["b"]) > _MONTHS:
        return False
    span = context.month_day(int(match["b"]), int(match["a"]))
    return span is not None and 0 <= (context.today - span.first).days <= _RECENT


def _dotted(match: re.Match[str], context: Context) -> Result:
    """24.11.: budget approved, visit 26.11. with our engineer: near today, or at the end of what is said."""
    if _CLOSES.match(context.text, match.end()) or _is_near(match, context):
        return _without_year(match, context)
    return None


_CLOSES = compiled(r"$|[,;)]|\s+(?:um\s+|at\s+)?\d{1,2}(?::\d\d)?\s?(?:uhr|h\b)")
_CONTACT = compiled(
    r"\b(?:e?mailed|sent|posted|issued|submitted|delivered|dated|visit(?:ed)?|call|met|meeting|mtg|video|phone[d]?|out)\s+$"
)
_TITLE = compiled(r"\s+(?![万亿元块吨台套件个米斤%年月天倍折点])(?:[\u4e00-\u9fff]{2,}|[a-z]{3,})")


def _slash(match: re.Match[str], context: Context) -> Result:
    """A proper fraction with a small denominator needs a cue as 12.2 does; 12/2 does not."""
    first, second = int(match["a"]), int(match["b"])
    if first <= second and second in (5, 10) and _is_mark(match, context):
        return None
    if _RATIO.match(context.text, match.end()) or _TESTED.search(
        context.text, max(0, match.start() - 12), match.start()
    ):
        return None
    fraction = first < second <= 10 and first <= 3 and len(match["b"]) == 1
    return _cued(match, context) if fraction else _without_year(match, context)


def _is_mark(match: re.Match[str], context: Context) -> bool:
    """Service 9/10, price 4/10: marks out of five or ten, unless a date's company says otherwise."""
    before, after = context.text[: match.start()], context.text[match.end() :]
    if _SAID_SO.match(after):
        return True
    if _CUE_BEFORE.search(before[-14:]) or _CUE_AFTER.match(after[:14]):
        return _RATED.search(before[-24:]) is not None
    again = f"/{match['b']}" in before[-40:] or f"/{match['b']}" in after[:40]
    return again or _MARKS.search(before[-40:] + " " + after[:40]) is not None


def _range(match: re.Match[str], context: Context) -> Result:
    """12/1-12/5 and 12.1-12.5."""
    first, second = (int(match["a"]), int(match["b"])), (int(match["a2"]), int(match["b2"]))
    month, day, sure = _order(context, *first)
    month2, day2, sure2 = _order(context, *second)
    stays = first[0] == second[0] and first[1] < second[1] and sure and (month, day) == first[::-1]
    if stays and _is_far(context, (month, day), dotted=match["s"] == ".", far=_NEAR):
        # 12/9-12/10: two days of December, or a month from 12 September; the first number stays.
        month, day, month2, day2, sure, sure2 = *first, *second, False, False
    if sure and not sure2:
        month2, day2 = second if (month, day) == first else second[::-1]
    elif sure2 and not sure:
        month, day = first if (month2, day2) == second else first[::-1]
    sure = sure or sure2
    span = context.month_day(month, day) if 1 <= month <= _MONTHS else None
    if span is None:
        return None
    last = make_date(span.first.year + (1 if month2 < month else 0), month2, day2)
    if last is None or not timedelta(0) < last - span.first < timedelta(days=200):
        return None
    return Piece(Span(span.first, last, ambiguous=not sure), ambiguous=not sure)


def _year_month(match: re.Match[str], context: Context) -> Result:
    span = month_of(int(match["y"]), int(match["m"])) if 1 <= int(match["m"]) <= _MONTHS else None
    return Piece(span) if span else None


# 拜访鹭岛旅游(11.25)
_VISITED = compiled(r"拜访|走访|回访|来访|见|会谈|面谈|电话|视频|开会|例会|培训|签约|\b(?:visit|met|call|meeting)")
_RATIO = compiled(r"\s*的?(?:比例|配比|比率|比值|股权|股份|份额)")
# Great session on Friday, 9/10 they said.
_SAID_SO = compiled(
    r"\s*,?\s+(?:(?:they|he|she)\s+(?:said|gave|scored|reckon(?:s|ed)?|rated)|from\s+(?:them|him|her)|lol)\b"
)
_RATED = compiled(r"\b(?:satisfaction|scored?|rat(?:ed|ing)|marks?|gave us|up|down)\s+(?:\w+\s+)?(?:of|from|to)\s+$")
_MARKS = compiled(
    r"\b(?:rat(?:ed|es?|ing)|scor(?:e[ds]?|ing)|marks?|gave (?:us|me|them)|nps|csat|satisf\w+|(?:un)?happy|pleased"
    r"|delighted|impressed|loved?|likes?|great|excellent|service|overall|feedback|competitor|stars?|out of)\b"
)
# 利率降到3.5, a margin of 1.5: what is a figure is no date, whatever stands beside it.
_FIGURE = compiled(
    r"(?:[利率价比降升涨跌浮毛净息费倍额折]|成本|高于|低于|大于|小于|超过|控制|维持|保持|给到|收益|面积|报到"
    r"|系数|指数|满意度)[^,;。!? ]{0,6}$|[跑厚薄宽窄长高低深重轻快慢做砍压加减增达缩转磨切]到\s*$"
    r"|\b(?:of|for|from|since|after|to|at)\s+(?:the\s+)?$"
    r"|\b(?:grew|grow\w*|rose|ris\w*|up|down|fell|fall\w*|increas\w+|cut|reduc\w+|improv\w+|drop\w*|widen\w*"
    r"|tighten\w*|rais\w+|lift\w*"
    r"|lower\w*|higher|rate|margin|spread|price\w*|yield\w*|ratio|multipl\w+|chang\w+|mov\w+|exceed\w*|beat"
    r"|miss\w*|short)\b[^,;.!?]{0,14}$"
)
# 跑到2.3, 加厚到1.2, 从3.8涨到4.2: how much, not when.
_RISES = compiled(r"\s*(?:涨|降|调|升|跌|加|减|砍|压|缩|增|提(?!前))[了至到价高]")
_TESTED = compiled(r"(?:\b(?:fail(?:ed)?|pass(?:ed)?|ng)|不良|不?合格|破损|抽检)\s*$")
_CUE_BEFORE = compiled(
    r"(?:截止到?|截至|最晚|最迟|于|在|定在|改到|约在?|到|自|从|日期:?|\b(?:on|by|before|until|till"
    r"|due|from|since|after|dated?|deadline|of|for))[:\s]*$"
)
_CUE_AFTER = compiled(
    r"\s*(?:起(?![点步])|[(]?(?:周|星期|礼拜)[一二三四五六日天]|之前|以前|前(?!往|三|五|十)|之后|以后|后(?!续)"
    r"|截止|为止|凌晨|清晨|傍晚|夜|上午|下午|晚上?|早上?|中午|拜访|走访|回访|面谈|见面?|到期|交付?|开会|签|付款|还款"
    r"|提交|放款|提款|面签|续签|续贷|上会|评审|审批|开户|开工|出账|交割|结息|起息|扣款|到账|入账|签约|签字|约见"
    r"|出差|上门|装机|安装|送货|出货|宣讲|培训|报审|报送|盘点|验收|发货|到货|上线|提交|回复|来电|来访|去了?|电话"
    r"|给(?!予)|发(?!行)"
    r"|\(?(?:mon|tue|wed|thu|fri|sat|sun)|\d{1,2}:\d\d|at \d|[ap]m\b|meeting|visit|call)"
)
_L = r"(?<![\w.\-/+$¥€£])(?<!\d:)"
_R = r"(?![\d/]|[.\-:]\d|[a-z]|\s?[%‰万亿元倍折]|\s?(?:k|m|mm|cm|kg|bn|mn|percent|million)\b|个百分点)"
_M = r"(?:0?[1-9]|1[0-2])"
_N12 = r"\d{1,2}"

NUMERIC: tuple[Rule, ...] = (
    rule(
        "d",
        rf"{_L}(?P<y>(?:19|20)\d{{2}})(?P<s>[-/.])(?P<m>\d{{1,2}})(?P=s)(?P<d>\d{{1,2}})(?:t(?=\d\d:)|"
        rf"(?![\d/]|[-.]\d))",
        _full,
    ),
    rule(
        "d",
        r"(?<![\w.\-/+$])(?<!\d:)(?P<y>20[0-4]\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?![\w/%-]|\.\d"
        r"|\s?[万亿元])",
        _compact,
    ),
    rule(
        "d",
        rf"{_L}(?P<a>{_N12})(?P<s>[-/.])(?P<b>{_N12})(?P=s)(?P<y>20\d{{2}}|\d{{2}}(?<=2\d|3\d))(?![\d/]"
        rf"|[-.]\d|[a-z])",
        _with_year,
    ),
    rule(
        "d",
        rf"{_L}(?P<a>{_N12})(?P<s>[/.])(?P<b>{_N12})\s?(?:[-~到至]|to|thru|through|until|till)\s?(?P<a2>{_N12})(?P=s)(?P<b2>{_N12}){_R}",
        _range,
    ),
    rule(
        "d",
        rf"{_L}(?P<a>0?[1-9]|[12]\d|3[01])(?P<s>[.])(?P<b>{_M})\.(?=$|[,;:)]|\s)",
        _dotted,
    ),
    rule("d", rf"{_L}(?P<a>{_N12})(?P<s>[.])(?P<b>{_N12})号(?![楼院线店库])", _without_year),
    rule("d", rf"{_L}(?P<y>20\d{{2}})[-/.](?P<m>{_M})(?![\d/.-])", _year_month),
    rule("d", rf"{_L}(?P<a>{_N12})(?P<s>/)(?P<b>{_N12}){_R}(?!\s+(?:of|out)\b)", _slash),
    rule(
        "d",
        rf"{_L}(?<!@)(?<!\bat )(?P<a>{_N12})(?P<s>[.\-])(?P<b>{_N12}){_R}(?![天日号点个]|工作日|\s?[ap]\.?m\b)",
        _cued,
    ),
)
