"""Finds the words of many lists in one pass over a line, in time linear in the line."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from bot.customers.folding import LATIN
from bot.understanding.beginnings import LONGEST, firsts_of, heads_of

_WORDLIKE: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


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
    return heads_of(_source(word)) if _is_pattern(word) else {word[:LONGEST]}


def hasty(source: str) -> re.Pattern[str]:
    """The pattern, tried only at the characters a match can begin with: most places of a text are passed over at once.

    Raises ValueError where it could begin with anything.
    """
    return re.compile(f"(?=[{re.escape(''.join(sorted(firsts_of(source))))}])(?:{source})")
