"""Pure decisions about visit notes."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any, Final

from bot.promises import rules as promises
from bot.understanding import Understood
from bot.understanding.dates import When

UNDO: Final = promises.UNDO
"""How long a note can be taken back with one tap."""
REPEAT: Final = timedelta(minutes=2)
"""The same words within this time were probably sent twice by mistake."""
SHOWN: Final = 600
"""Characters of a note that a card shows; the rest stands behind a button."""
PAGE: Final = 6000
"""Characters of a long note on one private page."""
FOLLOW: Final = "follow"
"""Why a due moment is asked for: no promise was understood at all. Others: none, past, unsure."""
_UNDO_WORDS: Final = re.compile(
    r"(?:请|麻烦)?(?:取消(?:这|上一?|刚才那)条|撤[销回](?:一下|[这上]一?条|刚才(?:的|那条)?)?)(?:记录)?吧?[.!。！\s]*"
    r"|(?:please\s+)?(?:undo|take\s+(?:it|that)\s+back)(?:\s+(?:it|that|this|(?:the|my)\s+last\s+(?:one|note|visit)))?(?:,?\s+please)?[.!\s]*",
    re.IGNORECASE,
)
_DATE_WORDS: Final = re.compile(
    r"(?:拜访)?(?:日期|时间|date|day|it was)\s*(?:是|改成|改为|改到|is|was|to)?[\s:]+(?P<date>.+)",
    re.IGNORECASE | re.DOTALL,
)


def wants_undo(text: str) -> bool:
    """Whether somebody asks to take a note back, and says nothing else."""
    return _UNDO_WORDS.fullmatch(text.strip()) is not None


def date_words(text: str) -> str | None:
    """The words of a date that a reply below the card gives ("日期 昨天", "date: yesterday")."""
    found = _DATE_WORDS.fullmatch(unicodedata.normalize("NFKC", text.strip()))
    return found["date"] if found else None


def says_something(understood: Understood) -> bool:
    """Whether free talk is plainly a note: a known customer, people met, or two weaker signs together.

    What is not plain is offered to be saved by one tap; a meeting of one's own department is no visit.
    """
    if understood.customer or understood.candidates or understood.contacts or understood.attempt:
        return True
    signs = (understood.channel, understood.new_name, understood.promises)
    return sum(map(bool, signs)) >= 2 or bool(understood.channel and understood.when)


def moment_of(when: When | None, now: datetime) -> tuple[datetime, str] | None:
    """When it took place and how exactly that is known; None for what is too vague, unsure or still to come."""
    if when is None or when.ambiguous or when.granularity not in ("minute", "part", "day"):
        return None
    if when.granularity != "day":
        return when.start, when.granularity
    noon = when.start.replace(hour=12, minute=0)
    return (noon, "day") if noon.date() <= now.astimezone(noon.tzinfo).date() else None


def part_of_day(at: time) -> str:
    """morning, afternoon or evening."""
    if at.hour < 12:
        return "morning"
    return "afternoon" if at.hour < 18 else "evening"


def why_asked(due: datetime | None, ambiguous: bool, now: datetime) -> str | None:
    """Why the due moment of a promise has to be asked for: none, past, unsure; None when it is fine."""
    if due is None:
        return "none"
    if due <= now:
        return "past"
    return "unsure" if ambiguous else None


def waiting(pending: list[dict[str, Any]], key: int) -> Mapping[str, Any] | None:
    """The promise that waits for its due moment under this key; None when it was answered."""
    return next((each for each in pending if each["key"] == key), None)


def pages(text: str, size: int = PAGE) -> list[str]:
    """A long text in parts, cut at line breaks where there are any near."""
    parts: list[str] = []
    while len(text) > size:
        cut = text.rfind("\n", size // 2, size)
        cut = size if cut < 0 else cut
        parts.append(text[:cut])
        text = text[cut:].lstrip("\n")
    return [*parts, text]
