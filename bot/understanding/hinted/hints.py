"""Hints: words that suggest a risk, a need, a complaint or a competitor; denial and hearsay respected."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from bot.understanding.hinted.denial import how_told
from bot.understanding.hinted.faults import find_faults
from bot.understanding.hinted.needs import stated_needs
from bot.understanding.hinted.rivals import find_rivals, is_career
from bot.understanding.hinted.wishes import wished
from bot.understanding.model import Hint, HintKind, Span
from bot.understanding.people.ordinary import given
from bot.understanding.people.roles import is_met
from bot.understanding.text.cues import cued
from bot.understanding.text.line import Line
from bot.understanding.text.scanner import Found

_KINDS: Final[tuple[HintKind, ...]] = ("risk", "need", "complaint", "competitor")
# 上次发火不对,现在没意见了: a quarrel that is over.
_SETTLED: Final = cued(
    r"(?:现在|已经?|后来|目前|如今)[^,;。]{0,4}(?:没意见|没事|不生气|消气|气消|解决|满意|和好|不追究|不计较|谅解|理解)"
)


def find_hints(line: Line, customers: Sequence[Span]) -> list[Hint]:
    """The hints of a line in its order; denied ones are marked, not dropped."""
    found = [hint for kind in _KINDS for hint in _of_kind(line, kind, customers)]
    complained = [hint.span for hint in found if hint.kind == "complaint"]
    found += find_faults(line, [*customers, *complained], _is_angry(line, found))
    named = [span for hint in found if hint.kind == "competitor" for span in [hint.span]]
    found += stated_needs(line, [hint.span for hint in found if not hint.negated])
    known = [person.span for person in line.people if not _may_be_a_firm(person.text)]
    found += find_rivals(line, [*customers, *named, *known, *_dates(line)])
    found += wished(line, [hint.span for hint in found if not hint.negated])
    return sorted(_without_shadows(found), key=lambda hint: (hint.span, hint.kind))


def _may_be_a_firm(name: str) -> bool:
    """Corvex is sniffing around: one word with a capital letter that nobody is called."""
    return name.isascii() and name.isalpha() and name[:1].isupper() and name.lower() not in given()


def _is_angry(line: Line, found: Sequence[Hint]) -> bool:
    """Whether the line speaks of a complaint or of a customer who is not content."""
    said = any(hint.kind == "complaint" and not hint.negated for hint in found)
    return said or any(each.code in ("1", "2") for each in line.words.get("satisfaction", ()))


def _dates(line: Line) -> list[Span]:
    return [date.span for date in line.dates]


def _of_kind(line: Line, kind: HintKind, customers: Sequence[Span]) -> Iterator[Hint]:
    for each in line.words.get(kind, ()):
        if kind == "competitor" and (is_career(line.flat, each.end) or _meets_day(line, each)):
            continue  # 儿子在农行上班, 周三一定到账
        if kind == "competitor" and _SHORT_NAME.fullmatch(line.text, each.start, each.end):
            continue  # Bea is a woman, BEA a bank
        tagged = line.flat[each.start - 1 : each.start] == "#"
        if tagged or any(start < each.end and each.start < end for start, end in customers):
            continue
        if each.code == "key_person" and is_met(line.flat, each):
            continue
        denied, hearsay = how_told(line, kind, each.start, each.end)
        negated = denied or _is_past(line, each)
        start = each.start
        if kind == "competitor" and (goes := _GOES_TO.match(line.flat, start, each.end)):
            start = goes.end()
        end = _about(line, each, customers) if kind == "complaint" else each.end
        yield Hint(kind, each.code, line.text[start:end], (start, end), negated, hearsay)


_SHORT_NAME: Final = re.compile(r"[A-Z][a-z]{2}")
# 投诉隔壁装修噪音, 差评:热水不够热, 投诉 电缆米数短: what the complaint is about stands behind its bare word.
_BARE: Final = re.compile(r"(?:要|已经?)?(?:投诉|投訴|客诉|客訴|差评|吐槽|抱怨|埋怨)(?:了)?")
_ABOUT: Final = re.compile(
    r"(?:一次|回复了|说|讲|称|过)?(?:[;,]?\s?(?:内容|原因|事由))?(?:[:\s]\s?|,(?=[^,;。\s]{0,6}(?:说|反映)))?(?P<what>[^,;。!?:\s]{3,16})"
)


def _about(line: Line, each: Found, customers: Sequence[Span]) -> int:
    """Where the words end that tell what a bare 投诉 is about; its own end where nothing tells."""
    about = _BARE.fullmatch(line.flat, each.start, each.end) and _ABOUT.match(line.flat, each.end)
    if not about:
        return each.end
    taken = [*customers, *_dates(line), *(person.span for person in line.people)]
    needs = line.words.get("need", ())
    if any(about.start("what") <= need.start < about.end() for need in needs):
        return each.end
    inside = [a for a, b in taken if a < about.end() and about.start("what") < b]
    return each.end if any(a <= about.start("what") for a in inside) else min([about.end(), *inside])


def _meets_day(line: Line, each: Found) -> bool:
    return any(a < each.end and each.start < b for a, b in _dates(line))


# 考虑去汉口银行: the bank is the competitor.
_GOES_TO: Final = re.compile(r"(?:考虑|打算|想|准备|要|说|可能|转|换)+(?:去|到|找|转|换|投)+(?=[\u4e00-\u9fff]+银行)")


_MENDED: Final = re.compile(
    r"\s*(?:is\s+|was\s+|has\s+been\s+|have\s+been\s+|all\s+|now\s+)*(?:resolved|fixed|sorted|cured|mended|repaired)\b"
)
_MENDS: Final = cued(
    r"\b(?:fixed|sorted|resolved|mended|repaired|cured|cleared\s+up)\s+(?:the\s+|their\s+|our\s+|that\s+)?$"
)


def _is_mended(flat: str, start: int, end: int) -> bool:
    """Pump issue resolved; they fixed the pump failure. A complaint stays one when it is dealt with."""
    if "complain" in flat[start:end]:
        return False
    return _MENDED.match(flat, end) is not None or _MENDS.search(flat, max(0, start - 30), start) is not None


def _is_past(line: Line, each: Found) -> bool:
    """A quarrel that is over, and a new officer who was only met."""
    if each.code == "key_person":
        return _is_met(line, each.start, each.end)
    if each.table == "complaint" and _is_mended(line.flat, each.start, each.end):
        return True
    settled = each.table == "complaint" and "投诉" not in line.text[each.start : each.end]
    return settled and _SETTLED.search(line.flat, each.end) is not None


# Neil and his new FD Joanna were there: somebody met, no change that is told of.
_TELLS_OF: Final = cued(
    r"\b(?:have|has|had|got|gets|is|appointed|hired|named|there's|there|now|a|installed"
    r"|bringing)\s+(?:a\s+|the\s+|their\s+|his\s+|her\s+)?$"
)


def _is_met(line: Line, start: int, end: int) -> bool:
    if not line.flat.startswith("new ", start):
        return False
    named = any(person.span[0] <= start and person.span[1] > end for person in line.people) or any(
        0 <= person.span[0] - end <= 1 for person in line.people
    )
    told = _TELLS_OF.search(line.flat, max(0, start - 20), start) is not None
    return named and not told


# 嫌收单到账慢 tells of a complaint and a need, 被拉卡拉挖走了 of who took it.
_BOTH: Final = {("complaint", "need"), ("risk", "complaint"), ("risk", "competitor"), ("complaint", "competitor")}


# 扬言找别家: nobody is named, so it is the threat alone.
_NOBODY: Final = re.compile(
    r"(?:考虑|打算|想|准备|要|说|可能)*(?:去|找|转|换|用|投)*(?:别家|别人|其他家?|另一家|别的|另外)"
)


def _without_shadows(hints: list[Hint]) -> list[Hint]:
    """应收账款融资 is a need, not also the risk 应收账款: of two overlapping hints the longer one stays."""

    def shadowed(hint: Hint) -> bool:
        size = hint.span[1] - hint.span[0]
        return any(
            other is not hint
            and ((other.kind, hint.kind) not in _BOTH or (other.kind == "risk" and _NOBODY.match(hint.text)))
            and other.span[0] <= hint.span[0]
            and hint.span[1] <= other.span[1]
            and other.span[1] - other.span[0] > size
            for other in hints
        )

    return [hint for hint in hints if not shadowed(hint)]
