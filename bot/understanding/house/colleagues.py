"""Our own people in a line: <@U123|name> of Slack, @名字, a name the directory knows, 和王敏一起."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from bot.core.mentions import MENTION
from bot.understanding.house.functions import with_desks
from bot.understanding.house.placed import placed
from bot.understanding.model import Colleague, ColleagueFinder, Span
from bot.understanding.text.cues import cued
from bot.understanding.text.scanner import hasty
from bot.understanding.text.vocabulary import load

_AT: Final = cued(
    r"(?<![\w.+\-<])[@＠](?P<latin>[A-Za-z][\w\-]*(?:\.[A-Za-z][\w\-]*)?(?:\s[A-Z][a-z]+)?)|"
    r"(?<![\w.+\-<])[@＠]|(?<=[\u4e00-\u9fff])[@＠](?=[\u4e00-\u9fff])"
)
_ENGLISH: Final = cued(
    # Tried where a word or a clause begins.
    r"(?=\b[A-Za-z]|[,.;:!?\n])(?:(?i:\b(?:together\swith|along\swith|joined\sby|accompanied\sby|my\scolleague|"
    r"our\scolleague|colleague))\s(?:(?i:my\scolleague|colleague)\s)?(?P<name>[A-Z][a-z]+(?:\s[A-Z][a-z]+)?)"
    r"|\b(?i:with\s|w/\s?)(?P<from>[A-Z][a-z]+(?:\s[A-Z][a-z]+)?)\s(?i:from\s(?:our\s)?(?:product|"
    r"risk|legal|compliance|operations|ops|trade|treasury|fx|credit|support|engineering|"
    r"service|claims|underwriting)\b)"
    r"|(?:^|[,.;:!?\n]\s*)(?i:please\s)?(?i:ask|get|tell|remind)\s(?P<asked>[A-Z][a-z]+(?:\s[A-Z][a-z]+)?)\s(?=to\b)"
    r"|\b(?P<desk>[A-Z][a-z]+(?:\s[A-Z][a-z]+)?)\s(?:in|from|on)\s(?:our\s|the\s)?(?:product|risk|credit|legal"
    r"|compliance|treasury|underwriting|presales|solutions)\b(?!\s(?:of|with))"
    r"|\b(?P<takes>[A-Z][a-z]+)\s(?:owns\s(?:it|this|that)(?!\s(?:on\s|at\s)?their\s)|to\sown|is\son\sit|has\sthe\saction|on\spoint)\b"
    r"|\b(?P<owes>[A-Z][a-z]+(?:\s[A-Z][a-z]+)?)['\u2019]s\s(?:promise|commitment|action|follow-?up|to-?do)s?\s"
    r"(?=to\b|slipped|due|on\b)"
    r"|\b(?:please|pls)\s(?:see|contact|ask|speak\sto|call|ring|email|copy"
    r"|cc)\s(?P<instead>[A-Z][a-z]+(?:\s[A-Z][a-z]+)?)"
    r"\s(?=instead|meanwhile|in\smy\sabsence|while\si)"
    r"|\b(?P<self>[A-Z][a-z]+(?:\s[A-Z][a-z]+)?)\s(?:and|&|\+)\s(?:I|me|myself)\b(?!\s(?:both|agreed|have\sagreed|each)\b)"
    r"|\b(?P<joined>[A-Z][a-z]+(?:\s[A-Z][a-z]+)?)\s(?i:joined\s(?:me|us)|will\sjoin\s(?:me|"
    r"us)|is\sjoining\s(?:me|us)|came\salong|tagged\salong))"
)


_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_RUNG: Final = re.compile(
    r"\b(?i:ring|rang|call|called|phone|phoned|met|saw|spoke\s(?:to|with)|emailed|chased|texted|see|visit|visited)\s$"
)


@lru_cache(maxsize=1)
def _given() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = load("people")["zh"]
    surname = f"(?:{'|'.join(words['compounds'].split())}|[{''.join(words['surnames'].split())}])"
    stop = "一周今明后下本上出负跟来去请帮和与跟陪在会要给做把我你他已再尽月准提写发对报约安联确"
    name = rf"(?P<name>{surname}[\u4e00-\u9fff](?:(?![{stop}])[\u4e00-\u9fff])?)"
    mention = re.compile(
        rf"{name}|(?P<other>[\u4e00-\u9fff]{{2,3}}?(?=$|[^\u4e00-\u9fff]|[{stop}])|[\u4e00-\u9fff]{{2}})"
    )
    ours = (
        r"(?:同事|新人|徒弟|师傅|实习生|助理|搭档|产品部?|产品经理|客户经理|风控部?|风险部?|运营|法务|客服|技术|售前|售后|行长|我们?|我行|本行|我司|部门|行里|公司|"
        r"国际(?:业务)?部|科技部?|个贷|授信部?|审批|评审|投行部?|票据|交易银行部?|分行|支行|总行|本部|领导|老师|组里|团队)"
    )
    person = (
        rf"(?:[小老阿][{''.join(words['surnames'].split())}]|{surname}[\u4e00-\u9fff](?:(?![{stop}])[\u4e00-\u9fff])?)"
    )
    together = hasty(
        rf"(?:和|与|跟|同|偕|会同|带着?|陪同?|携)(?:{ours})?(?:的)?(?P<name>{person})(?:一起|一同|一块|共同|去|来|上门|拜访|走访)"
        rf"|(?:带了?|携|叫上|喊上|拉上|约上)(?:着)?{ours}(?:的)?(?P<brought>{person})"
        rf"|(?<![\u4e00-\u9fff])(?:我方|我行|我们|我司|本行)(?:本人|参会|出席|人员)?[:\s、和,]*(?:本人[、和,])?(?:{ours})?(?P<side>{person})"
        rf"|(?:分行|支行|总行|我行|本行|我司|我们|咱们|行里|公司|部门)(?:的)?(?P<boss>(?:[小老]?{surname})(?:副?行长|主任|部长|经理|总|老师|科长|处长))"
        rf"|(?:^|(?<=[,;。!\s]))(?P<doer>{surname}[\u4e00-\u9fff]{{1,2}}?)(?=负责|牵头|来负责|去负责)"
        rf"|(?:(?:产品|风控|风险|法务|运营|客服|合规|信审|国际业务|国际|理财|授信|审批|评审|投行|票据|技术|柜台|大堂|科技|个贷|资产保全|保全)(?:部|部门|条线)"
        rf"|(?:(?<![\u4e00-\u9fff])|(?<=[和与跟同带陪请让由找]))(?:产品|风控|法务|运营|客服|合规|信审|国际业务|理财|技术"
        rf"|柜台))(?:的)?(?P<desk>[小老]?{surname}(?:经理|"
        rf"总|工)?)(?=$|[^\u4e00-\u9fff]|[、和一来去陪跟与在查办盯处负])"
        rf"|(?:同事|徒弟|新人)(?P<colleague>{surname}[\u4e00-\u9fff](?:(?![{stop}])[\u4e00-\u9fff])?)"
    )
    return mention, together


@dataclass(frozen=True)
class ColleaguesByName:
    """Finds the colleagues of a given list of names, without a mention and without a directory."""

    names: tuple[str, ...]

    def find(self, line: str) -> Sequence[Colleague]:
        """The colleagues named in the line, in its order; a name inside a longer word is none."""
        found = [Colleague(name, span) for name in self.names for span in places_of(name, line)]
        return sorted(found, key=lambda each: each.span)


def places_of(name: str, line: str) -> Iterator[Span]:
    """The stretches of a line that are this name, whole words only where it is written in Latin letters."""
    pattern = rf"\b{re.escape(name)}\b" if name.isascii() else re.escape(name)
    for match in re.finditer(pattern, line, re.IGNORECASE):
        yield match.span()


def find_colleagues(text: str, flat: str, finder: ColleagueFinder) -> list[Colleague]:
    """The colleagues named, in the order of the line, each place once."""
    found = [*_mentions(text), *_at_signs(text, flat)]
    found += [each for each in finder.find(text) if not (_overlaps(each, found) or _goes_on(flat, each.span[1]))]
    found += [each for each in _together(text, flat) if not _overlaps(each, found)]
    found += [each for each in placed(text, flat) if not _overlaps(each, found)]
    found += _again(text, found)
    return with_desks(text, flat, sorted(found, key=lambda each: each.span))


def _again(text: str, found: list[Colleague]) -> list[Colleague]:
    """A colleague once named is one wherever else the line names him: 和小陈去了..., 小陈周三前写报告."""
    more: list[Colleague] = []
    for known in {each.name: each for each in found if len(each.name) >= _SHORTEST}.values():
        place = text.find(known.name)
        while place >= 0:
            again = replace(known, span=(place, place + len(known.name)))
            if not _overlaps(again, found) and not _overlaps(again, more):
                more.append(again)
            place = text.find(known.name, place + 1)
    return more


_SHORTEST: Final = 2
# 王芳芳经理 is not our 王芳.
_MORE: Final = re.compile(
    r"(?P<more>(?![总副大小老主本和与跟去来说问给的请让叫这那我]|[经客项][理户目])[一-鿿])(?:总(?!结|体|行|部|额|共)|经理|总监|主任|厂长|老板|会计|科长|处长|女士|先生|小姐)"
)


def _goes_on(flat: str, end: int) -> bool:
    """Whether the name that ends there is only the beginning of a longer one with a title."""
    return _MORE.match(flat, end) is not None


def _overlaps(one: Colleague, others: list[Colleague]) -> bool:
    return any(other.span[0] < one.span[1] and one.span[0] < other.span[1] for other in others)


def _mentions(text: str) -> Iterator[Colleague]:
    for match in MENTION.finditer(text):
        yield Colleague(match[2] or match[1], match.span(), slack_id=match[1])


def _at_signs(text: str, flat: str) -> Iterator[Colleague]:
    for match in _AT.finditer(text, line=flat):
        if match["latin"]:
            name = match["latin"]
            head, _, tail = name.partition(" ")
            if tail.lower() in load("people")["en"]["stop"].split():
                name = head
            yield Colleague(name, (match.start(), match.end() - len(match["latin"]) + len(name)))
            continue
        named = _given()[0].match(flat, match.end())
        if named:
            yield Colleague(text[named.start() : named.end()], (match.start(), named.end()))


def _together(text: str, flat: str) -> Iterator[Colleague]:
    for match in _given()[1].finditer(flat) if _HAN.search(flat) else ():
        group = next(key for key in ("name", "brought", "side", "boss", "doer", "desk", "colleague") if match[key])
        span = match.span() if group == "desk" else match.span(group)
        yield Colleague(text[slice(*match.span(group))], span)
    for match in _ENGLISH.finditer(text, line=flat):
        group = next(
            key for key in ("name", "from", "asked", "desk", "takes", "owes", "instead", "self", "joined") if match[key]
        )
        if group == "desk" and _RUNG.search(text, max(0, match.start() - 16), match.start("desk")):
            continue  # ring Fiona in treasury: the customer has one, too
        # "Tom from product" leaves the summary as a whole.
        yield Colleague(
            match[group], (match.start(group), match.end()) if group in ("from", "desk") else match.span(group)
        )
