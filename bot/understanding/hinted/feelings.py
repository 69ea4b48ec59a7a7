"""How satisfied the customer is, on a scale of 1 to 5, and the words that say so."""

import re
from collections.abc import Sequence
from typing import Final

from bot.understanding.model import Span
from bot.understanding.text.cues import cued
from bot.understanding.text.scanner import Found

_LABEL: Final = (
    r"(?:满意度|评分|打分|评价|打了|给了|给我们|得分|"
    r"nps|csat|sat|satisfaction|score[ds]?(?:\s+us)?|rating|rated(?:\s+us)?|gave\s+us)"
)
_SCORES: Final = cued(
    rf"{_LABEL}\s*(?:score|is|was|of|=|:|为|是|打|大概|约|an?)*\s*(?P<labelled>\d{{1,3}}(?:\.\d)?)(?![\d%亿万折]|\.\d|个[点月]|[天台件套])(?:\s?(?:/|"
    rf"out\s+of)\s?(?P<of>10|5|100))?(?:\s?分)?"
    r"|(?:打|给|评)了?(?P<chinese>[一二三四五])分(?![期钱之钟])"
    r"|(?<![\d.第])(?<!\d,)(?P<points>\d{1,3}(?:\.\d)?)\s?分(?![期钱之钟利行公成店厂部别析歧工支\d])"
    r"|(?<![\d.,/])(?P<plain>\d{1,2})\s?(?:/|out\s+of)\s?(?P<plain_of>5|10)(?![\d/万])"
    r"|(?<![\d.])(?P<stars>[1-5](?:\.\d)?|[一二三四五])\s?(?:颗)?(?:星|stars?(?![a-z]))(?![级期辰河])"
)
_ALONE_BEFORE: Final = re.compile(r"[,;.。]\s*$")
_ALONE_BEHIND: Final = re.compile(
    r"\s*(?:[,;.。!]|$|from\b|overall\b|they\s+said\b|he\s+said\b|she\s+said\b|lol\b|for\s+(?:the|our|service|speed|support|price"
    r"|value|delivery)\b|on\s+(?:service|speed|support|price|value|delivery)\b)"
)
_CHINESE: Final = {char: number for number, char in enumerate("一二三四五", start=1)}
_ASKED: Final = cued(
    r"(?:是否|有没有|会不会|(?<!没)问(?!题)[^,;。\s]{0,4}|如果|要是|确保|希望|until|if|whether|ensure|make sure)"
    r"[^,;。]{0,8}$"
)


_NOT_UNHAPPY: Final = cued(r"(?:不是|并非|谈不上|说不上|没有)(?:说|很|太)?$")
# 没说满意也没说不满意: he did not say.
_NOT_SAID: Final = cued(
    r"(?:没|没有|未|未曾|不肯|没怎么)(?:明确|具体)?(?:说|讲|表示|表达|提|评价|表态)(?:过|是|有多)?(?:满意|高兴|认可)?$"
)
_NEUTRAL: Final = 3


def find_satisfaction(flat: str, words: Sequence[Found], dates: Sequence[Span]) -> tuple[int | None, Span | None]:
    """The score and where it stands; a number wins over words, the most pronounced word over weaker ones."""
    for match in _SCORES.finditer(flat):
        alone = (
            match["plain"] and _ALONE_BEFORE.search(flat, 0, match.start()) and _ALONE_BEHIND.match(flat, match.end())
        )
        # Sat 12 Dec is a day, and no mark.
        labelled = match["labelled"] and not any(a == match.start() for a, _ in dates)
        if labelled or alone or not any(start < match.end() and match.start() < end for start, end in dates):
            score = _score(match)
            if score is not None:
                return score, match.span()
    said = [
        (abs(int(each.code) - _NEUTRAL), -each.start, each)
        for each in words
        if not _ASKED.search(flat, max(0, each.start - 14), each.start)
        and not _NOT_SAID.search(flat, max(0, each.start - 6), each.start)
        and not (int(each.code) < _NEUTRAL and _NOT_UNHAPPY.search(flat, max(0, each.start - 6), each.start))
    ]
    if not said:
        return None, None
    best = max(said)[2]
    return int(best.code), (best.start, best.end)


def _score(match: re.Match[str]) -> int | None:
    if match["chinese"]:
        return _CHINESE[match["chinese"]]
    if match["stars"]:
        return _CHINESE.get(match["stars"]) or min(5, int(float(match["stars"]) + 0.5))
    value = float(match["labelled"] or match["points"] or match["plain"])
    top = float(match["of"] or match["plain_of"] or 0) or (5 if value <= 5 else 10 if value <= 10 else 100)
    if value > top or (top == 100 and value < 10):
        return None
    return max(1, min(5, int(value * 5 / top + 0.5)))
