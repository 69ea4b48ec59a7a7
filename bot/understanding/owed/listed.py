"""What stands under a heading of things to do, and what a line tells as done right behind it."""

import re
from typing import Final

from bot.understanding.house.subjects import head, subject
from bot.understanding.owed.asides import PAST
from bot.understanding.owed.deeds import Deed
from bot.understanding.owed.headings import is_heading, is_named_item
from bot.understanding.owed.unsaid import begins_work
from bot.understanding.text.clauses import Clause
from bot.understanding.text.cues import cued
from bot.understanding.text.line import Line
from bot.understanding.text.scanner import hasty

_BESIDE: Final = 3  # characters between two clauses that follow each other

# Promised the quote by the 10th, sent on the 9th.
_KEPT: Final = re.compile(
    r"(?:and\s+|which\s+|already\s+|now\s+|all\s+|i\s+|we\s+|have\s+|has\s+been\s+|was\s+)*(?:done|sent|delivered|emailed|posted|handed\s+over|gave|given)\b"
)
# 让我发模板,已发.
_KEPT_ZH: Final = re.compile(
    r"(?:我|当场|当天|今天|今早|上午|刚才|随后|马上|就|都|全|也)*(?:(?:已经?|刚刚?|都)(?:重发|重寄|补发|补寄|退回?|转|递|推送|上传|登记|反馈|转告|报备|约|发|给|办|处理|寄|做|回复?|解决|弄|搞定|提交|安排|改|补|完成|传|送|报|交|盖|开|联系|通知)(?:了|好了?|完了?|过了?|给[他她]了?|过去了?|出去?了?|完毕|(?:给|到)?[\u4e00-\u9fff]{2,3})*"
    r"|(?:发|给|办|处理|寄|做|回复|解决|弄|搞定|提交|安排|改|补|传|送|报|交)(?:好了|完了|过了|过去了|给[他她]了|出去了|掉了|了))"
)
_AND_DID: Final = cued(r"\b(?:and|which|so|then)\s+(?:i|we)\s+(?:did|have)\b(?!\s+to)|\b(?:job|all)\s+done\b")
_GIVEN: Final = cued(r"\b(?:promised|owed|said|told|agreed)\b")


# Noted, no promises made: what was wished for before is not taken on.
_NO_PROMISE: Final = cued(
    r"\b(?:no|without)\s+(?:promises?|commitments?)(?:\s+(?:made|given|from\s+(?:me|us)))?\b(?!\s+(?:to|by)\b)"
    r"|\bpromised\s+nothing\b|\bdidn't\s+(?:promise|commit)\b"
)


_PROMISED_OF: Final = re.compile(
    r"[^,;。]{0,16}?(?:时候?|那天|当时|之前|上次|以前)[^,;。]{0,4}?(?:承诺|答应|许诺|说好|约定|应承)(?:好|过|了)?的[^,;。]{1,10}"
)


# Open day tomorrow, not going.
_DECLINED: Final = re.compile(
    r"(?:i'm\s+|we're\s+|i\s+am\s+|i\s+)?(?:not\s+(?:going|attending|coming)|can't\s+(?:make|do|go|come|attend)(?:\s+(?:it|that))?|won't\s+(?:be\s+there|go|make\s+it)|declined|(?:i\s+|we\s+)?(?:said|told\s+\w+)\s+(?:no(?!\s+(?:problem|worries))|(?:we|i)\s+(?:can't|couldn't|won't)|not\s+possible)|sent\s+(?:my\s+)?apologies|giving\s+it\s+a\s+miss)\b[^,;]{0,12}"
)


# 要延到一月份付,没松口: asked for, and not granted.
_REFUSED: Final = re.compile(
    r"(?:但是?|被|让)?(?:我们?|领导|老板)?(?:这边|当场|暂时|都|也|还|先)*(?:没|未|没有|不)(?:敢|能|有)?(?:松口|答应|同意|表态|接受|应承|批准|批|给准信|给承诺|应下来?)(?:他们?|她们?|客户)?(?:的)?"
    r"|(?:我们?)?(?:当场|婉言|已经?)?(?:拒绝|回绝|婉拒|推掉|推辞|顶回去)(?:了)?"
)


def is_denied(line: Line, deed: Deed) -> bool:
    """Whether the line says further on that nothing was promised."""
    if deed.promise.due is None and _PROMISED_OF.fullmatch(line.flat, deed.clause.start, deed.clause.end):
        return True  # 上周三承诺的三套图纸: which thing is meant
    behind = next((each for each in line.clauses if 0 <= each.start - deed.clause.end <= _BESIDE), None)
    if behind is not None and deed.promise.owner is None and _REFUSED.fullmatch(line.flat, behind.start, behind.end):
        return True
    if deed.promise.by_customer or line.said("obligation", deed.clause):
        return False
    if behind is not None and _DECLINED.fullmatch(line.flat, behind.start, behind.end):
        return True
    return _NO_PROMISE.search(line.flat, deed.clause.end) is not None


def is_kept(line: Line, deed: Deed) -> bool:
    """Whether the clause behind tells that what was promised has been done."""
    behind = next(
        (each for each in line.clauses if 0 <= each.start - deed.clause.end <= _BESIDE and each is not deed.clause),
        None,
    )
    if not deed.promise.by_customer and behind is not None and _KEPT_ZH.fullmatch(line.flat, behind.start, behind.end):
        return True
    if deed.promise.by_customer or not _GIVEN.search(line.flat, deed.clause.start, deed.clause.end):
        return False
    if _AND_DID.search(line.flat, deed.clause.start, deed.clause.end):
        return True
    behind = next((each for each in line.clauses if 0 <= each.start - deed.clause.end <= _BESIDE), None)
    if behind is None or behind.start <= deed.clause.start:
        return False
    return _KEPT.match(line.flat, behind.start, behind.end) is not None


# 待办:1)对账单 2)约谈结款: what stands under such a heading is to be done.
_TODO: Final = re.compile(
    r"(?:本周|今天|明天|下周|我的?|我方|接下来)?(?:待办(?:事项)?|行动项|todo|to-?do|下一步(?:工作|计划|动作)?|待跟进(?:事项)?|跟进事项|任务|提醒自己|备忘)(?:如下|有)?\W*"
)
_NO_ITEM: Final = cued(r"已|了(?=$|[,;。])|无|没|暂|不")


_HAN: Final = re.compile(r"[\u4e00-\u9fff]")


def is_item(line: Line, clause: Clause) -> bool:
    """Whether a clause under such a heading is one thing to do."""
    if line.flat[clause.start : clause.end].isascii() and _HAN.search(line.flat) is None:
        return is_named_item(line, clause)
    left = line.flat[head(line, clause) : clause.end].strip()
    told = _TODO.fullmatch(line.flat, clause.start, clause.end) or _NO_ITEM.search(line.flat, clause.start, clause.end)
    return len(left) >= _SHORTEST_ITEM and not told and subject(line, clause)[1] is None


_SHORTEST_ITEM: Final = 2


def is_list_of_tasks(line: Line) -> bool:
    """1. 给鑫达发报价 2. 周四前约李总吃饭 3. 催合同: numbered, and each item begins with a day or with work."""
    if len(_NUMBER.findall(line.flat)) < _FEWEST_ITEMS:
        return False
    items = [each for each in line.clauses if not _NUMBER.fullmatch(line.flat[each.start : each.end])]
    behind = next((n for n, each in enumerate(items) if _NUMBER.search(line.flat, 0, each.start + 1)), 0)
    return all(is_task(line, each) or line.dates_in(each) for each in items[behind:])


def is_task(line: Line, clause: Clause) -> bool:
    """Whether an item begins with work."""
    return begins_work(line, head(line, clause), clause.end) and not PAST.search(line.flat, clause.start, clause.end)


_NUMBER: Final = hasty(r"(?:(?<=[\s;。,:])|^)[(]?[1-9](?:[.、)]\s?|$)(?!\d)|[①-⑨]")
_FEWEST_ITEMS: Final = 2


def is_todo(line: Line, clause: Clause) -> bool:
    """Whether the clause is a heading of things to do."""
    if line.flat[clause.start : clause.end].isascii() and is_heading(line, clause):
        return True
    return _TODO.fullmatch(line.flat, clause.start, clause.end) is not None


# What is only on the way to the thing that is promised next: 再申请申请,周二给她信儿.
_ON_THE_WAY: Final = re.compile(
    r"申请|问|报(?=总|省|分|上级|领导|公司|批|审)|上报|商量|协调|沟通|看看|研究|汇报|请示|确认|核实|查|讨论|争取|\b(?:check|speak|talk|discuss|ask|look|see|review|think|find\s+out"
    r"|work)\b"
)


def is_on_the_way(step: str, then: str) -> bool:
    """Whether one deed is only a step to the next: check with credit, revert to her Tuesday."""
    return _ON_THE_WAY.search(step) is not None and (not step.isascii() or _COMES_BACK.search(then) is not None)


# What one checks something for: to tell the customer.
_COMES_BACK: Final = re.compile(
    r"\b(?:back|revert|reply|respond|answer|let|tell|confirm|update|inform|advise|give|send|call|ring|email)\b"
)


_ASKED_US: Final = re.compile(
    r"(?:让|叫|要求?|请|催|求)(?:(?:我们?|我[行司方]|咱们?)|(?=(?:给|发|出|做|报|再|重新)[\u4e00-\u9fff]))"
)
_I_SAID: Final = re.compile(r"我们?(?:就)?(?:说|答应|回复?|承诺)")  # 来电催放款,我说最快周三


def leads_to(line: Line, deed: Deed, later: Deed) -> bool:
    """A step without a day of its own, right before what is given to the customer by a day."""
    one, other = deed.promise, later.promise
    same = one.owner == other.owner and one.by_customer == other.by_customer is False
    beside = 0 <= later.clause.start - deed.clause.end <= _BESIDE
    return (
        same
        and beside
        and one.due is None
        and other.due is not None
        and (is_on_the_way(one.text.lower(), other.text.lower()) or _answers(line, deed, later))
    )


def _answers(line: Line, deed: Deed, later: Deed) -> bool:
    """开错了让我们重开|我说三天内重寄: what was asked for is what is promised next."""
    asked = _ASKED_US.search(line.flat, deed.clause.start, deed.clause.end)
    said = _I_SAID.match(line.flat, later.clause.start, later.clause.end)
    return asked is not None and (said is not None or _TO_HIM.search(later.promise.text) is not None)


_TO_HIM: Final = re.compile(r"(?:发|给|寄|送|回|报)(?:给)?(?:他|她|客户|对方)$")
