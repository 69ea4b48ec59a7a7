"""Words that tell a kind of question, a department, or a suspicion for compliance alone (data/kinds.toml)."""

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path

from bot.core.errors import Refusal

_FILE = Path(__file__).parent / "data" / "kinds.toml"


@cache
def _patterns() -> dict[str, dict[str, re.Pattern[str]]]:
    tables = tomllib.loads(_FILE.read_text("utf-8"))
    return {name: {code: _any(words) for code, words in table.items()} for name, table in tables.items()}


def _any(words: list[str]) -> re.Pattern[str]:
    """Latin words end where they end; Chinese ones stand anywhere."""
    parts = [rf"(?<![a-z]){re.escape(word)}(?![a-z])" if word.isascii() else re.escape(word) for word in words]
    return re.compile("|".join(parts))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def is_concern(text: str) -> bool:
    """Whether a text speaks of a suspicion nobody but compliance may read (tipping off is an offence).

    Learning about the rules is not suspicion: 反洗钱培训 and "AML training" pass.
    """
    folded = _folded(text)
    harmless = _patterns()["concern"]["harmless"].sub(" ", folded)
    return _patterns()["concern"]["suspicion"].search(harmless) is not None


def for_compliance(field: str) -> Refusal:
    """What somebody reads who writes a suspicion elsewhere. His words are not carried along: they would be stored."""
    return Refusal("escalations/not-in-channels", field=field, typed="")


def kind_of(text: str) -> str:
    """The kind of question the words tell, "" for none; the earliest word wins."""
    return _first("kinds", text)


def department_of(text: str) -> str:
    """The department named, "" for none."""
    return _first("departments", text)


def _first(table: str, text: str) -> str:
    folded = _folded(text)
    found = [(match.start(), code) for code, words in _patterns()[table].items() if (match := words.search(folded))]
    return min(found)[1] if found else ""
