"""Finding the phrases of a text: one scanner over all rules, neighbouring pieces joined, each phrase settled once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bot.understanding.dates import direction, tense
from bot.understanding.dates.clocks import CLOCKS
from bot.understanding.dates.context import Context
from bot.understanding.dates.en_calendar import EN_CALENDAR
from bot.understanding.dates.en_days import EN_DAYS
from bot.understanding.dates.en_durations import EN_DURATIONS
from bot.understanding.dates.fold import fold
from bot.understanding.dates.guards import GUARDS, VAGUE_WORDS
from bot.understanding.dates.holidays import HOLIDAYS
from bot.understanding.dates.index import RuleIndex
from bot.understanding.dates.model import Direction, Frame, Reading, Vague, When
from bot.understanding.dates.numeric import NUMERIC
from bot.understanding.dates.ordinals import ORDINALS, pick, read_ordinal
from bot.understanding.dates.rule import Rule
from bot.understanding.dates.settle import Settled, merge, settle
from bot.understanding.dates.spans import Piece, Span, Unreadable
from bot.understanding.dates.zh_calendar import ZH_CALENDAR
from bot.understanding.dates.zh_days import ZH_DAYS
from bot.understanding.dates.zh_durations import ZH_DURATIONS

_MOST_PHRASES = 60
_MOST_STARTS = 12_000

RULES: tuple[Rule, ...] = (
    *GUARDS, *ORDINALS, *VAGUE_WORDS, *ZH_DURATIONS, *EN_DURATIONS, *HOLIDAYS, *EN_CALENDAR, *NUMERIC, *ZH_CALENDAR,
    *EN_DAYS, *ZH_DAYS, *CLOCKS,
)  # fmt: skip
_INDEX = RuleIndex([each.pattern for each in RULES])
_LETTERS, _OTHERS = (
    "".join(char for char in _INDEX.first_characters if (char.isascii() and char.isalpha()) is letters)
    for letters in (True, False)
)
_START = re.compile(rf"(?<![a-z0-9])[{re.escape(_LETTERS)}]|[{re.escape(_OTHERS)}]")
_NUMERAL = frozenset("0123456789零〇一二两三四五六七八九十百廿卅俩仨")
_GAP = re.compile(
    r"(?a)\s*(?:,\s*)?(?:[(（]\s*|[)）]\s*|的|-\s|@\s?|(?:on|at|around|about|in the|of)\s+(?:the\s+)?|the\s+)?(?:(?P<by>by|before|until|no later than|latest|最晚|最迟)\s+(?:the\s+)?|(?P<zby>最晚|最迟)|(?P<after>after|from)\s+)?"
)
_LINK = re.compile(r"(?a)\s*(?:的)?(?:(?P<after>之后|以后|后)|(?P<by>之前|以前|前)|内|里)?(?:的)?\s*")
_RANGE = re.compile(r"(?a)\s*(?:到|至|-|~|to|until|till|through|thru|(?P<both>and))\s*(?:the\s+|on\s+)?")
_FROM = re.compile(r"(?a)(?:\b(?P<between>between)|\bfrom|从|自)\s*(?:the\s+)?$")


@dataclass(slots=True)
class _Phrase:
    """Matches that stand together, and the direction or ordinal found between them."""

    hits: list[tuple[Rule, re.Match[str]]]
    slots: set[str]
    start: int
    end: int
    inner: Direction | None = None
    ordinal: re.Match[str] | None = None
    side: Direction | None = None
    vague: bool = False
    pieces: list[Piece] = field(default_factory=list)


def read(text: str, frame: Frame) -> Reading:
    """Every date of the text, and what speaks of time without naming one. Never raises; linear; at most 60 dates."""
    folded = fold(text)
    phrases = _phrases(folded)
    reading = Reading([], [])
    base = Context(frame, folded, text, frame.local_now, frame.today, _chinese(folded))
    floor, index = 0, 0
    while index < len(phrases):
        ceiling = phrases[index + 1].start if index + 1 < len(phrases) else len(folded)
        following = phrases[index + 1] if index + 1 < len(phrases) else None
        used, floor = _read_one(base, phrases[index], following, floor, ceiling, reading)
        index += used
    return reading


def _chinese(folded: str) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in folded[:2000])


def _hits(folded: str) -> Iterator[tuple[Rule, re.Match[str]]]:
    """What the rules find, left to right, the first rule of the table winning; a number is tried only from its start."""
    position, free = 0, 0
    for _ in range(_MOST_STARTS):
        found = _START.search(folded, position)
        if found is None:
            return
        position = found.start() + 1
        match = None
        if found.start() == free or folded[found.start()] not in _NUMERAL or folded[found.start() - 1] not in _NUMERAL:
            match = _first_match(folded, found.start())
        if match is not None:
            position = free = max(match[1].end(), position)
            yield match


def _first_match(folded: str, position: int) -> tuple[Rule, re.Match[str]] | None:
    """The first rule that matches there."""
    for number in _INDEX.candidates(folded[position : position + 3]):
        match = RULES[number].compiled.match(folded, position)
        if match is not None:
            return RULES[number], match
    return None


def _phrases(folded: str) -> list[_Phrase]:
    phrases: list[_Phrase] = []
    current: _Phrase | None = None
    for each, match in _hits(folded):
        if each.slots == "":
            current = None
        elif each.slots == "?":
            if current is not None and direction.behind(folded, current.end).edge > match.start():
                continue
            current = None
            phrases.append(_Phrase([], set(), match.start(), match.end(), vague=True))
        elif each.slots == "o":
            _attach(folded, current, match)
        elif each.slots == "u" and not (current is not None and current.ordinal and not current.hits):
            continue
        elif current is not None and _joins(folded, current, each, match):
            continue
        else:
            current = _Phrase([] if each.slots == "O" else [(each, match)], set(each.slots) - {"O"}, match.start(), match.end())
            current.ordinal = match if each.slots == "O" else None
            phrases.append(current)
        if len(phrases) > _MOST_PHRASES:
            break
    return [phrase for phrase in phrases if phrase.hits or phrase.vague]


def _attach(folded: str, phrase: _Phrase | None, match: re.Match[str]) -> None:
    link = _LINK.fullmatch(folded, phrase.end, match.start()) if phrase and "d" in phrase.slots else None
    if phrase is None or link is None:
        return
    phrase.ordinal, phrase.end = match, match.end()
    phrase.side = "after" if link["after"] else "by" if link["by"] else "at"


def _joins(folded: str, phrase: _Phrase, each: Rule, match: re.Match[str]) -> bool:
    """Take the match into the phrase if its slot is free and only glue stands between."""
    gap = _GAP.fullmatch(folded, phrase.end, match.start())
    slots = set(each.slots)
    if gap is None or slots & phrase.slots:
        return False
    if phrase.ordinal is not None and not phrase.hits and not slots & {"d", "u"}:
        return False
    if "," in gap[0] and slots & {"c", "p"} and _belongs_ahead(folded, match):
        return False
    inner: Direction | None = "by" if gap["by"] or gap["zby"] else "after" if gap["after"] else None
    if inner and not slots & {"c", "p"}:
        return False
    phrase.hits.append((each, match))
    phrase.slots |= slots
    phrase.end, phrase.inner = match.end(), inner or phrase.inner
    return True


def _belongs_ahead(folded: str, match: re.Match[str]) -> bool:
    """Met today, 3pm tomorrow: the clock belongs to the day behind it."""
    following = _first_match(folded, match.end() + 1) if folded[match.end() : match.end() + 1] == " " else None
    return following is not None and "d" in following[0].slots


def _read_one(
    base: Context, phrase: _Phrase, following: _Phrase | None, floor: int, ceiling: int, reading: Reading
) -> tuple[int, int]:
    """Read one phrase, or two that make a range; answers how many were used and where the next may begin."""
    if phrase.vague:
        reading.vague.append(Vague(base.raw[phrase.start : phrase.end], (phrase.start, phrase.end)))
        return 1, phrase.end
    if following is not None and not following.vague:
        done = _read_range(base, phrase, following, floor, reading)
        if done:
            return 2, done
    lead = direction.before(base.text, phrase.start, floor)
    trail = direction.behind(base.text, phrase.end)
    context = replace(
        base,
        tense=tense.tense_of(base.text, phrase.start, trail.edge, floor, ceiling),
        direction=trail.direction or phrase.inner or lead.direction,
    )
    start, end = lead.edge, trail.edge
    settled = _settled(phrase, context, exclusive=lead.exclusive or trail.exclusive)
    _keep(base, settled, start, end, reading)
    return 1, max(end, phrase.end)


def _keep(base: Context, settled: Settled | Unreadable | None, start: int, end: int, reading: Reading) -> None:
    words, span = base.raw[start:end].strip(), (start, end)
    if isinstance(settled, Settled):
        reading.dates.append(
            When(settled.start, settled.end, settled.granularity, settled.direction, words, span, settled.ambiguous)
        )
    elif settled is not None:
        reading.vague.append(Vague(words, span))


def _merged(phrase: _Phrase, context: Context) -> Piece | Unreadable | None:
    pieces = []
    for each, match in phrase.hits:
        found = each.read(match, context)
        if isinstance(found, Unreadable):
            return found
        if found is not None:
            pieces.append(found)
    return merge(pieces) if pieces else None


def _settled(phrase: _Phrase, context: Context, *, exclusive: bool) -> Settled | Unreadable | None:
    piece = _merged(phrase, context)
    if not isinstance(piece, Piece):
        return piece
    if phrase.ordinal is not None:
        span = pick(read_ordinal(phrase.ordinal, phrase.side), piece.span, context) if piece.span else None
        if span is None:
            return Unreadable()
        piece = replace(piece, span=span)
    try:
        return settle(piece, context, exclusive=exclusive) or Unreadable()
    except OverflowError:
        return Unreadable()


def _read_range(base: Context, first: _Phrase, second: _Phrase, floor: int, reading: Reading) -> int:
    """周一至周三, 下午3点到5点, between 3 and 5pm: the second part borrows the day and half of the first."""
    gap = _RANGE.fullmatch(base.text, first.end, second.start)
    lead = _FROM.search(base.text, max(floor, first.start - 12), first.start)
    if gap is None or first.ordinal or (gap["both"] and not (lead and lead["between"])):
        return 0
    context = replace(base, tense=tense.tense_of(base.text, first.start, second.end, floor, len(base.text)))
    one, two = _merged(first, context), _merged(second, context)
    if not isinstance(one, Piece) or not isinstance(two, Piece):
        return 0
    if one.span is None and one.weekday is None and one.clock and two.clock and (two.span or two.weekday is not None):
        one = replace(one, span=two.span, weekday=two.weekday)
    begin = settle(one, context, exclusive=False)
    finish = settle(_borrow(one, two, begin), context, exclusive=False) if begin else None
    if begin is None or finish is None or finish.start < begin.start:
        return 0
    end = finish.end or (finish.start if finish.granularity == "minute" else finish.start.replace(hour=23, minute=59))
    start = lead.start() if lead else first.start
    unsure = begin.ambiguous or finish.ambiguous
    _keep(base, Settled(begin.start, end, begin.granularity, "at", unsure), start, second.end, reading)
    return second.end


def _borrow(one: Piece, two: Piece, begin: Settled | None) -> Piece:
    if two.span is None and two.weekday is None and one.clock is not None and begin is not None:
        day = begin.start.date()
        return replace(two, span=Span(day, day), part=two.part or one.part)
    return two
