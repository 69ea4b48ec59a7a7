"""Clauses that say little: nothing but a date, a few words and a day to come, one thing more in a list of things."""

import re
from typing import Final

from bot.understanding.dates import When
from bot.understanding.house.subjects import subject
from bot.understanding.owed.asides import PAST
from bot.understanding.text.clauses import Clause
from bot.understanding.text.line import Line
from bot.understanding.text.verbs import words
from bot.understanding.text.wording import is_glue

REPORT: Final = re.compile(
    r"^(?:是(?!否)|估摸|估计|大概|约摸|说|谈|聊|讨论|介绍|了解|反映|提到|觉得|认为|担心|关心|discuss|talk|mention|explain|reviewed)"
)
_ALONE: Final = re.compile(
    r"(?<!预)约|再[打去来发]|回(?:他|她|客户|对方|信)?们?\s*$|[发寄报交转送](?:给)?(?:客户|对方|人家)\s*$|过[去来]|[打见]\s*$|^\s*我们?(?:再|就|会|来)?\s*[发给]\s*$"
    r"|^\s*(?:我们?|他们?|她们?|客户|对方|老板)?(?:说|讲|答应|要|会)?\s*[去来]\s*$"
)
# 孙总出国,月底回: he comes back.
_RETURNS: Final = re.compile(r"(?:出国|出差|国外|外地|老家|休假|旅游|放假)[^;。]*回\s*$|(?:才|就)回来?\s*$")
_I_SAID: Final = re.compile(r"^我们?(?:就)?(?:说|答应|承诺)(?:了|是)?$")
# 明早第一件事:给江海家纺改合同.
_FIRST_THING: Final = re.compile(
    r"^(?:的)?(?:第一件事|头等大事|首要(?:任务|的事)?|任务|计划|安排|日程|要办的?事?|要做的?事?)(?:是|就是)?$"
    r"|^(?:预约|约访|日程|行程|提醒|备忘|预告)[:\uff1a\s]*$"
    r"|^时间(?:暂|初步)?(?:就|也)?(?:定|约|安排|放)?(?:在|到|于)?$"
)
_ARRANGE: Final = "安排"  # 要了两套样机,周五安排: with nothing behind it, no heading
_TOLD: Final = re.compile(r"\w{3,}(?<!ne)ed\b|n't")
_WORD: Final = re.compile(r"[a-z0-9]+")


def only_date(line: Line, clause: Clause) -> bool:
    """A clause of nothing but a date; 再打, 约了 and 我过去 are small, but they are deeds."""
    left = line.without(clause, [date.span for date in line.dates_in(clause)] + line.customers)
    left = _I_SAID.sub("", left.strip())
    if clause is not line.clauses[-1] or left.strip() != _ARRANGE:
        left = _FIRST_THING.sub("", left)
    if left.strip() == "到":
        return False  # 已重发,明天到: what comes that day, no day for what follows
    return is_glue(left) and not is_small_deed(line, clause)


def is_label(line: Line, clause: Clause) -> bool:
    """A clause of nothing but whom the note is about: 明天上午十点 | 望京云图 | 二次demo."""
    named = [*line.customers, *(person.span for person in line.people_in(clause))]
    return any(clause.holds(span) for span in named) and is_glue(line.without(clause, named))


def is_small_deed(line: Line, clause: Clause) -> bool:
    """Whether a few words that look like none are a deed: 再打, 约了, 我过去."""
    left = line.without(clause, [date.span for date in line.dates_in(clause)] + line.customers)
    return _ALONE.search(left) is not None and not _RETURNS.search(line.flat, max(0, clause.start - 16), clause.end)


def continues(line: Line, clause: Clause, future: list[When]) -> bool:
    """pricing Tue, contract Thu, kick-off 1 Dec: short things, each with its date, behind a promise or a heading."""
    other = any(line.said(table, clause) for table in ("state", "negation", "none"))
    if other or not future or clause.question or all(lasts(date) for date in future):
        return False
    left = line.without(clause, [date.span for date in line.dates_in(clause)]).strip(" ,:")
    named, acts = subject(line, clause)
    if PAST.search(left) or REPORT.match(left) or (named is not None and not acts):
        return False
    return bool(left) and (len(left.split()) <= 9 if left.isascii() else len(left) <= 10)


_LASTS: Final = re.compile(r"(?:as\s+)?(?:from|of)\b|until\b|till\b|'?til\b|since\b|eff")


def lasts(date: When) -> bool:
    """From April, until the 8th: since when, or up to when, something is so."""
    return _LASTS.match(date.text.lower()) is not None


def is_brief(line: Line, clause: Clause, future: list[When]) -> bool:
    """RV 10 Dec, fwd quote Thu: a note to oneself of a few English words and a day to come."""
    left = line.without(clause, [date.span for date in line.dates_in(clause)]).strip(" ,:.-")
    if line.said("risk", clause):
        return False
    if any(date.granularity in ("week", "month", "quarter", "year") for date in future):
        return False
    if not future or not left.isascii() or not re.search(r"[A-Za-z]{2}", left) or len(left.split()) > 9:
        return False
    ends = line.flat[future[-1].span[1] : clause.end].strip(" .!,)") == ""
    begins = line.flat[clause.start : future[0].span[0]].strip(" ,:-") == ""
    return (ends or begins) and not tells(left.lower())


def tells(text: str) -> bool:
    """Whether folded English words tell how something is or was, so that they are no note of what to do."""
    return _TOLD.search(text) is not None or not words("tells", "words").isdisjoint(_WORD.findall(text))
