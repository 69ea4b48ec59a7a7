"""Talk pasted into a note: who speaks where, by the labels before what is said; 小欧: ok我周五前定 is his word."""

import re
from typing import Final

from bot.understanding.text.clauses import Clause
from bot.understanding.text.cues import cued
from bot.understanding.text.line import Line
from bot.understanding.text.wording import is_glue

_PASTED: Final = cued(
    r"^\s*(?:fw|fwd|转发|转)\s*:?\s|语音转(?:文字|写)|语音留言|聊天记录|原话|【[^】]{2,20}】|(?:^|[\s/,;。?!])我\s?:"
)
_ME: Final = re.compile(r"[\s/]*我们?")
_VOICE: Final = re.compile(r"语音|留言|原话|转文字|转写|说|回复|原文")
_ASKS_US: Final = cued(r"请(?:贵|您|你)|贵[行司]|(?:麻烦|劳烦|拜托)[您你]|[您你]们?(?:能|可|帮|给我|把)")


def speaks(line: Line, clause: Clause) -> bool | None:
    """Whether the customer's side speaks in the clause; False for the writer, None where no talk was pasted."""
    if line.pasted is None:
        line.pasted = _PASTED.search(line.flat) is not None
    if not line.pasted:
        return None
    theirs: bool | None = None
    for before in line.clauses:
        if before.start >= clause.start:
            break
        if ":" not in line.flat[before.end : before.end + len(before.mark)] and not _TIMED.search(
            line.flat, before.start, before.end
        ):
            continue
        if _ME.fullmatch(line.flat, before.start, before.end):
            theirs = False
        elif _is_theirs(line, before):
            theirs = True
    return theirs


_TIMED: Final = re.compile(r"[】\s]\d{1,2}:\d\d$")


def _is_theirs(line: Line, clause: Clause) -> bool:
    """A label that names nobody but somebody of the customer's."""
    people = [person.span for person in line.people_in(clause)]
    spans = [*people, *(span for span in line.customers if clause.holds(span))]
    spans += [date.span for date in line.dates_in(clause)]
    left = _VOICE.sub("", line.without(clause, spans)).strip(" /】【")
    return bool(people or spans) and (is_glue(left) or len(left) <= _DESK)


_DESK: Final = 2  # characters of a desk before a name: 采购 小欧


def promises_us(line: Line, clause: Clause) -> bool | None:
    """Whether what is said in pasted talk is the customer's promise; None where the words themselves must tell."""
    theirs = speaks(line, clause)
    if theirs and _ASKS_US.search(line.flat, clause.start, clause.end):
        return False
    return theirs
