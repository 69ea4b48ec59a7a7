"""What a search for a customer may begin with, worked out from its names. Pure."""

from collections.abc import Iterable, Iterator
from typing import Final

from bot.customers.folding import is_chinese, squeeze
from bot.customers.names import LONGEST_FORM, parts, word_starts
from bot.customers.pinyin import initials, spellings

BEGINS: Final = 0
INSIDE: Final = 1
SOUND: Final = 2
INITIALS: Final = 3


def search_forms(name: str, code: str | None, aliases: Iterable[str]) -> dict[str, int]:
    """Every stretch a search may begin with, and its place in the order of hits (the best where it has several)."""
    found: dict[str, int] = {}
    for whole, place in _all_forms(name, code, tuple(aliases)):
        if form := whole[:LONGEST_FORM]:
            found[form] = min(place, found.get(form, place))
    return found


def _all_forms(name: str, code: str | None, aliases: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    yield squeeze(code or ""), BEGINS
    for written in (name, *aliases):
        taken = parts(written)
        yield taken.short, BEGINS
        # Nobody searches for 有限公司: stretches that begin inside the legal form are left out.
        last = taken.full.find(taken.short) + len(taken.short)
        for number, form in enumerate(word_starts(written)):
            if len(taken.full) - len(form) < last:
                yield form, INSIDE if number else BEGINS
        if any(is_chinese(char) for char in taken.full):
            for source in {taken.full[:last], taken.short}:
                yield from ((sound, SOUND) for sound in spellings(source)[:2])
                yield from ((letters, INITIALS) for letters in initials(source)[:2])
