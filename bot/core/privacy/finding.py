"""Reading a text: what is confidential in it, and the text as it may be shown and stored."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.core.privacy import checks
from bot.core.privacy.documents import find_documents
from bot.core.privacy.findings import PUBLIC, Candidate, Finding, candidate
from bot.core.privacy.folding import fold
from bot.core.privacy.masking import masked
from bot.core.privacy.numbers import find_numbers

_SPOKEN_DIGITS = str.maketrans("〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖两", "0012345678911234567892")
_WIDEST = 80
_CIPHER = "[〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖两]"
_SPOKEN = re.compile(rf"{_CIPHER}(?:[ \-,.]?{_CIPHER}){{10,18}}[ \-,.]?")


@dataclass(frozen=True, slots=True)
class Masked:
    """`text` may be shown and stored; `findings` are what was taken out, in order, with values (empty for secrets)."""

    text: str
    findings: tuple[Finding, ...]


def find(text: str) -> list[Finding]:
    """Everything confidential in a text in reading order, and social credit codes, which are public (kind `uscc`).

    Overlaps are resolved in favour of the surer reading. Linear in the length of the text.
    """
    folded = fold(text)
    candidates = (*find_documents(folded.text), *find_numbers(folded.text), *_spoken(folded.text))
    return [
        Finding(item.kind, folded.span(item.start, item.end), item.value, masked(item.kind, item.value))
        for item in _choose(candidates, len(folded.text))
    ]


def mask(text: str) -> Masked:
    """The text with every confidential value replaced by its mask; public codes stay."""
    findings = tuple(item for item in find(text) if item.kind not in PUBLIC)
    parts, end = [], 0
    for item in findings:
        parts += [text[end : item.span[0]], item.masked]
        end = item.span[1]
    return Masked("".join((*parts, text[end:])), findings)


def _choose(candidates: Iterable[Candidate], length: int) -> list[Candidate]:
    found = list(candidates)
    if not found:
        return []
    taken = bytearray(length)
    chosen = []
    for item in sorted(_widened(found), key=lambda item: (item.rank, item.start, item.start - item.end)):
        if not any(taken[item.start : item.end]):
            taken[item.start : item.end] = b"\x01" * (item.end - item.start)
            chosen.append(item)
    return sorted(chosen, key=lambda item: item.start)


def _widened(candidates: list[Candidate]) -> Iterator[Candidate]:
    # A secret takes with it whatever number it cuts into, so that no rest of that number stays behind.
    others = sorted((item for item in candidates if item.kind != "secret"), key=lambda item: item.start)
    starts = [item.start for item in others]
    for item in candidates:
        if item.kind != "secret":
            yield item
            continue
        near = others[bisect_left(starts, item.start - _WIDEST) : bisect_left(starts, item.end)]
        met = [other for other in near if other.end > item.start]
        first = min([item.start, *(other.start for other in met)])
        yield candidate("secret", first, max([item.end, *(other.end for other in met)]), "")


def _spoken(text: str) -> Iterator[Candidate]:
    for match in _SPOKEN.finditer(text):
        stripped = match[0].rstrip(" -,.")
        digits = re.sub(r"[^0-9]", "", stripped.translate(_SPOKEN_DIGITS))
        end = match.start() + len(stripped)
        if checks.is_mobile(digits):
            yield candidate("mobile", match.start(), end, digits)
        elif checks.is_resident_id(digits):
            yield candidate("resident_id", match.start(), end, digits)
        elif checks.is_bank_card(digits) and checks.card_issuer(digits):
            yield candidate("bank_card", match.start(), end, digits)
