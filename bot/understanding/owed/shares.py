"""Parts of a sum, and what is left of a delivery: half on the 15th, two pallets short, the rest goes out Wednesday."""

import re
from typing import Final

from bot.understanding.text.clauses import Clause
from bot.understanding.text.cues import cued
from bot.understanding.text.line import Line


def only_a_sum(line: Line, clause: Clause) -> bool:
    """12月15日200万,1月15日200万: the next instalment."""
    spans = [date.span for date in line.dates_in(clause)] + [each.span for each in line.amounts]
    if _A_SHARE.fullmatch(line.without(clause, spans[: len(line.dates_in(clause))]).lower()):
        return True
    return any(clause.holds(each.span) for each in line.amounts) and not line.without(clause, spans).strip()


# Half on 15 Dec, half on 29 Jan.
_A_SHARE: Final = re.compile(
    r"\W*(?:and\s+)?(?:the\s+)?(?:other\s+)?(?:half|a\s+third|a\s+quarter|\d{1,2}\s?%|rest|remainder|balance|first|second|third|final|last)(?:\s+(?:half|third|lot|instal?lment|payment|tranche))?(?:\s+(?:on|by|at|in|due))?\W*"
)


# Of goods, and not of money, the rest is ours to send.
_GOES_OUT: Final = re.compile(
    r"(?:the\s+|an?\s+)?(?:rest|remainder|balance|missing\s+\w+|replacements?(?:\s+\w+)?|goods|parts|spares)\s+(?:is\s+|are\s+|will\s+|to\s+)?(?:goe?s?|going|leaves?|leaving|ships?|shipping|follows?)\b"
)
_GOODS: Final = cued(
    r"\b(?:short|deliver(?:y|ed)|pallets?|boxes|cartons?|crates?|missing|damaged|broken|faulty|tonnes?|units?|shipment|consignment|wrong\s+(?:item|size|colour|part)s?)\b"
)


def goods_go_out(line: Line, clause: Clause, place: int) -> bool:
    """Two pallets short, the rest goes out Wednesday."""
    return _GOES_OUT.match(line.flat, place, clause.end) is not None and _GOODS.search(line.flat) is not None
