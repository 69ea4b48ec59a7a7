"""What a date takes from the one said before it, or from the words behind it: its month, its day, its week."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.understanding.dates.context import Context
from bot.understanding.dates.model import Reading, When
from bot.understanding.dates.namely import weekdays_of
from bot.understanding.dates.patterns import compiled
from bot.understanding.dates.phrases import Phrase
from bot.understanding.dates.settle import LATE, Settled
from bot.understanding.dates.spans import Span, week_of

_LIST = compiled(
    r"\s*[吧呢]?,?\s*(?:、|不行就|不行的话|(?:实在|再)不行就?|要不然?|要么|不然就?|否则|or failing that,?"
    r"|failing that,?|or if not,?"
    r"|if not,?|和|或者?|及|跟|与|and|or|&|/)\s*(?:on\s+|the\s+)?"
)
_NAMES_A_MONTH = compiled(r"月[\d初中上底末]|月[一二三十廿]|[a-z]{3} ?\d|\d(?:st|nd|rd|th)? ?(?:of )?[a-z]{3}|\d/\d")
_BETTER = compiled(
    r"[,;]?\s*(?:但|but\s+)?(?:最好|争取|力争|尽量|最快|最早"
    r"|(?:ideally|preferably|better|hopefully|if possible)\s+(?:on\s+|by\s+)?)(?:是|在)?"
)
_ITS_WEEK = compiled(r"(?:的?那|当|所在的?)(?:一|个|整)?个?(?:周|星期|礼拜)(?![一二三四五六日天])|'?s week\b")
_AGREED = compiled(r"[说讲约]好了?(?:是|在)?$")
_STOP = compiled(r"[。;!?\n]|\.\s")
# 合同12月31日到期,15号去谈: what is to be done before something ends is counted from today.
_ENDS = compiled(r"(?:就|才|将)?(?:到期|截止|届满|过期|截标|开标|结束)")
# 下周来台中,周三晚上吃饭: a day of that week.
_COMES = compiled(r"[^;。,]{0,4}(?:来|到|去|过来|出差|拜访|参观|考察|审厂)[^;。,]{0,8},[^;。,\d]{0,4}")
# The week that was named by one of its days, and what is planned for one.
_NAMED_WEEK = compiled(r"[日号](?:的?那|当)(?:一|个|整)?个?(?:周|星期|礼拜)$")
_PLAN = compiled(r"的?(?:工作|拜访|行程|走访)?(?:计划|安排|日程|行程|重点)?[:,]\s?")
_NEAR = 40
_FAR = 60


def anchor(base: Context, phrase: Phrase, reading: Reading, period: tuple[date, date] | None) -> date | None:
    """The day a bare weekday or day of the month follows: 下周一、周二, Friday or Monday, 1月5日放款,10日还款."""
    if period:
        return period[0] - timedelta(days=1)
    if not reading.dates or not phrase.slots & {"w", "d"} or phrase.slots >= {"w", "d"}:
        return None
    last = reading.dates[-1]
    if last.granularity == "week" and _in_that_week(base, last, phrase):
        return last.start.date() - timedelta(days=1)
    if last.granularity == "month" and base.text[last.span[1] : phrase.start] in ("、", ",", "和"):
        return last.start.date()
    return _day_before(base, phrase, last)


def _day_before(base: Context, phrase: Phrase, last: When) -> date | None:
    if last.granularity not in ("day", "minute", "part") or last.direction == "after":
        return None
    gap = base.text[last.span[1] : phrase.start]
    if last.direction == "by" and "w" in phrase.slots and _BETTER.fullmatch(gap):
        return max(base.today - timedelta(days=1), last.start.date() - timedelta(days=7))
    if base.direction == "by":
        return None
    if last.direction == "at" and _LIST.fullmatch(gap):
        return last.start.date()
    if not _goes_on(base, phrase, last, gap):
        return None
    base.listed = False
    return last.start.date()


def _in_that_week(base: Context, last: When, phrase: Phrase) -> bool:
    """下周来台中,周三晚上吃饭; 14号那周有空,让我挑一天,我说星期三; 本周计划:周二."""
    gap = base.text[last.span[1] : phrase.start]
    near = "w" in phrase.slots and len(gap) <= _NEAR and not _STOP.search(gap)
    if near and (_NAMED_WEEK.search(last.text) or _PLAN.fullmatch(gap)):
        return True
    return _COMES.fullmatch(gap) is not None


def _goes_on(base: Context, phrase: Phrase, last: When, gap: str) -> bool:
    """Whether a bare day some words on is still counted from the one before it."""
    if len(gap) > _NEAR or _STOP.search(gap) or last.start.date() <= base.today or base.tense == "past":
        return False
    if "w" in phrase.slots:
        return any(found.weekday == base.today.weekday() for found in weekdays_of(phrase, base))
    return _NAMES_A_MONTH.search(last.text.lower()) is not None and not _ENDS.match(gap)


def told_before(text: str, last: When, start: int) -> date | None:
    """The day that the following Tuesday is counted from: the one said before it in the same sentence."""
    gap = text[last.span[1] : start]
    if last.granularity not in ("day", "minute", "part") or len(gap) > _FAR or _STOP.search(gap):
        return None
    return (last.end or last.start).date()


def carried(context: Context, phrase: Phrase, reading: Reading) -> Span | None:
    """The other day a bare clock or part of the day goes on with: that of the date said before it in the sentence."""
    if not reading.dates or not phrase.slots <= {"c", "p"} or phrase.ordinal:
        return None
    last = reading.dates[-1]
    day, gap = last.start.date(), context.text[last.span[1] : phrase.start]
    if last.direction != "at" or (last.end and last.end.date() != day) or len(gap) > _NEAR or _STOP.search(gap):
        return None
    if day == context.today or context.tense == ("past" if day > context.today else "future"):
        return None
    if last.granularity == "day" and day < context.today:
        agreed = context.tense == "past" and _AGREED.search(context.text, last.span[1], phrase.start)
        return Span(day, day) if agreed else None  # 昨天白跑,说好两点见,等到三点半
    if last.granularity in ("minute", "part"):
        return Span(day, day, ambiguous=last.ambiguous)
    return Span(day, day, ambiguous=True) if last.granularity == "day" and day > context.today else None


def its_week(base: Context, settled: Settled, end: int) -> tuple[Settled, int]:
    """20号那周: the day only tells which week is meant."""
    behind = _ITS_WEEK.match(base.text, end)
    if behind is None or settled.granularity != "day" or settled.direction != "at" or settled.end is not None:
        return settled, end
    week = week_of(settled.start.date(), 0)
    if week is None:
        return settled, end
    last = base.frame.at(week.last, LATE)
    return replace(settled, start=base.frame.at(week.first), end=last, granularity="week"), behind.end()
