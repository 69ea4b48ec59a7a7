"""Faults told of in Chinese without a word of anger, each suggesting a complaint: 主轴异响, 少发了两箱, 至今没给."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from bot.understanding.model import Hint, Span
from bot.understanding.text.cues import cued
from bot.understanding.text.line import Line
from bot.understanding.text.scanner import Found

_MARK: Final = re.compile(r"[,;。!?、:\s]")
_SENTENCE: Final = re.compile(r"[;。!?\n]")
_REACH: Final = 14  # characters before a fault that may name the thing it befell
_VIEW: Final = 60  # characters on either side in which the teller is looked for
# What has not happened, is only feared, or is prevented: 怕晚到, 没有漏水, 万一停机.
_UNREAL: Final = re.compile(
    r"(?:如果|要是|假如|若|万一|一旦|怕|担心|防止?|避免|以免|免得|会不会|是否|有没有|没有?|无|未见?|未发现|不会|别(?!的|家)|不能|不要|不得|不许|勿|杜绝|容易|不再"
    r"|减少|降低|防止|预防|保证不|绝不|从不|从没|可能会?)[^,;。\s]{0,5}$"
)
# My own slip, and what others deliver.
_MINE: Final = re.compile(
    r"(?<!给)(?<!跟)(?<!和)(?<!让)(?<!找)(?<!催)(?<!骂)(?<!语音)我(?!们|司|行|方|家|这|的|,)[^,;。\s]{0,8}$"
)
_OTHERS: Final = re.compile(
    r"(?:客户自己|他们自己|[他她]们(?:的)?(?:仓库|厂里?|公司|店里?|那边|车间|服务器|网络|财务)|快递员?|供应商|(?:财务|会计|出纳)小(?:姑娘|伙子)|原来|以前|之前|上家|上一家|现在用|目前用|别家|别人|竞品|对手|同行|友商|他家)[^,;。\s]{0,8}$"
)
# Slips of the pen are put right, not complained of, unless somebody of the customer's tells of them: 税号填错,已重开.
_MISWRITTEN: Final = re.compile(r"[填输写录]错|开错|发错(?:人|了语言)|少了[\d一二两三四五六七八九十几半]+(?:张|页|本)")
_UNREAD: Final = re.compile(r"打不开|[看听](?:不|没)(?:懂|明白|清)|没收到|版本不对|少了[一二两三\d]个(?=股东|签字|章)")
# What befell the insured is a claim, not a complaint about us.
_INSURED: Final = cued(r"出险|报案|查勘|定损|追尾|公估|水渍险|财产险|货运险")
_MENDED: Final = re.compile(
    r"(?:的)?(?:问题|事儿?|故障|毛病|情况)?(?:已经?|都|也|早就?|全)*(?:解决|修好|排除|处理好|搞定|消除|好了|没了|闭环|整改完|恢复|率|了?怎么办理)"
)
_TOLD: Final = cued(
    r"反馈|反映|反应|投诉|抱怨|说(?!明|服|好|定)|讲|話|话(?!题|费)|提到|提出|指出|发现|嫌|催|骂|问(?!题)|觉得|认为|吐槽|告知|来电|打来|告状|报修|意见|埋怨|质疑|不满"
)
_WANTED: Final = re.compile(
    r"要求|[让要叫]我们|退[回货换款]|换货|补[发货送]|[赔扣]|重做|返工|[去来]修|维修|派人|拒收|道歉|说法|整改"
)
_AGAIN: Final = re.compile(r"(?:又|老|老是|总|总是|一直|经常|天天|频繁|次次|还是|第[二三四五\d]次)[^,;。\s]{0,4}$")
_HOW_OFTEN: Final = re.compile(
    r"(?:得(?:厉害|不行|要命|很))?了?(?:[\d一二两三四五六七八九十几半]+(?:次|回|遍|箱|台|张|天|件|只|个|瓶|套|根|包|桶|吨|小时)?[\u4e00-\u9fff]?)?"
)
_LEADS: Final = re.compile(
    r".*(?:反馈|反映|投诉|抱怨|说|讲|提到|提出|指出|发现|吐槽|告知|来电|来问|问|骂|嫌|因为|由于|关于|就|:)(?=.)"
)


def find_faults(line: Line, taken: Sequence[Span], angry: bool) -> Iterator[Hint]:
    """The faults of what we deliver, outside the `taken` stretches.

    `angry` says that the line speaks of anger as well, so that lesser faults count.
    """
    for each in line.words.get("fault", ()):
        if any(a < each.end and each.start < b for a, b in taken):
            continue
        start, end = _clause(line, each)
        before, after = line.flat[start : each.start], line.flat[each.end : end]
        if _UNREAL.search(before) or _MINE.search(before) or _OTHERS.search(before) or _MENDED.match(after):
            continue
        if not angry and _is_no_grievance(line, each, before):
            continue
        if _of_a_rival(line, start, each.start) or _told_by_ours(line, each.start):
            continue
        if each.code == "plain" or angry or (each.code == "framed" and _is_framed(line, each, before)):
            yield _hint(line, each, start)


def _is_no_grievance(line: Line, each: Found, before: str) -> bool:
    """A slip of the pen that nobody of the customer's speaks of, a file that does not open; a claim on an insurance."""
    if _INSURED.can_be_in(line.flat) and _INSURED.search(line.flat):
        return True
    if _AGAIN.search(before):
        return False
    if _UNREAD.search(line.flat, each.start, each.end):
        return True
    return _MISWRITTEN.search(line.flat, each.start, each.end) is not None and not _is_framed(line, each, before)


def _clause(line: Line, each: Found) -> Span:
    start, end = max(0, each.start - _VIEW), each.end + _VIEW
    marks = [match.end() for match in _MARK.finditer(line.flat, start, each.start)]
    behind = _MARK.search(line.flat, each.end, end)
    return (marks[-1] if marks else start), (behind.start() if behind else min(end, len(line.flat)))


def _of_a_rival(line: Line, start: int, end: int) -> bool:
    """The fault befell what somebody else delivers: 金蝶那套老报错."""
    named = [
        each for table in ("competitor", "rival") for each in line.words.get(table, ()) if start <= each.start < end
    ]
    return any(not any(a < each.end and each.start < b for a, b in line.customers) for each in named)


def _told_by_ours(line: Line, place: int) -> bool:
    """王芳说单子她录错了: what one of ours tells of himself."""
    return any(
        each.span[1] <= place
        and line.flat.startswith("说", each.span[1])
        and not _SENTENCE.search(line.flat, each.span[1], place)
        for each in line.colleagues
    )


def _is_framed(line: Line, each: Found, before: str) -> bool:
    """Somebody tells of it, it came again, or something is asked for because of it."""
    if _AGAIN.search(before):
        return True
    earlier = _SENTENCE.split(line.flat[max(0, each.start - _VIEW) : each.start])[-1]
    later = _SENTENCE.split(line.flat[each.end : each.end + _VIEW], maxsplit=1)[0]
    return _TOLD.search(earlier) is not None or _WANTED.search(later) is not None


def _hint(line: Line, each: Found, clause: int) -> Hint:
    """The fault with the thing it befell and how often: 冷藏车温度超标两次."""
    start = max(clause, each.start - _REACH)
    named = [*line.customers, *(date.span for date in line.dates), *(person.span for person in line.people)]
    start = max([start, *(b for _, b in named if start < b <= each.start)])
    said = _LEADS.match(line.flat, start, each.start)
    start = said.end() if said else start
    while start < each.start and line.flat[start] in "的那个这了也,":
        start += 1
    often = _HOW_OFTEN.match(line.flat, each.end)
    end = often.end() if often else each.end
    return Hint("complaint", "fault", line.text[start:end], (start, end))
