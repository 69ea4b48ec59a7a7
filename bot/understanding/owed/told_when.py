"""What was asked of the customer, and the day he named for it: asked Pat for the accounts, he said end of next week."""

import re
from typing import Final

from bot.understanding.model import Promise
from bot.understanding.owed.deeds import Deed
from bot.understanding.text.clauses import Clause
from bot.understanding.text.cues import cued
from bot.understanding.text.line import Line

_ASKED: Final = cued(
    r"\b(?:asked|chased|pressed|pushed|nudged|reminded)\s+[^,;.]{2,30}?\s+(?:for|about|on)\s+(?:(?:the|a|an|his|her|their)\s+)?(?P<thing>[^,;.]{3,60})"
)
_SAID: Final = re.compile(
    r"(?:(?:and|but)\s+)?(?:he|she|they|apparently)?\s*(?:said|says|told\s+(?:me|us)|reckons|promised|promises)\s*"
    r"(?:(?:it|that|they|he|she|i|we)(?:'d|'ll|\s+will|\s+would)\s+(?:be\s+(?:here|there|ready|with\s+(?:us|me))|have\s+(?:it|them))\s*)?"
)
_BESIDE: Final = 3  # characters between two clauses that follow each other


def told_when(line: Line, clause: Clause) -> Deed | None:
    """The customer's promise that an answer with nothing but a day makes of what he was asked for."""
    said = _SAID.match(line.flat, clause.start, clause.end)
    dates = [date for date in line.dates_in(clause) if line.is_future(date)] if said else []
    if said is None or len(dates) != 1:
        return None
    left = line.flat[said.end() : dates[0].span[0]] + line.flat[dates[0].span[1] : clause.end]
    before = next((each for each in reversed(line.clauses) if each.end <= clause.start), None)
    if left.strip() or before is None or clause.start - before.end > _BESIDE:
        return None
    asked = _ASKED.search(line.flat, before.start, before.end)
    if asked is None:
        return None
    thing = line.text[slice(*asked.span("thing"))].removesuffix(" again").rstrip()
    return Deed(Promise(thing, (asked.start("thing"), clause.end), None, True, dates[0]), before)
