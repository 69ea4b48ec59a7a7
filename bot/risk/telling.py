"""Telling people of an alert: at once by its level, then up the ladder until somebody confirms."""

from datetime import datetime

from bot.core.work import Work
from bot.customers import contacts
from bot.customers import queries as customers
from bot.directory import queries as directory
from bot.escalations.rules import Counter
from bot.risk import checks, notices, people
from bot.risk.facts import AlertChanged
from bot.risk.models import Alert
from bot.risk.rules import HELD


def attend(work: Work, alert: Alert) -> None:
    """The moment of an alert has come: announce a level not yet announced, else climb one rung."""
    if alert.told != alert.level:
        announce(work, alert)
    else:
        climb(work, alert)


def announce(work: Work, alert: Alert) -> None:
    """Yellow waits for the digest; orange goes to manager and risk channel; red also to the lead, at any hour."""
    alert.told, alert.rung = alert.level, 0
    set_hold(work, alert)
    alert.wake_at = _next(work, alert) if alert.level in HELD else None
    if alert.level in HELD:
        alert.shared_at = alert.shared_at or work.now
        work.session.flush()
        owner = customers.owner_of(work, alert.customer_id)
        told = [directory.stand_in(work.session, owner, work.now)] if owner else []
        lead = people.lead_of(work, alert)
        if alert.level == "red" and lead is not None:
            told.append(lead)
        for person in told:
            notices.to_person(work, alert, person, alert.level)
        notices.to_channel(work, alert)
        checks.special(work, alert)
    work.announce(AlertChanged(alert.id, alert.customer_id, alert.level))
    work.refresh(alert.subject)


def set_hold(work: Work, alert: Alert) -> None:
    """Orange and red place a hold on the customer; a lower level or the end lifts it."""
    if alert.level in HELD and alert.ended_at is None:
        contacts.place_hold(work, alert.customer_id, "risk", alert.subject)
    else:
        contacts.lift_hold(work, alert.customer_id, "risk", alert.subject)


def climb(work: Work, alert: Alert) -> None:
    """Nobody confirmed in time: the next on the ladder gets the card."""
    ladder = work.house.policy.risk.responses[alert.level].next_on_ladder
    alert.wake_at = None
    if alert.confirmed_at is not None or alert.ended_at is not None or alert.level not in HELD:
        return
    while alert.rung < len(ladder):
        code = ladder[alert.rung]
        alert.rung += 1
        person = people.on_rung(work, alert, code)
        if person is not None and person.id != _owner_id(work, alert):
            work.note(alert.subject, {"ladder": (None, code)})
            notices.to_person(work, alert, person, f"{alert.level}:rung{alert.rung}")
            alert.wake_at = _next(work, alert) if alert.rung < len(ladder) else None
            break
    work.refresh(alert.subject)


def _owner_id(work: Work, alert: Alert) -> int | None:
    owner = customers.owner_of(work, alert.customer_id)
    return owner.id if owner else None


def _next(work: Work, alert: Alert) -> datetime | None:
    span = work.house.policy.risk.responses[alert.level].act_within
    if span is None:
        return None
    owner = customers.owner_of(work, alert.customer_id)
    return Counter(directory.working_time(work.session, owner)).after(work.now, span)
