"""Words that are not messages: labels of forms, states, units, channels. One TOML tree per language.

`templates/<language>/words.toml` holds what everybody uses; `templates/<language>/<capability>/words.toml` holds a
capability's own words, under the capability's name: `channel.phone` in `visits/words.toml` is "visits.channel.phone".
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import structlog

from bot.core.errors import Misconfigured

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
"""The folder of messages and words that comes with the program."""

_log = structlog.get_logger(__name__)
_GAP = re.compile(r"\{(\w+)\}")
_PLURAL = {"one", "other"}

Word = str | tuple[str, ...] | Mapping[str, str]
"""A text, a list of texts (weekdays), or a text with forms for one and for other numbers."""


class UnknownWord(KeyError):
    """No language has this key. The message names it."""


class Words:
    """All words of all languages, read once from the templates folder.

    `strict` makes a key missing in the asked language an error (tests); otherwise another language answers and the
    gap is logged, because a person is better served by a foreign word than by "[key]" or by no message.
    """

    def __init__(self, root: Path, strict: bool = False) -> None:
        self.root, self.strict = root, strict
        self._words = {language: dict(_read(root / language)) for language in discover(root)}
        if not self._words:
            raise Misconfigured(f"{root} holds no language: a folder with a words.toml, such as en/words.toml")

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages found, in alphabetical order."""
        return tuple(self._words)

    def get(self, language: str, key: str, **values: Any) -> str:
        """The text of a key with its `{gaps}` filled; `n` also chooses between the forms for one and many.

        Raises UnknownWord if no language has the key, and for a missing gap value.
        """
        word = self._find(language, key)
        if isinstance(word, tuple):
            raise UnknownWord(f"{key} is a list; ask `listed` for it")
        text = word if isinstance(word, str) else word["one" if abs(values.get("n", 0)) == 1 else "other"]
        first, *rest = _apart(text)
        return first + "".join(str(_value(values, part, key)) if gap else part for gap, part in rest) if rest else text

    def listed(self, language: str, key: str) -> tuple[str, ...]:
        """The texts of a list such as the weekdays. Raises UnknownWord if the key is no list."""
        word = self._find(language, key)
        if not isinstance(word, tuple):
            raise UnknownWord(f"{key} is not a list")
        return word

    def has(self, language: str, key: str) -> bool:
        """True if this very language has the key."""
        return key in self._words.get(language, {})

    def below(self, language: str, prefix: str) -> dict[str, str]:
        """Every text right below a key, by its last part, in the order of the file: the choices of a menu."""
        start = prefix + "."
        found = self._words[self._known(language)]
        return {
            key[len(start) :]: word
            for key, word in found.items()
            if key.startswith(start) and "." not in key[len(start) :] and isinstance(word, str)
        }

    def keys(self, language: str) -> frozenset[str]:
        """All keys of one language."""
        return frozenset(self._words[language])

    def normalise(self, locale: str | None, default: str = "en") -> str:
        """The language we have for a locale as Slack or a browser writes it ("zh-Hans-CN", "zh_TW", "en-GB")."""
        return normalise_locale(locale, self.languages, default)

    def _known(self, language: str) -> str:
        return language if language in self._words else self.normalise(language)

    def _find(self, language: str, key: str) -> Word:
        language = self._known(language)
        found = self._words[language].get(key)
        if found is not None:
            return found
        if not self.strict:
            for other, words in self._words.items():
                if key in words:
                    _log.warning("words.missing", key=key, language=language, answered_in=other)
                    return words[key]
        raise UnknownWord(f"{key} ({language})")


@lru_cache(maxsize=8192)
def _apart(text: str) -> tuple[Any, ...]:
    """The words before the first gap, then what follows: (True, name of a gap) or (False, words)."""
    first, *rest = _GAP.split(text)
    return first, *((number % 2 == 0, part) for number, part in enumerate(rest) if part)


@cache
def shipped() -> Words:
    """The words that come with the program, read once."""
    return Words(TEMPLATES)


def _value(values: Mapping[str, Any], name: str, key: str) -> Any:
    if name not in values:
        raise UnknownWord(f"{key} needs a value for {{{name}}}")
    return values[name]


def normalise_locale(locale: str | None, languages: tuple[str, ...] = ("en", "zh-CN"), default: str = "en") -> str:
    """One of `languages` for a locale: the same, else one with the same primary subtag, else the default."""
    wanted = (locale or "").strip().replace("_", "-").lower()
    for language in languages:
        if language.lower() == wanted:
            return language
    primary = wanted.split("-")[0]
    for language in languages:
        if primary and language.lower().split("-")[0] == primary:
            return language
    return default if default in languages else languages[0]


def discover(root: Path) -> list[str]:
    """The languages of a templates folder: every folder that has a words.toml."""
    return sorted(path.parent.name for path in root.glob("*/words.toml"))


def _read(folder: Path) -> Iterator[tuple[str, Word]]:
    yield from _load(folder / "words.toml", "")
    for path in sorted(folder.glob("*/words.toml")):
        yield from _load(path, path.parent.name + ".")


def _load(path: Path, prefix: str) -> Iterator[tuple[str, Word]]:
    try:
        tree = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise Misconfigured(f"{path} cannot be read: {problem}") from problem
    yield from _flatten(tree, prefix, path)


def _flatten(tree: Mapping[str, Any], prefix: str, path: Path) -> Iterator[tuple[str, Word]]:
    for name, value in tree.items():
        key = prefix + name
        if isinstance(value, str):
            yield key, value
        elif isinstance(value, list) and all(isinstance(item, str) for item in value):
            yield key, tuple(value)
        elif isinstance(value, dict) and value.keys() == _PLURAL:
            yield key, value
        elif isinstance(value, dict):
            yield from _flatten(value, key + ".", path)
        else:
            raise Misconfigured(f"{path}: {key} must be a text, a list of texts, or a table")


HALVES = ("zh-CN", "en")
"""The order of the languages in a text that has both, with " · " between."""


_HAN = re.compile(r"[\u3400-\u9fff]")


def own_half(text: str, language: str) -> str:
    """Of a title people wrote in both languages ("\u5236\u5ea6 / A rule") the half in one; all of any other text."""
    for mark in (" / ", " \u00b7 ", " | ", "\uff0f"):
        halves = [half.strip() for half in text.split(mark)]
        chinese = [bool(_HAN.search(half)) for half in halves]
        if len(halves) == len(HALVES) and all(halves) and sum(chinese) == 1:
            return halves[chinese.index(language == HALVES[0])]
    return text


def half_of(text: str, language: str) -> str:
    """The half of a bilingual text in one language; all of it for "", or where it has no halves."""
    halves = text.split(" \u00b7 ")
    return halves[HALVES.index(language)] if language in HALVES and len(halves) == len(HALVES) else text
