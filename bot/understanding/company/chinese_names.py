"""What looks like the Chinese name of a firm not known yet; what does not look like one is left alone."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from bot.customers.names import lexicon
from bot.understanding.model import Span
from bot.understanding.text.cues import Cued, cued
from bot.understanding.text.scanner import listed
from bot.understanding.text.vocabulary import load

_VERBS: Final = (
    r"(?:认识了?|结识了?|开发了?|陌拜了?|答应|承诺|通知|提醒|催|拜访|走访|回访|去了?|(?<![转换用签收拿])到|新客户|见了?|陪访|来自|对接|碰见|介绍(?:过?来)?的?)"
    r"(?:了|一下|过|趟)?(?:新客户|客户)?(?:一[家个])?"
)
_LEGAL: Final = ("有限责任公司", "股份有限公司", "有限公司", "公司", "集团", "厂", "股份")
# What firms end with beside their trades; places of business first.
_HOUSES: Final = (
    *("银行", "医院", "学校", "大学", "学院", "酒店", "商行", "门店", "超市", "店", "门诊", "诊所", "药房", "酒楼"),
    *("民宿", "宾馆", "农庄", "茶庄", "酒庄", "幼儿园", "律所", "事务所", "车行", "物流园", "产业园"),
)
_LEAST_CORE: Final = 2


# 新客户嘉禾包装,老板姓邱; 转介绍来的 禾木民宿: what is plainly called new, whatever its name ends with.
_CALLED_NEW: Final = re.compile(
    r"(?:(?:(?:一个|一家|个|家)?新客户|(?:一家|有家|有个|一个|[那这]家)(?:客户|公司|企业|厂)?(?=叫)|做[\u4e00-\u9fff]{1,6}的,?(?=叫)"
    r"|名(?![单片称额字义下誉录次气]))\s?,?\s?(?:叫做?|是|:)?|转介绍(?:过?来)?的(?:新?客户)?|新开发的(?:客户)?"
    r"|新(?:线索|公司|户|单位|开发|商户|询盘|主办方|项目方|合作方|租户|厂家|学校|门店|机构|询价|商机)\s?:"
    r"|[店厂馆校院室司台社户](?=['\"「『“《【(]))\s?"
    r"['\"「『“《【(]?(?P<name>(?!名单|开发|会议|拓展|经理|那边|来|[一二三两几])[\u4e00-\u9fff]{3,8}?)"
    r"(?=$|[,;。\s、'\"」』”》】)]|的|通过)"
)


def called_new(flat: str) -> Span | None:
    """The name that the line itself calls new, or by which it calls a firm."""
    for match in _CALLED_NEW.finditer(flat):
        if not _begins_badly(match["name"]) and _core(match["name"]) and _LITTLE.isdisjoint(match["name"]):
            return match.span("name")
    return None


@lru_cache(maxsize=1)
def _behind() -> Cued:
    """拜访了新客户瑞丰包装, 认识了东篱茶业: behind a verb, to the first word companies end with."""
    ends = listed([*_LEGAL[2:-1], *_HOUSES])
    return cued(
        rf"{_VERBS}(?P<name>[\u4e00-\u9fffA-Za-z()0-9]{{2,24}}?(?:{ends}|(?:{listed(_trades())})(?:连锁|股份)?(?=$|[^\u4e00-\u9fff]|的)))"
    )


def behind_verb(flat: str) -> Span | None:
    """The firm that stands behind a verb of meeting or telling."""
    found = _behind().search(flat)
    return found.span("name") if found is not None and _is_name(found["name"]) else None


def at_head(flat: str, start: int, stops: Sequence[Span], people: Sequence[Span]) -> Span | None:
    """The firm a note begins with: 恒通电子 今天拜访刘总; without a trade only right before somebody of its: 云帆李总.

    `stops` are the stretches that are something else, `people` those of them that are people.
    """
    stop = min([first for first, _ in stops if first > start], default=len(flat))
    piece = _PIECE.match(flat, start, stop)
    if piece is None or _begins_badly(piece[0]) or piece[0].endswith(_papers()):
        return None
    firm = _firm().match(piece[0])
    if firm is not None and _is_name(firm[0]):
        return start, start + firm.end()
    named = _BRAND.fullmatch(piece[0])
    head = not flat[:start].strip(" -*•·#>0123456789.)、(")
    if not head or named is None or piece.end() != stop or not any(first == stop for first, _ in people):
        return None
    titled = any(first == stop and flat[first] in _surnames() for first, _ in people)
    return (start, start + named.end("name")) if titled and _is_name(named["name"]) else None


_PIECE: Final = re.compile(r"(?=[\u4e00-\u9fff]|[a-z]+[\u4e00-\u9fff])[\u4e00-\u9fffa-z0-9()·\-&]{2,30}")
_BRAND: Final = re.compile(r"(?P<name>[\u4e00-\u9fff]{1,3}[^\W\da-z_部科室处组队局所办])(?:的|那边的?)?")


def _core(name: str) -> str | None:
    """What makes the name one of its own, without place, trade and legal form; None where that is no name."""
    words = lexicon()
    place = words.region_first.match(name)
    core = name[place.end() :] if place and len(name) - place.end() >= _LEAST_CORE else name
    endings = (*_LEGAL, *_HOUSES, *words.zh_trades, *load("names_zh")["trades"].split())
    ended = True
    while ended:
        end = max((end for end in endings if core.endswith(end)), key=len, default="")
        ended = bool(end) and len(core) - len(end) >= _LEAST_CORE
        core = core.removesuffix(end) if ended else core
    plain = core in endings or core in words.regions or core.startswith(_ordinary()) or core.endswith(_ordinary())
    return None if plain else core


def _is_name(name: str) -> bool:
    core = _core(name)
    return core is not None and _function().isdisjoint(core)


_LITTLE: Final = frozenset("的了我你他她们个这那哪")


@lru_cache(maxsize=1)
def _function() -> frozenset[str]:
    """Characters of verbs, pronouns and little words: no firm is called by them."""
    return frozenset("".join(load("names_zh")["no_core_characters"].split())) - set("老大小上下天一明万家新开和")


@lru_cache(maxsize=1)
def _ordinary() -> tuple[str, ...]:
    words = load("names_zh")
    return (*words["no_core"].split(), *words["never_a_company"].split(), *words["no_firm"].split())


@lru_cache(maxsize=1)
def _papers() -> tuple[str, ...]:
    return tuple(load("names_zh")["papers"].split())


@lru_cache(maxsize=1)
def _surnames() -> str:
    return "".join(load("people")["zh"]["surnames"].split())


def _trades() -> list[str]:
    words = lexicon()
    return [trade for trade in words.zh_trades if trade not in words.weak_trades]


@lru_cache(maxsize=1)
def _firm() -> re.Pattern[str]:
    ends = listed([*_LEGAL[:-1], *_HOUSES, *_trades()])
    return re.compile(rf"[\u4e00-\u9fffa-z0-9()·\-&]{{2,24}}?(?:{ends})(?:{listed(_LEGAL)})*")


def _begins_badly(name: str) -> bool:
    return _NOT_A_NAME.match(name) is not None


# What begins no name: 今天, 客户, 联系.
_NOT_A_NAME: Final = re.compile(
    r"(?:佢|你|您|以后|今后|往后|后面|后续|下[次回]|上次|每|改[天日]|有空|有机会|找时间|抽空|空了|忙完|回头|届时|到时|近期|升任|升为|晋升|调任|担任|兼任|就任|接任|转任|同|一家|一个|那家|这家|某|有家|有个|嗯|那个|保单|合同|贷款|客户|我|你|他|她|今|昨|明|前天|后天|上午|下午|晚上|客户|对方|没|不|谢|请|"
    r"会|要|新|已|和|跟|与|给|在|去|到|拜访|走访|见|电话|微信|邮件|视频|来电|"
    r"来访|答应|承诺|应收|资金|刚|早|周[一二三四五六日末]|下周|本周|上周|待|记得|"
    r"需|把|帮|问|带|陪|约|聊|谈|听说|据说|投诉|讨论|沟通|汇报|跟进|提醒|收到|"
    r"好|吃|喝|打|发|明确|关于|如|因|本|这|那|有|都|还|再|晚点|稍后|待会|刚|到期|"
    r"利率|费率|利息|产品|方案|需求|希望|原定|原本|本来|定金|尾款|首款|首付|预算|紧急|金额|发票|报价)"
)
