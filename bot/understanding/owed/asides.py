"""What a clause with a date or a strong word may be instead of a promise: news, a condition, the customer's wish."""

import re
from collections.abc import Sequence
from typing import Final

from bot.understanding.dates import When
from bot.understanding.house.subjects import doer, head
from bot.understanding.text.clauses import Clause
from bot.understanding.text.cues import cued
from bot.understanding.text.line import Line

PAST: Final = cued(
    r"(?:已(?:经)?|刚(?:刚)?|都)(?:发|给|送|提交|回复|办|签|寄|报|完成|还|付)|已(?:经)?(?:安排|上报|下单)(?![^,;。]*(?:今|明|后天|下周|周[一二三四五六日]))|"
    r"已(?:经)?(?:改|修|补|换|重[做发开寄]|处理|解决|弄|搞)(?:好|完|妥|掉|定)?(?:重?[发寄送开])?(?=$|[,;。])|"
    r"(?:发|给|送|交|签|寄|还|付|办|做)(?:了|过(?![去来])|完了|好了)(?!吗)|\b(?<!the\s)(?<!\ba\s)(?:sent|"
    r"gave|delivered|submitted|already|paid|signed(?!\s+(?:order|form|copy|copies|contracts?|agreement|mandate|docs?|documents?|nda|msa|letter|quote|po|paperwork|pages?|version))|returned|received)\b"
)
_NEWS: Final = cued(
    r"\W*(?:please\s+|kindly\s+|this\s+is\s+to\s+|to\s+)*(?:be\s+(?:informed|advised|aware)|inform\s+you)\b|兹通知|特此告知"
)
_CONDITION: Final = cued(r"\b(?:before|until|till|unless|if|once|when|whenever|whether|in\s+case)\s*$")
_TO_BE_DONE: Final = cued(r"\w\s+to\s+(?:go\s+(?:out|to|back|over|off)|be\s+\w+(?:ed|en|nt|ne)|follow)\b")


def is_news(line: Line, clause: Clause) -> bool:
    """What is only told to us: please be informed that our factory will close."""
    match = _NEWS.search(line.flat, clause.start, clause.end)
    if match is None:
        return False
    return not line.flat[clause.start : match.start()].strip(" \"'“”")


def is_question(line: Line, clause: Clause) -> bool:
    """Asking whether we hold the price to the year end: what they want to know, not what is done by then."""
    asks = _ASKS_WHETHER.search(line.flat, clause.start, clause.end)
    return asks is not None and not line.said("obligation", clause)


_ASKS_WHETHER: Final = cued(
    r"\b(?:asking|asks|wondering|wonders|wondered|querying|queried)\s+(?:us\s+|me\s+)?(?:if|whether|about|why|how|what|where)\b"
)


def is_condition(line: Line, clause: Clause) -> bool:
    """They need SSO before they'll sign: on what something depends."""
    before = max(0, clause.start - len("in case") - 1)
    return _CONDITION.search(line.flat, before, clause.start) is not None


def depends_on_us(line: Line, clause: Clause) -> bool:
    """If we can't match it they will go elsewhere: what follows from what we do, no promise."""
    return _IF_WE.search(line.flat, max(0, clause.start - 80), clause.end) is not None


_IF_WE: Final = cued(
    r"(?<!asked )(?<!asks )(?<!ask )(?<!wondered )(?<!wondering )(?<!see )(?<!know )\b(?:if"
    r"|unless)\s+we\b[^.;!?]*$"
)


def is_to_be_done(line: Line, clause: Clause) -> bool:
    """A quote to go out next week: owed, whoever does it."""
    return _TO_BE_DONE.search(line.flat, clause.start, clause.end) is not None


def wants(line: Line, place: int) -> bool:
    """明德口腔要给员工上团险: the customer's own plan at the head of a clause, no promise of anybody."""
    ends = [end for start, end in line.customers if start == place or end <= place]
    return any(line.flat.startswith("要", end) and place <= end for end in ends)


def only_asks(line: Line, clause: Clause, future: Sequence[When]) -> bool:
    """A question, unless it is one that asks for a deed by a day."""
    if _ASKED_US.search(line.flat, clause.start, clause.end):
        return True
    if not clause.question and _ASKS_IF.search(line.flat, clause.start, clause.end):
        return _FINDS_OUT.search(line.flat, clause.start, clause.end) is None
    if not clause.question or (future and _REQUEST.match(line.flat, head(line, clause), clause.end)):
        return False
    spoken = line.flat[clause.start : clause.end].isascii()
    return not spoken or doer(line, clause) is None or _FOR_ME.search(line.flat, clause.start, clause.end) is not None


# 展位图出了没: a question typed without its mark, unless the writer means to find out.
_ASKS_IF: Final = cued(r"(?:[了过好完到齐]没有?|[了过]吗|是不是[^,;。]*|有没有[^,;。]*)\s*$")
# 她还问元旦前能不能再送一批: what is asked.
_ASKED_US: Final = cued(
    r"(?:他们?|她们?|客户|对方|老板娘?|[总工姐哥理任长]|小姐|先生)(?:还|又|也|就|另外)*问(?!一?下|问)(?:我们?)?[^,;。]{0,14}?(?:能不能|可不可以|可否|能否|是否|行不行|有没有|会不会)"
)
_FINDS_OUT: Final = cued(r"问|看|查|确认|核实|核对|打听|催|了解|追|盯|跟进|检查|提醒")
# Could you issue the letter by Thursday? It asks for a deed, not whether.
_REQUEST: Final = re.compile(r"(?:can|could|would|will)\s+(?:you|u)\b|(?:please|pls)\b")
# Can someone from product join me? asks whether.
_FOR_ME: Final = re.compile(r"\b(?:me|us)\b")


def is_supposed(line: Line, clause: Clause) -> bool:
    """What a Chinese clause only supposes, or what they will do if we do not."""
    return any(each.match(line.flat, clause.start, clause.end) for each in (_THREATENS, _SUPPOSES))


# 不降就转给别家: what they will do if we do not.
_THREATENS: Final = re.compile(
    r"(?:他们?|客户|对方)?(?:说|扬言)?(?:再|要是|如果)?(?:不|没)[^,;。我]{1,8}?(?:就|便)(?:转|换|找|不|走|撤|退|停|告|取消|终止|解约|考虑)"
)


# 如果月底前能下单, 定金再不付明天就被人抢了: what may come to pass.
_SUPPOSES: Final = re.compile(
    r"[^,;。]{0,8}?(?:如果|如若|(?<![\u4e00-\u9fff])若(?!干)|(?<=[方户家])若(?!干)|要是|假如|假使|倘若|万一|除非|[再还]不[^,;。我]{1,10}?[就会要])(?![^,;。]*(?:的话|我))"
)
