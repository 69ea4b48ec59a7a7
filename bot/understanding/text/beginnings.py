"""What a pattern's matches begin with and what they must hold, read off its syntax tree.

By these a text pays only for the patterns its own characters call for; see cues and scanner.
"""

import importlib
import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, Final

_PARSER: Final[Any] = importlib.import_module("re._parser")
_MOST_OPTIONS: Final = 400
_MOST_LONG: Final = 100
_LONG_LIST: Final = 8  # words of a list from which on it is worth a pattern for each first character
LONGEST: Final = 3  # characters of a beginning by which words are kept
_MOST_SPELLINGS: Final = 48  # ways to write out a part of a pattern that are followed up
_MOST_TOGETHER: Final = 12  # ... and parts that follow each other
_FEWEST_LETTERS: Final = 2  # Latin letters that say something: nearly every line holds an e

_CATEGORIES: Final = {"CATEGORY_DIGIT": frozenset("0"), "CATEGORY_SPACE": frozenset(" ")}
# Blanks are all alike in a beginning, and so are digits: see `shape`.
_SHAPE: Final = {code: " " for code in range(0x3001) if chr(code).isspace()} | {ord(each): "0" for each in "123456789"}

Spellings = set[str]


def shape(text: str) -> str:
    """The text with its blanks and its digits made alike, as beginnings know it; as long as it was."""
    return text.translate(_SHAPE)


def heads_of(source: str, flags: int = 0, longest: int = LONGEST) -> set[str]:
    """The shapes of up to `longest` characters that a match can begin with, shorter ones where they are too many.

    Raises ValueError where it could begin with anything.
    """
    parsed = _PARSER.parse(source, flags)
    found = {text for text, _ in _heads(parsed, longest)}
    for size in range(longest, 0, -1):
        found = {text[:size] for text in found}
        if len(found) <= (_MOST_OPTIONS if size <= LONGEST else _MOST_LONG):
            break
    if not found or "" in found or len(found) > _MOST_OPTIONS or any(text[0] == " " for text in found):
        raise ValueError(f"a pattern must begin with something certain: {source}")
    return _shortest(found)


def narrowed(source: str, first: str) -> str:
    """The source with only those words of the list it begins with that can begin with this character."""
    words, rest = _first_list(source)
    if len(words) == 1:
        return f"(?:{narrowed(words[0], first)}){rest}"
    if len(words) < _LONG_LIST:
        return source
    kept = [word for word in words if can_begin(word, shape(first))]
    return f"(?:{'|'.join(kept)}){rest}" if kept else source


def _first_list(source: str) -> tuple[list[str], str]:
    """The alternatives of the group at the head of a pattern, and what follows it; none where it is no plain list."""
    if not source.startswith("(?:") or re.search(r"\(\?[P(]|\\[1-9]", source):
        return [], source
    words: list[str] = []
    word, depth, inside, place = "", 0, False, len("(?:")
    while place < len(source):
        piece = source[place : place + 2] if source[place] == "\\" else source[place]
        inside = inside != (piece == ("]" if inside else "["))
        depth += 0 if inside else {"(": 1, ")": -1}.get(piece, 0)
        place += len(piece)
        if depth < 0:
            return [*words, word], source[place:]
        if piece == "|" and depth == 0 and not inside:
            words, word = [*words, word], ""
        else:
            word += piece
    return [], source


def can_begin(source: str, first: str) -> bool:
    """Whether a match can begin with a character of this shape."""
    firsts = _firsts(source)
    return "" in firsts or first in firsts


@cache  # as many as there are words in the lists
def _firsts(source: str) -> frozenset[str]:
    return frozenset(text for text, _ in _heads(_PARSER.parse(source), 1))


def firsts_of(source: str) -> set[str]:
    """The characters a match can begin with, however many. Raises ValueError where it could begin with anything."""
    firsts = {text for text, _ in _heads(_PARSER.parse(source), 1)}
    if not firsts or "" in firsts:
        raise ValueError(f"a pattern must begin with something certain: {source}")
    return firsts | {chr(code) for code, kind in _SHAPE.items() if kind in firsts}


def _shortest(found: set[str]) -> set[str]:
    """Without those that begin with another one."""
    return {text for text in found if not any(text[:size] in found for size in range(1, len(text)))}


def _heads(parsed: Any, size: int) -> set[tuple[str, bool]]:
    """Beginnings of at most `size` characters; True marks one behind which anything may follow."""
    found: set[tuple[str, bool]] = set()
    open_ends = {""}
    for operation, argument in parsed:
        open_ends, closed = _grown(open_ends, _options(str(operation), argument, size), size)
        found |= closed
        if not open_ends:
            break
    return found | {(text, False) for text in open_ends}


def _grown(ends: set[str], options: set[tuple[str, bool]] | None, size: int) -> tuple[set[str], set[tuple[str, bool]]]:
    if options is None:
        return set(), {(text, True) for text in ends}
    grown: set[str] = set()
    closed: set[tuple[str, bool]] = set()
    for text in ends:
        for more, last in options:
            longer = (text + more)[:size]
            if last or len(longer) == size:
                closed.add((longer, True))
            else:
                grown.add(longer)
    return grown, closed


def _options(operation: str, argument: Any, size: int) -> set[tuple[str, bool]] | None:
    """What one part of a pattern can begin with; None where that is not known."""
    if operation == "LITERAL":
        return {(shape(chr(argument)), False)}
    if operation == "IN":
        members = _members(argument)
        return None if members is None else {(char, False) for char in shape("".join(members))}
    if operation == "BRANCH":
        return set().union(*(_heads(branch, size) for branch in argument[1]))
    if operation == "SUBPATTERN":
        return _heads(argument[-1], size)
    if operation in ("MAX_REPEAT", "MIN_REPEAT"):
        once = _heads(argument[2], size)
        again = {(text, last or argument[1] > 1) for text, last in once}
        return again | {("", False)} if argument[0] == 0 else again
    return {("", False)} if operation in ("ASSERT", "ASSERT_NOT", "AT") else None


def _members(items: Any) -> Spellings | None:
    found: set[str] = set()
    for kind, value in items:
        if str(kind) == "LITERAL":
            found.add(chr(value))
        elif str(kind) == "RANGE" and value[1] - value[0] < _MOST_OPTIONS:
            found |= {chr(code) for code in range(value[0], value[1] + 1)}
        elif str(value) in _CATEGORIES:
            found |= _CATEGORIES[str(value)]
        else:
            return None
    return found


def needs_of(source: str, flags: int, fold: Callable[[str], str]) -> tuple[str, ...]:
    """Folded words of which every match holds at least one; none where there is nothing that every match must hold.

    Words end at blanks and commas: where a stretch of a line is blotted out by them, that brings no new word.
    """
    words = _needs(_PARSER.parse(source, flags), fold) or set()
    return tuple(sorted(word for word in words if not any(other in word for other in words - {word})))


def _needs(parsed: Any, fold: Callable[[str], str]) -> Spellings | None:
    """The most telling of what the parts of a sequence need."""
    found: list[Spellings] = []
    run: Spellings = {""}
    for operation, argument in parsed:
        kind = str(operation)
        if kind in ("AT", "ASSERT_NOT"):
            continue
        written = None if kind == "ASSERT" else _written(kind, argument, fold)
        longer = {text + more for text in run for more in written} if written is not None else set()
        if written is not None and len(longer) <= max(_MOST_TOGETHER, len(run), len(written)):
            run = longer
            continue
        if kind != "ASSERT":
            found.append(run)
            run = {""} if written is None else written
        within = _within(kind, argument, fold)
        if within:
            found.append(within)
    return max((_telling(each) for each in [*found, run]), key=_worth, default=None) or None


def _written(kind: str, argument: Any, fold: Callable[[str], str]) -> Spellings | None:
    """Every way to write a part of a pattern; None where there are too many."""
    if kind == "LITERAL":
        return {fold(chr(argument))}
    if kind == "IN":
        members = None if "CATEGORY" in str(argument) else _members(argument)
        return {fold(char) for char in members} if members and len(members) <= _MOST_SPELLINGS else None
    if kind == "SUBPATTERN":
        return _all_written([argument[-1]], fold)
    if kind == "BRANCH":
        return _all_written(argument[1], fold)
    if kind in ("MAX_REPEAT", "MIN_REPEAT") and argument[:2] == (0, 1):
        once = _all_written([argument[2]], fold)
        return None if once is None else once | {""}
    return None


def _all_written(branches: Iterable[Any], fold: Callable[[str], str]) -> Spellings | None:
    found: Spellings = set()
    for branch in branches:
        texts: Spellings = {""}
        for operation, argument in branch:
            if str(operation) in ("AT", "ASSERT_NOT", "ASSERT"):
                continue
            more = _written(str(operation), argument, fold)
            texts = set() if more is None else {text + each for text in texts for each in more}
            if not texts or len(texts) > _MOST_SPELLINGS:
                return None
        found |= texts
    return found if len(found) <= _MOST_SPELLINGS else None


def _within(kind: str, argument: Any, fold: Callable[[str], str]) -> Spellings | None:
    """What must stand within a part that cannot be written out."""
    if kind == "ASSERT":
        return _needs(argument[1], fold)
    if kind == "SUBPATTERN":
        return _needs(argument[-1], fold)
    if kind in ("MAX_REPEAT", "MIN_REPEAT") and argument[0] > 0:
        return _needs(argument[2], fold)
    if kind != "BRANCH":
        return None
    branches = [_needs(branch, fold) for branch in argument[1]]
    return set().union(*(each for each in branches if each)) if all(branches) else None


def _telling(texts: Spellings) -> Spellings:
    """Of each text its longest word; nothing where one of them says nothing."""
    words = {max(re.split(r"[\s,]", text), key=len) for text in texts}
    return (
        words
        if all(len(word) >= _FEWEST_LETTERS or (word and not (word.isascii() and word.isalnum())) for word in words)
        else set()
    )


def _worth(words: Spellings) -> tuple[bool, int, int]:
    """What is rarest: longer words, then fewer of them. A Chinese character says as much as two letters."""
    size = min((len(word) if word.isascii() else 2 * len(word) for word in words), default=0)
    return bool(words), min(size, 2 * _FEWEST_LETTERS), -len(words)
