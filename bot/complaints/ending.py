"""Call-back, closing with a case summary, and the other ways a case ends or comes back."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from bot.complaints import (
    acting,
    deadlines_kept,
    following,
    library,
    notices,
    people,
    queries,
    recurrence,
    recusal,
    rules,
    suggesting,
    timing,
)
from bot.complaints.acting import Told
from bot.complaints.deadlines.events import EventKind
from bot.complaints.facts import Closed
from bot.complaints.intake import KIND, gist, say_unhappy
from bot.complaints.models import CallBack, Case, Complaint
from bot.complaints.rules import CAUSES
from bot.complaints.states import State
from bot.core.errors import Refusal
from bot.core.subject import Subject
from bot.core.work import Work
from bot.customers import contacts
from bot.promises import usecases as promises


@dataclass(frozen=True)
class Called:
    """A call-back: `solved` None means nobody was reached; `satisfaction` 1 to 5."""

    solved: bool | None
    satisfaction: int | None = None
    words: str = ""
    channel: str = "phone"
    new_facts: bool = False


def call_back(work: Work, complaint_id: int, called: Called) -> Complaint:
    """Record a call-back, by anybody who may act on the case except its subject. Not solved: back to verification
    with its history; new facts start the limits anew."""
    complaint = acting.own(work, complaint_id, "call_back")
    words = acting.words(called.words, "words") if called.words.strip() else ""
    work.save(
        CallBack(
            complaint_id=complaint.id, at=work.now, by_id=work.actor.person_id, channel=called.channel,
            solved=called.solved, satisfaction=called.satisfaction, words=words,
        )
    )  # fmt: skip
    data = {"solved": called.solved, "satisfaction": called.satisfaction}
    if called.solved is None:
        timing.record(work, complaint, "attempt", to=State.CALL_BACK.value, reason=words, data=data)
        return acting.done(work, complaint)
    complaint.satisfaction = called.satisfaction
    timing.record(work, complaint, EventKind.CALLED_BACK.value, to=State.CALL_BACK.value, reason=words, data=data)
    if complaint.customer_id is not None:
        source = Subject("complaint_call_back", queries.call_backs(work.session, complaint.id)[-1].id)
        contacts.record(work, complaint.customer_id, source, work.now, called.channel, gist=gist(complaint))
    if not called.solved:
        return _again(work, complaint, words, called.new_facts)
    return acting.done(work, complaint)


def _again(work: Work, complaint: Complaint, reason: str, new_facts: bool) -> Complaint:
    was_closed = complaint.ended_at is not None
    complaint.reopened += 1
    complaint.ended_at = None
    timing.record(work, complaint, "reopened", to=State.VERIFYING.value, reason=reason, data={"new_facts": new_facts})
    if new_facts and "new_facts" in people.regime(work, complaint).restarts:
        timing.record(work, complaint, EventKind.RESTARTED.value, data={"code": "new_facts"})
    if was_closed and complaint.customer_id is not None:
        contacts.place_hold(work, complaint.customer_id, KIND, complaint.subject)
    acting.done(work, complaint)
    if complaint.handler_id != work.actor.id:
        notices.push(work, complaint, complaint.handler_id, f"reopened:{complaint.reopened}")
    return complaint


def reopen(work: Work, complaint_id: int, reason: str, new_facts: bool = False) -> Complaint:
    """The customer is not satisfied after all. Up to the pack's days after closing the case itself comes back, with
    its owner; later, or when it was rejected or withdrawn, a new one begins that follows it."""
    complaint = acting.own(work, complaint_id, "reopen")
    said = acting.words(reason, "reason")
    days = people.policy(work).reopening.days
    over = complaint.state in (State.REJECTED, State.WITHDRAWN)
    if not over and (complaint.ended_at is None or (work.now - complaint.ended_at).days <= days):
        return _again(work, complaint, said, new_facts)
    return following.follow(work, complaint, said)


@dataclass(frozen=True)
class Summary:
    """What a case leaves behind: one line each for title, cause, what we changed; more if wanted."""

    title: str
    cause: str
    changed: str
    lesson: str = ""
    tags: tuple[str, ...] = ()


def close(work: Work, complaint_id: int, summary: Summary) -> Complaint:
    """call_back -> closed. Needs a customer who was reached and says it is solved, or the pack's attempts on different
    days; remedies carried out; a summary for the library."""
    complaint = acting.own(work, complaint_id, "close")
    _called_back(work, complaint)
    waiting = [one.type for one in queries.remedies(work.session, complaint.id) if one.done_at is None]
    if waiting:
        raise Refusal("complaints/remedy-open", number=complaint.id, types=waiting)
    if summary.cause not in CAUSES:
        raise Refusal("complaints/text-missing", field="cause")
    title, changed = acting.words(summary.title, "headline"), acting.words(summary.changed, "changed")
    complaint.cause = summary.cause
    timing.record(work, complaint, EventKind.CLOSED.value, to=State.CLOSED.value, reason=title)
    _end(work, complaint)
    _keep_case(work, complaint, Summary(title, summary.cause, changed, summary.lesson, summary.tags))
    _recover(work, complaint)
    recurrence.after_closing(work, complaint)
    return complaint


def _called_back(work: Work, complaint: Complaint) -> None:
    rule = people.policy(work).call_back
    since = complaint.notified_at or complaint.received_at
    calls = [one for one in queries.call_backs(work.session, complaint.id) if one.at >= since]
    reached = [one for one in calls if one.solved is not None]
    if reached and reached[-1].solved:
        return
    days = rules.different_days([one.at for one in calls], timing.place(work).zone)
    if len(calls) < rule.attempts or (rule.on_different_days and days < rule.attempts):
        raise Refusal("complaints/call-back-missing", number=complaint.id, done=days, attempts=rule.attempts)


def _end(work: Work, complaint: Complaint) -> None:
    complaint.ended_at, complaint.pending = work.now, None
    complaint.paused_for = complaint.paused_at = None
    if complaint.customer_id is not None:
        contacts.lift_hold(work, complaint.customer_id, KIND, complaint.subject)
    if complaint.state == State.CLOSED:
        deadlines_kept.keep(work, complaint)
    else:
        promises.withdraw(work.acting_as(deadlines_kept.for_the_case(work)), complaint.subject, complaint.state)
    acting.done(work, complaint)
    work.announce(Closed(complaint.id, complaint.state))
    if complaint.customer_id is not None and _unsatisfied(work, complaint):
        say_unhappy(work, complaint, complaint.customer_id, unsatisfied=True)
    if complaint.reporter_id != work.actor.id:
        data = {"state": complaint.state}
        key = f"ended:{work.now:%Y%m%dT%H%M%S%f}"
        notices.tell(work, complaint, complaint.reporter_id, "complaints/informed", key, data)


def _unsatisfied(work: Work, complaint: Complaint) -> bool:
    mark = complaint.satisfaction
    return complaint.state == State.CLOSED and mark is not None and mark < people.policy(work).call_back.satisfied_from


def _keep_case(work: Work, complaint: Complaint, summary: Summary) -> None:
    def clean(text: str) -> str:
        return library.anonymous(work, complaint, text)

    found = work.session.scalars(select(Case).where(Case.complaint_id == complaint.id)).one_or_none()
    again = found is not None
    row = found or Case(complaint_id=complaint.id, title="", claim="")
    remedies = queries.remedies(work.session, complaint.id)
    row.title, row.claim, row.findings = clean(summary.title), clean(complaint.claim), clean(complaint.findings)
    row.attribution, row.cause, row.product = complaint.attribution, complaint.cause, complaint.product
    row.remedies, row.cost = [one.type for one in remedies], sum(one.amount for one in remedies)
    row.changed, row.lesson, row.tags = clean(summary.changed), clean(summary.lesson), list(summary.tags)
    if again:
        library.add(work, row)
        return
    library.learn(work, work.save(row))
    suggesting.learn(work, row.claim, complaint.cause or "C99")


def _recover(work: Work, complaint: Complaint) -> None:
    """30, 60 and 90 days after closing somebody asks whether all is still well."""
    owner = complaint.handler_id or complaint.reporter_id
    here = timing.place(work)
    today = work.now.astimezone(here.zone).date()
    for days in people.policy(work).recovery.contact_days:
        day = here.calendar.next_workday(today + timedelta(days=days))
        closing = here.closing(day)
        if closing is None:
            continue
        text = deadlines_kept.text_for(work, owner, "recovery", id=complaint.id, days=days)
        promises.make(
            work,
            promises.Draft(
                text, closing, owner, complaint.subject, customer_id=complaint.customer_id,
                purpose=deadlines_kept.RECOVERY,
            ),
        )  # fmt: skip


def reject(work: Work, complaint_id: int, reason: str, notice: Told) -> Complaint:
    """Out of scope: not our product, not our customer, no authority. With reason and notice, before acceptance only."""
    complaint = acting.own(work, complaint_id, "reject")
    said = acting.words(reason, "reason")
    acting.told(work, complaint, "rejection", notice)
    timing.record(work, complaint, EventKind.REJECTED.value, to=State.REJECTED.value, reason=said)
    _end(work, complaint)
    return complaint


def withdraw(work: Work, complaint_id: int, reason: str) -> Complaint:
    """The customer withdraws: the procedure ends that day (CBIRC 2020-3 art 15)."""
    complaint = acting.own(work, complaint_id, "withdraw")
    said = acting.words(reason, "reason")
    timing.record(work, complaint, EventKind.WITHDRAWN.value, to=State.WITHDRAWN.value, reason=said)
    _end(work, complaint)
    return complaint


def merge(work: Work, complaint_id: int, into_id: int) -> Complaint:
    """The same matter of the same customer: this case ends in the other, whose history keeps the words of both. Who one
    of them is about has no part in the other either; cases about two colleagues stay two."""
    complaint = acting.own(work, complaint_id, "merge")
    target = queries.hold(work, into_id)
    acting.unbiased(work, target)
    same = target.customer_id is not None and target.customer_id == complaint.customer_id
    both = {complaint.subject_user_id, target.subject_user_id} - {None}
    if not same or not target.is_open or target.id == complaint.id or len(both) > 1:
        raise Refusal("complaints/cannot-merge", number=complaint.id, into=into_id)
    complaint.merged_into_id = target.id
    timing.record(work, complaint, EventKind.MERGED.value, to=State.MERGED.value, data={"into": target.id})
    timing.record(work, target, "repeated", reason=complaint.claim, data={"from": complaint.id})
    _end(work, complaint)
    if complaint.subject_user_id is not None and target.subject_user_id is None:
        target.subject_user_id = complaint.subject_user_id
        recusal.recuse(work, target)
    acting.done(work, target)
    return target
