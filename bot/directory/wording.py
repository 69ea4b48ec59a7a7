"""Words that become part of a record (the text of a promise) or a choice, in the language of whoever reads them."""

from collections.abc import Iterable
from typing import Any

from bot.core.words import shipped
from bot.core.work import Work
from bot.directory import queries
from bot.directory.models import Person


def word(work: Work, key: str, reader: Person | None = None, **values: Any) -> str:
    """The word of a key for a person, or for whoever acts, its gaps filled."""
    language = queries.language_of(reader, queries.defaults(work.session)) if reader else work.actor.language
    return shipped().get(language, key, **values)


def labelled(work: Work, key: str, codes: Iterable[str]) -> list[tuple[str, str]]:
    """Codes with their words, as the choices of a menu."""
    return [(code, word(work, f"{key}.{code}")) for code in codes]
