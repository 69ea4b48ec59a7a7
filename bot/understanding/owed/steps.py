"""What is done and how it is handed on are one promise: 报价再拆一下,周五给他; PPT今晚打完,给王总过一遍."""

import re
from dataclasses import replace
from typing import Final

from bot.understanding.house.subjects import head, subject
from bot.understanding.model import Span
from bot.understanding.owed.deeds import Deed
from bot.understanding.owed.frames import demand
from bot.understanding.text.clauses import Clause
from bot.understanding.text.line import Line
from bot.understanding.text.wording import bare, without_subject

_BESIDE: Final = 3  # characters between two clauses that follow each other
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_LITTLE: Final = (
    r"(?:无论如何|今天|一定|肯定|必须|务必|保证|争取|马上|立刻|立即|尽快|抓紧|赶紧|说好|答应|顺路|顺便|亲自|当面|直接|统一"
    r"|一起|一并|同步|第一时间|预计|最快|最[晚迟]|大概|书面|口头|快递|闪送|顺丰|微信|邮件|电话"
    r"|得|要|会|能|可以|就|也|先|再|才|都|去|来|给|我|自己)*"
)
_VERBS: Final = (
    r"(?:重新?|补)?(?:[发寄送给补交开出报带拿签传退换回弄办做写打催推上定印改拟审查取拉捎测盯问算录转递付订装修跑下验覆俾畀]"
    r"|提交|提供|回[复传电话]|答复|反馈|搞定|完成|安排|处理|确认|落实|寄送|发货|送货|到货|交稿|翻译|整理)"
)
_RESULT: Final = r"(?:好|完|齐|全|掉|出来|出去|出|上去|上门|上|下来|过来|过去|回来|回去|来|去|到|成|妥|一下|过)"
_WHOM: Final = (
    r"(?:给|到)?(?:他们?|她们?|佢哋?|客户|对方|人家|我们?|咱们?)(?:那边|公司)?(?:看(?:看|一下)?|过目|审|签字?|讲|试)?"
)
# What is given back says as little: 给信儿, 给话, 给个数.
_ANSWER: Final = r"(?:个|一个)?(?:信儿?|话|数|准信|说法|答复|回复|回话|结果|意见|消息|新版|初稿|终稿|一版|[一二两三]版)"
_TIMES: Final = r"[一两三几](?:遍|次|轮|趟|份|版|个|下|张|套)"
_BARE: Final = re.compile(
    rf"{_LITTLE}(?:{_VERBS}{_RESULT}*(?:后|了|就|再|之后)*{_LITTLE}){{1,3}}(?:{_WHOM})?(?:{_ANSWER}|{_TIMES})?(?:{_WHOM})?(?:当面(?:讲|谈|测|看|签))?"
)
_GOES: Final = re.compile(rf"{_LITTLE}(?:过去|去|来|过来|上门|登门|到场|到现场)(?:一?趟|看看|当面(?:讲|谈|说))?")


def is_bare(text: str) -> bool:
    """Whether the words of a Chinese promise tell that something is handed on, and not what."""
    return _HAN.search(text) is not None and (_BARE.fullmatch(text) or _GOES.fullmatch(text)) is not None


# 拟好周五发张秘书, 录完给师傅看一遍: the verb of the first deed again, done.
_DONE_FIRST: Final = re.compile(r"(?P<verb>[\u4e00-\u9fff]{1,2}?)(?:好|完|齐|出来)(?:了|后|之后)?(?:就|再)?(?=\S)")
# 送到中央厨房, 给王总过一遍: where it goes, and nothing else.
_TO_WHERE: Final = re.compile(rf"{_LITTLE}(?:[发寄送交拿带捎]|快递)(?:到|去|回|给)[^,;。了的把]{{1,8}}(?:去|手[里上])?")
_FOR_A_LOOK: Final = re.compile(
    r"(?:再|先|然后|一起|就|也)*给[^,;。了的]{1,6}(?:过一遍|过目|看看?|看一[下遍]|审一?[下遍]?|把把?关|签字?|确认)"
)
# 补一份正式的函,带红章,明天送.
_IN_PASSING: Final = re.compile(
    r"\s*,\s*(?:(?:带|要|盖|含|附|连)[^,;。了他她我]{1,6}|我们?(?:只好|就|也)?(?:说|回|答)?(?:行|好的?|可以|没问题|应了|答应了))\s*,\s*"
)
_ASIDE: Final = 12
_APART: Final = re.compile(r"[。①-⑨:;]|\d[).、]")


def one_with_steps(line: Line, deeds: list[Deed]) -> list[Deed]:
    """The deeds with each bare one taken together with what it is about."""
    if _HAN.search(line.flat) is None:
        return deeds
    kept: list[Deed] = []
    for deed in deeds:
        before = kept[-1] if kept else None
        if before is not None and _is_step(line, before, deed):
            kept[-1] = _one(before, deed)
        else:
            kept.append(deed)
    return [_with_object(line, deed, kept) for deed in kept]


_SHORT: Final = 6  # characters that only tell what is done with it


def _is_step(line: Line, before: Deed, deed: Deed) -> bool:
    """Whether the first, without a day of its own, is handed on by the second."""
    one, other = before.promise, deed.promise
    between = line.flat[before.clause.end : deed.clause.start]
    near = len(between) <= _BESIDE or (len(between) <= _ASIDE and _IN_PASSING.fullmatch(between) is not None)
    near = near and not _APART.search(line.flat[before.clause.end : deed.clause.start + 2])
    same = one.by_customer == other.by_customer and (other.owner is None or one.owner == other.owner)
    if not (near and same) or not _HAN.search(one.text):
        return False
    if one.due is not None:
        return other.due is None and _FOR_A_LOOK.fullmatch(other.text) is not None
    if is_bare(other.text) or _TO_WHERE.fullmatch(other.text) or (other.due is not None and len(other.text) <= _SHORT):
        return True
    done = _DONE_FIRST.match(other.text) if one.owner is None else None
    return done is not None and done["verb"] in one.text


_ONLY_WHEN: Final = ("\u662f", "\u5373", "\u5c31\u662f")  # 也就是20号前


def _one(before: Deed, deed: Deed) -> Deed:
    one, other = before.promise, deed.promise
    span = (min(one.span[0], other.span[0]), max(one.span[1], other.span[1]))
    text = one.text if other.text in one.text or other.text in _ONLY_WHEN else f"{one.text}\uff0c{other.text}"
    due = other.due or one.due
    return Deed(
        replace(other, text=text, owner=one.owner, span=span, due=due), deed.clause, before.first or before.clause
    )


_LONGEST: Final = 16
_MOST: Final = 3  # clauses in which the thing is looked for
# 让我把去年的保单复印一份, 我说先调温度记录: what is to be done.
_TO_DO: Final = re.compile(
    r"(?:[^,;。了没不想]{0,6}?(?:[让叫请托]|要求?)(?:我们?|咱们?)(?:[行司方厂])?(?:先|再|尽快)?|我们?(?:说|答应)?先|(?:我们?)?把)(?=[^,;。了没不]{4,})"
)
# 收款码换新机, 货车通行证: the head of the note, nothing but what it is about.
_TOPIC: Final = re.compile(
    r"(?:的)?[^,;。:\d了没不未是说讲问在已有想要得能会来去让叫把给跟和与嫌觉谢啊吧吗呢他她我你大概约估付放又还也很太挺好姓拖卡缺差急错碰见到成%]{4,14}"
)
_SPEAKS: Final = re.compile(r"[回答话信电问意催说]")


def _with_object(line: Line, deed: Deed, deeds: list[Deed]) -> Deed:
    """What the clauses before tell of, where no other promise was read from them."""
    if deed.promise.text in _ONLY_WHEN:
        before = next((each for each in reversed(line.clauses) if each.end <= deed.clause.start), None)
        return _named(deed, _told(line, before)) if before is not None else deed
    if not is_bare(deed.promise.text) or _SPEAKS.search(deed.promise.text):
        return deed
    clause = behind = deed.first or deed.clause
    for before in list(reversed([each for each in line.clauses if each.end <= behind.start]))[:_MOST]:
        if behind.start - before.end > _BESIDE or any(each.clause is before or each.first is before for each in deeds):
            return deed
        thing = _told(line, before)
        sure = _TO_DO.match(line.flat, head(line, before), before.end) is not None or (
            (behind is clause or before.start == _first(line)) and _TOPIC.fullmatch(thing.lower()) is not None
        )
        if sure and len(thing) <= _LONGEST and "了" not in thing:
            return replace(deed, promise=replace(deed.promise, text=f"{thing}\uff0c{deed.promise.text}"))
        behind = before
    return deed


def _named(deed: Deed, text: str) -> Deed:
    return replace(deed, promise=replace(deed.promise, text=text or deed.promise.text))


def _first(line: Line) -> int:
    """Where the first clause begins that is more than a name."""
    named = dict(line.customers)
    return next((each.start for each in line.clauses if named.get(each.start) != each.end), -1)


def _told(line: Line, clause: Clause) -> str:
    """The clause without days, the customer's names and who acts."""
    named, _ = subject(line, clause)
    spans: list[Span] = [date.span for date in line.dates_in(clause)]
    spans += [span for span in line.customers if clause.holds(span)] + ([named] if named else [])
    return bare(demand(without_subject(line.without(clause, spans))))
