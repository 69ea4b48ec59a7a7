"""Colleagues without a title or mention: whoever is to do what a bank does for its customer, met by nobody."""

import re
from typing import Final

from bot.understanding.house.assigned import find_assigned
from bot.understanding.house.bosses import leave_bosses
from bot.understanding.house.desks import beside, find_desks
from bot.understanding.house.insiders import called_ours
from bot.understanding.house.sides import find_ours
from bot.understanding.model import Colleague, Contact, Span
from bot.understanding.people.full_names import full_names
from bot.understanding.people.name_words import no_names
from bot.understanding.people.people import surnames
from bot.understanding.text.cues import cued
from bot.understanding.text.line import Line
from bot.understanding.text.verbs import words

# 小李, 老陈: called so on both sides, one of ours where he is told to do, or does, what we do for a customer.
_YOUNG: Final = cued(
    rf"(?P<name>[小老阿][{''.join(sorted(surnames()))}]|(?<=[派叫让请])[小阿](?![时里姨拉])[\u4e00-\u9fff](?=周[一二三四五六日]|今|明|后天|下周|去|过去|来|上门|跟|负责|处理))"
)
_YOUNG_LINKS: Final = re.compile(r"(?:[和与跟给找见问约向对了、]|拜访|联系|通知|告诉|回复|答复)$")
_ASKED: Final = re.compile(r"(?:让|由|派|叫|喊|安排|请|麻烦|拜托|转给|交给|辛苦|指派|嘱咐)(?:一下|下|了)?$")
_TO_US: Final = re.compile(
    r"[^,;。\s我]{0,14}?(?:[给发寄传交]给?我|[过发寄交送带拿]来|付|打款|打钱|汇|还款|签|盖章|下单|到账|回传|确认|补(?:齐|交|材料|资料|流水|报表))"
)
_OUR_WORK: Final = re.compile(
    r"(?:今天|明天|后天|来|去|再|先|会|也|就|马上|这两天|\s)*(?:负责|牵头|对接|跟进|跟单|测算|落实|盯|催|写|排查|处理|安排|上门|录|出(?!差|国|去)|做(?!生意|主)|报|测|改|修|装|调试?|查|核|审|整理|准备|主讲|主持|带队|补发|"
    r"送(?=样|货|[^,;。来]{0,6}过去)|给客户|画|拍|录|取|接待)"
)


def find_delegates(line: Line) -> None:
    """Take for colleagues whom the line names for the first time as the doer of our own work; they are no contacts."""
    _greeted(line)
    _initials(line)
    find_assigned(line)
    ours = find_ours(line)
    if ours:
        line.people = [
            person
            for person in line.people
            if not any(a <= person.span[0] and person.span[1] <= b for a, b in (each.span for each in ours))
        ]
        line.colleagues = sorted([*line.colleagues, *ours], key=lambda each: each.span)
    _desks(line)
    _full_names(line)
    _young(line)
    _of_our_house(line)
    leave_bosses(line)


# 我们财务小段说, 我司李工: called ours.
_OUR_HOUSE: Final = re.compile(r"(?:我们|咱们?|我[司行方]|本行|自己人)(?:这边|公司)?的?$")
# 讲师李工, 售后的阿辉: what only a supplier's people are.
_OUR_FUNCTION: Final = re.compile(
    r"(?:(?:问|找|请示|催|请)(?:一?下|问)?(?:风控|合规|审批|信审|授信|产品|法务|运营|国结|放款|计财|科技)(?:部|中心|条线)?"
    r"|审批官|审批员|审批人|信审员?|评审官?|授信官|独立审批人)的?$"
    r"|(?<![们户方的])(?:讲师|培训师|售后|售后工程师|技术支持|售前|安装师傅|装机师傅|维修师傅|查勘员|实施顾问|实施工程师)的?$"
)
# 明天带技术总监过去: somebody of ours who comes along.
_BROUGHT: Final = re.compile(r"(?:我|我们|再|并|就|会|要)?(?:带着?|带上|叫上|拉上|喊上|约上)$")
_ALONG: Final = re.compile(r"(?:一起|一同|一块儿?|再|也)?(?:过去|上门|去(?!年)|拜访|走访|登门)")
_TOWARDS: Final = re.compile(r"(?:给|对|等|说|欠)(?:我们|咱们?|我[司行方])$")


def _of_our_house(line: Line) -> None:
    for person in line.people:
        before = line.flat[max(0, person.span[0] - 8) : person.span[0]]
        house = _OUR_HOUSE.search(before) is not None and _TOWARDS.search(before) is None
        manager = before.endswith("客户") and person.text.startswith("经理")
        function = _OUR_FUNCTION.search(before)
        chinese = house or manager or function is not None
        chinese = chinese or (
            _BROUGHT.search(before) is not None and _ALONG.match(line.flat, person.span[1]) is not None
        )
        end = person.span[1] if chinese else called_ours(line.flat, person.span) if person.text.isascii() else 0
        if end:
            led = function if chinese else _OUR_MAN.search(line.flat, 0, person.span[0])
            start = person.span[0] - (len(led[0]) if led else 0)
            again = [each for each in line.people if each is not person and _same(each, person)]
            line.people = [each for each in line.people if each is not person and each not in again]
            name = person.text if chinese else _without_job(person.text)
            found = [Colleague(name, (start, end)), *(Colleague(each.text, each.span) for each in again)]
            line.colleagues = sorted([*line.colleagues, *found], key=lambda each: each.span)


def _without_job(text: str) -> str:
    """Heiko of manager Heiko."""
    words = text.split(" ")
    return " ".join(next((words[n:] for n, word in enumerate(words) if word[:1].isupper()), words))


_OUR_MAN: Final = re.compile(r"\bour\s(?:[a-z&/-]+\s){0,3}$")  # our engineer Zhou Wei goes there


def _same(one: Contact, other: Contact) -> bool:
    """Ravi behind our QA guy Ravi."""
    return one.text.isascii() and one.text.lower() == other.text.lower().split(" ")[-1]


def _young(line: Line) -> None:
    for match in _YOUNG.finditer(line.flat):
        span = match.span("name")
        first = line.flat.find(match["name"]) == span[0] and not _customer_side(line, span[0])
        if first and _is_sent(line, span) and not any(a < span[1] and span[0] < b for a, b in _named(line)):
            line.people = [person for person in line.people if person.span != span]
            line.colleagues = sorted(
                [*line.colleagues, Colleague(line.text[slice(*span)], span)], key=lambda each: each.span
            )


# 问问小阮三月花艺的保单: whom one asks about the customer.
_WHOM_TO_ASK: Final = re.compile(r"(?:^|[,;。\s])(?:我?(?:再|去|得|先))?(?:问问|问一?下)$")


def _is_sent(line: Line, span: Span) -> bool:
    """让小李明天催评估公司, 小李昨天去海之蓝送样: told to work, or at work for a customer."""
    before = line.flat[max(0, span[0] - 6) : span[0]]
    behind = span[1]
    helps = _HELPS.match(line.flat, behind)
    behind = helps.end() if helps else behind
    for date in line.dates:
        behind = date.span[1] if 0 <= date.span[0] - behind <= 1 else behind
    if _WHOM_TO_ASK.search(before):
        return True
    if _TO_US.match(line.flat, behind) or not line.flat[behind : behind + 1].strip(" ,;。"):
        return False
    if _is_ours_before(line, span[0]) or _ASKED.search(before) or _tells_of_work(line, span[1]):
        return True
    if _YOUNG_LINKS.search(before):
        return False
    if before and _HAN.match(before[-1]) and behind == span[1]:
        sent = _A_THING.search(before) is not None and _SENT.match(line.flat, behind) is not None
        return sent or line.flat.startswith(("负责", "牵头", "来跟", "跟进"), behind)
    beside = any(end <= span[0] and not line.flat[end : span[0]].strip() for _, end in line.customers)
    goes = _GOES.match(line.flat, behind)
    visits = goes is not None and any(0 <= start - goes.end() <= 1 for start, _ in line.customers)
    return visits or (not beside and _OUR_WORK.match(line.flat, behind) is not None)


# 小吴说明天能开出来, 小贺说蓝芯的票: who tells of our work, or of the customer, is one of ours.
# 小梁帮忙周三录一下; 报价单老马去催.
_HELPS: Final = re.compile(r"(?:帮忙|帮着|会|要|得|记得|尽快|负责)+(?=[^,;。])")
_A_THING: Final = re.compile(
    r"(?:合同|协议|方案|报告|报价单?|发票|材料|资料|图纸|样[品件机]|保函|标书|清单|对账单?|回单|酒店|机票|车票|会场|餐|行程|款|货|车|事儿?)$"
)
_SENT: Final = re.compile(
    r"(?:去|来|在|会|再)(?:催|跟|盯|办|弄|处理|查|问|写|做|改|补|整理|准备|安排|协调|送|取|拿|寄|发|开|报|测|核|对)"
    r"|(?:盯|跟|办|弄|写|做|催|审|改|拟|查|对|送|跑|订|排|跟进|负责)(?=$|[,;。])"
)
# 催发票,已转我们财务,小陆答应下午开: whom our own department has it done by.
_PASSED_ON: Final = re.compile(
    r"(?:转|交|派|报|给|反馈|丢)(?:到|给)?(?:了)?(?:我们|咱们?|我[行司方])?(?:这边)?(?:的)?(?:财务|法务|技术|售后|客服|仓库|物流|质检|品控|质量|研发|生产|单证|运营|产品|商务|后台|风控|车间|采购|设计|工程)[部组]?(?:了)?[,。\s]+$"
)


def _is_ours_before(line: Line, place: int) -> bool:
    return _PASSED_ON.search(line.flat, max(0, place - 16), place) is not None


_SAYS: Final = re.compile(r"(?:说|讲|回复|反馈)(?:[他她]|的?是)?")
_OUR_DEED: Final = re.compile(
    r"(?:能|可以|会|就|一定|才|已经?)*(?:开出|开好|寄出|发货|发出|出货|修好|装好|审完|批[下完]|放款|出(?:报告|方案|报价)|做[好完]|改好|弄好|上线|到现场|上门)"
)


def _tells_of_work(line: Line, place: int) -> bool:
    said = _SAYS.match(line.flat, place)
    if said is None or (any(end == place - 2 for _, end in line.customers)):
        return False
    behind = next((date.span[1] for date in line.dates if 0 <= date.span[0] - said.end() <= 1), said.end())
    of_customer = any(0 <= start - said.end() <= 1 and line.flat.startswith("的", end) for start, end in line.customers)
    return of_customer or (_OUR_DEED.match(line.flat, behind) is not None and len(line.people) > 1)


_GOES: Final = re.compile(r"(?:会|要|再|来)?(?:去|到|赴|跑|拜访|走访|上门)(?:了|一?趟)?")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")


# Dear Priya, I met ...: whoever a note greets is not met; he is one of ours where the writer tells what he did himself.
_GREETING: Final = re.compile(
    r"\W*(?i:dear|hi|hello|hey|good\s+morning|morning|(?P<for>fao|attn|attention|for\s+the\s+attention\s+of|action\s+for)[:\s]*?)\s+(?P<name>[A-Z][a-z]+(?:\s[A-Z][a-z]+)?)"
    r"(?=\s*[,:!.\n-]|\s+(?:just|quick|i|we|met|can|could|please|pls)\b)"
)
_I_TELL: Final = cued(
    r"(?:\bi|\bwe|[,:.!-])\s+(?:have\s+|just\s+|also\s+)*(?:met|saw|rang|spoke|visited|called|went|had|emailed)\b"
    r"|\bmy\s+(?:meeting|call|visit|conversation|lunch)\b"
)
_SIGNED: Final = cued(
    r"\b(?i:thanks|thank\s+you|thx|cheers|best|rgds|regards)\s*[,.!-]?\s+(?P<name>[A-Z][a-z]+(?:\s[A-Z][a-z]+)?)\s*$"
)


def _greeted(line: Line) -> None:
    greeting = _GREETING.match(line.text)
    if greeting is None or greeting["name"].split()[0].lower() in no_names():
        return
    span = greeting.span("name")
    line.people = [person for person in line.people if person.span[1] <= span[0] or span[1] <= person.span[0]]
    signed = _SIGNED.search(line.text)
    told = greeting["for"] or _I_TELL.search(line.flat, span[1])
    if told and not any(a < span[1] and span[0] < b for a, b in _named(line)):
        line.colleagues = sorted([*line.colleagues, Colleague(greeting["name"], span)], key=lambda each: each.span)
        if signed is not None:
            line.people = [person for person in line.people if person.span != signed.span("name")]


_INITIALS: Final = re.compile(r"(?:(?<![A-Za-z0-9&])(?P<name>[A-Z]{2,3})\s(?:to|will)\s(?P<verb>[a-z]+)\b)")
_PAPERS: Final = frozenset(
    ("po", "nda", "sow", "msa", "rma", "grn", "coc", "loi", "sla", "rfq", "rfp", "id", "kyc", "sds", "bom", "awb", "bl")
)
_ANYBODY: Final = frozenset(
    ("send", "call", "visit", "arrange", "book", "follow", "check", "ring", "email", "see", "meet", "chase")
)


def _initials(line: Line) -> None:
    """TB to quote 23/11: initials before our own work; FD and NDA are none."""
    for match in _INITIALS.finditer(line.text):
        span = match.span("name")
        known = match["name"].lower() in no_names() | _PAPERS or any(
            a < span[1] and span[0] < b for a, b in _named(line)
        )
        role = any(each.start < span[1] and span[0] < each.end for each in line.words.get("role", ()))
        if not known and not role and match["verb"] in words("ours", "verbs") | _ANYBODY:
            line.colleagues = sorted([*line.colleagues, Colleague(match["name"], span)], key=lambda each: each.span)


def _desks(line: Line) -> None:
    """法务周四前审完, 让仓库补发: whoever of our house is to do it is no contact."""
    if line.flat.isascii():
        return
    desks = list(beside(line, find_desks(line)))
    if desks:
        line.people = [
            person
            for person in line.people
            if not any(a < person.span[1] and person.span[0] < b for a, b in (desk.span for desk in desks))
        ]
        line.colleagues = sorted([*line.colleagues, *desks], key=lambda each: each.span)


def _full_names(line: Line) -> None:
    """王芳今晚寄出 is ours, 见到了张伟 theirs."""
    ours_begin = {each.start for each in line.words["action"]} - {each.start for each in line.words["customer_side"]}
    taken = [*line.customers, *(each.span for each in line.people), *(each.span for each in line.colleagues)]
    dates = [date.span for date in line.dates]
    for side, span in list(full_names(line.flat, taken, dates, line.customers, ours_begin.__contains__)):
        if side == "ours":
            line.colleagues.append(Colleague(line.text[slice(*span)], span))
        else:
            line.people.append(Contact(line.text[slice(*span)], span))
    line.colleagues.sort(key=lambda each: each.span)
    line.people.sort(key=lambda each: each.span)


def _named(line: Line) -> list[tuple[int, int]]:
    titled = [person.span for person in line.people if len(person.text) > len("小林")]
    return titled + [each.span for each in line.colleagues] + line.customers + [date.span for date in line.dates]


def _customer_side(line: Line, place: int) -> bool:
    """他们财务小刘负责: one of theirs."""
    return re.search(r"他们|客户|对方|那边", line.flat[max(0, place - 8) : place]) is not None


__all__ = ["find_delegates"]
