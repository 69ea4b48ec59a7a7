"""A customer's due diligence as a whole: opened, changed, and settled whenever anything about it moved."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from bot.compliance import checklist, queries
from bot.compliance.facts import PapersChanged
from bot.compliance.models import Diligence
from bot.compliance.rules import refresh_due
from bot.core.calendar import localise
from bot.core.errors import Refusal
from bot.core.work import Work
from bot.customers import contacts
from bot.customers import queries as customers
from bot.customers.models import Customer
from bot.directory import queries as directory

HOLD, RESTRICTED = "papers", "restricted"
"""Holds on a customer: papers lack or have expired; business is restricted, because they were not renewed in time."""
EARLY = time(0, 5)
"""When a new day of a customer begins for us; messages wait for working time by themselves."""


def start(work: Work, customer_id: int, kind: str, traits: Collection[str], rating: str) -> Diligence:
    """Open the due diligence of a customer, or correct its kind, traits and rating. Idempotent.

    Whoever sees the customer may; compliance may change what is open already. While a campaign reviews a customer of
    long standing, what is missing does not hold it yet. Refuses codes the pack does not know.
    """
    found = queries.of_customer(work, customer_id)
    if found is None:
        work.get(Customer, customer_id, "customers/not-found")
    if rating not in work.house.policy.compliance.refresh:
        raise Refusal("compliance/unknown-code", field="rating")
    if found is None:
        found = work.save(
            Diligence(
                customer_id=customer_id, kind=kind, traits=sorted(traits), rating=rating, by_id=work.actor.id,
                lacking={},
            )
        )  # fmt: skip
        found.review_on = refresh_due(queries.today(work, customer_id), rating, work.house.policy.compliance.refresh)
        review = queries.open_review(work, customer_id)
        if review is not None and review.campaign_id is not None:
            found.grace_until = review.due_on
        work.audit("compliance.diligence-opened", found.subject, kind=kind, rating=rating)
    else:
        _change(work, found, kind, sorted(traits), rating)
    settle(work, found)
    return found


def _change(work: Work, found: Diligence, kind: str, traits: list[str], rating: str) -> None:
    new = {"kind": kind, "traits": traits, "rating": rating}
    changes = {name: (getattr(found, name), value) for name, value in new.items() if getattr(found, name) != value}
    if not changes:
        return
    work.note(found.subject, changes)
    for name, value in new.items():
        setattr(found, name, value)
    if "rating" in changes:
        plan_review(work, found, found.reviewed_on or found.created_at.date())
        work.audit("compliance.rating-changed", found.subject, before=changes["rating"][0], after=rating)


def plan_review(work: Work, found: Diligence, reviewed_on: date) -> None:
    """Reckon the day of the next regular review from the last one and the rating."""
    found.review_on = refresh_due(reviewed_on, found.rating, work.house.policy.compliance.refresh)


def settle(work: Work, found: Diligence) -> None:
    """Bring holds, next days and live cards up to date. Called after every change and by the clock; idempotent."""
    work.session.flush()
    rules = work.house.policy.compliance.due_diligence
    day = queries.today(work, found.customer_id)
    every = queries.needed(work, found)
    current = [line.current for item in every for line in item.lines if line.current is not None]
    found.lacking = checklist.lacking(every, day, found.grace_until)
    ends = [paper.valid_until for paper in current if paper.valid_until is not None and not paper.waived]
    found.next_on = min(ends, default=None)
    late = any(paper.step == checklist.RESTRICTED and paper.document in found.lacking for paper in current)
    _hold(work, found, bool(found.lacking), late)
    days = [checklist.next_day(paper, day, rules) for paper in current if not paper.waived]
    days += [_announced(work, found), found.grace_until + timedelta(days=1) if found.grace_until else None]
    ahead = [one for one in days if one is not None and one > day]
    due = any(checklist.step_due(paper, day, rules) for paper in current if not paper.waived)
    found.wake_at = work.now if due else _dawn(work, found, min(ahead)) if ahead else None
    work.refresh(found.subject)
    work.announce(PapersChanged(found.id, found.customer_id))


def _announced(work: Work, found: Diligence) -> date | None:
    """The day on which the next regular review becomes a promise; None while a review is open."""
    if found.review_on is None or queries.open_review(work, found.customer_id) is not None:
        return None
    early = work.house.policy.compliance.due_diligence.next_review_early.days
    return max(found.review_on - timedelta(days=early), queries.today(work, found.customer_id) + timedelta(days=1))


def _hold(work: Work, found: Diligence, lacks: bool, restricted: bool) -> None:
    for name, kind, holds in (("held_at", HOLD, lacks), ("restricted_at", RESTRICTED, restricted)):
        since: datetime | None = getattr(found, name)
        if holds and since is None:
            contacts.place_hold(work, found.customer_id, kind, found.subject)
            work.note(found.subject, {kind: (False, True)}, ", ".join(found.lacking))
        elif since is not None and not holds:
            contacts.lift_hold(work, found.customer_id, kind, found.subject)
            work.note(found.subject, {kind: (True, False)})
        setattr(found, name, (since or work.now) if holds else None)


def _dawn(work: Work, found: Diligence, day: date) -> datetime:
    own = directory.working_time(work.session, customers.owner_of(work, found.customer_id))
    return localise(own.zone, datetime.combine(day, EARLY))
