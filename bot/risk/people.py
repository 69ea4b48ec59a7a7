"""Who is told of an alert, who may act on it, and who may be the second person."""

from sqlalchemy import select

from bot.core.errors import Refusal
from bot.core.work import Work
from bot.customers import queries as customers
from bot.directory import queries as directory
from bot.directory.models import Person
from bot.risk import queries
from bot.risk.models import Alert


def lead_of(work: Work, alert: Alert) -> Person | None:
    """The lead of the customer's manager."""
    owner = customers.owner_of(work, alert.customer_id)
    return directory.lead_of(work.session, owner) if owner else None


def on_rung(work: Work, alert: Alert, code: str) -> Person | None:
    """Who stands on a rung of the ladder: risk, lead, risk_head, branch_head; None where nobody does."""
    if code == "risk":
        return next(iter(queries.on_duty(work)), None)
    if code == "risk_head":
        return queries.risk_head(work)
    lead = lead_of(work, alert)
    if code == "branch_head" and lead is not None:
        return directory.lead_of(work.session, lead)
    return lead if code == "lead" else None


def mine(work: Work, alert_id: int) -> Alert:
    """The open alert, if the acting person may act on it: manager, stand-in, a lead above, or the risk department."""
    alert = queries.find(work, alert_id)
    if alert.ended_at is not None:
        raise Refusal("risk/over", id=alert.id)
    if not may_act(work, alert):
        raise Refusal("risk/not-yours", id=alert.id)
    return alert


def may_act(work: Work, alert: Alert) -> bool:
    """Whether the acting person may verify, confirm and take measures."""
    actor, owner = work.actor, customers.owner_of(work, alert.customer_id)
    if actor.is_system or actor.department == queries.RISK:
        return True
    if owner is None:
        return actor.role in ("lead", "admin")
    return (
        actor.id == directory.stand_in(work.session, owner, work.now).id or actor.id == owner.id or _leads(work, owner)
    )


def _leads(work: Work, owner: Person) -> bool:
    if work.actor.id is None:
        return False
    return owner.id in set(work.session.scalars(directory.team_of(work.actor.id)))


def may_decide(work: Work, alert: Alert, person: Person) -> bool:
    """Whether a person may be the second one: never who proposed; for orange the risk department, if there is one."""
    if person.id == alert.proposed_by_id:
        return False
    if person.department == queries.RISK:
        return True
    owner = customers.owner_of(work, alert.customer_id)
    above = owner is not None and owner.id in set(work.session.scalars(directory.team_of(person.id)))
    return above and (alert.level != "orange" or not _has_risk(work))


def deciders(work: Work, alert: Alert) -> list[Person]:
    """Who is asked to be the second person: the first that may, of the risk department and the lead."""
    lead = lead_of(work, alert)
    asked = [lead, *queries.on_duty(work)] if alert.level == "yellow" else [*queries.on_duty(work), lead]
    return [one for one in asked if one is not None and may_decide(work, alert, one)][:1]


def _has_risk(work: Work) -> bool:
    query = select(Person.id).where(Person.department == queries.RISK, Person.deactivated_at.is_(None)).limit(1)
    return work.session.scalar(query) is not None
