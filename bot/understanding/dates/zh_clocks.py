"""Chinese times of day: 下午3点半, 两点一刻, 差五分三点, 三四点, 下班前."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.understanding.dates.clocks import NOON, clock_of, fixed
from bot.understanding.dates.context import Context
from bot.understanding.dates.numerals import zh_number
from bot.understanding.dates.parts import PARTS
from bot.understanding.dates.patterns import compiled
from bot.understanding.dates.rule import Rule, rule
from bot.understanding.dates.spans import VAGUE, Clock, Piece, Result, Span

_DATED = compiled(r"(?:[日号]|[明后]天)\s*$")
_TO_ME = compiled(r"[^,;。]{0,4}?(?:打|发|找|问|来)[^,;。]{0,3}?我")
_MINUTES_ZH = {"半": 30, "一刻": 15, "三刻": 45, "整": 0, "钟": 0}


def _zh_clock(match: re.Match[str], context: Context) -> Result:
    hour = zh_number(match["h"])
    if hour is None:
        return VAGUE
    tail = match["m"] or ""
    minute = _MINUTES_ZH.get(tail)
    if minute is None:
        minute = zh_number(tail.lstrip("过零").rstrip("分")) if tail else 0
    part = PARTS[match["p"]] if match["p"] else None
    clock = clock_of(hour, minute if minute is not None else 99, part)
    return Piece(clock=clock, part=part) if clock else VAGUE


def _midnight(match: re.Match[str], context: Context) -> Result:
    """12月1日零时 begins that day; 午夜 and a 零点 without a date end the day."""
    dated = match[0][0] == "零" and _DATED.search(context.text[max(0, match.start() - 3) : match.start()])
    return Piece(clock=Clock(0, 0) if dated else Clock(named="midnight"))


def _zh_range(match: re.Match[str], context: Context) -> Result:
    """下午2-4点."""
    part = PARTS[match["p"]] if match["p"] else None
    first = clock_of(int(match["h"]), 0, part)
    last = clock_of(int(match["h2"]), 30 if match["m2"] else 0, part)
    return Piece(clock=first, until=last, part=part) if first and last else VAGUE


def _about(match: re.Match[str], context: Context) -> Result:
    """下午三四点: from three to four."""
    part = PARTS[match["p"]] if match["p"] else None
    first, last = (clock_of(zh_number(char) or 0, 0, part) for char in match["pair"])
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
        return Piece(clock=Clock(NOON, 0))
    if match["p"] == "半夜" and context.now.hour < NOON and _TO_ME.match(context.text, match.end()):
        # 半夜打给我, told in the morning: in the night before.
        last_night = context.today - timedelta(days=1)
        return Piece(Span(last_night, last_night), part=PARTS["半夜"])
    return Piece(part=PARTS[match["p"]])


def _digital(match: re.Match[str], context: Context) -> Result:
    hour, minute = int(match["h"]), int(match["m"])
    part = PARTS[match["p"]] if match["p"] else None
    clock = clock_of(hour, minute, part, sure=match["h"].startswith("0"))
    if clock is None:
        return VAGUE if hour <= 31 else None
    return Piece(clock=clock, part=part)


_P = (
    r"(?P<p>凌晨|后半夜|清晨|清早|大清早|一大早|一早|早上|早晨|早(?=\d|[一二三四五六七八九十])|上午"
    r"|午前|中午|正午|午间|晌午|后晌|午后|下午|傍晚|晚上|晚间|晚(?=\d|[一二三四五六七八九十])|夜里|夜间|夜晚"
    r"|深夜|半夜|[上下][昼晝]|朝早)"
)
_H = r"(?:\d{1,2}|十[一二三四五六七八九]?|二十[一二三四]?|[一二两三四五六七八九零])"
_M = (
    r"(?P<m>半|[一三]刻|整|零\d分?|过?(?:\d{1,2}|[二三四五]?十[一二三四五六七八九]?|零[一二三四五六七八九])分?"
    r"|过?[一二三四五六七八九]分)?"
)
_TEN = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"

ZH_CLOCKS: tuple[Rule, ...] = (
    rule("c", r"(?:午夜|零点(?![\d一二三四五六七八九十半过])|半夜12点|零时)", _midnight),
    rule(
        "c",
        rf"(?:{_P}\s?)?(?P<h>\d{{1,2}})(?P<m>)(?:点钟?)?\s?[-~到至]\s?(?P<h2>\d{{1,2}})点(?:钟|"
        rf"(?P<m2>半))?(?!\d|多|意见|建议)",
        _zh_range,
    ),
    rule("c", rf"(?:{_P}\s?)?(?P<h>\d{{1,2}}):(?P<m>\d{{2}})(?::\d{{2}})?(?![\d:]|\s?[ap]\.?m|[ap]\b)", _digital),
    rule("c", rf"{_P}\s?(?P<h>1?\d)[.](?P<m>[0-5]\d)(?![\d.%])", _digital),
    rule(
        "c",
        rf"(?:{_P}(?:的)?)?(?P<pair>一两|两三|三四|四五|五六|六七|七八|八九|九十)点(?:钟"
        rf"|来钟)?(?![半一二三四五六七八九\d])",
        _about,
    ),
    rule("c", rf"(?:{_P})?差(?P<m>一刻|{_TEN}分)钟?(?:到)?(?P<h>{_H})点", _zh_to),
    rule("c", rf"(?:{_P})?(?P<h>{_H})点差(?P<m>一刻|{_TEN}分)", _zh_to),
    rule("c", rf"{_P}(?:的)?\s?(?P<h>{_H})\s?(?:点钟?|时)(?!间){_M}(?!之[一二三四])", _zh_clock),
    rule(
        "c",
        rf"(?P<p>)(?<![\d.一几])(?P<h>(?!一点(?![半整钟前\d一二三四五]|左右|之前|以前)){_H})(?:点(?:钟|"
        rf"(?!\d(?![\d分])|[一二三四五六七八九](?![十分刻])))|(?<=\d)时(?!间|段|代|候|光))"
        rf"(?!之[一二三四]){_M}",
        _zh_clock,
    ),
    rule("c", r"(?:下班|收工|打烊|收盘|关门|营业结束)(?:时间?)?(?=[之以]?[前后]|时)", fixed(Clock(named="closing"))),
    rule(
        "c",
        r"(?:一?上班(?:就|时|后|的时候|第一时间|(?=[之以]?前))|开[门市盘](?:就|时|(?=[之以]?前)))",
        fixed(Clock(named="opening")),
    ),
    rule("c", r"午饭(?:时间)?(?=[之以]?[前后])", fixed(Clock(12, 0))),
    rule(
        "p",
        _P.replace("|早(?=\\d|[一二三四五六七八九十])", "").replace("|晚(?=\\d|[一二三四五六七八九十])", "")
        + r"(?!好|茶|餐|饭(?!局))",
        _zh_part,
    ),
)
