"""Facts, fault, remedy, decision, notice: what was found, who says yes, and that the customer was told."""

import math
from dataclasses import dataclass

from bot.complaints import acting, authority, deadlines_kept, notices, people, queries, recurrence, timing
from bot.complaints.acting import Told
from bot.complaints.deadlines.events import EventKind
from bot.complaints.models import Complaint, Remedy
from bot.complaints.rules import ATTRIBUTIONS, CAUSES, MONETARY, REMEDIES
from bot.complaints.states import State
from bot.core.errors import Refusal
from bot.core.work import Work
from bot.escalations import queries as asks

AT_ONCE = ("explanation", "apology")
"""Remedies that are done by telling the customer."""


@dataclass(frozen=True)
class Found:
    """What verification brought: whose fault, the facts, what proves them, and (if known) the cause."""

    attribution: str
    findings: str = ""
    evidence: str = ""
    cause: str | None = None


def find(work: Work, complaint_id: int, found: Found) -> Complaint:
    """verifying -> proposing. Pinned replies and departments' answers count as findings and evidence; without either
    both must be written. The subject cannot do it."""
    complaint = acting.own(work, complaint_id, "find")
    if found.attribution not in ATTRIBUTIONS or (found.cause or CAUSES[0]) not in CAUSES:
        raise Refusal("core/unknown-button", field="attribution")
    gathered = evidence(work, complaint)
    complaint.findings = acting.words(found.findings or complaint.findings or gathered, "findings")
    complaint.evidence = acting.words(found.evidence or complaint.evidence or gathered, "evidence")
    complaint.attribution, complaint.cause = found.attribution, found.cause or complaint.cause
    data = {"attribution": found.attribution, "cause": complaint.cause}
    timing.record(work, complaint, "found", to=State.PROPOSING.value, data=data)
    timing.record(work, complaint, EventKind.PLANNED.value)
    if found.attribution == "customer_misunderstanding" and not queries.remedies(work.session, complaint.id):
        # A misunderstanding is explained; more can still be added.
        work.save(Remedy(complaint_id=complaint.id, type="explanation"))
    return acting.done(work, complaint)


def evidence(work: Work, complaint: Complaint) -> str:
    """Pinned replies and departments' answers, as one text."""
    answers = [one for one in asks.of_subject(work, complaint.subject) if one.answer]
    lines = [acting.kept_reason(work, complaint), *(f"E-{one.id}: {one.answer}" for one in answers)]
    return "\n".join(line for line in lines if line)


def remedy(work: Work, complaint_id: int, kind: str, text: str = "", amount: float = 0.0) -> Complaint:
    """Propose something for the customer. Money needs its amount; the same kind again replaces the first, unless that
    was carried out: what was paid stays on record and counts."""
    complaint = acting.own(work, complaint_id, "remedy")
    if kind not in REMEDIES:
        raise Refusal("core/unknown-button")
    if not math.isfinite(amount) or amount < 0 or (kind in MONETARY and amount == 0):
        raise Refusal("complaints/amount-missing", field="amount")
    words = acting.words(text, "text") if text.strip() else ""
    proposed = [one for one in queries.remedies(work.session, complaint.id) if one.done_at is None]
    before = next((one for one in proposed if one.type == kind), None)
    if before is None:
        work.save(Remedy(complaint_id=complaint.id, type=kind, text=words, amount=amount))
    else:
        before.text, before.amount = words or before.text, amount
    timing.record(work, complaint, "remedy", reason=words, data={"type": kind, "amount": amount})
    return acting.done(work, complaint)


def decide(work: Work, complaint_id: int) -> Complaint:
    """proposing -> decided, or to the one who may: beyond one's authority, for S1 and S2, and about a colleague, a
    second person says yes (four eyes)."""
    complaint = acting.own(work, complaint_id, "decide")
    remedies = queries.remedies(work.session, complaint.id)
    if not remedies:
        raise Refusal("complaints/remedy-missing", number=complaint.id)
    amount = sum(one.amount for one in remedies)
    authority.one_at_a_time(work, complaint)
    if authority.may_alone(work, complaint, amount):
        _decided(work, complaint)
        return acting.done(work, complaint)
    if complaint.pending is not None:
        # One request at a time: an extension somebody was asked for must not be lost.
        raise Refusal("complaints/already-pending", number=complaint.id)
    found = authority.approver(work, complaint, amount)
    if found is None:
        raise Refusal("complaints/no-approver", number=complaint.id)
    least, approver = found
    before = authority.granted(work, complaint)
    complaint.approver_id = approver.id
    complaint.pending = {"what": "decision", "by": work.actor.id, "role": least, "before": before}
    timing.record(work, complaint, "approval_asked", to=State.APPROVAL.value, data={"person": approver.id})
    acting.done(work, complaint)
    notices.push(work, complaint, approver.id, f"approve:{work.now:%Y%m%dT%H%M%S}")
    return complaint


def _decided(work: Work, complaint: Complaint) -> None:
    complaint.decided_at, complaint.decided_by_id = work.now, work.actor.id
    for one in queries.remedies(work.session, complaint.id):
        one.approver_id = work.actor.id
    timing.record(work, complaint, EventKind.DECIDED.value, to=State.DECIDED.value)


def approve(work: Work, complaint_id: int) -> Complaint:
    """The second person says yes: approval -> decided. Not the one who proposed, not the subject."""
    complaint = approving(work, complaint_id, "decision")
    complaint.pending = None
    _decided(work, complaint)
    acting.done(work, complaint)
    data = {"what": "decision"}
    notices.tell(work, complaint, complaint.handler_id, "complaints/approved", _once(work, "approved"), data)
    return complaint


def send_back(work: Work, complaint_id: int, reason: str) -> Complaint:
    """The second person says no, with a reason: back to the proposal."""
    complaint = approving(work, complaint_id, "decision")
    said = acting.words(reason, "reason")
    complaint.pending = None
    timing.record(work, complaint, "approval_refused", to=State.PROPOSING.value, reason=said)
    acting.done(work, complaint)
    data = {"what": "decision", "reason": said}
    notices.tell(work, complaint, complaint.handler_id, "complaints/not-approved", _once(work, "refused"), data)
    return complaint


def _once(work: Work, key: str) -> str:
    return f"{key}:{work.now:%Y%m%dT%H%M%S%f}"


def approving(work: Work, complaint_id: int, what: str) -> Complaint:
    """The case for the one who is asked to say yes; anybody above him may. Four eyes: never the one who asked."""
    complaint = queries.hold(work, complaint_id)
    acting.unbiased(work, complaint)
    pending = complaint.pending or {}
    if pending.get("what") != what:
        raise Refusal("complaints/nothing-pending", number=complaint.id)
    if pending.get("by") == work.actor.id:
        raise Refusal("complaints/four-eyes", number=complaint.id)
    approvers = (complaint.approver_id, queries.standing(work, complaint.approver_id))
    if not (work.actor.is_system or work.actor.id in approvers):
        raise Refusal("complaints/not-approver", number=complaint.id)
    return complaint


def notify(work: Work, complaint_id: int, notice: Told, told: tuple[str, ...] | None = None) -> Complaint:
    """decided -> notified: the customer was told findings, basis and remedies, with proof; we never tell him ourselves.

    `told` are the codes of what was said; everything the regime asks for must be among them (None: all of it).
    """
    complaint = acting.own(work, complaint_id, "notify")
    wanted = content(work, complaint)
    left = [code for code in wanted if told is not None and code not in told]
    if left:
        raise Refusal("complaints/notice-incomplete", field="content", missing=left)
    row = acting.told(work, complaint, "decision", notice)
    complaint.notified_at = row.sent_at
    for one in queries.remedies(work.session, complaint.id):
        if one.type in AT_ONCE:
            one.done_at = row.sent_at
    at = max(row.sent_at, complaint.decided_at or row.sent_at)
    timing.record(
        work, complaint, EventKind.NOTIFIED.value, to=State.NOTIFIED.value, at=at,
        data={"notice": True, "id": row.id, "content": list(wanted)},
    )  # fmt: skip
    deadlines_kept.keep(work, complaint)
    recurrence.after_decision(work, complaint)
    acting.done(work, complaint)
    notices.tell(
        work, complaint, None if complaint.reporter_id == work.actor.id else complaint.reporter_id,
        "complaints/informed", _once(work, "notified"), {"state": complaint.state},
    )  # fmt: skip
    return complaint


def content(work: Work, complaint: Complaint) -> tuple[str, ...]:
    """What a decision notice must say by the regime; findings, basis and remedies where it names nothing."""
    named = people.regime(work, complaint).content
    return named or ("findings", "basis", "remedies")


def explained(work: Work, complaint_id: int, notice: Told) -> Complaint:
    """The short way where an explanation is all: remedy, decision and notice in one tap. Where a second person must
    decide it stops there."""
    remedy(work, complaint_id, "explanation")
    complaint = decide(work, complaint_id)
    return notify(work, complaint_id, notice) if complaint.state == State.DECIDED else complaint


def done(work: Work, complaint_id: int, remedy_id: int) -> Complaint:
    """A remedy was carried out (paid, corrected). A second time changes nothing."""
    complaint = queries.hold(work, complaint_id)
    acting.unbiased(work, complaint)
    if not queries.acts_for(work, complaint):
        raise Refusal("complaints/not-yours", number=complaint.id)
    if State(complaint.state) not in (State.DECIDED, State.NOTIFIED, State.CALL_BACK, State.UNDER_REVIEW):
        raise Refusal("complaints/not-now", number=complaint.id, state=complaint.state, verb="done")
    one = next((each for each in queries.remedies(work.session, complaint.id) if each.id == remedy_id), None)
    if one is not None and one.done_at is None and work.claim(one, done_at=work.now):
        timing.record(work, complaint, "remedy_done", data={"type": one.type, "amount": one.amount})
        acting.done(work, complaint)
    return complaint


__all__ = [
    "Found", "approve", "approving", "content", "decide", "done", "explained", "find", "notify", "remedy",
    "send_back",
]  # fmt: skip
