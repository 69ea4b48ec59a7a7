"""One plain spelling of a text for the detectors, with the way back to what was typed.

People write numbers full-width, with zero-width characters in them, as key-cap emoji or in mathematical digits. The
detectors see ASCII digits and plain separators only; every position leads back to the original text.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

MOST_KEPT = 8192
_DROPPED = frozenset({"Cf", "Mn", "Me"})
_BLANKS = frozenset("\u3164\u115f\u1160\uffa0\u2800")
_PLAIN = {"，": ",", "、": ",", "。": ".", "｡": ".", "•": "·", "・": "·", "∙": "·", "⋅": "·", "−": "-", "~": "~"}


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` in plain spelling; `origin[i]` is where its character i stands in the original."""

    text: str
    origin: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original text that characters start to end (exclusive) came from."""
        return self.origin[start], self.origin[end - 1] + 1


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
        return Folded(whole, range(len(text)))
    chars: list[str] = []
    origin: list[int] = []
    for place, char in enumerate(text):
        # A line ends once: its two characters would look like an empty line between two figures.
        plain = "" if text.startswith("\r\n", place) else _SPELLINGS[ord(char)]
        if plain:
            chars.append(plain)
            origin.append(place)
    return Folded("".join(chars), origin)
