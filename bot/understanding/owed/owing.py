"""Whether a clause says that somebody owes something: the evidence for and against, in one place."""

import re
from typing import Final

from bot.understanding.dates import When
from bot.understanding.house.subjects import ON_US, doer, head, subject
from bot.understanding.owed.asides import PAST, is_to_be_done, wants
from bot.understanding.owed.brief import REPORT, is_small_deed
from bot.understanding.owed.intents import is_first_step, is_idle, is_meant
from bot.understanding.owed.sentences import is_willed
from bot.understanding.owed.todays import does_behind
from bot.understanding.owed.unsaid import begins_work
from bot.understanding.text.clauses import Clause
from bot.understanding.text.cues import cued
from bot.understanding.text.line import Line
from bot.understanding.text.scanner import Found

_IMPERATIVE: Final = cued(
    r"(?:send|e-?mail(?!\s+(?:from|to|chain|thread|re|bounced|back|received|sent|came|was|is|not|says?|said)\b)|prepare|chase|arrange|book|draft|provide|submit|share|"
    r"schedule|set\s+up|organi[sz]e|call\s+(?:him|her|them|back|again)|get\s+(?:him|"
    r"her|them)\b|remind|revert|follow\s+up|get\s+back)\b(?!\w)"
)
# Polite and vague words commit nobody by themselves: kindly, we should move fast.
_WEAK: Final = re.compile(
    r"(?:kindly|please|pls|plz|asap|should|shall|must|(?:i|we)\s+(?:should|shall|must|need(?!\s+to))|to[\s-]do|follow(?:ing)?[\s-]up|mine|on\s+me|with\s+me|(?:come|revert|circle|report)\s+back|commit|尽快|抓紧|待)(?![a-z])"
)
_WISH: Final = re.compile(
    r"(?:want|wants|wanted|(?:need|needs|needed)(?!\s+to\s)|ask(?:ed|s)?\s+(?:for|if|about|whether)|looking\s+for"
    r"|想要?|希望|需要(?!尽快|马上|赶紧|抓紧|立即|再次?|提前|重新|跟|和|给|把|向))(?![a-z])"
)
# 待回复, 等批复: others are to act.
_WAITS: Final = cued(
    r"[待等](?:着|客户|对方|他们?|她|总行|分行|省行|领导|上级)?(?:回复|反馈|批复|审批|通知|消息|确认|答复|回话|定|批)(?=$|[,;。\s])"
)
_FINISHED: Final = cued(r"(?:处理|做|办|写|发|交|弄|跑|谈|签)(?:完|好|妥)了(?=$|[,;。\s])")
_UNTIL: Final = re.compile(r"'?til|till|until|直到|一直到")
# What the customer has in mind is no promise: 他们Q1想上新系统.
_PLANS: Final = re.compile(
    r"(?:他们?|她们?|客户|对方|老板)?[^,;。我]{0,6}(?:想(?![请让约])|打算|考虑)"
    r"(?![^,;。]*(?:给|答复|回复|回话))"
)
_ASKED: Final = cued(r"(?:请|让|派|叫|喊|麻烦|拜托|安排|(?:转|交|移交|派|改派|甩|丢|分)给)\s*$")


def is_owed(line: Line, clause: Clause, due: When | None) -> bool:
    """Whether the clause says that somebody owes something, by `due` or without a date to come."""
    if due and not (_is_this_year(line, due) and not line.said("obligation", clause)):
        return _dated(line, clause, due)
    if subject(line, clause)[0] is None and is_first_step(line, clause):
        return not _is_over(line, clause)
    return _undated(line, clause)


def _is_this_year(line: Line, due: When) -> bool:
    """说今年理赔服务不错: the year that runs is no day to do anything by."""
    return due.granularity == "year" and due.direction == "at" and due.start.date() <= line.today


# 搬迁方案评审会定在12月9日: whatever it is about, a meeting is set.
_SET_ON: Final = cued(
    r"(?:会|评审|培训|演示|验收|面签|签约|仪式|拜访|见面|饭局|安装|联调|复测|调试|盘点|巡检|评估|访谈|试[样机模])[^,;。]{0,4}?(?:定|约|安排|放)(?:在|于|到)?$"
)


def _dated(line: Line, clause: Clause, due: When) -> bool:
    """Whether a clause with a date to come says that somebody owes something."""
    owed = bool(line.said("obligation", clause)) or is_to_be_done(line, clause) or is_willed(line, clause)
    owed = owed or _SET_ON.search(line.flat, clause.start, due.span[0]) is not None
    if not owed and (_is_state(line, clause) or _UNTIL.match(due.text.lower())):
        return False
    if not owed and is_idle(line, clause, due):
        return False
    if not owed and due.direction != "by" and _PLANS.match(line.flat, head(line, clause), clause.end):
        return False
    if (
        due.direction == "by"
        or owed
        or _is_asked(line, clause)
        or _is_contact_to_come(line, clause)
        or line.said("customer_side", clause)
    ):
        return True
    if REPORT.match(line.flat[head(line, clause) : clause.end]) and not _said_to_act(line, clause, due):
        return False
    return (
        any(_in_place(line, clause, each) for each in line.said("action", clause))
        or is_small_deed(line, clause)
        or is_meant(line, clause)
        or does_behind(line, clause, due)
        or _works_then(line, clause, due)
    )


_NEAR: Final = ("minute", "part", "day", "week")
_TO_COME: Final = re.compile(
    r"(?:就|再|会|先|还|也|一定|争取|全部?|统一|一起|一早|起|得|要|去|来|线上|现场|当面|分[两三几]\S)*"
)
_VERBS_THEN: Final = re.compile(
    r"(?:走(?!势|低|高|弱|强|人|了)|跑|卸|搬|剪|播|刷(?!新)|印|喝|吃|布展|撤展|搭|出发|押|捎|述标|交稿|拣|选|挑|抽|领(?!导)|改|拍|摄|看(?!法|到|好|来|涨|跌)|过一遍|验|讲|开机|进场|入场|到货|取|盯|调|拆(?!迁)|打(?!算)|画|贴|跟车|踩点|勘|彩排|排练|集合|出样|出图|备)"
    r"(?![了过着不]|出来)"
)


def _works_then(line: Line, clause: Clause, due: When) -> bool:
    """周四走台, 明天全部回完: a day to come, and a verb of work right behind it."""
    place = head(line, clause)
    if (
        due.granularity not in _NEAR
        or not clause.holds(due.span)
        or line.flat.startswith("到", max(0, due.span[0] - 1))
    ):
        return False
    if due.span[0] > place and not _SHORT.fullmatch(line.flat, place, due.span[0]):
        return False
    behind = _TO_COME.match(line.flat, due.span[1], clause.end)
    verb = behind.end() if behind else due.span[1]
    return (begins_work(line, verb, clause.end) and not line.flat.startswith("\u7eed", verb)) or (
        _VERBS_THEN.match(line.flat, verb, clause.end) is not None
        and PAST.search(line.flat, verb, clause.end) is None
        and _DONE_BY.search(line.flat, verb, clause.end) is None
    )


_SHORT: Final = re.compile(r"[^,;。了说问没不未是嫌怕等因]{0,10}")
_DONE_BY: Final = cued(r"了(?!解|结)|过(?=$|[,;。的])|已|没|不")


# By phone, on the phone, an email from her: how something was told, no contact to come.
_MEANS: Final = re.compile(r"\b(?:by|on|over|via|per|in|his|her|their)\s+(?:the\s+|an?\s+)?$")
_HAPPENED: Final = re.compile(
    r"\b(?!need|schedul|book|arrang|agre|plann|mov|invit|confirm|postpon|reschedul)[a-z]{3,}ed\b|\b(?:was|were|had|said|says|told|did|went|came|done)\b"
)


def _is_contact_to_come(line: Line, clause: Clause) -> bool:
    """Call with Jo on Friday, visit next week; not where the English clause tells how things are."""
    said = [each for each in line.said("channel", clause) if not _MEANS.search(line.flat, clause.start, each.start)]
    if not said or not line.flat[clause.start : clause.end].isascii():
        return bool(line.said("channel", clause)) and not line.flat[clause.start : clause.end].isascii()
    return _HAPPENED.search(line.flat, clause.start, clause.end) is None


# Meetings and meals are things one has; other verbs tell what is done only at the head or behind these.
_EVENT: Final = re.compile(
    r"(?:lunch|dinner|coffee|breakfast|drinks|golf|workshop|training|kick-?off|catch-?up|demo|visit|call|meeting|review|seeing)"
)
_LEADS: Final = re.compile(
    r"(?:\b(?:to|will|shall|must|should|can|could|would|may|might|i|we|he|she|they|you|and|or|then|also|me|us|him|her|them|let's|pls|please|asap|not|is|are|am|be|been|go|come|help|need|needs)|'ll|'d|'re|'m|[:;,(/&+-])\s*$"
)


def _in_place(line: Line, clause: Clause, found: Found) -> bool:
    place = head(line, clause)
    if not line.flat[found.start : found.start + 1].isascii() or found.start <= place:
        return True
    if _EVENT.match(line.flat, found.start) or _LEADS.search(line.flat, place, found.start):
        return True
    # Jo sends it, Friday send the quote: right behind whoever does it, or the day.
    ends = [*(each.span[1] for each in line.people_in(clause)), *(each.span[1] for each in line.colleagues_in(clause))]
    ends += [*(date.span[1] for date in line.dates_in(clause)), *(end for _, end in line.customers)]
    return any(0 <= found.start - end <= len("'s ") for end in ends)


def _is_state(line: Line, clause: Clause) -> bool:
    """What merely happens then; the cheque goes out is the customer's deed."""
    theirs = [(each.start, each.end) for each in line.said("customer_side", clause)]
    states = line.said("state", clause)
    return any(not any(a < each.end and each.start < b for a, b in theirs) for each in states)


def _said_to_act(line: Line, clause: Clause, due: When) -> bool:
    """缺审计报告,说月底能出: what is said is to be done, right behind its day."""
    place = head(line, clause)
    behind = due.span[1] + (line.flat[due.span[1] : due.span[1] + 1] in tuple("能会就可再先"))
    return line.flat.startswith("说", place) and any(each.start == behind for each in line.said("action", clause))


def _is_asked(line: Line, clause: Clause) -> bool:
    """请刘洋后天一起去: whatever it is, a colleague is asked for it."""
    colleague = doer(line, clause)
    return colleague is not None and _ASKED.search(line.flat, clause.start, colleague.span[0]) is not None


def _may_be_owed(line: Line, clause: Clause) -> bool:
    """Whether anything of what can be owed without a word of obligation stands in the clause: most hold none of it."""
    start, end = clause.start, clause.end
    asked = line.colleagues and line.said("action", clause)
    return bool(asked or line.flat.find("to", start, end) >= 0 or _IMPERATIVE.search(line.flat, start, end))


def _is_over(line: Line, clause: Clause) -> bool:
    """Whether it is done, on a day gone by, waits for others, or is what they will do for themselves."""
    if any(line.is_past(date) for date in line.dates_in(clause)):
        return True
    if _OWN_COURSE.match(line.flat, head(line, clause), clause.end):
        return True
    return any(each.search(line.flat, clause.start, clause.end) for each in (PAST, _WAITS, _LEAVES, _FINISHED, _AGREES))


# Lisa agreed to 35 seats, nowt to report: settled, and nothing at all.
_AGREES: Final = cued(
    r"\bagreed\s+(?:to|on|with)\s+(?:the|our|an?|my|this|that|all|both|everything|[\d\u00a3$\u20ac])(?![^,;.]*\bto\s)"
    r"|\b(?:nowt|nothing|nowt\s+much|not\s+much|little|nothing\s+new|no\s+news)\s+to\s+(?:report|add|note|discuss|do|say|flag)\b"
    r"|\bsends?\s+(?:you\s+|us\s+|me\s+)?(?:(?:her|his|their|all\s+(?:her|his|their))\s+)?(?:best|love|regards|apologies|thanks|greetings|compliments)\b"
)
# Will pull out, they'll go to Sage: what we would lose, no promise.
_LEAVES: Final = cued(
    r"\b(?:(?<=or )|(?<=otherwise )|(?<=else ))(?:they|he|she)(?:'ll|\s+will|'d|\s+would)\b"
    r"|\b(?:pull(?:ing)?\s+(?:out|the\s+(?:account|business|contract|order|plug|work)|(?:their|his|her)\s+(?:account|business|order|work))|walk(?:ing)?\s+away|jump(?:ing)?\s+ship|go(?:ing)?\s+(?:elsewhere|bust|under)|leave\s+us|drop\s+us"
    r"|look\s+(?:elsewhere|around)|shop\s+around|switch(?:ing)?\s+(?:banks?|suppliers?|providers?|to)|cancel(?:ling)?\s+(?:with|on)\s+us"
    r"|(?:will|'ll|would|'d|might|may)\s+(?:go|move|walk|take\s+(?:it|everything|the\s+\w+|their\s+\w+))\s+to\s+(?!see\b|meet\b|talk\b)(?:him|her|them|[a-z]+)(?:\s+(?:instead|otherwise)|\s*$))\b"
)


# They'll wait and see, she'd stay with her broker, he will need a loan: what they do for themselves.
_OWN_COURSE: Final = re.compile(
    r"(?!(?:i|we)\b)(?:will\s+need\s+(?:an?|more|another|bigger|new|extra|some|further|[\d\u00a3$\u20ac])|(?:[a-z&.-]+\s+){0,3}?[a-z]+(?:'ll|'d|\s+will|\s+would|\s+must|\s+has\s+to|\s+have\s+to)\s+(?:probably\s+|just\s+|only\s+|then\s+|also\s+|still\s+|likely\s+|soon\s+|never\s+)*"
    r"(?:wait|stay|keep|remain|stick|hold\s+(?:off|on|out)|survive|struggle|manage|lose|need|want|know|use|see\s+how|grow|switch|leave(?!\s+(?:him|her|them|us|me|it|an?|the)\b)|close|expand|hire|merge|retire|take\s+(?:over|his|her|their|everything|it\s+elsewhere)|have\s+to|go\s+(?!through|over|back|and)|cost|mean|depend|work\s+out|last|help\s+(?:us|cash)|save|suffer|miss|recommend|refer\s+us|vouch))\b"
)


def _undated(line: Line, clause: Clause) -> bool:
    """Whether a clause without a date to come says that somebody owes something."""
    owed = line.said("obligation", clause)
    if not (owed or _may_be_owed(line, clause)) or _is_over(line, clause):
        return False
    if doer(line, clause) and line.said("action", clause) and not line.said("channel", clause):
        return True
    named, acts = subject(line, clause)
    place = head(line, clause)
    if named is None and wants(line, place):
        return False
    if named and acts and re.match(r"\s+to\s+", line.flat[named[1] : clause.end]):
        return True
    if named and acts is not True and not ON_US.search(line.flat, named[1], clause.end):
        return False
    if named is None and _WISH.match(line.flat, place, clause.end):
        return False
    if owed and not (line.said("channel", clause) and line.said("channel", clause)[0].start < owed[0].start):
        weak = all(_WEAK.match(line.flat, each.start, each.end + 1) for each in owed)
        return not line.said("state", clause) and bool(not weak or line.said("action", clause) or (named and acts))
    return _IMPERATIVE.match(line.flat, place, clause.end) is not None
