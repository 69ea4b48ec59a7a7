"""Which customer a line is about: never a silent wrong one, rather buttons or the question "new customer?"."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from bot.customers.folding import LATIN, is_chinese, squeeze
from bot.customers.matching import SURE, NameMatch
from bot.customers.names import EXPLICIT, lexicon
from bot.understanding.cues import Cued, cued
from bot.understanding.model import Span
from bot.understanding.vocabulary import load

MOST_CANDIDATES: Final = 5
_LEADS: Final = re.compile(
    r"(?:答应|承诺|通知|提醒|催|拜访|走访|回访|见|去|到|给|和|与|跟|同|搵|揾|在|陪|致电|联系|约|关于|对|从|拜会|"
    r"看望|趟|路过|还是|或者?|对接|服务|维护|催款|客户|公司|说|了|的|向|找|帮|为|来|访|谈|[:,;。!?、(\-*•·#|\[\]\n]|"
    r"\d[.)、]|"
    r"(?:^|[^a-z])(?:met|visited|saw|called|at|with|from|for|to|rang|emailed|"
    r"phoned|by|on|of|re|and|the|visit|call|meeting|client|customer|about|texted|"
    r"zoomed|chased|chase|promised|promise|told|tell|owe|owes|ask|asked|send|sent|give|gave|email|ring|phone|remind|see))\s*$"
)
# Met conemara today: where the note says that somebody was met, one long name with a slip is that customer.
_PLAINLY_MET: Final = re.compile(
    r"(?:i\s+|we\s+|just\s+)*(?:met|visited|saw|called|rang|phoned|emailed|(?:met|spoke|talked)\s+(?:with|to)|visit|call|meeting)\s+(?:at\s+|to\s+|with\s+)?"
)
_LONG_NAME: Final = 8
_BETWEEN: Final = re.compile(r"\s*(?:、|和|及|与|跟|以及|还有|还是|或者?|&|\band\b|/)\s*")
_NEXT: Final = re.compile(r"\s*[,;&]\s*(?:and\s+)?|\s+and\s+")
_HEAD: Final = re.compile(r"[\s\-*•·#>]*(?:\(?\d{1,2}[.)、]\s*)?")
_COMPANY_EN: Final = r"(?:[A-Z][\w'’\-]*|[A-Z0-9]{2,}|\d[A-Z]\w*)(?:\s(?:&|and|of|de|[A-Z0-9][\w'’\-.]*))*"
_NEW_EN: Final = re.compile(_COMPANY_EN)
_NEW_BEHIND: Final = cued(
    rf"\b(?i:visited|visit to|visited with|at|meeting at|new (?:customer|client|one|name|account|firm|company|enquiry|"
    rf"prospect|lead)|prospect|lead)\s?[:-]?\s(?P<name>{_COMPANY_EN})"
)
_NEW_ZH_VERBS: Final = (
    r"(?:认识了?|结识了?|开发了?|陌拜了?|答应|承诺|通知|提醒|催|拜访|走访|回访|去了?|(?<![转换用签收拿])到|新客户|见了?|陪访|来自|对接)(?:了|"
    r"一下|过)?(?:新客户|客户)?"
)
_NOT_A_NAME: Final = re.compile(
    r"(?:同|嗯|那个|保单|合同|贷款|客户|我|你|他|她|今|昨|明|前天|后天|上午|下午|晚上|客户|对方|没|不|谢|请|"
    r"会|要|新|已|和|跟|与|给|在|去|到|拜访|走访|见|电话|微信|邮件|视频|来电|"
    r"来访|答应|承诺|应收|资金|刚|早|周[一二三四五六日末]|下周|本周|上周|待|记得|"
    r"需|把|帮|问|带|陪|约|聊|谈|听说|据说|投诉|讨论|沟通|汇报|跟进|提醒|收到|"
    r"好|吃|喝|打|发|明确|关于|如|因|本|这|那|有|都|还|再|晚点|稍后|待会|刚|到期|"
    r"利率|费率|利息|产品|方案|需求)"
)
_NOT_WORDS: Final = frozenset(load("people")["en"]["never_a_company"].split())


def choose(
    flat: str, text: str, matches: Sequence[NameMatch], own: int | None, dates: Sequence[Span]
) -> tuple[NameMatch | None, tuple[NameMatch, ...]]:
    """The one customer meant, or the candidates to ask about: own customers first, then the better match."""
    sure = [match for match in matches if match.score >= SURE and _stands_out(flat, text, match, dates)]
    if not sure:
        likely = [match for match in matches if _anchored(flat, match, dates)]
        slip = likely[0] if len({match.customer_id for match in likely}) == 1 and len(matches) == len(likely) else None
        if slip and slip.how == "typo" and _PLAINLY_MET.fullmatch(flat, 0, slip.span[0]):
            return (slip, ()) if slip.span[1] - slip.span[0] >= _LONG_NAME else (None, _ordered(likely, own))
        return None, _ordered(likely, own)
    first = min(sure, key=lambda match: (not _anchored(flat, match, dates), match.span[0], -match.span[1]))
    rivals = [match for match in sure if match.span[0] < first.span[1] and first.span[0] < match.span[1]]
    listed = _listed(flat, sure, first, dates)
    if len(listed) > 1:
        return None, _ordered(listed, own)
    longest = max(match.span[1] - match.span[0] for match in rivals)
    rivals = [match for match in rivals if match.span[1] - match.span[0] == longest]
    written = [match for match in rivals if match.kind in EXPLICIT] or [match for match in rivals if match.score == 1.0]
    if written and own is not None and not any(match.owner_id == own for match in written):
        # A short name written down for somebody else's customer may still mean one's own of that name.
        written += [match for match in rivals if match.owner_id == own and match.score >= SURE]
    rivals = written or rivals
    rivals += _begin_alike(matches, rivals)
    if len({match.customer_id for match in rivals}) == 1:
        return rivals[0], ()
    return None, _ordered(rivals, own)


def beside_own(typed: str, chosen: NameMatch, alike: Sequence[NameMatch], own: int | None) -> tuple[NameMatch, ...]:
    """海天机械 of a colleague, typed by whoever looks after 海田机械: both are offered, the own one first.

    `typed` are the words, squeezed, that were read as `chosen`, `alike` the customers of nearly these words. Nothing
    where nobody need be asked, as behind a name in full.
    """
    if own is None or chosen.owner_id == own or chosen.kind in ("name", "code") or typed == squeeze(chosen.name):
        return ()
    near = [
        replace(match, span=chosen.span)
        for match in alike
        if match.owner_id == own and match.customer_id != chosen.customer_id and match.score >= _NEARLY
    ]
    return _ordered([*near, chosen], own) if near else ()


_NEARLY: Final = 0.7


def _begin_alike(matches: Sequence[NameMatch], rivals: Sequence[NameMatch]) -> list[NameMatch]:
    """Meridian may be Meridian Packaging or Meridian Health Group where nobody wrote it down as either's name."""
    if any(match.kind in EXPLICIT or match.whole for match in rivals):
        return []
    return [match for match in matches if match.kind == "lead" and any(match.span == each.span for each in rivals)]


def _listed(flat: str, sure: Sequence[NameMatch], first: NameMatch, dates: Sequence[Span]) -> list[NameMatch]:
    """华东精工、海天、宏达: several customers side by side are never taken for the first of them."""
    listed = [first]
    for match in sorted(sure, key=lambda match: match.span):
        if (
            match.span[0] >= listed[-1].span[1]
            and match.customer_id != listed[-1].customer_id
            and _side_by_side(flat, listed[-1].span[1], match.span[0], dates)
        ):
            listed.append(match)
    return listed


def _side_by_side(flat: str, start: int, end: int, dates: Sequence[Span]) -> bool:
    """Trident and Tamar; Trident at 10, Tamar at 2."""
    if _BETWEEN.fullmatch(flat, start, end):
        return True
    date = next((span for span in dates if start <= span[0] and span[1] <= end), None)
    return (
        date is not None
        and flat[start : date[0]].strip() in ("", "at")
        and _NEXT.fullmatch(flat, date[1], end) is not None
    )


def _ordered(matches: Sequence[NameMatch], own: int | None) -> tuple[NameMatch, ...]:
    best: dict[int, NameMatch] = {}
    for match in sorted(
        matches, key=lambda match: (own is None or match.owner_id != own, -match.score, match.customer_id)
    ):
        best.setdefault(match.customer_id, match)
    return tuple(best.values())[:MOST_CANDIDATES]


def _anchored(flat: str, match: NameMatch, dates: Sequence[Span]) -> bool:
    """Whether it stands where a customer is named: at the head, after a verb of contact, a date or a mark."""
    start = match.span[0]
    if _HEAD.fullmatch(flat, 0, start) or any(end <= start and not flat[end:start].strip() for _, end in dates):
        return True
    return _LEADS.search(flat, max(0, start - 12), start) is not None


def _stands_out(flat: str, text: str, match: NameMatch, dates: Sequence[Span]) -> bool:
    """A short derived name inside other words is no sign of the customer: 前途光明 is not 光明食品."""
    if match.kind in EXPLICIT or _anchored(flat, match, dates):
        return True
    start, end = match.span
    if is_chinese(flat[start]):
        return end - start >= 4 or match.score == 1.0
    return text[start].isupper()


def new_name(flat: str, text: str, stops: Sequence[Span]) -> str | None:
    """What looks like the name of a customer not known yet: at the head of the line or behind a verb of contact.

    `stops` are the stretches that are something else: dates, contacts, words of contact.
    """
    begin = _HEAD.match(flat)
    start = begin.end() if begin else 0
    start = _past(flat, start, stops)
    behind = _new_behind().search(flat) or next(_NEW_BEHIND.finditer(text, line=flat), None)
    name = _head_chinese(flat, text, start, stops) or _head_english(text, start, stops)
    if (
        name is None
        and behind is not None
        and not any(a < behind.end("name") and behind.start("name") < b for a, b in stops)
    ):
        name = text[slice(*behind.span("name"))]
    return name.strip(" ,.，。") if name else None


# Hartley Brewing Co-op, a new lead; new prospect: Redfern Tiles.
_KIND_OF_NEW: Final = r"(?:customer|client|prospect|lead|enquiry|account|name|firm|company)"
_SAID_NEW: Final = re.compile(
    rf"\s*(?:(?P<first>{_COMPANY_EN}),?\s(?:is\s)?(?:an?\s|our\s|my\s)?(?:brand[\s-])?(?i:new)\s{_KIND_OF_NEW}\b"
    rf"|(?i:(?:brand[\s-])?new\s{_KIND_OF_NEW})\s?[:,-]?\s(?P<behind>{_COMPANY_EN}))"
)


def said_new(text: str, named: NameMatch | None) -> str | None:
    """The firm that the line itself calls new, although it may begin like a known one; None where that one is meant."""
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
    if piece[0] in _common_nouns():
        return None
    end = start + piece.end()
    ended = end >= len(flat) or end == stop or not is_chinese(flat[end])
    company = _company_ending().match(piece[0])
    if company:
        return text[start : start + company.end()]
    head = start == 0 or not flat[:start].strip(" -*•·#>0123456789.)、(")
    known_stop = any(first == end or not flat[end:first].strip() for first, _ in stops if first >= end)
    return text[start:end] if ended and head and 2 <= end - start <= 8 and known_stop else None


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
    return " ".join(words) if words else None
