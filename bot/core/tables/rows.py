"""The rows of a table in little memory, whatever the size of the file."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import overload

from bot.core.tables.spool import AT_ONCE, Spool

BETWEEN = "\x1e"
"""Stands between cells; no cell that was read holds it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row below the heading; `line` is its number in the file as the person sees it, the heading being 1."""

    line: int
    cells: tuple[str, ...]


class Rows(Sequence[Row]):
    """A sequence that makes each row anew when it is asked for; those of a large file lie on disk."""

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self._lines = array("Q")
        self._texts = Spool()
        for row in rows:
            self._lines.append(row.line)
            self._texts.append(BETWEEN.join(row.cells))

    def __len__(self) -> int:
        return len(self._lines)

    def __iter__(self) -> Iterator[Row]:
        for first in range(0, len(self), AT_ONCE):
            yield from self[first : first + AT_ONCE]

    @overload
    def __getitem__(self, place: int) -> Row: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...

    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        if isinstance(place, slice):
            first, last, step = place.indices(len(self))
            if step != 1:
                return tuple(self[each] for each in range(first, last, step))
            texts = self._texts.between(first, last)
            return tuple(_row(line, text) for line, text in zip(self._lines[first:last], texts, strict=True))
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        place %= len(self)
        return self[place : place + 1][0]


def _row(line: int, text: str) -> Row:
    return Row(line, tuple(text.split(BETWEEN)))
