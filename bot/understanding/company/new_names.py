"""What looks like the name of a customer not known yet: at the head, behind a verb of contact, or called new."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from bot.customers.folding import LATIN, is_chinese
from bot.customers.matching import NameMatch
from bot.customers.names import lexicon
from bot.understanding.model import Span
from bot.understanding.people.name_words import also_words
from bot.understanding.people.ordinary import common_words, given
from bot.understanding.text.cues import Cued, cued
from bot.understanding.text.vocabulary import load

_HEAD: Final = re.compile(r"[\s\-*•·#>]*(?:\(?\d{1,2}[.)、]\s*)?")
_COMPANY_EN: Final = r"(?:[A-Z][\w'’\-]*|[A-Z0-9]{2,}|\d[A-Z]\w*)(?:\s(?:&|and|of|de|[A-Z0-9][\w'’\-.]*))*"
_NEW_EN: Final = re.compile(_COMPANY_EN)
_NEW_BEHIND: Final = cued(
    rf"\b(?i:visited|visit to|visited with|at|meeting at|new (?:customer|client|one|name|account|firm|company|enquiry|"
    rf"prospect|lead)|prospect|lead|(?:discovery|intro|introductory|first|cold|scoping|pitch|sales|exploratory) "
    rf"(?:call|meeting|chat|visit|demo|zoom)s? (?:with|w/|at|to)"
    rf"|(?:enquiry|inquiry|referral|pitch|intro|introduction) (?:from|to))"
    rf"\s?[:,-]?\s(?P<name>{_COMPANY_EN})"
)
_NEW_ZH_VERBS: Final = (
    r"(?:认识了?|结识了?|开发了?|陌拜了?|答应|承诺|通知|提醒|催|拜访|走访|回访|去了?|(?<![转换用签收拿])到|新客户|见了?|陪访|来自|对接)(?:了|"
    r"一下|过)?(?:新客户|客户)?"
)
_NOT_A_NAME: Final = re.compile(
    r"(?:佢|你|您|以后|今后|往后|后面|后续|下[次回]|上次|每|改[天日]|有空|有机会|找时间|抽空|空了|忙完|回头|届时|到时|近期|升任|升为|晋升|调任|担任|兼任|就任|接任|转任|同|一家|一个|那家|这家|某|有家|有个|嗯|那个|保单|合同|贷款|客户|我|你|他|她|今|昨|明|前天|后天|上午|下午|晚上|客户|对方|没|不|谢|请|"
    r"会|要|新|已|和|跟|与|给|在|去|到|拜访|走访|见|电话|微信|邮件|视频|来电|"
    r"来访|答应|承诺|应收|资金|刚|早|周[一二三四五六日末]|下周|本周|上周|待|记得|"
    r"需|把|帮|问|带|陪|约|聊|谈|听说|据说|投诉|讨论|沟通|汇报|跟进|提醒|收到|"
    r"好|吃|喝|打|发|明确|关于|如|因|本|这|那|有|都|还|再|晚点|稍后|待会|刚|到期|"
    r"利率|费率|利息|产品|方案|需求|希望|原定|原本|本来|定金|尾款|首款|首付|预算|紧急|金额|发票|报价)"
)
_NOT_WORDS: Final = frozenset(load("people")["en"]["never_a_company"].split())


def new_name(flat: str, text: str, stops: Sequence[Span]) -> str | None:
    """What looks like the name of a customer not known yet: at the head of the line or behind a verb of contact.

    `stops` are the stretches that are something else: dates, contacts, words of contact.
    """
    begin = _HEAD.match(flat)
    start = begin.end() if begin else 0
    start = _past(flat, start, stops)
    behind = _new_behind().search(flat) or next(_NEW_BEHIND.finditer(text, line=flat), None)
    name = _head_chinese(flat, text, start, stops) or _legal_name(text, stops) or _head_english(text, start, stops)
    taken = any(a < behind.end("name") and behind.start("name") < b for a, b in stops) if behind is not None else True
    if name is None and behind is not None and (not taken or _is_many(behind)):
        name = text[slice(*behind.span("name"))]
    if (named := _CALLED_NEW.search(flat)) and not _NOT_A_NAME.match(named["name"]):
        name = text[slice(*named.span("name"))]
    name = name.strip(" ,.，。") if name else None
    return None if name in lexicon().regions else name


def _is_many(behind: re.Match[str]) -> bool:
    """First call with Brightwater Aquatics: what is many, and begins like nobody's name, is a firm and no person."""
    words = behind["name"].lower().split(" ")
    many = len(words) > 1 and words[-1].endswith("s") and not words[-1].endswith("ss")
    return many and behind[0].startswith(_FIRST) and not {words[0]} & (given() | also_words())


_FIRST: Final = (
    *("First", "first", "Intro", "intro", "Prospect", "prospect"),
    *("new", "New", "Discovery", "discovery", "cold", "Cold"),
)


# 新客户嘉禾包装,老板姓邱; 转介绍来的 禾木民宿: what is plainly called new, whatever its name ends with.
_CALLED_NEW: Final = re.compile(
    r"(?:(?:(?:一个|一家|个|家)?新客户|(?:一家|有家|有个|一个)(?:客户|公司|企业|厂)?(?=叫)|名(?![单片称额字义下誉录次气]))\s?,?\s?(?:叫做?|是|:)?|转介绍(?:过?来)?的(?:新?客户)?|新开发的(?:客户)?)\s?"
    r"['「『“《【]?(?P<name>(?!名单|开发|会议|拓展|经理|那边|来|[一二三两几])[\u4e00-\u9fff]{3,8}?)(?=$|[,;。\s、'」』”》】]|的)"
)


# Hartley Brewing Co-op, a new lead; new prospect: Redfern Tiles.
_KIND_OF_NEW: Final = r"(?:customer|client|prospect|lead|enquiry|account|name|firm|company|one|logo|opportunity)"
_SAID_NEW: Final = re.compile(
    rf"\s*(?:(?P<first>{_COMPANY_EN}),?\s(?:is\s)?(?:an?\s|our\s|my\s)?(?:brand[\s-])?(?i:new)\s{_KIND_OF_NEW}\b"
    rf"|(?i:(?:brand[\s-])?new\s{_KIND_OF_NEW})\s?(?:[:,-]|from)?\s(?P<behind>{_COMPANY_EN}))"
)


# First call with Brightwater Aquatics; Mr Farouk from Delta Cold Chain rang; the Eastgate Taverns lot want an account.
_FIRM_EN: Final = r"[A-Z][\w'\u2019&-]*(?:\s(?:&\s|and\s|of\s)?[A-Z][\w'\u2019&.-]*){1,4}"
_STRANGER: Final = cued(
    r"(?i:\b(?:first|intro|introductory|discovery|prospect|prospecting|cold|scoping|exploratory|sales)\s(?:call|meeting|mtg|visit|chat|demo|zoom|coffee|lunch)\s?(?:with|w/|w|at|to|[:,\u2013\u2014-]))\s?"
    rf"(?P<met>{_FIRM_EN})"
    rf"|\b(?i:mr|mrs|ms|miss|dr|somebody|someone|guy|lady|chap|woman|man|bloke|fella|girl|enquiry|inquiry|referral)\.?\s(?:(?i:called|named)\s)?(?:[A-Z][\w'-]+\s){{0,2}}(?i:from|at|of)\s(?P<rang>{_FIRM_EN})"
    r"(?=\s(?:rang|called|phoned|emailed|messaged|wants?|wanted|asked|asking|enquir|got\sin|is|was|has|re\b|about|looking|interested)|[,.;]|$)"
    rf"|\b(?i:the)\s(?P<lot>{_FIRM_EN})\s(?:lot|people|guys|crowd|folks|team|gang|crew)\b"
)
_REFERRED: Final = re.compile(
    r"(?:name|number|details?|contact)\s(?:from|via|through|off)\s$|(?:referred|recommended|introduced|passed\son|sent)\s(?:to\s(?:us|me)\s)?(?:by|from|via)\s$"
    r"|(?:referral|intro|introduction)\s(?:from|via|through)\s$|(?:friend|neighbours?|supplier|customer)\sof\s$|\b(?:like|via|formerly\s(?:at|of|with)|used\sto\sbe\s(?:at|with))\s$"
)


def _stranger(flat: str, text: str, named: NameMatch | None) -> str | None:
    """A firm of several words, named as a stranger is, where the known one is only a part of its name."""
    for match in _STRANGER.finditer(text, line=flat):
        group = next(key for key in ("met", "rang", "lot") if match[key])
        name, (start, end) = match[group].rstrip(".'"), match.span(group)
        first = name.split(" ")[0].lower()
        if first in given() or first in _NOT_WORDS:
            continue
        known = named is not None and named.span[0] < end and start < named.span[1]
        if named is not None and known and named.span[1] - named.span[0] >= len(name) - 1:
            continue
        referred = named is not None and _REFERRED.search(text, 0, named.span[0]) is not None
        if named is None or known or (referred and named.span[0] >= end):
            return name
    return None


def said_new(flat: str, text: str, named: NameMatch | None) -> str | None:
    """The firm that the line itself calls new, although it may begin like a known one; None where that one is meant."""
    stranger = _stranger(flat, text, named)
    if stranger is not None:
        return stranger
    match = _SAID_NEW.match(text)
    name = match and (match["first"] or match["behind"])
    if not match or not name or (named and named.span[1] >= match.end("first" if match["first"] else "behind")):
        return None
    return name if " " in name else None


def _past(flat: str, start: int, stops: Sequence[Span]) -> int:
    """Behind dates and marks at the head of the line: 今天下午 恒通电子 ..."""
    for first, last in sorted(stops):
        if first <= start < last or not flat[start:first].strip(" ,:"):
            start = max(start, last)
            while start < len(flat) and flat[start] in " ,:":
                start += 1
    return start


def _head_chinese(flat: str, text: str, start: int, stops: Sequence[Span]) -> str | None:
    if start >= len(flat) or not (is_chinese(flat[start]) or flat[start] in LATIN):
        return None
    stop = min([first for first, _ in stops if first > start], default=len(flat))
    piece = re.match(r"[\u4e00-\u9fffa-z0-9()·\-&]{2,30}", flat[start:stop])
    if piece is None or not any(is_chinese(char) for char in piece[0]) or _NOT_A_NAME.match(piece[0]):
        return None
    if piece[0] in _common_nouns() or piece[0].endswith(_PAPERS):
        return None
    end = start + piece.end()
    ended = end >= len(flat) or end == stop or not is_chinese(flat[end])
    company = _company_ending().match(piece[0])
    if company:
        return text[start : start + company.end()]
    head = start == 0 or not flat[:start].strip(" -*•·#>0123456789.)、(")
    known_stop = any(first == end or not flat[end:first].strip() for first, _ in stops if first >= end)
    return text[start:end] if ended and head and 2 <= end - start <= 8 and known_stop else None


_PAPERS: Final = (
    *("文件", "方案", "报告", "资料", "材料", "合同", "协议", "申请", "通知", "会议", "报价单", "发票", "订单"),
    *("保函", "清单", "证明", "对账单", "标书", "样品", "报表", "纪要", "表格", "手续", "尾款", "货款", "定金"),
)


@lru_cache(maxsize=1)
def _common_nouns() -> frozenset[str]:
    return frozenset(load("names_zh")["never_a_company"].split())


@lru_cache(maxsize=1)
def _new_behind() -> Cued:
    """拜访了新客户瑞丰包装, 认识了东篱茶业: behind a verb, to the first word companies end with."""
    ends = "|".join(
        ["有限公司", "公司", "集团", "厂", "银行", "医院", "学校", "大学", "酒店", "商行", "门店", "超市", "店"]
    )
    trades = "|".join(_strong_trades())
    return cued(
        rf"{_NEW_ZH_VERBS}(?P<name>[\u4e00-\u9fffA-Za-z()0-9]{{2,24}}?(?:{ends}|(?:{trades})(?:连锁|股份)?(?=$|[^\u4e00-\u9fff]|的)))"
    )


def _strong_trades() -> list[str]:
    words = lexicon()
    return [trade for trade in words.zh_trades if trade not in words.weak_trades]


@lru_cache(maxsize=1)
def _company_ending() -> re.Pattern[str]:
    strong = _strong_trades()
    ends = "|".join(
        [
            "有限责任公司",
            "股份有限公司",
            "有限公司",
            "公司",
            "集团",
            "厂",
            "银行",
            "医院",
            "学校",
            "大学",
            "酒店",
            "商行",
            "超市",
            *strong,
        ]
    )
    return re.compile(
        rf"[\u4e00-\u9fffa-z0-9()·\-&]{{2,24}}?(?:{ends})(?:股份|有限责任公司|股份有限公司|有限公司|公司|集团|厂)*"
    )


# Spoke to Brightpath Learning Inc today: a legal form behind words in capitals names a firm wherever it stands.
_LEGAL: Final = re.compile(
    r"(?:[A-Z][\w'\u2019&-]*\s(?:(?:&|and|of)\s)?){1,4}"
    r"(?:Ltd|Limited|LLC|Inc|plc|PLC|GmbH|LLP|DAC|Corp|BV|AG|Pte|Pvt|Co-op)\b(?:\.|\s(?:Ltd|Co))?"
)


def _legal_name(text: str, stops: Sequence[Span]) -> str | None:
    for match in _LEGAL.finditer(text):
        words = match[0].split(" ")
        while words and words[0].lower().strip(".,'") in _NOT_WORDS:
            words.pop(0)
        start = match.end() - len(" ".join(words))
        if len(words) > 1 and not any(a < match.end() and start < b for a, b in stops):
            return " ".join(words)
    return None


# One word at the head of a line is a name where a mark, a day or a word of contact stands behind it: Blackthorn rang.
_ALONE: Final = re.compile(
    r"\s*(?:$|[-,:;.!?(/–—]|(?:rang|called|phoned|emailed|texted|messaged|says?|said|wants?|wanted|asked|needs?|signed"
    r"|paid|sent|visit|call|meeting|mtg|lunch|coffee|demo|zoom|teams|today|yesterday|tomorrow|due|re|is|are|has|have|was"
    r"|were|will|not|need|and|visited|met|renewal|update|happy|unhappy|chasing|confirmed|agreed|promised|replied|cancelled"
    r"|accepted|declined|mon|tue|wed|thu|fri|sat|sun)(?![a-z])|\d|[\u4e00-\u9fff]|[A-Z])"
)


def _head_english(text: str, start: int, stops: Sequence[Span]) -> str | None:
    match = _NEW_EN.match(text, start)
    if match is None:
        return None
    stop = min([first for first, _ in stops if first > start], default=len(text))
    words = []
    for word in text[start : min(match.end(), stop)].split():
        if word.lower().strip(".,'") in _NOT_WORDS:
            break
        words.append(word)
    while words and words[-1].lower() in ("and", "&", "of", "de"):
        words.pop()
    if len(words) == 1 and (words[0].lower() in common_words() or not _ALONE.match(text, start + len(words[0]))):
        return None
    return " ".join(words) if words else None
