"""An index over patterns by how a match can begin, so that a text pays only for the rules its letters call for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

_DEPTH = 3
_WIDE = 6
_CACHED = 8192
# Half of English begins with it, so it says nothing: what follows it is looked at too.
_THE, _DEPTH_BEHIND_THE = "the", 6
# Every digit counts as 0 and every Chinese numeral as 一, so that a class of ten digits is one beginning and not ten.
_NUMERALS = {"0": "0123456789", "一": "零〇一二两三四五六七八九十百廿卅俩仨"}
_SHAPE = {ord(char): kind for kind, chars in _NUMERALS.items() for char in chars}

_States = set[tuple[str, bool]]


def shape(text: str) -> str:
    """The text with its numerals made alike, as the index knows it; same length."""
    return text.translate(_SHAPE)


class RuleIndex:
    """Answers which of the given patterns can match where a text of a certain shape begins."""

    def __init__(self, patterns: Sequence[str]) -> None:
        """Walk every pattern's syntax tree once; costs some milliseconds at import."""
        self._table: dict[str, list[int]] = {}
        for number, pattern in enumerate(patterns):
            for prefix in prefixes(pattern):
                self._table.setdefault(prefix, []).append(number)
        self.candidates = lru_cache(maxsize=_CACHED)(self._candidates)

    @property
    def first_characters(self) -> str:
        """Every character a match can begin with."""
        kinds = {prefix[0] for prefix in self._table if prefix}
        return "".join(sorted({char for kind in kinds for char in _NUMERALS.get(kind, kind)}))

    def _candidates(self, beginning: str) -> tuple[int, ...]:
        """The numbers of the patterns worth trying, in their order, for what `beginning` says."""
        found: set[int] = set()
        for length in range(len(beginning) + 1):
            found.update(self._table.get(beginning[:length], ()))
        return tuple(sorted(found))


def depth(text: str) -> int:
    """How many characters of a beginning the index looks at."""
    return _DEPTH_BEHIND_THE if text.startswith(_THE) else _DEPTH


def beginning(shaped: str, position: int) -> str:
    """What to ask the index for at a position of a shaped text."""
    start = shaped[position : position + _DEPTH]
    return shaped[position : position + _DEPTH_BEHIND_THE] if start == _THE else start


def prefixes(pattern: str) -> set[str]:
    """Beginnings of up to three characters: every match of the pattern has a shape that begins with one of them."""
    return {text for text, _ in _walk(_parser.parse(pattern, re.ASCII), {("", True)})}


def _walk(tree: Iterable[tuple[Any, Any]], states: _States) -> _States:
    for operation, argument in tree:
        states = _step(operation, argument, states)
        if not any(open_ for _, open_ in states):
            break
    return states


def _step(operation: Any, argument: Any, states: _States) -> _States:
    if operation in (sre.ASSERT, sre.ASSERT_NOT, sre.AT):
        return states
    going = {state for state in states if state[1]}
    done = states - going
    if operation is sre.LITERAL:
        return done | _extend(going, shape(chr(argument)), narrow=True)
    if operation is sre.IN:
        letters = _letters(argument)
        return done | (_extend(going, letters, narrow=len(letters) <= _WIDE) if letters else _closed(going))
    if operation is sre.BRANCH:
        return done.union(*(_walk(branch, going) for branch in argument[1]))
    if operation is sre.SUBPATTERN:
        return done | _walk(argument[-1], going)
    if operation in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        return done | _repeat(argument, going)
    return done | _closed(going)


def _repeat(argument: Any, going: _States) -> _States:
    least, most, tree = argument
    result: _States = set() if least else set(going)
    for count in range(1, min(int(most), _DEPTH) + 1):
        going = _walk(tree, going)
        if count >= min(least, _DEPTH):
            result |= going
    return result


def _extend(going: _States, letters: str, *, narrow: bool) -> _States:
    longer = {text + letter for text, _ in going for letter in letters}
    return {(text, narrow and len(text) < depth(text)) for text in longer}


def _closed(going: _States) -> _States:
    return {(text, False) for text, _ in going}


def _letters(members: Any) -> str:
    """The characters of a class; "" where it is too open to list."""
    found = []
    for kind, value in members:
        if kind is sre.LITERAL:
            found.append(chr(value))
        elif kind is sre.RANGE and value[1] - value[0] < 64:
            found.extend(chr(code) for code in range(value[0], value[1] + 1))
        elif kind is sre.CATEGORY and value is sre.CATEGORY_DIGIT:
            found.extend("0123456789")
        elif kind is sre.CATEGORY and value is sre.CATEGORY_SPACE:
            found.append(" ")
        else:
            return ""
    return "".join(set(shape("".join(found))))
