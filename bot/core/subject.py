"""What a message, a promise or a line of history is about: one record, named by kind and row id."""

import re
import unicodedata
from typing import NamedTuple

LETTERS = {"alert": "RK", "ask": "E", "complaint": "C", "disclosure": "D", "promise": "P", "visit": "V"}
"""What people write before the number of a record, by its kind: V-318. Never changed, for messages keep them."""
_KINDS = {letters: kind for kind, letters in LETTERS.items()}
_TYPED = re.compile(r"\s*([A-Z]{1,2})\s*([-\u2010-\u2015#]?)\s*(\d{1,9})\s*")


class Subject(NamedTuple):
    """A record of any slice, e.g. ("visit", 318); `kind` is the table's name in the singular."""

    kind: str
    id: int

    @property
    def number(self) -> str | None:
        """How people write it, e.g. "V-318"; None for what has no number of its own."""
        letters = LETTERS.get(self.kind)
        return f"{letters}-{self.id}" if letters else None


def typed(text: str, *, dash: bool = False) -> Subject | None:
    """The record whose number is all that `text` says: "V-318", "rk 77", "C12", in full width too.

    `dash`: it must have one, as in a conversation, where "v 5" may be anything.
    """
    found = _TYPED.fullmatch(unicodedata.normalize("NFKC", text[:40]).upper())
    kind = _KINDS.get(found[1]) if found else None
    return Subject(kind, int(found[3])) if found and kind and (found[2] or not dash) else None


def number_of(kind: str, text: str) -> int | None:
    """The row id, where `text` is nothing but the number of a record of this kind."""
    record = typed(text)
    return record.id if record is not None and record.kind == kind else None
