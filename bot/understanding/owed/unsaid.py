"""What a Chinese clause tells as still to be done by its form alone: 改天约他详谈, 送个花篮, 修好寄给他."""

import re
from typing import Final

from bot.understanding.house.subjects import doer
from bot.understanding.text.clauses import Clause
from bot.understanding.text.cues import cued
from bot.understanding.text.line import Line
from bot.understanding.text.scanner import listed
from bot.understanding.text.vocabulary import load

_WORK: Final = load("chinese")["work"]


def _any(kind: str) -> str:
    return listed(sorted(_WORK[kind].split(), key=len, reverse=True))


_DONE: Final = r"了(?!解|结)|过(?=$|[,;。的])|已(?!知)|刚|昨|没|正在|曾|一直|总是|从来|的时候|着(?=$|[,;。])"
_OVER: Final = re.compile(rf"[^,;。]*?(?:{_DONE})")
_LITTLE: Final = (
    r"(?:我们?(?![行司方厂公])|咱们?|也|就|得|要(?!求|是)|还|另外?|需要?|去|来|会|先|再|自己|亲自"
    r"|单独|专门|顺便|顺路|直接|尽快|赶紧|抓紧|马上|立刻|\s)*"
)
# When, but no day: 改天, 有空, 下次.
_SOME_DAY: Final = re.compile(rf"{_LITTLE}(?:{_any('some_day')})(?:的?时候)?")
_LEAD: Final = re.compile(_LITTLE)
_VERB: Final = re.compile(rf"(?:{_any('verbs')})(?![了过着])")
_IDLE: Final = re.compile(rf"(?:{_any('idle')})|[^,;。]{{0,3}}?(?:不|别)")
# 送个花篮, 补两张, 重发一份: a verb of doing for somebody and something counted that is not there yet.
_PIECE: Final = (
    r"(?:(?:一|两|俩|几|[二三四五六七八九十]|\d{1,4})(?:个|份|张|本|套|束|盒|箱|件|台|瓶|篮|桌|间|封|条|把|根|只|支|单|版|批|车|吨|次|声|顿|家|篇|页|组|趟|遍|盆|袋|桶|卷|块|辆|面|枚|盘)"
    r"|(?:个|份|张|束|点|些|封|趟|遍|声|次|顿|盆|套)(?=[\u4e00-\u9fffa-z]))(?![体月人性别税贷钟币])"
)
_FOR: Final = r"(?:(?:给|帮|替|为|跟|和|向|找)[^,;。了的我]{1,6}?)?"
_COUNTED: Final = re.compile(
    rf"{_FOR}(?:重新?|补|再|加|另|先)?(?:{_any('gives')})(?:给|上|去)?(?:他们?|她们?|客户|对方|人家)?{_PIECE}"
)
# 重发, 补寄, 再催: once more.
_AGAIN: Final = re.compile(
    r"(?:(?:作废|撤回|退回|收回|红冲|冲掉|取消|报废|拆掉)(?:后|再)?)?(?:重新?|补|加急|另行?)(?:发(?!票|货款)|寄|开(?!始|具的)|做|报(?!表)|送|打印|写|算|拍|排(?!期)|测|订(?!单)|录|传|印|刻|制作|安排|核对|出(?=$|一|个|具|图|报|给))(?![的费要需得])|重新(?!开业|上线|上市|营业|启动|开始|申请了)[\u4e00-\u9fff]{2,6}$|(?:重新?|补)(?:盖|贴|染|扫|译)(?![的费要需得])"
)
_BIT: Final = re.compile(
    r"(?P<verb>[\u4e00-\u9fff][^,;。我了]{0,12}?)(?:(?:一下|一趟|一遍|一声)(?:[^,;。了]{1,8})?"
    r"|(?<![楼以线名私当旗乡放剩留拿余之手底如眼年月节脚地天足门])下)$"
)
# 红包转给他, 报告先发给石经理看, 寄回去重盖: what is handed on, and not told as done.
_HANDS: Final = re.compile(
    r"[^,;。他她了的我你]{0,8}?(?:先|再|统一|单独|另外|直接|一并|都|就|还是)*(?:发|寄|转|送|报|交|递|拿|带|传真?|抄送|退|推|快递|邮寄|打印)"
    r"(?:(?:还)?给(?!我|咱|了|过|的|谁)[^,;。了]{1,8}|(?:回去|过去|回厂)(?!了|年|的)[^,;。了]{0,6}"
    r"|到?(?:他|她|客户|对方)的?(?:邮箱|微信|手机|办公室|公司|店里|厂里)"
    r"|(?:风控|法务|财务|合规|总部|总行|分行|领导|客户|他们?|她|审批|[\u4e00-\u9fff]{2}部))$"
)
_TOLD: Final = re.compile(
    r"\s*(?:他|她|对方|客户|人家)?(?:们)?(?:说|讲|回复|回说|答复|表示|称|反馈|收下|看了|没要|不要)"
)
# 跟生产确认下能不能赶出来: what is to be found out.
_FINDS_OUT: Final = re.compile(
    r"(?:再|先|要|得|去|需要?|我|\s)*(?:(?:跟|和|找|向|让|请|与)[^,;。了我]{1,6}?)?(?:确认|核实|问|查|核对|了解|打听|看|落实|沟通|对|请示|汇报|商量|申请|协调|推|提|改|加|更新|介绍|核)(?:一下|下|清楚)(?!了)[^,;。了]{1,14}$"
)
_OURS: Final = "|".join(sorted(" ".join(load("chinese")["desks"].values()).split(), key=len, reverse=True))
# What is dealt with, in one of these ways.
_DEALT_WITH: Final = re.compile(
    # 运费发票找财务补开: who is to be got to do it.
    r"[^,;。他她了的我你]{0,8}(?:得|要|再|先|去)?找(?!我|他|她|到|不|人家)[^,;。了]{2,6}?(?:(?:补|开|盖|批|签|领|申请|重|确认|核|协调|借|调|沟通|商量|谈|问|聊|解决|处理|落实)[^,;。了]{0,6}|[要拿])$"
    # 名单整理一下: what it is about stands first.
    r"|[^,;。他她了我你]{2,10}?(?:整理|核对|汇总|更新|统计|完善|补充|修改|检查|准备|梳理|归档|登记|处理|调整|改|查|算|确认|核实|落实|协调|优化|清理)(?:一下|一遍|一版|下)(?:就行|就好|即可)?$"
    # 跟风控通个气: a word with our own.
    r"|(?:再|先|得|要|去|也|还|我)*(?:跟|和|与|找|向)[^,;。了我]{1,8}?(?:通(?:个|一?下)?气|打(?:个|声)招呼|碰(?:个|一?下)头|说一?声|提一?句|合计|知会|报备)(?:一下|下)?$"
    # 跟船务确认舱位: to be cleared with a department of ours.
    rf"|(?:再|先|得|要|去|也|还|我)*(?:跟|和|与|找|向)"
    rf"(?:{_OURS}|领导|老板|公司|行里|厂里|船务|车间|上级)(?:那边|这边|部门?)?(?:再|先|去)?"
    rf"(?:确认|核实|落实|核对|沟通|协调|要|对一?下|申请|争取|商量|问|请示|汇报|反映|报备|排期?|约|借|调)(?!过|好|完|一致|到位)[^,;。了过]{{0,12}}$"
    # 把质量问题解释清楚: what is to be done with it.
    r"|(?:我们?|先|再|得|要|去|尽快|顺便|\s)*把[^,;。了我他她]{2,12}?(?:解释|说|讲|问|查|弄|理|写|做|补|改|办|存|归|收|整理|准备|核|对|盖|签|发|寄|送|交|退|还|拿|带|取|换|修|装|拉|转|报|传|算|列|翻|译|贴|锁|关|开|调)[^,;。了]{0,6}$"
    # 草稿先给法务过一遍, 缺的两款盯一下染厂.
    r"|[^,;。他她了我你]{0,10}?(?:先|再|得|要)*(?:给|让)[^,;。了我你他她]{2,5}?(?:过一遍|过目|看一?下|看看|审一?下|审核|把把?关|确认一?下)$"
    r"|[^,;。他她了我你]{2,10}?(?:盯|催|问|跟|核|改|补)(?:一下|下)[^,;。了]{1,5}$"
)
# 安排车去接, 派人上门; 带上样品.
_SENDS: Final = re.compile(
    r"(?:通知|提醒|转告)(?!了|书|单|函|我)[^,;。了]{2,10}$|联系(?!了|过|方式|人|不|上|到|我|电话)[^,;。了]{2,12}$|带(?:去|到|过去)[^,;。了]{1,8}$|"
    r"(?:安排|派|叫)(?!了|在|到|妥|好)[^,;。了]{1,6}?(?:去|来|过去|上门|接|送|处理|跟进|对接|配合|看|拉|取|卸|装)[^,;。了]{0,4}$"
    r"|带(?:上|好)[^,;。了]{1,10}$"
)
# 问问, 压压价: doubled, a verb tells of what is still to be tried.
_DOUBLED: Final = re.compile(
    r"(?:提前|先)?(?:去|到|在|跟|和|与|给|向|找|让|帮)?[^,;。他她是我你]{0,6}?(?P<verb>[问催看聊谈查算压试想找跑盯磨探说讲劝比改修补拉走转估量测摸对碰催把坐])(?P=verb)(?!天[^,;。]|来|我|你)"
)
_SAYS: Final = re.compile(
    r"(?:跟|和|与|给|向|找|帮|替|对)[^,;。]{1,8}?(?:说|道|打|通|走|碰|要|讲|提)|恭喜|祝贺|道喜|问候|关心|安慰|鼓励|加|道"
    r"|表示|走|打(?:个)?招呼|通(?:个)?气"
)
_REPORTED: Final = re.compile(r"(?:简单|大致|详细|初步)?(?:聊|谈|沟通|交流|讨论|介绍|了解|说明|解释|汇报|碰|看|对)")
# 每周回访一次, 以后每月初送一趟.
_HABIT: Final = re.compile(
    rf"(?P<from>(?:后续|以后|今后|接下来|往后|之后|从[^,;。]{{1,6}}?(?:开始|起)|我们?|由我们?|固定|坚持|改为|改成|,|\s)*)每(?:天|日|周|个?月|季度?|年|隔?[两三几\d]天|个?星期|个?礼拜|逢)"
    rf"(?:[一二三四五六日末初底]|\d{{1,2}}[号日])?(?:都|各|至少|要|固定|上午|下午|早上|晚上)*(?:给|跟|和|与|向|帮|去|到|来|为)?[^,;。了]{{0,10}}?(?:{_any('verbs')})[^,;。了]{{0,8}}(?P<once>[一两]次|[一两]趟|[一两]回|一遍)?$"
)
# 票一到就重开, 修好寄给他, 等王工回来再答复: what follows what is still to come.
_ONCE: Final = re.compile(
    r"(?P<cond>(?:等|待|一旦|只要)?[^,;。]{0,14}?(?:一[到出来定批好完下有]+|(?<![聊谈说吃见讲喝])[好完](?<![你很最还更刚正良友美看约])了?|(?<=[做算出])出了?|[到收凑备]齐|到货|来货|[下出回]来了?|[给发出签批定拿收办修到好齐完账位货]了|之后|以后|后(?![来天续期面勤台])|有了?(?:结果|消息|信|货|空)"
    r"|(?<=等)[^,;。]{1,10}?(?=就|再)|(?:找|查|问|拿|收|取|等|借|调|凑)到了?(?=就|再|马上|立[刻即]|我|第一时间)|(?:拿到|收到|取到)[^,;。]{1,8}?(?=给|就|再|马上|发|寄|送|快递)))"
    r"(?P<then>(?:我们?(?![行司方厂公])|就|再|马上|立刻|立即|第一时间|尽快|会|由我们?|,|\s)*)(?:(?:顺丰|快递|闪送|微信|邮件|短信|电话|当面|书面|一并|统一)*)(?=\S)"
)
_GIVES: Final = re.compile(rf"(?:给|把|{_any('gives')})(?![了过着])")
_TO_THEM: Final = re.compile(r"[^,;。]{0,6}?(?:给|回|告诉|通知|答复|联系|转|提醒|约)(?:他|她|客户|对方|人家)")
# 报价单待出: still to be made.
_WAITS: Final = re.compile(
    r"[^,;。他她了无没暂]{1,10}待(?:我|我们)?(?:出|发|寄|补|开|做|写|回复?|办|提交|整理|核实|报|盖章|准备|修改?)"
)
_NOT_YET: Final = re.compile(
    r"[^,;。他她]{0,10}?(?:还|尚)(?:没|未)(?:来得及|顾上|顾得上|有空|抽出空)?(?:去|给(?:他们?|她们?|客户|对方))?(?P<verb>发给|寄给|回复?(?:他|她|客户|电话|邮件|微信)|报给|写|送|给(?:他|她|客户|对方|人家)|开给|拜访|走访|回访)(?:他们?|她们?|客户|对方|人家)?(?:呢|的)?$"
)
_ASKS: Final = cued(r"怎么|怎样|为什么|为啥|谁|是否|有没有|能不能|要不要|多少|哪[个家天里]|吗$|么$|呢$")
# What both sides buy, book and open.
_BUYS: Final = re.compile(r"(?:再|另|先|加)?(?:买|订|定|租|借|选|找|开|办|换|装|做|备|约)")
_BESIDE: Final = 2  # characters between a name and what is told of it
_THEIRS: Final = cued(
    r"流水|报表|审计报告|身份证|执照|公章|章程|决议|纳税|完税|产权证|房产证|征信|保证金|货款|尾款|欠款|定金|首付|利息|本金"
)
_MET: Final = cued(r"拜访|走访|回访|上门|面访|面谈|[见访聊谈去到]了|[见去来]过|陪[^,;。]{0,8}了")


def is_unsaid(line: Line, clause: Clause, place: int) -> bool:
    """Whether the form of a clause without a day, and without anybody else who acts, says that it is to be done."""
    if clause.question or line.said("attempt", clause):
        return False
    if _is_tried(line, clause, place):
        return True
    if _ASKS.search(line.flat, place, clause.end):
        return False
    once = _ONCE.match(line.flat, place, clause.end)
    if once is not None and _follows(line, clause, once):
        return True
    return _THEIRS.search(line.flat, place, clause.end) is None and _is_left(line, clause, place)


def _is_left(line: Line, clause: Clause, place: int) -> bool:
    """还没寄给他, 每周回访一次, 改天约他, 送个花篮."""
    flat, end = line.flat, clause.end
    if _WAITS.fullmatch(flat, place, end) or _NOT_YET.match(flat, place, end) or _is_habit(line, clause, place):
        return True
    if _HANDS.match(flat, place, end) and not (_OVER.match(flat, place, end) or _is_told(line, clause)):
        return not any(clause.holds(amount.span) for amount in line.amounts)
    if _DEALT_WITH.match(flat, place, end) or _goes_to(line, clause, place):
        return not (_OVER.match(flat, place, end) or _is_told(line, clause) or _goes_on(line, clause))
    some_day = _SOME_DAY.match(flat, place, end)
    if _OVER.match(flat, some_day.end() if some_day else place, end):
        return False
    if some_day is not None:
        return not _IDLE.match(flat, some_day.end(), end) and _acts(line, _behind(flat, some_day.end(), end), end)
    return not _goes_on(line, clause) and _is_order(line, clause, place)


def _is_tried(line: Line, clause: Clause, place: int) -> bool:
    """问问总部能不能特批: a doubled verb."""
    found = _DOUBLED.match(line.flat, _behind(line.flat, place, clause.end), clause.end)
    found = found or _FINDS_OUT.match(line.flat, place, clause.end)
    if found is None or _OVER.match(line.flat, place, clause.end):
        return False
    return not (_goes_on(line, clause) or _has_met(line, clause))


def _is_order(line: Line, clause: Clause, place: int) -> bool:
    """送个花篮, 重发一份, 跟她说一声: a bare verb, and something that is not there yet."""
    flat, end = line.flat, clause.end
    verb = _behind(flat, place, end)
    if _IDLE.match(flat, verb, end):
        return False
    if _AGAIN.match(flat, verb, end) or (_SENDS.match(flat, verb, end) and not _is_told(line, clause)):
        return True
    if _wants(flat[place:verb]) or _has_met(line, clause):
        return False
    if _COUNTED.match(flat, verb, end):
        return not (_BUYS.match(flat, verb) and _is_their_head(line, clause, place))
    bit = _BIT.match(flat, verb, end)
    return (
        bit is not None
        and (_VERB.match(flat, verb) or _SAYS.match(flat, verb)) is not None
        and not _REPORTED.match(flat, verb, end)
    )


def _behind(flat: str, place: int, end: int) -> int:
    lead = _LEAD.match(flat, place, end)
    return lead.end() if lead else place


def _goes_on(line: Line, clause: Clause) -> bool:
    """请王芳联系马经理,把格式确认一下: it is for her to do, too."""
    before = next((each for each in line.clauses if 0 <= clause.start - each.end <= _BESIDE), None)
    return before is not None and before is not clause and doer(line, before) is not None


def _wants(lead: str) -> bool:
    """要开5个二类户: a wish, whoever has it; 我要 is the writer's."""
    return "要" in lead and "我" not in lead


def _is_their_head(line: Line, clause: Clause, place: int) -> bool:
    """通达租车 买10辆车: right behind the customer's name it is he who buys."""
    ends = [*(end for _, end in line.customers), *(person.span[1] for person in line.people)]
    return any(0 <= place - end <= _BESIDE for end in ends)


def waits_for_them(line: Line, clause: Clause, place: int) -> bool:
    """她确认后我去改: what the writer does once the customer has done his part."""
    once = _ONCE.match(line.flat, place, clause.end)
    return once is not None and "我" in once["then"] and _follows(line, clause, once)


def begins_work(line: Line, place: int, end: int) -> bool:
    """Whether a verb of work begins there, which is not told as done."""
    return _acts(line, place, end) and _OVER.match(line.flat, place, end) is None


def _acts(line: Line, place: int, end: int) -> bool:
    if place >= end or _IDLE.match(line.flat, place, end):
        return False
    return _VERB.match(line.flat, place, end) is not None or any(each.start == place for each in line.words["action"])


def _follows(line: Line, clause: Clause, once: re.Match[str]) -> bool:
    """Whether it is for us to do what follows something still to come."""
    flat, end, place = line.flat, clause.end, once.end()
    if place >= end or _OVER.match(flat, place, end) or _IDLE.match(flat, place, end):
        return False
    if _THEIRS.search(flat, place, end) or _COMES.search(flat, place, end):
        return False
    if "我" in once["then"]:
        return _acts(line, place, end) or _GIVES.match(flat, place, end) is not None
    if _TO_THEM.match(flat, place, end) or _goes_to(line, clause, place):
        return True
    if any(_TOWARDS.fullmatch(flat, place, person.span[0]) for person in line.people_in(clause)):
        return True
    on = _THEN.search(once["then"]) or _THEN_ON.search(once["cond"])
    if on and (_ONLY_US.match(flat, place, end) or _AGAIN.match(flat, place, end)):
        return True
    if _ONLY_US.match(flat, place, end) and _MADE.search(once["cond"]):
        return True
    led = any(word in once["then"] for word in ("就", "再", "马上", "立", "第一", "尽快"))
    return led and (_AGAIN.match(flat, place, end) or _GIVES.match(flat, place, end)) is not None


_MADE: Final = re.compile(r"[核查测算审改写做][好完]了?$|到货$|来货$")
_THEN_ON: Final = re.compile(r"(?:后|[好完]|出来|到齐|收齐|凑齐|备齐)$")
_THEN: Final = re.compile(r"再|就|马上|立")
_ONLY_US: Final = re.compile(
    r"收(?:款|钱|尾款|费)|给(?:个|出|他们|客户)?(?:答复|回复|结果|准信|说法|交代|反馈)|回(?:复|函|话|电|信|寄|传)|答复|发(?:到)?群|(?:短信|电话|微信)?通知|转告|解释|"
    r"补(?!充|贴)|报价|放款|发货|开票|结算|报价|申请|上会|上报|安排|派"
    r"|排产|下单给|盖章|归档|寄|通知"
)
_COMES: Final = cued(r"过来|给我|发我|回我|告诉我|通知我|联系我|付款|打款|汇款|签(?:合同|约)|下单")


def _is_habit(line: Line, clause: Clause, place: int) -> bool:
    habit = _HABIT.match(line.flat, place, clause.end)
    return habit is not None and bool(habit["once"] or habit["from"].strip(" ,"))


_PASSES: Final = re.compile(
    r"[^,;。他她了的我你]{0,8}?(?:拍照|扫描|截图|复印)?(?:先)?(?:(?:扫描|拍照|拷)(?=给)|发|报|转|抄送|寄|送|传|交|快递)(?:给)?"
)


_SEES: Final = re.compile(r"(?:再|来|帮忙)?(?:确认|看|看看|审|审核|过目|签|签字|核对|参考|备案|批)?(?:一下)?")
_TOWARDS: Final = re.compile(r"(?:再|就|马上|及时)*(?:给|跟|向|找|约|通知|告诉|回复|答复|转|转给|发给|带给|交给)")


def _goes_to(line: Line, clause: Clause, place: int) -> bool:
    """运单号发周总: handed on to somebody who is named."""
    return any(
        _SEES.fullmatch(line.flat, person.span[1], clause.end)
        and _PASSES.fullmatch(line.flat, place, person.span[0]) is not None
        for person in line.people_in(clause)
    )


def _is_told(line: Line, clause: Clause) -> bool:
    """样品给他,他说不错: what came of it is told already; or it was done on a visit."""
    behind = next((each for each in line.clauses if each.start >= clause.end), None)
    told = behind is not None and _TOLD.match(line.flat, behind.start, behind.end) is not None
    return told or _has_met(line, clause)


def _has_met(line: Line, clause: Clause) -> bool:
    """Whether the same sentence tells of a contact before: what is told then may be what was done there."""
    start = line.flat.rfind("。", 0, clause.start) + 1
    return _MET.search(line.flat, start, clause.start) is not None
