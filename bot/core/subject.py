"""What a message, a promise or a line of history is about: one record, named by kind and row id."""

from typing import NamedTuple


class Subject(NamedTuple):
    """A record of any slice, e.g. ("visit", 318); `kind` is the table's name in the singular."""

    kind: str
    id: int
