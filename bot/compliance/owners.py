"""Beneficial owners 受益所有人: the chain of holders as people type it, and who is found at its end."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from bot.compliance import checklist, queries
from bot.compliance.models import Diligence, Paper
from bot.compliance.rules import Owners, beneficial_owners
from bot.core.errors import Refusal
from bot.core.work import Work

SELF = "\u2014"
"""The customer itself in a chain."""
_LINE = re.compile(r"(?:(?P<company>.+?)\s*(?::|>)\s*)?(?P<holder>.+?)\s*(?P<share>\d{1,3}(?:\.\d{1,6})?)\s*%?")
_COMPANY = re.compile(
    r"公司|集团|合伙企业|基金|银行|\b(?:ltd|limited|inc|corp|llc|llp|plc|gmbh|s\.?a\.?|fund|holdings?|trust)\b\.?",
    re.IGNORECASE,
)
"""Words that only names of companies have: whoever holds must in the end be a person."""
MOST = 200


def read(text: str, field: str, own_name: str = "") -> dict[str, dict[str, float]]:
    """`holder 50%` holds the customer, `company: holder 60%` holds a company further up; one a line.

    Refuses a line it cannot read, more than 100 percent of one company, and a holder that is its own.
    """
    holdings: dict[str, dict[str, float]] = {}
    lines = [line.strip() for line in unicodedata.normalize("NFKC", text).splitlines() if line.strip()]
    if len(lines) > MOST:
        raise Refusal("compliance/chain-long", field=field, most=MOST)
    for line in lines:
        found = _LINE.fullmatch(line)
        if found is None:
            raise Refusal("compliance/chain-line", field=field, line=line[:100])
        company, holder = (found["company"] or SELF).strip(), found["holder"].strip()
        company = SELF if company.casefold() == own_name.casefold() else company
        held = holdings.setdefault(company, {})
        if holder == company or holder in held:
            raise Refusal("compliance/chain-line", field=field, line=line[:100])
        held[holder] = float(found["share"])
        if sum(held.values()) > 100.01:
            raise Refusal("compliance/chain-over", field=field, company=None if company == SELF else company[:100])
    return holdings


def names(text: str | None) -> list[str]:
    """Names separated by semicolons, commas or lines."""
    return [part.strip() for part in re.split(r"[;,、\n]", unicodedata.normalize("NFKC", text or "")) if part.strip()]


def found_in(work: Work, found: Diligence, facts: Mapping[str, Any]) -> Owners:
    """Who the beneficial owners are by the facts noted and the pack's lines (lower for the strictest rating)."""
    rules = work.house.policy.compliance
    return beneficial_owners(
        SELF, facts.get("holdings", {}), rules.due_diligence,
        high_risk=found.rating == checklist.strictest(rules), income_or_votes=facts.get("votes", {}),
        controllers=facts.get("controllers", ()), managers=facts.get("managers", ()),
    )  # fmt: skip


def facts(work: Work, found: Diligence, values: Mapping[str, str | None]) -> dict[str, Any]:
    """The facts of a typed chain. Refuses when nobody is found by any of the tests: an unknown owner blocks."""
    noted: dict[str, Any] = {
        "holdings": read(values.get("chain") or "", "chain", queries.customer(work, found).name),
        "votes": read(values.get("votes") or "", "votes").get(SELF, {}),
        "controllers": names(values.get("controllers")),
        "managers": names(values.get("managers")),
    }
    owners = found_in(work, found, noted)
    if owners.basis == "unknown":
        rules = work.house.policy.compliance.due_diligence
        raise Refusal(
            "compliance/owners-unknown", field="managers", known=owners.known_percent, line=rules.owner_share_percent
        )
    if (company := next((name for name in owners.people if _COMPANY.search(name)), None)) is not None:
        raise Refusal("compliance/owners-company", field="chain", company=company[:100])
    return noted


def shown(work: Work, found: Diligence, paper: Paper) -> dict[str, Any]:
    """The result for a card: names with percent, the test that found them, and how much the chain leaves open."""
    owners = found_in(work, found, paper.facts)
    people = [{"name": name, "percent": percent} for name, percent in owners.people.items()]
    unknown = round(100 - owners.known_percent, 2) if paper.facts.get("holdings") else 0.0
    return {"basis": owners.basis, "people": people, "unknown": max(0.0, unknown)}
