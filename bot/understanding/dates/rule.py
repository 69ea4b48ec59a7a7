"""A rule: a pattern that may begin a phrase and the small function that reads what it matched."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.understanding.dates.context import Context
from bot.understanding.dates.patterns import compiled
from bot.understanding.dates.spans import Result

Reader = Callable[["re.Match[str]", Context], Result]


@dataclass(frozen=True, slots=True)
class Rule:
    """`slots`: what a match fills, d(ate) w(eekday) p(art) c(lock) m"
    "(oment); "" for what is no date; "?" for a vague one."""

    slots: str
    pattern: str
    read: Reader
    compiled: re.Pattern[str]


def rule(slots: str, pattern: str, read: Reader) -> Rule:
    """Build a rule, compiling its pattern once."""
    return Rule(slots, pattern, read, compiled(pattern))


def nothing(_match: re.Match[str], _context: Context) -> Result:
    """The reader of what is no date."""
    return None
