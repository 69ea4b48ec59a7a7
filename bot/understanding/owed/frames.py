"""What of a clause is not the text of its promise: to whom it was promised, prepositions of dates, who asked, tags."""

import re
from collections.abc import Iterator
from typing import Final

from bot.understanding.model import Span
from bot.understanding.text.clauses import Clause
from bot.understanding.text.cues import cued
from bot.understanding.text.line import Line

_DEMANDS: Final = re.compile(
    r"^(?:(?:'d|would)\s+(?:like|love|prefer)\s+(?=an?\b|the\b|some\b)"
    r"|(?:一直|再次|也|又)?(?:(?:要求|希望)(?:我哋|我们?|我行|我方|我司)?"
    r"|(?:让|请|催(?:着)?|问|想)(?:我哋|我们?|我行|我方|我司))(?:能|可以|在|于)?|(?:has\s+|have\s+|also\s+)*(?:asked|asks|wants?|"
    r"wanted|told|expects?|needs?|would\s+like)\s+(?:me|us)\s+to\s+|(?:has\s+|"
    r"have\s+|also\s+|just\s+)*(?:asked\s+for|asking\s+for|requested|wants?|wanted|"
    r"needs?)\s+(?!us\b|me\b|to\b))"
)
_TO: Final = cued(r"(?:答应|承诺|保证|答复|promised|told|assured)(?:了|过)?\s*$")


def promised_to(line: Line, clause: Clause) -> Iterator[Span]:
    """Whom it was promised to: 答应刘总明天送 is about 送."""
    yield from _agreed_with(line, clause)
    whom: list[Span] = []
    for span in sorted([*(person.span for person in line.people_in(clause)), *line.customers]):
        beside = whom and line.flat[whom[-1][1] : span[0]] in _OF
        if clause.holds(span) and (beside or _TO.search(line.flat, clause.start, span[0])):
            whom.append((whom[-1][1] if beside else span[0], span[1]))
    yield from whom


# 跟Sunrise的Grace约了碰头: with whom it was agreed.
_AGREE: Final = cued(r"约|[说讲]好|商定|敲定")
_WITH: Final = re.compile(r"(?:跟|和|与|同)$")
_AGREED: Final = re.compile(
    r"(?:那边|的?[a-z]{2,12}|的[\u4e00-\u9fff]{2,3}?)?(?:约了|约好了?|约定|说好了?|讲好了?|商定|敲定)"
    r"(?=[\u4e00-\u9fffa-z ])"
)


def _agreed_with(line: Line, clause: Clause) -> Iterator[Span]:
    if _AGREE.search(line.flat, clause.start, clause.end) is None:
        return
    named = sorted([*line.customers, *(person.span for person in line.people_in(clause))])
    for start, end in named:
        if clause.start < start < clause.end and _WITH.search(line.flat, clause.start, start):
            last = end
            for a, b in named:
                if a >= last and line.flat[last:a] in _OF:
                    last = b
            agreed = _AGREED.match(line.flat, last, clause.end)
            if agreed:
                yield start - 1, agreed.end()
            return


_OF: Final = ("", "的", "那边", "那边的", " ", "这边的", " at ", " of ", " from ", " @ ", " (", ") ")


_PREPOSITION: Final = re.compile(r"(?<!-)\b(?:on|at|by|in|before|for)\s+$|[在于]$")


def with_preposition(line: Line, span: Span) -> Span:
    """A date's stretch with the preposition before it: by Friday."""
    found = _PREPOSITION.search(line.flat, max(0, span[0] - 8), span[0])
    return (found.start() if found else span[0]), span[1]


def demand(text: str) -> str:
    """What was asked for, without who asked: wants a quote -> a quote."""
    text = text.strip(" ,，:：")
    return _DEMANDS.sub("", text, count=1) or text


def edges(line: Line, clause: Clause) -> Iterator[Span]:
    """Tags, and an exclamation mark at the end, are no part of a promise."""
    for match in re.finditer(r"#[^\s#,，。]+", line.text[clause.start : clause.end]):
        yield clause.start + match.start(), clause.start + match.end()
