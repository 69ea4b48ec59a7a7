"""The words of data/people.toml and data/names_en.toml that tell an English name, and those that tell it is none."""

import unicodedata
from functools import lru_cache
from typing import Final

from bot.understanding.text.cues import Cued, cued
from bot.understanding.text.vocabulary import load


@lru_cache(maxsize=1)
def _without_accents() -> dict[int, str]:
    table = {ord("’"): "'", ord("Ø"): "O", ord("ø"): "o", ord("Ł"): "L", ord("ł"): "l", ord("ı"): "i", ord("ß"): "s"}
    for code in [*range(0xC0, 0x250), *range(0x1E00, 0x1F00)]:
        bare = unicodedata.normalize("NFD", chr(code))[0]
        if bare.isascii() and bare.isalpha():
            table[code] = bare
    return table


def plain(text: str) -> str:
    """Gráinne, Jürgen: the text without accents, exactly as long as it was and with its capital letters."""
    return text if text.isascii() else text.translate(_without_accents())


@lru_cache(maxsize=1)
def things() -> frozenset[str]:
    """Months, places, firms and things: between commas they are no people by themselves."""
    return frozenset(load("people")["en"]["also_things"].split())


@lru_cache(maxsize=1)
def titles() -> frozenset[str]:
    """What stands before a name: Mr, Dr, Director, skipper."""
    return frozenset(load("people")["en"]["honorifics"].split()) | frozenset(load("people")["en"]["titles"].split())


@lru_cache(maxsize=1)
def jobs() -> frozenset[str]:
    """What somebody is called by his work: fitter, engineer, foreman, receptionist, guy."""
    return frozenset(load("people")["en"]["jobs"].split())


@lru_cache(maxsize=1)
def also_words() -> frozenset[str]:
    """Given names that are words as well: Grace, Will, Rob."""
    return frozenset(load("people")["en"]["also_words"].split())


@lru_cache(maxsize=1)
def places() -> frozenset[str]:
    """What a street, a house or a feast is called by: Road, Hotel, Day."""
    return frozenset(load("people")["en"]["places"].split())


@lru_cache(maxsize=1)
def no_people() -> frozenset[str]:
    """Firms known by somebody's name: Lloyd's, Sainsbury's."""
    return frozenset(load("people")["en"]["firms"].split())


@lru_cache(maxsize=1)
def no_names() -> frozenset[str]:
    """Words with a capital letter that are no names."""
    return frozenset(load("people")["en"]["stop"].split())


ALSO_SURNAMES: Final = frozenset(
    ("price", "long", "best", "day", "may", "march", "good", "young", "early", "law", "page", "moon", "field")
)


# Ordinary words that are surnames behind a title: Mr Long, Ms Do.
WORDS_BEHIND_MR: Final = frozenset(
    ("Do", "He", "She", "An", "So", "Long", "May", "You", "It", "Her", "Can", "Will", "Good", "Best", "Day")
)


@lru_cache(maxsize=1)
def syllables() -> Cued:
    """Boon Keat, Tan Wei Ming: names written syllable by syllable."""
    words = "|".join(
        sorted((word.capitalize() for word in load("people")["en"]["syllables"].split()), key=len, reverse=True)
    )
    pair = rf"(?:{words})(?:\s(?:{words})|-(?:{words}|{words.lower()}))"
    return cued(rf"(?<![\w'-])(?P<first>{pair}(?:\s(?:{words}))?)(?![\w'-]|\s&)")
