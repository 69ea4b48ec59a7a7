"""What a bare Chinese deed is about, where only the clauses before say so: 催压测结果,明天给; 缺两张发票,答应周四补."""

import re
from typing import Final

from bot.understanding.text.clauses import Clause
from bot.understanding.text.line import Line

_BESIDE: Final = 3  # characters between two clauses that follow each other
_MOST: Final = 3  # clauses in which the thing is looked for
_LITTLE: Final = (
    r"(?:无论如何|今天|一定|肯定|必须|务必|保证|争取|马上|立刻|尽快|抓紧|说好|答应"
    r"|得|要|会|能|可以|就|也|先|再|才|都|去|来|给|统一|一起|亲自|我)*"
)
BARE: Final = re.compile(
    rf"{_LITTLE}(?:发|寄|送|给|补|交|开|出|报|带|拿|签|传|退|换|回传|提交|提供|补发|补寄|补开|送货|发货)(?:上|出来|出去|出|过来|过去|过|来|去|齐|全|好|完|掉|给|到|回)*"
    r"(?:他们?|她们?|客户|对方|人家)?(?:一下)?"
)
# What is asked for, lacking or owed.
_ASKED: Final = re.compile(
    r"(?:催(?:要|问|着|了|我们?)?|想要|要(?!求|是|不要|么|紧)(?:我们?)?(?:先|尽快|赶紧)?(?:发|给|出|看|补)?|需要|索要|还?[缺差少欠]|没(?:收到|拿到|给|寄|发|补|开|送|带|交)|漏(?:了|发|寄|开|带)|忘了?(?:给|寄|发|带|开)?(?:他们?|她们?|客户)?"
    r"|(?:答应|承诺|说好|许诺)(?:了|过|好)?(?:给|发|寄)?(?:他们?|她们?|客户|对方)?的?)(?:一份|一个|一下|一套|一张|份|个|了)?"
    r"(?P<thing>(?!了|过|的|我|他|她|人家|客户|对方|钱|(?:好?几|[一两三四五\d]+)[次遍回])[^,;。:我他她了吗]{2,14}?)(?:还|一直|到现在|都|也)*(?:没|未|忘)?(?:给|寄|发|补|开|送|带|交|出)?(?:(?:都)?(?:催|问|追)了?(?:好)?[几一两三四\d]+[次回遍天])?(?:呢|了)?$"
)
# The thing itself first, and that it is still to come.
_LEFT: Final = re.compile(
    r"(?P<thing>[^,;。:我他她说问催]{2,14}?)(?:[发寄给开送交补]了没有?$|(?:到现在|一直|还|都|也|又)+(?:没|未|忘了?|差))(?:来得及|顾上|有)?(?:给|寄|发|补|开|送|带|交|出|做|弄|批)?(?:他们?|她们?|客户)?(?:呢)?$"
)
# 一直没办, 答应过的, 已经催第三回了: how things stand between the two.
STANDS: Final = re.compile(
    r"(?:但是?|可是?|却|结果|不过|我|他们?|她们?|客户|对方|人家)*(?:之前|上次|早就|本来|上周|前天|昨天)?就?(?:答应|说好?|承诺|约定)(?:了|过|好)?(?:的|他们?的?|她们?的?|人家的?|客户的?)?"
    r"|[^,;。]{0,6}?(?:一直|到现在|至今|还|都|也|却|又|忙|老)*(?:没|忘|未)(?:来得及|顾上|顾得上|有|记|去|给)?[^,;。]{0,4}"
    r"|[^,;。]{0,4}?(?:已经|都|又)?(?:催|问|追)(?:我|了|过|第|好|[一两二三几四五]|次|回|遍|多)+|(?:挺|很|比较|特别|非常|有点)?(?:急|着急|紧急|重要|加急)(?:的|了|得很)?|拖(?:了|到现在|着).{0,5}"
)
_NO_THING: Final = re.compile(
    r"(?:考虑|开会|看看|问|求|求求|帮|把|去|来|到|在|不|没|是|有|和|跟).*|.*(?:时间|办法|问题|意思|消息|东西|钱)$"
)


def carried(line: Line, clause: Clause) -> str:
    """The thing told of before; empty where the clauses before name none."""
    behind, stood = clause, False
    for number, before in enumerate(reversed([each for each in line.clauses if each.end <= clause.start])):
        if number == _MOST or behind.start - before.end > _BESIDE or (number and "\u3002" in before.mark):
            break
        thing = _thing(line, before) or (_named(line, before, sure=stood) if stood or not number else "")
        if thing:
            return thing
        stood = (stood or not number) and STANDS.fullmatch(line.flat, before.start, before.end) is not None
        behind = before
    return ""


# 滞箱费发票,上周就答应的,还没给: nothing but the thing.
_NOUNS: Final = re.compile(
    r"(?:的|那边的?|这边的?)?(?P<thing>[^,;。:的了我他她说问催要没不未很已在有是把给跟和]{2,14})"
)
_SURELY: Final = re.compile(r".*(?:[款单书表证票样图件函货]|合同|协议|方案|报告|[资材]料|色卡|手册|画册|条款)$")


def _named(line: Line, clause: Clause, *, sure: bool) -> str:
    ends = [end for start, end in line.customers if clause.start <= start < clause.end]
    found = _NOUNS.fullmatch(line.flat, max([clause.start, *ends]), clause.end)
    if found is None or not (sure or _SURELY.match(found["thing"])):
        return ""
    return line.text[slice(*found.span("thing"))]


def _thing(line: Line, clause: Clause) -> str:
    named = [*line.customers, *(person.span for person in line.people_in(clause))]
    start = max([clause.start, *(end for a, end in named if clause.start <= a < clause.end)])
    found = _ASKED.search(line.flat, clause.start, clause.end) or _LEFT.match(line.flat, start, clause.end)
    if found is None or _NO_THING.match(found["thing"]):
        return ""
    first, last = found.span("thing")
    if any(first < end and a < last for a, end in [*named, *(date.span for date in line.dates_in(clause))]):
        return ""
    return line.text[first:last].removeprefix("\u7684")
