"""A complaint comes in: from a line, a message, a form or a visit. Numbers, clocks, hold, promise and cards at once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from bot.complaints import deadlines_kept, library, notices, people, queries, reading_line, rules, suggesting, timing
from bot.complaints.deadlines.events import EventKind
from bot.complaints.facts import Unhappy
from bot.complaints.grams import grams
from bot.complaints.models import Complaint, ComplaintMember
from bot.complaints.reading_line import Duty, Reading
from bot.core.access import require
from bot.core.errors import Refusal
from bot.core.outbox import Manner
from bot.core.work import Work
from bot.customers import contacts
from bot.customers.models import Customer
from bot.directory.models import Role

WRITERS = (Role.MANAGER, Role.LEAD, Role.COLLEAGUE, Role.ADMIN)
KIND = "complaint"


@dataclass(frozen=True)
class Given:
    """What is known beside the words; None leaves what was read. `key` makes a source count once.

    `noted` is what the note it comes from promises, instead of the words being read again.
    `follows` is the ended case whose matter comes back: its customer is taken over, whoever registers.
    """

    customer_id: int | None = None
    complainant: str = ""
    channel: str | None = None
    product: str | None = None
    subject_id: int | None = None
    severity: str | None = None
    promised: datetime | None = None
    people: int = 1
    vulnerable: bool = False
    source: str = "line"
    key: str | None = None
    follows: Complaint | None = None
    handler_id: int | None = None
    noted: tuple[Duty, ...] | None = None


def existing(work: Work, key: str | None) -> Complaint | None:
    """The case made from this source before, if the acting person may see it."""
    found = work.session.scalars(select(Complaint).where(Complaint.source_key == key)).one_or_none() if key else None
    return found if found is not None and queries.may_see(work, found) else None


def register(work: Work, text: str, given: Given | None = None) -> Complaint:
    """Register a complaint. Refuses nothing but emptiness: what is missing is asked for on the card.

    The same source (a message, a visit) registers one case only; the text is kept whole, its numbers masked.
    """
    require(work.actor, WRITERS)
    given = given or Given()
    if not text.strip():
        raise Refusal("complaints/empty", field="claim")
    before = existing(work, given.key)
    if before is not None:
        return before
    read = reading_line.read(work, text)
    if given.follows is not None:
        customer = queries.customer_of(work, given.follows)
    else:
        customer = _customer(work, given.customer_id or read.customer_id)
    complaint = _save(work, read, given, customer)
    _begin(work, complaint, read)
    _promise(work, complaint, read, given)
    if customer is not None:
        attach(work, complaint, customer)
    _tell(work, complaint)
    return complaint


def _customer(work: Work, customer_id: int | None) -> Customer | None:
    return work.get(Customer, customer_id, "customers/not-found") if customer_id is not None else None


def _save(work: Work, read: Reading, given: Given, customer: Customer | None) -> Complaint:
    subject = given.subject_id or read.subject_id
    handler = people.handler_for(work, given.handler_id or (customer.owner_id if customer else None), subject)
    return work.save(
        Complaint(
            customer_id=customer.id if customer else None, customer_text="" if customer else read.customer_text,
            candidates=[] if customer else list(read.candidates), complainant=given.complainant or read.complainant,
            people=max(1, given.people), reporter_id=work.actor.person_id, handler_id=handler.id if handler else None,
            subject_user_id=subject, regime=_regime(work, read), claim=read.heard.text,
            severity=given.severity or people.policy(work).default_severity,
            withheld=read.heard.numbers() or None, masked=read.heard.kinds(), channel=given.channel or read.channel,
            product=given.product or read.product, amount=read.amount, vulnerable=given.vulnerable,
            source="regulator" if read.forwarded else given.source, source_key=given.key, received_at=work.now,
            follows_id=given.follows.id if given.follows else None,
        )
    )  # fmt: skip


def _regime(work: Work, read: Reading) -> str:
    """What a regulator forwards follows the pack's rule for it, if there is one."""
    policy = people.policy(work)
    forwarded = f"{policy.default_regime}-forwarded"
    return forwarded if read.forwarded and forwarded in policy.regimes else policy.default_regime


def _begin(work: Work, complaint: Complaint, read: Reading) -> None:
    similar = _similar(work, complaint)
    found: dict[str, Any] = {
        "similar": similar, "cases": [case.id for case in library.nearest(work, complaint.claim, limit=3)],
        "causes": suggesting.causes(work, complaint.claim),
    }  # fmt: skip
    complaint.criteria, judged = judge(work, complaint, read.found)
    complaint.severity = complaint.severity if complaint.severity < judged else judged
    timing.record(work, complaint, EventKind.RECEIVED.value, data=found)


def _similar(work: Work, complaint: Complaint) -> list[int]:
    if complaint.customer_id is None:
        return []
    own = grams(complaint.claim)
    others = queries.open_of_customer(work, complaint.customer_id, complaint.id)
    return [one.id for one in others if rules.share(own, grams(one.claim)) >= rules.SAME]


def judge(work: Work, complaint: Complaint, found: Any) -> tuple[list[str], str]:
    """The criteria the case meets now, and the severity they ask for."""
    policy = people.policy(work)
    customer = queries.customer_of(work, complaint)
    repeats = 0
    if customer is not None:
        since = work.now - timedelta(days=policy.triage.repeat_days)
        repeats = queries.recent_of_customer(work, customer.id, since, complaint.id)
    weight = rules.Weight(
        complaint.people, complaint.amount, customer.tier if customer else None, repeats, complaint.vulnerable
    )
    met = rules.criteria([code for code in found if code in _KNOWN], weight, policy.triage)
    return met, rules.severity(met, policy)


_KNOWN = frozenset(
    {
        "group", "disaster_safety_health", "regulator_or_media", "fund_loss", "data_leak", "threat_of_violence",
        "staff_fraud", "mis_selling", "vulnerable_customer", "explanation_only",
    }
)  # fmt: skip


def _promise(work: Work, complaint: Complaint, read: Reading, given: Given) -> None:
    duties = list(read.duties if given.noted is None else given.noted)
    if given.promised is not None:
        duties = [Duty("", given.promised, timed=True), *duties[1:]]
    if duties:
        deadlines_kept.give(work, complaint, duties[0])
    for duty in duties[1:]:
        deadlines_kept.also(work, complaint, duty)


def attach(work: Work, complaint: Complaint, customer: Customer) -> None:
    """The case is this customer's: selling rests (peace before selling), and his call counts as a contact."""
    contacts.place_hold(work, customer.id, KIND, complaint.subject)
    contacts.record(
        work, customer.id, complaint.subject, complaint.received_at, complaint.channel or "phone",
        gist=gist(complaint), by_id=complaint.reporter_id,
    )  # fmt: skip
    say_unhappy(work, complaint, customer.id)


def say_unhappy(work: Work, complaint: Complaint, customer_id: int, *, unsatisfied: bool = False) -> None:
    """Tell the others; who is complained about learns nothing by it."""
    work.announce(Unhappy(complaint.id, customer_id, unsatisfied, gist(complaint)))


def gist(complaint: Complaint) -> str:
    """What the customer's list of contacts says of it: its number, and nothing where it is about a colleague."""
    return f"C-{complaint.id}" if complaint.subject_user_id is None else ""


def _tell(work: Work, complaint: Complaint) -> None:
    timing.settle(work, complaint)
    notices.put(work, complaint)
    own = complaint.handler_id == complaint.reporter_id
    notices.push(work, complaint, complaint.reporter_id, "reporter", Manner.ANSWER)
    if not own:
        notices.push(work, complaint, complaint.handler_id, "handler")
    climb_at_once(work, complaint)


def climb_at_once(work: Work, complaint: Complaint) -> None:
    """Severities that climb at 0 % are known to those above from the first minute."""
    rule = people.policy(work).severities[complaint.severity]  # type: ignore[index]
    if rule.escalates_to and rule.climbs_at == 0 and complaint.climbed_at is None:
        climb(work, complaint)


def climb(work: Work, complaint: Complaint) -> None:
    """Tell everybody the severity names, once, and say why."""
    complaint.climbed_at = work.now
    above = people.escalation_people(work, complaint)
    timing.record(work, complaint, "climbed", data={"people": [one.id for one in above]})
    known = queries.called(work.session, complaint.id)
    due = next((step.due_plain for step in timing.clocks(work, complaint).steps[-1:]), None)
    for one in above:
        if one.id not in known:
            work.save(ComplaintMember(complaint_id=complaint.id, person_id=one.id))
        data = {"severity": complaint.severity, "criteria": complaint.criteria, "due": due}
        notices.tell_soon(work, complaint, one.id, "complaints/climbed", "climbed", data)
