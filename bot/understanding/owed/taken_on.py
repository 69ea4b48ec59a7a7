"""What a Chinese line asks of the writer, and the next clause takes on: 让我讲十分钟,我说没问题; 要求道歉,我应了."""

from typing import Final

from bot.understanding.dates import When
from bot.understanding.model import Promise
from bot.understanding.owed.deeds import Deed
from bot.understanding.text.clauses import Clause
from bot.understanding.text.cues import cued
from bot.understanding.text.line import Line
from bot.understanding.text.wording import bare

_BESIDE: Final = 3  # characters between two clauses that follow each other
_AGREED: Final = cued(
    r"我们?(?:就|也|只好|当场|当时|都|已经?|也就|便)*(?:应(?:了|下了?|下来了?|承了?)|答应(?:了|下来了?|下了)|同意了|(?:说|回|答|讲)(?:他|她)?(?:行|好的?|可以|没问题|成|中|ok)(?:了|吧|啊)?)(?=$|[,;。])"
)
_ASKS_US: Final = cued(r"(?:让|叫|请|要|约|托|求|邀请?)(?:我们?|咱们?)(?![行司方厂])(?:再|先|也|去)?")


def taken_on(line: Line, deeds: list[Deed]) -> list[Deed]:
    """The deeds with what was asked of us and taken on right behind it."""
    agreed = _AGREED.search(line.flat) if _ASKS_US.can_be_in(line.flat) else None
    if agreed is None:
        return deeds
    place = next((n for n, each in enumerate(line.clauses) if each.holds(agreed.span())), 0)
    before = line.clauses[place - 1] if place and line.clauses[place].start == agreed.start() else None
    asked = _ASKS_US.search(line.flat, before.start, before.end) if before is not None else None
    if before is None or asked is None or before.question or agreed.start() - before.end > _BESIDE:
        return deeds
    made = _made(line, before, asked.end(), agreed.end())
    if made is None:
        return deeds
    kept = [each for each in deeds if each.clause is not before and each.clause is not line.clauses[place]]
    return sorted([*kept, made], key=lambda each: each.promise.span)


def _made(line: Line, clause: Clause, start: int, end: int) -> Deed | None:
    dates = [
        each for each in line.dates_in(clause) if line.is_future(each) or line.is_running(each) or _is_today(line, each)
    ]
    spans = [(clause.start, start), *(date.span for date in line.dates_in(clause))]
    text = bare(line.without(clause, spans))
    return Deed(Promise(text, (clause.start, end), due=dates[-1] if dates else None), clause) if text else None


def _is_today(line: Line, date: When) -> bool:
    return date.start.date() == line.today and (date.end or date.start) > line.now
