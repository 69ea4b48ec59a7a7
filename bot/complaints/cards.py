"""How a case looks: masked in the desk's channel, in full for those who act on it, and as a row of lists."""

from collections.abc import Sequence
from typing import Any

from bot.complaints import following, handling, notices, people, queries, timing
from bot.complaints.deadlines.clocks import NOT_OURS, Clock, Clocks
from bot.complaints.deadlines.clocks import State as ClockState
from bot.complaints.models import Case, Complaint
from bot.complaints.rules import PROCEDURES
from bot.complaints.states import State, allows
from bot.core import rooms
from bot.core.outbox.readers import Audience, Said
from bot.core.privacy import mask_company
from bot.core.work import Work
from bot.customers.models import Customer
from bot.directory import queries as directory
from bot.directory.models import Person
from bot.escalations import queries as asks
from bot.escalations.cards import DEPARTMENTS

ROOM_FROM = "S1"
"""The severity that may have a channel of its own."""
SHOWN = 900
"""Characters of a claim on a card; the record keeps all, the private page shows all."""
HANDLER, REPORTER, APPROVER, REVIEWER, WATCHER, CHANNEL = (
    "handler", "reporter", "approver", "reviewer", "watcher", "channel"
)  # fmt: skip


def card(work: Work, complaint_id: int, audience: Audience) -> Said | None:
    """The live card; None for a reader who may not see the case."""
    complaint = work.session.get(Complaint, complaint_id)
    if complaint is None:
        return None
    if audience.kind == "channel":
        ours = audience.channel in (notices.channel(work), rooms.shown(work.session, complaint.subject)["room"])
        return Said(notices.CARD, data(work, complaint, CHANNEL)) if ours else None
    if not queries.may_see(work, complaint):
        return None
    return Said(notices.CARD, data(work, complaint, side(work, complaint)))


def side(work: Work, complaint: Complaint) -> str:
    """Which buttons the acting reader gets."""
    actor = work.actor
    pending = complaint.pending or {}
    if pending and actor.id in (complaint.approver_id, queries.standing(work, complaint.approver_id)):
        return APPROVER
    if complaint.state == State.UNDER_REVIEW:
        reviewers = (complaint.reviewer_id, queries.standing(work, complaint.reviewer_id))
        return REVIEWER if actor.id in reviewers else WATCHER
    if queries.acts_for(work, complaint):
        return HANDLER
    return REPORTER if actor.id == complaint.reporter_id else WATCHER


def line(work: Work, complaint: Complaint, masked: bool = False) -> dict[str, Any]:
    """What every row about a case shows. `steps` are the limits to meet next; `due`, `left` (seconds; `day`: those of a
    working day, where it is working time) and `late` tell of the clock that drives the case, where no step does."""
    known = timing.clocks(work, complaint) if complaint.is_open else Clocks(())
    clock, owed = driving(known), known.steps
    handler = work.session.get(Person, complaint.handler_id) if complaint.handler_id else None
    return {
        "id": complaint.id, "state": complaint.state, "severity": complaint.severity,
        "customer": customer_name(work, complaint, masked), "handler": handler.name if handler else None,
        "paused": complaint.paused_for, "due": clock.due_plain if clock and clock not in owed else None,
        "due_kind": clock.kind if clock else None, "left": abs(seconds(clock)),
        "late": clock is not None and seconds(clock) < 0, "day": timing.a_day(work, clock),
        "steps": [_step(work, one) for one in owed],
    }  # fmt: skip


def _step(work: Work, clock: Clock) -> dict[str, Any]:
    return {
        "kind": clock.kind, "late": clock.state is ClockState.MISSED, "left": abs(seconds(clock)),
        "due": clock.due_plain if seconds(clock) >= 0 else clock.due_rolled, "day": timing.a_day(work, clock),
    }  # fmt: skip


def seconds(clock: Clock | None) -> int:
    """Time left on a clock in seconds; negative when it is over."""
    return int(clock.remaining.total_seconds()) if clock else 0


def driving(known: Clocks) -> Clock | None:
    """The clock that drives the case: the earliest running one; while it rests, the one that waits."""
    if known.governing is not None:
        return known.governing
    return next((clock for clock in known.clocks if clock.is_open and clock.kind not in NOT_OURS), None)


def data(work: Work, complaint: Complaint, reader: str) -> dict[str, Any]:
    """Everything the card shows to one kind of reader."""
    masked = reader == CHANNEL
    first = next(iter(queries.events(work.session, complaint.id)), None)
    hints = first.data if first is not None else {}
    early = State(complaint.state) in (State.NEW, State.ACKNOWLEDGED, State.ACCEPTED, State.VERIFYING) and not masked
    shown = line(work, complaint, masked) | {
        "side": reader, "claim": "" if masked else complaint.claim[:SHOWN],
        "long": not masked and len(complaint.claim) > SHOWN, "masked_kinds": [] if masked else complaint.masked,
        "complainant": "" if masked else complaint.complainant, "people": complaint.people,
        "channel": complaint.channel, "product": complaint.product, "cause": complaint.cause,
        "criteria": complaint.criteria, "regime": complaint.regime, "forwarded": complaint.source == "regulator",
        "subject": _name(work, complaint.subject_user_id) if not masked else None,
        "candidates": _candidates(work, complaint) if early else [],
        "missing": handling.missing(complaint) if early else [],
        "similar": _similar(work, complaint, hints) if early else [],
        "causes": hints.get("causes", []) if early and complaint.cause is None else [],
        "cases": _cases(work, hints) if early else [],
        "calm": calm(work, complaint) if reader in (HANDLER, REPORTER) and complaint.state == State.NEW else None,
        "resting": _resting(work, complaint),
        "attribution": complaint.attribution, "findings": "" if masked else complaint.findings,
        "remedies": [] if masked else _remedies(work, complaint), "currency": people.policy(work).compensation.currency,
        "asks": _asks(work, complaint), "pending": _pending(work, complaint) if not masked else None,
        "calls": len(queries.call_backs(work.session, complaint.id)), "satisfaction": complaint.satisfaction,
        "solved": _solved(work, complaint), "breaches": breaches(complaint), "reopened": complaint.reopened,
        "reviewer": _name(work, complaint.reviewer_id) if complaint.state == State.UNDER_REVIEW else None,
        "follows": complaint.follows_id,
        "followed": following.follower(work, complaint) if not complaint.is_open else None,
        "into": complaint.merged_into_id, "has_review": people.regime(work, complaint).review is not None,
        "pinned": len(queries.pinned(work.session, complaint.id)),
    } | _room(work, complaint)  # fmt: skip
    return shown | UNTOLD if queries.is_subject(complaint, work.actor.id) else shown


UNTOLD: dict[str, Any] = {
    "findings": "", "attribution": None, "remedies": (), "pending": None, "asks": (), "calls": 0, "satisfaction": None,
    "solved": False, "pinned": 0, "cases": (), "similar": (), "causes": (), "can_room": False,
}  # fmt: skip
"""What who is complained about does not learn, though he reported it: he knows what he reported, and how it stands."""


def _room(work: Work, complaint: Complaint) -> dict[str, Any]:
    """Its channel of its own, and whether one may be asked for."""
    room = rooms.shown(work.session, complaint.subject)
    wanting = complaint.severity == ROOM_FROM and complaint.is_open and not room["room"] and not room["room_wanted"]
    return room | {"can_room": wanting}


def customer_name(work: Work, complaint: Complaint, masked: bool) -> str | None:
    """The customer, masked for a shared channel."""
    customer = queries.customer_of(work, complaint)
    name = customer.name if customer is not None else complaint.customer_text
    if not name:
        return None
    return mask_company(name) if masked else name


def breaches(complaint: Complaint) -> list[str]:
    """The clocks that were ever missed, each once, in order."""
    return list(dict.fromkeys(key.partition(":")[0] for key in complaint.breaches))


def calm(work: Work, complaint: Complaint) -> dict[str, Any]:
    """What wording calms this customer: his language, what it is about, and when he was promised an answer."""
    customer = queries.customer_of(work, complaint)
    language = (customer.language if customer else None) or _guess(complaint.claim)
    kind = "money" if complaint.product == "payment" or complaint.amount else "general"
    kind = "service" if complaint.subject_user_id is not None else kind
    clock = timing.clocks(work, complaint).named("promise")
    due = clock.due_plain if clock else None
    return {"language": "en" if language.startswith("en") else "zh", "kind": kind, "due": due}


def _guess(text: str) -> str:
    return "zh" if any("\u4e00" <= char <= "\u9fff" for char in text) else "en"


def _name(work: Work, person_id: int | None) -> str | None:
    person = work.session.get(Person, person_id) if person_id else None
    return person.name if person is not None else None


def _candidates(work: Work, complaint: Complaint) -> list[dict[str, Any]]:
    if complaint.customer_id is not None or not complaint.candidates:
        return []
    found = work.session.scalars(work.visible(Customer).where(Customer.id.in_(complaint.candidates[:4])))
    return [{"id": one.id, "name": one.name} for one in found]


def _similar(work: Work, complaint: Complaint, hints: dict[str, Any]) -> list[dict[str, Any]]:
    found = [work.session.get(Complaint, one) for one in hints.get("similar", [])]
    return [
        {"id": one.id, "at": one.received_at} for one in found
        if one is not None and one.is_open and queries.may_see(work, one) and allows("merge", complaint.state)
    ]  # fmt: skip


def _cases(work: Work, hints: dict[str, Any]) -> list[dict[str, Any]]:
    found = [work.session.get(Case, one) for one in hints.get("cases", [])]
    return [case_line(one) for one in found if one is not None]


def case_line(case: Case) -> dict[str, Any]:
    """One case of the library as a row: what happened and what worked."""
    return {
        "id": case.id, "title": case.title, "attribution": case.attribution, "cause": case.cause,
        "remedies": list(case.remedies), "changed": case.changed, "lesson": case.lesson,
    }  # fmt: skip


def _resting(work: Work, complaint: Complaint) -> dict[str, Any] | None:
    """What a paused case still has left on each clock that stands still, and which law-bound clocks go on."""
    if complaint.paused_for is None:
        return None
    known = timing.clocks(work, complaint).clocks
    still = [
        {"kind": clock.kind, "left": abs(seconds(clock)), "day": timing.a_day(work, clock)}
        for clock in known if clock.paused_since is not None and clock.kind not in NOT_OURS
    ]  # fmt: skip
    return {"why": complaint.paused_for, "since": complaint.paused_at, "clocks": still,
            "procedure": complaint.paused_for in PROCEDURES}  # fmt: skip


def _remedies(work: Work, complaint: Complaint) -> list[dict[str, Any]]:
    return [
        {"id": one.id, "type": one.type, "text": one.text, "amount": one.amount or None, "done": one.done_at}
        for one in queries.remedies(work.session, complaint.id)
    ]


def _asks(work: Work, complaint: Complaint) -> list[dict[str, Any]]:
    found: Sequence[Any] = asks.of_subject(work, complaint.subject)
    return [
        {"id": one.id, **_department(work, one.department), "open": one.closed_at is None,
         "answered": bool(one.answer)}
        for one in found
    ]  # fmt: skip


def _department(work: Work, code: str) -> dict[str, str | None]:
    """The department's own name, else its code where we have a word for it."""
    found = directory.department(work.session, code)
    named = found.name if found is not None else None
    return {"department": named or code, "department_code": code if not named and code in DEPARTMENTS else None}


def _pending(work: Work, complaint: Complaint) -> dict[str, Any] | None:
    pending = complaint.pending
    if not pending:
        return None
    amount = sum(one.amount for one in queries.remedies(work.session, complaint.id))
    longer = people.next_extension(work, complaint) if pending["what"] == "extension" else None
    return {
        "what": pending["what"], "condition": longer.condition if longer else None,
        "by": _name(work, pending.get("by")), "reason": pending.get("reason", ""),
        "who": _name(work, complaint.approver_id), "amount": amount or None, "before": pending.get("before") or None,
    }  # fmt: skip


def _solved(work: Work, complaint: Complaint) -> bool:
    calls = [one for one in queries.call_backs(work.session, complaint.id) if one.solved is not None]
    return bool(calls and calls[-1].solved)
