"""Who goes on behind a comma or an and: Bev paid October, will do November; she is happy and will sign by Friday."""

import re
from typing import Final

from bot.understanding.house.subjects import subject
from bot.understanding.text.clauses import Clause
from bot.understanding.text.line import Line

# Bev paid October, will do November on the 18th: who was told of goes on.
_WILL: Final = re.compile(r"(?:will|'ll|should|is\s+going\s+to|promised\s+to|agreed\s+to)\s")
_THEY_DID: Final = re.compile(
    r"\b(?:paid|signed|sent|settled|cleared|ordered|returned|delivered|confirmed|approved|transferred)\b"
)
_I: Final = re.compile(r"\b(?:i|we|me|(?<!evaluating )(?<!comparing )(?<!between )us|our|my)\b")


def carries_on(line: Line, clause: Clause, place: int) -> bool:
    """Whether the clause goes on telling what the customer's side, told of in the one before, will do."""
    if not _WILL.match(line.flat, place, clause.end):
        return False
    before = next((each for each in line.clauses if each.end + len(each.mark) == clause.start), None)
    mark = before.mark.strip().lower() if before is not None else ""
    if before is None or mark not in (",", "and", "&") or _I.search(line.flat, before.start, clause.end):
        return False
    did = mark != "," or _THEY_DID.search(line.flat, before.start, before.end) is not None
    return did and subject(line, before)[0] is not None and not line.colleagues_in(before)
