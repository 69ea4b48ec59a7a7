"""Contractions typed or dictated without their apostrophe are read as with it: ill send, hed pay, they dont.

The apostrophe that is put in is a letter of its own, so that what is shown goes back to what was typed.
"""

import re
from bisect import bisect_left
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final, TypeVar

from bot.understanding.model import Span

_PUT_IN: Final = "\u02bc"  # folded like any apostrophe, typed by nobody
_NOT: Final = "do|does|did|ca|wo|is|are|was|were|have|has|had|could|would|should|need"
# Ill, well, wed and the like are words too: contractions only where somebody is about to do something.
_DEEDS: Final = (
    r"(?:also\s+|just\s+|then\s+)?(?:send|get|call|ring|phone|chase|ask|let|come|speak|talk|take|sort|prepare|arrange"
    r"|try|follow|bring|find|see|give|drop|pop|email|tell|put|raise|pass|be|have|do|go|know|need|make|pay|sign|come"
    r"|return|provide|reply|respond|revert|confirm|share|forward|submit|keep|look|work|book|draft|update|visit|meet"
    r"|write|decide|think|never|not|move|leave|renew|want|like|love|introduce|transfer|settle|deliver)\b"
)
_TOLD: Final = r"(?<![\w'])(?:said|says|say|told\s\w+|that|think|thinks|reckons|promised|and|but|so|then|,|\.|;|-|:)\s"
_SHORT: Final = re.compile(
    rf"(?<![\w'’@#./-])(?:(?:{_NOT})(?=nt(?![\w'’]))|(?:they|you)(?=(?:ll|ve|re|d)(?![\w'’]))|(?:that|there|what)(?=ll(?![\w'’]))"
    rf"|(?:he|she)(?=s\s(?:going|been|got|coming|asking|asked|not|away|out|happy|unhappy|keen|paying|sending)\b)"
    rf"|(?:we|i)(?=ve(?![\w'’]))|it(?=ll(?![\w'’]))|he(?=d\s)|i(?=m\s[a-z])"
    rf"|(?<!very\s)(?<!really\s)(?<!was\s)(?<!is\s)(?<!been\s)(?<!fell\s)(?<!the\s)(?<!a\s)(?<!off\s)(?<!as\s)"
    rf"(?:i(?=ll\s{_DEEDS})|(?:we|he|she)(?=ll\s{_DEEDS})|i(?=d\s(?!check){_DEEDS})))",
    re.IGNORECASE,
)
_AFTER_WORDS: Final = re.compile(rf"{_TOLD}(?:we|she)(?=d\s{_DEEDS})", re.IGNORECASE)
_NEVER: Final = frozenset(("ID", "Wed", "Shell", "Hell", "SHELL", "HELL"))
_RUN: Final = re.compile(r"[a-z]+")
_WORDS: Final = frozenset(
    [
        *(verb + "nt" for verb in _NOT.split("|")),
        *(who + end for who in ("they", "you") for end in ("ll", "ve", "re", "d")),
    ]
) | frozenset(
    (
        "thatll",
        "therell",
        "whatll",
        "itll",
        "weve",
        "ive",
        "im",
        "ill",
        "well",
        "hell",
        "shell",
        "id",
        "wed",
        "shed",
        "hed",
        "hes",
        "shes",
    )
)
_READ = TypeVar("_READ")


def written_out(text: str) -> tuple[str, list[int]]:
    """The text with the missing apostrophes put in, and where they stand in it (ascending)."""
    if _PUT_IN in text or _WORDS.isdisjoint(_RUN.findall(text.lower())):
        return text, []
    places = sorted(
        {
            match.end()
            for pattern in (_SHORT, _AFTER_WORDS)
            for match in pattern.finditer(text)
            if not _is_name(text, match.end())
        }
    )
    if not places:
        return text, []
    # The n of dont belongs behind the verb: don't.
    ends = [place + (text[place : place + 2].lower() == "nt") for place in places]
    pieces = [text[a:b] for a, b in zip([0, *ends], [*ends, len(text)], strict=True)]
    return _PUT_IN.join(pieces), [place + number for number, place in enumerate(ends)]


def _is_name(text: str, place: int) -> bool:
    """ID, Wed, Shell: capitals say that the word is meant."""
    start = re.search(r"[A-Za-z]*$", text[max(0, place - 8) : place])
    end = re.match(r"[A-Za-z]*", text[place : place + 4])
    word = (start[0] if start else "") + (end[0] if end else "")
    return word in _NEVER


def as_typed(answer: _READ, places: list[int]) -> _READ:
    """What was read from a text that was written out, in the words and positions of the one typed."""
    return answer if not places else _back(answer, places)


def _back(value: Any, places: list[int]) -> Any:
    if isinstance(value, str):
        return value.replace(_PUT_IN, "")
    if isinstance(value, tuple):
        return tuple(_back(each, places) for each in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed: dict[str, Any] = {}
    for each in fields(value):
        old = getattr(value, each.name)
        new = _moved(old, places) if each.name.endswith("span") and old is not None else _back(old, places)
        if new is not old and new != old:
            changed[each.name] = new
    return replace(value, **changed) if changed else value


def _moved(span: Span, places: list[int]) -> Span:
    start, end = span
    return start - bisect_left(places, start), end - bisect_left(places, end)
