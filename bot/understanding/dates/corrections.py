"""A day that is taken back in the same breath: Thursday, sorry, Friday; not Wednesday, Thursday; 不是明天,是后天."""

from __future__ import annotations

import re

from bot.understanding.dates import direction
from bot.understanding.dates.patterns import compiled
from bot.understanding.dates.phrases import Phrase

_SORRY = (
    r"sorry|i meant?|correction|make (?:it|that)|or rather|rather|(?:scratch|scrap|strike) that|wait|hang on|oops"
    r"|my mistake|i should say|should (?:be|read|say)|e+r+m?|umm?"
)
_WRONG = r"(?:[说记打搞看]错了?|口误|不对|更正|应该是|应为|纠正(?:一下)?|[哦噢啊喔呃]不|不不不?)"
_SOFT = (
    r"(?:no|nope|actually|after all|as planned|as agreed|any ?more|then|now|"
    r"well|oh|apologies|it'?s|it is|that'?s|on|by|for|the)"
)
_MARKS = r"[\s,.;:()-]"
# What stands between a day and the one that takes its place.
_REPLACED = compiled(
    rf"{_MARKS}{{0,4}}(?:{_SOFT}{_MARKS}{{1,3}}){{0,3}}(?:{_SORRY})\b(?:{_MARKS}{{1,3}}(?:{_SORRY}"
    rf"|{_SOFT})\b){{0,4}}{_MARKS}{{0,3}}"
    rf"|\s?[,;.:-]\s*(?:no|nope|actually)(?:\s*[,.:-]+\s*|\s+actually\s+|\s+(?=\d|mon|tue|wed|thu|fri))(?:on\s+"
    rf"|by\s+|the\s+)?"
    rf"|\s?[,;.:-]\s*actually\s+(?:on\s+|by\s+|the\s+)?"
    rf"|[吧呢啊]?[\s,.;(]{{0,3}}(?:我|刚|刚才)?{_WRONG}(?:了|啦)?(?:[\s,.:;]{{0,3}}(?:{_WRONG}|是|我是说|我说的?是|就|改成)){{0,3}}[\s,.:;]{{0,2}}"
    r"|(?:\s+week)?\s*\?\s*(?:no|nope)[\s,.:-]+(?:on\s+|by\s+|the\s+)*"
    r"|\s+(?:no|nope|nah)(?:\s*[,.:-]+\s*|\s+)(?:(?:it'?s|try|do|let'?s say)\s+)?(?:on\s+|by\s+|the\s+)?"
)
# What stands between a day and one that is only named to be denied.
_DENIED = compiled(
    r"\s*[,;(-]?\s*(?:and |but )?(?:not|instead of|rather than|in place of|as opposed to)\s+"
    r"(?:on\s+|by\s+|the\s+|for\s+)*"
    r"|\s*[,;(]?\s*(?:而|可)?(?:不是|并非)(?:在|说)?"
)
# Mon won't work, Tues will; he can't do Thursday so Friday it is.
_NO_GOOD = compiled(
    r"(?:'?s)?\s+(?:won'?t|will not|doesn'?t|does not|isn'?t|is not|no good|not good|is no good|is out|is full"
    r"|not possible|impossible|is too"
    r"|not going to)\b[^.;!?]{0,40}$"
)
_CANT = compiled(
    r"\b(?:can'?t|cannot|can not|couldn'?t|won'?t|unable to|not able to|no longer)\s+(?:(?:do|make|manage|come|meet"
    r"|attend|see us|on|it)\s+)*$"
)
_SO = compiled(r"[^.;!?]{0,40}$")
_NOT_BEFORE = compiled(
    r"(?<!why )(?<!if )(?<!or )(?<!maybe )\b(?:not|isn't)\s+(?:on\s+|by\s+|for\s+|the\s+)*$"
    r"|\b(?:scratch|scrap|strike|forget)\s+(?:the\s+)?$"
    r"|(?<![是要])(?:不是|并非)(?:在|约|定在|说)?$"
)
_SIDE = compiled(r"^(?:之?前|以前|之?后|以后|之?内|以内)")  # 国庆前,哦不,元旦前
_BUT = compiled(
    r"[^,;。]{0,4}?[\s,;:]{0,2}(?:而是|应该?是|是|约的是|说的是|改成?|而)(?:在|约在|定在)?|\s?[,;]\s?"
    r"|(?:\s+(?:after all|any ?more|as planned|as agreed|now))?\s*(?:[,;:-]|\bbut\b)\s*"
    r"(?:but\s+|it'?s\s+|make it\s+|do\s+)*(?:on\s+|by\s+|for\s+|the\s+)*"
)
# Every day but these: 除了周四周五, any day but Friday.
_BUT_FOR = compiled(
    r"(?:除了?|除去|除开|抛开)(?:本|这)?$"
    r"|\b(?:except(?:\s+for)?|other than|apart from|any\s?(?:day|time|morning|afternoon)\s+(?:but|bar))"
    r"\s+(?:on\s+|the\s+)*$"
)
_AND = compiled(r"[、和及与跟或]?|\s*(?:and|or|&)\s*")
_DAY, _HOUR = frozenset("dw"), frozenset("pc")
_REACH = 24


def without_struck(phrases: list[Phrase], folded: str) -> list[Phrase]:
    """The phrases without those taken back; what replaces one takes over its hour, its day or its by."""
    struck = _left_out(phrases, folded)
    for number, (one, two) in enumerate(zip(phrases, phrases[1:], strict=False)):
        if number in struck or one.vague or two.vague or not one.hits or not two.hits:
            continue
        gap = folded[one.end : two.start]
        if len(gap) > _REACH * 2:
            continue
        if _DENIED.fullmatch(gap):
            struck.add(number + 1)
        elif _is_out(folded, one.start, gap):
            struck.add(number)
        elif _is_replaced(folded, one, gap):
            struck.add(number)
            _take_over(one, two, folded)
    return [phrase for number, phrase in enumerate(phrases) if number not in struck]


def _is_out(folded: str, start: int, gap: str) -> bool:
    """Mon won't work; he can't do Thursday: said of a day that another one takes the place of."""
    if _NO_GOOD.fullmatch(gap):
        return True
    return _SO.fullmatch(gap) is not None and _CANT.search(folded, max(0, start - _REACH), start) is not None


def _is_replaced(folded: str, one: Phrase, gap: str) -> bool:
    return _REPLACED.fullmatch(_SIDE.sub("", gap)) is not None or bool(
        _BUT.fullmatch(gap) and _denied(folded, one.start)
    )


def _left_out(phrases: list[Phrase], folded: str) -> set[int]:
    """The days named only to be left out, and those listed behind them."""
    left: set[int] = set()
    for number, phrase in enumerate(phrases):
        listed = number - 1 in left and _AND.fullmatch(folded, phrases[number - 1].end, phrase.start)
        if listed or _BUT_FOR.search(folded, max(0, phrase.start - _REACH), phrase.start):
            left.add(number)
    return left


def _denied(folded: str, start: int) -> re.Match[str] | None:
    return _NOT_BEFORE.search(folded, max(0, start - _REACH), start)


def _take_over(one: Phrase, two: Phrase, folded: str) -> None:
    """Thursday 3pm, sorry, 4pm: the day stays; by Monday, I mean Tuesday: so does the by."""
    for kinds in (_DAY, _HOUR):
        if not two.slots & kinds and (two.slots & (_DAY | _HOUR)):
            kept = [hit for hit in one.hits if set(hit[0].slots) <= kinds]
            two.hits += kept
            two.slots |= {slot for hit in kept for slot in hit[0].slots}
    own = direction.before(folded, two.start, one.end).direction or direction.behind(folded, two.end).direction
    two.inner = two.inner or own or direction.before(folded, one.start, 0).direction
    if _REPLACED.fullmatch(folded, one.end, two.start):
        two.start = one.start  # the day taken back and its excuse are no words of what is promised
