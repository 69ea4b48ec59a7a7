"""Cuts a line into clauses without cutting through dates, names, amounts or abbreviations."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from bot.understanding.model import Span

MOST_CLAUSES: Final = 120  # what is beyond stays one clause: nobody types so many
_HAN: Final = r"[\u4e00-\u9fff]"
_ABBREVIATION: Final = (
    r"(?<!\bmr)(?<!\bmrs)(?<!\bms)(?<!\bdr)(?<!\bprof)(?<!\bco)"
    r"(?<!\bltd)(?<!\binc)(?<!\bst)(?<!\bno)(?<!\bapprox)(?:(?<!\b[a-z])|(?<=n't)|(?<=/[a-z]))(?<!\d)"
)
_CUTS: Final = re.compile(
    # Tried only where a cut can begin: a mark, a space, or a word that joins two clauses.
    r"(?=[;。!?|…,①②③④⑤⑥⑦⑧⑨⑩\r\n.:\s\-=→⇒•*·—–并然接同另我他她让叫催请])(?:"
    r"(?P<hard>(?:[;。!?|…]+|[①②③④⑤⑥⑦⑧⑨⑩]|(?<!\d),|,(?!\d)|[\r\n]+)\s*)"
    rf"|(?P<stop>(?=\.){_ABBREVIATION}\.(?:\s+|$)|(?<=\d)\.(?:\s+|$))"
    r"|(?P<dash>(?<={_HAN})\s*(?:[-=]+>|[→⇒])\s*|\s+[-•*·/]+\s+|\s*[—–]+\s*)"
    rf"|(?P<colon>(?:(?<!\d):(?!\d(?![、.)]))|(?<=\d):(?=\s|{_HAN}))\s*)"
    rf"|(?P<space>(?<={_HAN})\s+(?=\S)|(?<=\S)\s+(?={_HAN}))"
    r"|(?P<word>(?=\s+(?:and|then|but|so|i|we|he|she|they|client|customer|need|have|&))(?<!\bno)(?<!\bnot)(?<!n't)(?<!\bif)(?<!\bthat)(?<!\bwhat)(?<!\bwhen)(?<!\bi)(?<!\bwe)(?<!\bhe)(?<!\bshe)(?<!\bthey)(?<!\bclient)(?<!\bcustomer)\s+(?:and\s+|"
    r"then\s+|but\s+|so\s+|&\s+)*(?=(?:i|we|he|she|they|client|customer)(?:'ll|'m\s+to\b|"
    r"\s+(?:will|promised|agreed|need|must|should|have to|owe|wants?|asked))\b"
    r"|(?:need|have)\s+to\s+(?:send|call|get|chase|provide|prepare)\b))"
    r"|(?P<would>\s+(?:and|but|so|&)\s+(?:then\s+)?(?=(?:i|we)\s+(?:said|told|promised|agreed|get|send|do|give|call|ring|book|draft|price|quote|prepare|bring|arrange|issue|check|come|ship|deliver|sign|collect|fit|install)\b|(?:i|we|he|she|they)'d\s+(?!(?:like|love|prefer|rather|be|have|been|never|just|already|not|hope|expect|better|gone|seen|said|had)\b)[a-z]))"
    r"|(?P<spoken>(?=\s)(?<!\bsaid)(?<!\bthat)\s+(?:so\s+|and\s+|but\s+)*(?=(?:i|we)\s+(?:said|told\s+\w+)\s+(?:i|we)\s*(?:would|'d|will|'ll)\b))"
    r"|(?P<then>\s+(?:and|then|but|&)\s+(?=(?:will|promised|agreed|to|send|provide|"
    r"prepare|share|email|follow|get\s+back|revert|chase|arrange|book|draft|submit|"
    r"call\s+(?:him|her|them|back|again)|visit|need|must|wants?|asked|said)\b)"
    r"|\s+(?:and\s+)?then\s+(?=(?:let|ring|tell|report|confirm|check|update|phone|speak|call|install|quote|invoice)\s)|\s+so\s+(?=(?:follow\s+up|chase|call|ring|try)\s))"
    rf"|(?P<turn>(?<={_HAN})(?<![和与跟给向对让听按照就是])(?:然后)?(?=我(?:说|答应|应[了下]|承诺|跟[他她]说|跟客户说|让他|让她)|[他她]说))"
    rf"|(?P<asked>(?<={_HAN})(?<![和与跟给向对])(?=(?:让|叫|催|请)我(?![们行司方])))"
    r"|(?P<item>\s+(?=\(?[1-9]\d?(?:[)）]|[.、](?=[\u4e00-\u9fff])|\.\s[a-z])\s?\S|\([a-f]\)\s?[a-z]))"
    r"|(?P<verb>(?=\s+(?:send|get|follow|provide|prepare|revert|chase))(?<!\bto)(?<!\bwill)(?<!\bll)(?<!\bcan)(?<!\bplease)(?<!\bmust)(?<!\bme)(?<!\bus)(?<!\band)(?<!\bshould)(?<!\bnot)(?<!\bcould)(?<!\bi)(?<!\bwe)(?<!\bmay)(?<!n't)(?<!\bthen)(?<!\byou)(?<!\bhe)(?<!\bshe)(?<!\bthey)(?<!\bwho)(?<!'d)(?<!\bwould)(?<!\bmight)(?<!\bpls)(?<!\blet)(?<!\bhelp)\s+(?=(?:send(?!\s+off)|"
    r"get\s+back\s+to|follow\s+up\s+(?:with|on|by)|provide|prepare|revert|chase)\s+\w))"
    r"|(?P<joint>(?=(?:并且|并|然后|接着|同时|另外)(?:我|我们)?(?:答应|承诺|约定|"
    r"约好|要求|会|将|需|请|让|下周|明天|本周|周[一二三四五六日]))))"
)  # fmt: skip


# 我周四 send 新 quote: where commas separate the clauses, a space between the two scripts only sets the words apart.
_MARKED: Final = re.compile(r"[\u4e00-\u9fff\w]\s*[,;。]\s*\S")
_BOTH: Final = re.compile(r"[\u4e00-\u9fff]\s+[a-z]|[a-z]\s+[\u4e00-\u9fff]")
_SOMEBODY_WILL: Final = re.compile(r"(?:i|we|he|she|they)(?:'ll|\s+(?:will|promised|agreed|said|need|must))\b")
# Behind these a mention goes on with the clause: 和 @王敏, 请 @王敏.
_LEADS_TO: Final = re.compile(r"(?:[和与跟给找请让带陪由叫向及、转催]|(?<!合)同|麻烦|提醒|通知|安排|联系)$")


_LONG_ENOUGH: Final = 10  # characters that say something by themselves: dictated lines have no commas


_GOES: Final = frozenset("去来拿取收送领接")  # by themselves they say nothing: 周五 去 收复印件


# 德宝要求 12月4日前回传: what is asked for, and by when, follows.
_ASKS: Final = re.compile(r"(?:要求|希望|必须|需要|预计|计划|定于|定在|改到|改在|务必|争取|承诺|答应|约定)$")


@dataclass(slots=True, eq=False)
class Clause:
    """A stretch of the line between two cuts; `mark` is the cut behind it, as typed and `question` whether it asks.

    `known` is what its line has found in it already, each with the list it was taken from (see line.Line).
    """

    start: int
    end: int
    mark: str
    question: bool = False
    known: dict[str, tuple[Any, list[Any]]] = field(default_factory=dict, init=False, repr=False)

    def holds(self, span: Span) -> bool:
        """Whether the span begins inside this clause."""
        return self.start <= span[0] < self.end


def cut(flat: str, text: str, whole: Iterable[Span], mentions: Iterable[Span] = ()) -> list[Clause]:
    """The clauses of a folded line. No cut goes through `whole`, and a space beside `mentions` is none."""
    named = list(mentions)
    held, beginning = {end for _, end in named}, {start for start, _ in named}
    inside = bytearray(len(flat) + 1)
    held_by = {}
    for start, end in whole:
        held_by[end] = start
        inside[start : min(end, len(flat))] = b"\1" * max(0, min(end, len(flat)) - start)
    clauses: list[Clause] = []
    start = 0
    mixed = _MARKED.search(flat) is not None
    for match in _CUTS.finditer(flat):
        if len(clauses) >= MOST_CLAUSES:
            break
        first, last = match.span()
        if inside[first] and (first == 0 or inside[first - 1]) and (match.end() == first or inside[last - 1]):
            continue
        if _runs_on(match, start, held, beginning, held_by, mixed=mixed):
            continue
        clauses += _clause(flat, text, start, first, last)
        start = last
    return clauses + _clause(flat, text, start, len(flat), len(flat))


# Action Becky send the list: she stands before what she is to do.
_LABEL: Final = re.compile(r"(?:actions?(?:\s+(?:on|for))?\W*)?$")


def _runs_on(
    match: re.Match[str], start: int, held: set[int], beginning: set[int], held_by: dict[int, int], *, mixed: bool
) -> bool:
    """Whether what looks like a cut is none here: before any word, beside a mention, between two scripts."""
    flat, first, kind = match.string, match.start(), match.lastgroup
    if kind in ("verb", "then", "word", "item", "spoken", "turn") and not flat[start:first].strip():
        return True
    if _is_number(match, start):
        return True
    if kind == "asked" and first - start < _LONG_ENOUGH:
        return True
    if first in held and kind in ("verb", "space"):
        return True
    if kind == "verb" and _LABEL.match(flat, start, held_by.get(first, start)) and held_by.get(first, -1) >= start:
        return True
    if kind != "space" or _SOMEBODY_WILL.match(flat, match.end()):
        return False
    if flat[start:first].strip() in _GOES or _ASKS.search(flat, max(start, first - 3), first):
        return True
    leads = match.end() in beginning and _LEADS_TO.search(flat, max(start, first - 3), first) is not None
    return leads or (mixed and _BOTH.match(flat, first - 1) is not None)


_DIGITS: Final = 2  # of an item's number


def _is_number(match: re.Match[str], start: int) -> bool:
    """2. deposit invoice: the stop belongs to the number of an item; and whether what looks like an item is none."""
    flat, first, kind = match.string, match.start(), match.lastgroup
    if kind == "stop":
        return flat[start:first].isdigit() and first - start <= _DIGITS
    return kind == "item" and not _is_listed(flat, match.end())


def _is_listed(flat: str, place: int) -> bool:
    """1. signed 2. invoice by Friday: an item behind another; sold 2. Send more is none."""
    if not flat[place].isdigit() or flat[place + 1 : place + 2] != "." or not flat[place + 3 : place + 4].isascii():
        return True
    number = int(flat[place])
    return number == 1 or f"{number - 1}. " in flat[:place]


def _clause(flat: str, text: str, start: int, end: int, after: int) -> list[Clause]:
    while start < end and flat[start].isspace():
        start += 1
    while end > start and flat[end - 1].isspace():
        end -= 1
    return [Clause(start, end, text[end:after], "?" in flat[end:after])] if end > start else []
