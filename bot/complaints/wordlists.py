"""Words that tell severity, product and owner, and the texts of the promises a complaint makes (data/words.toml)."""

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parent / "data" / "words.toml"


@cache
def tables() -> dict[str, Any]:
    """The whole file."""
    return tomllib.loads(_FILE.read_text("utf-8"))


@cache
def _pattern(table: str, code: str) -> re.Pattern[str]:
    words = [unicodedata.normalize("NFKC", word).casefold() for word in tables()[table][code]]
    parts = [rf"(?<![a-z]){re.escape(word)}(?![a-z])" if word.isascii() else re.escape(word) for word in words]
    return re.compile("|".join(parts))


def folded(text: str) -> str:
    """Letter case and width ignored."""
    return unicodedata.normalize("NFKC", text).casefold()


def codes_in(table: str, text: str) -> list[str]:
    """The codes of a table whose words the text holds, in the order of the file."""
    flat = folded(text)
    return [code for code in tables()[table] if _pattern(table, code).search(flat)]


def holds(table: str, code: str, text: str) -> bool:
    """Whether the text holds one of these words."""
    return _pattern(table, code).search(folded(text)) is not None


def before(table: str, code: str, text: str) -> bool:
    """Whether the text ends with one of these words (what stands right before a name)."""
    flat = folded(text).rstrip(" <@,:\u3001\u201c")
    return any(flat.endswith(folded(word)) for word in tables()[table][code])


def said(table: str, text: str) -> str | None:
    """The code whose word is the whole short line, or begins it; None otherwise. Longer words win."""
    flat = folded(text).strip(" .!\u3002")
    pairs = sorted(((folded(w), code) for code, ws in tables()[table].items() for w in ws), key=lambda p: -len(p[0]))
    return next((code for word, code in pairs if flat == word or _begins(flat, word)), None)


def _begins(flat: str, word: str) -> bool:
    rest = flat[len(word) : len(word) + 1]
    return flat.startswith(word) and rest in tuple(" ,:;.\u3002\u3001")


def owner_of(cause: str | None) -> str:
    """The department that owns a cause."""
    return str(tables()["owner"].get(cause or "C99", "customer_service"))


def text(language: str, key: str, **values: Any) -> str:
    """A text that becomes part of a record, in the language of the one who gets it. `clock` and `cause` are codes."""
    known = language if language in tables()["text"] else "en"
    for name in ("clock", "cause"):
        if name in values:
            values[name] = tables()[name][known].get(values[name], values[name])
    return str(tables()["text"][known][key]).format(**values)


def label(table: str, language: str, code: str) -> str:
    """The word for a code of a policy pack; the code itself where a team's own pack uses one we have no word for."""
    known = tables()[table].get(language, tables()[table]["en"])
    return str(known.get(code, code))
