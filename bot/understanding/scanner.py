"""Finds the words of many lists in one pass over a line, in time linear in the line."""

import importlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from bot.customers.folding import LATIN

_PARSER: Final[Any] = importlib.import_module("re._parser")
_MOST_OPTIONS: Final = 150


class Entry(NamedTuple):
    """One word or /pattern/ of a list. `table` names the list, `code` what the word stands for."""

    table: str
    code: str
    word: str


class Found(NamedTuple):
    """Words of a list found in a line."""

    table: str
    code: str
    start: int
    end: int


class Scanner:
    """Compiled word lists. Patterns are tried only where their first character stands."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Compile; raises re.error for a pattern that is none."""
        self._byfirst: dict[str, list[tuple[Entry, re.Pattern[str]]]] = defaultdict(list)
        sources: dict[str, list[str]] = defaultdict(list)
        for entry in entries:
            source = _source(entry.word)
            for char in _first_characters(source):
                self._byfirst[char].append((entry, _compiled(source)))
                sources[char].append(source)
        # One gate for each first character: most places fail it, and only then are the words tried one by one.
        self._gates = {char: re.compile("|".join(f"(?:{source})" for source in each)) for char, each in sources.items()}

    def scan(self, flat: str) -> list[Found]:
        """Every word found in the folded text, in its order; of one table's overlapping words the longest."""
        found: list[Found] = []
        before = " "
        for place, char in enumerate(flat):
            gate = self._gates.get(char)
            # A Latin word is looked for only where a word begins.
            if gate and not (char in LATIN and before in LATIN) and gate.match(flat, place):
                found += _at(flat, place, self._byfirst[char])
            before = char
        return list(_longest(found))


def _at(flat: str, place: int, rows: list[tuple[Entry, re.Pattern[str]]]) -> Iterator[Found]:
    for entry, pattern in rows:
        match = pattern.match(flat, place)
        if match and match.end() > place:
            yield Found(entry.table, entry.code, place, match.end())


def _longest(found: list[Found]) -> Iterator[Found]:
    reach: dict[str, int] = {}
    for each in sorted(found, key=lambda item: (item.start, -item.end)):
        if each.start >= reach.get(each.table, -1):
            reach[each.table] = each.end
            yield each


_CACHE: dict[str, re.Pattern[str]] = {}


def _compiled(source: str) -> re.Pattern[str]:
    if source not in _CACHE:
        _CACHE[source] = re.compile(source)
    return _CACHE[source]


def _source(word: str) -> str:
    if len(word) > 2 and word[0] == word[-1] == "/":
        return f"(?:{word[1:-1]})(?:(?<![a-z0-9])|(?![a-z0-9]))"
    ends = "(?![a-z0-9])" if word[-1] in LATIN else ""
    return re.escape(word) + ends


def _first_characters(source: str) -> set[str]:
    """The characters a match may begin with. Raises ValueError where a pattern could begin with anything."""
    try:
        found, nullable = _first(_PARSER.parse(source))
    except ValueError as error:
        raise ValueError(f"{error}: {source}") from error
    if nullable or not found or len(found) > _MOST_OPTIONS:
        raise ValueError(f"a pattern must begin with something certain: {source}")
    return found


def _first(parsed: Any) -> tuple[set[str], bool]:
    chars: set[str] = set()
    for operation, argument in parsed:
        some, nullable = _first_of(str(operation), argument)
        chars |= some
        if not nullable:
            return chars, False
    return chars, True


def _first_of(operation: str, argument: Any) -> tuple[set[str], bool]:
    if operation == "LITERAL":
        return {chr(argument)}, False
    if operation == "IN":
        return {char for item in argument for char in _members(str(item[0]), item[1])}, False
    if operation == "BRANCH":
        answers = [_first(branch) for branch in argument[1]]
        return set().union(*(chars for chars, _ in answers)), any(nullable for _, nullable in answers)
    if operation == "SUBPATTERN":
        return _first(argument[-1])
    if operation in ("MAX_REPEAT", "MIN_REPEAT"):
        chars, nullable = _first(argument[2])
        return chars, nullable or argument[0] == 0
    if operation in ("ASSERT", "ASSERT_NOT", "AT"):
        return set(), True
    raise ValueError(f"a pattern may not begin with {operation}")


def _members(kind: str, value: Any) -> Iterable[str]:
    if kind == "LITERAL":
        return chr(value)
    if kind == "RANGE":
        return [chr(code) for code in range(value[0], value[1] + 1)]
    if str(value) == "CATEGORY_DIGIT":
        return "0123456789"
    if str(value) == "CATEGORY_WORD":
        return "abcdefghijklmnopqrstuvwxyz"
    raise ValueError(f"a pattern may not begin with the set {kind} {value}")
