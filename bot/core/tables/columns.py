"""Which column of a file holds what: by mapping, by code, or by one of the usual headings."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.core.errors import Refusal
from bot.core.tables.outcome import Rejected, reason_place
from bot.core.tables.reader import UnreadableTable
from bot.core.tables.rows import Row

LONGEST_CELL = 32_767
"""Characters; what a cell of a spreadsheet can hold. More stands there by mistake."""

BEGINNING = 20
"""Characters of such a cell that its reason repeats."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column we know: its canonical code, the headings it usually carries, and whether it can tell whose a row is."""

    code: str
    names: tuple[str, ...] = ()
    identifies: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each code stands; `unused` are the headings nobody asked for, `width` counts all columns.

    In a file of refused rows that comes back, the column `reason` says why each was refused before.
    """

    places: Mapping[str, int]
    unused: tuple[str, ...]
    width: int
    reason: int | None = None

    def values(self, row: Row) -> dict[str, str]:
        """The cells of a row by code; codes without a column are missing."""
        return {code: row.cells[place] for code, place in self.places.items()}

    def refused_for(self, row: Row) -> str:
        """Why the row was refused before, in our words; empty when it was not, or when somebody emptied the cell."""
        return "" if self.reason is None else row.cells[self.reason]

    def misfit(self, row: Row) -> Rejected | None:
        """Why a row cannot be used whatever it says: more cells than headings, or one of ours that is far too long."""
        if len(row.cells) > self.width:
            return Rejected(row, "too-many-cells", {"cells": len(row.cells), "columns": self.width})
        for text in self.values(row).values():
            if len(text) > LONGEST_CELL:
                return Rejected(row, "cell-too-long", {"text": text[:BEGINNING], "limit": LONGEST_CELL})
        return None

    def __contains__(self, code: str) -> bool:
        return code in self.places


def plain(heading: str) -> str:
    """A heading in one spelling: half width, lower case, without brackets; spaces, hyphens and underscores alike."""
    heading = unicodedata.normalize("NFKC", heading).strip().lower()
    return re.sub(r"[\s_\-/]+", "_", re.sub(r"\([^()]*\)|\*", "", heading).strip())


def find_columns(
    headings: Sequence[str], fields: Iterable[Field], mapping: Mapping[str, str], remembered: Mapping[str, str]
) -> Columns:
    """Where each field stands. `mapping` (heading -> code) goes before what is `remembered`, that before the headings.

    Raises UnreadableTable when the mapping names a heading that is not there or a code we do not know, or when no
    heading at all is ours, or none that tells whose a row is. A remembered heading that this file does not have is
    passed over.
    """
    fields = tuple(fields)
    known = {field.code for field in fields}
    names = {plain(name): field.code for field in fields for name in (field.code, *field.names)}
    for heading, code in mapping.items():
        if heading not in headings:
            raise UnreadableTable("core/map-no-column", column=heading, columns=[each for each in headings if each])
        if code not in known:
            raise UnreadableTable("core/map-no-code", code=code, codes=[field.code for field in fields])
    chosen = {heading: code for heading, code in remembered.items() if code in known and heading in headings}
    for heading, code in mapping.items():
        chosen = {old: kept for old, kept in chosen.items() if kept != code} | {heading: code}
    places = {code: headings.index(heading) for heading, code in chosen.items()}
    for place, heading in enumerate(headings):
        code = names.get(plain(heading), "")
        if code and code not in places and heading not in chosen:
            places[code] = place
    _refuse_without(places, headings, fields)
    used, reason = set(places.values()), reason_place(headings)
    unused = tuple(each for place, each in enumerate(headings) if each and place not in used | {reason})
    ours = reason < len(headings) and reason not in used
    return Columns(places, unused, len(headings), reason if ours else None)


def _refuse_without(places: Mapping[str, int], headings: Sequence[str], fields: Sequence[Field]) -> None:
    """A file of which nothing, or nobody's name, can be read is refused before its rows are."""
    if not places:
        raise UnreadableTable("core/file-no-columns", codes=[field.code for field in fields])
    keys = [field.code for field in fields if field.identifies]
    if keys and not places.keys() & set(keys):
        raise UnreadableTable("core/file-no-key", codes=keys, columns=[each for each in headings if each])


def mapping_of(pairs: Iterable[str]) -> dict[str, str]:
    """`heading=code` pairs as the command line takes them. Raises Refusal for one without `=`."""
    found: dict[str, str] = {}
    for pair in pairs:
        heading, sign, code = pair.rpartition("=")
        if not sign or not heading.strip() or not code.strip():
            raise Refusal("core/map-unclear", text=pair)
        found[heading.strip()] = code.strip()
    return found
