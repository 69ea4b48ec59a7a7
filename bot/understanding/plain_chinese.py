"""A Chinese clause as who, when and what: from them alone whether something is owed, and by whom.

Where they do not tell, nothing is decided here: the words of the clause are then weighed one by one (owing, deeds).
"""

import re
from collections.abc import Sequence
from typing import Final

from bot.understanding.clauses import Clause
from bot.understanding.cues import cued
from bot.understanding.dates import When
from bot.understanding.line import Line
from bot.understanding.sentences import Verdict
from bot.understanding.subjects import customer_at, doer, head

_ME: Final = cued(
    r"(?<![和与跟给向对让听按照是叫请催问找帮替为陪带约邀求等要把被由比嫌信在于到的说讲答应诉知醒系复])(?:我(?![们行司方]?的)(?:们(?!公司))?(?:[行司方](?=[^\u4e00-\u9fff]|[^的]))?|咱们?|本人|余)"
)
_LITTLE: Final = re.compile(
    r"(?:这边|自己|亲自|也|再|先|就|会|来|去|要|得|尽快|马上|回头|立刻|抓紧|负责|还|都|直接|一起|顺便|另外|需要?|可以|能|\s)*"
)
# What nobody tells of himself without 了 unless it is still to be done.
_I_DO: Final = re.compile(
    r"(?:订|定(?=酒店|机票|位|票|房|餐|车)|盖章|回?寄|准备|备(?=料|货|好|齐)|整理|起草|草?拟|打印|复印|扫描|申请|提交|报批|上报|安排|落实|跟进|跟踪|处理|办(?!公|法)|补(?!充说)|改(?!天|日|期)|查(?!到|出)|核实|核对"
    r"|写(?!着|的)|做(?!的|事)|预约|汇报|请示|转达|转告|转发|抄送|邀请|参加|出席|主持|牵头|搞定|弄|接机|接站|送机|取(?!消|得)|领(?!导)|锁|开(?=票|发票|证明|函|户|账户)|补偿|赔|退(?=他|她|款|费|给)"
    r"|follow(?![a-z])|send(?![a-z])|check(?![a-z])|confirm(?![a-z])|prepare(?![a-z])|arrange(?![a-z])|update(?![a-z]))"
)
_DONE: Final = cued(
    r"了(?!解|结)|过(?=$|[,;。的])|已|刚|昨|[完好到](?=$|[,;。])|没|不|正在|一直|曾|每[天周月次]|的时候|着(?=$|[,;。])"
)
# 审完我盖章, 财务找到后我扫描发她: what follows what is still to come.
_AFTER: Final = cued(r"(?:之后|以后|完了?|好了?|下来了?|到了?|后(?![来天续期面勤台]))(?:再|就|由)?$")
_HANDS: Final = re.compile(
    r"(?:发|给|寄|送|回|报|交|传|转|带|拿|做|改|写|补|盖|签|算|查|联系|通知|安排|约|催|跟|办|扫描|上门|过去|去)"
)
# 帮云岭咖啡问交期, 问问产品部再说, 请示李雷后再定.
_FOR_THEM: Final = re.compile(
    r"(?:帮|替|给)(?!我)[^,;。]{0,10}?(?:问|查|看看|催|订|约|申请|争取|留意|留着?(?=\d|[一两几])|协调|打听|确认|盯|算|找|落实|预留|改|开(?=票|发票|证明|函|户))"
)
_TENTATIVE: Final = re.compile(
    r"(?:(?:先|再|得|要|去|还|我|跟|和|找|向)*(?:请示|汇报|商量|确认|核实|了解|打听|问问|看看|查查|算算|催催|找找|想想|问|查|算|催|追|跟|盯|核|试)(?!了|过|起|到|出|题|询|的)[^,;。我他她]{0,12}?(?:再(?:说|定|回|答|报|给|谈|看|议|联系|约)|(?:一下|下)(?=$|[,;。再]))"
    r"|(?:问问|催催|追一下|催一下|问一下|查一下|查查)[^,;。了]{0,10}$)"
)
_SELF: Final = re.compile(
    r"(?:那边|方面|也|都|会|要)*(?:自己|自行)(?:来|去|会|再|要)?(?:准备|带|备|安排|负责|解决|做|买|提|出|付|打|去|联系|找|办|装|改|报|搞定|弄|取|拉)"
)
_WANTS: Final = re.compile(
    r"(?:这边|那边)?(?:也|还|都|又)?(?:要(?=看|求|的|[^,;。]{0,6}(?:材料|资料|流水|发票|合同))|需要|想|说(?=$|[没不要]|[^,;。]{0,6}(?:没|不))|觉得|认为|问|怕|担心|嫌|催|卡|没|不|已|正?在|还在|问过|看过|等)"
)
_IDLE: Final = re.compile(
    r"[^,;。]{0,4}?(?:放假|休息|上班|下班|开会|盘点|年会|团建|搬家|搬|停工|停产|请假|出差|轮休|值班|忙|满|没|不|缺|走|离职|换人)"
)
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")


def spoken(line: Line, clause: Clause, dues: Sequence[When]) -> Verdict | None:
    """What a Chinese clause itself says; None where it leaves it open."""
    if not _HAN.search(line.flat, clause.start, clause.end):
        return None
    place = head(line, clause)
    colleague = doer(line, clause)
    if _is_heading(line, clause):
        return Verdict(False)
    if colleague is not None:
        behind = _after(line, clause, max(colleague.span[1], place))
        return _ours(line, clause, behind, colleague.span[0], dated=bool(dues))
    if line.dates_in(clause):
        return _dated(line, clause, place) if dues or _today(line, clause) else None
    if _DONE.search(line.flat, place, clause.end):
        return None
    return _undated(line, clause, place)


_ASKED: Final = cued(r"(?:请|让|由|派|叫|安排|要|麻烦|拜托|通知|转给|交给)(?:一下|下|了)?$")


def _ours(line: Line, clause: Clause, place: int, start: int, *, dated: bool) -> Verdict | None:
    """法务周四前审完: whoever of ours is to do something by a day; 风控要看发票 is what he needs."""
    if not dated and (_WANTS.match(line.flat, place, clause.end) or _DONE.search(line.flat, place, clause.end)):
        return Verdict(False)
    if not dated and _WANTS.match(line.flat, place, clause.end):
        return Verdict(False)
    if _IDLE.match(line.flat, place, clause.end) or place >= clause.end:
        return None
    asked = _ASKED.search(line.flat, clause.start, start)
    if asked and not _DONE.search(line.flat, place, clause.end):
        return Verdict(True, "ours")
    if line.said("state", clause) and not line.said("obligation", clause):
        return Verdict(False)
    return Verdict(True, "ours") if dated and not _DONE.search(line.flat, place, clause.end) else None


# 本月对账: a heading over what follows.
_HEADING: Final = re.compile(
    r"(?:\s|的)*(?:对账|小结|总结|复盘|回访|汇总|纪要|会议纪要|情况|进展|进度|报告|周报|月报|例会|跟进情况|回款|拜访|走访|行程|工作)(?:情况|记录|表|单)?\s*"
)


def _is_heading(line: Line, clause: Clause) -> bool:
    if not clause.mark.startswith((":", "\uff1a")):
        return False
    left = "".join(line.pieces(clause, [date.span for date in line.dates_in(clause)]))
    return _HEADING.fullmatch(left) is not None


# 资料他周四给, PO他说下周能出: he acts behind what it is about.
_THEY: Final = cued(
    r"(?<![和与跟给向对让听按照是叫请催问找帮替为陪带约邀求等要把被由比嫌信在于到的应诺诉知醒复])(?:他们?|她们?|佢哋?|客户|对方|甲方|人家)(?![的行])(?:那边|方面)?"
)
_SAYS: Final = re.compile(
    r"(?:也|又|还|都|自己|会|就|\s)*(?:说|话|讲|答应|应承|承诺|保证|表示)?(?:了|过)?(?:他们?|她们?)?(?:会|能|可以|最快|最晚|最迟|一定|就|再)*"
)
_THEY_GIVE: Final = re.compile(
    r"(?:会|能|可以|就|再|才|一定|先|把[^,;。我]{1,10}?|最快|最晚|要|来|去)*(?:给(?!他|她|客户)|畀|俾|发|传|带|寄|拿|补|交|出|定|下(?=单|订|来)|签|付|打款|汇|还|回|提供|过来|确认|安排|到|盖|审完|批|开)"
)
# 周四告诉他, 今天必须盯着发出去: done towards somebody, or seen through to its end.
_TOWARDS: Final = re.compile(
    r"(?:我们?|再|先|就|会|去|来|要|得|必须|务必|一定|还|也|抓紧|赶紧|尽快|\s)*(?:(?:告诉|通知|转告|追问?|问问?|盯着?|约|找|跟|陪|带|帮|替|送|接)(?:一下|下)?(?:他们?|她们?|客户|对方|人家|物流|工厂|仓库)"
    r"|(?:追|催|盯|问|查|跑|看|试|补|聊|碰|联系|了解|打听|跟进|确认|核实|协调|沟通|汇报|请示)(?:一下|下|一趟|一遍|一轮|一次)(?=$|[,;。]|[\u4e00-\u9fff])|盯着?[^,;。]{0,8}(?:发|出|到|办|做))"
)


def _dated(line: Line, clause: Clause, place: int) -> Verdict | None:
    """Whose deed a clause with a day to come tells, where who acts stands behind what it is about."""
    me = _ME.search(line.flat, place + 1, min(clause.end, place + _TOPIC))
    if me is not None and _AFTER.search(line.flat, place, me.start()):
        return None if _DONE.search(line.flat, me.end(), clause.end) else Verdict(True)
    they = _THEY.search(line.flat, place, min(clause.end, place + _TOPIC))
    if they is not None:
        behind = _little(line, clause, they.end())
        if behind > they.end() and _THEY_GIVE.match(line.flat, behind, clause.end):
            asks = _ME.search(line.flat, place, they.start())
            return None if asks or line.said("state", clause) else Verdict(True, "theirs")
    if customer_at(line, clause, place) is None and _TOWARDS.match(line.flat, place, clause.end):
        return None if _DONE.search(line.flat, place, clause.end) else Verdict(True)
    return None


def is_over(line: Line, date: When) -> bool:
    """Whether a time of today has gone by; the day itself has not."""
    last = date.end or date.start
    return last <= line.now and not (date.granularity == "day" and last.date() >= line.today)


def _today(line: Line, clause: Clause) -> bool:
    """Whether the clause names today, or a part of it that is not over."""
    return any(
        date.start.date() == line.today and not is_over(line, date) and date.direction == "at"
        for date in line.dates_in(clause)
    )


def _little(line: Line, clause: Clause, place: int) -> int:
    """Behind days and words of saying."""
    before = -1
    while before != place:
        before = place
        said = _SAYS.match(line.flat, place, clause.end)
        place = said.end() if said else place
        for date in line.dates_in(clause):
            if 0 <= date.span[0] - place <= 1:
                place = date.span[1]
    return place


def _undated(line: Line, clause: Clause, place: int) -> Verdict | None:
    named = customer_at(line, clause, place)
    behind = named[1] if named is not None else place
    if named is None and _owes(line, clause, place):
        return Verdict(True)
    if _PAY.search(line.flat, place, clause.end) and not _ME.search(line.flat, place, clause.end):
        return Verdict(True, "theirs")
    if _SELF.search(line.flat, behind, clause.end) and (named is not None or _pronoun(line, clause, place)):
        return Verdict(True, "theirs")
    if named is not None:
        return None
    me = _ME.search(line.flat, place, min(clause.end, place + _TOPIC))
    if me is not None and _i_do(line, clause, place, me):
        return Verdict(True)
    if me is None and (_FOR_THEM.match(line.flat, place, clause.end) or _TENTATIVE.match(line.flat, place, clause.end)):
        return Verdict(True)
    return None


_TOPIC: Final = 12  # characters of what a clause is about before who acts


def _i_do(line: Line, clause: Clause, place: int, me: re.Match[str]) -> bool:
    """我订酒店, 审完我盖章回寄, 利率我问下资金部: told of oneself, and not as done."""
    little = _LITTLE.match(line.flat, me.end(), clause.end)
    verb = little.end() if little else me.end()
    if _AFTER.search(line.flat, place, me.start()):
        return _HANDS.match(line.flat, verb, clause.end) is not None
    return (_I_DO.match(line.flat, verb, clause.end) or _TENTATIVE.match(line.flat, verb, clause.end)) is not None


# 定金30%他们签约当天付.
_PAY: Final = cued(r"(?:他们|她们|客户|对方|甲方|人家)[^,;。我]{0,8}(?:付清?|打款|打|汇|结清|自提|提货)$")
# 欠小崔一份复印件; 欠我们货款 is another matter.
_OWES: Final = re.compile(
    r"(?:我们?|还|也|咱们?|之前|\s)*欠(?:着|了)?(?!我|咱|款|薪|费|税|息|条|账|钱|缴|发|债|货|租|保|妥|佳|好)"
)
_A_PIECE: Final = re.compile(r"(?:的)?(?:一|两|俩|几|个|\d)?(?:份|个|张|本|套|次|顿|封|篇|批|台|盒|箱|版)(?![月年])")


def _owes(line: Line, clause: Clause, place: int) -> bool:
    found = _OWES.match(line.flat, place, clause.end)
    if found is None:
        return False
    end = found.end()
    pronoun = re.match(r"(?:他们?|她们?|客户|对方|人家)", line.flat[end : clause.end])
    end += pronoun.end() if pronoun else 0
    for start, after in sorted([*line.customers, *(person.span for person in line.people_in(clause))]):
        if line.flat[end:start] in ("", "的"):
            end = after
    return _A_PIECE.match(line.flat, end, clause.end) is not None


def _pronoun(line: Line, clause: Clause, place: int) -> bool:
    """投影他们自己准备: what it is about stands before whoever sees to it."""
    return (
        re.search(r"(?:他们?|她们?|客户|对方|甲方|人家|厂里)(?:那边|方面|会|要)?$", _before(line, clause, place))
        is not None
    )


def _before(line: Line, clause: Clause, place: int) -> str:
    found = _SELF.search(line.flat, place, clause.end)
    return line.flat[place : found.start()] if found else ""


def _after(line: Line, clause: Clause, place: int) -> int:
    """Where the verb begins behind days and little words."""
    for date in line.dates_in(clause):
        if 0 <= date.span[0] - place <= 1:
            place = date.span[1]
    while line.flat.startswith(" ", place) and place < clause.end:
        place += 1
    return place
