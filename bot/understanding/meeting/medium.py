"""How the contact took place that a note tells of: the medium it names."""

import re
from collections.abc import Sequence
from typing import Final

from bot.understanding.dates import When
from bot.understanding.meeting.coming import gone_by
from bot.understanding.model import Channel, Span
from bot.understanding.text import clauses
from bot.understanding.text.cues import cued
from bot.understanding.text.line import Line

_ORDER: Final[tuple[Channel, ...]] = ("video", "wechat", "mail", "phone", "face_to_face", "other")
_MET: Final = ("meeting", "place")  # people met, unless the note names a medium

# 方式：微信
_MEDIUM: Final = cued(r"(?:方式|渠道|途径|形式)\s*:\s*")


def how_it_was(line: Line, told: Sequence[clauses.Clause], when: When | None) -> tuple[Channel | None, Span | None]:
    """The first medium named in what is told; words that only say that people met count where no medium is named."""
    labelled = _MEDIUM.search(line.flat)
    if labelled:
        named = [each for each in line.words["channel"] if each.start == labelled.end() and each.code in _ORDER]
        if named:
            return next((name, (named[0].start, named[0].end)) for name in _ORDER if name == named[0].code)
    told = [clause for clause in told if line.said("channel", clause)]
    came_of_it = _after_trying(line, told)
    dated = [clause for clause in line.clauses if when and clause.holds(when.span) and line.said("channel", clause)]
    dated, told = (dated, told) if came_of_it is None else ([], came_of_it)
    said = [each for clause in dated for each in gone_by(line, clause)] or [
        each for clause in told for each in gone_by(line, clause)
    ]
    said = [each for each in said if each.code != "unsaid"] or said
    if all(each.code in _MET for each in said):
        named = [each for clause in told for each in gone_by(line, clause)]
        said = [each for each in named if each.code in ("video", "phone")] or said
    if not said:
        return _attempted(line)
    place = next((clause for clause in line.clauses if clause.start <= said[0].start < clause.end), None)
    near = [each for each in said if place is None or each.start < place.end]
    best = min(near, key=lambda each: (_ORDER.index(each.code) if each.code in _ORDER else 9, each.start))
    if best.code in _MET:
        return "face_to_face", (best.start, best.end)
    return next(((name, (best.start, best.end)) for name in _ORDER if name == best.code), (None, None))


_WRITTEN: Final = ("mail", "wechat", "other")


def _after_trying(line: Line, told: list[clauses.Clause]) -> list[clauses.Clause] | None:
    """没人接,改发了邮件: what was tried in vain counts only where nothing else came of it."""
    tried = [clause for clause in told if line.said("attempt", clause)]
    others = [clause for clause in told if clause not in tried and tried and clause.start > tried[0].start]
    return [clause for clause in others if any(each.code in _WRITTEN for each in line.said("channel", clause))] or None


def _attempted(line: Line) -> tuple[Channel | None, Span | None]:
    """Nobody picked up: it was a call."""
    for each in line.words.get("attempt", ()):
        if _CALLED.search(line.flat, each.start, each.end):
            return "phone", (each.start, each.end)
    return None, None


_CALLED: Final = re.compile(r"answer|pick(?:ed)?\s?-?up|voice\s?mail|\bvm\b|engaged|rang\s+out")
