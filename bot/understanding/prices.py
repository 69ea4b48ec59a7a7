"""Prices told in Chinese without a currency: 单价135, 86一条, 月租85/台, 扣了三千六, 便宜八毛, 欠46,800."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from bot.understanding.model import Amount, Span
from bot.understanding.text.cues import cued

_DIGITS: Final = r"(?:\d{1,3}(?:,\d{3})+|\d{1,7})(?:\.\d{1,2})?"
_SPOKEN: Final = (
    r"[一二两三四五六七八九](?:千(?:[零一二两三四五六七八九](?:百(?:[零一二三四五六七八九]十?)?)?)?"
    r"|百(?:[零一二三四五六七八九]十?)?|十[一二三四五六七八九]?)"
)
# What is counted, measured or dated is no price.
_COUNTED: Final = (
    r"(?![\d,.:/~-]*\d)(?!\s?(?:[年月日号點点周%‰折倍期批寸级型版度℃分小时秒台套吨件箱桶瓶袋盒卷根条只支颗粒片张把辆株头户人名位家间桌亩米克斤页份单票柜车趟遍回轮本项层楼栋栏枚类升组組]"
    r"|个(?!月|样)|公[里斤分]|毫米|厘米|平方|立方|千克|工作日|次(?!性)|天|多?万|千万|百万|亿|w(?![a-z])|k(?![a-z])|[a-z]))"
)
_NUMBER: Final = rf"(?P<number>{_DIGITS}|{_SPOKEN}){_COUNTED}"
_LINK: Final = (
    r"(?:了|才|是|为|在|约|大概|差不多|到|给到|给了|只[要有]|[交付收]了|加|还|:|\s|每[吨人平米件]|统一|已经?"
    r"|就|多|\+){0,3}"
)
# Words behind which a bare number is money.
_PRICE: Final = (
    r"(?:[单总均底报标售卖协议销购成交间团理]价(?:格)?|(?<![特评])价格?|报(?!销|名|到|废|警)|人均|(?<!免)(?:[保药运工护务年杂材餐租路]费)|费用?"
    r"|押金|保证金|定金|订金|尾款|货款|余款|红包|月租|租金|房租|标书钱|垫付的?|免赔(?:额)?(?:从)?|底线|心理价|加收|实收|应收|多收|退还?|抵|赔|罚|扣|补"
    r"|让利|便宜|(?<![率温湿度])(?:上调|下调|涨|降|跌)到?|贵|差价|目标|补贴|收息|要价|砍到|压到|最低|套餐|损失|兑换?|批了|差的?(?!0)|比[^,;。\s\d]{1,6}低"
    r"|(?<=\d)改[成为]|嫌贵,?|欠(?:人家|我们|款)?)"
)
_PRICED: Final = cued(rf"{_PRICE}{_LINK}(?P<number>(?:{_DIGITS}|{_SPOKEN})){_COUNTED}")
_UNIT: Final = (
    r"(?:吨|台|人|公斤|斤|kg|件|天|个?月|片|条|个|平米?|米|箱|套|票|单|次|张|根|组|組|桌|围|圍|间|晚|盒|位|只|个样|大?柜"
    r"|小时|年|份|车|趟|瓶|包)"
)
_HUNDREDS: Final = r"(?:[一二两三四五六七八九]?[千百十][一二三四五六七八九十]*|[六七八九]十[一-九]?)"
_EACH: Final = cued(rf"(?P<number>(?:{_DIGITS}|{_HUNDREDS}))\s?(?:/|一(?=个?[^\d\s])|每){_UNIT}(?![0-9a-z])")
_PER: Final = cued(rf"(?:一|每){_UNIT}(?:加|涨|让利?|补|降|多|才|要|是)?{_NUMBER}")
_SMALL: Final = cued(
    r"(?<!长)(?<!珠)(?P<number>(?:[两二三四五六七八九][毛角][一二三四五六七八九]?|一[毛角][一二三四五六七八九]))(?![巾病笔衣线发])"
)
_LOOSE: Final = cued(rf"(?P<number>{_SPOKEN}多?)(?P<unit>块|元|蚊)(?:钱)?(?!板|砖|料|玻璃|石)")
_AT: Final = cued(rf"(?<![\d.,a-z/#-])(?P<number>{_DIGITS})(?=出厂|到厂|含税|含运|不含税|包邮|含双早)")
_COMMA: Final = cued(rf"(?<!\d)(?<!\d,)(?<![.a-z/#-])(?P<number>\d{{1,3}}(?:,\d{{3}})+(?:\.\d{{1,2}})?){_COUNTED}")
_ALL: Final = (_LOOSE, _SMALL, _EACH, _PER, _AT, _COMMA, _PRICED)
_RATE: Final = re.compile(r"\d\.\d{1,2}")
_LENDING: Final = cued(r"利率|[贷存]|贴现|\bbp|基金|债基|净值|理财|银行|[工农中建交招]行")
_CHAR: Final = {char: number for number, char in enumerate("零一二三四五六七八九")} | {"两": 2}
_TENS: Final = {"千": 1000, "百": 100, "十": 10}
_LEAST: Final = 10  # a bare number below it is hardly a price without a point


def find_prices(flat: str, text: str, taken: Sequence[Span]) -> Iterator[Amount]:
    """The bare prices of a Chinese line outside the `taken` stretches, none twice."""
    if flat.isascii():
        return
    seen = list(taken)
    for pattern in _ALL:
        for match in pattern.finditer(flat):
            span = match.span("number")
            if any(a < span[1] and span[0] < b for a, b in seen) or not _is_price(match):
                continue
            if _RATE.fullmatch(match["number"]) and _LENDING.search(flat):
                continue  # 利率下调0.3, 对客价4.1
            seen.append(span)
            unit = match.groupdict().get("unit")
            end = match.end("unit") if unit else span[1]
            yield Amount(
                _value(match["number"]), "CNY" if unit in ("块", "元") else None, text[span[0] : end], (span[0], end)
            )


def _is_price(match: re.Match[str]) -> bool:
    number = match["number"].replace(",", "")
    if not number[0].isdigit():
        return len(number) > 1
    return "." in number or float(number) >= _LEAST


def _value(number: str) -> float:
    if number[0].isdigit():
        return float(number.replace(",", ""))
    if number[1] in "毛角":
        return round(_CHAR[number[0]] / 10 + (_CHAR[number[2]] / 100 if len(number) > 2 else 0), 2)
    total, current, last = 0.0, 0.0, 1
    for char in number.rstrip("多"):
        if char in _TENS:
            last = _TENS[char]
            total, current = total + (current or 1) * last, 0.0
        else:
            current = float(_CHAR[char])
    return total + current * (last / 10 if last > 10 and "零" not in number else 1)
