"""Resting and longer limits: pauses by the pack's reasons, resuming, and extensions that somebody else approves."""

from datetime import timedelta

from bot.complaints import acting, deadlines_kept, notices, people, queries, timing
from bot.complaints.acting import Told
from bot.complaints.deadlines.events import Event, EventKind
from bot.complaints.deciding import approving
from bot.complaints.models import Complaint
from bot.complaints.rules import PROCEDURES
from bot.core.errors import Refusal
from bot.core.work import Work
from bot.promises import usecases as promises

QUIET = timedelta(days=60)
"""How long the reminder of a promise stays silent at most while its clock stands still."""


def reasons(work: Work, complaint: Complaint) -> list[str]:
    """The reasons for which this case may rest, by its regime and the house."""
    policy = people.policy(work)
    return list(dict.fromkeys([*policy.pauses, *people.regime(work, complaint).pauses]))


def pause(work: Work, complaint_id: int, code: str, reason: str, notice: Told | None = None) -> Complaint:
    """Let the clocks rest that the reason stops. Procedures of law (appraisal, mediation) only while verifying, and
    only with notice to the customer where the pack says so (CBIRC 2020-3 art 18)."""
    verb = "procedure_pause" if code in PROCEDURES else "pause"
    complaint = acting.own(work, complaint_id, verb)
    said = acting.words(reason, "reason")
    if complaint.paused_for is not None:
        raise Refusal("complaints/paused", number=complaint.id, why=complaint.paused_for)
    event = Event(EventKind.PAUSED, work.now, reason=code, notice=notice is not None)
    timing.refuse_unless(work, complaint, event)
    if notice is not None:
        acting.told(work, complaint, "pause", notice)
    data = {"code": code, "notice": notice is not None}
    timing.record(work, complaint, EventKind.PAUSED.value, reason=said, data=data)
    complaint.paused_for, complaint.paused_at = code, work.now
    owed = deadlines_kept.owed(work, complaint)
    if owed is not None:
        promises.snooze(work.acting_as(deadlines_kept.for_the_case(work)), owed.id, work.now + QUIET)
    return acting.done(work, complaint)


def resume(work: Work, complaint_id: int, reason: str = "") -> Complaint:
    """The case goes on. A second time changes nothing."""
    complaint = queries.hold(work, complaint_id)
    acting.unbiased(work, complaint)
    if not queries.acts_for(work, complaint):
        raise Refusal("complaints/not-yours", number=complaint.id)
    if complaint.paused_for is None:
        return complaint
    data = {"code": complaint.paused_for}
    timing.record(work, complaint, EventKind.RESUMED.value, reason=reason, data=data)
    complaint.paused_for = complaint.paused_at = None
    awaken(work, complaint)
    return acting.done(work, complaint)


def awaken(work: Work, complaint: Complaint) -> None:
    """The reminder of the promise follows its clock again."""
    owed, clock = deadlines_kept.owed(work, complaint), timing.clocks(work, complaint).named("promise")
    if owed is not None and clock is not None and clock.due_plain > work.now:
        promises.move(work.acting_as(deadlines_kept.for_the_case(work)), owed.id, clock.due_plain, True)


def ask_extension(work: Work, complaint_id: int, reason: str, notice: Told | None = None) -> Complaint:
    """Ask for the next step of the regime; its approver says yes. Never back-dated: the limit must not be over yet."""
    complaint = acting.own(work, complaint_id, "extend")
    said = acting.words(reason, "reason")
    if complaint.pending is not None:
        raise Refusal("complaints/already-pending", number=complaint.id)
    event = Event(EventKind.EXTENDED, work.now, notice=notice is not None)
    timing.refuse_unless(work, complaint, event)
    step = next_step(work, complaint)
    approver = people.approver_for(work, complaint, step, work.actor.id)
    if approver is None:
        raise Refusal("complaints/no-approver", number=complaint.id)
    if notice is not None:
        acting.told(work, complaint, "extension", notice)
    complaint.approver_id = approver.id
    complaint.pending = {
        "what": "extension", "by": work.actor.id, "role": step, "reason": said, "notice": notice is not None,
    }  # fmt: skip
    timing.record(work, complaint, "extension_asked", reason=said, data={"person": approver.id})
    acting.done(work, complaint)
    notices.push(work, complaint, approver.id, f"extend:{work.now:%Y%m%dT%H%M%S}")
    return complaint


def next_step(work: Work, complaint: Complaint) -> str:
    """The role that approves the next extension."""
    step = people.next_extension(work, complaint)
    assert step is not None, "asked for only where the regime knows extensions"
    return step.approver


def approve_extension(work: Work, complaint_id: int) -> Complaint:
    """The approver says yes, in time: the limit moves one step. Refused once the limit has passed."""
    complaint = approving(work, complaint_id, "extension")
    acting.require(complaint, "extend")
    pending = complaint.pending or {}
    event = Event(EventKind.EXTENDED, work.now, notice=bool(pending.get("notice")))
    timing.refuse_unless(work, complaint, event)
    data = {"notice": bool(pending.get("notice")), "approver": work.actor.id}
    timing.record(work, complaint, EventKind.EXTENDED.value, reason=str(pending.get("reason", "")), data=data)
    complaint.pending = None
    acting.done(work, complaint)
    _answer(work, complaint, "complaints/approved", {"what": "extension"})
    return complaint


def refuse_extension(work: Work, complaint_id: int, reason: str) -> Complaint:
    """The approver says no, with a reason."""
    complaint = approving(work, complaint_id, "extension")
    said = acting.words(reason, "reason")
    complaint.pending = None
    timing.record(work, complaint, "extension_refused", reason=said)
    acting.done(work, complaint)
    _answer(work, complaint, "complaints/not-approved", {"what": "extension", "reason": said})
    return complaint


def _answer(work: Work, complaint: Complaint, template: str, data: dict[str, str]) -> None:
    key = f"extension-answer:{work.now:%Y%m%dT%H%M%S%f}"
    notices.tell(work, complaint, complaint.handler_id, template, key, data)
