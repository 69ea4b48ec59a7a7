"""Words that tell a kind of question, a department, or a suspicion for compliance alone (data/kinds.toml)."""

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from bot.core.errors import Refusal
from bot.understanding.text.scanner import hasty, listed

_FILE = Path(__file__).parent / "data" / "kinds.toml"


@cache
def _patterns() -> dict[str, dict[str, re.Pattern[str]]]:
    tables = tomllib.loads(_FILE.read_text("utf-8"))
    written = tables["concern"].pop("pattern")
    found = {name: {code: _any(words) for code, words in table.items()} for name, table in tables.items()}
    found["concern"]["pattern"] = re.compile("|".join(written))
    return found


def _any(words: list[str]) -> re.Pattern[str]:
    """Latin words end where they end, or go on behind a star; Chinese ones stand anywhere."""
    return hasty(listed(map(_one, sorted(words, key=str.isascii))))


def _one(word: str) -> str:
    stem = re.escape(word.removesuffix("*"))
    if not word.isascii():
        return stem
    return rf"(?<![a-z]){stem}" + ("" if word.endswith("*") else "(?![a-z])")


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


@lru_cache(maxsize=8)
def is_concern(text: str) -> bool:
    """Whether a text speaks of a suspicion nobody but compliance may read (tipping off is an offence).

    Learning about the rules is not suspicion: 反洗钱培训 and "AML training" pass. A doubt and its object may be apart.
    """
    words = _patterns()["concern"]
    left = words["harmless"].sub(" ", _folded(text))
    if words["suspicion"].search(left) or words["pattern"].search(left):
        return True
    return bool(words["doubt"].search(left) and words["object"].search(left))


def for_compliance(field: str) -> Refusal:
    """What somebody reads who writes a suspicion elsewhere. His words are not carried along: they would be stored."""
    return Refusal("escalations/not-in-channels", field=field, typed="")


def not_in_notes(text: str, field: str | None = None) -> None:
    """Refuse a suspicion in a note that colleagues may read; nothing of it is carried along."""
    if is_concern(text):
        raise Refusal("escalations/not-in-notes", field=field, typed="")


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
