"""Competitors that only the sentence makes one: 兴业那边给的便宜, Salesforce quoted 20% less, looking at Veeva."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from bot.understanding.model import Hint, Span
from bot.understanding.people.name_words import no_names
from bot.understanding.people.ordinary import common_words
from bot.understanding.text.cues import cued
from bot.understanding.text.line import Line

_REACH: Final = 24  # characters on either side in which a contest is looked for
_CONTEST: Final = re.compile(
    r"报价|报了|便宜|更低|更优|低[\d一二三]|贵了?|抢|挖|pitch|谈[价合]|接触|倾向|[换改转挪搬迁投](?:成|到|去|用|给|向)|对比|竞|选了|"
    r"利率|那边给|给(?:的|了|到|他们)|批了|优惠|顾问|在用|用的|续约|response|报.{0,3}价|授信|也在|开户"
    r"|quot|offer|undercut|cheap|pric|\brates?\b|look(?:ing|ed)?\s+at|talk(?:ing|ed)?\s+to|evaluat|consider|shortlist|compar|up\s+against|"
    r"\bvs\b|versus|losing|lost\s+(?:out\s+)?to|switch|mov(?:e|ed|ing)\s+to|going\s+with|went\s+with|lean|bake|trial|demo|approach|"
    r"\busing\b|\buses?\b|\bcurrently\s+(?:on|with)\b|\bruns?\s+on\b|chas|court|incumbent|competi|instead|match|beat|\bbids?\b|tender|discount|poach|steal|\bbank(?:s|ing)?\s+with|less\b"
)
_BUYER: Final = re.compile(r"(?:给|为|向|供|做)\s*$")
_DELIVERS: Final = re.compile(r"\s*(?:供货|配套|代工|的?订单|的?供应商|下单|做配套)")
_CAREER: Final = re.compile(r"(?:银行)?(?:承付|付款行|上班|工作|任职|的人|出身|背景|过来的|来的|出来的|挖来)")
_NAMED: Final = cued(
    r"\b(?i:(?:(?:have|has|'ve|'s)\s)?gone\s(?:direct\s)?with|compet(?:ing|es?)\s(?:with|against)|picked|chose|chosen|decided\sfor|compares\sus\s(?:with|to|against)|"
    r"lost\s(?:out\s)?(?:by|on)\s[^.;,]{1,24}?\sto|lost\s(?:the\s)?\w+\sto|opened\san\saccount\s(?:at|with)|now\s(?:print|buy|order|source|ship)\s(?:at|with|from)|rather\sgo\swith|"
    r"took(?=\s[A-Z]\w+(?:['’]s|s['’])\s(?:prices?|offer|quote))|(?:have|had|'ve\shad)(?=\s[A-Z]\w+\sin\sto\s(?:pitch|quote|demo))|quotes?\sfrom|looking\sat|evaluating|considering|comparing\s(?:us\s)?(?:with|to|against)|up\sagainst|losing\s(?:it\s)?to|lost\s(?:it\s|out\s)?to|"
    r"leaning\s(?:to|towards?)|(?:sticking|staying|stuck|stayed)\swith|switch(?:ing|ed)?\sto|going\swith|went\swith|(?:quotes?|offers?|bids?|proposals?|demos?|prices?|pricing)\sfrom|pitch(?:ed)?\s(?:by|from)|"
    r"compared?\s(?:us\s)?(?:with|to|against)|evaluating\s(?:us\s)?(?:against|vs|versus)|(?:been\s)?(?:talking|speaking)\sto(?=\s[A-Z]\w+\s[A-Z])|"
    r"(?:considering|contemplating|planning)\s(?:an?\s)?(?:move|switch)\sto|threaten\w*\sto\s(?:go|move|switch)\s(?:over\s)?to|(?:tempted|minded|thinking)\s(?:to\sgo|of\sgoing)\s(?:to|with)|"
    r"switch(?:ing|ed)?\s(?:\w+\s){1,3}to|(?:match|matching|matched|beat|beating|undercut|meet)\sthe(?=\s[A-Z]\w+\s(?:rates?|prices?|quotes?|offers?|terms|pricing|fees?|bid))|(?i:rep|salesman|salesperson|guy|people|team)\sfrom(?=\s[A-Z]\w+\s(?:was|were|is|are|has|had|been|in)\b)|(?:match|matching|matched|beat|beating|undercut)(?=\s[A-Z][\w&]*(?:\s[A-Z]\w*)?['’]s\s(?:rates?|prices?|quotes?|offers?|terms|pricing|fees?|bid))|"
    r"undercut\sby|(?:mov|switch|tak|transferr?|shift|giv)(?:e|es|ed|ing)?\s(?:(?:the|their|his|her|its|all|our)\s(?:\w+\s){1,2}|it\s|everything\s|business\s)(?:over\s)?to|(?:or|and)\s(?:we|they|he|she)(?:'ll|'d|\swill|\swould)?\s(?:go|walk|switch|move)\s(?:over\s)?to|vs\.?|versus|bank(?:s|ing)?\swith)\s(?P<name>[A-Z][\w&]*(?:\s[A-Z][\w&]*)?)"
)


# Close Brothers 20bps cheaper, Polar is coming in lower: whose price is better than ours.
_CHEAPER: Final = cued(
    r"(?<![\w'])(?P<name>[A-Z][\w&]+(?:\s[A-Z][\w&]+)?)\s(?i:(?:is|are|were|was|'re|came\sin|come\sin|coming\sin|quoted|quoting|offered|offering"
    r"|offers|doing\sit|does\sit|can\sdo\sit|at)\s)?(?:[\d.,£$€]+\s?(?i:bps|bp|%|k|p|pence|percent|points|basis\spoints)?\s)?"
    r"(?i:cheaper|keener|sharper|lower|under\sus|below\sus|quicker)\b"
    r"|(?<![\w'])(?P<other>[A-Z][\w&]+(?:\s[A-Z][\w&]+)?)\s(?i:(?:does|do|did|can\sdo|will\sdo)\s(?:it|this|the\ssame|that)\sfor\s(?:half|less|a\sthird|[£$€]?\d)"
    r"|(?:has\s|have\s)?(?:offered|quoted|pitched|promised)\s(?:them|him|her)\s(?:something|an?\b|\d|the\s|better|cheaper|less|[£$€]))"
)
# Three bidders left, us, Grainger and some local outfit: who is named beside us.
_BESIDE_US: Final = cued(
    r"\b(?i:bidders?|shortlist(?:ed)?|finalists?|tender|contenders|down\sto)\b[^.;]{0,24}?\bus(?:,|\sand|\sor|\splus|\svs\.?)\s(?P<name>[A-Z][\w&]+)"
)


# AIB have won the term loan: who has got the business is somebody else's bank.
_WON: Final = cued(
    r"(?<![\w'])(?P<name>[A-Z][\w&]+(?:\s[A-Z][\w&]+)?)\s(?:(?:have|has|had|'ve)\s(?:just\s|now\s|already\s)?)?(?i:won|got|beat|secured|landed|taken|bagged|nabbed|offered)"
    r"\s(?i:the|their|his|her|this|that|it|them|us)\b(?i:\s(?:\w+\s){0,2}(?:loan|facility|account|business|deal|mandate|contract|tender|renewal|lease"
    r"|policy|order|work|job|refinancing|refinance|bid|programme|program|fx|payroll|cover)\b|(?:$|[,.;]))"
)


# WestRock is offering him a lock, Chubb is sniffing around, Payzio quoted them half: who is after the customer.
_AFTER_THEM: Final = cued(
    r"(?<![\w'])(?P<name>[A-Z][\w&]+(?:\s[A-Z][\w&]+)?)\s(?i:(?:(?:is|are|was|were|has\sbeen|have\sbeen)\s)?(?:offering\s(?:them|him|her)|pitching(?:\s(?:the|them|him|her|to)|\s*[.,;])"
    r"|sniffing\s(?:a?round|about)|undercut(?:s|ting)?\s(?:us|our)|quoted\s(?:them|him|her|half|less)|circling|(?:sales\s)?reps?\s(?:was|were|is|in|sat|sittin))"
    r"|(?:have|has)\sbeen\son\sto\s(?:them|him|her)|(?:is|are|was)?\s?offering(?=\s[A-Z]))"
)


def find_rivals(line: Line, taken: Sequence[Span]) -> Iterator[Hint]:
    """Names that compete with us in this line; `taken` stretches are somebody else."""
    for each in line.words.get("rival", ()):
        span = (each.start, each.end)
        if not _meets(span, taken) and _contested(line.flat, span):
            yield Hint("competitor", "words", line.text[each.start : each.end], span)
            taken = [*taken, span]
    unlisted = _chinese(line, taken)
    yield from (Hint("competitor", "words", line.text[slice(*span)], span) for span in unlisted)
    taken = [*taken, *unlisted]
    found = (each.finditer(line.text, line=line.flat) for each in (_NAMED, _WON, _CHEAPER, _BESIDE_US, _AFTER_THEM))
    for match in chain.from_iterable(found):
        group = "name" if match["name"] else "other"
        span = match.span(group)
        if not _meets(span, taken) and _may_be_a_firm(match[group]):
            yield Hint("competitor", "words", match[group], span)
            taken = [*taken, span]


def _chinese(line: Line, taken: Sequence[Span]) -> list[Span]:
    """The stretches of Chinese names without a list that the sentence makes rivals."""
    if line.flat.isascii() or not _MAY_BE.can_be_in(line.flat):
        return []
    found: list[Span] = []
    for match in chain(_OFFERS.finditer(line.flat), _AGAINST.finditer(line.flat)):
        span = match.span(match.lastgroup or "name")
        if not _meets(span, taken) and not _meets(span, found):
            found.append(span)
    return found


def _may_be_a_firm(name: str) -> bool:
    first, _, more = name.lower().partition(" ")
    return first not in no_names() and (bool(more) or first not in common_words())


# 比亚迪那边给了9折, 中铁物贸便宜80一吨, 和用友二选一: a name of no list, whose price or offer is told.
_NO_NAME: Final = (
    "的了说嫌能要不再都有比更最还就太价费钱货量率我他她你个"
    "这那们会是在给跟与问只也才很多少每一两点成到户老同行手家款店全总板"
)
_NAME_ZH: Final = (
    r"(?:(?![^,;。\s]{0,5}?(?:便宜的|上次|上回|去年|今年|现在|目前|市场|运输|整体|原来|别处|本地|外地|国产|进口))(?![新和]|理财|存款|基金|股票|保险|国债|别|人家|他们|我们|客户|谁|什么|民间)"
    rf"(?:比亚迪|[^\W\d{_NO_NAME}]{{2,6}}?))"
)
_OFFERS: Final = cued(
    rf"(?:(?<=[,;。\s说])|^|(?<=拿)|(?<=找))(?P<name>{_NAME_ZH})(?:那边|那家|他们家?|家|那里)?(?:的价格?)?(?:"
    r"给的价(?:格|钱)?(?:更|也|又)?(?:低|好|便宜|优)|(?:比我们|比咱们?)?便宜(?=[,;。\d]|$|了|一|两|三|不少|好多)|比(?:我们|咱们?)(?:低|便宜|优惠|快|早|好)"
    r"|(?:已经|也|就|最近)?(?:给|报|开)(?:价)?(?:了|到|的|的是|才|只要)(?=[\d.一二三四五六七八九]+(?:折|个点|%|块|元|万|毛))|(?:才|只要)(?=\d))"
)
_MAY_BE: Final = cued(
    r"输给|败给|[抢挖撬]走|不如|中标|第一(?:名)?是|也在|在用|[找选签给][了]|想换到|便宜|比[我咱]|给[了到]|[报开]价?[了到的才只]|才|只要|接触|对接|转[给投]|倒向|二选一|pk|比价|竞|打擂|一起投|做对比"
)
_AGAINST: Final = cued(
    rf"(?:(?:正?在|已经|也在|最近在)(?:接触|对接)|接触了|转投|倒向)(?P<name>{_NAME_ZH})(?:的?(?:产品|方案|系统|设备))?(?=[,;。]|$)"
    rf"|(?:输给|败给|输了?给)了?(?P<won>{_NAME_ZH})(?=[,;。!\s]|$)"
    rf"|(?:中标(?:的|方|单位)?|第一(?:名)?)是(?P<first>{_NAME_ZH})(?=[,;。!\s]|$)"
    rf"|(?<![我们你])(?:被)(?P<taker>{_NAME_ZH})(?=(?:抢|挖|撬)走)"
    rf"|(?:人家|他们|最后|已经|改|又|结果)(?:找|选|签|给)了(?:隔壁|对面)?的?(?P<taken>{_NAME_ZH})(?=[,;。!\s]|$)"
    rf"|(?:在用|用的是?|换成?了?|改用)(?P<used>{_NAME_ZH})的(?=[,;。!\s]|$)"
    rf"|(?:不如|没有?)(?P<better>{_NAME_ZH})(?:的|家)(?=好用?|稳定?|便宜|快|强)"
    rf"|(?<=[,;。\s])(?:听意思|听说)?(?P<also>{_NAME_ZH})也在(?=抢|投标|竞标|跟他们|报价|盯着)"
    rf"|想换到(?:隔壁|对面)?(?P<moved>{_NAME_ZH})(?=去|住|用)"
    rf"|(?:就|要|打算|准备)转给(?P<third>{_NAME_ZH})(?:做|生产|供|来做)"
    rf"|(?:和|跟|与)(?P<other>{_NAME_ZH})(?:家|那边)?(?=二选一|pk|比价|竞标|竞争|打擂|一起投|做对比)"
)


# Our sponsor Kate moved to AWS: a career, no contest.
_LEFT_FOR: Final = cued(
    r"\b(?:sponsor|champion|contact|cfo|ceo|cto|fd|he|she|who|has)\s+(?:[a-z]+\s+)?(?:moved|gone|went|left|joined)\s+(?:to|for)\s*$"
)


def _contested(flat: str, span: Span) -> bool:
    start, end = span
    before = re.split(r"[。.;!?\n]", flat[max(0, start - _REACH) : start])[-1]
    after = re.split(r"[。;!?\n]|\.\s", flat[end : end + _REACH])[0]
    if (_BUYER.search(before) and _DELIVERS.match(after)) or _CAREER.match(after):
        return False
    if _LEFT_FOR.search(before):
        return False
    beside = before.endswith(("去", "到", "比", "跟", "找", "在"))
    return beside or _CONTEST.search(before) is not None or _CONTEST.search(after) is not None


def is_career(flat: str, end: int) -> bool:
    """Whether the name that ends there is only where somebody works or comes from."""
    return _CAREER.match(flat, end) is not None


def _meets(span: Span, others: Sequence[Span]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)
