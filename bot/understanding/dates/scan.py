"""One scanner over all rules: what they find in a folded text, left to right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from bot.understanding.dates.bank_holidays import BANK_HOLIDAYS
from bot.understanding.dates.en_calendar import EN_CALENDAR
from bot.understanding.dates.en_clocks import EN_CLOCKS
from bot.understanding.dates.en_days import EN_DAYS
from bot.understanding.dates.en_durations import EN_DURATIONS
from bot.understanding.dates.en_hours import AFTER_A_DAY
from bot.understanding.dates.en_numbered import EN_NUMBERED
from bot.understanding.dates.en_periods import EN_PERIODS
from bot.understanding.dates.guards import GUARDS, VAGUE_WORDS
from bot.understanding.dates.holidays import HOLIDAYS
from bot.understanding.dates.index import RuleIndex, beginning, shape
from bot.understanding.dates.lunar import LUNAR
from bot.understanding.dates.numeric import NUMERIC
from bot.understanding.dates.ordinals import ORDINALS
from bot.understanding.dates.rule import Rule
from bot.understanding.dates.zh_calendar import ZH_CALENDAR
from bot.understanding.dates.zh_clocks import ZH_CLOCKS
from bot.understanding.dates.zh_days import ZH_DAYS
from bot.understanding.dates.zh_durations import ZH_DURATIONS

_MOST_STARTS = 6_000

RULES: tuple[Rule, ...] = (
    *GUARDS,
    *ORDINALS,
    *LUNAR,
    *VAGUE_WORDS,
    *ZH_DURATIONS,
    *EN_DURATIONS,
    *EN_NUMBERED,
    *BANK_HOLIDAYS,
    *HOLIDAYS,
    *EN_PERIODS,
    *EN_CALENDAR,
    *AFTER_A_DAY,
    *NUMERIC,
    *ZH_CALENDAR,
    *EN_DAYS,
    *ZH_DAYS,
    *ZH_CLOCKS,
    *EN_CLOCKS,
)
_INDEX = RuleIndex([each.pattern for each in RULES])
_LETTERS, _OTHERS = (
    "".join(char for char in _INDEX.first_characters if (char.isascii() and char.isalpha()) is letters)
    for letters in (True, False)
)
_START = re.compile(rf"(?<![a-z0-9])[{re.escape(_LETTERS)}]|[{re.escape(_OTHERS)}]")
_NUMERAL = "0一"
_MATCH = tuple(each.compiled.match for each in RULES)
_candidates = _INDEX.candidates


def hits(folded: str) -> Iterator[tuple[Rule, re.Match[str]]]:
    """What the rules find, left to right; the first rule of the table wins; a number is tried only from its start."""
    free, shaped = 0, shape(folded)
    for found in islice(_START.finditer(folded), _MOST_STARTS):
        start = found.start()
        if start < free:
            continue
        if shaped[start] in _NUMERAL and start != free and shaped[start - 1] in _NUMERAL:
            continue
        for number in _candidates(beginning(shaped, start)):
            match = _MATCH[number](folded, start)
            if match is not None:
                free = max(match.end(), start + 1)
                yield RULES[number], match
                break


def first_match(folded: str, position: int) -> tuple[Rule, re.Match[str]] | None:
    """The first rule that matches there."""
    for number in _candidates(beginning(shape(folded[position : position + 6]), 0)):
        match = _MATCH[number](folded, position)
        if match is not None:
            return RULES[number], match
    return None
