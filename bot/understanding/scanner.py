"""Finds the words of many lists in one pass over a line, in time linear in the line."""

import importlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, NamedTuple

from bot.customers.folding import LATIN

_PARSER: Final[Any] = importlib.import_module("re._parser")
_MOST_OPTIONS: Final = 400
_WORDLIKE: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_SIZES: Final = (1, 2, 3)  # characters of a beginning by which words are kept


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


class _Row:
    """One entry as it is looked for: a plain word is compared, a pattern compiled when it is first tried."""

    __slots__ = ("code", "match", "plain", "table", "word")

    def __init__(self, entry: Entry) -> None:
        self.table, self.code, self.word = entry
        self.plain = not _is_pattern(entry.word)
        self.match: Callable[[str, int], re.Match[str] | None] | None = None

    def end(self, flat: str, place: int) -> int:
        """Where the word ends that begins at `place` (a plain one does); `place` itself if it does not stand there."""
        if self.plain:
            end = place + len(self.word)
            return place if self.word[-1] in LATIN and flat[end : end + 1] in _WORDLIKE else end
        if self.match is None:
            self.match = _compiled(_source(self.word)).match
        found = self.match(flat, place)
        return found.end() if found else place


class Scanner:
    """Word lists by what their words can begin with: each is tried only where those characters stand."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Sort the words by their beginnings; raises re.error for a pattern that is none."""
        self._byhead: dict[str, list[_Row]] = defaultdict(list)
        for entry in entries:
            row = _Row(entry)
            for head in _beginnings(entry.word):
                self._byhead[head].append(row)
        self._firsts: dict[str, tuple[int, ...]] = {}
        for head in self._byhead:
            self._firsts[head[0]] = tuple(sorted({*self._firsts.get(head[0], ()), len(head)}))

    def scan(self, flat: str) -> list[Found]:
        """Every word found in the folded text, in its order; of one table's overlapping words the longest."""
        found: list[Found] = []
        before = " "
        byhead, firsts = self._byhead, self._firsts
        for place, char in enumerate(flat):
            # A Latin word is looked for only where a word begins.
            if char in firsts and not (char in LATIN and before in LATIN):
                for size in firsts[char]:
                    for row in byhead.get(flat[place : place + size], ()):
                        if row.plain and not flat.startswith(row.word, place):
                            continue  # most of them: cheaper here than by a call
                        end = row.end(flat, place)
                        if end > place:
                            found.append(Found(row.table, row.code, place, end))
            before = char
        return list(_longest(found))


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


def _is_pattern(word: str) -> bool:
    return len(word) > len("//") and word[0] == word[-1] == "/"


def _source(pattern: str) -> str:
    return f"(?:{pattern[1:-1]})(?:(?<![a-z0-9])|(?![a-z0-9]))"


def _beginnings(word: str) -> set[str]:
    return heads_of(_source(word)) if _is_pattern(word) else {word[: _SIZES[-1]]}


def heads_of(source: str) -> set[str]:
    """The one to three characters a match can begin with. Raises ValueError where it could begin with anything."""
    for size in reversed(_SIZES):
        found = {text for text, _ in _heads(_PARSER.parse(source), size)}
        if len(found) <= _MOST_OPTIONS:
            break
    if not found or "" in found or len(found) > _MOST_OPTIONS:
        raise ValueError(f"a pattern must begin with something certain: {source}")
    return {text for text in found if not any(text[:size] in found for size in range(1, len(text)))}


def hasty(source: str) -> re.Pattern[str]:
    """The pattern, tried only at the characters a match can begin with: most places of a text are passed over at once.

    Raises ValueError where it could begin with anything.
    """
    firsts = {text for text, _ in _heads(_PARSER.parse(source), 1)}
    if not firsts or "" in firsts:
        raise ValueError(f"a pattern must begin with something certain: {source}")
    return re.compile(f"(?=[{re.escape(''.join(sorted(firsts)))}])(?:{source})")


def _heads(parsed: Any, size: int) -> set[tuple[str, bool]]:
    """Beginnings of at most `size` characters; True marks one behind which anything may follow."""
    found: set[tuple[str, bool]] = set()
    open_ends = {""}
    for operation, argument in parsed:
        open_ends, closed = _grown(open_ends, _options(str(operation), argument, size), size)
        found |= closed
        if not open_ends:
            break
    return found | {(text, False) for text in open_ends}


def _grown(ends: set[str], options: set[tuple[str, bool]] | None, size: int) -> tuple[set[str], set[tuple[str, bool]]]:
    if options is None:
        return set(), {(text, True) for text in ends}
    grown: set[str] = set()
    closed: set[tuple[str, bool]] = set()
    for text in ends:
        for more, last in options:
            longer = (text + more)[:size]
            if last or len(longer) == size:
                closed.add((longer, True))
            else:
                grown.add(longer)
    return grown, closed


def _options(operation: str, argument: Any, size: int) -> set[tuple[str, bool]] | None:
    """What one part of a pattern can begin with; None where that is not known."""
    if operation == "LITERAL":
        return {(chr(argument), False)}
    if operation == "IN":
        return _members(argument)
    if operation == "BRANCH":
        return set().union(*(_heads(branch, size) for branch in argument[1]))
    if operation == "SUBPATTERN":
        return _heads(argument[-1], size)
    if operation in ("MAX_REPEAT", "MIN_REPEAT"):
        once = _heads(argument[2], size)
        again = {(text, last or argument[1] > 1) for text, last in once}
        return again | {("", False)} if argument[0] == 0 else again
    return {("", False)} if operation in ("ASSERT", "ASSERT_NOT", "AT") else None


def _members(items: Any) -> set[tuple[str, bool]] | None:
    found: set[str] = set()
    for kind, value in items:
        if str(kind) == "LITERAL":
            found.add(chr(value))
        elif str(kind) == "RANGE" and value[1] - value[0] < _MOST_OPTIONS:
            found |= {chr(code) for code in range(value[0], value[1] + 1)}
        elif str(value) == "CATEGORY_DIGIT":
            found |= set("0123456789")
        else:
            return None
    return {(char, False) for char in found}
