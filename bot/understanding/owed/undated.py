"""What a Chinese clause without a day tells as still to be done: 我订酒店, 问问产品部再说, 审完我盖章."""

import re
from typing import Final

from bot.understanding.house.subjects import customer_at
from bot.understanding.owed.saying import Verdict
from bot.understanding.owed.unsaid import is_unsaid, waits_for_them
from bot.understanding.text.clauses import Clause
from bot.understanding.text.cues import cued
from bot.understanding.text.line import Line

ME: Final = cued(
    r"(?<![想望和与跟给向对让听按照是叫请催问找帮替为陪带约邀求等来去回要把被由比嫌信在于到的说讲答应诉知醒系复])(?:我(?![们行司方]?的)(?:们(?!公司))?(?:[行司方](?=[^\u4e00-\u9fff]|[^的]))?|咱们?|本人|(?<![其剩业富多结])余(?=[已将会于拟今明周另再先]))"
)
LITTLE: Final = re.compile(
    r"(?:这边|自己|亲自|主动|也|再|先|就|会|来|去|要|得|尽快|马上|回头|立刻|抓紧|负责|还|都|直接|一起|顺便|另外|需要?|可以|能|\s)*"
)
# 我说要请示领导, 我说帮他问一下: what the writer told them he would do.
_I_TOLD: Final = re.compile(
    r"我们?(?:就|也|只好)?(?:说|讲|回(?=[要得去帮先给])|告诉(?:他|她|客户|对方)们?)(?:我们?)?(?:这边)?(?:可以|会|要|得|先|再|去|回去|帮(?:他|她|客户|你|忙)?们?|给(?:他|她|客户)们?|跟|向|和|找|\s)+"
    r"[^,;。我他她]{0,6}?(?:问|请示|申请|查|看看|汇报|协调|争取|沟通|了解|核实|确认|反映|催|报(?!价)|商量|测算|算)(?!过|了|不|没)"
)
# What nobody tells of himself without 了 unless it is still to be done.
I_DO: Final = re.compile(
    r"(?:订|定(?=酒店|机票|位|票|房|餐|车)|盖章|回?寄|准备|备(?=料|货|好|齐)|整理|起草|草?拟|打印|复印|扫描|申请|提交|报批|上报|安排|落实|跟进|跟踪|处理|办(?!公|法)|补(?!充说)|改(?!天|日|期)|查(?!到|出)|核实|核对"
    r"|写(?!着|的)|做(?!的|事)|预约|汇报|请示|转达|转告|转发|抄送|邀请|参加|出席|主持|牵头|搞定|弄|出(?=[\u4e00-\u9fff]{2})(?!差|国|席|现|去|来|门|口|事|院|台|版|于|了|租|售|席|价)|接机|接站|送机|取(?!消|得)|领(?!导)|锁|开(?=票|发票|证明|函|户|账户)|补偿|赔|垫付|先垫|签收|(?:送|带|拿|寄|发|传|转|开|跑|搬|扛)(?:过去|上门|去(?!年))|(?<=[去来])(?:问|查|看|找|谈|聊|说|跑|要|买|接|送|送?取|催|盯|办|协调|沟通|争取|解释)|退(?=他|她|款|费|给)"
    r"|follow(?![a-z])|send(?![a-z])|check(?![a-z])|confirm(?![a-z])|prepare(?![a-z])|arrange(?![a-z])|update(?![a-z]))"
)
DONE: Final = cued(
    r"了(?!解|结)|过(?=$|[,;。的])|已|刚|昨|[完好到](?=$|[,;。])|没|不|正在|一直|曾|每[天周月次]|的时候|着(?=$|[,;。])"
)
# 审完我盖章, 财务找到后我扫描发她: what follows what is still to come.
AFTER: Final = cued(r"(?:之后|以后|完了?|好了?|下来了?|到了?|[给发出签回]了|后(?![来天续期面勤台]))(?:再|就|由)?$")
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
# 结果出来第一时间告诉他, 批下来马上通知客户.
_WHEN_KNOWN: Final = re.compile(
    r"[^,;。我他她]{0,8}?(?:出来|下来|到了?|好了?|定了?|有了?(?:结果|消息)|结果|消息|之后|以后|后|完)(?:再|就|马上|立刻|立即|第一时间|尽快|会|\s)*(?:告诉|通知|发|给|回复?|联系|转|答复)(?:他们?|她们?|客户|对方|人家)"
    r"|[^,;。我他她]{0,6}?到了就(?:换|装|发|寄|送|开|补|修)"
)
_ORDER: Final = re.compile(
    r"(?:再|先|得|要|想)?(?:请|托)[^,;。我他她]{1,6}?(?:引荐|介绍|牵线|搭桥|帮忙|帮着|协调|出面|带路)|"
    r"(?:记得|得|要|再|先|去|给[^,;。]{1,6})?(?:订|定|买|约|留|备)(?=[一两几]?(?:个|束|间|张|桌|份|盒|辆|台|箱|把)(?!月|性|人|体))"
)
# 我全程陪, 我跟报关行再确认: how it is done tells that it is still to be done.
_I_GO_ON: Final = re.compile(
    r"(?:全程|统一|当面|现场|负责|亲自)(?:去|来)?(?:陪|跟|盯|接|送|讲|做|办|带|守|看|处理|解释)|(?:陪同?(?=$|[,;。])|(?:跟|和|找|向|让|请|催|与)[^,;。我他她]{1,8}?(?:再|先|去)(?:确认|核|催|问|沟通|协调|争取|对|谈|商量|申请|说|查|跟|聊|碰)|(?:找|请|让|跟|向)[^,;。我他她]{1,8}?(?:批|签|盖|定|拍板|审)(?=$|[,;。]))"
)
# 老外周日到,我陪着.
_I_STAY: Final = re.compile(
    r"我(?:们(?!公司))?(?:全程|亲自|过去|去|到时候?|在(?:现场|那))*(?:(?:陪|盯|守|看|跟)着|(?:也|就|会|要)*(?:跟着|陪着?|一起|一块儿?|同)(?:他们?|她们?)?(?:过去|去|上门)(?:一?趟|看看|一下|一次)?)"
)
_SELF: Final = re.compile(
    r"(?:那边|方面|也|都|会|要)*(?:自己|自行)(?:来|去|会|再|要)?(?:准备|带|备|安排|负责|解决|做|买|提|出|付|打|去|联系|找|办|装|改|报|搞定|弄|取|拉)"
)


def undated(line: Line, clause: Clause, place: int) -> Verdict | None:
    """Whether a clause without a day, and without one of our own named, tells what is still to be done."""
    if _is_asked(line, clause, place) or _I_STAY.fullmatch(line.flat, place, clause.end):
        return Verdict(True)
    place = _behind_topic(line, clause, place)
    if customer_at(line, clause, place) is None:
        if is_unsaid(line, clause, place):
            return Verdict(True)
    elif waits_for_them(line, clause, place):
        return Verdict(True)
    elif _COMES.match(line.flat, _named_end(line, clause, place), clause.end):
        return Verdict(True, "theirs")
    if DONE.search(line.flat, place, clause.end):
        return None
    if line.said("term", clause):
        theirs = customer_at(line, clause, place) is not None or bool(line.said("customer_side", clause))
        return Verdict(True, "theirs" if theirs else "mine")
    return _still(line, clause, place)


# 让我安排品控过去一趟: asked of the writer.
_ASKS_ME: Final = re.compile(
    r"(?:他|她|客户|对方|人家|也|又|还|就|\s)*(?:让|叫|请|要|托|求)我(?:们|(?!们))(?:[行司方厂](?!的))?(?:这边)?(?:再|先|尽快|赶紧|抓紧|帮忙?|给他们?|给她们?|也|去|来)*"
    r"(?!等|的|看看?$|别|不|赔|退|免|降|减|让|优惠|打折|便宜|垫|转达|带话|知道|看着办|放心|理解|体谅|支持|少|多|考虑|想|把握)[\u4e00-\u9fff]{2}"
)
# 客户那边我去解释: with whom it is done stands first.
_OVER_THERE: Final = re.compile(r"(?:那边|那里|那头|方面)的?(?=(?:[^,;。说要想问催让跟给找请]{2,8})?我)")


def _is_asked(line: Line, clause: Clause, place: int) -> bool:
    asked = _ASKS_ME.match(line.flat, place, clause.end)
    return asked is not None and DONE.search(line.flat, asked.end(), clause.end) is None


_THEN_I: Final = re.compile(r"的?(?:[^,;。说要想问催让跟给找请]{2,8})?我")


def _behind_topic(line: Line, clause: Clause, place: int) -> int:
    named = customer_at(line, clause, place)
    found = _OVER_THERE.match(line.flat, named[1], clause.end) if named is not None else None
    there = named is not None and line.flat[named[1] - 2 : named[1]] in ("那边", "那里")
    if found is None and named is not None and there and _THEN_I.match(line.flat, named[1], clause.end):
        return named[1]
    return found.end() if found is not None else place


def _still(line: Line, clause: Clause, place: int) -> Verdict | None:
    named = customer_at(line, clause, place)
    behind = named[1] if named is not None else place
    if named is None and (_owes(line, clause, place) or _I_GO.fullmatch(line.flat, place, clause.end)):
        return Verdict(True)
    if _theirs(line, clause, place, behind):
        return Verdict(True, "theirs")
    if named is not None:
        return None
    me = ME.search(line.flat, place, min(clause.end, place + TOPIC))
    if me is not None and (_i_do(line, clause, place, me) or _I_TOLD.match(line.flat, place, clause.end)):
        return Verdict(True)
    if me is None and (_ORDER.match(line.flat, place, clause.end) or _WHEN_KNOWN.match(line.flat, place, clause.end)):
        return Verdict(True)
    if me is None and (_FOR_THEM.match(line.flat, place, clause.end) or _TENTATIVE.match(line.flat, place, clause.end)):
        return Verdict(True)
    return None


def _theirs(line: Line, clause: Clause, place: int, behind: int) -> bool:
    """余款年底结清, 投影他们自己准备, 资料他发: for the customer to do."""
    flat, end = line.flat, clause.end
    if _PAY.search(flat, place, end) and not ME.search(flat, place, end):
        return True
    if behind == place and _THEY_DO.fullmatch(flat, place, end):
        return True
    return _SELF.search(flat, behind, end) is not None and (behind > place or _pronoun(line, clause, place))


TOPIC: Final = 12  # characters of what a clause is about before who acts


def _i_do(line: Line, clause: Clause, place: int, me: re.Match[str]) -> bool:
    """我订酒店, 审完我盖章回寄, 利率我问下资金部: told of oneself, and not as done."""
    little = LITTLE.match(line.flat, me.end(), clause.end)
    verb = little.end() if little else me.end()
    if AFTER.search(line.flat, place, me.start()):
        return (_HANDS.match(line.flat, verb, clause.end) or I_DO.match(line.flat, verb, clause.end)) is not None
    return any(each.match(line.flat, verb, clause.end) for each in (I_DO, _TENTATIVE, _I_GO_ON))


# 接机我去, 酒店我来; 资料他发, 运费客户出.
_I_GO: Final = re.compile(
    r"(?!原本|本来|原来|之前|以前|一直)[^,;。了我他她说]{1,8}(?:我们?(?![行司方])|咱们?)(?:去|来|负责)*"
    r"(?:去|来|发|给|出|付|带|办|准备|提供|补|写|拟|拿|买|订|交|打|寄|送|做|安排|搞定|承担|解决|处理|落实|排|弄|定|接|报|催|改)"
    r"|[^,;。了我他她说]{0,8}我们?(?:来|去)(?!了|过|的|说|看)[\u4e00-\u9fff]{1,6}"
)
_THEY_DO: Final = re.compile(
    r"[^,;。了我他她说给让请叫催问找跟和与向]{1,8}(?:他们?|她们?|客户|对方|甲方)(?:那边|自己)?(?:来|去|会|负责|自己)*(?:发|给|出|付|带|办|准备|提供|补|写|拿|买|交|打|寄|送|安排|搞定|承担|解决|请|找|联系|装|修|运|拉|接|租|测|备|报|申请|协调|处理)"
)
# 定金30%他们签约当天付.
_PAY: Final = cued(
    r"(?:他们|她们|客户|对方|甲方|人家)[^,;。我自]{0,8}(?:付清?|打款|打|汇|结清|自提|提货)$|(?:余款|尾款|货款|剩余款?|剩(?=[\d一二三四五六七八九十两]))(?![^,;。]*[拖欠逾])[^,;。]{0,10}(?:结清?|付清?|打)$"
)
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


# 他说凑齐了送来, 说款一到就给我们结.
_COMES: Final = re.compile(
    r"(?:那边|也|又|还|都)*(?:说|答应|承诺|保证|表示)(?![^,;。]*(?:考虑|可能|看情况))[^,;。不没我]{0,12}?(?:(?:送|寄|发|拿|带|补|交|传|打|转)过?来|(?:给|发|寄|传)我们?|(?:就|再|会)?给(?:我们|我|咱们?)(?:结|付|打|送|发|寄|补|回|介绍))[^,;。我]{0,4}$"
)


def _named_end(line: Line, clause: Clause, place: int) -> int:
    named = customer_at(line, clause, place)
    return named[1] if named is not None else place


def _pronoun(line: Line, clause: Clause, place: int) -> bool:
    """投影他们自己准备: what it is about stands before whoever sees to it."""
    return (
        re.search(r"(?:他们?|她们?|客户|对方|甲方|人家|厂里)(?:那边|方面|会|要)?$", _before(line, clause, place))
        is not None
    )


def _before(line: Line, clause: Clause, place: int) -> str:
    found = _SELF.search(line.flat, place, clause.end)
    return line.flat[place : found.start()] if found else ""
