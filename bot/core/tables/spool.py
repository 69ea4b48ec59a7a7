"""Pieces of text kept in little memory: on disk beyond a megabyte, found again by place."""

import tempfile
import weakref
from array import array
from collections.abc import Iterator

IN_MEMORY = 1 << 20
"""Bytes that stay in memory; what goes beyond lies in a file without a name that ends with the spool."""
AT_ONCE = 500


class Spool:
    """A list of texts that only grows. Takes eight bytes of memory a text, however long it is."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed when nobody holds it
        self._ends = array("Q", [0])
        weakref.finalize(self, self._file.close)

    def __len__(self) -> int:
        return len(self._ends) - 1

    def append(self, text: str) -> None:
        """Add one text at the end."""
        raw = text.encode("utf-8", "surrogatepass")
        self._file.seek(self._ends[-1])
        self._file.write(raw)
        self._ends.append(self._ends[-1] + len(raw))

    def between(self, first: int, last: int) -> Iterator[str]:
        """The texts from place `first` up to but not including `last`, read in one stride."""
        if first >= last:
            return
        start = self._ends[first]
        self._file.seek(start)
        raw = self._file.read(self._ends[last] - start)
        for place in range(first, last):
            piece = raw[self._ends[place] - start : self._ends[place + 1] - start]
            yield piece.decode("utf-8", "surrogatepass")

    def __iter__(self) -> Iterator[str]:
        for first in range(0, len(self), AT_ONCE):
            yield from self.between(first, min(first + AT_ONCE, len(self)))
