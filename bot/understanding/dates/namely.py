"""A day said twice: 4月20号,也就是下周一. The second name says again which day is meant, or contradicts the first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.understanding.dates.context import Context
from bot.understanding.dates.model import Reading, Vague
from bot.understanding.dates.patterns import compiled
from bot.understanding.dates.phrases import Phrase
from bot.understanding.dates.settle import Settled
from bot.understanding.dates.spans import Piece, Unreadable

_NAMELY = compiled(r"\s*,?\s*(?:也就?是|就是|也即|亦即|即)\s*")


def says_again(text: str, reading: Reading, start: int) -> bool:
    """Whether what begins there explains the date before it."""
    return bool(reading.dates) and _NAMELY.fullmatch(text, reading.dates[-1].span[1], start) is not None


def agree(
    context: Context, phrase: Phrase, settled: Settled | Unreadable | None, span: tuple[int, int], reading: Reading
) -> int:
    """Keep one date for both names of the day, with the hour if the second one says it; neither if they contradict.

    Answers where the next date may begin.
    """
    first = reading.dates[-1]
    words, whole = context.raw[first.span[0] : span[1]].strip(), (first.span[0], span[1])
    if phrase.slots == {"w"}:
        same = any(each.weekday == first.start.weekday() for each in weekdays_of(phrase, context))
    else:
        same = isinstance(settled, Settled) and settled.start.date() == first.start.date()
    if not same:
        reading.dates.pop()
        reading.vague.append(Vague(words, whole))
    elif isinstance(settled, Settled) and phrase.slots != {"w"} and _says_more(settled, first.direction):
        reading.dates[-1] = replace(
            first,
            start=settled.start,
            end=settled.end,
            granularity=settled.granularity,
            direction=settled.direction,
            text=words,
            span=whole,
        )
    return span[1]


def _says_more(settled: Settled, direction: str) -> bool:
    return direction == "at" and (settled.direction != "at" or settled.granularity in ("minute", "part"))


def weekdays_of(phrase: Phrase, base: Context) -> Iterator[Piece]:
    """The weekdays a phrase names."""
    for each, match in phrase.hits:
        found = each.read(match, base) if each.slots == "w" else None
        if isinstance(found, Piece):
            yield found
