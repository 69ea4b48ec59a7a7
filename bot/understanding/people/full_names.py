"""Full Chinese names without a title: 王芳今晚寄出, 请刘洋后天一起去, 见到了张伟. The frame tells whose they are."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Final, Literal

from bot.understanding.model import Span
from bot.understanding.text.scanner import hasty
from bot.understanding.text.vocabulary import load

Side = Literal["ours", "theirs"]

_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
# Who is asked to do something, and who is visited.
_ASKED: Final = re.compile(r"(?:请|让|由|派|叫|喊|麻烦|拜托|安排|通知|转给|交给|指派|委托|辛苦)$")
_SEEN: Final = re.compile(
    r"(?:(?:接手|新来|对接|负责|管事|接任|继任|经办|联系)的?(?:人)?(?:叫|是)|(?<![意常少罕])见|见到|见了|见着|拜访|拜访了|走访|约见|碰到|碰见|找到|致电|对方|联系人|对接人|经办人|个体户|农户|养殖户|种植户|大户|散户|租户|房东|车主|业主|货主|摊主|店主|投保人|被保险人|受益人|借款人|储户|(?<!找)(?<!给)客户|合伙人|家属|儿子|女儿|爱人|老公|老婆|丈夫|妻子)$"
)
_NAMED_BESIDE: Final = re.compile(r"(?:同事|徒弟|我和|我跟|我与|我同|我带着?|[和与跟带陪][^,;。]{1,3}[和与、])$")
_GOES_ALONG: Final = re.compile(r"(?:他们?|她们?)?(?:一起|一块|一同|共同|陪|同去|同行|去|来|上门|拜访|走访|带)")
_WORKS: Final = re.compile(
    r"在(?:核|算|做|写|弄|办|查|审|改|催|跟|盯|排|整理|处理|走)|(?:这边|那边)?(?:来|去)?(?:负责|牵头|对接|跟进|落实|盯|测算|承办|主办|协办|跑|弄|搞定)|(?:来|去|会|将|再|先|就|也|帮忙?|代|把|远程|到(?:场|现场)|主讲|主持|带队|记得|必须|务必|要(?=跟|和|给|去|把|做|出|写|交|改)|得(?!知|到))(?![^,;。]{0,3}[说讲谈])"
    r"|说(?:他|她)?[^,;。我]{0,8}?(?:能|可以|会|一定)?(?:出(?!差|国|货款)|做|审|测|报(?!名)|装|修|改|搞定|弄|完成|上线|批|放|排|画|写)"
)
# What he tells of by its firm's name is no firm of his own: 王芳说甬港那笔她录错了.
_SAYS_OF: Final = re.compile(r"[说讲问](?:了|一?下)?$")
_TO_US: Final = re.compile(
    r"(?=[^,;。]{0,14}?(?:流水|报表|执照|身份证|公章|款|发票|证|单据|对账单|po|订单|回单|征信|章程|名单|需求|参数|尺寸|地址))"
    r"[^,;。\s我]{0,14}?(?:[给发寄传交]给?我|[过发寄交送带拿]来)"
)
# 金陵徐敏的月结单, 德宝周敏说: behind the customer's name somebody of his.
_IS_SOMEBODY: Final = re.compile(
    r"(?:$|[,;。\s、]|的(?!时候)|那边|刚|说|讲|问|要求|想|约|打|来[电信函]|回复|纠正|转达|放|微信|电话|答应|表示|反馈|催|嫌|投诉|介绍|提出|提到|希望|认为|觉得|承诺|让|叫|请|今天|昨天|刚"
    r"|要(?=[^,;。]{0,4}(?:[开买贷租续换加订看]|办(?!理完)|一[份个套批台]|申请|报价|样品|资料))|需要|咨询|反映|抱怨|同意|对(?![接账]))"
)
# 跟李娜开了个会: whoever was talked with.
_WITH: Final = re.compile(r"(?:[跟和与同]|见了|约了|打给|问了|找了|碰到了|遇到)$")
_TALKED: Final = re.compile(
    r"(?:在[^,;。]{1,6}?)?(?:又|就|也|刚|刚刚|今天|昨天|上午|下午|一起)*(?:开了|通了|打了|聊|谈了|谈得|碰了|见了|吃了|喝了|过了一?[遍下]|对了一?[遍下]|沟通了|交流了|对接了|确认了|确定了|讨论了|商量了|视频|电话(?:里|说|聊|沟通)|微信(?:里|上|聊|说)|加了|敲定|约了|约好|说好|约定|说了|面谈|吃饭|喝茶|见面)"
)
_DENIED: Final = re.compile(r"(?:他们?|她们?|客户|对方|厂里|人家|那边)(?:的|那边)?[^,;。]{0,4}$")


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    people, names = load("people")["zh"], load("names_zh")
    surname = f"(?:{'|'.join(people['compounds'].split())}|[{''.join(people['surnames'].split())}])"
    return hasty(rf"{surname}[{''.join(names['given'].split())}]{{1,2}}")


@lru_cache(maxsize=1)
def _words() -> frozenset[str]:
    return frozenset(load("names_zh")["words"].split())


@lru_cache(maxsize=1)
def _given() -> frozenset[str]:
    return frozenset("".join(load("names_zh")["given"].split()))


@lru_cache(maxsize=1)
def _not_behind() -> dict[str, str]:
    return dict(load("names_zh")["not_behind"])


def is_word(name: str) -> bool:
    """Whether what looks like a name is a word or a place: 高新, 宁波."""
    return name in _words()


def ends_a_word(flat: str, place: int) -> bool:
    """Whether the surname at that place is rather the end of the word before it: the 方 of 对方."""
    return place > 0 and flat[place - 1] in _not_behind().get(flat[place], "")


def is_full_name(name: str) -> bool:
    """Whether surname and given name stand there, behind what he is: 董秘何晓岚; 老板高兴 and 老板关机 name nobody."""
    return not is_word(name) and set(name[1:]) <= _rare() | _given() | _RANKS


@lru_cache(maxsize=1)
def _rare() -> frozenset[str]:
    return frozenset(load("names_zh")["rare"])


def is_given(name: str) -> bool:
    """Whether these characters are such as given names are written with; a rank among brothers is one: 张三."""
    return set(name) <= _given() | _RANKS


_RANKS: Final = frozenset("一二三四五六七八九")


def full_names(
    flat: str, taken: Sequence[Span], dates: Sequence[Span], heads: Sequence[Span], acts: Callable[[int], bool]
) -> Iterator[tuple[Side, Span]]:
    """The names whose side the words beside them tell.

    `heads` are stretches a clause may begin with, such as a customer; `acts` says whether a word of our work stands
    at a place.
    """
    if not _HAN.search(flat):
        return
    place = 0
    while match := _pattern().search(flat, place):
        place = match.start() + 1
        span = _clear(match.span(), flat, [*taken, *dates])
        if span is None or ends_a_word(flat, span[0]):
            continue
        side = _side(flat, span, dates, heads, acts)
        if side is None and span[1] - span[0] > _SHORTEST and _TALKED.match(flat, span[1] - 1):
            span = (span[0], span[1] - 1)  # 赵磊|通了个电话
            side = _side(flat, span, dates, heads, acts)
        if side is not None:
            yield side, span
            place = span[1]


def _clear(span: Span, flat: str, taken: Sequence[Span]) -> Span | None:
    """The name without a character that belongs to something else, such as a date: 李明|明天."""
    start, end = span
    while end - start >= _SHORTEST and (flat[start:end] in _words() or any(a < end and start < b for a, b in taken)):
        end -= 1
    return (start, end) if end - start >= _SHORTEST else None


_SHORTEST: Final = 2


def _side(
    flat: str, span: Span, dates: Sequence[Span], heads: Sequence[Span], acts: Callable[[int], bool]
) -> Side | None:
    before = flat[max(0, span[0] - 8) : span[0]]
    behind = next(
        (end for start, end in dates if flat[span[1] : start] in ("", " ", "在", "于") and start >= span[1]), span[1]
    )
    works = acts(behind) or _WORKS.match(flat, behind) is not None
    works = works or any(_SAYS_OF.fullmatch(flat, span[1], start) for start, _ in heads if start - span[1] in (1, 2))
    if _SEEN.search(before):
        return "theirs"
    if _DENIED.search(before):
        return None
    if _ASKED.search(before) and _COMRADE.match(flat, span[1]):
        return "ours"
    if _ASKED.search(before):
        return "ours" if (works or behind > span[1]) and not _TO_US.match(flat, behind) else None
    if _NAMED_BESIDE.search(before) and _GOES_ALONG.match(flat, span[1]):
        return "ours"
    of_firm = any(flat[end : span[0]] in ("", "\u7684", "\u90a3\u8fb9\u7684") for _, end in heads if end <= span[0])
    spoke = _TALKED.match(flat, span[1]) is not None
    named = of_firm and (spoke or (not works and _IS_SOMEBODY.match(flat, span[1])))
    if named or (spoke and _WITH.search(before)):
        return "theirs"
    begins = not before or not _HAN.match(before[-1]) or any(end == span[0] for _, end in [*dates, *heads])
    begins = begins or (behind > span[1] and not _LINKS.search(before) and not _CALLS.match(flat, behind))
    if begins and heads and not works and _REPORTS.match(flat, span[1]):
        return "theirs"
    alone = _ALONE.match(flat, behind) is not None and not _LINKS.search(before) and not _ENDS_VERB.search(before)
    begins, works = begins or alone, works or alone
    return "ours" if begins and works and not _TO_US.match(flat, behind) else None


# 六朝的合同,林琳说年底结: whoever speaks where a customer is named.
_REPORTS: Final = re.compile(r"说|讲|转达|刚?纠正|问[我能可什怎]|要求|嫌|催我|答应")
# 请刘洋同志一并携带: said of one's own only.
_COMRADE: Final = re.compile(r"同志")
# 初审材料李雷收: one verb behind the name, and nothing more.
_ALONE: Final = re.compile(
    r"(?:来|去)?(?:收|办|写|做|跟|盯|改|审|出|送|取|查|弄|发|催|开|拟|报|负责|处理|跟进|对接|准备|安排|落实)(?=$|[,;。])"
)
# 技术部分王芳10号前写好: somebody acts in the middle of the words, unless they lead on to him.
_LINKS: Final = re.compile(
    r"(?:[和与跟给找见问约向对了的、同为替帮比陪带催总长任理监]|拜访|联系|通知|告诉|回复|答复|介绍|说|会计|负责人)$"
)
_CALLS: Final = re.compile(r"来[电访]|打|问|咨询|说|讲|表示|在|约|想|要")
# 找王芳办, 见了张伟: he is not the one who acts.
_ENDS_VERB: Final = re.compile(r"[了过着到见找让请叫催问给是有在]$")
