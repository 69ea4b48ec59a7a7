"""Two colleagues named in one line, first and second, by mention or by names of any number of words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from bot.core.mentions import MENTION
from bot.directory import queries
from bot.directory.models import Person

LONGEST: Final = 120
"""Characters; two names are never longer."""
MOST_CUTS: Final = 24
"""Places between two names that are tried: a guard against long lines without spaces."""
_EDGES: Final = " \t\r\n,;\uff0c\uff1b\u3001"
_CUT: Final = re.compile(r"(?<=[\s,;\uff0c\uff1b\u3001>\u4e00-\u9fff])|(?=[<\u4e00-\u9fff\u2192]|->|=>)")
_BEFORE: Final = re.compile(r"(?:from\s+|[\u4ece\u628a\u7531]\s*)", re.IGNORECASE)
_BETWEEN: Final = re.compile(
    r"(?:\u2192|[-=]>|(?:to|and)\s+|(?:\u8f6c\u4ea4?|\u79fb?\u4ea4|\u8f6c)?\u7ed9\s*|[\u5230\u548c\u8207\u4e0e]\s*)+",
    re.IGNORECASE,
)
_THINGS: Final = re.compile(
    r"\s*(?:'s|\u2019s|\u7684)\s*(?:\u5ba2\u6237|\u5de5\u4f5c|customers?|clients?|portfolio)?$", re.IGNORECASE
)


@dataclass(frozen=True)
class Two:
    """Who may be meant, each as the line can be read; one name each is certain."""

    first: Sequence[Person]
    second: Sequence[Person]

    @property
    def certain(self) -> bool:
        """Whether each is one colleague only."""
        return len(self.first) == len(self.second) == 1


def find(session: Session, text: str) -> Two | None:
    """The two colleagues a line names: "Emma Brown Tom Becker", "Emma Brown to Tom Becker", "李雷给韩梅", mentions too.

    The line is cut wherever both parts name colleagues; whole names go before beginnings of names. None where it cannot
    be cut so.
    """
    known: dict[str, tuple[bool, Sequence[Person]]] = {}
    best: tuple[int, dict[int, Person], dict[int, Person]] = (0, {}, {})
    for first, second in _cuts(text):
        one, other = _called(session, first, known), _called(session, second, known)
        if not (one[1] and other[1]):
            continue
        rank = 1 + one[0] + other[0]
        if rank > best[0]:
            best = rank, {}, {}
        if rank == best[0]:
            best[1].update((each.id, each) for each in one[1])
            best[2].update((each.id, each) for each in other[1])
    return Two(list(best[1].values()), list(best[2].values())) if best[0] else None


def _cuts(text: str) -> Iterator[tuple[str, str]]:
    """Every way to read a line as two names; the words around names are taken off, unless they belong to one."""
    line = text.strip(_EDGES)[:LONGEST]
    for place in [found.start() for found in _CUT.finditer(line)][:MOST_CUTS]:
        left, right = line[:place].strip(_EDGES), line[place:].strip(_EDGES)
        begin, link = _BEFORE.match(left), _BETWEEN.match(right)
        for first in dict.fromkeys((left, _THINGS.sub("", left[begin.end() if begin else 0 :]))):
            for second in dict.fromkeys((right, right[link.end() if link else 0 :].strip(_EDGES))):
                if len(first) > 1 and len(second) > 1:
                    yield first, second


def _called(
    session: Session, name: str, known: dict[str, tuple[bool, Sequence[Person]]]
) -> tuple[bool, Sequence[Person]]:
    """The active colleagues called so, and whether that is their whole name; else those whose name begins so."""
    if name not in known:
        mention = MENTION.fullmatch(name)
        person = queries.by_slack_id(session, mention[1] if mention else name)
        found = [person] if person is not None else list(queries.named(session, " ".join(name.split())))
        whole = [each for each in found if each is person or each.name.casefold() == name.lstrip("@").casefold()]
        known[name] = bool(whole), whole or ([] if mention else found)
    return known[name]
