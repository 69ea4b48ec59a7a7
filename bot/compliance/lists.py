"""Lists and short answers about papers: what needs doing, what waits for a second person, what is overdue."""

from datetime import date, timedelta
from typing import Any

from bot.compliance import cards, people, queries
from bot.compliance.models import Diligence, Paper, Review
from bot.core.errors import Refusal
from bot.core.work import Work
from bot.customers import queries as customers
from bot.customers.models import Customer
from bot.directory import wording
from bot.promises import clocks

ROWS = 10
SOON = timedelta(days=30)
"""How far ahead lists look."""


def todo(work: Work) -> dict[str, Any]:
    """What the acting person sees that needs doing: lacking and ending papers, verifications, overdue reviews."""
    today = clocks.local_day(work, work.now)
    found, count = queries.overdue(work, today + SOON, ROWS)
    return {
        "rows": [row(work, one) for one in found], "more": max(0, count - ROWS),
        "waiting": [_waiting(work, one) for one in queries.waiting(work, ROWS)],
        "reviews": [_review(work, one) for one in queries.overdue_reviews(work, today, ROWS)],
    }  # fmt: skip


def row(work: Work, found: Diligence) -> dict[str, Any]:
    """One customer in a list or digest: what lacks, or which paper ends next."""
    owner = customers.owner_of(work, found.customer_id)
    today = queries.today(work, found.customer_id)
    lacking = [{"code": code, "state": state} for code, state in found.lacking.items()]
    return {
        "id": found.id, "customer": queries.customer(work, found).name, "lacking": lacking[:3],
        "rest": max(0, len(lacking) - 3), "ends": _ends(work, found), "restricted": found.restricted_at is not None,
        "left": (found.next_on - today).days if found.next_on else None,
        "owner": owner.name if owner and owner.id != work.actor.id else None,
    }  # fmt: skip


def _ends(work: Work, found: Diligence) -> dict[str, Any] | None:
    """The paper that ends next, or ended and does not block."""
    for item in queries.needed(work, found):
        for line in item.lines:
            if line.current is not None and line.current.valid_until == found.next_on is not None:
                return {"code": item.code, "until": found.next_on}
    return None


def _waiting(work: Work, paper: Paper) -> dict[str, Any]:
    return {
        "id": paper.id,
        "customer": queries.customer(work, paper).name,
        "code": paper.document,
        "at": paper.created_at,
    }


def _review(work: Work, review: Review) -> dict[str, Any]:
    owner = customers.owner_of(work, review.customer_id)
    return {
        "id": review.id, "customer": queries.customer(work, review).name, "due": review.due_on, "cause": review.cause,
        "owner": owner.name if owner and owner.id != work.actor.id else None, "customer_id": review.customer_id,
        "opens": queries.of_customer(work, review.customer_id) is not None or not queries.in_compliance(work.actor),
    }  # fmt: skip


def noted(work: Work, paper: Paper) -> dict[str, Any]:
    """What became of noting a document."""
    found = queries.file_of(work, paper)
    rule = work.house.policy.compliance.documents[paper.document]
    chain = cards.paper_data(work, found, paper)["owners"]
    second = people.asked(work, paper, rule)
    return {
        "customer": queries.customer(work, paper).name, "code": paper.document, "until": paper.valid_until,
        "waived": paper.waived, "verifier": rule.verifier, "asked": second.name if second else None, "owners": chain,
    }  # fmt: skip


def words(work: Work, verb: str, code: str, found: Diligence) -> str:
    """What a form for a reason is about, in the reader's words."""
    document = wording.word(work, f"compliance.document.{code}")
    return f"{wording.word(work, f'compliance.why.{verb}')} {document} · {queries.customer(work, found).name}"


def review(work: Work, review_id: int) -> tuple[Review, Diligence]:
    """An open review one may see, with the due diligence of its customer."""
    row = work.get(Review, review_id)
    found = queries.of_customer(work, row.customer_id)
    if found is None:
        raise Refusal("compliance/no-file", customer=work.session.get_one(Customer, row.customer_id).name)
    return row, found


def reviewed(work: Work, done: Review) -> dict[str, Any]:
    """When the next review comes."""
    found = queries.of_customer(work, done.customer_id)
    return {
        "customer": queries.customer(work, done).name, "rating": done.rating_after,
        "following": found.review_on if found else None,
    }  # fmt: skip


def brief(work: Work, customer_id: int) -> dict[str, Any] | None:
    """A customer's papers in one line for its card; None when no due diligence is open."""
    found = queries.of_customer(work, customer_id)
    if found is None:
        return None
    every = queries.needed(work, found)
    done = sum(item.state in ("valid", "expiring", "waived") for item in every)
    return {
        "lacking": list(found.lacking), "restricted": found.restricted_at is not None, "done": done,
        "count": len(every),
    }  # fmt: skip


def open_reviews(work: Work, campaign_id: int | None, today: date) -> list[dict[str, Any]]:
    """Open reviews one sees (of one campaign, or all), the first due first."""
    query = work.visible(Review).where(Review.ended_at.is_(None))
    if campaign_id is not None:
        query = query.where(Review.campaign_id == campaign_id)
    found = work.session.scalars(query.order_by(Review.due_on, Review.id).limit(ROWS))
    return [_review(work, one) | {"left": (one.due_on - today).days} for one in found]


def to_except(work: Work, review_id: int) -> Review:
    """A review compliance may let a customer out of."""
    if not queries.oversees(work.actor):
        raise Refusal("compliance/for-compliance")
    return work.get(Review, review_id)


def lawful(work: Work) -> dict[str, Any]:
    """The campaign of the pack that ends next, as the prefill of a form; else a quarter from now."""
    today = clocks.local_day(work, work.now)
    known = {code: date.fromisoformat(one.until) for code, one in work.house.policy.compliance.campaigns.items()}
    ahead = sorted((until, code) for code, until in known.items() if until > today)
    if not ahead:
        return {"until": today + timedelta(days=90)}
    until, code = ahead[0]
    return {"heading": wording.word(work, f"compliance.campaign.{code}"), "until": until}
