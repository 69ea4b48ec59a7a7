"""Whether a check report only repeats the one before."""

import re

from rapidfuzz import fuzz

_SHORTEST = 20


def similarity(report: str, previous: str) -> float:
    """How alike two reports are, 0 to 100: white space, punctuation and figures of dates set aside."""
    return fuzz.ratio(_bare(report), _bare(previous))


def too_similar(report: str, previous: str | None, percent: int) -> bool:
    """Whether the author should look again before filing; short standard answers are no reports."""
    if previous is None or len(_bare(report)) < _SHORTEST:
        return False
    return similarity(report, previous) >= percent


def _bare(text: str) -> str:
    undated = re.sub(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}月\d{1,2}日", "", text)
    return re.sub(r"[\W_]+", "", undated).lower()
