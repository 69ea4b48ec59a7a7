"""What risk says: the alert's card for a person, its masked card for a channel, reminders of rights."""

from datetime import date
from typing import Any

from bot.core.outbox import ChannelPlace, Manner, Notice, PersonPlace, Posting, Priority
from bot.core.outbox.readers import Audience, Said
from bot.core.privacy import mask_company
from bot.core.work import Work
from bot.customers import queries as customers
from bot.customers.models import Customer
from bot.directory import queries as directory
from bot.directory.models import Person
from bot.promises import queries as promise_queries
from bot.promises import rules as promise_rules
from bot.promises.models import Promise
from bot.risk import closing, explaining, people, queries
from bot.risk.models import Alert, Check, Facility, LegalRight
from bot.risk.rules import HELD
from bot.risk.triggers import rank

CARD, MASKED, RIGHT = "risk/card", "risk/masked", "risk/right"


def to_person(work: Work, alert: Alert, person: Person, key: str, *, answer: bool = False) -> None:
    """Put the card in front of a person, once a key; red disturbs at any hour."""
    urgent = alert.level == "red"
    manner = Manner.ANSWER if answer else Manner.URGENT if urgent else Manner.NUDGE
    priority = Priority.ANSWER if answer else Priority.DEADLINE
    work.post(
        Notice(
            CARD, PersonPlace(person.id), once=f"alert:{alert.id}:{key}:{person.id}", about=alert.subject, live=True,
            manner=manner, priority=priority,
        )
    )  # fmt: skip


def to_channel(work: Work, alert: Alert) -> None:
    """The masked card in the risk department's private channel, once an alert."""
    department = directory.department(work.session, queries.RISK)
    if department is not None and department.channel:
        work.post(
            Notice(
                MASKED, ChannelPlace(department.channel), once=f"alert:{alert.id}:channel", about=alert.subject,
                live=True, manner=Manner.URGENT if alert.level == "red" else Manner.NUDGE, priority=Priority.DEADLINE,
            )
        )  # fmt: skip


def still(work: Work, posting: Posting) -> bool:
    """A card of an alert that is over before it was sent is not sent any more."""
    alert = work.session.get(Alert, posting.subject_id)
    if alert is None:
        return False
    tells_the_end = alert.ended_at is not None and posting.created_at >= alert.ended_at
    return alert.ended_at is None or tells_the_end or posting.manner == Manner.ANSWER.value


def card(work: Work, alert_id: int, audience: Audience) -> Said | None:
    """How an alert looks now: all of it to a person who may see it, a masked name and a number to a channel."""
    alert = work.session.get(Alert, alert_id)
    if alert is None:
        return None
    if audience.kind == "channel":
        return Said(MASKED, masked(work, alert))
    reader = work.session.get(Person, audience.person_id) if audience.person_id else None
    if reader is None or work.session.scalar(work.visible(Alert).where(Alert.id == alert_id)) is None:
        return None
    return Said(CARD, data(work, alert, reader))


def masked(work: Work, alert: Alert) -> dict[str, Any]:
    """What a channel may know: a masked name, and whose customer it is, so that the stars mean something."""
    customer = work.session.get_one(Customer, alert.customer_id)
    owner = customers.owner_of(work, alert.customer_id)
    return {
        "id": alert.id, "level": alert.level, "state": alert.state.value, "customer": mask_company(customer.name),
        "owner": owner.name if owner else None, "code": customer.code, "since": alert.created_at,
    }  # fmt: skip


def data(work: Work, alert: Alert, reader: Person) -> dict[str, Any]:
    """Everything the card shows one reader."""
    rows = explaining.reasons(work, alert) if alert.ended_at is None else []
    owner = customers.owner_of(work, alert.customer_id)
    judged, _ = explaining.assessed(work, alert)
    acting = work.acting_as(directory.actor_of(work.session, reader))
    today = work.now.astimezone(directory.working_time(work.session, owner).zone).date()
    return {
        "id": alert.id, "level": alert.level, "judged": alert.judged, "state": alert.state.value,
        "lowered": rank(alert.judged) > rank(alert.level),
        "customer": work.session.get_one(Customer, alert.customer_id).name,
        "owner": owner.name if owner and owner.id != reader.id else None,
        "reasons": rows[: explaining.SHOWN], "more": max(0, len(rows) - explaining.SHOWN),
        "missing": list(dict.fromkeys(judged.missing))[:4] if alert.by == "count" else [],
        "worsened": alert.worsened_at, "act_by": alert.wake_at if alert.confirmed_at is None else None,
        "confirmed": _who(work, alert.confirmed_by_id, alert.confirmed_at),
        "verifying": _who(work, alert.verifying_by_id, alert.verifying_at),
        "held": alert.ended_at is None and alert.level in HELD,
        "measures": [_measure(acting, one, reader) for one in queries.measures_of(work, alert)],
        "checks": [_check(acting, one, today) for one in queries.open_checks(work, alert.customer_id)],
        "reports": [_report(one) for one in queries.reports_of(work, alert)] if alert.proposal else [],
        "codes": list(work.house.policy.risk.measures), "proposal": _proposal(work, alert),
        "decides": alert.proposal is not None and people.may_decide(work, alert, reader),
        "acts": people.may_act(acting, alert), "ended": _ended(work, alert),
        "clean": closing.clean_checks(work, alert) if alert.ended_at is None else None,
        "closable": alert.ended_at is None and alert.proposal is None and closing.lacking(work, alert) is None,
    }  # fmt: skip


def _check(acting: Work, check: Check, today: date) -> dict[str, Any]:
    promise = acting.session.get_one(Promise, check.promise_id)
    return {
        "id": promise.id, "kind": queries.called(acting, check), "due": check.due_on, "late": check.due_on < today,
        "mine": promise_queries.may_act(acting, promise),
    }  # fmt: skip


def _report(check: Check) -> dict[str, Any]:
    return {"at": check.done_at, "clean": bool(check.clean), "text": check.report}


def _who(work: Work, person_id: int | None, at: Any) -> dict[str, Any] | None:
    person = work.session.get(Person, person_id) if person_id else None
    return {"who": person.name if person else "Rapport", "at": at} if at else None


def _proposal(work: Work, alert: Alert) -> dict[str, Any] | None:
    if alert.proposal is None:
        return None
    who = work.session.get(Person, alert.proposed_by_id) if alert.proposed_by_id else None
    said, asked = alert.proposal, people.deciders(work, alert)
    return {
        "kind": said["kind"], "level": said.get("level"), "outcome": said.get("outcome"), "reason": said.get("reason"),
        "words": said["words"], "who": who.name if who else "Rapport",
        "asked": asked[0].name if asked else None,
    }  # fmt: skip


def _ended(work: Work, alert: Alert) -> dict[str, Any] | None:
    if alert.ended_at is None:
        return None
    by = work.session.get(Person, alert.ended_by_id) if alert.ended_by_id else None
    second = work.session.get(Person, alert.agreed_by_id) if alert.agreed_by_id else None
    return {
        "at": alert.ended_at, "by": by.name if by else "Rapport", "second": second.name if second else None,
        "outcome": alert.outcome or None, "reason": alert.reason or None, "words": alert.words,
    }  # fmt: skip


def _measure(acting: Work, promise: Promise, reader: Person) -> dict[str, Any]:
    owner = acting.session.get_one(Person, promise.owner_id)
    time = directory.working_time(acting.session, owner)
    zone = directory.zone_of(reader, directory.defaults(acting.session))
    state = "open" if promise.ended_at is None else "kept" if promise.kept_at else "dropped"
    return {
        "id": promise.id, "text": promise.text, "state": state, "outcome": promise.outcome,
        "due": promise_queries.due_for(acting, promise, zone),
        "days": promise_rules.days_left(acting.now, promise.due_at, time),
        "owner": owner.name if owner.id != reader.id else None, "mine": promise_queries.may_act(acting, promise),
    }  # fmt: skip


def right(work: Work, legal: LegalRight, days: int) -> None:
    """Remind the manager of a right that will be lost."""
    facility = work.session.get_one(Facility, legal.facility_id)
    customer = work.session.get_one(Customer, facility.customer_id)
    owner = customers.owner_of(work, customer.id)
    if owner is None:
        return
    told = {
        "customer": customer.name,
        "customer_id": customer.id,
        "facility": facility.id,
        "code": legal.code,
        "last": legal.last_day,
        "days": days,
    }
    work.post(
        Notice(
            RIGHT, PersonPlace(directory.stand_in(work.session, owner, work.now).id),
            once=f"right:{legal.id}:{legal.last_day}:{days}", about=facility.subject, data=told,
            priority=Priority.DEADLINE,
        )
    )  # fmt: skip
