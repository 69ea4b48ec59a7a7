"""A Chinese clause as who, when and what: from them alone whether something is owed, and by whom.

Where they do not tell, nothing is decided here: the words of the clause are then weighed one by one (owing, deeds).
"""

import re
from collections.abc import Sequence
from typing import Final

from bot.understanding.dates import When
from bot.understanding.house.subjects import ON_US, customer_at, doer, head, subject
from bot.understanding.model import Colleague
from bot.understanding.owed.answers import is_for_firm
from bot.understanding.owed.asides import is_supposed
from bot.understanding.owed.saying import Verdict
from bot.understanding.owed.todays import i_keep_day, is_nobodys_deed, keeps_day, today_still
from bot.understanding.owed.undated import AFTER, DONE, I_DO, LITTLE, ME, TOPIC, undated
from bot.understanding.text.clauses import Clause
from bot.understanding.text.cues import cued
from bot.understanding.text.line import Line
from bot.understanding.text.talk import promises_us

_WANTS: Final = re.compile(
    r"说(?:要|得|需要?|缺|差)|[^,;。]{0,4}?(?:[\u4e00-\u9fff]得(?:出来|了|完|上|到|过来)|来得及)|(?:这边|那边)?(?:也|还|都|又)?(?:要(?=看|求|的|[^,;。]{0,6}(?:材料|资料|流水|发票|合同))|需要|想|说(?=$|[没不要]|[^,;。]{0,6}(?:没|不))|觉得|认为|问|怕|担心|嫌|催|卡|没|不|已|正?在|还在|问过|看过|等)"
)
_IDLE: Final = re.compile(
    r"[^,;。]{0,4}?(?:放假|休息|上班|下班|开会|盘点|年会|团建|搬家|搬|停工|停产|请假|出差|轮休|值班|忙|满|没|不|缺|走|离职|换人)"
)


def spoken(line: Line, clause: Clause, dues: Sequence[When]) -> Verdict | None:
    """What a Chinese clause itself says; None where it leaves it open, or where talk is pasted."""
    told = _told(line, clause, dues)
    return told if told is None or promises_us(line, clause) is None else None


def _told(line: Line, clause: Clause, dues: Sequence[When]) -> Verdict | None:
    if clause.mark.startswith((":", "\uff1a")) and _is_heading(line, clause):
        return Verdict(False)
    if is_supposed(line, clause):
        return Verdict(False)
    if _AGREES.fullmatch(line.flat, clause.start, clause.end):
        return Verdict(False)
    place = head(line, clause)
    colleague = doer(line, clause)
    if colleague is not None:
        return _by_colleague(line, clause, colleague, max(colleague.span[1], place), dues)
    if line.dates_in(clause):
        if _waits(line, clause, place) or _comes_back(line, clause, place):
            return Verdict(False)
        unless = _UNLESS.match(line.flat, place, clause.end)
        place = unless.end() if unless else place
        if is_nobodys_deed(line, clause, dues):
            return Verdict(False)
        return _dated(line, clause, place) if dues or _today(line, clause) else None
    return undated(line, clause, place)


_PAST: Final = cued(r"了(?=$|[,;。\d])|[看审发改查做写寄送回]了|已|过(?=$|[,;。])|没|正在")


def _by_colleague(line: Line, clause: Clause, colleague: Colleague, place: int, dues: Sequence[When]) -> Verdict | None:
    behind = _after(line, clause, place)
    if not dues and _tells(line, clause, behind):
        return Verdict(False)
    return _ours(line, clause, behind, colleague.span[0], dated=bool(dues) or _today(line, clause))


def _tells(line: Line, clause: Clause, place: int) -> bool:
    """陈晨反馈代发少了, 王敏今天去拜访了李总: what a colleague told or did."""
    if _REPORTS.match(line.flat, place, clause.end):
        return True
    return bool(line.dates_in(clause)) and _ANY_DONE.search(line.flat, place, clause.end) is not None


# 让小梁去找了: set to it, and not through with it.
_GONE_TO: Final = re.compile(r"(?:过去|去|在)(?!了|过|年)[^,;。了过完好到]{1,8}了$")
_REPORTS: Final = re.compile(r"反馈|反映|说(?=[^,;。]{0,4}[没不已])|提到|提出|发现|报告|告知|了解|认识|觉得|认为|听说")
_ANY_DONE: Final = cued(r"了(?!解|结)|过(?!去|来)")
_ASKED: Final = cued(r"(?:请|让|由|派|叫|安排|要|麻烦|拜托|通知|转给|交给)(?:一下|下|了)?$")


def _ours(line: Line, clause: Clause, place: int, start: int, *, dated: bool) -> Verdict | None:
    """法务周四前审完: whoever of ours is to do something by a day; 风控要看发票 is what he needs."""
    asked = _ASKED.search(line.flat, clause.start, start)
    ends = clause.end - line.flat.endswith("没", place, clause.end)  # 让财务查下到账没
    if asked and _GONE_TO.match(line.flat, place, clause.end):
        return Verdict(True, "ours")
    if asked and place < clause.end and not _PAST.search(line.flat, place, ends):
        return Verdict(True, "ours")
    if not dated and (_WANTS.match(line.flat, place, clause.end) or _is_done(line, clause, place)):
        return Verdict(False)
    if not dated and _WANTS.match(line.flat, place, clause.end):
        return Verdict(False)
    if _TAKES_IT.fullmatch(line.flat, place, clause.end):
        return Verdict(True, "ours")
    if _IDLE.match(line.flat, place, clause.end) or place >= clause.end:
        return None
    if line.said("state", clause) and not line.said("obligation", clause):
        return Verdict(False)
    return Verdict(True, "ours") if dated and not _PAST.search(line.flat, place, clause.end) else None


# 周末还,我说行: to what he said.
_AGREES: Final = re.compile(r"(?:我们?)?(?:就)?(?:说|回|答)(?:他|她)?(?:行|好的?|可以|没问题|ok|同意|成)(?:了|吧|啊)?")


def _is_done(line: Line, clause: Clause, place: int) -> bool:
    """Whether it is told as done, or not done; 能不能 asks."""
    found = DONE.search(line.flat, place, clause.end)
    asks = found is not None and found[0] == "不" and line.flat.startswith(line.flat[found.start() - 1], found.end())
    return found is not None and not asks


# 打样王芳跟: one verb, and whose it is.
_TAKES_IT: Final = re.compile(
    r"(?:来|去)?(?:收|办|写|做|跟|盯|改|审|出|送|取|查|弄|发|催|开|拟|报|负责|处理|跟进|对接|准备|安排|落实|收集|接手|牵头)"
)


# 本月对账: a heading over what follows.
_HEADING: Final = re.compile(
    r"(?:\s|的)*(?:对账|小结|总结|复盘|回访|汇总|纪要|会议纪要|情况|进展|进度|报告|周报|月报|例会|跟进情况|回款|拜访|走访|行程|工作|预约|约访|日程|活动|安排|提醒)(?:情况|记录|表|单)?\s*"
)


def _is_heading(line: Line, clause: Clause) -> bool:
    left = "".join(line.pieces(clause, [date.span for date in line.dates_in(clause)]))
    return _HEADING.fullmatch(left) is not None


# 资料他周四给, PO他说下周能出: he acts behind what it is about.
_THEY: Final = cued(
    r"(?<![和与跟给向对让听按照是叫请催问找帮替为陪带约邀求等要把被由比嫌信在于到的应诺诉知醒复])(?:他们?|她们?|佢哋?|客户|对方|甲方|人家)(?![的行])(?:那边|方面)?"
)
_SAYS: Final = re.compile(
    r"(?:财务|采购|会计)?(?:也|又|还|都|自己|会|就|\s)*(?:说|话|讲|答应|应承|承诺|保证|表示)?(?:了|过)?(?:他们?|她们?)?(?:会|能|可以|最快|最晚|最迟|一定|就|再)*"
)
_THEY_GIVE: Final = re.compile(
    r"(?:会|能|可以|就|再|才|一定|先|把[^,;。我]{1,10}?|最快|最晚|要|来|去)*(?:给(?!他|她|客户)|过?嚟|畀|俾|过到?数|入到?数|发|传|带|寄|拿|补|交|出|定|下(?=单|订|来)|签|付|打(?=$|款|钱|过)|汇|还|回|提供|过来|确认|安排|到(?=账|位|款)|盖|审完|批|开|备(?:齐|好|料)|准备|凑|整理|办|弄|搞定|结(?!婚|束)|清|拉走|提走|搬走|安排|派|验|配合|解决|处理)"
)
# 周四告诉他, 今天必须盯着发出去: done towards somebody, or seen through to its end.
_TOWARDS: Final = re.compile(
    r"(?:我们?|再|先|就|会|去|来|要|得|必须|务必|一定|还|也|抓紧|赶紧|尽快|\s)*(?:(?:告诉|通知|转告|追问?|问问?|盯着?|约|找|跟|陪|带|帮|替|送|接)(?:一下|下)?(?:他们?|她们?|客户|对方|人家|物流|工厂|仓库)"
    r"|(?:追|催|盯|问|查|跑|看|试|补|聊|碰|联系|了解|打听|跟进|确认|核实|协调|沟通|汇报|请示)(?:一下|下|一趟|一遍|一轮|一次)(?=$|[,;。]|[\u4e00-\u9fff])|盯着?[^,;。]{0,8}(?:发|出|到|办|做)|把(?![^,;。]*(?:来$|过来|给我|发我))[^,;。了]{2,16}$)"
)


# 没发的话今天发掉; 前台说下周一才回来 is news of somebody.
_UNLESS: Final = re.compile(r"(?:如果|要是|假如)?[^,;。]{1,8}?的话")
_COMES_BACK: Final = cued(
    r"(?:才|就|会|要)(?:能|会)?(?:回来|回国|回公司|回厂|回单位|上班|有空|有时间|有人|在(?:公司|厂|家|办公室)?|到家|出院|返岗|返程|休完假?)(?:上班)?\s*$"
)


def _comes_back(line: Line, clause: Clause, place: int) -> bool:
    return bool(_COMES_BACK.search(line.flat, place, clause.end)) and not ME.search(line.flat, place, clause.end)


def _dated(line: Line, clause: Clause, place: int) -> Verdict | None:
    """Whose deed a clause with a day to come tells, where who acts stands behind what it is about."""
    me = ME.search(line.flat, place + 1, min(clause.end, place + TOPIC))
    if me is not None and AFTER.search(line.flat, place, me.start()):
        return None if _PAST.search(line.flat, me.end(), clause.end) else Verdict(True)
    if me is not None and (_does(line, clause, me.end()) or keeps_day(line, clause, me.end())):
        return None if _PAST.search(line.flat, me.end(), clause.end) else Verdict(True)
    mine = is_for_firm(line, clause) or today_still(line, clause, place)
    if mine or (me is None and i_keep_day(line, clause)):
        return None if _PAST.search(line.flat, place, clause.end) else Verdict(True)
    if (
        _AWAITS.match(line.flat, place, clause.end)
        or _he_says(line, clause)
        or _firm_gives(line, clause)
        or _he_gives(line, clause, place)
    ):
        return Verdict(True, "theirs")
    they = _THEY.search(line.flat, place, min(clause.end, place + TOPIC))
    if they is not None:
        behind = _little(line, clause, they.end())
        if behind > they.end() and _THEY_GIVE.match(line.flat, behind, clause.end):
            asks = ME.search(line.flat, place, they.start())
            return None if asks or line.said("state", clause) else Verdict(True, "theirs")
    if customer_at(line, clause, place) is None and _TOWARDS.match(line.flat, place, clause.end):
        return None if _PAST.search(line.flat, place, clause.end) else Verdict(True)
    return None


# 等他们法务周三回话: it is theirs to give.
_AWAITS: Final = re.compile(
    r"[就再]?等(?:他们?|她们?|客户|对方|人家|甲方)[^,;。我再后]{0,10}(?:回话|回复|答复|反馈|通知|消息|结果|准信|签字|盖章|付款|打款|下单|确认|给|出|发|寄|来)$"
)
# 数量等他们会上定: what is waited for.
_WAITS_FOR: Final = re.compile(
    r"[^,;。我]{0,6}等(?:(?:他们?|她们?|客户|对方)(?=[^,;。]*(?:定|考虑|讨论|商量|研究)$)|总行|总部|领导|通知|消息|结果|批复|审批)"
    r"(?![^,;。]*(?:再|就|后|了)(?:我|发|给|去|报))"
)
_WAIT: Final = re.compile(r"[等待](?:到)?$")
_THEN: Final = re.compile(r"(?![^,;。]*再(?:看|说|议|放|定|考虑|决定|谈)(?:看|吧)?$)[^,;。]*(?:再|就|后|了|才)")


def _waits(line: Line, clause: Clause, place: int) -> bool:
    """付款要等月底资金计划: somebody waits until then."""
    if _WAITS_FOR.match(line.flat, place, clause.end):
        return True
    return any(
        _WAIT.search(line.flat, clause.start, date.span[0]) and not _THEN.match(line.flat, date.span[1], clause.end)
        for date in line.dates_in(clause)
    )


def _does(line: Line, clause: Clause, place: int) -> bool:
    """合同我今晚拟: a verb of our work right behind the writer and the day."""
    behind = _little(line, clause, place)
    little = LITTLE.match(line.flat, behind, clause.end)
    behind = little.end() if little else behind
    starts = any(each.start == behind for each in line.said("action", clause))
    return starts or I_DO.match(line.flat, behind, clause.end) is not None


def _he_says(line: Line, clause: Clause) -> bool:
    """佢哋财务话下星期三先过到数: he is named and says, or will do, what he gives us by a day."""
    named, acts = subject(line, clause)
    if named is None or not acts or ON_US.search(line.flat, named[1], clause.end):
        return False
    if line.said("state", clause) or line.said("negation", clause) or ME.search(line.flat, named[1], clause.end):
        return False
    return _THEY_GIVE.match(line.flat, _little(line, clause, named[1]), clause.end) is not None


# 智谷12月4日前提供审计报告: the customer, right before the day, and a thing of his.
_HIS_THINGS: Final = cued(
    r"(?:提供|提交|补齐?|交|给|出具|发|寄|回传|盖|签回?)[^,;。我]{0,8}(?:审计报告|流水|报表|财报|执照|章程|决议|资料|材料|证明|征信|回执|回签|盖章件|采购订单|订单|po(?![a-z])|对账单|保证金|定金|首付|押金)"
    r"|付(?!费)|打款|汇款|还款|还清|结清|下单|补足"
)


# 样品骆总明天寄: between the head of the clause and him stands nothing but a thing.
_A_THING: Final = re.compile(r"[^,;。跟给和与同找约问向对替帮陪催请让叫由应诺告诉说了的被把等]{1,12}")


def _he_gives(line: Line, clause: Clause, place: int) -> bool:
    """Whether somebody of theirs, right before the day, gives the thing named before him."""
    for person in line.people_in(clause):
        thing = place < person.span[0] and _A_THING.fullmatch(line.flat, place, person.span[0]) is not None
        if thing and any(date.span[0] == person.span[1] for date in line.dates_in(clause)):
            return _THEY_GIVE.match(line.flat, _little(line, clause, person.span[1]), clause.end) is not None
    return False


def _firm_gives(line: Line, clause: Clause) -> bool:
    for date in line.dates_in(clause):
        if any(end == date.span[0] for _, end in line.customers):
            return _HIS_THINGS.match(line.flat, _after(line, clause, date.span[1]), clause.end) is not None
    return False


def is_over(line: Line, date: When) -> bool:
    """Whether a time of today has gone by; the day itself has not."""
    last = date.end or date.start
    return last <= line.now and not (date.granularity == "day" and last.date() >= line.today)


def _is_now(line: Line, clause: Clause, date: When) -> bool:
    """Today, or a week or month that runs, where the deed stands right behind it: 剩下5家这礼拜拍完."""
    running = any(each.start == date.span[1] for each in line.said("action", clause))
    return date.start.date() == line.today or (running and date.start.date() <= line.today)


def _today(line: Line, clause: Clause) -> bool:
    """Whether the clause names today, or a part of it that is not over."""
    return any(
        _is_now(line, clause, date) and not is_over(line, date) and date.direction == "at"
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


def _after(line: Line, clause: Clause, place: int) -> int:
    """Where the verb begins behind days and little words."""
    for date in line.dates_in(clause):
        if 0 <= date.span[0] - place <= 1:
            place = date.span[1]
    while line.flat.startswith(" ", place) and place < clause.end:
        place += 1
    return place
