"""Bosses who are only spoken of: 小七说他们老板在国外, 跟老板打个招呼. Whoever spoke is met, the boss is not."""

import re
from typing import Final

from bot.understanding.model import Contact
from bot.understanding.text.line import Line

_BOSS: Final = ("老板", "领导")
# 见了老板和王会计: met together with others.
_WITH: Final = re.compile(r"(?:[和与跟、及]|见了?|见到|拜访|陪|约了?)$")
_AND: Final = re.compile(r"[和与、及]")
# 给老板们讲讲; 老板拍板我们出, 老板原话: several, or one's own.
_NOBODY: Final = re.compile(r"们|拍板(?:让|由)?我|原话|改过|批示|交[代待]我")


def leave_bosses(line: Line) -> None:
    """Take those bosses out of the people met."""
    bosses = [person for person in line.people if person.text in _BOSS]
    if not bosses:
        return
    named = len(bosses) < len(line.people)
    spoken_of = [boss for boss in bosses if _NOBODY.match(line.flat, boss.span[1]) or (named and not _met(line, boss))]
    line.people = [person for person in line.people if person not in spoken_of]


def _met(line: Line, boss: Contact) -> bool:
    start, end = boss.span
    beside = any(a < start and b <= start and line.flat[b:start] in ("", "的", " ") for a, b in line.customers)
    return beside or bool(_AND.match(line.flat, end)) or _WITH.search(line.flat, max(0, start - 3), start) is not None
