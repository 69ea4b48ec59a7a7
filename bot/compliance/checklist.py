"""Which documents a customer needs, where each of them stands, and which lack blocks. Pure; local days in and out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bot.compliance.models import Paper
from bot.compliance.rules import PaperState, paper_state, restricted_from
from bot.core.policy.compliance import Compliance, Document, DueDiligence
from bot.core.policy.dates import later
from bot.core.privacy import card_issuer, is_resident_id, is_uscc, luhn

ENHANCED = "enhanced"
State = Literal["missing", "expired", "unverified", "expiring", "valid", "waived"]
_WORST: tuple[State, ...] = ("missing", "expired", "unverified", "expiring", "valid", "waived")
EXPIRED, RESTRICTED = "expired", "restricted"
"""Steps after the last valid day; those before it are the number of days left."""


def wanted(kind: str, traits: Collection[str], rating: str, rules: Compliance) -> dict[str, Document]:
    """The documents a customer of that kind, with those traits and that rating, is asked for, in the pack's order."""
    has = {*traits, *((ENHANCED,) if rating == strictest(rules) else ())}
    return {
        code: document for code, document in rules.documents.items()
        if kind in document.kinds and (not document.only_for or has & set(document.only_for))
    }  # fmt: skip


def strictest(rules: Compliance) -> str:
    """The rating whose customers are reviewed most often."""
    return min(rules.refresh, key=lambda code: later(date(2000, 1, 1), rules.refresh[code].every))


@dataclass(frozen=True)
class Line:
    """One document there is (of several contracts, one): the version in force and a newer one that waits, if any."""

    current: Paper | None
    pending: Paper | None
    state: State


@dataclass(frozen=True)
class Item:
    """One entry of the checklist. `state` is the worst of its lines, "missing" without any."""

    code: str
    document: Document
    lines: tuple[Line, ...]
    state: State

    @property
    def lacks(self) -> bool:
        """Nothing valid and verified stands for it."""
        return self.state in ("missing", "expired", "unverified")


def items(needs: Mapping[str, Document], papers: Sequence[Paper], today: date, rules: DueDiligence) -> list[Item]:
    """The checklist over the papers in force (neither replaced nor ended), entry by entry."""
    return [_item(code, document, papers, today, rules) for code, document in needs.items()]


def _item(code: str, document: Document, papers: Sequence[Paper], today: date, rules: DueDiligence) -> Item:
    by_line: dict[int, list[Paper]] = {}
    for paper in papers:
        if paper.document == code and paper.replaced_at is None and paper.ended_at is None:
            by_line.setdefault(paper.line, []).append(paper)
    lines = tuple(_line(versions, today, rules) for versions in by_line.values())
    states = [line.state for line in lines]
    return Item(code, document, lines, min(states, key=_WORST.index) if states else "missing")


def _line(versions: Sequence[Paper], today: date, rules: DueDiligence) -> Line:
    newest = sorted(versions, key=lambda paper: paper.id, reverse=True)
    current = next((paper for paper in newest if paper.verified_at is not None), None)
    waiting = next((paper for paper in newest if paper.verified_at is None and paper.rejected_at is None), None)
    if current is None:
        return Line(None, waiting, "unverified" if waiting else "missing")
    if current.waived:
        return Line(current, waiting, "waived")
    state: PaperState = paper_state(True, current.valid_until, today, rules)
    # A renewal in hand that only waits for the second person is no reason to ask for it again.
    return Line(current, waiting, "unverified" if state == "expired" and waiting else state)


def lacking(found: Sequence[Item], today: date, grace_until: date | None) -> dict[str, str]:
    """What blocks: documents with the pack's "onboarding" that are missing, expired or not verified -> their state.

    Until `grace_until` only an expired document blocks: a review of customers of long standing is still under way.
    """
    graced = grace_until is not None and today <= grace_until
    return {
        item.code: item.state for item in found
        if item.document.blocks == "onboarding" and item.lacks and not (graced and item.state != "expired")
    }  # fmt: skip


def step_due(paper: Paper, today: date, rules: DueDiligence) -> str | None:
    """The reminder that is due and was not given yet: days left, "expired" or "restricted"; only the latest one."""
    reached = [code for code, day in steps(paper, rules) if day <= today]
    if not reached:
        return None
    known = [code for code, _ in steps(paper, rules)]
    given = known.index(paper.step) if paper.step in known else -1
    return reached[-1] if known.index(reached[-1]) > given else None


def steps(paper: Paper, rules: DueDiligence) -> list[tuple[str, date]]:
    """Every reminder of a paper with its day, earliest first. Restriction counts from the notice that it expired."""
    last = paper.valid_until
    if last is None:
        return []
    before = [(str(days), last - timedelta(days=days)) for days in sorted(rules.remind_days, reverse=True)]
    over = last + timedelta(days=1)
    told = paper.noticed_on
    after = [(EXPIRED, over)] + ([(RESTRICTED, restricted_from(told, rules))] if told else [])
    return before + after


def next_day(paper: Paper, today: date, rules: DueDiligence) -> date | None:
    """The next day on which something about the paper is said."""
    return next((day for _, day in steps(paper, rules) if day > today), None)


def last_valid(document: Document, issued_on: date | None, valid_until: date | None) -> date | None:
    """The last valid day by the pack's rule; None: it has no end."""
    if document.expires == "never":
        return None
    if document.good_for is not None and issued_on is not None:
        return later(issued_on, document.good_for) - timedelta(days=1)
    return valid_until


def wrong_number(fields: Mapping[str, str]) -> tuple[str, str] | None:
    """The first field whose checksum does not hold, and which check it was; None when all that can be checked hold."""
    code = fields.get("uscc", "")
    if code and not is_uscc(code):
        return "uscc", "uscc"
    number = fields.get("number", "")
    if number and fields.get("id_type") == "resident_id" and not is_resident_id(number):
        return "number", "resident_id"
    account = "".join(char for char in fields.get("account", "") if char not in " -")
    looks_like_card = account.isascii() and account.isdigit() and 16 <= len(account) <= 19
    if looks_like_card and card_issuer(account) is not None and not luhn(account):
        return "account", "bank_card"
    return None
