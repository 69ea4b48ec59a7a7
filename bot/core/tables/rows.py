"""The rows of a table in little memory: as text until one is looked at, about what the file itself takes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import overload

BETWEEN = "\x1e"
"""Stands between cells; no cell that was read holds it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row below the heading; `line` is its number in the file as the person sees it, the heading being 1."""

    line: int
    cells: tuple[str, ...]


class Rows(Sequence[Row]):
    """A sequence that makes each row anew when it is asked for: a tuple of cells takes ten times its text."""

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self._lines: list[int] = []
        self._texts: list[str] = []
        for row in rows:
            self._lines.append(row.line)
            self._texts.append(BETWEEN.join(row.cells))

    def __len__(self) -> int:
        return len(self._lines)

    @overload
    def __getitem__(self, place: int) -> Row: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...

    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        if isinstance(place, slice):
            return tuple(self[each] for each in range(*place.indices(len(self))))
        return Row(self._lines[place], tuple(self._texts[place].split(BETWEEN)))
