"""Reviews of a customer's papers and rating: regular by rating, out of cycle by a trigger; each one a promise."""

from datetime import date, timedelta

from sqlalchemy import select

from bot.compliance import files, queries
from bot.compliance.facts import ReviewEnded
from bot.compliance.models import Campaign, Diligence, Review
from bot.core.access import SYSTEM
from bot.core.errors import Refusal
from bot.core.privacy import mask
from bot.core.work import Work
from bot.customers import queries as customers
from bot.customers.facts import OwnerChanged
from bot.customers.models import Customer
from bot.directory import queries as directory
from bot.directory import wording
from bot.escalations.rules import Counter
from bot.promises import queries as promise_queries
from bot.promises import rules as promise_rules
from bot.promises import usecases as promises
from bot.promises.facts import Dropped, Kept
from bot.promises.models import Promise

REVIEW = "review"
"""The purpose of a promise that is a review."""
ROUTINE, CAMPAIGN = "routine", "campaign"
LONGEST = 1000


def plan(work: Work, customer_id: int, cause: str, due_on: date, campaign: Campaign | None = None) -> Review | None:
    """Make a review the promise of the customer's manager, due when that day closes. None: nobody looks after it."""
    owner = customers.owner_of(work, customer_id)
    if owner is not None and owner.deactivated_at is not None:
        owner = directory.stand_in(work.session, owner, work.now)
    if owner is None or owner.deactivated_at is not None:
        return None
    found = queries.of_customer(work, customer_id)
    review = work.save(
        Review(
            customer_id=customer_id, cause=cause, due_on=due_on, campaign_id=campaign.id if campaign else None,
            rating_before=found.rating if found else None,
        )
    )  # fmt: skip
    title = campaign.title if campaign else wording.word(work, f"compliance.trigger.{cause}", owner)
    text = wording.word(work, "compliance.review_promise", owner, what=title)
    made = promises.make(
        work,
        promises.Draft(
            text, promise_rules.closing(due_on, directory.working_time(work.session, owner)), owner.id, review.subject,
            customer_id=customer_id, beneficiary="colleague", purpose=REVIEW,
        ),
    )  # fmt: skip
    review.promise_id = made.id
    return review


def trigger(work: Work, file_id: int, cause: str) -> Review:
    """Something happened that asks for a review out of cycle. One that is open and due sooner stands for it."""
    found = queries.file(work, file_id)
    rules = work.house.policy.compliance.due_diligence
    if cause not in rules.triggers:
        raise Refusal("core/unknown-button")
    own = directory.working_time(work.session, customers.owner_of(work, found.customer_id))
    due_on = Counter(own).after(work.now, rules.review_within).astimezone(own.zone).date()
    known = queries.open_review(work, found.customer_id)
    if known is None or known.due_on > due_on:
        known = plan(work, found.customer_id, cause, due_on)
        if known is None:
            raise Refusal("compliance/nobody-owns")
    work.audit("compliance.review-triggered", known.subject, cause=cause)
    work.note(found.subject, {"review": (None, cause)})
    files.settle(work, found)
    return known


def announce(work: Work, found: Diligence, day: date) -> None:
    """A regular review comes near: it becomes a promise, unless one is open already."""
    early = timedelta(days=work.house.policy.compliance.due_diligence.next_review_early.days)
    if found.review_on is None or found.review_on - early > day:
        return
    if queries.open_review(work, found.customer_id) is None:
        plan(work, found.customer_id, ROUTINE, max(found.review_on, day))


def finish(work: Work, review_id: int, rating: str | None = None, words: str = "") -> Review:
    """The customer was reviewed: rating kept or changed, the next review planned. A second time changes nothing.

    Refuses while a paper lacks that blocks: it is mended first, or compliance makes an exception.
    """
    review = work.get(Review, review_id)
    if review.ended_at is not None:
        return review
    found = queries.of_customer(work, review.customer_id)
    if found is None:
        raise Refusal("compliance/no-file", customer=work.session.get_one(Customer, review.customer_id).name)
    lacks = [item.code for item in queries.needed(work, found) if item.lacks and item.document.blocks == "onboarding"]
    if lacks:
        raise Refusal("compliance/review-lacking", codes=lacks)
    if not work.claim(review, ended_at=work.now, ended_by_id=work.actor.id):
        return review
    review.rating_after, review.words = rating or found.rating, mask(words.strip()).text[:LONGEST]
    found.reviewed_on, found.grace_until = queries.today(work, found.customer_id), None
    found = files.start(work, found.customer_id, found.kind, found.traits, review.rating_after)
    files.plan_review(work, found, found.reviewed_on or queries.today(work, found.customer_id))
    work.note(review.subject, {"state": ("open", "done")}, review.words)
    work.audit("compliance.reviewed", review.subject, rating=review.rating_after)
    _keep(work, review)
    files.settle(work, found)
    work.announce(ReviewEnded(review.id, review.campaign_id))
    return review


def _keep(work: Work, review: Review) -> None:
    promise = work.session.get(Promise, review.promise_id) if review.promise_id else None
    if promise is not None and promise.ended_at is None:
        # Compliance may finish a review whose promise is the manager's.
        promises.keep(work if promise_queries.may_act(work, promise) else _system(work), promise.id, review.words)


def except_(work: Work, review_id: int, words: str) -> Review:
    """Compliance lets a customer out of a review, and says why; its promise ends without a word to anybody."""
    review = work.get(Review, review_id)
    if not queries.oversees(work.actor):
        raise Refusal("compliance/for-compliance")
    if not words.strip():
        raise Refusal("compliance/reason-missing", field="reason")
    if review.ended_at is None and work.claim(review, ended_at=work.now, ended_by_id=work.actor.id):
        review.excepted, review.words = True, mask(words.strip()).text[:LONGEST]
        work.audit("compliance.review-excepted", review.subject)
        promises.withdraw(work, review.subject, "excepted")
        found = queries.of_customer(work, review.customer_id)
        if found is not None:
            files.settle(work, found)
        work.announce(ReviewEnded(review.id, review.campaign_id))
    return review


def kept(work: Work, fact: Kept) -> None:
    """The promise of a review was kept by a tap: done with the rating as it was; refused while papers lack."""
    review = _of(work, fact)
    if review is not None and review.ended_at is None:
        finish(_system(work), review.id, words=work.session.get_one(Promise, fact.promise_id).outcome)
        review.ended_by_id = work.actor.id


def dropped(work: Work, fact: Dropped) -> None:
    """A review cannot be given up by whoever owes it: compliance makes an exception."""
    review = _of(work, fact)
    if review is not None and review.ended_at is None:
        raise Refusal("compliance/review-stays")


def owner_changed(work: Work, fact: OwnerChanged) -> None:
    """The customer has another manager, who owes its open reviews from now on."""
    owed = select(Review).where(Review.customer_id == fact.customer_id, Review.ended_at.is_(None))
    for review in work.session.scalars(owed).all():
        promise = work.session.get(Promise, review.promise_id) if review.promise_id else None
        if promise is None or promise.ended_at is not None or promise.owner_id != fact.before_id or not fact.after_id:
            continue
        work.note(promise.subject, {"owner": (promise.owner_id, fact.after_id)}, "customer handed over")
        promise.owner_id, promise.snoozed_until = fact.after_id, None
        work.session.flush()
        promises.plan(work, promise)
        work.refresh(promise.subject)


def _of(work: Work, fact: Kept | Dropped) -> Review | None:
    return work.session.get(Review, fact.about.id) if fact.about.kind == "review" else None


def _system(work: Work) -> Work:
    return work.acting_as(SYSTEM)
