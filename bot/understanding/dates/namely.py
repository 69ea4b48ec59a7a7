"""A day said twice: 4月20号,也就是下周一. The second name says again which day is meant, or contradicts the first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from bot.understanding.dates.context import Context
from bot.understanding.dates.model import Reading, Vague, When
from bot.understanding.dates.patterns import compiled
from bot.understanding.dates.phrases import Phrase
from bot.understanding.dates.settle import Settled
from bot.understanding.dates.spans import Piece, Unreadable, month_of

# The beginning, middle or end of something, and right behind it which day of it: 月底28号, 周末周六.
_EDGE = compiled(r".*[月周年拜期](?:底|末|初|头|尾|上旬|中旬|下旬|中)")
_RIGHT_BEHIND = compiled(r"\s*[,(]?\s*(?:的|就)?\s*")
_WEEKDAY = compiled(r"(?:周|星期|礼拜|拜)[一二三四五六日天]$")
_NUMBERED = compiled(r"(?:\d{1,2}月)?\d{1,2}[号日]")
_NAMELY = compiled(
    r"\s*[,(]?\s*(?:i\.?e\.?|that is|that's|namely|meaning)\s*,?\s*(?:on\s+)?(?:the\s+)?"
    r"|\s*,?\s*(?:也就?是|就是|也即|亦即|即)\s*"
)


_OF_A_FEAST = compiled(r"\b(?:for|over|during)\s+(?:the\s+)?$")
_FROM = compiled(r"[\s,(]*(?:from\s+)?(?:the\s+)?")
_ON = compiled(r"\s*,?\s*on\s+(?:the\s+)?")
_MEANING = compiled(r"\s*[,(:-]?\s*(?:(?:i\.?e\.?|so|namely|that is|meaning|=)\s*,?\s*)?(?:on\s+)?(?:the\s+)?")
_NEAR_DAYS = 10


def _told_before(text: str, settled: Settled, start: int, reading: Reading) -> bool:
    """Whether the date begun there says again, more exactly, what the one before it named; that one is then left out.

    Shut for Christmas from 24 Dec; before the holidays, on 23 Dec.
    """
    last = reading.dates[-1] if reading.dates else None
    if last is None or any(char.isdigit() for char in last.text) or settled.granularity not in ("day", "minute"):
        return False
    ahead = (last.start.date() - settled.start.date()).days
    if last.direction == "by":
        return settled.direction == "at" and ahead >= 0 and _ON.fullmatch(text, last.span[1], start) is not None
    if last.granularity != "day" or abs(ahead) > _NEAR_DAYS or settled.direction == "by":
        return False
    named = _OF_A_FEAST.search(text, max(0, last.span[0] - 12), last.span[0])
    return named is not None and _FROM.fullmatch(text, last.span[1], start) is not None


def _says_nothing_new(text: str, settled: Settled, start: int, reading: Reading) -> bool:
    """By month end, 30 Nov: the deadline's own day, said once more."""
    last = reading.dates[-1] if reading.dates else None
    same = last is not None and last.direction == "by" and settled.start.date() == last.start.date()
    if last is None or not same or settled.direction == "after" or settled.granularity != "day":
        return False
    return start > last.span[1] and _MEANING.fullmatch(text, last.span[1], start) is not None


def closed(text: str, start: int, end: int) -> int:
    """Behind the bracket that the stretch opens."""
    return end + (text.startswith(")", end) and text.count("(", start, end) > text.count(")", start, end))


def said_once_more(context: Context, settled: Settled, span: tuple[int, int], reading: Reading) -> bool:
    """Whether that date is the last one's own day; what it only says more exactly leaves the last one out."""
    if not reading.dates:
        return False
    if _told_before(context.text, settled, span[0], reading):
        reading.dates.pop()
        return False
    if not _says_nothing_new(context.text, settled, span[0], reading):
        return False
    last = reading.dates[-1]
    end = closed(context.text, last.span[0], span[1])
    reading.dates[-1] = replace(last, text=context.raw[last.span[0] : end].strip(), span=(last.span[0], end))
    return True


def says_again(text: str, reading: Reading, start: int) -> bool:
    """Whether what begins there explains the date before it: 下周二24号, 4月20号也就是下周一."""
    if not reading.dates:
        return False
    last = reading.dates[-1]
    if _NAMELY.fullmatch(text, last.span[1], start):
        return True
    beside = last.granularity == "day" and text[last.span[1] : start] in ("", "(")
    return beside and bool(_WEEKDAY.search(last.text)) and _NUMBERED.match(text, start) is not None


def agree(
    context: Context, phrase: Phrase, settled: Settled | Unreadable | None, span: tuple[int, int], reading: Reading
) -> int:
    """Keep one date for both names of the day, with the hour if the second one says it; neither if they contradict.

    Answers where the next date may begin.
    """
    first = reading.dates[-1]
    words, whole = context.raw[first.span[0] : span[1]].strip(), (first.span[0], span[1])
    if phrase.slots == {"w"}:
        same = any(each.weekday == first.start.weekday() for each in weekdays_of(phrase, context))
    else:
        same = isinstance(settled, Settled) and settled.start.date() == first.start.date()
    if not same and _is_weekday_of(first, settled):
        assert isinstance(settled, Settled)
        reading.dates[-1] = replace(first, start=settled.start, end=settled.end, text=words, span=whole)
        return span[1]
    if not same:
        reading.dates.pop()
        reading.vague.append(Vague(words, whole))
    elif isinstance(settled, Settled) and phrase.slots != {"w"} and _says_more(settled, first.direction):
        reading.dates[-1] = replace(
            first,
            start=settled.start,
            end=settled.end,
            granularity=settled.granularity,
            direction=settled.direction,
            text=words,
            span=whole,
        )
    return span[1]


def _is_weekday_of(first: When, settled: Settled | Unreadable | None) -> bool:
    """The following Tuesday, i.e. the 15th: by its number the day is sure, and it is a Tuesday."""
    if not isinstance(settled, Settled) or settled.granularity != "day" or first.granularity != "day":
        return False
    named = first.direction == "at" == settled.direction and _FOLLOWING.match(first.text.lower()) is not None
    return named and settled.start.weekday() == first.start.weekday()


_FOLLOWING = compiled(r"(?:the\s+)?(?:following|next|coming)\s+[a-z]+$")


def edge_before(text: str, phrase: Phrase, reading: Reading) -> tuple[date, date] | None:
    """The first and last day of what the phrase picks a day from: the month of 月底28号, the weekend of 周末周六."""
    last = reading.dates[-1] if reading.dates else None
    if last is None or last.direction != "at" or not phrase.slots & {"d", "w"}:
        return None
    if not _RIGHT_BEHIND.fullmatch(text, last.span[1], phrase.start) or not _EDGE.fullmatch(last.text):
        return None
    if last.text[-2] in "周拜期":
        return last.start.date(), (last.end or last.start).date()
    if last.text[-2] == "年":
        return last.start.date().replace(month=1, day=1), last.start.date().replace(month=12, day=31)
    month = month_of(last.start.year, last.start.month)
    return (month.first, month.last) if month else None


def _says_more(settled: Settled, direction: str) -> bool:
    return direction == "at" and (settled.direction != "at" or settled.granularity in ("minute", "part"))


def weekdays_of(phrase: Phrase, base: Context) -> Iterator[Piece]:
    """The weekdays a phrase names."""
    for each, match in phrase.hits:
        found = each.read(match, base) if each.slots == "w" else None
        if isinstance(found, Piece):
            yield found
