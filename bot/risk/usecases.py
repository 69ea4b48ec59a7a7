"""The verbs of an alert's life up to its end (see ending.py); each is idempotent and on record."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from bot.core.errors import Refusal
from bot.core.privacy import mask
from bot.core.subject import Subject
from bot.core.work import Work
from bot.directory import queries as directory
from bot.directory.models import Person
from bot.promises import notices as promise_notices
from bot.promises import rules as promise_rules
from bot.promises import usecases as promises
from bot.promises.facts import Kept
from bot.promises.models import Promise
from bot.risk import alerts, closing, notices, people, queries, readings, telling
from bot.risk.facts import AlertChanged
from bot.risk.models import Alert, Signal

LONGEST = 3000


@dataclass(frozen=True)
class Observed:
    """Something somebody saw: `kind` is a trigger of the pack or a mention, `source` the record it was seen in."""

    kind: str
    evidence: str
    worse: bool = False
    source: Subject | None = None


def observe(work: Work, customer_id: int, seen: Observed) -> tuple[Signal, Alert | None]:
    """Keep a signal and judge the customer at once; the alert is given when it is new or got worse. Idempotent."""
    from_source = seen.source or Subject("line", 0)
    known = _known(work, customer_id, seen) if seen.source else None
    if known is not None:
        return known, None
    signal = work.save(
        Signal(
            customer_id=customer_id, kind=seen.kind, worse=seen.worse, evidence=mask(seen.evidence).text[:LONGEST],
            source_kind=from_source.kind, source_id=from_source.id or None, by_id=work.actor.id,
        )
    )  # fmt: skip
    work.audit("risk.signal", Subject("risk_signal", signal.id), kind=signal.kind)
    return signal, judged(work, customer_id)


def _known(work: Work, customer_id: int, seen: Observed) -> Signal | None:
    assert seen.source is not None
    query = select(Signal).where(
        Signal.customer_id == customer_id, Signal.kind == seen.kind, Signal.source_kind == seen.source.kind,
        Signal.source_id == seen.source.id,
    )  # fmt: skip
    return work.session.scalars(query).one_or_none()


def judged(work: Work, customer_id: int) -> Alert | None:
    """Judge a customer now and announce what came of it; the alert that is new or got worse, also shown to who acts."""
    alert = alerts.judge_one(work, customer_id)
    if alert is None:
        return None
    telling.attend(work, alert)
    person = work.session.get(Person, work.actor.id) if work.actor.id else None
    if person is not None and work.session.scalar(work.visible(Alert).where(Alert.id == alert.id)) is not None:
        notices.to_person(work, alert, person, f"{alert.level}", answer=True)
    return alert


def record(work: Work, customer_id: int, period: date, values: dict[str, float]) -> Alert | None:
    """Figures typed for one period, judged at once."""
    customer = readings.record(work, customer_id, period, values)
    return judged(work, customer.id)


def verify(work: Work, alert_id: int) -> Alert:
    """I am looking into it. A second time changes nothing."""
    alert = people.mine(work, alert_id)
    if alert.verifying_at is None and work.claim(alert, verifying_at=work.now):
        alert.verifying_by_id = work.actor.id
        noted(work, alert, "verifying")
    return alert


def confirm(work: Work, alert_id: int) -> Alert:
    """It is true: the ladder stops. A second time changes nothing."""
    alert = people.mine(work, alert_id)
    if alert.confirmed_at is None and work.claim(alert, confirmed_at=work.now):
        alert.confirmed_by_id, alert.wake_at = work.actor.id, None
        noted(work, alert, "confirmed")
        work.announce(AlertChanged(alert.id, alert.customer_id, alert.level))
    return alert


def noted(work: Work, alert: Alert, state: str, reason: str = "") -> None:
    """Put a reached state on record and draw the cards again."""
    work.note(alert.subject, {"state": (None, state)}, reason)
    work.audit(f"risk.{state}", alert.subject)
    work.session.flush()
    work.refresh(alert.subject)


def remark(work: Work, alert_id: int, words: str) -> None:
    """A finding said below the card is kept on record; the first one tells that somebody is looking into it."""
    alert = people.mine(work, alert_id)
    work.note(alert.subject, {"finding": (None, mask(directory.with_names(work.session, words)).text[:LONGEST])})
    if alert.verifying_at is None:
        verify(work, alert_id)


def take_measure(work: Work, alert_id: int, text: str, owner_id: int | None, day: date) -> Promise:
    """A measure is a promise with an owner and a due day. Refuses before the alert was confirmed."""
    alert = people.mine(work, alert_id)
    if alert.confirmed_at is None:
        raise Refusal("risk/confirm-first", id=alert.id)
    owner = work.session.get(Person, owner_id or work.actor.person_id)
    if owner is None or owner.deactivated_at is not None:
        raise Refusal("promises/nobody-there", field="owner")
    due = promise_rules.closing(day, directory.working_time(work.session, owner))
    if due <= work.now:
        raise Refusal("promises/past", field="due", when=due)
    made = promises.make(
        work,
        promises.Draft(
            text, due, owner.id, alert.subject, customer_id=alert.customer_id, important=True, purpose=queries.MEASURE,
            beneficiary="colleague", beneficiary_id=work.actor.id,
        ),
    )  # fmt: skip
    alert.measures_at, alert.monitoring_at = alert.measures_at or work.now, None
    work.note(alert.subject, {"measure": (None, made.id)})
    work.session.flush()
    promise_notices.handed_over(work, made)
    work.refresh(alert.subject)
    return made


def finish_measure(work: Work, promise_id: int, outcome: str, evidence: str) -> Promise:
    """A measure is done: what came of it, and where that can be seen. Refuses while either lacks."""
    if not outcome.strip():
        raise Refusal("risk/outcome-missing", field="outcome")
    if not evidence.strip():
        raise Refusal("risk/evidence-missing", field="evidence")
    return promises.keep(work, promise_id, mask(f"{outcome.strip()} ({evidence.strip()})").text[:LONGEST])


def kept(work: Work, fact: Kept) -> None:
    """A tap or a check mark alone closes neither a measure nor a check: both say what was found, on their forms."""
    promise = work.session.get_one(Promise, fact.promise_id)
    if promise.outcome:
        return
    if promise.purpose == queries.MEASURE:
        raise Refusal("risk/measure-unproven", id=promise.id)
    if promise.purpose == queries.CHECK:
        raise Refusal("risk/check-unreported", id=promise.id)


def monitor(work: Work, alert_id: int) -> Alert:
    """Measures are done; the customer is watched. Refuses while one is open."""
    alert = people.mine(work, alert_id)
    measures_done(work, alert)
    if alert.monitoring_at is None and work.claim(alert, monitoring_at=work.now):
        alert.monitoring_by_id = work.actor.id
        noted(work, alert, "monitoring")
    return alert


def measures_done(work: Work, alert: Alert) -> None:
    """Refuses while a measure is open."""
    refusal = closing.open_measures(work, alert)
    if refusal is not None:
        raise refusal


def opened(work: Work, alert_id: int, key: str) -> Alert:
    """Show the card to somebody who asked for it; opening is on the audit log."""
    alert = queries.find(work, alert_id)
    work.audit("risk.opened", alert.subject)
    person = work.session.get_one(Person, work.actor.person_id)
    notices.to_person(work, alert, person, f"shown:{key}", answer=True)
    return alert
