"""Cuts a line into clauses without cutting through dates, names, amounts or abbreviations."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bot.understanding.model import Span

MOST_CLAUSES: Final = 120  # what is beyond stays one clause: nobody types so many
_HAN: Final = r"[\u4e00-\u9fff]"
_ABBREVIATION: Final = (
    r"(?<!\bmr)(?<!\bmrs)(?<!\bms)(?<!\bdr)(?<!\bprof)(?<!\bco)"
    r"(?<!\bltd)(?<!\binc)(?<!\bst)(?<!\bno)(?<!\bapprox)(?<!\b[a-z])(?<!\d)"
)
_CUTS: Final = re.compile(
    # Tried only where a cut can begin: a mark, a space, or a word that joins two clauses.
    r"(?=[;。!?|,\r\n.:\s\-•*·—–并然接同另])(?:"
    r"(?P<hard>(?:[;。!?|]+|(?<!\d),|,(?!\d)|[\r\n]+)\s*)"
    rf"|(?P<stop>{_ABBREVIATION}\.(?:\s+|$)|(?<=\d)\.(?:\s+|$))"
    r"|(?P<dash>\s+[-•*·/]+\s+|\s*[—–]+\s*)"
    rf"|(?P<colon>(?:(?<!\d):(?!\d)|(?<=\d):(?=\s|{_HAN}))\s*)"
    rf"|(?P<space>(?<={_HAN})\s+(?=\S)|(?<=\S)\s+(?={_HAN}))"
    r"|(?P<word>(?<!\bno)(?<!\bnot)(?<!n't)(?<!\bif)(?<!\bthat)(?<!\bwhat)(?<!\bwhen)(?<!\bi)(?<!\bwe)(?<!\bhe)(?<!\bshe)(?<!\bthey)(?<!\bclient)(?<!\bcustomer)\s+(?:and\s+|"
    r"then\s+|but\s+|so\s+|&\s+)*(?=(?:i|we|he|she|they|client|customer)(?:'ll|"
    r"\s+(?:will|promised|agreed|need|must|should|have to|owe|wants?|asked))\b"
    r"|(?:need|have)\s+to\s+(?:send|call|get|chase|provide|prepare)\b))"
    r"|(?P<then>\s+(?:and|then|but|&)\s+(?=(?:will|promised|agreed|to|send|provide|"
    r"prepare|share|email|follow|get\s+back|revert|chase|arrange|book|draft|submit|"
    r"call\s+(?:him|her|them|back|again)|visit|need|must|wants?|asked|said)\b))"
    r"|(?P<verb>(?<!\bto)(?<!\bwill)(?<!\bll)(?<!\bcan)(?<!\bplease)(?<!\bmust)(?<!\bme)(?<!\bus)(?<!\band)(?<!\bshould)(?<!\bnot)(?<!\bcould)(?<!\bi)(?<!\bwe)(?<!\bmay)(?<!n't)(?<!\bthen)\s+(?=(?:send(?!\s+off)|"
    r"get\s+back\s+to|follow\s+up\s+(?:with|on|by)|provide|prepare|revert|chase)\s+\w))"
    r"|(?P<joint>(?=(?:并且|并|然后|接着|同时|另外)(?:我|我们)?(?:答应|承诺|约定|"
    r"约好|要求|会|将|需|请|让|下周|明天|本周|周[一二三四五六日]))))"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of the line between two cuts; `mark` is the cut behind it, as typed and `question` whether it asks."""

    start: int
    end: int
    mark: str
    question: bool = False

    def holds(self, span: Span) -> bool:
        """Whether the span begins inside this clause."""
        return self.start <= span[0] < self.end


def cut(flat: str, text: str, whole: Iterable[Span], mentions: Iterable[Span] = ()) -> list[Clause]:
    """The clauses of a folded line. No cut goes through `whole`, and a space beside `mentions` is none."""
    named = list(mentions)
    held, beginning = {end for _, end in named}, {start for start, _ in named}
    inside = bytearray(len(flat) + 1)
    for start, end in whole:
        for place in range(start, min(end, len(flat))):
            inside[place] = 1
    clauses: list[Clause] = []
    start = 0
    for match in _CUTS.finditer(flat):
        if len(clauses) >= MOST_CLAUSES:
            break
        first, last = match.span()
        if inside[first] and (first == 0 or inside[first - 1]) and (match.end() == first or inside[last - 1]):
            continue
        if match.lastgroup in ("verb", "then", "word") and not flat[start:first].strip():
            continue
        if match.lastgroup == "space" and (first in held or last in beginning):
            continue
        clauses += _clause(flat, text, start, first, last)
        start = last
    return clauses + _clause(flat, text, start, len(flat), len(flat))


def _clause(flat: str, text: str, start: int, end: int, after: int) -> list[Clause]:
    while start < end and flat[start].isspace():
        start += 1
    while end > start and flat[end - 1].isspace():
        end -= 1
    return [Clause(start, end, text[end:after], "?" in flat[end:after])] if end > start else []
