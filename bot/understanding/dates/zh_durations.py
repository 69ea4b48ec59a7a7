"""Chinese durations counted from now: 三天后, 两周内, 半小时后, 10个工作日之内, 三天前."""

from __future__ import annotations

import re
from datetime import UTC, date, timedelta
from typing import Final

from bot.understanding.dates.context import Context
from bot.understanding.dates.numerals import ZH_NUMBER, zh_about
from bot.understanding.dates.rule import Rule, rule
from bot.understanding.dates.spans import VAGUE, Piece, Result, Span, add_months, move

_MINUTES: Final = {"分钟": 1, "分": 1, "刻钟": 15, "小时": 60, "钟头": 60, "钟": 60, "h": 60}
_DAYS: Final = {"天": 1, "日": 1, "自然日": 1, "周": 7, "星期": 7, "礼拜": 7}
_MONTHS: Final = {"月": 1, "季度": 3, "季": 3, "年": 12}
_WORKDAYS: Final = ("工作日", "交易日", "工作天")
_HALF: Final = 0.5
_SOONEST: Final = 100_000

_UNIT = r"工作日|工作天|交易日|自然日|分钟|刻钟|小时|钟头|星期|礼拜|季度|天|日|周|年"
_AFTER = r"(?:之后|以后|过后|后(?!续|期|台|面|天)|(?P<time>(?:以?内(?!部)|之内|里(?!面))(?!的(?!时间))))"
_AGO = r"(?:之前|以前|前(?!往|来|去|台|期|后))"


def count_from(context: Context, amount: float, unit: str, sign: int) -> Piece | None:
    """The day or instant that many units from now; None beyond the calendar."""
    if amount > _SOONEST:
        return None
    if unit in _MINUTES:
        return _instant(context, round(amount * _MINUTES[unit]) * sign)
    day = _day(context, amount, unit, sign)
    return Piece(Span(day, day)) if day else None


def _instant(context: Context, minutes: int) -> Piece | None:
    # Counted in UTC: an hour is an hour on the night the clocks change.
    moment = (context.frame.now.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(context.frame.zone)
    return Piece(instant=moment.replace(second=0, microsecond=0))


def _day(context: Context, amount: float, unit: str, sign: int) -> date | None:
    today = context.today
    if unit in _WORKDAYS:
        return context.frame.calendar.add_workdays(today, min(int(amount), 2500) * sign)
    if unit in _DAYS:
        return move(today, round(amount * _DAYS[unit] + 0.25) * sign)
    if amount != int(amount) and unit == "月":
        month = add_months(today, int(amount) * sign)
        return month and move(month, 15 * sign)
    return add_months(today, round(amount * _MONTHS[unit]) * sign)


def _amount(match: re.Match[str]) -> float | None:
    number = zh_about(match["n"]) if match["n"] else 0
    if number is None:
        return None
    return number + (0.5 if match["half"] or match["half2"] else 0)


def _ahead(match: re.Match[str], context: Context) -> Result:
    amount = _amount(match)
    if not amount or (match["u"] == "天" and amount == _HALF):
        return VAGUE
    piece = count_from(context, amount, match["u"], 1)
    if piece is None:
        return VAGUE
    within = match["time"] is not None
    return Piece(piece.span, instant=piece.instant, direction="by" if within else "at")


def _ago(match: re.Match[str], context: Context) -> Result:
    amount = _amount(match)
    piece = count_from(context, amount, match["u"], -1) if amount else None
    return Piece(piece.span, instant=piece.instant, direction="at") if piece else VAGUE


def _coming(match: re.Match[str], context: Context) -> Result:
    """未来两周: from today to then."""
    amount = _amount(match)
    piece = count_from(context, amount, match["u"], 1) if amount else None
    if piece is None or piece.span is None:
        return VAGUE
    return Piece(Span(context.today, piece.span.last))


def _next_workday(_match: re.Match[str], context: Context) -> Result:
    return count_from(context, 1, "工作日", 1) or VAGUE


_COUNT = (
    rf"(?:(?P<n>{ZH_NUMBER})\s?(?:个|多个)?(?P<half>半)?|(?P<half2>半)个?)\s?(?P<u>{_UNIT}|"
    rf"(?<=[个半俩两仨])月)(?:半)?(?:的?时间)?"
)
_LEAD = r"(?:再过|过了?|大概|大约|约|最多|最晚|最迟|不超过|在)?"
_PLAIN = r"(?<![\d.第星期拜周十百])(?!(?:19|20)\d\d\s?年)"
"""No number ends before it, and it is not a year: 2023年以后 is told by the calendar, not counted."""

ZH_DURATIONS: tuple[Rule, ...] = (
    rule("d", r"(?P<n>)(?:下一?个|次一?个?|下一)(?:工作日|交易日|工作天)", _next_workday),
    rule("d", rf"{_PLAIN}{_LEAD}{_COUNT}{_AFTER}", _ahead),
    rule(
        "d",
        r"(?P<time>(?<![上下权有无额年受])限期?时?)(?P<n>[\d一二三五七十两]{1,2})(?P<half>)(?P<half2>)(?P<u>[天日])(?:之?内|以内)?(?![前之以起])",
        _ahead,
    ),
    rule("d", rf"{_PLAIN}{_COUNT.replace('天|日|周', '天|周')}{_AGO}", _ago),
    rule(
        "d", rf"(?:再过|(?<![路经通超越不])过)(?P<time>)?{_COUNT}".replace("(?P<time>)?", "(?:(?P<time>(?!))|)"), _ahead
    ),
    rule("d", rf"(?:未来|接下来|今后|往后|后面)(?:的)?{_COUNT}(?:内|里|之内)?", _coming),
)
