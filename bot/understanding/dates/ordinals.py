"""The n-th day of something: 节后第一个工作日, 本月最后一个周五, first working day after the holiday."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.understanding.dates.context import Context
from bot.understanding.dates.en_common import MONTH, WEEKDAY, weekday_number
from bot.understanding.dates.model import Direction
from bot.understanding.dates.numerals import EN_NUMBER, EN_ORDINAL, EN_ORDINALS, en_number, zh_number
from bot.understanding.dates.rule import Rule, nothing, rule
from bot.understanding.dates.spans import Span, move
from bot.understanding.dates.zh_days import WEEKDAYS

_FARTHEST = 400


@dataclass(frozen=True, slots=True)
class Ordinal:
    """Which one (negative counts from the end), of what, and on which side of the date it belongs to.

    `loose` if people differ about it.
    """

    count: int
    what: str
    side: Direction
    loose: bool = False


def read_ordinal(match: re.Match[str], side: Direction | None) -> Ordinal:
    """What an ordinal rule's match asks for; `side` is the Chinese 前 or 后 found before it."""
    groups = match.groupdict()
    if groups.get("near"):
        place: Direction = "by" if groups["near"] in ("before", "前") else "after"
        count = zh_number(groups.get("n") or "一") or 1
        return Ordinal(count, _zh_kind(groups.get("what") or "天"), place)
    if groups.get("far"):
        return _far(groups)
    if groups.get("opens"):
        return Ordinal(1, "workday", "after")
    if groups.get("how"):
        how = groups["how"]
        place = "by" if how == "before" else "at" if how in ("of", "in") else "after"
        return Ordinal(EN_ORDINALS[groups["n"]], _en_kind(groups["what"]), place)
    count = -1 if groups.get("last") else zh_number(groups.get("n") or groups.get("n2") or "一") or 1
    count = -count if groups.get("from_end") else count
    return Ordinal(count, _zh_kind(groups["what"]), side or "at")


def _far(groups: dict[str, str | None]) -> Ordinal:
    """Two days before Christmas, three working days before month end, the Friday before Easter."""
    place: Direction = "after" if groups["far"] in ("after", "following") else "by"
    word = groups["what"] or "day"
    count = en_number(groups["count"] or "one") or 1
    if word == "week" and not groups["count"]:
        # The week before Christmas: the seven days before it to some, the week from Monday to others.
        return Ordinal(1, "week", place, loose=True)
    if groups["count"] and word.startswith("week"):
        return Ordinal(7 * count, "day", place)
    return Ordinal(count, _en_kind(word.rstrip("s") if word.endswith(("days", "weeks")) else word), place)


def _zh_kind(word: str) -> str:
    if word[0] in "工交上" or word.startswith("开工"):
        return "workday"
    return "day" if word in "天日" else "week" if word in ("周", "星期", "礼拜") else str(WEEKDAYS[word[-1]])


def _en_kind(word: str) -> str:
    if word in ("day", "week"):
        return word
    return "workday" if word.endswith(("day", "days")) and len(word.split()) > 1 else str(weekday_number(word))


def pick(ordinal: Ordinal, span: Span, context: Context) -> Span | None:
    """That day within the span, before it or after it; None where there is none."""
    if span.open_end and ordinal.side == "after":
        return None
    if ordinal.what == "week" and ordinal.count < 0 and ordinal.side != "at":
        return None
    if ordinal.what == "week":
        return _week(ordinal, span)
    count = ordinal.count
    if ordinal.side == "after":
        day, limit, step = move(span.last, 1), None, 1
    elif ordinal.side == "by":
        day, limit, step = move(span.first, -1), None, -1
    else:
        day, limit, step = (span.first, span.last, 1) if count > 0 else (span.last, span.first, -1)
    return _walk(day, limit, step, abs(count), ordinal.what, context)


def _week(ordinal: Ordinal, span: Span) -> Span | None:
    if ordinal.side == "by":
        first, last = move(span.first, -7 * ordinal.count), move(span.first, 6 - 7 * ordinal.count)
    elif ordinal.side == "after":
        first, last = move(span.last, 1 + 7 * (ordinal.count - 1)), move(span.last, 7 * ordinal.count)
    elif ordinal.count > 0:
        first, last = move(span.first, 7 * (ordinal.count - 1)), move(span.first, 7 * ordinal.count - 1)
    else:
        first, last = move(span.last, -6), span.last
    return Span(first, last, "week", whole=ordinal.side == "at", ambiguous=ordinal.loose) if first and last else None


def _walk(day: date | None, limit: date | None, step: int, count: int, what: str, context: Context) -> Span | None:
    for _ in range(_FARTHEST):
        if day is None or (limit is not None and (day - limit).days * step > 0):
            return None
        count -= _is(day, what, context)
        if count == 0:
            return Span(day, day)
        day = move(day, step)
    return None


def _is(day: date, what: str, context: Context) -> bool:
    if what == "workday":
        return context.frame.calendar.is_workday(day)
    return what == "day" or day.weekday() == int(what)


_ZH_N = (
    r"(?:第(?P<n>\d{1,2}|[一二三四五六七八九十]{1,2})个?|首个?|头一?个?|(?P<last>最后一?个?)|"
    r"(?P<from_end>倒数第)(?P<n2>\d|[一二三四五])个?)"
)

_NAMED = (
    rf"(?=(?:the\s+)?(?:christmas|xmas|easter|good friday|new year|nye|thanksgiving|cny|chinese new|lunar new"
    rf"|spring festival|national day|golden week|bank holiday|(?:month|quarter|year)[- ]?end"
    rf"|end of (?:the\s+)?(?:month|quarter|year)|holidays?\b"
    rf"|(?:{WEEKDAY},?\s+)?(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH}\b|{MONTH}\s+\d"
    rf"|(?:{WEEKDAY},?\s+)?\d{{1,2}}(?:st|nd|rd|th)\b|st\s|stephen|paddy|boxing|halloween))"
)

ORDINALS: tuple[Rule, ...] = (
    rule(
        "o",
        r"(?<![然最今往此])的?(?P<near>[前后])(?P<n>[一两二三四五六七八九十]|\d{1,2})个?(?P<what>工作日|交易日|天|日|周"
        r"|星期|礼拜)",
        nothing,
    ),
    rule(
        "O",
        rf"(?:(?P<count>{EN_NUMBER}|\d{{1,2}})\s+|the\s+(?!day)|(?={WEEKDAY}(?![a-z])))(?P<what>(?:(?:working"
        rf"|business)\s+)?days?|weeks?"
        rf"|{WEEKDAY}(?![a-z]))\s+(?P<far>before|after|prior\s+to|following)\s+{_NAMED}",
        nothing,
    ),
    rule("O", r"first\s+thing\s+(?P<opens>after|following)\s+(?=[a-z\d])", nothing),
    rule(
        "o",
        rf"(?:上班|开工)?(?:的)?{_ZH_N}(?P<what>工作日|工作天|交易日|上班日|(?:周|星期"
        rf"|礼拜)[一二三四五六日天]|周|星期|礼拜|天)(?:上班|开工)?",
        nothing,
    ),
    rule(
        "O",
        r"(?:the\s+)?(?:day|night|evening)\s+(?P<near>before|after)\s+(?=[a-z\d])(?!tomorrow|yesterday"
        r"|next|tm|tom\b|yday|that|it|we|he|she|they|i\b)",
        nothing,
    ),
    rule(
        "O",
        rf"(?:the\s+|on\s+the\s+)?(?P<n>{EN_ORDINAL})\s+(?P<what>(?:working|business|work|trading"
        rf"|banking)\s+days?|day|week|{WEEKDAY}(?![a-z]))\s+(?P<how>of|in|after|before|following"
        rf"|back\s+after)\s+(?=[a-z\d\u4e00-\u9fff])",
        nothing,
    ),
)
