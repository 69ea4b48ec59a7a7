"""What an English clause without a day to come says to be done, by one of ours, the writer or the customer."""

import re
from typing import Final

from bot.understanding.dates import When
from bot.understanding.house.forms import LABELS, listed_for
from bot.understanding.house.subjects import head
from bot.understanding.owed.asides import PAST
from bot.understanding.owed.jotted import is_jotted
from bot.understanding.owed.orders import is_order
from bot.understanding.owed.saying import CAN, Sentence, Verdict, who
from bot.understanding.text.clauses import Clause
from bot.understanding.text.line import Line
from bot.understanding.text.verbs import doing, every_act, present, words


def undated(line: Line, clause: Clause, said: Sentence, *, follows: bool) -> Verdict | None:
    """What a clause without a date to come says to be done, by one of ours or by the writer."""
    ordered = said.who is None and not said.willed and is_order(line, clause)
    return Verdict(True) if ordered else _told(line, clause, said, follows=follows)


def _told(line: Line, clause: Clause, said: Sentence, *, follows: bool) -> Verdict | None:
    if PAST.search(line.flat, clause.start, clause.end) or any(_is_over(line, date) for date in line.dates_in(clause)):
        return None
    before = next((each for each in line.clauses if each.end + len(each.mark) == clause.start), None)
    listed = listed_for(line, before) if before is not None and before.mark.strip().startswith(LABELS) else None
    if listed is not None:
        return Verdict(True, listed)
    if said.who == "ours":
        asked = CAN.match(line.flat, head(line, clause), clause.end) is not None
        acts = (
            asked
            or said.willed
            or said.verb in _OWES
            or present(said.verb)
            or doing(said.verb)
            or _IS_AT_IT.match(line.flat, who(line, clause)[1])
        )
        return Verdict(True, "ours") if acts else None
    if said.who == "mine":
        return Verdict(True) if _i_do(line, clause, said, follows=follows) else None
    if said.who is None and follows and _is_handed_on(line, clause):
        return Verdict(True)
    if said.who is None and any(each.match(line.flat, head(line, clause), clause.end) for each in (_MUST, REMEDY)):
        return Verdict(True)
    if said.who == "theirs":
        return Verdict(True, "theirs") if _they_do(line, clause, said, follows=follows) else None
    return Verdict(True) if said.who is None and not said.willed and is_jotted(line, clause) else None


def _they_do(line: Line, clause: Clause, said: Sentence, *, follows: bool) -> bool:
    """Ms Tan arranges the passes, in a list of who does what; she sends the form this week."""
    if follows and present(said.verb) and _A_THING.match(said.rest):
        return True
    if doing(said.verb) in words("gives", "verbs") and _A_THING.match(said.rest):
        return True
    soon = any(line.is_running(date) or _is_today(line, date) for date in line.dates_in(clause))
    return soon and present(said.verb) in words("gives", "verbs")


_A_THING: Final = re.compile(r"\s+(?:(?:the|an?|his|her|their|our|us)\s|[a-z-]+\s?[a-z-]*s\b)")


def _i_do(line: Line, clause: Clause, said: Sentence, *, follows: bool) -> bool:
    """Me to send the rates; I then book it; chase Jo Thursday, I ring Ed."""
    if line.flat.startswith("me to ", head(line, clause)):
        return True
    then = follows or _THEN.search(line.flat, clause.start, head(line, clause) + len("i then"))
    return bool(then) and not said.willed and said.verb in every_act()


def _is_handed_on(line: Line, clause: Clause) -> bool:
    """Then DocuSign to Kim: a thing and whom it goes to, behind another promise."""
    place = head(line, clause)
    said = _TO_WHOM.match(line.flat, place, clause.end)
    return said is not None and any(each.span == (said.end(), clause.end) for each in line.people_in(clause))


_TO_WHOM: Final = re.compile(r"(?:[a-z-]+\s+){1,4}?to\s+")


def _is_over(line: Line, date: When) -> bool:
    """A day gone by, or a part of today."""
    if date.direction == "by" or date.start.date() > line.today or line.is_running(date):
        return False
    return date.start.date() < line.today or (
        date.granularity in ("minute", "part") and (date.end or date.start) <= line.now
    )


def _is_today(line: Line, date: When) -> bool:
    return date.granularity == "day" and date.start.date() == line.today and date.direction == "at"


# Resending today, overnighting the balance, doing it first thing tomorrow: only a supplier's.
REMEDY: Final = re.compile(
    r"(?:(?:re-?(?:send|ship|issue|print|deliver|do|run|quot|mak|suppl|invoic)|credit|refund|replac|expedit|overnight|courier|escalat|chas|post|dispatch|despatch|email|invoic|fitt|install|deliver)[a-z]*ing\b|sending\s+(?:our|him|her|them)\b|doing\s+(?:it|this|that|so)\b"
    r"|setting\s+(?:it|this|that|them|up)\b|catching\s+up\b|firing\s+(?:it|this|over|off)\b|turning\s+(?:it|this|them)\s+(?:round|around)\b|firming\s+(?:it|this|up)\b|getting\s+(?:it|this|that|them)\s+(?:over|across|out|done|sorted)\b)\s+(?!(?:us|me|is|was|has)\b)\S"
)
_THEN: Final = re.compile(r"\b(?:then|after\s+(?:that|which)|afterwards|thereafter|once\s+(?:that's\s+)?done)\b")
_MUST: Final = re.compile(
    r"(?:must|need\s+to|have\s+to|got\s+to|gotta)\s+(?:also\s+|then\s+)?(?!(?:be|have|know|think|say|admit|see|feel|go|get|remember|wait)\b)[a-z]+\b"
)
_OWES: Final = ("owe", "owes")
_IS_AT_IT: Final = re.compile(r"(?:'s|\s+(?:is|are))\s+(?:now\s+)?[a-z]+ing\b")
