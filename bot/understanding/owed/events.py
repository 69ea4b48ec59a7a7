"""An appointment that an English note names with its day and no verb: menu tasting Friday 4pm."""

import re
from typing import Final

from bot.understanding.owed.brief import tells
from bot.understanding.text.clauses import Clause
from bot.understanding.text.line import Line
from bot.understanding.text.verbs import words

_WORD: Final = re.compile(r"[a-z]+(?:-[a-z]+)*")
_LONGEST: Final = 7  # words of such an appointment
_WITH: Final = re.compile(r"(?:with|w|w/|@|at|re|about|for|on|to)\b")
_FEW: Final = 2
# Revised appointment, wifi survey booked, Teams meeting: what is said of it besides.
_LIKE: Final = re.compile(
    r"^(?:(?:revised|rescheduled|rebooked|agreed|confirmed|booked|new|next|teams|zoom|video|phone|quick|annual|monthly|weekly|follow-up)\s+)+(?=[a-z])"
)
_SET: Final = re.compile(
    r"\s+(?:is\s+|now\s+|provisionally\s+)?(?:booked(?:\s+in)?|scheduled|sched'd|confirmed|set|fixed|arranged|agreed|pencilled(?:\s+in)?|rebooked)$"
)
_THEIRS: Final = re.compile(r"'s?\s*$")


def is_event(line: Line, clause: Clause) -> bool:
    """Whether nothing but an appointment and its day stand in the clause; what is the customer's own is none."""
    spans = [*(date.span for date in line.dates_in(clause)), *(each.span for each in line.people_in(clause))]
    spans += [span for span in line.customers if clause.holds(span)]
    left = line.without(clause, spans).lower().strip(" ,:-\u2013()'").replace("kick off", "kick-off")
    left = _SET.sub("", _LIKE.sub("", left))
    said = _WORD.findall(left)
    if not said or tells(left.replace("-", "")):
        return False
    events = words("events", "things")
    if said[0] in events and (len(said) == 1 or (len(said) <= 2 * _LONGEST and _WITH.match(left, len(said[0]) + 1))):
        return True
    if len(said) > _LONGEST:
        return False
    if said[-1] in words("desks", "people") and len(said) <= _FEW:
        return True  # engineer tomorrow
    return said[-1] in events and not any(word in _NO_NOUN for word in said)


_NO_NOUN: Final = frozenset(
    ("to", "will", "can", "should", "must", "if", "after", "before", "her", "his", "their", "board", "no", "not")
)


def begins_event(line: Line, clause: Clause) -> bool:
    """Interview with the new manager: an appointment, and with whom."""
    return is_event(line, clause) and not line.dates_in(clause)
