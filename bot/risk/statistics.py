"""From signal to outcome in figures, and the pages of churn, save plans and facilities."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from bot.core.work import Work
from bot.customers.models import Customer
from bot.promises import queries as promises
from bot.promises.models import Promise
from bot.risk import churning, queries
from bot.risk.models import Alert, Check, Facility, LegalRight, MutedReason, SavePlan, State

YEAR = timedelta(days=365)
PAGE = 5_000


def report(work: Work) -> dict[str, Any]:
    """The alerts of the last year one may see: how many, how they ended, how fast; false alarms a rule."""
    query = work.visible(Alert).where(Alert.created_at >= work.now - YEAR).order_by(Alert.id.desc()).limit(PAGE)
    alerts = work.session.scalars(query).all()
    levels = [
        {"level": level, "count": sum(one.level == level for one in alerts)} for level in ("red", "orange", "yellow")
    ]
    confirmed = [one for one in alerts if one.confirmed_at is not None]
    waits = sorted((one.confirmed_at - one.created_at).total_seconds() for one in confirmed if one.confirmed_at)
    ended = [one for one in alerts if one.ended_at is not None]
    return {
        "total": len(alerts), "levels": levels, "confirmed": len(confirmed), "open": len(alerts) - len(ended),
        "false_alarms": sum(one.state is State.FALSE_ALARM for one in alerts),
        "wait": timedelta(seconds=waits[len(waits) // 2]) if waits else None,
        "outcomes": _outcomes(ended), "rules": _false_by_rule(work, alerts),
    }  # fmt: skip


def _outcomes(ended: Sequence[Alert]) -> list[dict[str, Any]]:
    counts: dict[str, int] = {}
    for one in ended:
        if one.outcome:
            counts[one.outcome] = counts.get(one.outcome, 0) + 1
    return [{"outcome": code, "count": count} for code, count in sorted(counts.items(), key=lambda pair: -pair[1])]


def _false_by_rule(work: Work, alerts: Sequence[Alert]) -> list[dict[str, Any]]:
    """How often each reason was called wrong, with the newest words why: what the pack may learn from."""
    ids = [one.id for one in alerts]
    rows = work.session.scalars(
        select(MutedReason).where(MutedReason.alert_id.in_(ids)).order_by(MutedReason.id.desc())
    )
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        known = found.setdefault(row.reason, {"code": row.reason, "count": 0, "words": row.words})
        known["count"] += 1
    return sorted(found.values(), key=lambda row: -row["count"])


def churn_page(work: Work, customer_id: int) -> dict[str, Any]:
    """The score of a customer with its reasons, and the open plan if there is one."""
    customer = work.get(Customer, customer_id, "customers/not-found")
    standing = churning.score(work, customer)
    plan = work.session.scalars(
        work.visible(SavePlan).where(SavePlan.customer_id == customer.id, SavePlan.ended_at.is_(None))
    ).one_or_none()
    return {
        "id": customer.id, "customer": customer.name, "score": standing.score.score, "state": standing.score.state,
        "reasons": [{"code": code, "points": points} for code, points in standing.score.reasons.items()],
        "plan": plan_page(work, plan) if plan else None,
    }  # fmt: skip


def plan_page(work: Work, plan: SavePlan) -> dict[str, Any]:
    """A save plan with its steps."""
    steps = promises.of_subject(work, plan.subject, open_only=False)
    customer = work.session.get_one(Customer, plan.customer_id)
    return {"id": plan.id, "customer": customer.name, "score": plan.score, "steps": [_step(work, one) for one in steps]}


def _step(work: Work, promise: Promise) -> dict[str, Any]:
    return {
        "id": promise.id,
        "text": promise.text,
        "due": promises.due_for(work, promise, work.actor.zone),
        "done": promise.kept_at is not None,
    }


def facility_page(work: Work, facility: Facility) -> dict[str, Any]:
    """The checks and legal dates that hang on a facility."""
    query = select(Check).where(Check.source_kind == "facility", Check.source_id == facility.id).order_by(Check.due_on)
    rights = select(LegalRight).where(LegalRight.facility_id == facility.id).order_by(LegalRight.last_day)
    return {
        "id": facility.id, "customer": queries.customer(work, facility.customer_id).name,
        "matures": facility.matures_on, "settled": facility.settled_at is not None,
        "interrupted": facility.interrupted_on[-1] if facility.interrupted_on else None,
        "checks": [
            {"id": one.promise_id, "kind": one.kind, "due": one.due_on}
            for one in work.session.scalars(query) if one.done_at is None
        ],
        "rights": [{"code": one.code, "last": one.last_day} for one in work.session.scalars(rights)],
    }  # fmt: skip
