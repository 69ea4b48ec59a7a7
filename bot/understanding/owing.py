"""Whether a clause says that somebody owes something: the evidence for and against, in one place."""

import re
from typing import Final

from bot.understanding.asides import is_to_be_done, wants
from bot.understanding.clauses import Clause
from bot.understanding.dates import When
from bot.understanding.dues import PAST
from bot.understanding.line import Line
from bot.understanding.subjects import ON_US, doer, head, subject
from bot.understanding.wording import is_glue

_IMPERATIVE: Final = re.compile(
    r"(?:send|e-?mail(?!\s+(?:from|to|chain|thread|re)\b)|prepare|chase|arrange|book|draft|provide|submit|share|"
    r"schedule|set\s+up|organi[sz]e|call\s+(?:him|her|them|back|again)|get\s+(?:him|"
    r"her|them)\b|remind|revert|follow\s+up|get\s+back)\b(?!\w)"
)
_REPORT: Final = re.compile(
    r"^(?:是(?!否)|说|谈|聊|讨论|介绍|了解|反映|提到|觉得|认为|担心|关心|discuss|talk|mention|explain|reviewed)"
)
# Polite and vague words commit nobody by themselves: kindly, we should move fast.
_WEAK: Final = re.compile(
    r"(?:kindly|please|pls|plz|asap|should|shall|must|(?:i|we)\s+(?:should|shall|must)|尽快|抓紧|待)(?![a-z])"
)
_WISH: Final = re.compile(
    r"(?:want|wants|wanted|(?:need|needs|needed)(?!\s+to\s)|ask(?:ed|s)?\s+(?:for|if|about|whether)|looking\s+for|想要?|希望|需要)(?![a-z])"
)
# 待回复, 等批复: others are to act.
_WAITS: Final = re.compile(
    r"[待等](?:着|客户|对方|他们?|她|总行|分行|省行|领导|上级)?(?:回复|反馈|批复|审批|通知|消息|确认|答复|回话|定|批)(?=$|[,;。\s])"
)
_I_SAID: Final = re.compile(r"^我们?(?:就)?(?:说|答应|承诺)(?:了|是)?$")
_UNTIL: Final = re.compile(r"'?til|till|until|直到|一直到")
# What the customer has in mind is no promise: 他们Q1想上新系统.
_PLANS: Final = re.compile(
    r"(?:他们?|她们?|客户|对方|老板)?[^,;。我]{0,6}(?:想(?![请让约])|打算|考虑)"
    r"(?![^,;。]*(?:给|答复|回复|回话))"
)
_ALONE: Final = re.compile(
    r"约|再[打去来发]|回(?:他|她|客户|对方|信)?们?\s*$|过[去来]|[打见]\s*$|^\s*我们?(?:再|就|会|来)?\s*[发给]\s*$"
    r"|^\s*(?:我们?|他们?|她们?|客户|对方|老板)?(?:说|讲|答应|要|会)?\s*[去来]\s*$"
)
# 孙总出国,月底回: he comes back.
_RETURNS: Final = re.compile(r"(?:出国|出差|国外|外地|老家|休假|旅游|放假)[^;。]*回\s*$|(?:才|就)回来?\s*$")
_FINITE: Final = re.compile(
    r"\b(?:is|are|was|were|has|have|had|been|be|being|did|does|do|up|down|out|ok|okay|fine|confirmed|agreed|done|says?|said|owes?|likes?|thinks?|seems?|if|when|because|still|unpaid|open|outstanding|late|overdue|never|after|until|since|from|no|not|renewal|possible|likely|expected|coming|planned|maturity|expiry|deadline|hearing|season|peak|exposure|history|launch|ipo|agm|audit|birthday|holidays?|budget|delivery|shutdown|outage|incident|fire|flood|accident|breach|strike|breakdown|failure|complaint|start|end|q[1-4])\b|\w{3,}(?<!ne)ed\b|n't"
)
_ASKED: Final = re.compile(r"(?:请|让|派|叫|喊|麻烦|拜托|安排)\s*$")


def is_owed(line: Line, clause: Clause, due: When | None) -> bool:
    """Whether the clause says that somebody owes something, by `due` or without a date to come."""
    return _dated(line, clause, due) if due else _undated(line, clause)


def is_only_date(line: Line, clause: Clause) -> bool:
    """A clause of nothing but a date; 再打, 约了 and 我过去 are small, but they are deeds."""
    left = line.without(clause, [date.span for date in line.dates_in(clause)] + line.customers)
    left = _I_SAID.sub("", left.strip())
    return is_glue(left) and not _is_small_deed(line, clause)


def _is_small_deed(line: Line, clause: Clause) -> bool:
    left = line.without(clause, [date.span for date in line.dates_in(clause)] + line.customers)
    return _ALONE.search(left) is not None and not _RETURNS.search(line.flat, max(0, clause.start - 16), clause.end)


def continues(line: Line, clause: Clause, future: list[When]) -> bool:
    """pricing Tue, contract Thu, kick-off 1 Dec: short things, each with its date, behind a promise or a heading."""
    other = any(line.said(table, clause) for table in ("state", "negation", "none"))
    if other or not future or clause.question:
        return False
    left = line.without(clause, [date.span for date in line.dates_in(clause)]).strip(" ,:")
    named, acts = subject(line, clause)
    if PAST.search(left) or _REPORT.match(left) or (named is not None and not acts):
        return False
    return bool(left) and (len(left.split()) <= 9 if left.isascii() else len(left) <= 10)


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
    return (ends or begins) and not _FINITE.search(left.lower())


def _dated(line: Line, clause: Clause, due: When) -> bool:
    """Whether a clause with a date to come says that somebody owes something."""
    owed = bool(line.said("obligation", clause)) or is_to_be_done(line, clause)
    if not owed and (line.said("state", clause) or _UNTIL.match(due.text.lower())):
        return False
    if not owed and due.direction != "by" and _PLANS.match(line.flat, head(line, clause), clause.end):
        return False
    if (
        due.direction == "by"
        or owed
        or _is_asked(line, clause)
        or line.said("channel", clause)
        or line.said("customer_side", clause)
    ):
        return True
    if _REPORT.match(line.flat[head(line, clause) : clause.end]) and not _said_to_act(line, clause, due):
        return False
    return bool(line.said("action", clause)) or _is_small_deed(line, clause)


def _said_to_act(line: Line, clause: Clause, due: When) -> bool:
    """缺审计报告,说月底能出: what is said is to be done, right behind its day."""
    place = head(line, clause)
    behind = due.span[1] + (line.flat[due.span[1] : due.span[1] + 1] in tuple("能会就可再先"))
    return line.flat.startswith("说", place) and any(each.start == behind for each in line.said("action", clause))


def _is_asked(line: Line, clause: Clause) -> bool:
    """请刘洋后天一起去: whatever it is, a colleague is asked for it."""
    colleague = doer(line, clause)
    return colleague is not None and _ASKED.search(line.flat, clause.start, colleague.span[0]) is not None


def _undated(line: Line, clause: Clause) -> bool:
    """Whether a clause without a date to come says that somebody owes something."""
    gone = any(line.is_past(date) for date in line.dates_in(clause))
    if gone or any(each.search(line.flat, clause.start, clause.end) for each in (PAST, _WAITS)):
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
    owed = line.said("obligation", clause)
    if owed and not (line.said("channel", clause) and line.said("channel", clause)[0].start < owed[0].start):
        weak = all(_WEAK.match(line.flat, each.start, each.end + 1) for each in owed)
        return not line.said("state", clause) and bool(not weak or line.said("action", clause) or (named and acts))
    return _IMPERATIVE.match(line.flat, place, clause.end) is not None
