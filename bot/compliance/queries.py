"""Scoped reads of due diligence: who sees which papers, what is in force, what is overdue."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, or_, select

from bot.compliance import checklist
from bot.compliance.models import Campaign, Diligence, Paper, Review
from bot.core.access import Actor
from bot.core.errors import Refusal
from bot.core.work import Work
from bot.customers import index
from bot.customers import queries as customers
from bot.customers.models import Customer
from bot.directory import queries as directory
from bot.directory.models import Role

COMPLIANCE, LEGAL = "compliance", "legal"


def of_visible(row_id: Any, customer_id: Any, actor: Actor) -> ColumnElement[bool]:
    """Rows about customers one sees; colleagues of compliance see everybody's, an auditor nobody's.

    `row_id` and `customer_id` are columns of the table.
    """
    if actor.id is None or actor.role == Role.AUDITOR.value:
        return false()
    if actor.department == COMPLIANCE:
        found: ColumnElement[bool] = row_id.is_not(None)
        return found
    seen: ColumnElement[bool] = customer_id.in_(select(Customer.id).where(customers.visible(actor)))
    return seen


def visible_file(actor: Actor) -> ColumnElement[bool]:
    """Due diligence of customers one sees, and of everybody for compliance."""
    return of_visible(Diligence.id, Diligence.customer_id, actor)


def visible_paper(actor: Actor) -> ColumnElement[bool]:
    """Papers of customers one sees, and of everybody for compliance."""
    return of_visible(Paper.id, Paper.customer_id, actor)


def visible_review(actor: Actor) -> ColumnElement[bool]:
    """Reviews of customers one sees, and of everybody for compliance."""
    return of_visible(Review.id, Review.customer_id, actor)


def visible_campaign(actor: Actor) -> ColumnElement[bool]:
    """Compliance, leads and admins; a manager sees his own reviews, not the campaign."""
    return Campaign.id.is_not(None) if oversees(actor) or actor.role == Role.LEAD.value else false()


def oversees(actor: Actor) -> bool:
    """Whether somebody starts campaigns and looks after everybody's papers: compliance, and admins."""
    return actor.is_system or actor.department == COMPLIANCE or actor.role == Role.ADMIN.value


def in_compliance(actor: Actor) -> bool:
    """Whether somebody belongs to compliance."""
    return actor.department == COMPLIANCE


def file(work: Work, file_id: int) -> Diligence:
    """A due diligence one may see."""
    return work.get(Diligence, file_id)


def of_customer(work: Work, customer_id: int) -> Diligence | None:
    """The due diligence of a customer; None when there is none, or none one may see."""
    return work.session.scalars(work.visible(Diligence).where(Diligence.customer_id == customer_id)).one_or_none()


def customer(work: Work, row: Diligence | Paper | Review) -> Customer:
    """The customer of a row one may see."""
    return work.session.get_one(Customer, row.customer_id)


def today(work: Work, customer_id: int) -> date:
    """The local day where the customer's manager works."""
    own = directory.working_time(work.session, customers.owner_of(work, customer_id))
    return work.now.astimezone(own.zone).date()


def papers(work: Work, customer_id: int) -> Sequence[Paper]:
    """The papers of a customer that are in force or wait for a second person, oldest first."""
    query = select(Paper).where(Paper.customer_id == customer_id, Paper.replaced_at.is_(None), Paper.ended_at.is_(None))
    return work.session.scalars(query.order_by(Paper.id)).all()


def versions(work: Work, paper: Paper) -> Sequence[Paper]:
    """Every version of a document, the newest first."""
    query = select(Paper).where(or_(Paper.id == paper.line, Paper.line_id == paper.line))
    return work.session.scalars(query.order_by(Paper.id.desc())).all()


def needed(work: Work, found: Diligence) -> list[checklist.Item]:
    """The checklist of a customer as it stands today."""
    rules = work.house.policy.compliance
    needs = checklist.wanted(found.kind, found.traits, found.rating, rules)
    day = today(work, found.customer_id)
    return checklist.items(needs, papers(work, found.customer_id), day, rules.due_diligence)


def open_review(work: Work, customer_id: int) -> Review | None:
    """The open review of a customer, the one due first."""
    query = select(Review).where(Review.customer_id == customer_id, Review.ended_at.is_(None))
    return work.session.scalars(query.order_by(Review.due_on, Review.id).limit(1)).first()


def attention(owners: Collection[int] | None, until: date) -> Select[Diligence]:
    """What needs doing: customers held or restricted, or with a paper ending until that day, the worst first."""
    query = select(Diligence).join(Customer, Customer.id == Diligence.customer_id).where(Customer.closed_at.is_(None))
    if owners is not None:
        query = query.where(Customer.owner_id.in_(owners))
    query = query.where(or_(Diligence.held_at.is_not(None), Diligence.next_on <= until))
    return query.order_by(
        Diligence.restricted_at.is_(None), Diligence.held_at.is_(None), Diligence.next_on, Diligence.id
    )


def needs_care(row: Diligence, until: date) -> bool:
    """Whether a customer would be among `attention` now."""
    return row.held_at is not None or (row.next_on is not None and row.next_on <= until)


def overdue(work: Work, day: date, limit: int) -> tuple[Sequence[Diligence], int]:
    """Customers one sees whose papers lack or have ended, the worst first, and how many there are."""
    scope = work.house.scopes.where(Diligence, work.actor)
    query = attention(None, day).where(scope)
    count = work.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    return work.session.scalars(query.limit(limit)).all(), count


def waiting(work: Work, limit: int) -> Sequence[Paper]:
    """Papers one sees that wait for a second person and were noted by somebody else, oldest first."""
    query = work.visible(Paper).where(
        Paper.verified_at.is_(None), Paper.rejected_at.is_(None), Paper.replaced_at.is_(None), Paper.ended_at.is_(None),
        or_(Paper.by_id.is_(None), Paper.by_id != work.actor.id),
    )  # fmt: skip
    return work.session.scalars(query.order_by(Paper.id).limit(limit)).all()


def overdue_reviews(work: Work, day: date, limit: int) -> Sequence[Review]:
    """Reviews one sees that should have been done before that day."""
    query = work.visible(Review).where(Review.ended_at.is_(None), Review.due_on < day)
    return work.session.scalars(query.order_by(Review.due_on, Review.id).limit(limit)).all()


def named(work: Work, text: str, limit: int = 8) -> list[tuple[int, str]]:
    """Customers a name typed by the acting person may mean; compliance also finds those it watches over."""
    found = [(row[0], row[1]) for row in customers.typeahead(work, text, limit)] if text.strip() else []
    if not found and text.strip() and in_compliance(work.actor):
        scope = Customer.id.in_(select(Diligence.customer_id))
        found = [(row[0], row[1]) for row in index.search(work.session, text, scope, limit)]
    return found


def one_named(work: Work, text: str) -> Customer:
    """The one customer a typed name means. Refuses none and several, naming the candidates."""
    found = named(work, text)
    exact = [row for row in found if row[1].casefold() == text.strip().casefold()] or found
    if len(exact) != 1:
        raise Refusal("compliance/which-customer", candidates=[row[1] for row in exact])
    return work.session.get_one(Customer, exact[0][0])


def named_by_id(work: Work, customer_id: int) -> Customer:
    """A customer one sees, or whose due diligence one sees."""
    if of_customer(work, customer_id) is not None:
        return work.session.get_one(Customer, customer_id)
    return work.get(Customer, customer_id, "customers/not-found")


def file_of(work: Work, row: Paper | Review) -> Diligence:
    """The due diligence a paper or review belongs to."""
    found = of_customer(work, row.customer_id)
    if found is None:
        raise Refusal("core/not-found")
    return found
