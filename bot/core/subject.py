"""What a message, a promise or a line of history is about: one record, named by kind and row id."""

from typing import NamedTuple

LETTERS = {"alert": "RK", "ask": "E", "complaint": "C", "promise": "P", "visit": "V"}
"""What people write before the number of a record, by its kind: V-318. Never changed, for messages keep them."""


class Subject(NamedTuple):
    """A record of any slice, e.g. ("visit", 318); `kind` is the table's name in the singular."""

    kind: str
    id: int

    @property
    def number(self) -> str | None:
        """How people write it, e.g. "V-318"; None for what has no number of its own."""
        letters = LETTERS.get(self.kind)
        return f"{letters}-{self.id}" if letters else None
