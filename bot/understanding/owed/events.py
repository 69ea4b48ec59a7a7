"""An appointment that an English note names with its day and no verb: menu tasting Friday 4pm."""

import re
from typing import Final

from bot.understanding.owed.brief import tells
from bot.understanding.text.clauses import Clause
from bot.understanding.text.line import Line
from bot.understanding.text.verbs import words

_WORD: Final = re.compile(r"[a-z]+(?:-[a-z]+)*")
_LONGEST: Final = 7  # words of such an appointment
_WITH: Final = re.compile(r"(?:with|w|w/|at|re|about|for|on|to)\b")
_THEIRS: Final = re.compile(r"'s?\s*$")


def is_event(line: Line, clause: Clause) -> bool:
    """Whether nothing but an appointment and its day stand in the clause; what is the customer's own is none."""
    spans = [*(date.span for date in line.dates_in(clause)), *(each.span for each in line.people_in(clause))]
    spans += [span for span in line.customers if clause.holds(span)]
    left = line.without(clause, spans).lower().strip(" ,:-\u2013()'").replace("kick off", "kick-off")
    said = _WORD.findall(left)
    if not said or len(said) > _LONGEST or tells(left.replace("-", "")):
        return False
    events = words("events", "things")
    if said[0] in events and (len(said) == 1 or _WITH.match(left, len(said[0]) + 1)):
        return True
    return said[-1] in events and not any(word in _NO_NOUN for word in said)


_NO_NOUN: Final = frozenset(
    ("to", "will", "can", "should", "must", "if", "after", "before", "her", "his", "their", "board", "no", "not")
)


def begins_event(line: Line, clause: Clause) -> bool:
    """Interview with the new manager: an appointment, and with whom."""
    return is_event(line, clause) and not line.dates_in(clause)
