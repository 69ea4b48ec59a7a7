"""How a customer's checklist and one of its documents look now, for one reader."""

from datetime import date
from typing import Any

from bot.compliance import checklist, notices, owners, people, queries
from bot.compliance.models import Diligence, Paper, Review
from bot.compliance.rules import paper_state
from bot.core.outbox.readers import Audience, Said
from bot.core.privacy import mask_account, mask_address, mask_resident_id
from bot.core.privacy.masking import mask_document
from bot.core.work import Work
from bot.directory.models import Person

MOST = 40
"""Lines of a checklist that are shown."""


def file_card(work: Work, file_id: int, audience: Audience) -> Said | None:
    """The checklist, for a person who may see it; channels never see papers."""
    found = work.session.scalars(work.visible(Diligence).where(Diligence.id == file_id)).one_or_none()
    if found is None or audience.kind != "person":
        return None
    return Said(notices.FILE, file_data(work, found))


def file_data(work: Work, found: Diligence) -> dict[str, Any]:
    """Everything the checklist shows the acting person."""
    every = queries.needed(work, found)
    day = queries.today(work, found.customer_id)
    rows = [row for item in every for row in _rows(work, item, day)]
    review = queries.open_review(work, found.customer_id)
    counted = sum(item.state in ("valid", "expiring", "waived") for item in every)
    return {
        "id": found.id, "customer": queries.customer(work, found).name, "kind": found.kind, "traits": found.traits,
        "rating": found.rating, "rows": rows[:MOST], "done": counted, "count": len(every),
        "lacking": list(found.lacking), "held": found.held_at is not None,
        "restricted": found.restricted_at is not None, "grace": _grace(found, day),
        "review": review_data(review, day) if review else None, "review_on": found.review_on,
        "reviewed_on": found.reviewed_on, "triggers": list(work.house.policy.compliance.due_diligence.triggers),
    }  # fmt: skip


def _grace(found: Diligence, day: date) -> date | None:
    missing = found.grace_until is not None and day <= found.grace_until
    return found.grace_until if missing else None


def review_data(review: Review, day: date) -> dict[str, Any]:
    """An open review in a card or list."""
    return {
        "id": review.id, "cause": review.cause, "due": review.due_on, "left": (review.due_on - day).days,
        "promise": review.promise_id,
    }  # fmt: skip


def _rows(work: Work, item: checklist.Item, day: date) -> list[dict[str, Any]]:
    rows = [_row(work, item, line, day) for line in item.lines] or [_row(work, item, None, day)]
    rows[-1]["another"] = item.document.several and bool(item.lines)
    return rows


def _row(work: Work, item: checklist.Item, line: checklist.Line | None, day: date) -> dict[str, Any]:
    paper = (line.current or line.pending) if line else None
    pending = line.pending if line else None
    second = people.asked(work, pending, item.document) if pending else None
    until = paper.valid_until if paper else None
    return {
        "code": item.code, "state": line.state if line else item.state, "id": paper.id if paper else None,
        "title": title(paper) if paper else None, "until": until, "left": (until - day).days if until else None,
        "blocks": item.document.blocks, "several": item.document.several, "another": False,
        "pending": pending.id if pending else None,
        "verifies": pending is not None and people.may_verify(work, pending, item.document),
        "waits": item.document.verifier if pending else None, "asked": second.name if second else None,
        "waived": paper.waived if paper else False, "words": paper.words if paper and paper.waived else None,
    }  # fmt: skip


def title(paper: Paper) -> str | None:
    """What tells one document from another of its kind: number, agent or scope; confidential numbers masked."""
    return next(
        (shown_fact(code, paper.facts) for code in ("number", "uscc", "agent", "scope") if paper.facts.get(code)), None
    )


def shown_fact(code: str, facts: dict[str, Any]) -> str:
    """A fact as it may be shown: numbers and addresses of people, accounts and tax numbers masked."""
    value = str(facts[code])
    if code == "account":
        return mask_account(value)
    if code == "tin":
        return mask_document(value)
    if code == "number" and facts.get("id_type") == "resident_id":
        return mask_resident_id(value)
    if code == "number" and facts.get("id_type"):
        return mask_document(value)
    return mask_address(value) if code == "address" and facts.get("id_type") else value


def masked(facts: dict[str, Any]) -> list[str]:
    """Codes of the facts a card does not show in full."""
    return [code for code, value in facts.items() if value and shown_fact(code, facts) != str(value)]


def facts_of(work: Work, paper: Paper) -> list[dict[str, Any]]:
    """The facts of a document in the pack's order, masked; choices as codes."""
    rule = work.house.policy.compliance.documents.get(paper.document)
    codes = rule.fields if rule else tuple(paper.facts)
    return [
        {"code": code, "value": shown_fact(code, paper.facts), "choice": code in ("id_type", "result", "audited")}
        for code in codes if paper.facts.get(code)
    ]  # fmt: skip


def paper_card(work: Work, paper_id: int, audience: Audience) -> Said | None:
    """One document, for a person who may see it."""
    return _said(work, paper_id, audience, notices.PAPER)


def reminder(work: Work, paper_id: int, audience: Audience) -> Said | None:
    """One line: which document of whom ends when, and what that holds. The card is behind its button."""
    return _said(work, paper_id, audience, notices.REMINDER)


def _said(work: Work, paper_id: int, audience: Audience, template: str) -> Said | None:
    paper = work.session.scalars(work.visible(Paper).where(Paper.id == paper_id)).one_or_none()
    found = queries.of_customer(work, paper.customer_id) if paper else None
    if paper is None or found is None or audience.kind != "person":
        return None
    return Said(template, paper_data(work, found, paper))


def paper_data(work: Work, found: Diligence, paper: Paper) -> dict[str, Any]:
    """Everything the card of a document shows the acting person."""
    rule = work.house.policy.compliance.documents.get(paper.document)
    day = queries.today(work, paper.customer_id)
    newer = next(
        (one for one in queries.papers(work, paper.customer_id) if one.line == paper.line and one.id > paper.id), None
    )
    chain = owners.shown(work, found, paper) if "holdings" in paper.facts else None
    return {
        "id": paper.id, "file_id": found.id, "customer": queries.customer(work, paper).name,
        "code": paper.document, "state": state_of(work, paper, day), "waived": paper.waived,
        "facts": facts_of(work, paper) if chain is None else [], "owners": chain, "issued": paper.issued_on,
        "until": paper.valid_until, "left": (paper.valid_until - day).days if paper.valid_until else None,
        "kept_at": paper.kept_at or None, "words": paper.words or None, "why": paper.end_words or None,
        "noted": {"who": _name(work, paper.by_id), "at": paper.created_at},
        "verified": {"who": _name(work, paper.verified_by_id), "at": paper.verified_at} if paper.verified_at else None,
        "rejected": {"who": _name(work, paper.rejected_by_id), "at": paper.rejected_at} if paper.rejected_at else None,
        "verifies": rule is not None and paper.rejected_at is None and paper.replaced_at is None
        and people.may_verify(work, paper, rule),
        "newer": {"until": newer.valid_until, "verified": newer.verified_at is not None} if newer else None,
        "held": paper.document in found.lacking,
        "restricted": found.restricted_at is not None and paper.document in found.lacking,
        "hidden": bool(masked(paper.facts)),
    }  # fmt: skip


def state_of(work: Work, paper: Paper, day: date) -> str:
    """Where one version stands."""
    if paper.rejected_at is not None:
        return "rejected"
    if paper.ended_at is not None or paper.replaced_at is not None:
        return "ended" if paper.ended_at is not None else "replaced"
    if paper.waived and paper.verified_at is not None:
        return "waived"
    rules = work.house.policy.compliance.due_diligence
    return paper_state(paper.verified_at is not None, paper.valid_until, day, rules)


def versions_page(work: Work, paper: Paper) -> dict[str, Any]:
    """Every version of a document, the newest first."""
    day = queries.today(work, paper.customer_id)
    rows = [
        {
            "id": one.id, "state": state_of(work, one, day), "title": title(one), "issued": one.issued_on,
            "until": one.valid_until, "kept_at": one.kept_at or None, "waived": one.waived,
            "noted": {"who": _name(work, one.by_id), "at": one.created_at},
            "verified": {"who": _name(work, one.verified_by_id), "at": one.verified_at} if one.verified_at else None,
            "why": one.end_words or one.words or None,
        }
        for one in queries.versions(work, paper)
    ]  # fmt: skip
    return {"customer": queries.customer(work, paper).name, "code": paper.document, "rows": rows}


def _name(work: Work, person_id: int | None) -> str:
    person = work.session.get(Person, person_id) if person_id else None
    return person.name if person else "Rapport"
