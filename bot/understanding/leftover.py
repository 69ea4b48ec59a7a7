"""What is left over is the summary: the typed characters without what the card shows elsewhere."""

import re
from collections.abc import Sequence
from typing import Final

from bot.understanding.dates import When
from bot.understanding.model import Contact, Span
from bot.understanding.text.clauses import Clause
from bot.understanding.text.line import Line
from bot.understanding.text.scanner import Found
from bot.understanding.text.wording import is_glue, trimmed

_TAG: Final = re.compile(r"(?<![\w&/])#([^\s#,，。;；!！]+)")


def tags(text: str) -> list[tuple[str, Span]]:
    """The #tags of a line, without the mark; a number alone (#3) is none."""
    if "#" not in text:
        return []
    return [(match[1], match.span()) for match in _TAG.finditer(text) if not match[1].isdigit()]


def summary(line: Line, told: Sequence[Clause], when: When | None, label: Span | None, beyond: str) -> str:
    """The summary of the clauses that are not promises. `label` is the customer's place, `beyond` was not read."""
    kept: list[tuple[str, Clause]] = []
    tagged = [span for _, span in tags(line.text)]
    for clause in told:
        piece = _piece(line, clause, when, label, tagged)
        if piece:
            kept.append((piece, clause))
    text = ""
    for number, (piece, clause) in enumerate(kept):
        text += piece
        if number + 1 < len(kept):
            text += clause.mark if clause.mark.strip() else " " if clause.mark else ""
    return (text + beyond).strip()


def _piece(line: Line, clause: Clause, when: When | None, label: Span | None, tagged: Sequence[Span]) -> str:
    spans = list(tagged)
    none = line.said("none", clause)
    if none:
        spans += [(each.start, each.end) for each in none]
        spans += [date.span for date in line.dates_in(clause)]
    spans += [when.span] if when and clause.holds(when.span) else []
    contact = is_contact(line, clause, when)
    spans += (
        [label]
        if label
        and clause.holds(label)
        and (contact or not line.text[clause.start : label[0]].strip(" ,，:：、-—*•·#()（）【】[]"))
        else []
    )
    if not contact and _only_people(line, clause, spans):
        return ""
    if contact:
        failed = line.said("attempt", clause)
        spans += [
            (each.start, each.end)
            for each in line.said("channel", clause)
            if each.code != "place" and not any(_meets(each, other) for other in failed)
        ]
        spans += [person.span for person in _beside(line, clause, spans)]
        spans += [each.span for each in line.colleagues_in(clause)]
    pieces = [
        trimmed(piece) if contact or (label and clause.holds(label)) else piece for piece in line.pieces(clause, spans)
    ]
    pieces = [piece for piece in pieces if piece and not (len(piece) < 80 and is_glue(piece))]
    joined = "".join(pieces) if pieces and all(not piece[:1].isascii() for piece in pieces[1:]) else " ".join(pieces)
    return joined.strip(" ,，:：;；、") if not contact else trimmed(joined)


def _only_people(line: Line, clause: Clause, spans: Sequence[Span]) -> bool:
    people = line.people_in(clause)
    if not people:
        return False
    return all(map(is_glue, line.pieces(clause, [*spans, *(person.span for person in people)])))


def _meets(one: Found, other: Found) -> bool:
    return one.start < other.end and other.start < one.end


def _beside(line: Line, clause: Clause, spans: Sequence[Span]) -> list[Contact]:
    """The people met: those beside the words of contact, not somebody spoken about further on."""
    people = line.people_in(clause)
    found = []
    reach = [*spans, *(colleague.span for colleague in line.colleagues_in(clause))]
    for person in people:
        near = any(
            is_glue(line.text[end : person.span[0]])
            if end <= person.span[0]
            else is_glue(line.text[person.span[1] : start])
            for start, end in reach
        )
        if near or (person.span[0] == clause.start and len(people) > 0 and reach):
            found.append(person)
            reach.append(person.span)
    return found


def is_contact(line: Line, clause: Clause, when: When | None) -> bool:
    """Whether the clause says that, when or with whom a contact took place."""
    if line.said("channel", clause):
        return True
    return bool(line.people_in(clause)) and when is not None and clause.holds(when.span)
