"""Words that become part of a record (the text of a promise) or a choice, in the language of whoever reads them."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from bot.core import formats
from bot.core.calendar.hours import CLOSED
from bot.core.tables import plain
from bot.core.words import HALVES, shipped
from bot.core.work import Work
from bot.directory import queries
from bot.directory.models import Person

# Only a Chinese name that is whole by itself: in "\u534e\u4e1c sales" both halves are one name.
_BOTH = re.compile(r"([\u3400-\u9fff]+(?:\u90e8|\u5904|\u5ba4|\u79d1|\u7ec4|\u529e|\u4e2d\u5fc3)) ([a-z][a-z &]{2,})")


def word(work: Work, key: str, reader: Person | None = None, **values: Any) -> str:
    """The word of a key for a person, or for whoever acts, its gaps filled."""
    language = queries.language_of(reader, queries.defaults(work.session)) if reader else work.actor.language
    return shipped().get(language, key, **values)


def term(work: Work, key: str, code: str | None) -> str:
    """The word for a code that people may also write in words of their own: those stay as they are."""
    known = shipped().below(work.actor.language, key)
    return known.get(code or "", code or "")


def coded(key: str, said: str) -> str:
    """The code that is called so in any of our languages, in whatever case and width; else what was said."""
    return codes(key).get(plain(said), said)


@cache
def codes(key: str) -> Mapping[str, str]:
    """The codes below a key by their words in every language, each as `plain` spells it."""
    words = shipped()
    return {plain(word): code for language in words.languages for code, word in words.below(language, key).items()}


def twice(sentence: str) -> bool:
    """Whether this is our reason, in any of our languages, for refusing a row that stood twice in a list."""
    return any(one.fullmatch(sentence) for one in _twice())


@cache
def _twice() -> tuple[re.Pattern[str], ...]:
    words = shipped()
    said = (words.below(language, "imports.reason") for language in words.languages)
    texts = [text for reasons in said for code, text in reasons.items() if code.startswith("twice")]
    return tuple(re.compile(re.escape(text).replace(r"\{line\}", r"\d+")) for text in texts)


def own_department(code: str, language: str) -> str:
    """A department of the team's own as readers of a language call it: of a name in both, the half in theirs."""
    said = code.replace("_", " ")
    if both := _BOTH.fullmatch(said):
        said = both[1] if language == HALVES[0] else both[2]
    return said[:1].upper() + said[1:]


def hours(work: Work, text: str) -> str:
    """Working hours in canonical form as whoever acts writes them, so that they can be read again."""
    return text if text == CLOSED else formats.hours(shipped(), work.actor.language, text)


def labelled(work: Work, key: str, codes: Iterable[str]) -> list[tuple[str, str]]:
    """Codes with their words, as the choices of a menu."""
    return [(code, word(work, f"{key}.{code}")) for code in codes]
