"""A list of things under an English heading: my to-dos: usage report, credit check; actions - samples, order form."""

import re
from typing import Final

from bot.understanding.house.subjects import head, subject
from bot.understanding.owed.asides import PAST
from bot.understanding.owed.brief import tells
from bot.understanding.owed.facts import is_told
from bot.understanding.text.clauses import Clause
from bot.understanding.text.line import Line

_HEADING: Final = re.compile(
    r"\W*(?:my\s+|our\s+|the\s+|and\s+|agreed\s+)?(?:to[\s-]?do'?s?|todos?|action(?:s|\s+points?|\s+items?)?|next\s+steps?|follow[\s-]?ups|still\s+to\s+do|jobs|tasks)"
    r"(?:\s+(?:for\s+me|(?:from|after)\s+.{0,24}))?\W*"
    r"|(?:my\s+|our\s+)?(?:promises?|commitments?)(?:\s+(?:to|for)\s+[a-z. ]{2,24})?\W*"
)
_ITEM: Final = re.compile(
    r"(?!(?:no|none|nothing|nil|tbc|tba|n/a|as|see|he|she|they|it|that|there|if|when|because|who|which)\b)[a-z]"
)
# Revised quote, approval from Tom: what a thing is like, and from whom it comes.
_LIKE: Final = re.compile(
    r"\b(?:revised|updated|signed|detailed|amended|proposed|completed|combined|requested|promised|agreed|audited)\s+|\s+from\s+\S+$"
)
_MOST: Final = 8  # words of a thing that is only named


def is_heading(line: Line, clause: Clause) -> bool:
    """Whether an English clause is nothing but a heading of things to do."""
    if not clause.mark.strip().startswith((":", "-", "\u2013", "\u2014")):
        return False
    spans = [*line.customers, *(date.span for date in line.dates_in(clause))]
    return _HEADING.fullmatch(line.without(clause, spans).lower()) is not None


def is_named_item(line: Line, clause: Clause) -> bool:
    """Whether an English clause under such a heading names a thing to do and tells nothing."""
    left = line.without(clause, [date.span for date in line.dates_in(clause)]).lower().strip(" .;,)(1234567890")
    left = _LIKE.sub("", left)
    if not _ITEM.match(left) or len(left.split()) > _MOST or subject(line, clause)[0] is not None:
        return False
    if clause.mark.strip().startswith((":", "-", "\u2013", "\u2014")):
        return False  # a name, and what he is to do
    past = PAST.search(line.flat, head(line, clause), clause.end)
    return not past and not tells(left) and not is_told(line, clause)


def ends_list(line: Line, clause: Clause) -> bool:
    """Whether a full stop ends the list there, and no number of an item."""
    number = line.flat[clause.start : clause.end].strip(" ()").isdigit()
    return "\u3002" in clause.mark or (clause.mark.startswith(".") and not number)
