"""Numbers written in characters: 一三八…, 壹叁捌…, ①③⑧… and such mixed with plain digits (138一二三四5678)."""

import re
from collections.abc import Iterator

from bot.core.privacy import checks
from bot.core.privacy.findings import Candidate, candidate

_WRITTEN = "〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖两"
# Among plain digits they number the items of a list.
_CIRCLED = "⓪①②③④⑤⑥⑦⑧⑨"
_DIGITS = dict(zip(_WRITTEN + _CIRCLED, "00123456789" + "1" + "123456789" + "2" + "0123456789", strict=True))
_GAP = r"[ \-,.]?"
_RUN = re.compile(rf"[{_WRITTEN}0-9](?:{_GAP}[{_WRITTEN}0-9]){{10,}}|[{_CIRCLED}](?:{_GAP}[{_CIRCLED}]){{10,}}")
_PLAIN = re.compile(r"[0-9]")
_CHECK_X = re.compile(rf"{_GAP}(?:[Xx]|叉|艾克斯)")
_ID_BODY = 17
_LENGTHS = (11, 13, 14, 15, 16, 17, 18, 19)


def spoken(text: str) -> Iterator[Candidate]:
    """Telephone, identity and card numbers at least partly in characters; they begin anywhere in a row of digits.

    In a mixed number a written character stands inside: one before or behind plain digits counts or lists things.
    """
    for run in _RUN.finditer(text):
        if run[0].isascii():
            continue
        places = [place for place in range(*run.span()) if text[place] in _DIGITS or _PLAIN.match(text[place])]
        digits = "".join(_DIGITS.get(text[place], text[place]) for place in places)
        written = [text[place] in _DIGITS for place in places]
        for first in range(len(places) - 10):
            reach = slice(first, first + _LENGTHS[-1])
            yield from _numbers(text, places[reach], digits[reach], written[reach])


def _numbers(text: str, places: list[int], digits: str, written: list[bool]) -> Iterator[Candidate]:
    for length in _LENGTHS:
        if length > len(digits) or not _written_through(written[:length]):
            continue
        end, number = places[length - 1] + 1, digits[:length]
        if length == _ID_BODY:
            tail = _CHECK_X.match(text, end)
            if tail and checks.is_resident_id(number + "X"):
                yield candidate("resident_id", places[0], tail.end(), number + "X")
        kind = _kind(number)
        if kind:
            yield candidate(kind, places[0], end, number)


def _written_through(written: list[bool]) -> bool:
    return all(written) or any(written[1:-1])


def _kind(number: str) -> str | None:
    if checks.is_mobile(number):
        return "mobile"
    if checks.is_resident_id(number):
        return "resident_id"
    return "bank_card" if checks.card_issuer(number) and checks.luhn(number) else None
