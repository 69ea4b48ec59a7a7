"""One spelling for every way a name can be typed, position by position, so that what matched can be shown."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

# Letters and digits of one kind side by side: Latin, Chinese or any other.
_RUN: Final = re.compile(r"[a-z0-9]+|[\u3400-\u9fff〇]+|[^\W_a-z0-9\u3400-\u9fff〇]+")
LATIN: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    """One character to one character: width, brackets, accents, capital letters, traditional to simplified."""
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table |= {0x3000: " ", 0xA0: " ", 0x3010: "(", 0x3011: ")", 0x300A: "(", 0x300B: ")", 0x2019: "'", 0x2018: "'"}
    table |= {0x2BC: "'", 0x201C: '"', 0x201D: '"', 0x2013: "-", 0x2014: "-", 0xFFE5: "¥"}
    for code in range(0xC0, 0x250):
        plain = unicodedata.normalize("NFD", chr(code))[0]
        if plain.isascii():
            table[code] = plain.lower()
    for code in [*range(0x41, 0x5B), *range(0xFF21, 0xFF3B)]:
        table[code] = chr(code + 32 if code < 0x80 else code - 0xFEE0 + 32)
    # Only the character table: a phrase table would change lengths and lose the positions.
    for line in (files("opencc") / "dictionary" / "TSCharacters.txt").read_text(encoding="utf-8").splitlines():
        traditional, _, simplified = line.partition("\t")
        if len(traditional) == 1 and simplified:
            table[ord(traditional)] = simplified.split(" ")[0]
    return table


def fold(text: str) -> str:
    """The text in one spelling: half width, lower case, simplified; exactly as long as it was."""
    return text.translate(_table())


def is_chinese(char: str) -> bool:
    """True for a Chinese character (not its punctuation)."""
    return "\u3400" <= char <= "\u9fff" or char == "〇"


@dataclass(frozen=True, slots=True)
class Compact:
    """A folded text without spaces and punctuation, and where each of its characters stood in the original."""

    text: str
    places: tuple[int, ...]
    breaks: frozenset[int]  # positions at which a Latin word begins, or the one behind its last letter

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original text that a stretch of the compact text came from."""
        return self.places[start], self.places[end - 1] + 1


def compact(text: str) -> Compact:
    """Letters, digits and Chinese characters of the folded text."""
    pieces: list[str] = []
    places: list[int] = []
    breaks: set[int] = set()
    for run in _RUN.finditer(fold(text)):
        breaks.add(len(places))
        pieces.append(run[0])
        places += range(*run.span())
    breaks.add(len(places))
    return Compact("".join(pieces), tuple(places), frozenset(breaks))


def squeeze(text: str) -> str:
    """Letters, digits and Chinese characters of a name, in one spelling: the form in which names are compared."""
    return compact(text).text
