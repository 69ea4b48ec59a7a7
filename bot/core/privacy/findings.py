"""What a detector reports."""

from dataclasses import dataclass, field

SECRET_MARK = "████"


@dataclass(frozen=True, slots=True)
class Finding:
    """One confidential item of a text.

    `kind` is a code of `KINDS`; `span` where it stands in the text as typed; `value` the item without separators,
    empty for secrets, which nobody may keep; `masked` what may be shown in its place.
    """

    kind: str
    span: tuple[int, int]
    value: str = field(repr=False)
    masked: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible finding in the folded text; where two overlap the lower `rank` wins."""

    kind: str
    start: int
    end: int
    value: str
    rank: int


RANKS = {
    "secret": 0,
    "resident_id": 1,
    "iban": 1,
    "uscc": 2,
    "email": 2,
    "bank_card": 3,
    "mobile": 4,
    "phone": 5,
    "ssn": 5,
    "national_insurance": 5,
    "hong_kong_id": 5,
    "passport": 6,
    "travel_permit": 6,
    "account": 7,
}
KINDS = frozenset(RANKS)
PUBLIC = frozenset({"uscc"})
BY_SHAPE = frozenset({"passport", "travel_permit"})
"""Kinds told by a shape that other numbers may have, too."""


def candidate(kind: str, start: int, end: int, value: str) -> Candidate:
    """A candidate with the rank of its kind."""
    return Candidate(kind, start, end, value, RANKS[kind])
