"""Cuts a clause that tells two things: what happened and what is owed, or two promises with a date each."""

import re
from dataclasses import replace
from itertools import pairwise
from typing import Final

from bot.understanding.dates import When
from bot.understanding.meeting.lookback import SAID_BY
from bot.understanding.owed.dues import PUT_OFF
from bot.understanding.text.clauses import Clause
from bot.understanding.text.line import Line


def split_mixed(line: Line) -> list[Clause]:
    """Cut 拜访李总答应周五前给报价 in two: what happened, and what is owed."""
    clauses: list[Clause] = []
    for clause in line.clauses:
        cut = _owed_from(line, clause) or _second_of(line, clause)
        if cut is None:
            clauses.append(clause)
        else:
            clauses += [replace(clause, end=cut, mark="", question=False), replace(clause, start=cut)]
    return clauses


def _owed_from(line: Line, clause: Clause) -> int | None:
    contacts = line.said("channel", clause)
    if not contacts:
        return None
    behind = contacts[0].end
    none = line.said("none", clause)
    starts = [
        each.start
        for each in line.said("obligation", clause)
        if not any(other.start <= each.start < other.end for other in none)
    ]
    starts += [each.start for each in none if each.start > behind]
    if any(start < contacts[0].start for start in starts):
        return None
    future = [date for date in line.dates_in(clause) if line.is_future(date)]
    if any(date.span[0] < contacts[0].start for date in future):
        return None
    starts += [date.span[0] for date in future if _speaks_on(line, clause, date)]
    said = SAID_BY.search(line.flat, clause.start, clause.end)
    if said and any(start > said.end() for start in starts) and said.end() >= behind:
        starts.append(said.end())  # 微信说尾款40万|明天付 would lose what is paid
    later = sorted(start for start in starts if start >= behind)
    return later[0] if later and later[0] > clause.start else None


def _speaks_on(line: Line, clause: Clause, date: When) -> bool:
    behind = line.flat[date.span[1] : clause.end].strip()
    return bool(behind) and not behind[0].isascii()


_AND: Final = re.compile(r"\s(?:and|&|then|plus)\s+(?=\S)")


def _second_of(line: Line, clause: Clause) -> int | None:
    """Where the second promise begins: send the model tomorrow | and references by Friday; 明天发报价 | 后天签合同."""
    dates = line.dates_in(clause)
    if len(dates) < 2:
        return None
    today = line.now.date()
    future = [
        date
        for date in dates
        if line.is_future(date) or (date.start.date() == today and date.granularity in ("day", "part"))
    ]
    for first, second in pairwise(future):
        between = line.flat[first.span[1] : second.span[0]]
        joined = _AND.search(between)
        if joined and len(between[joined.end() :].split()) >= 1 and between[joined.end() :].strip():
            return first.span[1] + joined.end()
        if PUT_OFF.search(between):
            continue
        deed = any(first.span[1] <= each.start < second.span[0] for each in line.said("action", clause))
        if deed and not between.isascii() and line.flat[second.span[1] : clause.end].strip():
            return second.span[0]
    return None
