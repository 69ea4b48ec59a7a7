"""Patterns that are tried only where a line holds what their matches begin with, or must hold.

`cued` stands for `re.compile`, and what it gives is used in the same way. On a `Flat` line it knows, from one pass over
the line, where a match can begin at all; on any other text it is an ordinary pattern. A rule written with `re.compile`
works as well, it only takes more time.
"""

import re
import sys
import threading
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from bot.customers.folding import fold
from bot.understanding.text.beginnings import LONGEST, heads_of, needs_of, shape

_MOST_HEADS: Final = 250  # a pattern that can begin in more ways is known by what it must hold
_MOST_NEEDS: Final = 60
_MOST_WINDOWS: Final = 30_000  # stretches of three characters remembered with the patterns they call for
_NOWHERE: Final[Sequence[int]] = ()
_UNASKED: Final[Sequence[int]] = (-1,)


class Cued:
    """A pattern that knows what it needs; used like an ordinary one."""

    __slots__ = ("_search", "fullmatch", "match", "needs", "number", "pattern", "split", "sub")

    def __init__(self, pattern: re.Pattern[str], number: int, needs: Sequence[str]) -> None:
        """`number` is its place in the list of all; `needs` are words of which each match holds one."""
        self.pattern, self.number, self.needs = pattern, number, needs
        self.match, self.fullmatch, self._search = pattern.match, pattern.fullmatch, pattern.search
        self.sub, self.split = pattern.sub, pattern.split

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The first match within the stretch."""
        # The way to nearly every pattern leads through here: what `where` does is written out.
        if type(text) is not Flat:
            return self._search(text, start, end)
        places = text.places[self.number] if self.number < len(text.places) else None
        if places is _UNASKED:
            places = text.where(self)
        if places is None:
            return self._search(text, start, end)
        if not places or places[-1] < start or places[0] >= end:
            return None
        for place in places[bisect_left(places, start) :] if start else places:
            if place >= end:
                return None
            found = self.match(text, place, end)
            if found:
                return found
        return None

    def can_be_in(self, line: str) -> bool:
        """Whether it may match in the line or in a part of it; False is certain."""
        return type(line) is not Flat or line.where(self) is not _NOWHERE

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize, *, line: str = "") -> Iterator[re.Match[str]]:
        """Every match; `line` is the folded line of which `text` is another spelling, as long as it."""
        known = line or text
        places = known.where(self) if type(known) is Flat else None
        if places is None:
            return self.pattern.finditer(text, start, end)
        return self._among(places, text, start, end) if places else iter(())

    def _among(self, places: Sequence[int], text: str, start: int, end: int) -> Iterator[re.Match[str]]:
        free = start
        for place in places:
            found = self.match(text, place, end) if free <= place < end else None
            if found:
                free = found.end()
                yield found


class _Windows(dict[str, tuple[int, ...]]):
    """The numbers of the patterns that can begin where three characters stand, worked out when first asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.heads: dict[str, list[int]] = {}

    def __missing__(self, window: str) -> tuple[int, ...]:
        if len(self) >= _MOST_WINDOWS:
            self.clear()
        found = {number for size in range(1, len(window) + 1) for number in self.heads.get(window[:size], ())}
        numbers = self[window] = tuple(found)
        return numbers


_WINDOWS: Final = _Windows()
_BEFORE: Final[list[Sequence[int] | None]] = []  # what is known of each pattern before a line is looked through
_ALL: Final[list[Cued]] = []
_LOCK: Final = threading.Lock()


class Flat(str):
    """A folded line, looked through once for where cued patterns can begin."""

    __slots__ = ("places",)
    places: list[Sequence[int] | None]  # by the number of the pattern

    def __new__(cls, text: str) -> "Flat":
        """Look through the text."""
        flat = super().__new__(cls, text)
        places, windows = _BEFORE.copy(), _WINDOWS
        shaped = shape(text)
        for place in range(len(shaped)):
            for number in windows[shaped[place : place + LONGEST]]:
                known = places[number]
                if known:
                    known.append(place)  # type: ignore[attr-defined]
                else:
                    places[number] = [place]
        flat.places = places
        return flat

    def where(self, cue: Cued) -> Sequence[int] | None:
        """The places at which the pattern can begin, in their order; None where every place must be tried."""
        try:
            places = self.places[cue.number]
        except IndexError:
            return None  # made after this line was looked through
        if places is _UNASKED:
            places = self.places[cue.number] = None if any(map(self.__contains__, cue.needs)) else _NOWHERE
        return places


def cued(source: str, flags: int = 0) -> Cued:
    """Compile a pattern, and read off its syntax what it needs; slow ones, which need nothing, are in `uncued`."""
    heads = _heads(source, flags)
    needs = () if heads else needs_of(source, flags, fold)
    with _LOCK:
        cue = Cued(re.compile(source, flags), len(_ALL), needs if len(needs) <= _MOST_NEEDS else ())
        for head in heads:
            _WINDOWS.heads.setdefault(head, []).append(cue.number)
        _WINDOWS.clear()
        _BEFORE.append(_NOWHERE if heads else _UNASKED if cue.needs else None)
        _ALL.append(cue)
    return cue


def uncued() -> list[str]:
    """The sources of the patterns that are tried at every place of every line."""
    return [cue.pattern.pattern for cue, known in zip(_ALL, _BEFORE, strict=True) if known is None]


def _heads(source: str, flags: int) -> set[str]:
    """The beginnings a pattern is looked for by; none where they are many, or where they would stand in any line."""
    try:
        heads = {shape(fold(head)).partition(",")[0] for head in heads_of(source, flags)}
    except ValueError:
        return set()
    telling = "" not in heads and not any(len(head) == 1 and head in _COMMON for head in heads)
    return heads if telling and len(heads) <= _MOST_HEADS else set()


_COMMON: Final = frozenset("abcdefghijklmnopqrstuvwxyz")
