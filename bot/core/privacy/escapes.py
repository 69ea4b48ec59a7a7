"""What programs write in place of a character: %20 in addresses, \\u53f7 in JSON, &nbsp; in pages.

A number is read through them; where it stands is told in the text as it was given.
"""

import html
import re
from collections.abc import Iterator

Piece = tuple[str, int, int]
"""A character, and where its spelling begins and ends in the text."""

_PERCENT = r"(?:%[0-9A-Fa-f]{2})+"
_JSON = r"(?:\\u[dD][89ABab][0-9A-Fa-f]{2}\\u[dD][C-Fc-f][0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\[nrt])"
_PAGE = r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,8});"
_ESCAPES = re.compile(rf"{_PERCENT}|{_JSON}|{_PAGE}")
_SHORT = {"\\n": "\n", "\\r": "\r", "\\t": "\t"}


def has_escapes(text: str) -> bool:
    """Whether anything in the text may stand for another character."""
    return _ESCAPES.search(text) is not None


def characters(text: str) -> Iterator[Piece]:
    """Every character the text means, with the stretch that spells it; what is no escape stands for itself."""
    at = 0
    for match in _ESCAPES.finditer(text):
        yield from ((text[place], place, place + 1) for place in range(at, match.start()))
        yield from _meant(match[0], match.start())
        at = match.end()
    yield from ((text[place], place, place + 1) for place in range(at, len(text)))


def _meant(written: str, start: int) -> Iterator[Piece]:
    if written[0] == "%":
        yield from _percent(written, start)
        return
    if written[0] == "&":
        meant = html.unescape(written)
    elif written in _SHORT:
        meant = _SHORT[written]
    else:
        units = [int(unit, 16) for unit in written.split("\\u")[1:]]
        meant = chr(units[0]) if len(units) == 1 else _paired(*units)
    for char in meant:
        yield char, start, start + len(written)


def _paired(high: int, low: int) -> str:
    return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))


def _percent(written: str, start: int) -> Iterator[Piece]:
    raw = bytes.fromhex(written.replace("%", ""))
    try:
        meant = raw.decode("utf-8")
    except UnicodeDecodeError:
        yield from ((char, start + place, start + place + 1) for place, char in enumerate(written))
        return
    at = start
    for char in meant:
        size = 3 * len(char.encode("utf-8"))
        yield char, at, at + size
        at += size
