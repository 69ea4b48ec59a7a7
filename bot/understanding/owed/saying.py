"""An English clause as who, will and what: who acts, whether a word of will stands before the verb, what follows it."""

import re
from typing import Final, NamedTuple

from bot.understanding.house.antecedents import antecedent
from bot.understanding.house.forms import Side
from bot.understanding.house.subjects import customer_at, head
from bot.understanding.text.clauses import Clause
from bot.understanding.text.line import Line


class Verdict(NamedTuple):
    """Whether something is owed, and by whom: the writer, the customer's side or a colleague."""

    owed: bool
    side: Side = "mine"


class Sentence(NamedTuple):
    """Who acts (None if nobody is named), whether a word of will or duty stands before the verb, and what follows."""

    who: Side | None
    willed: bool
    verb: str
    rest: str


_ME: Final = re.compile(
    r"(?:i|we|our\s+(?:side|end)|me(?=\s+(?:to|call|visit|ring|send|see|chase|meet|email|book|quote)\b))(?=\s|'ll)"
)
_WILL: Final = re.compile(
    r"\s*(?:'ll|will|shall|to|(?:is|are|am)\s+(?:going\s+)?to|going\s+to|must|(?:has|have|need|needs)\s+to)\s+"
)
_ADVERBS: Final = re.compile(
    r"\s*(?:(?:(?:'s|is|are|'m|am|'re)(?=\s+(?:also\s+|now\s+|then\s+)?(?!(?:going|hoping|asking|looking|waiting|planning|expecting|thinking|wanting|being|having)\b)[a-z]+ing\s)|also|then|now|just|still|kindly|please|pls|(?:would|'d)(?=\s+(?:like|love|prefer)\s)|ha(?:s|ve)(?=\s+(?:also\s+)?(?:requested|applied|asked)))\s+)*"
)
_WORD: Final = re.compile(r"[a-z]+")


def sentence(line: Line, clause: Clause) -> Sentence:
    """The clause taken apart."""
    named, place = who(line, clause)
    for date in line.dates_in(clause):
        if named and date.span[0] >= place and not line.flat[place : date.span[0]].strip(" ,on"):
            place = date.span[1]
    adverbs = _ADVERBS.match(line.flat, place, clause.end)
    place = adverbs.end() if adverbs else place
    will = _WILL.match(line.flat, place, clause.end)
    place = will.end() if will else place
    verb = _WORD.match(line.flat, place, clause.end)
    if verb is None:
        return Sentence(named, bool(will), "", "")
    return Sentence(named, bool(will), verb[0], line.flat[verb.end() : clause.end])


def who(line: Line, clause: Clause) -> tuple[Side | None, int]:
    """Who stands at the head of the clause, and where he ends."""
    place = head(line, clause)
    mine = _ME.match(line.flat, place, clause.end)
    if mine:
        return "mine", mine.end()
    asked = CAN.match(line.flat, place, clause.end)
    for colleague in line.colleagues_in(clause):
        if colleague.span[0] == place or (asked and colleague.span[0] == asked.end()):
            return "ours", colleague.span[1]
    if antecedent(line, place) is not None:
        return "ours", _PRONOUN.match(line.flat, place).end()  # type: ignore[union-attr]
    named = customer_at(line, clause, place)
    return ("theirs", named[1]) if named else (None, place)


_PRONOUN: Final = re.compile(r"who|he|she|they")
CAN: Final = re.compile(r"(?:(?:can|could|would|please|pls)\s+)+")
