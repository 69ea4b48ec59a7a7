"""Sums of money: 200万, 1.5亿, 两千万, 2.5 m, ￥30k, EUR 1,000."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from bot.understanding.model import Amount
from bot.understanding.prices import find_prices
from bot.understanding.text.cues import Cued, cued
from bot.understanding.text.vocabulary import load

_DIGITS: Final = {char: number for number, char in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0, "半": 0.5}
_DIGITS.update({char: number for number, char in enumerate("壹贰叁肆伍陆柒捌玖", start=1)})
_TENS: Final = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
# Things that are counted, not money, and what turns a number into a name or a share.
_NOT_MONEY: Final = (
    r"(?!\s*(?:台|件|颗|粒|个(?!亿)|吨|人|户|股|平|亩|只|辆|套|箱|公里|米|张|家|名|条|千瓦|度|次|桶|头|kg|"
    r"km|tons?|units?|pcs|people|shares?|sq|followers|users|customers|clients|employees|staff|miles?|met(?:er|re)s?|vehicles|trucks|vans|cars|sites|stores|rooms|beds|seats|licen[cs]es|calls|emails|orders|times|items|bottles|cases|boxes|pallets|%|％|股权))"
)


def _any(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@lru_cache(maxsize=1)
def _pattern() -> Cued:
    data = load("amounts")
    chinese = [unit for unit in data["units"] if not unit.isascii()]
    latin = [unit for unit in data["units"] if unit.isascii()]
    number = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
    unit = r"(?:(?:个(?=多?(?:亿|千万|百万)))?[多余来几]?"
    unit += rf"(?P<zh>{_any(chinese)})(?!\d*[路家达象里])|\s?(?P<en>{_any(latin)})(?![a-z0-9]))"
    spoken = r"[一两二三四五六七八九十百千半零〇壹贰叁肆伍陆柒捌玖拾佰仟]+(?:个)?(?:多)?(?P<spoken_unit>万亿|亿|万)"
    spoken += r"(?P<tail>[零一两二三四五六七八九十百千]+万)?"
    return cued(
        rf"(?:(?<![\w.:/\-#])|(?<=[a-z~])(?=[£$€]))(?:(?P<before>{_any(list(data['before']))})\s?)?"
        rf"(?:(?P<low>{number})\s?[-~至到]\s?(?={number}))?"
        rf"(?:(?P<number>{number}){unit}?(?P<more>\d+(?:千万|百万|万|千)|(?<=[万亿])[1-9](?![\d./:年月日号个天台]|,\d))?|(?P<spoken>{spoken}))(?!(?!\d{{1,2}}[月号日点\u3000])[\d.]*\d|[-/:]\d)"
        rf"(?:\s?(?P<after>{_any(list(data['after']))})(?![a-z]))?{_NOT_MONEY}"
    )


def find_amounts(flat: str, text: str) -> list[Amount]:
    """The sums of money in a line. A bare number is none; a range gives its two ends."""
    found: list[Amount] = []
    for match in _pattern().finditer(_spaced(flat), line=flat):
        if _is_money(match):
            found += _amounts(match, text)
    if _ANY_SPOKEN.search(flat):
        found += _in_words(flat, text)
    found += find_prices(flat, text, [amount.span for amount in found])
    return sorted(found, key=lambda amount: amount.span)


_ANY_SPOKEN: Final = cued(r"\b(?:hundred|thousand|million|billion|grand|lakhs?|crores?)\b")


@lru_cache(maxsize=1)
def _spoken_pattern() -> Cued:
    words = _any(list(load("amounts")["spoken"]))
    currencies = _any([word for word in load("amounts")["after"] if word.isascii()])
    return cued(
        rf"\b(?P<words>(?:{words})(?:[\s-](?:{words}|hundred|and(?=\s(?:{words})\b)|of|point))*)"
        r"\s(?P<unit>hundred|thousand|million|billion|grand|lakhs?|crores?)(?P<more>\sthousand|\smillion)?"
        rf"(?:\s(?P<after>{currencies}))?\b{_NOT_MONEY}"
    )


def _in_words(flat: str, text: str) -> Iterator[Amount]:
    """Two million, three hundred thousand, half a million; a bare hundred needs its currency."""
    data = load("amounts")
    for match in _spoken_pattern().finditer(flat):
        if match["unit"] == "hundred" and not match["more"] and not match["after"]:
            continue
        value = _english(match["words"].split()) * (100.0 if match["unit"] == "hundred" else _unit(match["unit"]))
        value *= _unit(match["more"].strip()) if match["more"] else 1.0
        currency = data["after"].get(match["after"] or "")
        yield Amount(_rounded(value), currency, text[slice(*match.span())], match.span())


def _unit(word: str) -> float:
    return float(load("amounts")["units"][word])


def _english(words: list[str]) -> float:
    """Twenty five -> 25, two hundred and fifty -> 250, half a -> 0.5, two point five -> 2.5."""
    numbers = load("amounts")["spoken"]
    total, behind_point = 0.0, 0
    for word in (piece for each in words for piece in each.split("-")):
        if word == "point":
            behind_point = 1
        elif word == "hundred":
            total *= 100
        elif word in ("a", "an", "and", "of") and total:
            continue
        elif word in numbers:
            total += float(numbers[word]) / 10**behind_point
    return total


def _spaced(flat: str) -> str:
    # A number may follow a Chinese word at once (授信200万), which \w before it would forbid.
    return re.sub(
        r"[\u4e00-\u9fff①②③④⑤⑥⑦⑧⑨⑩](?=[\d¥$£€一两二三四五六七八九十半壹贰叁肆伍陆柒捌玖拾]|(?:eur|usd|rmb|cny|gbp|hkd|jpy|chf|us\$|hk\$)\s?\d)",
        _apart,
        flat,
    )


def _apart(match: re.Match[str]) -> str:
    """A blank for the word before a number, unless it belongs to a number itself: 二十, 涨200美金|一个柜."""
    counts = match[0] in "一二三四五六七八九十百千万亿点第壹贰叁肆伍陆柒捌玖拾佰仟"
    return match[0] if counts or _CURRENCY.search(match.string, max(0, match.end() - 5), match.end()) else "　"


_CURRENCY: Final = re.compile(r"[\d千万亿](?:美金|[美欧日港]?元|[港日]币|人民币|英镑|块)$")


def _is_money(match: re.Match[str]) -> bool:
    if match["spoken"]:
        return True
    if _measures(match):
        return False
    if match["after"] == "块" and _FEW.fullmatch(match["number"] or "") and not match["zh"]:
        return _PRICED.search(match.string, max(0, match.start() - 4), match.start()) is not None
    if match["before"] or match["after"] or match["zh"] or match["en"]:
        return True
    return (
        _THOUSANDS.fullmatch(match["number"]) is not None
        and _LENT.search(match.string, max(0, match.start() - 32), match.start()) is not None
    )


def _measures(match: re.Match[str]) -> bool:
    """0.8mm, 2m的, 4000K, 65Mn in a Chinese line: a length, a colour of light, a steel."""
    if match["before"] or match["after"] or not _HAN.search(match.string):
        return False
    large = match["en"] == "k" and _number(match["number"]) >= _COLOUR
    return (
        large
        or match["en"] in ("mm", "mn")
        or (match["en"] == "m" and _LONG.match(match.string, match.end()) is not None)
    )


_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_LONG: Final = re.compile(r"\s?[的长宽高厚深]")
_COLOUR: Final = 1000  # kelvin; nobody writes a million as 1000k
# 坏了6块 are boards, 便宜6块 is money.
_FEW: Final = re.compile(r"1?\d")
_PRICED: Final = re.compile(r"[费价收付扣涨降宜贵差退赔罚卖每][^,;。]{0,2}$")
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:,000)+|\d{1,3},\d00(?:,000)*")
# Cider press loan 40,000: a round sum right behind what is lent, leased or guaranteed needs no currency.
_LENT: Final = re.compile(
    r"\b(?:loan|lease|facility|overdraft|mortgage|limit|bond|guarantee|deposit|advance|credit|finance|line|premium|invoice|quote|budget|order)"
    r"(?:\s+(?:of|for|about|around|approx|circa|c\.?|up\s+to|at|is|was))*\s*[:,-]?\s*$"
)


def _amounts(match: re.Match[str], text: str) -> Iterator[Amount]:
    data = load("amounts")
    currency = data["before"].get(match["before"] or "") or data["after"].get(match["after"] or "")
    unit = match["zh"] or match["en"]
    factor = float(data["units"][unit]) if unit else 1.0
    if match["low"]:
        span = match.span("low")
        yield Amount(_rounded(_number(match["low"]) * factor), currency, text[slice(*span)], span)
    start = match.start("number") if match["low"] else match.start()
    value = _spoken(match) if match["spoken"] else _number(match["number"]) * factor + _more(match["more"], factor)
    yield Amount(_rounded(value), currency, text[start : match.end()], (start, match.end()))


def _number(digits: str) -> float:
    return float(digits.replace(",", ""))


def _rounded(value: float) -> float:
    return round(value, 2)


def _more(digits: str | None, factor: float) -> float:
    """The 5千万 of 1亿5千万; the 5 of 12万5 is half of its unit."""
    if not digits:
        return 0.0
    if digits.isdigit():
        return float(digits) * factor / 10
    unit = digits.lstrip("0123456789")
    return float(digits[: -len(unit)]) * float(load("amounts")["units"][unit])


def _spoken(match: re.Match[str]) -> float:
    number = match["spoken"]
    unit = match["spoken_unit"]
    head = number[: number.index(unit)].rstrip("个多")
    tail = match["tail"]
    value = _chinese(head) * float(load("amounts")["units"][unit])
    return value + (_chinese(tail[:-1]) * 1e4 if tail else 0.0)


def _chinese(digits: str) -> float:
    """两千五百 -> 2500; 一百五 -> 150."""
    total, current, last = 0.0, 0.0, 1
    for char in digits:
        if char in _TENS:
            last = _TENS[char]
            total += (current or 1) * last
            current = 0
        else:
            current = _DIGITS.get(char, 0)
    return total + current * (last / 10 if last > 10 and not digits.endswith(("零",)) and "零" not in digits else 1)
