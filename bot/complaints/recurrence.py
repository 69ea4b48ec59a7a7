"""Causes that come back, and faults of process: the owning department gets a corrective action."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from bot.complaints import deadlines_kept, people, rules, timing, wordlists
from bot.complaints.models import Complaint, CorrectiveAction
from bot.core.work import Work
from bot.directory import queries as directory
from bot.promises import usecases as promises

DAYS_TO_FIX = 10
"""Working days the owning department has for a corrective action; it may promise another date."""
PROCESS, REPEATED, MISUNDERSTOOD = "process_fault", "repeated_cause", "misunderstandings"


def after_decision(work: Work, complaint: Complaint) -> None:
    """A fault of process or product is corrected at its root; three misunderstandings of a kind count as one."""
    if complaint.attribution == "company_fault_process":
        _open(work, complaint, PROCESS, 1)
    elif complaint.attribution == "customer_misunderstanding":
        rule = people.policy(work).repeat_cause
        since = work.now - timedelta(days=rule.misunderstanding_days)
        count = work.session.scalar(
            select(func.count()).select_from(Complaint).where(
                Complaint.product == complaint.product, Complaint.attribution == complaint.attribution,
                Complaint.received_at >= since,
            )
        ) or 0  # fmt: skip
        if count >= rule.misunderstandings:
            _open(work, complaint, MISUNDERSTOOD, count)


def after_closing(work: Work, complaint: Complaint) -> None:
    """The cause is known now: when it comes back too often, it is corrected. Never counted by person."""
    rule = people.policy(work).repeat_cause
    first = work.now - timedelta(days=rule.days) * (rule.earlier_windows + 1)
    received = work.session.scalars(
        select(Complaint.received_at).where(
            Complaint.cause == complaint.cause, Complaint.product == complaint.product, Complaint.received_at >= first,
            Complaint.merged_into_id.is_(None),
        )
    ).all()  # fmt: skip
    if rules.is_repeated(work.now, received, rule):
        recent = sum(1 for at in received if at > work.now - timedelta(days=rule.days))
        _open(work, complaint, REPEATED, recent)


def muted(work: Work, product: str, cause: str) -> bool:
    """Whether a corrective action for this key is under way or was opened a short while ago."""
    query = select(CorrectiveAction.id).where(
        CorrectiveAction.product == product, CorrectiveAction.cause == cause,
        (CorrectiveAction.muted_until > work.now) & CorrectiveAction.closed_at.is_(None),
    )  # fmt: skip
    return work.session.scalar(query.limit(1)) is not None


def _open(work: Work, complaint: Complaint, why: str, count: int) -> None:
    product, cause = complaint.product or "other", complaint.cause or "C99"
    if muted(work, product, cause):
        return
    department = wordlists.owner_of(cause)
    owner = directory.head_of(work.session, department, work.now)
    owner = owner or people.unbiased(work, complaint.handler_id, {complaint.subject_user_id})
    if owner is None:
        return
    rule = people.policy(work).repeat_cause
    action = work.save(
        CorrectiveAction(
            complaint_id=complaint.id, why=why, product=product, cause=cause, department=department, owner_id=owner.id,
            count=count, muted_until=work.now + timedelta(days=rule.mute_days),
        )
    )  # fmt: skip
    key = "corrective" if why != PROCESS else "corrective_case"
    text = deadlines_kept.text_for(work, owner.id, key, id=complaint.id, cause=cause, count=count, days=rule.days)
    made = promises.make(
        work,
        promises.Draft(
            text, _due(work, DAYS_TO_FIX), owner.id, action.about, beneficiary="colleague",
            beneficiary_id=complaint.handler_id, purpose=deadlines_kept.CORRECTIVE,
        ),
    )  # fmt: skip
    action.promise_id = made.id
    timing.record(work, complaint, "corrective", data={"action": action.id, "why": why, "person": owner.id})


def _due(work: Work, days: int) -> datetime:
    here = timing.place(work)
    day = here.calendar.add_workdays(work.now.astimezone(here.zone).date(), days)
    return here.closing(day) or work.now + timedelta(days=days)


def kept(work: Work, promise_id: int, outcome: str) -> None:
    """The department has done it: after the pack's days somebody looks whether complaints of the kind have fallen."""
    query = select(CorrectiveAction).where(CorrectiveAction.promise_id == promise_id)
    action = work.session.scalars(query).one_or_none()
    if action is None or action.closed_at is not None:
        return
    rule = people.policy(work).repeat_cause
    action.closed_at, action.root_cause = work.now, outcome
    action.verify_at = work.now + timedelta(days=rule.verify_after_days)
    text = deadlines_kept.text_for(work, action.owner_id, "verify_action", id=action.complaint_id, cause=action.cause)
    look = promises.make(
        work,
        promises.Draft(
            text, action.verify_at, action.owner_id, action.about, beneficiary="colleague",
            purpose=deadlines_kept.VERIFY,
        ),
    )  # fmt: skip
    action.promise_id = look.id


def verified(work: Work, complaint: Complaint, promise_id: int) -> None:
    """Somebody has looked: whether it fell is counted and kept; if it did not, the cause is corrected once more."""
    query = select(CorrectiveAction).where(CorrectiveAction.promise_id == promise_id)
    action = work.session.scalars(query).one_or_none()
    if action is None or action.closed_at is None or action.fell is not None:
        return
    action.fell = fell(work, action)
    code = "corrective_worked" if action.fell else "corrective_failed"
    timing.record(work, complaint, code, data={"action": action.id})
    if not action.fell:
        _open(work, complaint, REPEATED, _since(work, action, action.closed_at, work.now))


def fell(work: Work, action: CorrectiveAction) -> bool:
    """Whether fewer complaints of the kind came in since it was corrected than in the same time before."""
    assert action.closed_at is not None, "only a corrective action that is done can be judged"
    span = work.now - action.closed_at
    before = _since(work, action, action.closed_at - span, action.closed_at)
    return _since(work, action, action.closed_at, work.now) < max(1, before)


def _since(work: Work, action: CorrectiveAction, start: datetime, end: datetime) -> int:
    query = select(func.count()).select_from(Complaint).where(
        Complaint.cause == action.cause, Complaint.product == action.product,
        Complaint.received_at > start, Complaint.received_at <= end,
    )  # fmt: skip
    return work.session.scalar(query) or 0
