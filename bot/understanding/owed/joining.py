"""Two clauses that tell one promise: who takes it, what it is, and by when it is done."""

import re
from dataclasses import replace
from typing import Final

from bot.understanding.house.subjects import subject
from bot.understanding.owed.carried import BARE, STANDS
from bot.understanding.owed.deeds import Deed
from bot.understanding.owed.frames import demand
from bot.understanding.text.clauses import Clause
from bot.understanding.text.line import Line
from bot.understanding.text.verbs import every_act
from bot.understanding.text.wording import bare

# By itself such a text does not say what is done.
_BARE_END: Final = re.compile(
    r"(?:同样|一并|全部|必须|一定)?(?:完成|搞定|办好|做好|办妥|落实|给|出|交|弄好|做完)|done|finished|completed",
    re.IGNORECASE,
)
_TAKES: Final = re.compile(r"(?:来|去)?(?:负责|办|跟|跟进|盯|处理|落实|对接|牵头|弄|做|写|准备)\s*$")
# 周六9点安装,技术支持到场: who does what is set for a day.
_ATTENDS: Final = re.compile(
    r"(?:来|去|会)?(?:主讲|讲|到场|带队|主持|上门|出席|参加|值守|开车|操作|演示|授课|做|安装|调试|送|拍|过去)\s*$"
)
_LITTLE: Final = 2  # characters that say nothing of what is done
_BESIDE: Final = 3  # characters between two clauses that follow each other


def join_deeds(line: Line, deeds: list[Deed]) -> list[Deed]:
    """The deeds with those joined that are told in two clauses, in their order."""
    joined: list[Deed] = []
    for deed in deeds:
        before = joined[-1] if joined else None
        if before is not None and (_is_told_again(before, deed) or _is_rest(line, before, deed)):
            joined[-1] = _one(line, before, deed)
        else:
            joined.append(deed)
    return joined


# 答应博瑞的试用机,下周一到货后送ICU: first what, then when.
_PROMISED_THING: Final = re.compile(r"(?:我们?|之前|上次|当时)*(?:答应|承诺|应承|说好|许诺)(?:了|过|好)?")


# 答应的演示账号忘了开,今天补上: what was left undone, and when it is made up for.
_OWED_THING: Final = re.compile(
    r"[^,;。]{0,24}(?:忘了?|没|漏了?|拖着?|落下?)(?:来得及|顾上)?(?:给|寄|发|补|开|送|带|交|出|办|做)?(?:了)?$"
)
# 老马去催核保,保单15号前出: the second is about a thing of its own.
_NEW_THING: Final = re.compile(
    r"[\u4e00-\u9fff]{0,4}?(?P<last>[保订]单|合同|协议|方案|报告|报价|发票|样[品件机]|资料|材料|图纸|设备|配件|货|款)(?:[^,;。]*)"
)


def _same_verb(one: str, other: str) -> bool:
    """补发两箱标签,今天就发: the second only says when."""
    return BARE.fullmatch(other) is not None and other[-1] in one and not other.isascii()


def _is_rest(line: Line, before: Deed, deed: Deed) -> bool:
    """@阿凯 负责抵押评估 | 12月8日前出报告: what is dated completes what is not."""
    one, other = before.promise, deed.promise
    near = 0 <= deed.clause.start - before.clause.end <= _BESIDE
    if not near or one.by_customer or other.by_customer or one.due is not None or other.due is None:
        return False
    if other.owner is not None or (one.owner is not None and one.owner.is_desk and _ANSWERS.match(other.text)):
        return False
    if _PROMISED_THING.match(line.flat, before.clause.start, before.clause.end) and not line.said(
        "action", before.clause
    ):
        return True
    if _OWED_THING.search(line.flat, before.clause.start, before.clause.end) and BARE.fullmatch(other.text):
        return True
    if STANDS.fullmatch(line.flat, before.clause.start, before.clause.end) or _same_verb(one.text, other.text):
        return True
    thing = _NEW_THING.match(line.flat, deed.clause.start, deed.clause.end)
    if thing is not None and thing["last"] not in one.text:
        return False
    if other.text.isascii() and _BARE_END.fullmatch(other.text) is None and _names_a_thing(other.text):
        return False
    return one.owner is not None and _first_person(line, deed) is None or _BARE_END.fullmatch(other.text) is not None


def _is_told_again(before: Deed, deed: Deed) -> bool:
    """需补授权书,我明天带过去: the second holds all of the first, and its day."""
    one, other = before.promise, deed.promise
    if not 0 <= deed.clause.start - before.clause.end <= _BESIDE:
        return False
    ours = not one.by_customer and not other.by_customer and one.owner is other.owner is None
    return ours and one.due is None and len(one.text) > _LITTLE and one.text in other.text


# 已请后台查,后天前回复: who looks into it, and who answers the customer.
_ANSWERS: Final = re.compile(
    r"(?:再|就|统一|正式|先|要|得|查清|弄清|核实|确认|后)*(?:回电|回复|回覆|答复|答覆|回话|回信|给(?:个|出)?(?:说法|答复|回复|交代)|(?:告诉|告知|通知|答复|回复|发|报|给|回)(?:他|她|客户|对方))"
)


def _names_a_thing(text: str) -> bool:
    """Approval from Tom, roadmap session in January: the second is a thing of its own."""
    return text.lower().split(" ")[0] not in every_act()


def _first_person(line: Line, deed: Deed) -> re.Match[str] | None:
    return re.search(r"我|\b(?:i|we|my|our)\b", line.flat[deed.clause.start : deed.clause.end])


_I_TAKE: Final = re.compile(
    r"(?:那|就|还是)?我们?(?:这边)?(?:来|去)?(?:负责|办|跟|跟进|盯|处理|落实|对接|弄|做|写|准备|回|给|出|发|报)(?:吧|就行)?"
)


def with_asked_day(line: Line, deeds: list[Deed]) -> list[Deed]:
    """花姐要求今天给回信,我来回: what I take on is due when it was asked for."""
    owed = [deed.clause for deed in deeds if deed.promise.due is not None]
    return [_on_asked_day(line, deed) for deed in deeds if not _takes_on(line, deed, owed)]


def _takes_on(line: Line, deed: Deed, owed: list[Clause]) -> bool:
    """Whether the clause only takes on what the one before it tells as owed."""
    clause = deed.clause
    only = deed.promise.due is None and _I_TAKE.fullmatch(line.flat, clause.start, clause.end)
    return bool(only) and any(0 <= clause.start - each.end <= _BESIDE for each in owed)


def _on_asked_day(line: Line, deed: Deed) -> Deed:
    clause, promise = deed.clause, deed.promise
    if promise.due is not None or not _I_TAKE.fullmatch(line.flat, clause.start, clause.end):
        return deed
    before = next(
        (each for each in line.clauses if 0 <= clause.start - each.end <= _BESIDE and each is not clause), None
    )
    asked = [date for date in line.dates_in(before) if date.start >= line.frame.at(line.today)] if before else []
    if before is None or not asked or subject(line, before)[1] is not False:
        return deed
    return replace(deed, promise=replace(promise, due=asked[-1], text=demanded(line, before)))


def demanded(line: Line, clause: Clause) -> str:
    """What was asked for, without who asked and by when."""
    named = subject(line, clause)[0]
    spans = [*(date.span for date in line.dates_in(clause)), *([named] if named else [])]
    return bare(demand(line.without(clause, spans)))


def _one(line: Line, before: Deed, deed: Deed) -> Deed:
    one, other = before.promise, deed.promise
    mark = ", " if one.text.isascii() else "\uff0c"
    if STANDS.fullmatch(line.flat, before.clause.start, before.clause.end) or one.text in other.text:
        return deed
    bare_end = _BARE_END.fullmatch(other.text) or _same_verb(one.text, other.text)
    text = one.text if bare_end else f"{one.text}{mark}{other.text}"
    promise = replace(other, text=text, owner=one.owner, span=(one.span[0], other.span[1]))
    return Deed(promise, deed.clause)


def taken_by(line: Line, deeds: list[Deed]) -> list[Deed]:
    """他们要求27号前给接口文档,小林负责: the clause behind says whose promise it is."""
    named: list[Deed] = []
    taken: list[Clause] = []
    for deed in deeds:
        if any(deed.clause is each for each in taken):
            continue
        behind = next(
            (
                each
                for each in line.clauses
                if 0 <= each.start - deed.clause.end <= _BESIDE and each.start > deed.clause.start
            ),
            None,
        )
        takers = line.colleagues_in(behind) if behind is not None else []
        if takers and behind is not None and deed.promise.owner is None and not deed.promise.by_customer:
            rest = (
                line.flat[behind.start : takers[0].span[0]].strip() + line.flat[takers[0].span[1] : behind.end].strip()
            )
            attends = _ATTENDS.fullmatch(rest) and not line.dates_in(behind)
            if _TAKES.fullmatch(rest) or attends or (not rest and ":" not in behind.mark):
                text = deed.promise.text + (f"\uff0c{rest}" if attends else "")
                named.append(replace(deed, promise=replace(deed.promise, owner=takers[0], text=text)))
                taken.append(behind)
                continue
        named.append(deed)
    return named
