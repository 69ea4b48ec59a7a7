"""From the first call to verification: told, contacted, accepted, verified; and correcting what the case is about."""

from dataclasses import dataclass
from datetime import datetime

from bot.complaints import acting, authority, deadlines_kept, intake, notices, people, queries, recusal, rules, timing
from bot.complaints.acting import Told
from bot.complaints.deadlines.events import EventKind
from bot.complaints.models import Complaint
from bot.complaints.rules import CAUSES, PRODUCTS
from bot.complaints.states import State, allows
from bot.core.errors import Refusal
from bot.core.subject import Subject
from bot.core.work import Work
from bot.customers import contacts
from bot.customers.models import Customer
from bot.directory.models import Role


def acknowledge(work: Work, complaint_id: int, notice: Told) -> Complaint:
    """The customer knows that we have his complaint: new -> acknowledged, with proof."""
    complaint = acting.own(work, complaint_id, "acknowledge")
    _acknowledge(work, complaint, notice)
    return acting.done(work, complaint)


def _acknowledge(work: Work, complaint: Complaint, notice: Told) -> None:
    told = acting.told(work, complaint, "acknowledgement", notice)
    complaint.acknowledged_at = told.sent_at
    timing.record(
        work, complaint, EventKind.ACKNOWLEDGED.value, to=State.ACKNOWLEDGED.value, at=told.sent_at,
        data={"notice": True, "id": told.id},
    )  # fmt: skip


def contacted(work: Work, complaint_id: int, said: Told, customer_words: str = "") -> Complaint:
    """One tap after the first call: contact, notice, and, where nothing is missing, accepted and being verified.

    The call is the acknowledgement (CBIRC art 21: dialled inside the limit). A second call is a contact like any other.
    """
    complaint = acting.own(work, complaint_id, "promise")
    first = allows("acknowledge", complaint.state)
    if first:
        _acknowledge(work, complaint, said)
    else:
        acting.told(work, complaint, "contact", said)
    at = said.sent_at or work.now
    complaint.channel = complaint.channel or said.channel
    complaint.contacted_at = complaint.contacted_at or at
    reason = acting.words(customer_words, "evidence") if customer_words.strip() else ""
    row = timing.record(work, complaint, EventKind.CONTACTED.value, at=at, reason=reason)
    if complaint.customer_id is not None:
        source = Subject("complaint_event", row.id)
        contacts.record(work, complaint.customer_id, source, at, said.channel, gist=intake.gist(complaint))
    if complaint.paused_for == "waiting_for_customer":
        timing.record(work, complaint, EventKind.RESUMED.value, data={"code": complaint.paused_for})
        complaint.paused_for = complaint.paused_at = None
    _onward(work, complaint)
    return acting.done(work, complaint)


def _onward(work: Work, complaint: Complaint) -> None:
    """Accept and begin verifying without another tap when nothing is missing."""
    if allows("accept", complaint.state) and not missing(complaint):
        _accept(work, complaint)
        _verify(work, complaint, complaint.handler_id or work.actor.person_id)


def missing(complaint: Complaint) -> list[str]:
    """What acceptance still lacks: customer, channel, product, claim, an unbiased handler."""
    lacks = {
        "customer": complaint.customer_id is None, "channel": not complaint.channel, "product": not complaint.product,
        "claim": not complaint.claim.strip(),
        "handler": complaint.handler_id is None or queries.is_subject(complaint, complaint.handler_id),
    }  # fmt: skip
    return [name for name, lacking in lacks.items() if lacking]


def accept(work: Work, complaint_id: int) -> Complaint:
    """acknowledged -> accepted. Refuses while something is missing, naming it."""
    complaint = acting.own(work, complaint_id, "accept")
    lacks = missing(complaint)
    if lacks:
        raise Refusal("complaints/incomplete", number=complaint.id, missing=lacks)
    _accept(work, complaint)
    return acting.done(work, complaint)


def _accept(work: Work, complaint: Complaint) -> None:
    timing.record(work, complaint, "accepted", to=State.ACCEPTED.value, data={"regime": complaint.regime})


def verify(work: Work, complaint_id: int, verifier_id: int) -> Complaint:
    """accepted -> verifying, by a colleague without an interest in it; also gives the verification to another."""
    complaint = acting.own(work, complaint_id, "verify")
    verifier = acting.person(work, complaint, verifier_id, "person")
    if complaint.verifier_id == verifier.id and complaint.state == State.VERIFYING:
        return complaint
    _verify(work, complaint, verifier.id)
    if verifier.id != work.actor.id:
        notices.push(work, complaint, verifier.id, f"verifier:{work.now:%Y%m%dT%H%M%S}")
    return acting.done(work, complaint)


def _verify(work: Work, complaint: Complaint, verifier_id: int) -> None:
    complaint.verifier_id = verifier_id
    timing.record(work, complaint, "verifying", to=State.VERIFYING.value, data={"person": verifier_id})


def set_customer(work: Work, complaint_id: int, customer_id: int) -> Complaint:
    """The case is this customer's."""
    complaint = _correctable(work, complaint_id)
    customer = work.get(Customer, customer_id, "customers/not-found")
    if complaint.customer_id == customer.id:
        return complaint
    if complaint.customer_id is not None:
        contacts.lift_hold(work, complaint.customer_id, intake.KIND, complaint.subject)
    work.note(complaint.subject, {"customer_id": (complaint.customer_id, customer.id)})
    complaint.customer_id, complaint.customer_text, complaint.candidates = customer.id, "", []
    work.session.flush()
    intake.attach(work, complaint, customer)
    before = complaint.severity
    _judge_again(work, complaint)
    acting.done(work, complaint)
    _climb_again(work, complaint, before)
    return complaint


def _correctable(work: Work, complaint_id: int, *, weighs: bool = False) -> Complaint:
    """The case for somebody who may correct it; what `weighs` (subject, handler, severity, regime) never by its
    subject, though he reported it himself."""
    complaint = queries.hold(work, complaint_id)
    if weighs:
        acting.unbiased(work, complaint)
    reported_by_me = complaint.reporter_id == work.actor.id and complaint.state == State.NEW
    if not reported_by_me:
        acting.unbiased(work, complaint)
        if not queries.acts_for(work, complaint):
            raise Refusal("complaints/not-yours", number=complaint.id)
    if not complaint.is_open:
        raise Refusal("complaints/not-now", number=complaint.id, state=complaint.state, verb="edit")
    return complaint


def set_subject(work: Work, complaint_id: int, person_id: int | None) -> Complaint:
    """Name the colleague complained about; whatever part he had in the case is others' from now on (recusal)."""
    complaint = _correctable(work, complaint_id, weighs=True)
    before = complaint.subject_user_id
    if before == person_id:
        return complaint
    work.note(complaint.subject, {"subject": (before, person_id)})
    timing.record(work, complaint, "subject", data={"person": person_id})
    complaint.subject_user_id = person_id
    recusal.recuse(work, complaint)
    return acting.done(work, complaint)


def assign(work: Work, complaint_id: int, person_id: int) -> Complaint:
    """Give the case to another handler: a lead's or the desk's right. The promise to the customer goes with it."""
    complaint = _correctable(work, complaint_id, weighs=True)
    person = acting.person(work, complaint, person_id, "person")
    desk = work.actor.department in (queries.DESK, queries.OWN_CODE)
    if not (work.actor.is_system or work.actor.role in (Role.LEAD, Role.ADMIN) or desk):
        raise Refusal("complaints/lead-assigns", number=complaint.id)
    if complaint.handler_id == person.id:
        return complaint
    timing.record(work, complaint, "assigned", data={"person": person.id})
    complaint.handler_id = person.id
    deadlines_kept.hand_over(work, complaint, person.id)
    notices.push(work, complaint, person.id, f"assigned:{work.now:%Y%m%dT%H%M%S}")
    return acting.done(work, complaint)


@dataclass(frozen=True)
class Details:
    """What the form of a case says; None leaves a field as it is."""

    product: str | None = None
    cause: str | None = None
    channel: str | None = None
    complainant: str | None = None
    authority: str | None = None
    severity: str | None = None
    regime: str | None = None
    people: int | None = None
    representatives: tuple[str, ...] | None = None
    vulnerable: bool | None = None
    amount: float | None = None
    reason: str = ""


def edit(work: Work, complaint_id: int, details: Details) -> Complaint:
    """Correct what the case is about; every change keeps who, when, why. Severity and regime move its clocks."""
    complaint = _correctable(work, complaint_id, weighs=details.severity is not None or details.regime is not None)
    _check(work, details)
    before, level = complaint.severity, details.severity
    lighter = _lighter(work, complaint, details)
    changes = {}
    for name in _COLUMNS:
        value = getattr(details, name)
        value = list(value) if isinstance(value, tuple) else value
        if value is not None and value != getattr(complaint, name):
            changes[name] = (getattr(complaint, name), value)
            setattr(complaint, name, value)
    if level is None and {"people", "vulnerable", "amount"} & set(changes):
        _judge_again(work, complaint)
    if not changes:
        return complaint
    work.note(complaint.subject, changes, details.reason)
    data = {"fields": sorted(changes)} | ({"lowered": True} if lighter and before in authority.EYES else {})
    timing.record(work, complaint, "edited", reason=details.reason, data=data)
    acting.done(work, complaint)
    _climb_again(work, complaint, before)
    return complaint


def _climb_again(work: Work, complaint: Complaint, before: str) -> None:
    if complaint.severity < before:
        complaint.climbed_at = None
        intake.climb_at_once(work, complaint)


def _lighter(work: Work, complaint: Complaint, details: Details) -> bool:
    """Whether the severity is lowered. That, and a rule with a later legal limit, nobody grants his own case."""
    level, regime = details.severity, details.regime
    lower = level is not None and level > complaint.severity
    if lower:
        authority.not_for_oneself(work, complaint, details.reason, "severity")
    if regime is not None and regime != complaint.regime and timing.later_by(work, complaint, regime):
        authority.not_for_oneself(work, complaint, details.reason, "regime")
    return lower


def _judge_again(work: Work, complaint: Complaint) -> None:
    complaint.criteria, judged = intake.judge(work, complaint, complaint.criteria)
    if judged < complaint.severity:
        work.note(complaint.subject, {"severity": (complaint.severity, judged)})
        complaint.severity = judged


_COLUMNS = (
    "product", "cause", "channel", "complainant", "authority", "severity", "regime", "people", "representatives",
    "vulnerable", "amount",
)  # fmt: skip


def _check(work: Work, details: Details) -> None:
    policy = people.policy(work)
    most = policy.triage.representatives
    if details.representatives is not None and len(details.representatives) > most:
        raise Refusal("complaints/representatives", field="representatives", most=most)
    wrong = (
        (details.cause is not None and details.cause not in CAUSES, "cause"),
        (details.product is not None and details.product not in PRODUCTS, "product"),
        (details.regime is not None and details.regime not in policy.regimes, "regime"),
        (details.severity is not None and details.severity not in rules.LEVELS, "severity"),
    )
    for is_wrong, field in wrong:
        if is_wrong:
            raise Refusal("core/unknown-button", field=field)


def told_now(channel: str, name: str, at: datetime) -> Told:
    """The proof a single tap leaves: who told the customer by what channel at which instant (UTC)."""
    return Told(channel, f"{channel} · {name} · {at:%Y-%m-%d %H:%M} UTC", at)


def begin(work: Work, complaint_id: int) -> Complaint:
    """accepted -> verifying, by the acting person himself."""
    return verify(work, complaint_id, work.actor.person_id)


def show(work: Work, complaint_id: int, key: str) -> Complaint:
    """Put the card in front of the acting person again."""
    complaint = queries.find(work, complaint_id)
    notices.show(work, complaint, key)
    return complaint
