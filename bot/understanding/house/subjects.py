"""Who acts in a clause: the customer, one of our own, or the writer."""

import re
from functools import lru_cache
from typing import Final

from bot.understanding.house.antecedents import antecedent, with_firm
from bot.understanding.model import Colleague, Span
from bot.understanding.text.clauses import Clause
from bot.understanding.text.cues import cued
from bot.understanding.text.leads import LEAD
from bot.understanding.text.line import Line
from bot.understanding.text.scanner import hasty
from bot.understanding.text.vocabulary import load
from bot.understanding.text.wording import is_glue

_CUSTOMER_WORD: Final = hasty(
    r"(?:客户(?:方|那边|方面)?(?!经理)|对方|甲方|业主|人家|佢哋|佢|校方|院方|他们|她们|他(?!行)|她|老板(?!娘)|老板娘|厂里|"
    r"厂方|那边|(?:财务|采购|会计|前台|助理|秘书|老婆|合伙人)(?=说|表示|答应|讲)|the\s+(?:customer|client)s?\b|(?:customers?"
    r"|clients?)(?!\s+(?:account|money|interest|base|side|list|meeting|visit|call|services?|onboarding|data|files?"
    r"|facing|acct))\b|they\b|theirs(?=\s+(?:will|to|is|are)\b)|"
    r"he\b|she\b|they'll|he'll|she'll|board(?=\s+(?:to|will)\b)|their\s+(?:legal|finance|accounts|procurement|board|bank|broker|solicitors?"
    r"|lawyers?|accountants?"
    r"|auditors?|ap|people|buyer|side|it|hr|ops)(?:\s+(?:team|dept|department|people|side))?\b)"
)
_ACTS: Final = re.compile(
    r"(?:\s+(?:over|down|up|out)\s+there)?\s*(?:财务|采购|会计|出纳|法务|老板|领导|技术|总部)?(?:(?:部门?|(?:电话|微信|邮件|短信|语音|会|饭桌)[里中上]|当场|那边|方面|也|又|已经?|当场|当面|口头|明确|则|还|都|表示)*(?:说(?!服)|话(?![题费术务])|"
    r"答应|承诺|保证|同意|负责(?!人|我)|会(?!计|议)|将|打算|准备(?!材)|告知|反馈|"
    r"(?:再|先|就|能|可以)*(?:给(?!客户|他|她)|回复|答复|确认|提供|补|提交)|来(?=参观|考察|访(?!电)|看厂|看看|我们|公司)|(?:要|来|去)(?=付|"
    r"还|签|打款|汇|办|交))"
    r"|'d\s+(?!(?:like|love|prefer|rather|better|be|have|been|had|want|need|never|not|expect|hope)\b|[a-z]+(?:ed|en|nt)\b)[a-z]"
    r"|(?:'ve|'s|'d)?\s*(?:has\s+|have\s+|also\s+)*(?:said|says|say|promised|promises|promise\s+to|agreed|agrees"
    r"|agree\s+to|"
    r"promise(?:s|d)?(?=\s?(?!过)[\u4e00-\u9fff])|confirm(?=\s?[\u4e00-\u9fff])|"
    r"commits?\s+to|committed|(?:swears|swore|insists|insisted|vows|vowed|guarantees|guaranteed|assures\s+(?:me|us)|assured\s+(?:me|us|to|that))(?:\s+blind)?|informed\s+(?:(?:us|me)\s+)?that|replied\s+that|going\s+to\s|[^,;.]{1,60}?\s(?:and|&)\s+(?:will|promised|agreed\s+to)\b|undertook|confirmed|confirms|will\b|'ll\b|is\s+(?:going|due|supposed)|"
    r"are\s+(?:going|due|supposed)|'s\s+(?:going|due|supposed)\s+to|intends?\s+to|to\s+(?!us\b|me\b|the\b)|owes\s+us))"
)
_ASKS: Final = re.compile(
    r"\s*(?:(?:那边|方面|也|又|还|都|再次|一直|(?:邮件|微信|电话|来电|来信|短信)[里上]?)*(?:要求|希望|让|请|催|问|想|叫|"
    r"需要|要(?!付|还|签|打款|汇|办|交)|急)|(?:has\s+|have\s+|also\s+)*(?:ask(?:ed|"
    r"s)|wants?|wanted|needs?|needed|requests?|requested|would\s+like|expects?|"
    r"chas(?:ed|ing)|after\s+(?:an?|the|some|our|more|new|revised|updated|another|better|\d+)\b|hopes?|is\s+(?:after|asking|waiting|expecting|looking)|are\s+(?:asking|"
    r"waiting|expecting|looking)))"
)
ON_US: Final = cued(
    r"(?:让|请|要求?|希望|催|问|叫|想|需要)(?:我们?|我哋|我行|我方|我司|咱)|(?:asked|"
    r"asks|wants?|wanted|told|needs?|expects?|would\s+like)\s+(?:for\s+)?(?:me|"
    r"us)\b|(?:我们|我行|我方|我)(?:尽快|要|得|需要|周|下|明|在)"
    r"|(?:必须|务必|一定要|非得)(?:给|有|要)(?:个|出|到|他|她)?(?:答复|回复|说法|结果|交代|解决|准信)"
)
_MARKS: Final = " ,，:：、;；-—*•·#()（）【】[]\t"
_SAYS: Final = re.compile(
    r"(?:(?:微信|电话|邮件|短信|语音|来电|回电|致电|钉钉|企微|群)(?:里|上|中|回复)?)?(?:说|表示|称|话(?![题费术务]))(?![好明服起到])|(?:said|says)\b(?!\s+(?:that\s+)?(?:i|we)\b)"
)
_OBJECT: Final = re.compile(
    r"(?:(?:给|和|与|跟|找|约|陪|带(?:上|着)?)[\u4e00-\u9fff]{1,4}[部组科室处]的?|给|和|与|跟|向|对|找|约|帮|为|发|抄送|陪|带(?:上|着)?|\bto|\bwith|\bfor|\bcc|\bfrom)\s*$"
)
_DOER: Final = re.compile(
    r"(?:请|让|由|麻烦|安排|叫|喊|转|拜托|(?:转|交|移交|派|改派|甩|丢|分)给|\bplease|\bpls|\bplz|\bcould|\bcan|\bask(?:ed|ing)?|\bget|\bhave|\bhad|\btold|\btell"
    r"|\bassigned\s+to|\bby|^)\s*$"
)
_TAKES: Final = re.compile(
    r"\s*(?:负责|来(?=[^访电])|去|会|将|要|准备|出|做|写|报|测|提供|跟进|跟踪|发|寄|送|提交|交|办|催|回(?!来)|问|查|补|改|审|接|盯|联系|对接|安排|算|落实|处理|\s*(?:will|to|'ll|"
    r"is\s+(?:going|preparing)|owns|takes|promised|agreed))"
)


def head(line: Line, clause: Clause) -> int:
    """Where the clause begins to say something: behind dates, particles and a customer's name that is only a label."""
    known = line.heads.get((clause.start, clause.end))
    if known is None:
        known = line.heads[clause.start, clause.end] = _head(line, clause)
    return known


def _head(line: Line, clause: Clause) -> int:
    place = first = LEAD.match(line.flat, clause.start, clause.end).end()  # type: ignore[union-attr]
    skips = [date.span for date in line.dates_in(clause)]
    skips += [span for span in line.customers if clause.holds(span) and _is_label(line, span)]
    for start, end in sorted(skips):
        between = line.text[place:start]
        bare = (start, end) not in line.customers and _says_nothing(between)
        if start <= place or not between.strip(_MARKS) or bare:
            place = max(place, end)
    if place > first:
        place = LEAD.match(line.flat, place, clause.end).end()  # type: ignore[union-attr]
    # Kestrel's Jo said: behind the customer's name it is Jo who speaks.
    return place + 3 if line.flat.startswith("'s ", place) else place


def _says_nothing(between: str) -> bool:
    """Only particles: 我 and 在 before a date; 客户 before it says who acts."""
    return is_glue(between) and _CUSTOMER_WORD.match(between.strip()) is None


# 德宝要求周五前回传: he is the one who asks.
_DEMANDS: Final = re.compile(
    r"(?:那边|方面)?(?:也|又|还|都|再次|一直)*(?:要求|希望|催(?!款|收|缴)|让(?:我|尽)|叫我|请我)"
)


def _is_label(line: Line, span: Span) -> bool:
    """鑫达 答应... labels the line; 鑫达答应... and Acme will ... say who acts."""
    behind = line.flat[span[1] : span[1] + 24]
    if not behind[:1].isascii():
        return not (_ACTS.match(behind) or _DEMANDS.match(behind))
    return _SAYS_IT.match(behind) is None


_SAYS_IT: Final = re.compile(
    r"\s+(?:has\s+|have\s+)?(?:will|promised|agreed|to\s+(?:send|pay|provide|"
    r"sign|return|confirm|repay|deliver)|says?|reckons?|thinks?|expects?|promise|said|confirmed|committed|(?:still\s+)?owes?"
    r"|wants|asked|needs)\b"
)


# What is given to the customer is no deed of his: 说上午之前查清楚给她回电话.
_FOR_THEM: Final = cued(r"[给回](?:他|她|客户|对方)|\b(?:send|give|call|tell|to|get)\s+(?:him|her|them)\b")


def subject(line: Line, clause: Clause) -> tuple[Span | None, bool | None]:
    """The customer's side as the subject of a clause: its stretch, and True if it acts, False if it asks us to act."""
    known = line.subjects.get((clause.start, clause.end))
    if known is None:
        known = line.subjects[clause.start, clause.end] = _subject(line, clause)
    return known


def _subject(line: Line, clause: Clause) -> tuple[Span | None, bool | None]:
    place = head(line, clause)
    span = customer_at(line, clause, place)
    if span is None:
        asks_us = ON_US.search(line.flat, place, clause.end) or _FOR_THEM.search(line.flat, place, clause.end)
        if _SAYS.match(line.flat, place, clause.end) and not asks_us:
            return (place, place), True
        return None, None
    behind = line.flat[span[1] : clause.end]
    if ON_US.search(behind) or _ASKS.match(_past_dates(line, clause, span[1])):
        return span, False
    return span, True if _ACTS.match(behind) or _ACTS.match(_past_dates(line, clause, span[1])) else None


_WHOSE: Final = ("the ", "their ", "their new ", "a ", "新", "的", "那边的", "那边", "这边的", "他们", "对方")


# Boss Mr Tan say will pay.
_HIS_OFFICE: Final = re.compile(
    r"(?:the\s+|their\s+|his\s+|her\s+)?(?:new\s+)?(?:boss|owner|director|md|ceo|cfo|fd|manager|buyer|founder|partner|chairman|treasurer"
    r"|controller|accountant|bookkeeper|finance\s+(?:director|manager))\s+"
)


def customer_at(line: Line, clause: Clause, place: int) -> Span | None:
    """The stretch that names the customer's side as the subject at that place of the clause; None where none does."""
    for person in line.people_in(clause):
        whose = line.flat[place : person.span[0]]
        if person.span[0] == place or whose in _WHOSE or _HIS_OFFICE.fullmatch(whose):
            return place, with_firm(line, person.span[1])
    for span in line.customers:
        if span[0] == place:
            return span
    if line.flat.startswith("who", place) and antecedent(line, place) is None and line.people:
        return place, place + len("who")
    word = _CUSTOMER_WORD.match(line.flat, place, clause.end)
    return word.span() if word and antecedent(line, place) is None else None


def _past_dates(line: Line, clause: Clause, place: int) -> str:
    for date in line.dates_in(clause):
        if date.span[0] >= place and not line.flat[place : date.span[0]].strip(" 在于"):
            place = date.span[1]
    return line.flat[place : clause.end]


def doer(line: Line, clause: Clause) -> Colleague | None:
    """The colleague who is to act: @王敏 周五前出方案, 请王敏..., ask @Tom to ...; not the one something is sent to."""
    if not line.colleagues:
        return None
    given = given_to(line, clause)
    if given is not None:
        return line.assigned[given]
    stretch = (clause.start, clause.end)
    if stretch not in line.doers:
        line.doers[stretch] = _labelled(line, clause) or _doer(line, clause)
    return line.doers[stretch]


def given_to(line: Line, clause: Clause) -> Span | None:
    """Where the clause says that it is given to somebody."""
    return next((span for span in line.assigned if clause.holds(span)), None) if line.assigned else None


def _doer(line: Line, clause: Clause) -> Colleague | None:
    place = head(line, clause)
    if (of_whom := antecedent(line, place)) is not None:
        return of_whom
    for colleague in line.colleagues_in(clause):
        if _THEN_ME.search(line.flat, colleague.span[1], clause.end):
            continue
        before = line.flat[clause.start : colleague.span[0]]
        if _comes_from(line, clause, colleague, before):
            return colleague
        behind = _past_dates(line, clause, colleague.span[1])
        first = colleague.span[0] == place or _of_desk().fullmatch(line.flat, place, colleague.span[0])
        if _OBJECT.search(before) and not first and not (_DOER.search(before) and _TAKES.match(behind)):
            continue
        if colleague.is_desk or first or _DOER.search(before) or _TAKES.match(behind):
            asked = before.strip() and _DOER.search(before)
            if not asked and re.match(r"\s*(?:一起|一同|一块|陪同|同行|joined|came)", behind):
                continue
            return colleague
    return _addressed(line, clause, place) or _goes_on(line, clause, place)


@lru_cache(maxsize=1)
def _of_desk() -> re.Pattern[str]:
    """研发@张帆: the department before its colleague."""
    desks = load("chinese")["desks"]
    words = sorted({word for kind in ("people", "work", "either") for word in desks[kind].split()}, key=len)
    return re.compile(rf"(?:{'|'.join(reversed(words))})(?:部门?|组|中心|同事)?的?\s*")


# 财务找到后我扫描发她: his is only what comes first.
_THEN_ME: Final = cued(r"(?:后|完|好|了|再)(?:再|就)?我(?!们?[行司方公])")
# 王芳说她录错了,她今天改好; 陈晨拍了7家,剩下5家这周拍完: who was told of goes on.
_HE: Final = re.compile(r"(?<![和与跟给向对让叫请催问找帮替陪约等把被发送回的是说答告其应])[他她](?![们行的])")
_TOPIC: Final = 5  # characters of what a clause is about before who acts
_THE_REST: Final = re.compile(r"(?:剩下|剩余|其余|余下|另外)[\d一二两三四五六七八九十几]")


def _goes_on(line: Line, clause: Clause, place: int) -> Colleague | None:
    if not (
        _HE.search(line.flat, place, min(place + _TOPIC, clause.end)) or _THE_REST.match(line.flat, place, clause.end)
    ):
        return None
    last = next((each for each in reversed(line.colleagues) if each.span[1] <= clause.start), None)
    if (
        last is None
        or last.is_desk
        or any(person.span[0] >= last.span[1] and person.span[1] <= place for person in line.people)
    ):
        return None
    before = next((each for each in line.clauses if each.holds(last.span)), None)
    return last if before is not None and head(line, before) == last.span[0] else None


def _labelled(line: Line, clause: Clause) -> Colleague | None:
    """Priya Nair: cost model by Friday."""
    before = next((each for each in line.clauses if each.end + len(each.mark) == clause.start), None)
    if before is None or before.mark.strip() != ":":
        return None
    return next((each for each in line.colleagues_in(before) if each.span == (before.start, before.end)), None)


# Docs to go out from Li Lei, report to follow from @Tom: who hands it over, unless it is to be got from him.
_FROM: Final = re.compile(r"\bfrom\s*$")
_FETCHED: Final = cued(
    r"\b(?:get|got|chase|ask|collect|fetch|pick|need|want|await|waiting|wait|received|heard|hear|request|come|came)\b"
)


def _comes_from(line: Line, clause: Clause, colleague: Colleague, before: str) -> bool:
    if before.endswith("(") and line.flat.startswith(")", colleague.span[1]):
        return bool(before.strip("( "))
    if not _FROM.search(before) or _FETCHED.search(line.flat, clause.start, colleague.span[0]):
        return False
    behind = _past_dates(line, clause, colleague.span[1]).strip(" .,;!")
    return not behind or _NEEDED.match(behind) is not None


_NEEDED: Final = re.compile(r"(?:is\s+)?(?:needed|required|due|wanted|expected)\b")
_ASKED_BACK: Final = cued(
    r"(?:给|回|告诉|发|答复|回复)我|\b(?:let|send|give|tell|call|get\s+back\s+to|update|ring)\s+me\b"
)


# Attn Tom - collect pallets: the whole note is for him.
_FOR: Final = ("fao", "attn", "attention", "for the attention of", "action for")
_HELLO: Final = ("", "dear", "hi", "hello", "hey", "morning", "good morning")
_YOU: Final = re.compile(r"(?:please|pls|kindly|(?:can|could|would|will)\s+(?:you|u))\b")


def _addressed(line: Line, clause: Clause, place: int) -> Colleague | None:
    """@王敏 ... 周四前给我个准信: whoever the line speaks to at its head is the one asked."""
    first = line.colleagues[0] if line.colleagues else None
    begins = line.flat[: first.span[0]].strip(" *>-:") if first is not None else ""
    greeted = first is not None and (begins in _HELLO or begins in _FOR)
    if first is None or not greeted or first.span[0] >= clause.start:
        return None
    if customer_at(line, clause, place) is not None or line.flat.startswith("我", place):
        return None
    asked = (
        begins in _FOR or _ASKED_BACK.search(line.flat, place, clause.end) or _YOU.match(line.flat, place, clause.end)
    )
    return first if asked else None
