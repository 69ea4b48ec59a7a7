"""Who is told of papers, who may verify them, and who is asked to."""

from collections.abc import Sequence

from sqlalchemy import select

from bot.compliance import queries
from bot.compliance.models import Paper
from bot.core.policy.compliance import Document
from bot.core.work import Work
from bot.customers import queries as customers
from bot.customers.models import Customer
from bot.directory import queries as directory
from bot.directory.models import Duty, Person


def told(work: Work, customer_id: int) -> list[Person]:
    """Who is reminded now: the manager; while away whoever stands in and sees the customer, else manager and lead."""
    owner = customers.owner_of(work, customer_id)
    if owner is None:
        return []
    deputy = directory.stand_in(work.session, owner, work.now)
    if deputy.id == owner.id or _sees(work, deputy, customer_id):
        return [deputy]
    lead = directory.lead_of(work.session, owner)
    return [owner, lead] if lead else [owner]


def _sees(work: Work, person: Person, customer_id: int) -> bool:
    scope = work.house.scopes.where(Customer, directory.actor_of(work.session, person))
    return work.session.scalar(select(Customer.id).where(Customer.id == customer_id, scope)) is not None


def lead_of(work: Work, customer_id: int) -> Person | None:
    """The lead of the customer's manager."""
    owner = customers.owner_of(work, customer_id)
    return directory.lead_of(work.session, owner) if owner else None


def compliance(work: Work) -> Sequence[Person]:
    """Colleagues of compliance in the order they are asked: on duty first, whoever is away last."""
    query = select(Person).where(
        Person.department == queries.COMPLIANCE, Person.deactivated_at.is_(None), Person.slack_id.is_not(None)
    )
    duty = select(Duty.person_id).where(Duty.department == queries.COMPLIANCE, Duty.ended_at.is_(None))
    on_duty = set(work.session.scalars(duty))

    def rank(person: Person) -> tuple[bool, bool, int]:
        away = directory.leave_at(work.session, person, work.now) is not None
        return away, person.id not in on_duty, person.id

    return sorted(work.session.scalars(query), key=rank)


def may_verify(work: Work, paper: Paper, document: Document) -> bool:
    """Whether the acting person may be the second one: never who noted it; a lead above or compliance if the pack says.

    Where there is no compliance department, the lead above stands for it.
    """
    actor = work.actor
    if actor.id is None or actor.id == paper.by_id or paper.verified_at is not None or paper.ended_at is not None:
        return False
    if actor.department == queries.COMPLIANCE or document.verifier == "second_person":
        return True
    if document.verifier == "compliance" and compliance(work):
        return False
    owner = customers.owner_of(work, paper.customer_id)
    return owner is not None and owner.id in set(work.session.scalars(directory.team_of(actor.id)))


def asked(work: Work, paper: Paper, document: Document) -> Person | None:
    """Who is asked to verify: the lead, or compliance where the pack says so or the lead noted it; None: nobody."""
    lead = lead_of(work, paper.customer_id)
    first = [*compliance(work), lead] if document.verifier == "compliance" else [lead, *compliance(work)]
    return next((one for one in first if one is not None and one.id != paper.by_id), None)
