"""Two likely causes for a new complaint: naive Bayes over pieces of text, learnt from the team's own closed cases."""

import math

from sqlalchemy import select

from bot.complaints import library
from bot.complaints.grams import letters
from bot.complaints.models import CauseCount, GramCount
from bot.core.work import Work

LEAST_CASES = 20
"""Closed cases with a cause before anything is suggested."""
LEAST_OF_CAUSE = 3
LEAST_CAUSES = 2
MOST = 2
_CHUNK = 800


def learn(work: Work, text: str, cause: str) -> None:
    """One more closed case of this cause."""
    library.count(work, sorted(letters(text)), cause)


def causes(work: Work, text: str) -> list[str]:
    """The two likeliest causes, the likelier first; nothing until there are enough cases to learn from."""
    known = {row.cause: row for row in work.session.scalars(select(CauseCount)) if row.cause}
    fit = {code: row for code, row in known.items() if row.cases >= LEAST_OF_CAUSE}
    total = sum(row.cases for row in known.values())
    if total < LEAST_CASES or len(fit) < LEAST_CAUSES:
        return []
    counts = _counts(work, sorted(letters(text)))
    if not counts:
        return []
    scores = {code: _score(row, counts, total) for code, row in fit.items()}
    return sorted(scores, key=lambda code: (-scores[code], code))[:MOST]


def _counts(work: Work, pieces: list[str]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for start in range(0, len(pieces), _CHUNK):
        part = pieces[start : start + _CHUNK]
        query = select(GramCount.gram, GramCount.cause, GramCount.cases).where(
            GramCount.gram.in_(part), GramCount.cause != ""
        )
        for gram, cause, cases in work.session.execute(query):
            found.setdefault(gram, {})[cause] = cases
    return found


def _score(row: CauseCount, counts: dict[str, dict[str, int]], total: int) -> float:
    """Log probability: how common the cause is, and in which part of its cases each piece stands (smoothed)."""
    prior = math.log(row.cases / total)
    return prior + sum(math.log((by.get(row.cause, 0) + 0.3) / (row.cases + 0.6)) for by in counts.values())
