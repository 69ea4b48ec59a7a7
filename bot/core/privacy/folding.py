"""One plain spelling of a text for the detectors, with the way back to what was typed.

People write numbers full-width, with zero-width characters in them, as key-cap emoji or in mathematical digits. The
detectors see ASCII digits and plain separators only; every position leads back to the original text.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.core.privacy.escapes import Piece, characters, has_escapes

MOST_KEPT = 8192
_DROPPED = frozenset({"Cf", "Mn", "Me"})
_BLANKS = frozenset("\u3164\u115f\u1160\uffa0\u2800")
_PLAIN = {"，": ",", "、": ",", "。": ".", "｡": ".", "•": "·", "・": "·", "∙": "·", "⋅": "·", "−": "-", "~": "~"}


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` in plain spelling; its character i stands between `origin[i]` and `ends[i]` of the original."""

    text: str
    origin: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original text that characters start to end (exclusive) came from."""
        return self.origin[start], self.ends[end - 1]


def _plain(char: str) -> str:
    if char in _BLANKS:
        return " "
    if char in _PLAIN:
        return _PLAIN[char]
    category = unicodedata.category(char)
    if category in _DROPPED:
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if category == "Zs":
        return " "
    if category == "Pd":
        return "-"
    narrow = unicodedata.normalize("NFKC", char) if "\uff01" <= char <= "\uff5e" else char
    return narrow if len(narrow) == 1 else char


class _Spellings(dict[int, str]):
    """Code point to plain spelling, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        plain = char if char.isascii() else _plain(char)
        if len(self) < MOST_KEPT:
            self[code] = plain
        return plain


_SPELLINGS = _Spellings()


def fold(text: str) -> Folded:
    """Fold widths, digits, dashes and blanks; leave out what nobody can see. Linear in the text."""
    whole = text if text.isascii() else text.translate(_SPELLINGS)
    if len(whole) == len(text) and "\r\n" not in text:
        return Folded(whole, range(len(text)), range(1, len(text) + 1))
    return _folded((char, place, place + 1) for place, char in enumerate(text))


def unescape(text: str) -> Folded | None:
    """The same with what programs escaped put back, None where nothing is. A second reading, never the only one:
    30%13812345678 hides no digit."""
    return _folded(characters(text)) if has_escapes(text) else None


def _folded(pieces: Iterable[Piece]) -> Folded:
    chars: list[str] = []
    origin: list[int] = []
    ends: list[int] = []
    last = ""
    for char, start, end in pieces:
        if last == "\r" and char == "\n":
            # A line ends once: its two characters would look like an empty line between two figures.
            del chars[-1], origin[-1], ends[-1]
        last, plain = char, _SPELLINGS[ord(char)]
        if plain:
            chars.append(plain)
            origin.append(start)
            ends.append(end)
    return Folded("".join(chars), origin, ends)
