"""Review campaigns 存量客户复核: many customers are reviewed by a day, spread over their managers' working days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, func, or_, select

from bot.compliance import checklist, notices, queries, reviews
from bot.compliance.facts import ReviewEnded
from bot.compliance.models import Campaign, Diligence, Review
from bot.core.access import SYSTEM
from bot.core.calendar import Calendar
from bot.core.errors import Refusal
from bot.core.work import Work
from bot.customers.models import Customer
from bot.directory import queries as directory
from bot.directory.models import Person
from bot.promises import usecases as promises
from bot.promises.models import Promise

LONGEST_TITLE = 150
LONGEST = timedelta(days=3 * 366)


@dataclass(frozen=True)
class Plan:
    """Whom a campaign takes in (an empty choice: everybody) and until which local day."""

    title: str
    until: date
    kinds: Sequence[str] = ()
    ratings: Sequence[str] = ()
    tiers: Sequence[str] = ()


def start(work: Work, plan: Plan) -> Campaign:
    """Start a campaign: the right of compliance and admins. The same title while one is open is the same campaign.

    Customers without due diligence are always taken in: their kind and rating are what the review finds out.
    """
    if not queries.oversees(work.actor):
        raise Refusal("compliance/for-compliance")
    title, today = " ".join(plan.title.split())[:LONGEST_TITLE], work.now.astimezone(work.actor.zone).date()
    if not title:
        raise Refusal("compliance/title-missing", field="heading")
    if not today < plan.until <= today + LONGEST:
        raise Refusal("compliance/until-odd", field="until", day=plan.until)
    same = select(Campaign).where(Campaign.title == title, Campaign.ended_at.is_(None))
    known = work.session.scalars(same.limit(1)).first()
    if known is not None:
        return known
    made = work.save(
        Campaign(
            title=title, by_id=work.actor.id, kinds=sorted(plan.kinds), ratings=sorted(plan.ratings),
            tiers=sorted(plan.tiers), starts_on=today, until=plan.until,
        )
    )  # fmt: skip
    work.audit("compliance.campaign-started", made.subject, until=plan.until.isoformat())
    notices.campaign(work, made)
    return made


def taken_in(campaign: Campaign) -> ColumnElement[bool]:
    """Which customers a campaign takes in; joined with their due diligence, which may be missing."""
    return _fits(campaign) & Customer.owner_id.is_not(None)


def _fits(campaign: Campaign) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = Customer.closed_at.is_(None)
    if campaign.tiers:
        condition &= Customer.tier.in_(campaign.tiers)
    for column, codes in ((Diligence.kind, campaign.kinds), (Diligence.rating, campaign.ratings)):
        if codes:
            condition &= or_(Diligence.id.is_(None), column.in_(codes))
    return condition


def _customers(campaign: Campaign) -> Select[int, str | None, int | None]:
    query = select(Customer.id, Diligence.rating, Customer.owner_id)
    return query.outerjoin(Diligence, Diligence.customer_id == Customer.id).where(taken_in(campaign))


def unowned(work: Work, campaign: Campaign) -> int:
    """How many customers fit a campaign but have no manager, so that nobody can be asked."""
    query = select(func.count()).select_from(Customer).outerjoin(Diligence, Diligence.customer_id == Customer.id)
    return work.session.scalar(query.where(_fits(campaign), Customer.owner_id.is_(None))) or 0


def next_manager(work: Work, campaign: Campaign) -> int | None:
    """The next manager whose customers are to be taken in."""
    query = _customers(campaign).where(Customer.owner_id > campaign.enrolled_to)
    return work.session.scalar(query.with_only_columns(func.min(Customer.owner_id)))


def enrol(work: Work, campaign: Campaign, owner_id: int) -> int:
    """Make the reviews of one manager's customers, the riskiest first, spread evenly over the days up to the end.

    Idempotent: who is in already stays as planned; an open review that is due in time counts for the campaign.
    """
    owner = work.session.get_one(Person, owner_id)
    query = _customers(campaign).where(Customer.owner_id == owner_id)
    known = set(work.session.scalars(select(Review.customer_id).where(Review.campaign_id == campaign.id)))
    strict = checklist.strictest(work.house.policy.compliance)
    rows = sorted(work.session.execute(query), key=lambda row: (row[1] != strict, row[1] is not None, row[0]))
    days = spread(len(rows), campaign.starts_on, campaign.until, directory.working_time(work.session, owner).calendar)
    made = 0
    for (customer_id, _, _), day in zip(rows, days, strict=True):
        if customer_id in known:
            continue
        open_one = queries.open_review(work, customer_id)
        if open_one is not None and open_one.due_on <= campaign.until and open_one.campaign_id is None:
            open_one.campaign_id = campaign.id
        else:
            reviews.plan(work, customer_id, reviews.CAMPAIGN, day, campaign)
        made += 1
    campaign.enrolled_to = owner_id
    work.refresh(campaign.subject)
    return made


def spread(count: int, start: date, until: date, calendar: Calendar) -> list[date]:
    """`count` working days after `start` up to `until`, as even as they go; the last one is the last of them."""
    span = calendar.workdays_between(start, until)
    if span <= 0:
        return [until] * count
    return [calendar.add_workdays(start, max(1, -(-span * number // count))) for number in range(1, count + 1)]


@dataclass(frozen=True)
class Team:
    """How far one team is; `open` includes what is overdue."""

    lead_id: int | None
    done: int
    excepted: int
    open: int
    overdue: int


def progress(work: Work, campaign: Campaign) -> list[Team]:
    """Every team of a campaign; a lead sees his own."""
    today = work.now.astimezone(work.actor.zone).date()

    def total(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.count(Review.id).filter(condition)

    ended, open_ = Review.ended_at.is_not(None), Review.ended_at.is_(None)
    query = (
        select(
            Person.lead_id, total(ended & Review.excepted.is_(False)), total(Review.excepted.is_(True)), total(open_),
            total(open_ & (Review.due_on < today)),
        )
        .select_from(Review)
        .join(Customer, Customer.id == Review.customer_id)
        .outerjoin(Person, Person.id == Customer.owner_id)
        .where(Review.campaign_id == campaign.id)
        .group_by(Person.lead_id)
    )  # fmt: skip
    if not queries.oversees(work.actor):
        below = [work.actor.id, *work.session.scalars(directory.team_of(work.actor.person_id))]
        query = query.where(Person.lead_id.in_(below))
    found = [Team(*row) for row in work.session.execute(query)]
    return sorted(found, key=lambda team: (-team.overdue, -team.open, team.lead_id or 0))


def review_ended(work: Work, fact: ReviewEnded) -> None:
    """A review ended that may have counted for a campaign."""
    settle(work, fact.campaign_id)


def settle(work: Work, campaign_id: int | None) -> None:
    """Draw a campaign's card anew; with its last review it ends by itself."""
    campaign = work.session.get(Campaign, campaign_id) if campaign_id else None
    if campaign is None or campaign.ended_at is not None:
        return
    work.session.flush()
    left = select(Review.id).where(Review.campaign_id == campaign.id, Review.ended_at.is_(None)).limit(1)
    if campaign.enrolled_at is not None and work.session.scalar(left) is None:
        campaign.ended_at = work.now
        work.audit("compliance.campaign-done", campaign.subject)
    work.refresh(campaign.subject)


def end(work: Work, campaign_id: int) -> Campaign:
    """End a campaign early: what is still open of it is owed no more. A second time changes nothing."""
    if not queries.oversees(work.actor):
        raise Refusal("compliance/for-compliance")
    campaign = work.get(Campaign, campaign_id)
    if campaign.ended_at is not None or not work.claim(campaign, ended_at=work.now, ended_by_id=work.actor.id):
        return campaign
    system = work.acting_as(SYSTEM)
    left = select(Review).where(Review.campaign_id == campaign.id, Review.ended_at.is_(None))
    for review in work.session.scalars(left).all():
        if review.cause != reviews.CAMPAIGN:
            review.campaign_id = None  # It was owed before the campaign, and still is.
            continue
        review.ended_at, review.ended_by_id, review.excepted = work.now, work.actor.id, True
        promise = work.session.get(Promise, review.promise_id) if review.promise_id else None
        if promise is not None:
            promises.withdraw(system, review.subject, "campaign ended")
    work.audit("compliance.campaign-ended", campaign.subject)
    work.refresh(campaign.subject)
    return campaign
