"""Whose promise it is: the customer's, who owes it to us, or ours."""

import re
from dataclasses import dataclass
from typing import Final

from bot.understanding.clauses import Clause
from bot.understanding.line import Line
from bot.understanding.model import Promise, Span
from bot.understanding.subjects import ON_US, head


@dataclass(frozen=True)
class Deed:
    """A promise and the clause it was read from."""

    promise: Promise
    clause: Clause


def by_customer(line: Line, clause: Clause, named: Span | None, acts: bool | None, previous: Deed | None) -> bool:
    """Whether the customer owes it: he is named as the one who acts, it comes to us, or the clause before said so."""
    if named is not None:
        if acts is None:
            return not ON_US.search(line.flat, named[1], clause.end) and line.said("obligation", clause) == []
        return acts
    place = head(line, clause)
    if _TOLD_US.match(line.flat[place : clause.end]):
        return True
    if ON_US.search(line.flat, clause.start, clause.end) or _FROM_US.search(line.flat[place : clause.end]):
        return False
    if _TO_US.search(line.flat[place : clause.end]) or _just_said(line, clause):
        return True
    if re.match(r"(?:提醒|催|跟进|remind|chase|make\s+sure|check)", line.flat[place : clause.end]):
        return False
    ours = re.search(
        r"我们|(?<![来到给])我行|我司|我方|退|赔|给客户|为客户|帮|refund|\b(?:we|our|i)\b",
        line.flat[clause.start : clause.end],
    )
    if line.said("customer_side", clause) and not ours:
        return True
    return previous is not None and previous.promise.by_customer and _goes_on(clause, previous)


_OURS: Final = re.compile(r"我们|(?<![来到给])我行|我司|我方|退|赔|给客户|为客户|帮|refund|\b(?:we|our|i)\b")
_FROM_US: Final = re.compile(
    r"^(?:我(?!行|司|方)|咱|i\b|we\b|i'll|we'll)|我(?:这边|们这边|来|去)|(?:[发送寄打传汇带拿]|交)过去|[给发](?:他|她|客户|对方)"
    r"|\b(?:to|send|give|tell|let|get|email)\s+(?:him|her|them)\b"
)
_TO_US: Final = re.compile(
    r"(?:[给发寄]给?|答复|回复|告诉|告知|通知|联系|回电给?)我们?(?!的|客户)|(?:[发送寄打汇转传带交]|付)(?:过来|来(?!访|电))"
    r"|\b(?:let|send|give|pay|tell|email|call|show)\s+(?:us|me)\b|\bback\s+to\s+(?:us|me)\b"
)
_TOLD_US: Final = re.compile(r"(?:会|再|将)*(?:答复|回复|告诉|告知|通知)我们?")
_SAID: Final = re.compile(r"(?<!我)(?<!我们)(?:说|表示|称|said|says)\s*$")


def _just_said(line: Line, clause: Clause) -> bool:
    """王总微信上说 | 月底前把流水发过来: the clause was cut behind who said it."""
    for before in line.clauses:
        if before.end == clause.start and before.mark == "":
            said = _SAID.search(line.flat, before.start, before.end)
            return bool(said) and bool(line.people_in(before) or line.customers)
    return False


def _goes_on(clause: Clause, previous: Deed) -> bool:
    mark = previous.clause.mark.strip().lower()
    return mark in ("and", "then", "", "&") and previous.clause.end <= clause.start
