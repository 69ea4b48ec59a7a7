"""The case library: closed complaints without names, found by what they have in common with a text."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Float, Select, Text, delete, func, insert, literal, select
from sqlalchemy.orm import InstrumentedAttribute

from bot.complaints import queries
from bot.complaints.grams import grams
from bot.complaints.models import Case, CaseGram, CauseCount, Complaint, GramCount
from bot.core import bulk
from bot.core.privacy import mask, mask_company, mask_person
from bot.core.work import Work
from bot.customers.models import Alias
from bot.directory.models import Person

MOST_GRAMS = 40
"""The rarest pieces of a query that are looked up."""
MOST_ROWS = 12_000
"""Index rows read for one query: common pieces are left out beyond it, they say little."""
CANDIDATES = 40
_WANTED = bulk.Rows("wanted", {"gram": Text(), "weight": Float()})
SHORTEST = 3
"""Characters of another customer's name from which it is masked."""
LEAST = 0.12
"""Share of a query's weight a case must hold to be worth showing."""


@dataclass(frozen=True)
class Near:
    """A case and how much of the query's weight it holds (0 to 1)."""

    case: Case
    score: float

    @property
    def id(self) -> int:
        """The case's row id."""
        return self.case.id


def add(work: Work, found: Case) -> None:
    """Put a case (saved already) into the index, or bring it up to date."""
    remove(work, found)
    own = grams(_text(found))
    found.size = len(own)
    if own:
        work.session.execute(insert(CaseGram), [{"gram": gram, "case_id": found.id} for gram in sorted(own)])
    work.session.flush()


def remove(work: Work, found: Case) -> None:
    """Take a case out of the index."""
    work.session.execute(delete(CaseGram).where(CaseGram.case_id == found.id))


def _text(found: Case) -> str:
    return " ".join([found.title, found.claim, found.findings, found.lesson, *found.tags])


def nearest(work: Work, text: str, limit: int = 3, without: int | None = None) -> list[Near]:
    """The cases that have most in common with a text, best first; rare pieces weigh more (inverse frequency)."""
    weights = _weights(work, grams(text))
    if not weights:
        return []
    wanted = _WANTED.table(work.session.get_bind().dialect.name)
    score = func.sum(wanted.c.weight)
    # The pieces stand in the condition too: how many rows of a table sent along match, PostgreSQL cannot guess.
    query = (
        select(CaseGram.case_id, score).join(wanted, wanted.c.gram == CaseGram.gram)
        .where(CaseGram.gram.in_(list(weights))).group_by(CaseGram.case_id)
        .order_by(score.desc(), CaseGram.case_id.desc()).limit(CANDIDATES)
    )  # fmt: skip
    whole = sum(weights.values())
    given = _WANTED.given(work.session, weights.items())
    scores = {row[0]: float(row[1]) / whole for row in work.session.execute(query, given)}
    found = work.session.scalars(select(Case).where(Case.id.in_(scores))).all()
    near = [Near(one, scores[one.id]) for one in found if scores[one.id] >= LEAST and one.complaint_id != without]
    # Of two that hold the same part of the query, the one that says less else is nearer.
    return sorted(near, key=lambda one: (-one.score / (1 + 0.05 * math.log1p(one.case.size)), -one.id))[:limit]


def _weights(work: Work, wanted: frozenset[str]) -> dict[str, float]:
    """The rarest pieces of the query that the library knows, with their weights, within the budget of rows."""
    if not wanted:
        return {}
    total = work.session.scalar(select(func.count()).select_from(Case)) or 0
    keys = _search_keys(wanted)
    counted = select(GramCount.gram, GramCount.cases).where(GramCount.gram.in_(keys), GramCount.cause == "")
    known = sorted((row[1], row[0][1:]) for row in work.session.execute(counted))
    weights: dict[str, float] = {}
    rows = 0
    for cases, gram in known[:MOST_GRAMS]:
        rows += cases
        if rows > MOST_ROWS and weights:
            break
        weights[gram] = math.log(1 + (total + 1) / (cases + 0.5))
    return weights


def _search_keys(wanted: frozenset[str]) -> list[str]:
    return [SEARCH + gram for gram in sorted(wanted)[:2000]]


SEARCH = "\u0001"
"""Marks the counts of search pieces among those the suggestion learns from."""


def count(work: Work, pieces: Sequence[str], cause: str) -> None:
    """One more case (of this cause) holds each of these pieces."""
    known = set()
    for start in range(0, len(pieces), 500):
        part = pieces[start : start + 500]
        rows = select(GramCount).where(GramCount.cause == cause, GramCount.gram.in_(part))
        for row in work.session.scalars(rows):
            row.cases += 1
            known.add(row.gram)
    new = [{"gram": piece, "cause": cause, "cases": 1} for piece in pieces if piece not in known]
    if new:
        work.session.execute(insert(GramCount), new)
    total = work.session.get(CauseCount, cause)
    if total is None:
        work.session.add(CauseCount(cause=cause, cases=1, grams=len(pieces)))
    else:
        total.cases, total.grams = total.cases + 1, total.grams + len(pieces)
    work.session.flush()


def learn(work: Work, found: Case) -> None:
    """A new case: the index and its counts know it."""
    add(work, found)
    count(work, [SEARCH + gram for gram in sorted(grams(_text(found)))], "")


def anonymous(work: Work, complaint: Complaint, text: str) -> str:
    """A text without names and numbers: what everybody in the house may read."""
    customer = queries.customer_of(work, complaint)
    if customer is not None:
        for name in queries.names_of(work, customer):
            text = _replaced(text, name, mask_company(name))
        for name in queries.people_of(work, customer):
            text = _replaced(text, name, mask_person(name))
    if complaint.complainant:
        text = _replaced(text, complaint.complainant, mask_person(complaint.complainant))
    for name in complaint.representatives:
        text = _replaced(text, name, mask_person(name))
    return mask(_others(work, text)).text


def _others(work: Work, text: str) -> str:
    """Colleagues and other customers the text names: the library is read by people who may not know of them."""
    for name in work.session.scalars(_named(Person.name, text)):
        if len(name) > 1:
            text = _replaced(text, name, mask_person(name))
    for name in sorted(work.session.scalars(_named(Alias.name, text)), key=len, reverse=True):
        # Names of two characters are everyday words too.
        if len(name) >= SHORTEST:
            text = _replaced(text, name, mask_company(name))
    return text


def _named(name: InstrumentedAttribute[str], text: str) -> Select[str]:
    return select(name).distinct().where(literal(text.lower()).contains(func.lower(name)))


def _replaced(text: str, name: str, masked: str) -> str:
    edges = r"(?<![a-z])", r"(?![a-z])"
    before, after = edges if name.isascii() else ("", "")
    whole = f"{before}{re.escape(name)}{after}"
    return re.sub(whole, lambda _: masked, text, flags=re.IGNORECASE) if name else text
