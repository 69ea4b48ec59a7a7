"""Review by the superior unit 核查: asked for within the window, decided by somebody above (CBIRC 2020-3 art 20)."""

from bot.complaints import acting, notices, people, queries, timing
from bot.complaints.acting import Told
from bot.complaints.deadlines.clocks import State as ClockState
from bot.complaints.deadlines.events import EventKind
from bot.complaints.intake import KIND
from bot.complaints.models import Complaint
from bot.complaints.states import State
from bot.core.errors import Refusal
from bot.core.work import Work
from bot.customers import contacts


def ask_review(work: Work, complaint_id: int, reason: str, notice: Told) -> Complaint:
    """notified or closed -> under review, while the window is open; by the superior unit, never by who decided."""
    complaint = acting.own(work, complaint_id, "review")
    said = acting.words(reason, "reason")
    rule = people.regime(work, complaint).review
    if rule is None:
        raise Refusal("complaints/no-review", number=complaint.id)
    window = timing.clocks(work, complaint).named("review_window")
    if window is None or window.state is not ClockState.RUNNING:
        raise Refusal("complaints/review-window", number=complaint.id, days=rule.window.amount)
    acting.told(work, complaint, "review", notice)
    barred = {complaint.decided_by_id, complaint.subject_user_id, complaint.handler_id}
    reviewer = people.role_holder(work, complaint, rule.by)
    if reviewer is None or reviewer.id in barred:
        reviewer = people.unbiased(work, complaint.decided_by_id or complaint.handler_id, barred)
    if reviewer is None:
        raise Refusal("complaints/no-approver", number=complaint.id)
    complaint.reviewer_id, complaint.resume_to, complaint.ended_at = reviewer.id, complaint.state, None
    if complaint.customer_id is not None:
        contacts.place_hold(work, complaint.customer_id, KIND, complaint.subject)
    timing.record(
        work, complaint, EventKind.REVIEW_REQUESTED.value, to=State.UNDER_REVIEW.value, reason=said,
        data={"person": reviewer.id},
    )  # fmt: skip
    acting.done(work, complaint)
    notices.push(work, complaint, reviewer.id, f"review:{work.now:%Y%m%dT%H%M%S}")
    return complaint


def decide_review(work: Work, complaint_id: int, stands: bool, reason: str) -> Complaint:
    """The superior unit says whether the decision stands. It does: the case is where it was. It does not: proposing."""
    complaint = queries.hold(work, complaint_id)
    acting.unbiased(work, complaint)
    acting.require(complaint, "reviewed")
    if not work.actor.is_system and work.actor.id not in (
        complaint.reviewer_id, queries.standing(work, complaint.reviewer_id)
    ):  # fmt: skip
        raise Refusal("complaints/not-reviewer", number=complaint.id)
    said = acting.words(reason, "reason")
    before = State(complaint.resume_to or State.NOTIFIED.value)
    to = before if stands else State.PROPOSING
    complaint.resume_to, complaint.reviewed = None, complaint.reviewed + 1
    timing.record(work, complaint, EventKind.REVIEWED.value, to=to.value, reason=said, data={"stands": stands})
    if to is State.CLOSED:
        complaint.ended_at = work.now
        if complaint.customer_id is not None:
            contacts.lift_hold(work, complaint.customer_id, KIND, complaint.subject)
    if not stands:
        complaint.reopened += 1
    acting.done(work, complaint)
    notices.push(work, complaint, complaint.handler_id, f"reviewed:{complaint.reviewed}")
    return complaint
