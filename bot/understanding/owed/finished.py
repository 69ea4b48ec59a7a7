"""A promise that Chinese clauses tell apart: first what, then only by when, or only that it will be done.

改完发我,预计后天; 她负责评审,我出排期,都在周五前完成; 答应的样品还没寄,今天一定寄.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bot.understanding.dates import When
from bot.understanding.model import Promise
from bot.understanding.owed.asides import PAST
from bot.understanding.owed.carried import STANDS
from bot.understanding.owed.deeds import Deed
from bot.understanding.owed.dues import due_dates
from bot.understanding.text.clauses import Clause
from bot.understanding.text.cues import cued
from bot.understanding.text.line import Line

_BESIDE: Final = 3  # characters between two clauses that follow each other
_MOST: Final = 3  # clauses between what is promised and when
# Besides the day such a clause holds nothing but these.
_ONLY_WHEN: Final = re.compile(
    r"(?:我们?(?:就)?(?:答复?|回[答复]|告诉(?:他|她|客户|对方))|我们?(?:这边)?|他们?|她们?|客户|对方|人家|那边)?(?:这边)?(?:就|也|都|全部?|统一|一起|说(?:是|好)?|答应|承诺|保证|要求?(?:是|在)?|希望|急着要|等着要|争取|预计|估计|计划|最快|最[晚迟好]|大概|大约|应该|肯定|一定|必须|务必"
    r"|尽量|无论如何|得|要在|赶在|在|会|能|可以|之?前|之?内|左右|给(?:到|出|他们?|她们?|客户|人家)?|交(?:付|货|到|给他)?|到(?:位|货|港|场)?|好|完(?:成|工)?|搞定|弄[好完]|[做办]完|[做办]好|出(?:来|结果)?|有?结果|下来|约|大约在|(?:去|来)?[弄办搞]|处理|落实|了结|解决|行|吧|的)+"
)
# A bare day with one of these does not finish what was told before; it begins something, or is done.
_OF_ITS_OWN: Final = re.compile(r"(?:我们?|他们?|她们?|客户|对方)?(?:在|到|去|好|会|给|交|出)$|.*(?:不|没)")
_ALL: Final = re.compile(r"(?:[^,;。]{0,4})?(?:都|全部?|统一|一起)")
# 催报价,我说明天给: a deed of its own, which only lacks its object.
_GIVES: Final = cued(r"给|交(?!付|货)|出")
_DONE: Final = cued(r"了(?!解|结|[,;。]?就)|过(?=$|[,;。])|已|刚|昨")
# 图纸设计院在画,客户要下周二之前.
_WANTED: Final = re.compile(r"(?:他们?|她们?|客户|对方|人家)(?:急着|等着)?要")
_WORK: Final = cued(
    r"[发寄送补交开改写做出报办查催约订盖装修换谈签续聊画退赔算测印备打]|安排|准备|整理|提供|提交|快递|处理|确认|核实|协调|申请|落实"
)


def only_when(line: Line, clause: Clause) -> When | None:
    """The day of a clause that says nothing else, where that day may be the one by which something is done."""
    dates = line.dates_in(clause)
    if len(dates) != 1 or clause.question or not _is_ahead(line, dates[0]):
        return None
    left = "".join(line.pieces(clause, [dates[0].span])).strip()
    flat = "".join(_pieces(line.flat, clause, dates[0])).strip()
    if not left or not _ONLY_WHEN.fullmatch(flat) or _OF_ITS_OWN.fullmatch(flat):
        return None
    return dates[0]


def _pieces(flat: str, clause: Clause, date: When) -> tuple[str, str]:
    return flat[clause.start : date.span[0]], flat[date.span[1] : clause.end]


def _is_ahead(line: Line, date: When) -> bool:
    return line.is_future(date) or line.is_running(date) or date.start.date() == line.today


# 问我检疫证什么时候好,我说后天: what was asked for is what is promised.
_ASKS_WHEN: Final = re.compile(
    r"[^,;。]*?(?:问(?:我们?)?|催(?:问|着)?(?:我们?)?|[说,]|^)(?P<thing>(?!我|他|她)[^,;。问]{2,16}?)(?:到底|大概|究竟)?(?:什么时候|啥时候?|几时|哪天|几号|多久|何时|几天)[^,;。]{0,8}"
)
_I_SAID: Final = re.compile(r"我们?(?:就)?(?:说|答|回答?|回复|答复|告诉(?:他|她|客户|对方))")


def answered(line: Line, clause: Clause, due: When) -> Deed | None:
    """The promise that the writer's answer to a question about the day makes."""
    before = next((each for each in reversed(line.clauses) if each.end <= clause.start), None)
    if before is None or not _I_SAID.match(line.flat, clause.start, clause.end):
        return None
    asked = _ASKS_WHEN.fullmatch(line.flat, before.start, before.end)
    if asked is None:
        return None
    start, end = asked.span("thing")
    span = (min(start, due.span[0]), max(clause.end, due.span[1]))
    return Deed(Promise(line.text[start:end], span, None, False, due), clause)


def finish(line: Line, clause: Clause, due: When, deeds: list[Deed]) -> list[Deed] | None:
    """The deeds with that day given to what it finishes; None where nothing before it is left open."""
    before = _open_clause(line, clause)
    if before is None:
        return None
    every = _ALL.match(line.flat, clause.start, clause.end) is not None
    found = list(_left_open(line, before, deeds))
    found = found if every else found[:1]
    if not found:
        return None
    ids = {id(deed) for deed in found}
    return [
        _due(deed, due, clause) if id(deed) in ids else deed for deed in deeds if not _between(deed, before, clause)
    ]


def _between(deed: Deed, before: Clause, clause: Clause) -> bool:
    return before.end <= deed.clause.start < clause.start and deed.promise.due is None


def _left_open(line: Line, before: Clause, deeds: list[Deed]) -> Iterator[Deed]:
    """The deeds without a day that end with this clause, last first."""
    last = before
    for deed in reversed(deeds):
        if deed.clause.start > before.start:
            continue
        if deed.promise.due is not None or last.start - deed.clause.end > _BESIDE:
            return
        yield deed
        last = deed.clause


def _due(deed: Deed, due: When, clause: Clause) -> Deed:
    span = (deed.promise.span[0], max(deed.promise.span[1], clause.end))
    return replace(deed, promise=replace(deed.promise, due=due, span=span))


def open_before(line: Line, clause: Clause) -> Clause | None:
    """The clause before that tells of work not yet done, which the day completes."""
    before = _open_clause(line, clause)
    if _GIVES.search(line.flat, clause.start, clause.end):
        return None
    if before is None or before.question or due_dates(line, before) or line.said("channel", before):
        return None
    if _DONE.search(line.flat, before.start, before.end) or PAST.search(line.flat, before.start, before.end):
        return None
    wanted = _WANTED.match(line.flat, clause.start, clause.end) is not None
    return before if wanted or _WORK.search(line.flat, before.start, before.end) else None


def _open_clause(line: Line, clause: Clause) -> Clause | None:
    """The clause before this one, behind those that only tell how things stand."""
    behind = clause
    for number, before in enumerate(reversed([each for each in line.clauses if each.end <= clause.start])):
        if behind.start - before.end > _BESIDE or "?" in before.mark:
            return None
        if number == _MOST or not STANDS.fullmatch(line.flat, before.start, before.end):
            return before
        behind = before
    return None
