"""Whose promise it is: the customer's, who owes it to us, or ours."""

import re
from dataclasses import dataclass
from typing import Final

from bot.understanding.house.subjects import ON_US, head, subject
from bot.understanding.model import Promise, Span
from bot.understanding.owed.answers import answers_us
from bot.understanding.owed.carrying_on import carries_on
from bot.understanding.owed.shares import goods_go_out, only_a_sum
from bot.understanding.text.clauses import Clause
from bot.understanding.text.cues import cued
from bot.understanding.text.line import Line
from bot.understanding.text.talk import promises_us
from bot.understanding.text.verbs import words


@dataclass(frozen=True)
class Deed:
    """A promise and the clause it was read from; `first` is the one that told of it before it was moved."""

    promise: Promise
    clause: Clause
    first: Clause | None = None


def by_customer(line: Line, clause: Clause, named: Span | None, acts: bool | None, previous: Deed | None) -> bool:
    """Whether the customer owes it: he is named as the one who acts, it comes to us, or the clause before said so."""
    place = head(line, clause)
    forwarded = promises_us(line, clause)
    forwarded = _forwarded(line, clause, place) if forwarded is None else forwarded
    if forwarded is not None:
        return forwarded
    if _LETS_THEM.match(line.flat, place, clause.end) and _asks_customer(line, clause, place):
        return not _JOINT.search(line.flat, place, clause.end)
    if (
        named is None
        and not _STRIVES.match(line.flat, place, clause.end)
        and _GIVES.search(line.flat, place, clause.end)
        and any(
            line.flat[date.span[0] - 1 : date.span[0]] in _PRONOUNS
            for date in line.dates_in(clause)
            if date.span[0] > place
        )
    ):
        return True
    if _TALK_AGAIN.search(line.flat, place, clause.end):
        return False
    if named is not None:
        return acts if acts is not None else _speaks_of(line, clause, named)
    verdict = _by_words(line, clause, place, line.flat[place : clause.end])
    if verdict is not None:
        return verdict
    if previous is None or not previous.promise.by_customer:
        return False
    return (
        only_a_sum(line, clause) or _goes_on(clause, previous) or _REST.match(line.flat, place, clause.end) is not None
    )


# 先付一半,剩下的年底清: the rest of what he owes.
_REST: Final = re.compile(r"(?:剩下|其余|余下|余款|尾款|剩余|另一半|另外一半|后面)")
# B/L copy她明天scan过来: who hands a thing over may stand behind it.
_PRONOUNS: Final = ("他", "她", "们")
_GIVES: Final = cued(
    r"(?<![给和跟与向对让叫请催找问陪帮为替等])(?:他们?|她们?)[^,;。我]{2,12}?(?:过来|给(?:我|咱)|补|[发寄送交传付打汇]|scan|send|email)"
)


def _speaks_of(line: Line, clause: Clause, named: Span) -> bool:
    """Named without a verb of promising: his, unless we are asked or both do it together."""
    if ON_US.search(line.flat, named[1], clause.end) or line.said("obligation", clause):
        return False
    return not _JOINT.search(line.flat, named[1], clause.end)


def _by_words(line: Line, clause: Clause, place: int, said: str) -> bool | None:
    """What the words themselves tell where nobody is named; None if they do not."""
    if _BY_US.search(line.flat, place, clause.end) or _STRIVES.match(said):
        return False
    if _TOLD_US.match(said) or _BY_THEM.search(line.flat, place, clause.end) or answers_us(line, clause, said):
        return True
    if ON_US.search(line.flat, clause.start, clause.end) or _FROM_US.search(said):
        return False
    if _toward_them(line, clause, place):
        return False
    comes = carries_on(line, clause, place) or _THEIR_OWN.search(said) or _FROM_THEM.search(said) or _TO_US.search(said)
    if comes or _just_said(line, clause) or _lacked(line, clause, said):
        return True
    if _REMINDS.match(said):
        return False
    ours = _OURS.search(line.flat, clause.start, clause.end) or goods_go_out(line, clause, place)
    if line.said("customer_side", clause) and not ours:
        return True
    return True if not ours and _speaks_on(line, clause) and _goes_on_telling(line, clause, said) else None


# 争取这周内盖章, 我答应他明天寄: what the writer strives for, or gave his word for.
_STRIVES: Final = re.compile(
    r"争取|约(?:了|好|着)?(?!定|束|莫|合)[\u4e00-\u9fff]|我们?(?:就|也|当场|已经?)*(?:答应|承诺|应承|保证|许诺)|答应(?:了|过)?[他她]"
)
# 林总说五一后再谈授信: taken up again by both, so it is ours to come back to.
_TALK_AGAIN: Final = cued(
    r"再(?:细|详|好好|坐下来)?(?:谈|聊|议|商量|讨论|碰|见面?|面谈|约|联系|沟通|说(?=$|[,;。])|看(?=$|[,;。]))(?!给)|(?:见面|碰面|碰头|面谈|吃饭|喝茶)\s*$"
)
# What a customer has to give, said while he is speaking: 采购经理说价格OK,PO下周三给.
_THEIR_THINGS: Final = cued(
    r"(?:(?<![a-z])po(?![a-z])|采购订单|订单(?![贷融])|流水|报表|财报|审计报告|身份证|执照|房产证|产权证|征信|公章|保证金|定金|首付|首款|货款|尾款|章程|决议|购销合同"
    r"|纳税证明|完税证明|报关单|(?<![贷放借提垫])款)[^,;。]{0,6}(?:给|交|补|发|寄|拿|带|提供|出具|到|付|打|汇)"
)


_THINKS: Final = cued(r"考虑|商量|研究|讨论|请示|汇报|评估|开会|看看|问问")
_ANSWERS: Final = cued(r"(?:给(?:个)?|再)?(?:答复|回复|准信|回话|消息|结果|信儿?)\s*$")


def _thinks_over(line: Line, clause: Clause) -> bool:
    """校长说考虑一下,五月中给答复: who has to think gives the answer."""
    before = next((each for each in line.clauses if 0 <= clause.start - each.end <= len(", ")), None)
    if before is None or not _THINKS.search(line.flat, before.start, before.end):
        return False
    return _ANSWERS.search(line.flat, clause.start, clause.end) is not None


_FIRST_WORD: Final = re.compile(r"(?:the\s+|their\s+)?(?P<word>[a-z]+)\b")


# 周四得跟买买提总确认还款: what is done towards him is not his to do.
_TOWARDS: Final = re.compile(
    r"(?:得|要|再|先|还|去|会|需要?|须|回头|记得|别忘了?|尽快|务必|赶紧|也|就|我|\s)*(?:跟|和|与|向|找|约|问|催|帮|替|陪|提醒|通知|联系|告诉|答复|回复|盯|追|拜访)"
)


def _toward_them(line: Line, clause: Clause, place: int) -> bool:
    found = _TOWARDS.match(line.flat, place, clause.end)
    if found is None:
        return False
    whom = [*line.customers, *(person.span for person in line.people_in(clause))]
    return any(start == found.end() for start, _ in whom)


# 陈协理说服务到位,年底前会再追加两台: what he will go on to do with us.
_WILL_BUY: Final = re.compile(
    r"[^,;。我]{0,8}?(?:会(?!议)|将|要(?!求)|打算|准备|计划)(?:再|先|继续|马上)*(?:追加|加订|加单|加购|增购|下单|采购|订|续|签|付|打款|买|换|转|存|上(?=新|线|马|项))"
)


def _goes_on_telling(line: Line, clause: Clause, said: str) -> bool:
    """What is told of while he speaks is his to give."""
    return (
        _WILL_BUY.match(said) is not None
        or _comes_from_them(said)
        or _THEIR_THINGS.search(said) is not None
        or _thinks_over(line, clause)
    )


def _comes_from_them(said: str) -> bool:
    """She say container delay, goods arrive 10 December: what goes on being told of is theirs."""
    first = _FIRST_WORD.match(said)
    return first is not None and first["word"] in words("comes", "things") | {
        "ship",
        "shipping",
        "deliver",
        "arrive",
        "pay",
        "return",
    }


def _speaks_on(line: Line, clause: Clause) -> bool:
    """Whether the clause before this one is what somebody of the customer's said."""
    before = next((each for each in line.clauses if 0 <= clause.start - each.end <= len(", ")), None)
    if before is None or before.start >= clause.start:
        return False
    named, acts = subject(line, before)
    if named is None:
        return False
    return acts is True or _SPOKE.search(line.flat, named[1], before.end) is not None


_SPOKE: Final = cued(r"说(?!服|明)|表示|反映|告知|\b(?:says?|said|reckons|told\s+(?:us|me))\b")


# 还缺半年流水,答应后天给: what we lack is his to give.
_LACKS: Final = cued(
    r"(?:缺|还差|差|没给|没交|没补|未交|未提供)[^,;。我]{0,10}(?:流水|报表|资料|材料|执照|公章|审计报告|决议|身份证|证明|征信|章程|房产证)"
)
_WILL_GIVE: Final = re.compile(
    r"(?:他们?|她们?|那边)?(?:说|答应|承诺|保证|应承)?[^,;。我]{0,8}?(?:给|补|发|交|拿|送|提供|寄|传)(?:来|过来|齐|全)?\s*$"
)


def _lacked(line: Line, clause: Clause, said: str) -> bool:
    before = next((each for each in line.clauses if 0 <= clause.start - each.end <= len(", ")), None)
    if before is None or before.start >= clause.start or not _LACKS.search(line.flat, before.start, before.end):
        return False
    return _WILL_GIVE.match(said) is not None


_REMINDS: Final = re.compile(r"(?:提醒|催|跟进|remind|chase|make\s+sure|check)")
_LETS_THEM: Final = re.compile(
    r"(?:我们?|再|继续|已|又)*(?:电话|书面|微信|口头)?(?:让|要求|请(?!(?:他|她|客户|对方|老板)们?[^,;。]{0,3}[吃喝唱钓])|叫|督促|责成|催|通知|告知)"
)
_THEM: Final = re.compile(r"(?:他们?|她们?|客户(?:方)?|对方|厂里|那边|人家|企业|财务|会计|老板)")
# What both sides do together is ours to keep: 刘总约明天中午吃饭.
_JOINT: Final = cued(
    r"约|吃饭|见面|面签|面谈|开会|会议|联调|对接|交接|会签|双录|打球|喝茶|上会|评审|演示|培训|验收|参观|考察|座谈|宣讲|路演|同去|一起|会面"
    r"|\b(?:lunch|dinner|coffee|breakfast|meeting|mtg|visit|demo|call|review|workshop|training|catch-?up|golf|drinks)\b"
)
_MAIL: Final = cued(r"^\s*(?:fw|fwd|转发|re)\s*:|发件人|写的|wrote:|\bdear\s+\w+,|原文|留言")
# Dear Mark, I will let you have ... (sent to Sterling): the writer's own letter.
_OUR_LETTER: Final = cued(
    r"\b(?:sent|emailed|posted|mailed|written)\s+(?:today\s+)?to\b|\bmy\s+(?:e-?mail|letter|reply|note)\b"
)
_FIRST: Final = re.compile(r"\b(?:we|i|our)\b|我们|我司|我方|我公司|我厂|本公司|敝司")
_SECOND: Final = cued(r"请(?:贵|您|你)|贵[行司方]|\b(?:please|kindly|could\s+you|can\s+you|would\s+you)\b")


def _asks_customer(line: Line, clause: Clause, place: int) -> bool:
    """让他们周四补来, 要求草原红25号前提供报表: the customer is to do it."""
    match = _LETS_THEM.match(line.flat, place, clause.end)
    behind = match.end() if match else place
    if _THEM.match(line.flat, behind, clause.end):
        return True
    return any(span[0] == behind for span in [*line.customers, *(person.span for person in line.people_in(clause))])


def _forwarded(line: Line, clause: Clause, place: int) -> bool | None:
    """In the customer's own words "we" is the customer, and "please" speaks to us; None where nobody is quoted."""
    if not _MAIL.search(line.flat, 0, clause.start + 12) or _OUR_LETTER.search(line.flat):
        return None
    if _SECOND.search(line.flat, clause.start, clause.end):
        return False
    if "我们" in line.flat[place : clause.end] and "给我们" in line.flat[place : clause.end]:
        return None
    return True if _FIRST.search(line.flat, clause.start, clause.end) else None


_OURS: Final = re.compile(
    r"我们|标书|投标|保函|盖(?:好)?章(?:后|再|就)|(?:款|额度|贷|[\d万])(?:[^,;。]{0,12}(?<=[\d周月日号天底初])|)(?:放|批)$|放款|上会|(?<![来到给])我行|我司|我方|退|赔|给客户|为客户|帮|refund|\b(?:we|our|i)\b"
)
_FROM_US: Final = re.compile(
    r"^(?:我(?!行|司|方)|咱|i\b|we\b|i'll|we'll)|我(?:这边|们这边|来|去)|(?:[发送寄打传汇带拿]|交)过去|[给发](?:他|她|客户|对方)"
    r"|\b(?:to|send|give|tell|let|get|email)\s+(?:him|her|them)\b"
)
_TO_US: Final = cued(
    r"[俾畀覆]我|(?:[给发寄]给?|答复|回复|回覆|答覆|告诉|告知|通知|联系|回电给?)我们?(?!的|客户)|(?:[发送寄打汇转传带交]|付)(?:过来|来(?!访|电))"
    r"|\b(?:let|send|give|pay|tell|email|call|show)\s+(?:us|me)\b|\bback\s+to\s+(?:us|me)\b"
)
# Will show it to his team: what he does on his own side.
_THEIR_OWN: Final = cued(
    r"\b(?:to|with|past|by)\s+(?:his|her|their)\s+(?:own\s+)?(?:team|boss|bosses|board|partners?|wife|husband|accountants?|managers?"
    r"|colleagues?|directors?|people|head\s+office|family|solicitors?|lawyers?|bank|committee|md|fd|cfo|ceo|group)\b"
)
_FROM_THEM: Final = cued(
    r"^(?:will\s+|'ll\s+)(?:pay|settle|remit|tt)\b|^来(?:签|办(?!公)|开户|取|拿(?!下)|付|提货|领|看样|看货|网点|行里|公司)|\bfrom\s+(?:him|her|them|the\s+(?:customer|client))\b|\b(?:their|his|her)\s+(?:side|end)\b"
)
_TOLD_US: Final = re.compile(r"(?:会|再|将)*(?:答复|回复|告诉|告知|通知)我们?")
_BY_THEM: Final = cued(
    r"(?<![去过往我])来[^,;。我]{0,8}?(?:考察|参观|验厂|看货|提货|审厂)\s*$|由(?:对方|客户|他们|她们|甲方|买方)|(?<![a-z])po[^,;。我]{0,8}?(?:出|到|来)\s*$|(?:订单|单子|采购单|(?<![a-z])po)[^,;。我]{0,12}?下(?:给我们?|过?来|单|达)?\s*$"
)
_BY_US: Final = cued(r"\b(?:by|from)\s+(?:us|our)\b|\bour\b(?!\s+(?:account|bank))|由(?:我|本行)")
_SAID: Final = cued(
    r"(?<!我)(?<!我们)(?:说|表示|称|答复|回复|回应|反馈|回话|承诺|答应|said|says)\s*$"
    r"|(?:通知|告知|要求|让|请|催|叫)(?:客户|对方|他们?|她们?)\s*$"
)


def _just_said(line: Line, clause: Clause) -> bool:
    """王总微信上说 | 月底前把流水发过来: the clause was cut behind who said it."""
    for before in line.clauses:
        if before.end + len(before.mark) == clause.start and before.mark.strip() in ("", ":", "\uff1a"):
            said = _SAID.search(line.flat, before.start, before.end)
            return bool(said) and bool(line.people_in(before) or line.customers)
    return False


def _goes_on(clause: Clause, previous: Deed) -> bool:
    mark = previous.clause.mark.strip().lower()
    return mark in ("and", "then", "", "&") and previous.clause.end <= clause.start
