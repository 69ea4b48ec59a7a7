"""Departments and functions of our own house: 法务周四前审完, 让仓库补发, 国际业务部的刘洋会联系."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from bot.understanding.model import Colleague, Span
from bot.understanding.people.full_names import is_given
from bot.understanding.text.line import Line
from bot.understanding.text.scanner import hasty, listed
from bot.understanding.text.vocabulary import load

_UNIT: Final = (
    r"(?:管理|服务|支持|业务)?(?:事业部|部门|部(?![分位件长署级委])|处(?![理置罚长于])|科(?![长学技])|室(?![主内])|中心"
    r"|组(?![织长成合建])|团队|条线|岗|专班)"
)
_HOUSE: Final = re.compile(
    r"(?:我哋|我地|我们?(?:这边|公司|内部|自己)?的?|咱们?(?:这边|公司|家)?的?|我[行司方厂]的?|本[行司]|公司|行里|行内|内部|自家|(?:分|支|总|省)行)$"
)
_THEIRS: Final = re.compile(
    r"(?:他们?|她们?|佢(?:哋)?|客户|对方|人家|厂里|厂方|甲方|业主|院方|校方|买方|那边|该司|贵司|集团)(?:公司)?(?:那边|方面|这边)?的?$"
)
_ASKED: Final = re.compile(
    r"(?:请|让|由|派|叫|喊|要|麻烦|拜托|安排|通知|指派|委托|转给|交给|辛苦|嘱咐|拉上|协调)(?:一下|下|了)?$"
)
# 下周一我让技术改: it is mine to see to.
_ME: Final = re.compile(r"我们?(?:再|先|就|会|马上|今天|明天|回头|去)?$")
# What leads from the words before to whoever acts.
_LEADS: Final = re.compile(
    r"(?:合同|协议|方案|报告|报价单?|发票|材料|资料|图纸|样品|保函|标书|货|先|然后|接着|同时|另外|但是?|不过|所以|后续|下一步|回头|再|之后|完了)$"
)
_LINKS: Final = re.compile(
    r"(?:[和与跟给找见问约向对了的、同为替帮比陪带催等是报呈]|拜访|联系|通知|告诉|回复|答复|介绍|说)$"
)
_SOON: Final = re.compile(
    r"(?:已经?(?=处理|补|核实|核对|查|安排|备|发|寄|送|修|换|重|返工|出库|打包|装|排查|调|改|整改|解决|准备|搞定|登记|入库)|也|还|都|就|再|先|得|要(?!求)|会(?!议)|将|来(?![访电])|去|可以?|能|尽快|马上|立即|抓紧|加急|争取|最快|最晚|最迟|最早|预计|计划|准备|负责|牵头|这边|那边|需要?|须|必须|说(?=[^没不]{0,3}(?:最快|最晚|能|可以|要|会|得)))"
)
# What comes to us from the customer, and what he says.
_TO_US: Final = re.compile(
    r"[^,;。\s我]{0,14}?(?:[给发寄传交]给?我(?![们行司方]?的?客户)|过来|发来|寄来|交来|送来|付(?!费)|打款|打钱|汇(?!报|总)|还款|签回|下单"
    r"|到账|回传)"
)
_MAY_BE_TO_US: Final = re.compile(r"[^,;。\s我]{0,14}?(?:签|盖章|验收|确认|补(?:齐|交|材料|资料|流水|报表))")
# 凭证缺两张,让会计补: of theirs, where nothing says for whom.
_FOR_US: Final = re.compile(r"(?:再|尽快|赶紧|抓紧)*(?:补|提供|准备|出具|送|交)(?:一下|上|齐|过来)?")
_OURS: Final = re.compile(
    r"[^,;。我他她]{0,6}?(?:开(?:票|发票|红字|证明|函|账户|户|出来|好|$|(?=[,;。]))|退(?!货给|休|出)|寄|(?<!检)查|核|算|对一?[下遍账]|找|安排|上门|到(?:场|现场)|过去|去(?!世|年|欧|美|日|国)|看|修|排查|远程|处理|调(?!研)|改|装|派|配|加急|录|建|审(?!计)|出(?!差|国|现|货款|口|来)|报(?!名|表|告)|催|跟(?:进|一?下)|对接|落实)"
)
_SAYS: Final = re.compile(
    r"(?:那边|方面|也|又|还)?(?:[找约叫请催问]我|说|讲|表示|答应|承诺|保证|要求|希望|觉得|认为|想|问|催|反馈|告知|回复|嫌)"
)
_DOES: Final = re.compile(r"[\u4e00-\u9fffa-z]")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
# 运营跟进一下, 市场查一下: said of no thing, only of those who do it.
_TAKES_UP: Final = r"(?:跟进|[跟看查核]一?下|核实)(?:一?下)?(?=$|[,;。!])"
_SELF: Final = re.compile(rf"[那这]边|先|负责|来|{_TAKES_UP}")
_SURNAMED: Final = ("经理", "老师", "师傅", "主任", "行长", "工", "总")


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    words = load("chinese")["desks"]
    people, work, either = (
        listed(sorted(words[kind].split(), key=len, reverse=True)) for kind in ("people", "work", "either")
    )
    return hasty(
        rf"(?:(?P<work>(?:{work}){_UNIT})|(?P<people>{people})(?:{_UNIT})?|(?P<either>(?:{either})(?!参数|方案|资料|协议|部分|文件|要求|指标|问题|标准|规格|条款|交流|报表|数据|状况|状态|费用|软件|系统|制度|章))"
        rf"|(?P<named>{work})(?=的?(?:[小老]?[{_surnames()}]|{_ah()})|[那这]边|先(?![生进行期后])|负责|来(?=[写出拟做改定跟盯])|{_TAKES_UP}))(?P<there>那边|这边|方面|同事)?(?!函|费|证(?!明)|楼|所(?!有)|事务所|意见书|负责人|总监|经理|主任|主管|部长|科长|处长|组长|专员|领导|长)"
    )


@lru_cache(maxsize=1)
def _units() -> re.Pattern[str]:
    """产险部, 海淀支行: a department no list knows, where somebody is asked or begins to act."""
    return re.compile(
        r"(?:(?<=[让请由叫派])|(?<![\u4e00-\u9fff]))(?P<work>(?:分公司|(?![向往从为报经问找跟和与给让请由叫派催约到在去我他她们对等把被有无没不说])[\u4e00-\u9fff]{2,4}?(?:部(?![分位件长署级委门])|支行|网点|项目组|课题组|工作室)))"
        r"(?P<people>(?!))?(?P<either>(?!))?(?P<named>(?!))?"
    )


# 我让客服主管今天回电: who leads a function that only our house has.
_LEADS_ONE: Final = re.compile(
    r"(?<=[让请由叫派])(?P<work>(?:客服|仓库|技术|售后|物流|法务|风控|信贷|审批|运营|产品|质检|单证|国结|放款|合规)(?:部门?|中心)?"
    r"(?:主管|经理|主任|负责人|同事|专员|组长|部长))(?P<people>(?!))?(?P<either>(?!))?(?P<named>(?!))?"
)


@lru_cache(maxsize=1)
def _surnames() -> str:
    return "".join(load("people")["zh"]["surnames"].split())


@lru_cache(maxsize=1)
def _ah() -> str:
    names = load("names_zh")
    return rf"阿(?![姨里拉])[{''.join(names['given'].split())}{names['called']}{_surnames()}]"


@lru_cache(maxsize=1)
def _person() -> re.Pattern[str]:
    given = "".join(load("names_zh")["given"].split())
    return re.compile(
        rf"(?:的|岗|员)?(?P<name>[小老][{_surnames()}]|{_ah()}|[{_surnames()}](?:{'|'.join(_SURNAMED)})|[{_surnames()}][{given}]{{1,2}})"
    )


# 老蔡师傅: the name before the craft.
_CRAFT: Final = "师傅"


def _craftsman(line: Line, match: re.Match[str]) -> Span | None:
    start, end = match.span()
    if line.flat[start:end] != _CRAFT or start == 0 or line.flat[start - 1] not in _surnames():
        return None
    if not _behind(line, end)[1]:
        return None  # 王师傅上门: he may be theirs
    start -= 2 if line.flat[max(0, start - 2)] in "老小" and start > 1 else 1
    return start, end


def _name_behind(line: Line, end: int) -> Span | None:
    named = _person().match(line.flat, end)
    return _clear(line, named.span("name")) if named is not None else None


def find_desks(line: Line) -> list[Colleague]:
    """Those of our house who are to do something, by department or function, with the person's name if it is said."""
    found: list[Colleague] = []
    for match in [*_pattern().finditer(line.flat), *_units().finditer(line.flat), *_LEADS_ONE.finditer(line.flat)]:
        colleague = _desk(line, match)
        if colleague is not None:
            found.append(colleague)
    return found


def _desk(line: Line, match: re.Match[str]) -> Colleague | None:
    start, end = match.span()
    roles = line.words.get("role", ())
    if start and (not _may_act(line, match, start) or any(each.start < start < each.end for each in roles)):
        return None
    craftsman = _craftsman(line, match)
    name = craftsman or _name_behind(line, end)
    if name is None and match["named"] and not _SELF.match(line.flat, match.end("named")):
        return None
    end = name[1] if name is not None else end
    start = craftsman[0] if craftsman else start
    before = line.flat[max(0, start - 10) : start]
    house = _HOUSE.search(before)
    if house is not None:
        start -= len(house[0])
        before = before[: house.start()]
    elif _is_theirs(line, before, start):
        return None
    titled = name is not None and line.flat[slice(*name)].endswith(_SURNAMED)
    if titled and craftsman is None and house is None and not _ASKED.search(before):
        return None
    if not _acts(line, match, before, (start, end), house=house is not None, named=name is not None):
        return None
    if any(a < end and start < b for a, b in [*line.customers, *(date.span for date in line.dates)]):
        return None
    text = line.text[slice(*name)] if name is not None else line.text[match.start() : match.end()]
    return Colleague(text, (start, end), is_desk=name is None)


def _may_act(line: Line, match: re.Match[str], start: int) -> bool:
    """Most departments are only spoken of: a quick look at what stands before."""
    if match["people"] or not _HAN.match(line.flat, start - 1):
        return True
    before = (max(0, start - 4), start)
    led = _ASKED.search(line.flat, *before) or _HOUSE.search(line.flat, *before) or _LEADS.search(line.flat, *before)
    return led is not None or any(date.span[1] == start for date in line.dates)


def _clear(line: Line, span: Span) -> Span | None:
    """The name without a character of a date behind it: 产品李明|明天."""
    start, end = span
    if line.flat[start] in "小老阿" or line.flat[start + 1 : end] in _SURNAMED:
        return span
    while end - start > 1 and any(a < end and start < b for a, b in (date.span for date in line.dates)):
        end -= 1
    return (start, end) if end - start > 1 and is_given(line.flat[start + 1 : end]) else None


def _is_theirs(line: Line, before: str, start: int) -> bool:
    """他们财务, 闽江建设的技术部: beside whoever is of the other side."""
    if _THEIRS.search(before):
        return True
    sides = [*line.customers, *(person.span for person in line.people)]
    return any(b <= start and a < start and line.flat[b:start] in _BESIDE for a, b in sides)


_BESIDE: Final = ("", "的", "那边", "那边的", " ", "、", "和", "与", "及", "跟")


def _acts(line: Line, match: re.Match[str], before: str, span: Span, *, house: bool, named: bool) -> bool:
    """Whether they are told to do something, or stand where the one who acts stands."""
    start, end = span
    behind, dated = _behind(line, end)
    if not _DOES.match(line.flat, behind):
        ends = not line.flat[behind : behind + 1].strip(",;。 ")
        alone = match["people"] and (not before or before[-1] in ",;。: ")
        return bool(named and ends and (house or alone))
    if not house and _TO_US.match(line.flat, behind):
        return False
    if not house and (match["either"] or not dated) and _MAY_BE_TO_US.match(line.flat, behind):
        return False
    if not house and match["either"] and _FOR_US.fullmatch(line.flat, behind, _clause_end(line, behind)):
        return False
    asked = _ASKED.search(before)
    if asked:
        return named or not _ME.search(before, 0, asked.start())
    begins = not before or not _HAN.match(before[-1]) or _LEADS.search(before) is not None
    begins = begins or any(date.span[1] == start for date in line.dates)
    begins = begins or bool(match["people"] and dated and not _LINKS.search(before))
    if not (begins or house):
        return False
    works = dated or _SOON.match(line.flat, behind) or any(each.start == behind for each in line.words["action"])
    if match["either"] and not house:
        return not _SAYS.match(line.flat, behind) and _OURS.match(line.flat, behind) is not None
    return bool(works)


def _clause_end(line: Line, place: int) -> int:
    found = re.search(r"[,;。]|$", line.flat[place:])
    return place + found.start() if found else len(line.flat)


def _behind(line: Line, place: int) -> tuple[int, bool]:
    """Where the verb begins behind little words and days, and whether there is a day."""
    dated = False
    for date in line.dates:
        if 0 <= date.span[0] - place <= _CLOSE and not re.search(r"[,;。]", line.flat[place : date.span[0]]):
            place, dated = date.span[1], True
    while line.flat.startswith(" ", place):
        place += 1
    return place, dated


_CLOSE: Final = 2  # characters between whoever acts and the day


def beside(line: Line, desks: list[Colleague]) -> Iterator[Colleague]:
    """The desks that overlap nobody known already."""
    taken = [each.span for each in line.colleagues]
    for desk in desks:
        if not any(a < desk.span[1] and desk.span[0] < b for a, b in taken):
            taken.append(desk.span)
            yield desk


__all__ = ["beside", "find_desks"]
