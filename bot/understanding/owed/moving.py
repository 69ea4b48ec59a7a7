"""A promise put off: 本来答应周五给报价,做不完,延到下周一 is one promise, with the later day."""

import re
from dataclasses import replace
from typing import Final

from bot.understanding.model import Span
from bot.understanding.owed.deeds import Deed
from bot.understanding.text.clauses import Clause
from bot.understanding.text.cues import cued
from bot.understanding.text.line import Line
from bot.understanding.text.wording import bare

_MOVED: Final = cued(
    r"(?:改|延期?|推迟|推|挪|顺延|调整?|换|拖)(?:到|至|成|在|约在?)?(?=$|[^\u4e00-\u9fff]|[下本这周星礼明后大月节五国端中元今年上\d一二三四五六七八九十])"
)
# Beside a move these say how it came about, not what is put off.
_ONLY_MOVED: Final = re.compile(
    r"(?:跟|和|与|客户|对方|他们?|她们?|商量|协商|沟通|说好|约好|约定|重新约?|只好|就|再|又|双方|我们?|要求|改期?|延期?|推迟?|挪|顺延|调整?|换|拖|到|至|成|在|约|说|刚刚?|刚才|要|会|得|可能|现在|今天|突然|临时)+"
)
_ORIGINALLY: Final = cued(r"(?:原定|本来|原来|原本|原先|之前|说好|约好|本约|原约)(?:是|的|了|说好|约好|答应|定|要|约)*")
_CLAUSES_BACK: Final = 3


def put_off(line: Line, deeds: list[Deed]) -> list[Deed]:
    """The deeds with each move given what is moved; what was to be done on the first day is owed no more."""
    kept: list[Deed] = []
    for deed in deeds:
        first = _first_plan(line, deed) if _only_moved(line, deed) else None
        thing = _thing(line, first) if first is not None else ""
        if first is None or not thing:
            kept.append(deed)
            continue
        owner = next((each.promise.owner for each in kept if each.clause is first), deed.promise.owner)
        kept = [each for each in kept if each.clause is not first]
        span = (first.start, deed.promise.span[1])
        kept.append(replace(deed, promise=replace(deed.promise, text=thing, span=span, owner=owner), first=first))
    return kept


def _only_moved(line: Line, deed: Deed) -> bool:
    """Whether the clause says nothing but that something is moved to its day."""
    clause, due = deed.clause, deed.promise.due
    if due is None or not _MOVED.search(line.flat, clause.start, clause.end):
        return False
    left = "".join(piece.strip() for piece in line.pieces(clause, [date.span for date in line.dates_in(clause)]))
    return _ONLY_MOVED.fullmatch(left) is not None


def _first_plan(line: Line, deed: Deed) -> Clause | None:
    """The clause a little before that tells what was planned first."""
    before = [clause for clause in line.clauses if clause.end <= deed.clause.start][-_CLAUSES_BACK:]
    return next((each for each in reversed(before) if _ORIGINALLY.search(line.flat, each.start, each.end)), None)


def _thing(line: Line, clause: Clause) -> str:
    spans: list[Span] = [date.span for date in line.dates_in(clause)]
    spans += [match.span() for match in _ORIGINALLY.finditer(line.flat, clause.start, clause.end)]
    spans += [span for span in line.customers if clause.holds(span)]
    return bare(_WHY.sub("", line.without(clause, spans))).removeprefix("\u7684")


# 他要出差去不了, 取消: why it is moved.
_WHY: Final = re.compile(
    r"(?:(?:他们?|她们?|客户|对方|领导|我).{0,4})?(?:取消|临时有事|出差|[去来做办赶]不[了完成上]|没空|没时间|冲突).*$"
)
