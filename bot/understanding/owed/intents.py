"""What a writer means to do without a word of duty: 明天再试, 我下午把链接甩她, 下周一我让技术改, 我先跟风控说一声."""

import re
from typing import Final

from bot.understanding.dates import When
from bot.understanding.house.subjects import head
from bot.understanding.text.clauses import Clause
from bot.understanding.text.line import Line

_ME: Final = re.compile(r"(?:我们?(?![行司厂方公])|咱们?|余|本人)(?:这边|自己)?")
# What fills the writer's own days is no promise to anybody.
BUSY: Final = re.compile(
    r"[^,;。]{0,4}?(?:都?在|有(?!空)|没|不|是|休|请假|出差|放假|值班|培训|年假|生日|搬|结婚|考试|住院|手术|体检|飞(?!书)|回(?:来|家|老家|国|程)|到期|上班|下班|加班|忙|空|可以|方便"
    r"|觉得|认为|感觉|知道|记得|希望|想|怕|担心|估计|以为|听|轮休|倒班|带孩子|接孩子|看病|打针|过生日|旅游|度假|走不开|满|以前|之前|才)"
)
_OWN_DAYS: Final = re.compile(
    r"(?:都?在(?!周|下|本|这|明|今)[^,;。]{0,8}?(?:培训|开会|学习|出差|值班|休假|考试|办公|上课)|请假|休(?:年假|假|息|产假)|出差|值班|培训(?=$|[,;。])|体检|结婚|搬家|不在|没空|有课)"
)
_LITTLE: Final = re.compile(r"(?:就|再|会|先|还|也|一定|肯定|争取|可能|得|要|\s|,)*")
_AGAIN: Final = re.compile(
    r"(?:我们?|咱)?再(?![说议定等讲不没也好多高低加次]|看(?!看)|考虑|观察|研究|决定|商量|讨论|三|度)[\u4e00-\u9fff]"
)
_GOES: Final = re.compile(r"(?:过去|去|上门|跑(?=[一趟去]))(?![年世掉了过]|不)(?=[\u4e00-\u9fff])")
_TAKES: Final = re.compile(r"(?:就|会|再|先)?把[^,;。]{1,12}")
_ASKED: Final = re.compile(r"(?:让|叫|要|喊|约|请|催|求|通知|安排|派)(?:我们?(?![行司厂方公的])|咱们?)")
_DONE: Final = re.compile(r"了(?!解|结)|过(?=$|[,;。])|已经?|刚|昨|没有?")
_DOES: Final = re.compile(r"[\u4e00-\u9fffa-z]")
_GUESSED: Final = re.compile(r"(?<!尽)(?:可能|恐怕|估计|怕是|说不定|大概率)(?:要|会|得)?[拖延推晚][迟期后]?[到至]?$")
_FIRST: Final = re.compile(
    r"(?:我们?(?![行司厂方公])|咱们?|余)?(?:这边)?(?:先|这就|马上)(?:去|来|帮他?|给他?)?"
    r"(?=[^,;。]{0,6}?(?:发|给|跟|和|向|把|问|报|做|准备|查|协调|沟通|约|找|了解|汇报|请示|寄|送|整理|打|拉|递|提|催|测|算|写|出|联系|核实|申请|收(?!到|回|工|费|款|货)))"
)
# 预计周五签收, 利率可能下调: what is expected commits nobody.
_EXPECTED: Final = re.compile(
    r"(?:预计(?![^,;。]*(?:放款|批|上会|交付|上线|完成|出|提交|给|付|还|到账|打款|寄过去|发过去|送过去|寄出|盖好|签好))|估计|估摸着?|约摸着?|大概率?|有望|或许|也许|说不定|[^,;。我他她]{0,8}?(?<!尽)可能(?!的话))"
)
_NOT_FIRST: Final = re.compile(r"先(?:给我|生|进|前|天|后|付|款|货|观察|不|别|看|等|放|还|交|声|礼|锋|期|行(?!发))")


def is_meant(line: Line, clause: Clause) -> bool:
    """Whether a Chinese clause with a day to come is the writer's short word of what he will do."""
    place = head(line, clause)
    if line.flat[clause.start : clause.end].isascii() or _DONE.search(line.flat, place, clause.end):
        return False
    asked = _ASKED.search(line.flat, clause.start, clause.end)
    if asked and _does(line, clause, asked.end()):
        return True
    me = _ME.match(line.flat, place, clause.end)
    if me:
        return _does(line, clause, me.end())
    if customer_named(line, place):
        return False
    return any(each.match(line.flat, place, clause.end) for each in (_AGAIN, _GOES, _TAKES))


def is_idle(line: Line, clause: Clause, due: When) -> bool:
    """Whether a clause tells how the writer spends his own days, or what is only expected, by that day too."""
    place = head(line, clause)
    if line.flat[clause.start : clause.end].isascii():
        return False
    if clause.holds(due.span) and _GUESSED.search(line.flat, max(clause.start, due.span[0] - 8), due.span[0]):
        return True
    me = _ME.match(line.flat, place, clause.end)
    if me:
        return _OWN_DAYS.match(line.flat, _behind(line, clause, me.end()), clause.end) is not None
    return _EXPECTED.match(line.flat, place, clause.end) is not None and not customer_named(line, place)


def is_first_step(line: Line, clause: Clause) -> bool:
    """先发资料清单给他: what the writer does first, without a day."""
    if line.flat.find("先", clause.start, clause.end) < 0 and line.flat.find("上", clause.start, clause.end) < 0:
        return False
    place = head(line, clause)
    if customer_named(line, place) or _DONE.search(line.flat, place, clause.end):
        return False
    found = _FIRST.match(line.flat, place, clause.end)
    return found is not None and not _NOT_FIRST.search(line.flat, place, found.end() + 2)


def customer_named(line: Line, place: int) -> bool:
    """Whether somebody of the customer's is named right there."""
    return any(person.span[0] == place for person in line.people)


def _does(line: Line, clause: Clause, place: int) -> bool:
    """Whether a verb follows, behind dates and little words, that is not how the writer spends his own days."""
    place = _behind(line, clause, place)
    return _DOES.match(line.flat, place, clause.end) is not None and not BUSY.match(line.flat, place, clause.end)


def _behind(line: Line, clause: Clause, place: int) -> int:
    """Where the verb begins behind dates and little words."""
    for date in line.dates_in(clause):
        little = _LITTLE.match(line.flat, place, clause.end)
        place = little.end() if little else place
        if date.span[0] == place:
            place = date.span[1]
    little = _LITTLE.match(line.flat, place, clause.end)
    return little.end() if little else place
