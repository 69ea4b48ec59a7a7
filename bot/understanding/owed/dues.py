"""Which dates of a clause may be due dates: those to come, and today where something is owed today."""

import re
from dataclasses import replace
from itertools import pairwise
from typing import Final

from bot.understanding.dates import When
from bot.understanding.house.subjects import doer, head, subject
from bot.understanding.meeting.lookback import told_today
from bot.understanding.owed.asides import PAST
from bot.understanding.owed.sentences import is_done_today, is_willed
from bot.understanding.text.clauses import Clause
from bot.understanding.text.cues import cued
from bot.understanding.text.line import Line

_TOLD: Final = cued(
    r"\b(?:met|visited|called|phoned|rang|saw|spoke|talked|had|went|came|emailed)\b|(?:拜访|走访|回访|见|聊|谈|去|打)了"
)


def due_dates(line: Line, clause: Clause) -> list[When]:
    """The dates of a clause by which something may be owed."""
    named = line.dates_in(clause)
    if not named:
        return []
    dates = [
        date
        for date in named
        if line.is_future(date) and not unsure_clock(line, clause, date) and not told_today(line, clause, date)
    ]
    dates = _of_the_deed(line, clause, dates)
    if not _TOLD.search(line.flat, clause.start, clause.end):
        return dates
    # "met Mr. Brown this afternoon" has happened, whatever the clock says where its writer is.
    return [date for date in dates if date.direction == "by" or date.start.date() != line.today]


def _of_the_deed(line: Line, clause: Clause, dates: list[When]) -> list[When]:
    """Without the dates that say which thing is meant, how often, up to when, or how many points were made."""
    if not dates or _HABIT.search(line.flat, clause.start, clause.end):
        return []
    dates = [date for date in dates if not (_is_of_a_term(line, date) or _is_of_a_feast(line, date))]
    dates = [date for date in dates if not (_is_of_a_gift(line, clause, date) or _is_too_long(date))]
    kept = [date for date in dates if not _ATTRIBUTE.match(line.flat, date.span[1])]
    if not kept or len(kept) < len(dates):
        dates = kept or dates
    if len(dates) > 1 and _is_moved(line, clause, dates):
        dates = dates[-1:]
    dates = [
        date
        for date in dates
        if not _IF.search(line.flat, clause.start, date.span[0])
        and not _WHETHER.search(line.flat, clause.start, date.span[0])
    ]
    return [date for date in dates if not _lasts(line, clause, date) and not _counted(line, date)]


# 问明年保费: what the figure is for.
_TERM: Final = re.compile(
    r"的?(?:保费|预算|计划|规划|额度|价格?|合同|目标|利率|费率|业绩|指标|任务|订单|产量|营收|行情|形势|政策|安排(?=$|[,;。]))"
)


# 圣诞订单, 元旦礼盒: what it is made for.
_FEAST: Final = re.compile(r"(?:圣诞|元旦|春节|新年|国庆|中秋|端午|五一|清明|情人|感恩)节?")
_FOR_A_FEAST: Final = re.compile(
    r"的?(?:订?单|礼[盒品包]|促销|船|档|季|款|活动|货|装饰|布置|特惠|大促|旺季|备货|福利|物料|海报|套餐|班次|排班|排产)"
)


def _is_of_a_feast(line: Line, date: When) -> bool:
    return _FEAST.fullmatch(date.text) is not None and _FOR_A_FEAST.match(line.flat, date.span[1]) is not None


def _is_of_a_gift(line: Line, clause: Clause, date: When) -> bool:
    """寄了明年的台历: done; the year belongs to the thing."""
    if not (date.text.endswith("的") or line.flat.startswith("的", date.span[1])):
        return False
    return PAST.search(line.flat, clause.start, date.span[0]) is not None


def _is_too_long(date: When) -> bool:
    """Next year: a plan, and no day by which something is owed."""
    return date.granularity == "year" and date.direction == "at"


def _is_of_a_term(line: Line, date: When) -> bool:
    long = date.granularity in ("month", "quarter", "year") and date.direction == "at"
    if long or _PERIOD_END.search(date.text):
        topic = _TALKS_OF.search(line.flat, max(0, date.span[0] - 6), date.span[0])
        if topic and re.match(r"的?[\u4e00-\u9fff]", line.flat[date.span[1] :]):
            return True
    return long and _TERM.match(line.flat, date.span[1]) is not None


# 约他谈年底结款: what is talked of.
_PERIOD_END: Final = re.compile(r"[月年季]底|[月年季]末|[月年]初")
_TALKS_OF: Final = re.compile(r"(?:谈|聊|讨论|商量|沟通|关于|规划|制定|汇报|介绍)(?:一下|下)?$")


# ... if we delay beyond month end: on what something depends.
_IF: Final = cued(
    r"(?<!asked )(?<!asks )(?<!ask )(?<!wondered )(?<!wondering )(?<!see )(?<!know )\b(?:if"
    r"|unless)\s+(?!(?:possible|poss|not|need(?:ed)?|required|necessary|you|u|nothing|any)\b)[a-z]+\b[^,;]*$"
)


# Ask product whether the old one can stay till March: what is asked, not when.
_WHETHER: Final = cued(r"\b(?:ask|check|see|find\s+out|clarify)\b[^,;]*?\s(?:whether|if)\s[^,;]*$")


def _is_moved(line: Line, clause: Clause, dates: list[When]) -> bool:
    """Moved from Tuesday to Friday, 约的周四改周五了: only the last day counts."""
    if _MOVED.search(line.flat, clause.start, dates[0].span[0]):
        return True
    return any(PUT_OFF.search(line.flat, one.span[1], two.span[0]) for one, two in pairwise(dates))


def _lasts(line: Line, clause: Clause, date: When) -> bool:
    """Order book full to June: up to when something is so."""
    if line.flat.endswith(("thru ", "through "), 0, date.span[0]):
        return True
    long = date.granularity in ("month", "quarter", "year") and date.direction == "at"
    return long and _UP_TO.search(line.flat, clause.start, date.span[0]) is not None


def _counted(line: Line, date: When) -> bool:
    """提了三点: what was told, not three o'clock."""
    return date.granularity == "minute" and _POINTS.search(line.flat, 0, date.span[0]) is not None


_POINTS: Final = cued(r"(?:提|讲|说|谈|强调|总结|归纳)了$")
_HABIT: Final = cued(
    r"每(?:天|周|月|次|日|晚|个?星期|季度?|年)|\b(?:every|each)\s+(?:day|week|month|morning|night|time|quarter)\b"
)
_ATTRIBUTE: Final = re.compile(r"的(?!时候|话)|那(?:笔|个|次|批|份)|这(?:笔|次|批|份)")
_MOVED: Final = cued(
    r"\b(?:moved|pushed|shifted|rescheduled|postponed|changed|brought\s+forward|put\s+back)\b.*\bfrom\s*$|原定|原本|本来"
    r"|从\s*$"
)
# 约的周四改周五了: the first day is owed no more.
PUT_OFF: Final = re.compile(r"(?:改|推|延|挪|调|换|拖|顺延|提前)(?:期|迟)?(?:到|成|为|至|在|约)?$")
_UP_TO: Final = cued(r"\b(?:to|through|thru|into|up\s+to)\s*$")


def unsure_clock(line: Line, clause: Clause, date: When) -> bool:
    """10:00电话会 typed in the afternoon: this morning's or tomorrow's? Asked, not guessed, where nothing is owed."""
    if not date.ambiguous or date.granularity != "minute" or date.direction == "by":
        return False
    return bool(line.said("channel", clause)) and not line.said("obligation", clause)


def later_today(line: Line, clause: Clause) -> When | None:
    """Today is a due date only where the clause says that something is owed: 今天要回电."""
    if not line.dates_in(clause):
        return None
    owed = line.said("obligation", clause)
    contacts = line.said("channel", clause)
    place = head(line, clause)
    asked = doer(line, clause) is not None and bool(line.said("action", clause))
    asked = asked or bool(subject(line, clause)[1] and any(each.start > place for each in line.said("action", clause)))
    asked = asked or (not contacts and _GOING.match(line.flat, place, clause.end) is not None)
    asked = asked or is_done_today(line, clause)
    done = PAST.search(line.flat, clause.start, clause.end) or (
        asked and _TOLD.search(line.flat, clause.start, clause.end)
    )
    for date in line.dates_in(clause):
        if _is_of_a_term(line, date):
            continue
        today = date.start.date() == line.today
        if (
            line.is_running(date)
            and not contacts
            and not done
            and (owed or _begins_with_action(line, clause, date) or is_willed(line, clause))
        ):
            return date
        handed = today and _HANDS_OVER.match(line.flat, date.span[1], clause.end)
        if (
            today
            and (owed or asked or handed)
            and not (contacts and owed and contacts[0].start < owed[0].start)
            and not done
        ):
            return date
    return None


_BY_THEN: Final = cued(
    r"\b(?:by|before)\s+(?:then|that)\b|\bthen\W*$|(?<![\u4e00-\u9fff\d])(?:在|赶在)?(?:此|这|那)?之前(?=[把要得先去我])"
)


def by_then(line: Line, clause: Clause) -> When | None:
    """Taking over from 1 Jan, to be introduced before then: the day told last, as a deadline."""
    then = _BY_THEN.search(line.flat, clause.start, clause.end)
    told = [
        date
        for date in line.dates
        if then and date.span[1] <= then.start() and date.granularity in ("minute", "part", "day")
    ]
    if then is None or not told or told[-1].start <= line.now:
        return None
    last = told[-1]
    if then[0].startswith("then"):
        return _at(line, last)  # back on the 14th, so follow up then
    start = line.frame.deadline(last.start.date()) if last.granularity == "day" else last.end or last.start
    return replace(last, start=start, end=None, direction="by", text=line.text[slice(*then.span())], span=then.span())


def _at(line: Line, date: When) -> When:
    """Away till the 14th: the day itself, not a deadline."""
    if date.direction == "at" or date.granularity != "day":
        return date
    return replace(date, start=line.frame.at(date.start.date()), end=None, direction="at")


# 查一下今天回他: what is given to the customer, still without a 了.
_HANDS_OVER: Final = re.compile(
    r"(?:就|再|会)?(?:回(?:他|她|复|电|信|话|客户)|答复|给(?:他|她|客户|对方)|发(?:他|她|客户|给)|寄(?:出|给|(?=$|[,;。]))|补(?:上|齐|交)|报上去|送(?:去|过去)|退(?:给|回|款"
    r"|费)|(?:付|还款?|打款|汇款?|到账|交钱|结清|补交)(?=$|[,;。\d])|过去(?:一?趟|看)|去一?趟|跑一?趟)"
    r"(?![^,;。]{0,8}(?:了|过(?![去来])))"
)
# What somebody is about to do today: letting credit know today, ordering today; not what was going on.
_GOING: Final = re.compile(
    r"(?!(?:meeting|having|being|nothing|everything|something|anything|during|according|following|morning|evening"
    r"|including|pricing|billing|trading|running|"
    r"looking|talking|discussing|waiting|hoping|thinking|banking|closing|opening|funding|hedging|outstanding"
    r"|pending|spring|king|parking|shipping|painting|printing|packaging|"
    r"engineering|building|catering|training|using|feeling|struggling|getting\s+(?:worse|better)|asking|complaining"
    r"|saying|wanting|needing|losing|working|going|doing\s+(?:well|fine|ok))\b)[a-z]{2,}ing\s+\S"
    r"|(?:have|need|needs|got)\s+to\s+\w|to\s+(?:call|send|chase|tell|report|escalate|ring|let)\b|(?:rpt|report"
    r"|call|ring|chase|tell|send|escalate)\s+(?:to\s+)?[a-z]"
)


def _begins_with_action(line: Line, clause: Clause, date: When) -> bool:
    """Whether the deed stands at the head, or right behind the day: 剩下5家这礼拜拍完."""
    places = (head(line, clause), date.span[1])
    if line.flat.startswith("把", date.span[1]):
        return True
    return any(each.start in places for each in line.said("action", clause))
