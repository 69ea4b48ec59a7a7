"""Promises: each clause with a date to come or a word of obligation, who owes it and by when."""

import re
from dataclasses import replace
from itertools import zip_longest
from typing import Final

from bot.understanding.dates import When
from bot.understanding.owed.accepted import accepted
from bot.understanding.owed.asides import depends_on_us, is_condition, is_news, only_asks
from bot.understanding.owed.brief import continues, is_brief, is_label, only_date
from bot.understanding.owed.deeds import Deed
from bot.understanding.owed.dues import by_then, due_dates, later_today
from bot.understanding.owed.events import begins_event
from bot.understanding.owed.finished import answered, finish, only_when, open_before
from bot.understanding.owed.headings import ends_list
from bot.understanding.owed.joining import join_deeds, taken_by, with_asked_day
from bot.understanding.owed.listed import is_denied, is_item, is_kept, is_list_of_tasks, is_task, is_todo, leads_to
from bot.understanding.owed.making import made
from bot.understanding.owed.moving import put_off
from bot.understanding.owed.noted import noted_before
from bot.understanding.owed.objects import LABEL
from bot.understanding.owed.occasions import on_their_days
from bot.understanding.owed.owing import is_owed
from bot.understanding.owed.plain_chinese import is_over, spoken
from bot.understanding.owed.saying import Verdict
from bot.understanding.owed.sentences import verdict
from bot.understanding.owed.shifted import shifted
from bot.understanding.owed.steps import one_with_steps
from bot.understanding.owed.taken_on import taken_on
from bot.understanding.owed.takers import attended, settled
from bot.understanding.owed.told_when import told_when
from bot.understanding.text.clauses import Clause
from bot.understanding.text.cues import cued
from bot.understanding.text.line import Line


def find_promises(line: Line) -> list[Deed]:
    """The promises of a line, in its order."""
    deeds = accepted(line, join_deeds(line, settled(line, _all_deeds(line))))
    deeds = attended(shifted(line, put_off(line, with_asked_day(line, taken_by(line, deeds)))))
    deeds = taken_on(line, on_their_days(line, deeds))
    left = [deed for deed, later in zip_longest(deeds, deeds[1:]) if later is None or not leads_to(line, deed, later)]
    return one_with_steps(line, [deed for deed in left if not is_kept(line, deed) and not is_denied(line, deed)])


def _all_deeds(line: Line) -> list[Deed]:
    deeds: list[Deed] = []
    pending: tuple[Clause, When] | None = None
    previous: Deed | None = None
    listed = todo = ended = False
    tasks = is_list_of_tasks(line)
    for clause in line.clauses:
        future = due_dates(line, clause)
        heading = is_todo(line, clause)
        todo, ended = todo or heading, ended and not heading
        if heading or (pending and is_label(line, clause)):
            continue
        told_apart = _finished(line, clause, deeds)
        if told_apart:
            deeds, pending, previous = told_apart, None, told_apart[-1]
            continue
        if future and only_date(line, clause):
            pending = (clause, future[0])
            continue
        listed = listed or LABEL.fullmatch(line.flat, clause.start, clause.end) is not None
        todo = todo and not ended
        ended = ends_list(line, clause)
        told = _told(line, clause, future, follows=previous is not None)
        told = told or _as_item(line, clause, item=todo, task=tasks and not future)
        deeds, pending = _ended(line, clause, deeds, pending)
        deed = _deed(line, clause, future, pending, previous, told)
        if deed is None and told is None and future:
            deed = _continued(line, clause, future, previous, listed=listed)
        if pending and not (deed and deed.promise.due and deed.promise.due.span == pending[1].span):
            deeds += _late_date(line, pending, deeds)
        pending = None
        deeds += [deed] if deed else []
        previous = deed
    if pending:
        deeds += _late_date(line, pending, deeds)
    return deeds


def _continued(line: Line, clause: Clause, future: list[When], previous: Deed | None, *, listed: bool) -> Deed | None:
    """One thing more with its day, behind a promise, under a heading or in a brief note."""
    more = listed or previous or is_brief(line, clause, future)
    return made(line, clause, future[0], previous) if more and continues(line, clause, future) else None


def _as_item(line: Line, clause: Clause, *, item: bool, task: bool) -> Verdict | None:
    """What stands in a list of things to do is owed, though the clause itself leaves it open."""
    return Verdict(True) if (item and is_item(line, clause)) or (task and is_task(line, clause)) else None


def _finished(line: Line, clause: Clause, deeds: list[Deed]) -> list[Deed] | None:
    """The deeds so far with what is told before and gets its day from this clause; None where it is no such day."""
    told = told_when(line, clause)
    if told is not None:
        return [*(deed for deed in deeds if deed.clause is not told.clause), told]
    when = only_when(line, clause)
    if when is None:
        return None
    answer = answered(line, clause, when)
    done = [*deeds, answer] if answer is not None else finish(line, clause, when, deeds)
    before = open_before(line, clause) if done is None else None
    late = made(line, before, when, None) if before is not None else None
    return [*deeds, late] if late is not None else done


def _told(line: Line, clause: Clause, future: list[When], *, follows: bool) -> Verdict | None:
    """What the clause itself says, in the ways of its language."""
    if _HAN.search(line.flat, clause.start, clause.end):
        return spoken(line, clause, future)
    return verdict(line, clause, future, follows=follows)


def _ended(
    line: Line, clause: Clause, deeds: list[Deed], pending: tuple[Clause, When] | None
) -> tuple[list[Deed], tuple[Clause, When] | None]:
    """Slot: w/c 11 Jan. Confirm in writing. What follows the full stop is another matter."""
    ended = pending and pending[0].mark.startswith(".") and line.flat[clause.start : clause.end].isascii()
    return ([*deeds, *_late_date(line, pending, deeds)], None) if ended and pending else (deeds, pending)


_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_HURRY: Final = re.compile(r"(?:very\s+)?(?:quick(?:ly)?|urgent(?:ly)?|asap|please|pls|急|很急|加急|紧急|尽快)")
# PO收到了,deadline 1月15号: that is done.
_IS_DONE: Final = re.compile(r"[^,;。约好定]{0,30}(?:收到|发出|寄出|付|签|批|到账|完成|下来|下单)了$")
# 预约: 12月14日 10:00: a heading over what follows the day.
_A_HEAD: Final = re.compile(r"预约|约访|日程|行程|会议|活动|安排|提醒|备忘|预告|排期")
_ARROW: Final = re.compile(r"[>\u2192\u21d2]")  # 报价 -> 周四
_SET: Final = re.compile(r"时间|[定约放](?:在|到|于)|安排在")
_HANDED: Final = re.compile(r"[给发](?:他们?|她|过去)?\s*$")
# 邮件要英文版报价 deadline周四: how it was asked for is told with it.
_WANTS: Final = re.compile(r"(?:[想需]要|要(?!求|不|是|么|紧|点))(?=[^,;。了过]{2,14}$)")
_I_SAID: Final = re.compile(r"我们?(?:就)?(?:说|答应|回复?|承诺)")  # 来电催放款,我说最快周三
_DONE: Final = cued(
    r"了(?!解)|过(?![去程户])|[见完]到?|ed\b"
    r"|\b(?:met|saw|rang|spoke|had|sat|ran|went|came|took|gave|seen|caught)\b"
)
_MEETING: Final = cued(
    r"\b(?:lunch|dinner|coffee|breakfast|drinks|meeting|call|demo|visit|workshop|training|kick-?off|catch-?up)\s*$"
)


def _late_date(line: Line, pending: tuple[Clause, When], deeds: list[Deed]) -> list[Deed]:
    """A date alone behind its clause, 给李总发方案,下周三前: it completes a promise or makes the clause one."""
    noted = None if deeds and deeds[-1].promise.due is None else noted_before(line, pending[0])
    ahead = pending[1].start.date() >= line.today and pending[1].direction != "after"
    if noted is not None and ahead and not any(each.clause is noted for each in deeds):
        late = made(line, noted, pending[1], None)
        return [late] if late else []
    before = _told_before(line, pending[0])
    if before is None or pending[1].start.date() < line.today:
        return []
    handed = _HANDED.search(line.flat[pending[0].start : pending[0].end])
    if deeds and deeds[-1].clause is before:
        if deeds[-1].promise.due is None:
            last = deeds.pop()
            return [
                replace(
                    last, promise=replace(last.promise, due=pending[1], span=(last.promise.span[0], pending[0].end))
                )
            ]
        return _alone(line, pending) if handed else []
    if handed and (line.dates_in(before) or (line.amounts and not line.said("action", before))):
        return _alone(line, pending)
    asked = pending[1].direction == "by" and _WANTS.search(line.flat, before.start, before.end)
    if line.said("channel", before) and not before.question and not asked:
        return _alone(line, pending) if handed else []
    late = made(line, before, pending[1], None)
    if late and handed and not late.promise.text.isascii() and not line.said("action", before):
        late = replace(late, promise=replace(late.promise, text=f"{late.promise.text}{handed[0].strip()}"))
    said = line.flat[pending[0].start : pending[0].end]
    sure = (
        pending[1].direction == "by"
        or _ARROW.search(before.mark)
        or _SET.match(said)
        or _HANDED.search(said)
        or (_I_SAID.match(said) and line.said("action", before))
    )
    meets = _MEETING.search(line.flat, before.start, before.end) or begins_event(line, before)
    return [late] if late and (sure or meets) else []


def _told_before(line: Line, clause: Clause) -> Clause | None:
    """The clause that a date alone completes; None where there is none, or where it tells what is done."""
    place = next((number for number, each in enumerate(line.clauses) if each is clause), 0)
    before = line.clauses[place - 1] if place else None
    if before is not None and _HURRY.fullmatch(line.flat[before.start : before.end]):
        before = line.clauses[place - 2] if place > 1 else None
    if before is not None and _A_HEAD.fullmatch(line.flat, before.start, before.end):
        return None
    done = before is not None and _IS_DONE.search(line.flat, before.start, before.end)
    return None if done else before


def _alone(line: Line, pending: tuple[Clause, When]) -> list[Deed]:
    own = made(line, *pending, None)
    return [own] if own else []


def _deed(
    line: Line,
    clause: Clause,
    future: list[When],
    pending: tuple[Clause, When] | None,
    previous: Deed | None,
    told: Verdict | None,
) -> Deed | None:
    if line.said("none", clause) or line.said("negation", clause) or (not pending and only_asks(line, clause, future)):
        return None
    due = next((date for date in future if date.direction == "by"), future[0] if future else None)
    if due is None and pending and pending[1].direction != "after" and not _happened(line, clause, pending[1]):
        due = pending[1]
    if due is None:
        due = later_today(line, clause) or _today(line, clause, told) or by_then(line, clause)
    owed = told.owed if told is not None else is_owed(line, clause, due)
    if not owed or is_condition(line, clause) or is_news(line, clause):
        return None
    if due is None and depends_on_us(line, clause):
        return None
    return made(line, clause, due, previous, told)


def _today(line: Line, clause: Clause, told: Verdict | None) -> When | None:
    """Today, where the form of the clause tells that it is still to be done; or the week that has begun."""
    if told is None or not told.owed:
        return None
    left = [
        date
        for date in line.dates_in(clause)
        if date.start.date() <= line.today and date.direction == "at" and not is_over(line, date)
    ]
    return left[-1] if left else None


def _happened(line: Line, clause: Clause, at: When) -> bool:
    """Whether a contact is told: 拜访了, met. 上门装设备 or 工厂参观 behind a date to come has not happened."""
    told = bool(line.said("channel", clause)) and not line.said("obligation", clause)
    today = at.start.date() == line.today
    return told and (today or _DONE.search(line.flat, clause.start, clause.end) is not None)
