"""When the contact took place that a note tells of."""

import re
from collections.abc import Sequence
from typing import Final

from bot.understanding.dates import When
from bot.understanding.house.subjects import head
from bot.understanding.model import Span
from bot.understanding.text import clauses
from bot.understanding.text.cues import cued
from bot.understanding.text.line import Line
from bot.understanding.text.wording import is_glue

# Sent the NDA yesterday: what the writer did is the contact.
_DID: Final = re.compile(
    r"(?:(?:i|we)\s+)?(?:also\s+|just\s+)?(?:sent|delivered|submitted|presented|handed|dropped\s+off|pitched|demoed|"
    r"followed\s+up|attended|hosted|discussed|reviewed)\b"
)


def when_it_was(line: Line, told: Sequence[clauses.Clause]) -> When | None:
    """When the contact took place: a date of the clauses that are not owed, and not still to come."""
    dated = [
        (clause, date)
        for clause in told
        for date in line.dates_in(clause)
        if _gone(line, date) and not _NO_TIME.match(line.flat, date.span[1])
    ]
    met = [
        _nearest(line, clause, dated) or _beside(line, clause, dated)
        for clause in told
        if line.said("channel", clause) or line.said("attempt", clause)
    ]
    # 上周三拜访过,今天电话跟进: the latest contact is the one the note is about.
    said = max([date for date in met if date], key=lambda date: date.start, default=None)
    said = said or next((date for clause, date in dated if _DID.match(line.flat, head(line, clause), clause.end)), None)
    said = said or next((date for clause, date in dated if _happened(line, clause, date)), None)
    said = said or next((date for clause, date in dated if _held(line, clause, date)), None)
    said = said or next((date for clause, date in dated if _event_on(line, clause, date)), None)
    said = said or next((date for clause, date in dated if _opens(line, clause, date) or _alone(line, clause)), None)
    said = said or next((date for clause, date in dated if _LABELLED.search(line.flat, 0, date.span[0])), None)
    said = said or next((date for clause, date in dated if _begins(line, clause, date)), None)
    said = said or next((date for clause, date in dated if _goes_on(line, clause, date)), None)
    said = said or next((date for clause, date in dated if _done(line, clause, date)), None)
    said = said or next((date for clause, date in dated if _told_them(line, clause, date)), None)
    said = said or _before_what_is_owed(line, told)
    if said is not None and said.granularity == "day":
        return _to_the_minute(line, said, dated)
    return said or (None if dated else _just_now(line, told))


def _to_the_minute(line: Line, said: When, dated: Sequence[tuple[clauses.Clause, When]]) -> When:
    """In today's call at 9:05: the hour of that day, said in the same breath."""
    for clause, date in dated:
        near = 0 <= date.span[0] - said.span[1] <= _LONG and clause.start <= said.span[1] + _LONG
        if near and date.granularity == "minute" and date.start.date() == said.start.date() and date.start <= line.now:
            return date
    return said


# 刚从德宝出来, 刚刚打电话过来: today, without a date.
_JUST: Final = re.compile(
    r"(?:刚才|方才|适才)(?!说|讲|那|提|的)|刚(?:刚|才)?(?:[^,;。\s从]{0,5}从[^,;。\s]{1,10}?(?:出来|回来|过来)"
    r"|(?=(?:和|跟|与|同)[^,;。\s]{1,14}?(?:视频|语音|通话|电话|开会|吃饭|聊|谈|见|碰|开|吃|打|通)完)"
    r"|(?=(?:给|跟|和|与|陪)?[^,;。\s]{0,4}?(?:打了?电话|打完|打来|接到|接了|通[了完]|挂了|[见聊谈碰][了完]|拜访|走访|送走)))"
)


# Just got off a zoom with them, on the phone just now.
_JUST_EN: Final = cued(
    r"\bjust\s+(?:got\s+off|came\s+off|come\s+off|off|put\s+(?:the\s+phone\s+)?down|hung\s+up|spoke|spoken|rang|phoned|called|had\s+(?:a\s+)?"
    r"(?:call|chat|word)|been\s+on)\b|\b(?:on\s+the\s+phone|rang|called|phoned|spoke|texted|emailed|messaged|popped\s+in|in)\s+just\s+now\b"
)


def _just_now(line: Line, told: Sequence[clauses.Clause]) -> When | None:
    for clause in told:
        just = _JUST.search(line.flat, clause.start, clause.end) or _JUST_EN.search(line.flat, clause.start, clause.end)
        if just:
            today = line.frame.at(line.frame.today)
            return When(today, None, "day", "at", line.text[slice(*just.span())], just.span())
    return None


# QBR done with Fairfax last Thursday.
_HELD: Final = cued(
    r"\b(?:[qemb]br|review|meeting|mtg|visit|call|demo|session|workshop|training|audit|survey|inspection|lunch|kick-?off"
    r"|walkthrough|presentation)\s+"
    r"(?:was\s+|all\s+)?(?:done|held|completed|took\s+place|went|finished|wrapped\s+up|had|with\b|w\b|w/)"
)


def _held(line: Line, clause: clauses.Clause, date: When) -> bool:
    near = date.granularity in ("minute", "part", "day")
    return near and _HELD.search(line.flat, clause.start, date.span[0]) is not None


_EVENT_ON: Final = cued(
    r"\b(?:[qemb]br|review|meeting|mtg|visit|call|demo|session|workshop|lunch|dinner|coffee|walkthrough|presentation|catch-?up)\s+(?:on\s+)?$"
)


def _event_on(line: Line, clause: clauses.Clause, date: When) -> bool:
    """Quarterly review 25/11: right before a day gone by in the first sentence."""
    first = clause is line.clauses[0] or (len(line.clauses) > 1 and clause is line.clauses[1])
    return first and date.start <= line.now and _EVENT_ON.search(line.flat, clause.start, date.span[0]) is not None


_PLACE: Final = re.compile(r"(?:at|in|on|over|during|from|via|in\s+the\s+presence\s+of)\s[a-z' ]{0,40}$")


def _goes_on(line: Line, clause: clauses.Clause, date: When) -> bool:
    """Met with Mr Lockhart, Chairman of ..., at our offices on 11 November: where it was, and when."""
    told = any(each.end <= clause.start and line.said("channel", each) for each in line.clauses)
    before = line.flat[clause.start : date.span[0]]
    return told and date.granularity in ("minute", "part", "day") and _PLACE.match(before) is not None


# Paid in full today, signed the mandate yesterday: what the customer did that day is what the note is about.
_HAPPENED: Final = cued(
    r"\b(?:collected|picked\s+up|dropped|handed|moved|visited|finished|started|received|accepted|chased|emailed|called|phoned|took|left|made|met"
    r"|bought|sold|opened|returned|paid|signed|sent|returned|rang|wrote|came|went|gave|got|brought|told|agreed|placed|ordered|transferred"
    r"|settled|cleared"
    r"|confirmed|cancelled|apologi[sz]ed|complained|asked|opened|delivered|installed|completed|renewed|accepted"
    r"|declined)\b"
)


def _happened(line: Line, clause: clauses.Clause, date: When) -> bool:
    near = date.granularity in ("minute", "part", "day") and (line.today - date.start.date()).days <= 1
    return near and _HAPPENED.search(line.flat, clause.start, date.span[0]) is not None


# Renewal quote sent last Mon, their buyer was told on the 27th: what the writer or the customer let the other know.
_TOLD_THEM: Final = cued(
    r"\b(?:sent|e-?mailed|mailed|submitted|uploaded|posted|dropped|showed|shown|told|announced|notified|informed|warned|messaged"
    r"|presented|measured|tested|demoed|answered|replied|raised|reported|discussed|intro'?d|introduced|agreed|approved(?=\s(?!by|on|yesterday|today|this|last|\d|mon|tue|wed|thu|fri))|signed\s+off"
    r"|saw|did\s+so|swapped|repaired|inspected|trained|walked|stopped|(?<=[a-z]\s)done)\b"
)
_BY_OTHERS: Final = cued(
    r"\b(?:arrived|delivered|shipped|dispatched|paid|due|expired|expires|failed|fell|broke|died|hired)\b"
)


def _told_them(line: Line, clause: clauses.Clause, date: When) -> bool:
    near = date.granularity in ("minute", "part", "day", "week") and (line.today - date.start.date()).days <= _FRESH
    told = near and _TOLD_THEM.search(line.flat, clause.start, date.span[0])
    return bool(told) and _BY_OTHERS.search(line.flat, clause.start, date.span[0]) is None


# Spoke to her this am about the loan and promised ...: what was done stands before what is owed, in one breath.
_SPOKE: Final = cued(
    r"\b(?:spoke|spoken|met|saw|rang|called|phoned|sat|was\s+on|caught\s+up|catch\s+up|talked|visited|went|stopped|popped|had"
    r"|confirmed|told|said|mailed|emailed|wrote|texted)\b"
)


def _before_what_is_owed(line: Line, told: Sequence[clauses.Clause]) -> When | None:
    kept = {id(clause) for clause in told}
    for clause in line.clauses[:3]:
        dates = line.dates_in(clause) if id(clause) not in kept else ()
        if dates and _gone(line, dates[0]) and dates[0].start <= line.now:
            words = line.flat[clause.start : dates[0].span[0]]
            if _SPOKE.search(line.flat, clause.start, dates[0].span[0]) and len(words) <= _LONG:
                return dates[0]
    return None


_LONG: Final = 60  # characters of what was done before its day


_LABELLED: Final = cued(r"(?:时间|日期|拜访日|会议日期|\bdate|\btime|\bwhen)\s*:\s*$")
# 上半年对账单, 三季度的报表: what the records are of.
_RECORD: Final = re.compile(
    r"(?:份|度)?的?(?:银行)?(?:流水|对?账单|报表|月报|财报|年报|业绩|营收|利润|销量|销售额?|数据|发票|工资表?|完税|纳税|凭证|社保|明细|回单|审计报告|订单|产量|货款|账)"
)
_OF_SOMETHING: Final = re.compile(
    r"(?:就|刚|才|新)?(?:装|买|卖|送|寄|订|下|批|放|修|换|投|借|贷|存|办|上线|出|进|退|收|租|改|验收|交付|提交|采购|购买|安装|更换|投产)"
    r"(?:了|过|好)?的(?!时候)|(?:就|刚|才)?(?:说好|约好|谈好|答应|承诺|给|签|发|提|报|做|定|交|寄|拿|要)的(?!时候)"
)


def _gone(line: Line, date: When) -> bool:
    """A day gone by that is not only said of a thing: 上周二说好的材料."""
    if not line.is_past(date) or date.direction != "at" or _OF_SOMETHING.match(line.flat, date.span[1]):
        return False
    if date.granularity in ("minute", "part", "day"):
        return True
    if line.flat.isascii() and date.granularity != "week" and date.end is not None and date.end.date() >= line.today:
        return False  # three complaints this month
    if date.end is not None and date.end.date() >= line.today and not _WAS.match(line.flat, date.span[1]):
        return False  # 12月份想加订, said in December
    return not _RECORD.match(line.flat, date.span[1])


# 今天没空: nobody was met.
_NO_TIME: Final = re.compile(r"(?:都|也|一直|太|实在|有点)*(?:没空|没时间|忙(?!完)|走不开|来不及|抽不开身)")
_WAS: Final = re.compile(r"[^,;。]{0,14}?(?:了|过|have|has|met|saw|ed\b)|[^\u4e00-\u9fff]*$")
# 龙门铣昨天装完了, 上周给光谷报了37万: what was done for or by the customer that day.
_DONE: Final = re.compile(r"[^,;。]{0,24}?(?:[^为除罢](?<![不没未为除罢极])了(?!解|一下$)|过了|已)")


def _done(line: Line, clause: clauses.Clause, date: When) -> bool:
    near = date.granularity in ("minute", "part", "day", "week") and (line.today - date.start.date()).days <= _FRESH
    return near and _DONE.match(line.flat, date.span[1], clause.end) is not None


_FRESH: Final = 14  # days after which a deed is no news any more


def _nearest(line: Line, clause: clauses.Clause, dated: Sequence[tuple[clauses.Clause, When]]) -> When | None:
    words = [*line.said("channel", clause), *line.said("attempt", clause)]
    dates = [date for other, date in dated if other is clause]
    return min(dates, key=lambda date: min(_gap(date.span, (each.start, each.end)) for each in words), default=None)


def _beside(line: Line, clause: clauses.Clause, dated: Sequence[tuple[clauses.Clause, When]]) -> When | None:
    """Drinks last Thursday, met Hugh; toured the plant with Ana, 24 Nov: the day between the commas beside the deed."""
    place = next((number for number, each in enumerate(line.clauses) if each is clause), 0)
    behind = line.clauses[place + 1] if clause.mark.strip() == "," and place + 1 < len(line.clauses) else None
    ahead = line.clauses[place - 1] if place and line.clauses[place - 1].mark.strip() == "," else None
    for other, date in dated:
        near = date.granularity in ("minute", "part", "day") and date.start <= line.now
        if near and other is behind and not line.flat[other.start : date.span[0]].strip(" on"):
            return date
        if near and other is ahead and not line.flat[date.span[1] : other.end].strip() and place == 1:
            return date
    return None


def _gap(one: Span, other: Span) -> int:
    return max(one[0] - other[1], other[0] - one[1], 0)


def _begins(line: Line, clause: clauses.Clause, date: When) -> bool:
    """Last Thursday Mr. He introduced ...: a day at the head of a clause about somebody of the customer's."""
    head_of = not line.flat[clause.start : date.span[0]].strip(" ,:on")
    return head_of and date.granularity in ("minute", "part", "day") and bool(line.people_in(clause))


def _opens(line: Line, clause: clauses.Clause, date: When) -> bool:
    """A day at the head of the note says when: 华东精工 昨天 应收账款周转慢."""
    before = line.text[: date.span[0]]
    for start, end in reversed(line.customers):
        before = before[:start] + before[end:]
    return date.granularity in ("minute", "part", "day") and is_glue(before)


def _alone(line: Line, clause: clauses.Clause) -> bool:
    spans = (
        [date.span for date in line.dates_in(clause)]
        + line.customers
        + [person.span for person in line.people_in(clause)]
    )
    return all(len(_ON.sub("", piece.strip(" ,.和与跟、在"))) < 2 for piece in line.pieces(clause, spans))


_ON: Final = re.compile(r"^(?:on|at|this|held\s+on|dated?)$")
