"""Blanks set between figures and Chinese words: 12 月 4 日, 下周 3, 本月 25 号 are read as if written without."""

from __future__ import annotations

from dataclasses import replace

from bot.understanding.dates.model import Reading, Vague, When
from bot.understanding.dates.patterns import compiled

_BLANK = compiled(
    r"(?<=\d) (?=[年月日号](?![子码称])|点(?![心击评子名菜货赞数位]))"
    r"|(?<=月) (?=\d{1,2} ?[日号])|(?<=年) (?=\d{1,2} ?月)"
    r"|(?<=[周期拜]) (?=[1-7](?!\d| ?[台件个次天家套箱万千百人吨分条种款元块%.:/-]))"
)


def closed_up(text: str) -> tuple[str, list[int]]:
    """The text without such blanks, and where each of its characters stood; no places where there was none."""
    taken = {match.start() for match in _BLANK.finditer(text)} if " " in text else set()
    if not taken:
        return text, []
    places = [place for place in range(len(text)) if place not in taken]
    return "".join(text[place] for place in places), [*places, len(text)]


def as_written(reading: Reading, text: str, places: list[int]) -> Reading:
    """What was read from a closed text, in the words and positions of the one written."""
    if not places:
        return reading
    return Reading(
        [_when(each, text, places) for each in reading.dates], [_vague(each, text, places) for each in reading.vague]
    )


def _span(span: tuple[int, int], places: list[int]) -> tuple[int, int]:
    start, end = span
    return places[start], places[end - 1] + 1 if end > start else places[end]


def _when(each: When, text: str, places: list[int]) -> When:
    span = _span(each.span, places)
    return replace(each, span=span, text=text[slice(*span)].strip())


def _vague(each: Vague, text: str, places: list[int]) -> Vague:
    span = _span(each.span, places)
    return each._replace(span=span, text=text[slice(*span)].strip())
