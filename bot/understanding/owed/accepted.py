"""What is asked for by a day, and taken on in the next English clause: told her we'll have them there, I said can."""

import re
from dataclasses import replace
from typing import Final

from bot.understanding.dates import When
from bot.understanding.house.subjects import subject
from bot.understanding.model import Promise
from bot.understanding.owed.deeds import Deed
from bot.understanding.owed.frames import demand, with_preposition
from bot.understanding.text.clauses import Clause
from bot.understanding.text.cues import cued
from bot.understanding.text.line import Line
from bot.understanding.text.wording import bare

_WHOM: Final = r"(?:him|her|them|(?!no\b|not\b)[a-z]+)"
_WOULD: Final = (
    r"(?:i|we)\s*(?:would|will|'d|'ll|can|could)(?:\s+(?:try\s+to\s+)?(?:do|have|get|send|bring|be|make|manage|sort|deliver|arrange|come|go))?"
    r"(?:\s+(?:it|that|them|this|so|those|one))?(?:\s+(?:there|happen|done|over|out|then|by\s+then|in\s+time|(?:to|for)\s+(?:him|her|them)))*"
)
_SAID: Final = cued(
    rf"\b(?:said|promised(?:\s+{_WHOM})?|agreed|confirmed|replied|(?:told|assured)\s+{_WHOM})\s+(?:that\s+)?"
    rf"(?:yes|yeah|yep|sure|ok|okay|fine|can(?:\s+do)?|no\s+(?:problem|worries)|of\s+course|will\s+do|(?:that's|that\s+was|that\s+is)\s+(?:fine|ok|okay)|{_WOULD})\W*$"
)
_LEADS: Final = re.compile(r"(?:(?:and|so|but)\s+)?(?:(?:i|we)(?:'ve|\s+have)?\s+)?(?:also\s+|just\s+)?")
_ASKS: Final = cued(
    r"\b(?:wants?|wanted|needs?|needed|asked|asks|asking|can|could|requested|requests|hoping|hopes|wondered|wonders|possible|or\s+not|would\s+like|'d\s+like|after)\b"
)
_ASKED: Final = re.compile(
    r"(?:(?:he|she|they|it)(?:'s|\s+has|\s+have)?\s+)?(?:also\s+)?(?:(?:asked|asks|asking|wondered|wonders)(?:\s+(?:me|us))?(?:\s+(?:if|whether))?\s+)?(?:to\s+)?"
    r"(?:(?:can|could|would|will)\s+(?:we|you|u|i)?\s*|(?:we|i|you)\s+(?:can|could|would)\s+)?(?:please\s+|pls\s+)?",
    re.IGNORECASE,
)
_OR_NOT: Final = re.compile(r"\s+(?:or\s+not|please|pls|if\s+possible)\W*$", re.IGNORECASE)
_DOES_IT: Final = re.compile(
    r"(?:do|have|get|send|bring|deliver|be)\s+(?:it|that|them|so|there)(?:\s+there)?", re.IGNORECASE
)


def accepted(line: Line, deeds: list[Deed]) -> list[Deed]:
    """The deeds with what was asked for by a day and taken on right behind it."""
    if not _SAID.can_be_in(line.flat):
        return deeds
    for place, clause in enumerate(line.clauses[1:], 1):
        before, end = line.clauses[place - 1], _end(line, place)
        if end is None:
            continue
        made = _made(line, before, end)
        if made is not None and not any(each.clause is before and each.promise.by_customer for each in deeds):
            deeds = [
                each for each in deeds if not (each.clause in (before, clause) or _is_again(each, clause.end, end))
            ]
            deeds = sorted([*deeds, made], key=lambda each: each.promise.span)
    return deeds


def _end(line: Line, place: int) -> int | None:
    """Where the words end that take it on, if the clause at that place begins with them: told her | we'll have it."""
    clause = line.clauses[place]
    behind = line.clauses[place + 1] if place + 1 < len(line.clauses) and not clause.mark.strip() else None
    for end in (*([behind.end] if behind else []), clause.end):
        said = _SAID.search(line.flat, clause.start, end)
        if said is not None and _LEADS.fullmatch(line.flat, clause.start, said.start()):
            return end
    return None


def _is_again(deed: Deed, start: int, end: int) -> bool:
    """We'll do that, behind I said yes."""
    behind = start <= deed.clause.start <= end + len(", ")
    return behind and (deed.clause.end <= end or _DOES_IT.fullmatch(deed.promise.text) is not None)


def _made(line: Line, before: Clause, end: int) -> Deed | None:
    due = _due(line, before)
    if due is None or not (before.question or _ASKS.search(line.flat, before.start, before.end)):
        return None
    named = subject(line, before)[0]
    spans = [with_preposition(line, date.span) for date in line.dates_in(before)]
    spans += [span for span in line.customers if before.holds(span)] + ([named] if named else [])
    asked = demand(line.without(before, spans))
    text = bare(_OR_NOT.sub("", _ASKED.sub("", asked, count=1)))
    if not text:
        return None
    return Deed(replace(Promise(text, (before.start, end)), due=due), before)


def _due(line: Line, clause: Clause) -> When | None:
    dates = [date for date in line.dates_in(clause) if line.is_future(date) and date.direction != "after"]
    hours = [date for date in dates if date.granularity == "minute"]
    return next(reversed(hours or dates), None)
