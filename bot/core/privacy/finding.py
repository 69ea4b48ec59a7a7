"""Reading a text: what is confidential in it, and the text as it may be shown and stored."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from bot.core.privacy.documents import find_documents
from bot.core.privacy.findings import BY_SHAPE, PUBLIC, Candidate, Finding, candidate
from bot.core.privacy.folding import Folded, fold, unescape
from bot.core.privacy.masking import masked
from bot.core.privacy.numbers import find_numbers
from bot.core.privacy.spoken import spoken

_WIDEST = 80


@dataclass(frozen=True, slots=True)
class Masked:
    """`text` may be shown and stored; `findings` are what was taken out, in order, with values (empty for secrets)."""

    text: str
    findings: tuple[Finding, ...]


def find(text: str) -> list[Finding]:
    """Everything confidential in a text in reading order, and social credit codes, which are public (kind `uscc`).

    Overlaps are resolved in favour of the surer reading. Linear in the length of the text.
    """
    taken = bytearray(len(text))
    chosen: list[Candidate] = []
    # What was escaped goes first: the digits of an escape (\u6237) are none of the number beside it.
    for reading in (unescape(text), fold(text)):
        if reading is not None:
            chosen += _choose(_read(reading), taken)
    return [
        Finding(item.kind, (item.start, item.end), item.value, masked(item.kind, item.value))
        for item in sorted(chosen, key=lambda item: item.start)
    ]


def _read(folded: Folded) -> Iterator[Candidate]:
    """What one reading of a text finds, told by where it stands in the original."""
    for item in (*find_documents(folded.text), *find_numbers(folded.text), *spoken(folded.text)):
        start, end = folded.span(item.start, item.end)
        yield replace(item, start=start, end=end)


def mask(text: str, ours: Callable[[str], bool] = lambda _: False) -> Masked:
    """The text with every confidential value replaced by its mask.

    Public codes stay, and so does what only looks like a passport or permit while it is `ours`: a customer's code.
    """
    findings = tuple(
        item for item in find(text) if item.kind not in PUBLIC and not (item.kind in BY_SHAPE and ours(item.value))
    )
    parts, end = [], 0
    for item in findings:
        parts += [text[end : item.span[0]], item.masked]
        end = item.span[1]
    return Masked("".join((*parts, text[end:])), findings)


def _choose(candidates: Iterable[Candidate], taken: bytearray) -> list[Candidate]:
    """Those that are surest where several overlap; what they cover is marked in `taken`, one byte a character."""
    chosen = []
    for item in sorted(_widened(list(candidates)), key=lambda item: (item.rank, item.start, item.start - item.end)):
        if not any(taken[item.start : item.end]):
            taken[item.start : item.end] = b"\x01" * (item.end - item.start)
            chosen.append(item)
    return chosen


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
