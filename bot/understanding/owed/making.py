"""A promise made of the clause that tells it: whose it is, and its words without who, to whom and by when."""

import re
from typing import Final

from bot.understanding.dates import When
from bot.understanding.house.subjects import doer, head, subject
from bot.understanding.model import Promise, Span
from bot.understanding.owed.deeds import Deed, by_customer
from bot.understanding.owed.frames import demand, edges, promised_to, with_preposition
from bot.understanding.owed.objects import having, is_empty, points, says_nothing, with_object
from bot.understanding.owed.saying import Verdict
from bot.understanding.text.clauses import Clause
from bot.understanding.text.line import Line
from bot.understanding.text.wording import bare, without_subject


def _dates_of_it(line: Line, clause: Clause, due: When | None) -> list[Span]:
    """The stretches of days that are no part of a promise's words."""
    return [
        with_preposition(line, date.span)
        for date in line.dates_in(clause)
        if (due and date.span == due.span) or (line.is_future(date) and date.granularity in ("minute", "part", "day"))
    ]


def made(
    line: Line, clause: Clause, due: When | None, previous: Deed | None, told: Verdict | None = None
) -> Deed | None:
    """The promise that a clause tells, in its own words; None where they say nothing."""
    spans = _dates_of_it(line, clause, due)
    span = (min([clause.start, *([due.span[0]] if due else [])]), max([clause.end, *([due.span[1]] if due else [])]))
    owner = doer(line, clause)
    theirs = (
        told.side == "theirs" if told else owner is None and by_customer(line, clause, *subject(line, clause), previous)
    )
    spans += [each for each in line.customers if clause.holds(each) and each[0] <= head(line, clause)]
    spans += [*edges(line, clause), *promised_to(line, clause)]
    spans += [span for span in line.assigned if clause.holds(span)]
    text = _said(line, clause, spans, told, theirs=theirs)
    text = having(text) if not theirs else text
    if due is None and says_nothing(line, clause, text):
        asked = with_object(line, clause, "do") if _TAKEN_ON.search(line.flat, clause.start, clause.end) else "do"
        return Deed(Promise(asked, span, owner, theirs), clause) if asked != "do" else None
    text = text or _runs_on(line, clause) or line.text[clause.start : clause.end]
    text = _topic(line, clause) + text if theirs else text
    if is_empty(text) and (not theirs or " " not in text or points(text)):
        text = with_object(line, clause, text)
    return Deed(Promise(text, span, owner, theirs, due), clause)


def _runs_on(line: Line, clause: Clause) -> str:
    """改到周四上午10点我们上门: what is done then, where the clause itself only says that it is then."""
    behind = next((each for each in line.clauses if each.start == clause.end), None)
    return bare(line.text[behind.start : behind.end]) if behind is not None else ""


_MOST_OF_TOPIC: Final = 12


def _topic(line: Line, clause: Clause) -> str:
    """尾款18万他们答应15号前付: the thing stands before whoever gives it, and says nothing by itself."""
    before = next((each for each in line.clauses if each.end == clause.start), None)
    if before is None or before.end - before.start > _MOST_OF_TOPIC or line.dates_in(before):
        return ""
    says = any(line.said(table, before) for table in ("action", "channel", "obligation", "risk", "complaint"))
    known = any(before.holds(span) for span in line.customers) or line.people_in(before)
    return "" if says or known else line.text[before.start : before.end]


def _said(line: Line, clause: Clause, spans: list[Span], told: Verdict | None, *, theirs: bool) -> str:
    """The words of the clause without who owes it, who asked and by when."""
    owner = doer(line, clause)
    if owner is not None:
        return _by_one_of_us(line.without(clause, [*spans, _with_asked(line, clause, owner.span)]))
    named = subject(line, clause)[0]
    if named is not None and not (told and told.side == "mine" and not _needed(line, clause, named)):
        spans = [*spans, named]
    kept = line.without(clause, spans)
    return without_subject(kept) if theirs else bare(demand(kept))


def _by_one_of_us(text: str) -> str:
    text = re.sub(r"^\([^()]*\)\s*", "", _GIVEN.sub("", text).strip())
    text = _OUR_MAN.sub("", _PRONOUN.sub("", text)) or text
    text = _YOU.sub("", bare(_WHO_WILL.sub("", _WHO_WILL.sub("", text))))
    return _HE_CAN.sub("", text) or text


# What gives it to somebody of ours: please ask, I'll get ... to, 由, 转给.
_GIVEN: Final = re.compile(
    r"^(?:[他她](?!们)|(?:please|pls|can|could|would|will|you|u)\s+)*(?:(?:i|we)(?:'ll|\s+will|\s+to)?\s+(?:get|have|ask)\s+to\s+|(?:现在|今天|改|已经?|就|后来|最后|都|先|再)*(?:由|(?:转|交|移交|派(?!人|车|员|工|两|几|一|技|师)|改派|甩|丢|分)给?)|ask(?:ed|ing)?|get|have|(?:tell|told)(?:\s+(?:him|her|them|us)(?=\s))?|)\s*",
    re.IGNORECASE,
)
_WHO_WILL: Final = re.compile(
    r"^(?:(?:who|he|she|they)(?:\s+|(?=')))?(?:(?:has\s+)?(?:promised|agreed|committed|said|offered)(?=\s+(?:to|that|he|she|it|them)\b)|will|to|'ll|'d|would|can|could|(?:is|'s)\s+(?:going\s+)?to|(?:is|'s)(?=\s+(?:now\s+)?[a-z]+ing\b))\s+",
    re.IGNORECASE,
)
_YOU: Final = re.compile(r"^(?:you|u)\s+(?=[a-z])", re.IGNORECASE)  # @Mike can you set it up
_OUR_MAN: Final = re.compile(r"^(?:our|my)\s+(?:[a-z&/-]+\s+){1,4}?(?=(?:will|to|is|can|has|does)\s)", re.IGNORECASE)
_PRONOUN: Final = re.compile(r"^(?:he|she|they)\s+(?!will\b|would\b|is\b|can\b|could\b|has\b)(?=[a-z])", re.IGNORECASE)
# They've asked us to remarket it. I said we would.
_TAKEN_ON: Final = re.compile(
    r"\b(?:i|we)\s+(?:have\s+)?(?:said|agreed|told\s+\w+)\s+(?:that\s+)?(?:i|we)(?:\s+would|\s+will|'d|'ll)\s*$"
)
# 数据由刘洋整理, 先让法务寄出: what leads to who does it.
_HE_CAN: Final = re.compile(r"^(?:[他她](?!们)(?:自己|那边)?)?(?:能|可以|会(?!议|计))?(?=[\u4e00-\u9fff])")
_LEADS_TO: Final = re.compile(r"(?:(?:我|已经?|刚刚?|先|再)*(?:由|让|请|叫|派|安排|麻烦|通知))$")


def _with_asked(line: Line, clause: Clause, span: Span) -> Span:
    found = _LEADS_TO.search(line.flat, clause.start, span[0])
    return (found.start() if found else span[0]), span[1]


def _needed(line: Line, clause: Clause, named: Span) -> bool:
    """Wendy needs the report from us: who needs it is no part of what is owed."""
    return re.match(r"\s+(?:needs?|wants?)\b", line.flat[named[1] : clause.end]) is not None
