"""Patterns of announcing words, which may stand between Chinese characters or digits."""

import re

_MARKS = str.maketrans({"‹": "(?<![A-Za-z])", "›": "(?![A-Za-z])"})


def wording(pattern: str) -> re.Pattern[str]:
    """Compile a pattern, ignoring case. ‹ and › are the edges of a Latin word: \\b would see none beside 字 or 5."""
    return re.compile(pattern.translate(_MARKS), re.IGNORECASE)
