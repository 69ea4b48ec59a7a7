"""Several visits in one text: each line that names a customer begins one; the lines below it belong to it."""

import re
from typing import Final

from bot.understanding.model import Context, Understood
from bot.understanding.reading import understand

MOST_VISITS: Final = 30
_BULLET: Final = re.compile(r"^\s*(?:[-*•·]|\(?\d{1,2}[.)、）])\s*")


def understand_all(text: str, context: Context) -> list[Understood]:
    """What each visit of a text means. A line without a customer of its own belongs to the visit above it."""
    notes: list[str] = []
    for line in text.splitlines():
        if not line.strip():
            continue
        if notes and (len(notes) >= MOST_VISITS or not _begins(line, context)):
            notes[-1] += "\n" + line
        else:
            notes.append(line)
    return [understand(_BULLET.sub("", note, count=1), context) for note in notes] or [understand(text, context)]


def _begins(line: str, context: Context) -> bool:
    first = understand(_BULLET.sub("", line, count=1), context)
    named = first.customer or first.candidates
    if named is None or named == ():
        return first.new_name is not None and first.channel is not None
    span = first.customer.span if first.customer else first.candidates[0].span
    head = line[: span[0] + len(line) - len(_BULLET.sub("", line, count=1))]
    return len(head) <= 24
