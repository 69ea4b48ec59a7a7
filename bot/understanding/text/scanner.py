"""Finds the words of many lists in one pass over a line, in time linear in the line."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from bot.customers.folding import LATIN, fold
from bot.understanding.text.beginnings import LONGEST, firsts_of, heads_of, narrowed, needs_of, shape

_LATIN_WINDOW: Final = 6  # Latin letters of a beginning by which words are kept
_MOST_WINDOWS: Final = 30_000  # beginnings of words remembered with the rows they call for
_RUNS: Final = re.compile(r"[a-z0-9]+|[^a-z0-9]+")
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


class _Matches(dict[str, Callable[[str, int], re.Match[str] | None]]):
    """What tries a pattern where a certain character stands, compiled when first asked for."""

    def __init__(self, pattern: str) -> None:
        super().__init__()
        self._pattern = pattern

    def __missing__(self, first: str) -> Callable[[str, int], re.Match[str] | None]:
        match = self[first] = _compiled(_source(self._pattern), first).match
        return match


class _Row:
    """One entry as it is looked for: a plain word is compared, a pattern compiled when it is first tried."""

    __slots__ = ("code", "matches", "needs", "number", "plain", "table", "word")

    def __init__(self, entry: Entry, number: int) -> None:
        self.table, self.code, self.word = entry
        self.number, self.plain = number, not _is_pattern(entry.word)
        self.matches = _Matches(self.word)  # by the first character
        self.needs: Sequence[str] = ()  # of what can begin with a single letter: words each match holds one of

    def end(self, flat: str, place: int) -> int:
        """Where the word ends that begins at `place`; `place` itself if it does not stand there."""
        if self.plain:
            if not flat.startswith(self.word, place):
                return place
            end = place + len(self.word)
            return place if self.word[-1] in LATIN and flat[end : end + 1] in _WORDLIKE else end
        found = self.matches[flat[place]](flat, place)
        return found.end() if found else place


class _Rows(dict[str, Sequence[_Row]]):
    """The rows worth trying where a stretch of text stands, worked out when first asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.heads: dict[str, list[_Row]] = defaultdict(list)

    def __missing__(self, window: str) -> Sequence[_Row]:
        if len(self) >= _MOST_WINDOWS:
            self.clear()
        rows = {row.number: row for size in range(1, len(window) + 1) for row in self.heads.get(window[:size], ())}
        found = self[window] = tuple(rows[number] for number in sorted(rows))
        return found


class Scanner:
    """Word lists by what their words can begin with: each is tried only where those characters stand."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Sort the words by their beginnings; raises re.error for a pattern that is none."""
        self._rows = _Rows()
        for number, entry in enumerate(entries):
            row = _Row(entry, number)
            heads = _beginnings(entry.word)
            if not row.plain and min(map(len, heads)) == 1:
                row.needs = needs_of(_source(entry.word), 0, fold)
            for head in heads:
                self._rows.heads[head].append(row)

    def scan(self, flat: str) -> list[Found]:
        """Every word found in the folded text, in its order; of one table's overlapping words the longest."""
        found: list[Found] = []
        rows, stands, shaped, place = self._rows, _Stands(flat), shape(flat), 0
        for run in _RUNS.findall(shaped):
            # A Latin word is looked for only where a word begins.
            size = 1 if run[0] in LATIN else 0 if run == " " else len(run)
            window = _LATIN_WINDOW if size == 1 else LONGEST
            for start in range(place, place + size):
                for row in rows[shaped[start : start + window]]:
                    if row.needs and not stands[row]:
                        continue
                    end = row.end(flat, start)
                    if end > start:
                        found.append(Found(row.table, row.code, start, end))
            place += len(run)
        return list(_longest(found))


class _Stands(dict[_Row, bool]):
    """Whether what a row needs stands anywhere in a text, found out when first asked for."""

    def __init__(self, flat: str) -> None:
        super().__init__()
        self._flat = flat

    def __missing__(self, row: _Row) -> bool:
        able = self[row] = any(map(self._flat.__contains__, row.needs))
        return able


def _longest(found: list[Found]) -> Iterator[Found]:
    reach: dict[str, int] = {}
    for each in sorted(found, key=lambda item: (item.start, -item.end)):
        if each.start >= reach.get(each.table, -1):
            reach[each.table] = each.end
            yield each


_CACHE: dict[str, re.Pattern[str]] = {}


def _compiled(source: str, first: str) -> re.Pattern[str]:
    source = narrowed(source, first)
    if source not in _CACHE:
        _CACHE[source] = re.compile(source)
    return _CACHE[source]


def _is_pattern(word: str) -> bool:
    return len(word) > len("//") and word[0] == word[-1] == "/"


def _source(pattern: str) -> str:
    return f"(?:{pattern[1:-1]})(?:(?<![a-z0-9])|(?![a-z0-9]))"


def _beginnings(word: str) -> set[str]:
    heads = heads_of(_source(word), longest=_LATIN_WINDOW) if _is_pattern(word) else {shape(word)}
    return {head[: _LATIN_WINDOW if head[0] in LATIN else LONGEST] for head in heads}


def hasty(source: str) -> re.Pattern[str]:
    """The pattern, tried only at the characters a match can begin with: most places of a text are passed over at once.

    Raises ValueError where it could begin with anything.
    """
    return re.compile(hastily(source))


def hastily(source: str) -> str:
    """The same for a list of words, or another part of a pattern."""
    return f"(?:(?=[{re.escape(''.join(sorted(firsts_of(source))))}])(?:{source}))"


def listed(words: Iterable[str]) -> str:
    """Words, or patterns that begin with plain characters, as one pattern that tries them in their order but looks at
    each character only once: 总经理, 总监, 财务 become (?:总(?:经理|监)|财务)."""
    groups: list[tuple[str, list[str]]] = []
    known: dict[str, list[str]] = {}
    for word in words:
        first = word[:1] if _PLAIN_FIRST.match(word) else ""
        if first in known:
            known[first].append(word[1:])
            continue
        if not first:
            known.clear()  # what may begin with anything is tried in its place
        else:
            known[first] = [word[1:]]
        groups.append((first, known.get(first, [word])))
    if len(groups) == 1 and groups[0][0] == "":
        return groups[0][1][0]
    parts = [first + (listed(rests) if first and len(rests) > 1 else rests[0]) for first, rests in groups]
    return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"


_PLAIN_FIRST: Final = re.compile(r"[^\\.^$*+?{}\[\]()|](?![*+?{])")
