"""An appointment put off or brought forward in English: review moved from Thursday to Friday, was the 8th now 10th."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bot.understanding.dates import When
from bot.understanding.model import Promise
from bot.understanding.owed.deeds import Deed
from bot.understanding.text.clauses import Clause
from bot.understanding.text.cues import cued
from bot.understanding.text.line import Line
from bot.understanding.text.verbs import words
from bot.understanding.text.wording import bare

_MOVED: Final = cued(
    r"\b(?:mov(?:ed|ing|e)|push(?:ed|ing)?|slip(?:s|ped)?|postpon(?:ed|e|ing)|re-?schedul(?:ed|e|ing)|shift(?:ed|ing)?|re-?arranged|re-?booked|bumped|swapped"
    r"|deferred|delayed|changed|put(?=\s+(?:\w+\s+){0,3}back\b)|(?:bring|brought|bringing)(?=\s+(?:\w+\s+){0,3}forward\b))\b"
    r"(?:\s+(?:back|forward|out|off|on|over))?"
)
# Was the 8th, from Thursday, not 10am: the day that holds no longer.
_OLD: Final = re.compile(
    r"(?:\bwas|\bfrom|\bnot|originally|instead\s+of|rather\s+than|\bwere)\s+(?:on\s+|for\s+|the\s+)*$"
)
_STOPS: Final = (".", ";", "!", "|", "\n")
_SUBJECT: Final = re.compile(
    r"(?:\W|\bs\b|\b(?:they|he|she|we|i|who|has|have|had|'ve|'s|is|are|was|been|being|got|get|to|asked|wants?|wanted|needs?|us|just|now|also|after|be|will|their|our|the|end|says?|said|it)\b)*"
)
_LEADS: Final = r"(?:to|till|until|from|back|forward|by|for|on|out|off|so|now)\b"
_THING: Final = re.compile(
    rf"\s*(?:(?:the|our|their|his|her|a|that)\s+)?(?!{_LEADS})(?P<thing>[a-z][\w'&/ -]{{2,48}}?)\s*"
    rf"(?=\b{_LEADS}|[,(;:.]|$)"
)
_LONG: Final = ("week", "month", "quarter", "year")


def shifted(line: Line, deeds: list[Deed]) -> list[Deed]:
    """The deeds with each appointment that is moved on its new day, once, and none of them on the old one."""
    if not _MOVED.can_be_in(line.flat):
        return deeds
    for sentence in _sentences(line):
        start, end = sentence[0].start, sentence[-1].end
        moved = _MOVED.search(line.flat, start, end)
        dates = _dates(line, start, end)
        behind = [date for date in dates if moved and date.span[0] >= moved.end()]
        held = next((each for each in sentence if moved and each.start <= moved.start() < each.end), sentence[0])
        # Install slipped to the 14th, Jo will confirm by Wednesday: the day told with the move is the new one.
        new = _new_day(line, [date for date in behind if held.holds(date.span) and _to_it(line, date)]) or _new_day(
            line, [date for date in behind if _told_with(line, held, date)]
        )
        thing = _thing(line, sentence, moved, dates) if moved and new else ""
        if new is not None and thing:
            clause = next(each for each in sentence if each.holds(new.span))
            first = next(each for each in sentence if moved and each.start <= moved.start() < each.end)
            made = Deed(Promise(thing, (first.start, max(clause.end, new.span[1])), due=new), clause, first)
            spans = [date.span for date in dates]
            deeds = [each for each in deeds if not _is_same(each, first, spans)]
            deeds = sorted([*deeds, made], key=lambda each: each.promise.span)
    return deeds


def _told_with(line: Line, held: Clause, date: When) -> bool:
    """Pushed back, so Friday; slipped, now 14 Dec: a day of the next clause, if that says little more."""
    clause = next((each for each in line.clauses if each.holds(date.span)), held)
    return clause is held or _LITTLE.fullmatch(line.flat, clause.start, date.span[0]) is not None


_LITTLE: Final = re.compile(
    r"(?:\b(?:so|now|to|it's|its|is|will|be|instead|new|date|time|day|for|on|at|from|the|was|not|and|but|moved|re-?booked|rescheduled|rearranged|make|made|it|they|we|i|he|she|can|could|do|did|said|says|asked|wants?|suggested|offered|proposed|looking|agreed|confirmed|with|him|her|them|us|mon|tues?|weds?|thu(?:rs?)?|fri|sat|sun|[a-z]+day|\d[\w/:.]*)\b|\W)*"
)


def _to_it(line: Line, date: When) -> bool:
    return line.flat.endswith((" to ", " to the ", " till ", " until "), 0, date.span[0])


def _is_same(deed: Deed, first: Clause, spans: list[tuple[int, int]]) -> bool:
    due = deed.promise.due
    return (due is not None and due.span in spans) or deed.clause is first


def _sentences(line: Line) -> Iterator[list[Clause]]:
    sentence: list[Clause] = []
    for clause in line.clauses:
        sentence.append(clause)
        if clause.mark.strip().startswith(_STOPS):
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def _dates(line: Line, start: int, end: int) -> list[When]:
    return [date for date in line.dates if start <= date.span[0] < end]


def _new_day(line: Line, dates: list[When]) -> When | None:
    """The last day named behind the move that is not said to be the old one, with the hour told apart from it."""
    held = [
        date
        for date in dates
        if line.is_future(date)
        and date.granularity not in _LONG
        and not _OLD.search(line.flat, max(0, date.span[0] - 24), date.span[0])
    ]
    hours = [date for date in held if date.granularity == "minute"]
    if not held:
        return None
    return next((hour for hour in hours if hour.start.date() == held[-1].start.date()), held[-1])


def _thing(line: Line, sentence: list[Clause], moved: re.Match[str], dates: list[When]) -> str:
    """What is moved: what stands before the move, or its object behind it; nothing where it is no appointment."""
    clause = next(each for each in sentence if each.start <= moved.start() < each.end)
    spans = [*line.customers, *(each.span for each in line.people_in(clause)), *(date.span for date in dates)]
    before = replace(clause, end=moved.start())
    left = line.without(before, [span for span in spans if span[0] < moved.start()])
    subject = _SUBJECT.match(left.lower())
    if subject is not None and subject.end() >= len(left):
        behind = _THING.match(line.flat, moved.end(), clause.end)
        left = line.text[slice(*behind.span("thing"))] if behind else _head_line(line, clause)
        if behind is not None and behind.span("thing") in line.customers:
            return left  # had to move B&H to 4.30
    text = bare(_AUX.sub("", left.strip()))
    said = set(_WORD.findall(text.lower()))
    return text if said & words("events", "things") and "board" not in said else ""


def _head_line(line: Line, clause: Clause) -> str:
    """Oven controls demo. Postponed to Monday: the clause before says what."""
    before = next((each for each in reversed(line.clauses) if each.end <= clause.start), None)
    if before is None:
        return ""
    return line.without(before, [*line.customers, *(date.span for date in line.dates_in(before))])


_AUX: Final = re.compile(
    r"\s+(?:has|have|had|is|are|was|were|been|being|now|got|just|needs?\s+to\s+be|to\s+be)\s*$|'s\s*$", re.IGNORECASE
)
_WORD: Final = re.compile(r"[a-z]+")
