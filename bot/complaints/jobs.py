"""What the clock starts: one look at every case whose moment has come; reads by the index, one row one transaction."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from bot.complaints import acting, deadlines_kept, intake, notices, people, queries, timing
from bot.complaints.deadlines.clocks import DRIVING, Clock
from bot.complaints.deadlines.clocks import State as ClockState
from bot.complaints.models import Complaint
from bot.complaints.states import State
from bot.core.errors import Refusal
from bot.core.outbox import Notice, PersonPlace, Posting
from bot.core.sweep import sweep
from bot.core.work import Work, Workshop
from bot.directory import queries as directory
from bot.directory.models import Person
from bot.directory.usecases import prefer
from bot.escalations import usecases as asks

BATCH = 200
MOST = 10_000
AGAIN = timedelta(minutes=15)
LAST_CALLS = ("90%", "100%")
NEAR = "near"
WAITING = (ClockState.RUNNING, ClockState.MISSED)
RULES = "complaints.rules"
"""Preference that remembers by which rules the open cases were counted."""


def wake(workshop: Workshop) -> int:
    """Alerts, breaches, climbing and call-backs that are due; returns how many cases were looked at."""
    attended = 0
    for _ in range(MOST // BATCH):
        swept = sweep(workshop, due, attend, put_off, name="complaints.wake", batch=BATCH)
        attended += swept.handled
        if swept.handled + swept.failed < BATCH:
            break
    return attended


def recount(workshop: Workshop) -> int:
    """When pack, calendar or working hours have changed since the last look, every open case is counted anew.

    One statement sets them due; the sweep does the rest. Audited; returns how many cases that are.
    """
    with workshop.open() as work:
        mark = timing.fingerprint(work)
        before = directory.preference(work.session, RULES)
        if before == mark:
            return 0
        prefer(work, RULES, mark)
        if before is None:
            return 0
        again = update(Complaint).where(Complaint.ended_at.is_(None)).values(wake_at=work.now)
        result = work.session.execute(again, execution_options={"synchronize_session": False})
        count = int(getattr(result, "rowcount", 0))
        work.audit("complaints.recounted", cases=count)
        return count


def due(work: Work) -> list[int]:
    """Row ids of the cases to look at, the longest waiting first; at most a batch."""
    query = select(Complaint.id).where(Complaint.wake_at <= work.now).order_by(Complaint.wake_at, Complaint.id)
    return list(work.session.scalars(query.limit(BATCH)))


def put_off(work: Work, complaint_id: int) -> None:
    """A case that could not be handled is tried again later, so that it stops no other."""
    again = update(Complaint).where(Complaint.id == complaint_id).values(wake_at=work.now + AGAIN)
    work.session.execute(again, execution_options={"synchronize_session": False})


def attend(work: Work, complaint_id: int) -> None:
    """One case whose moment has come. What was missed while the program was away is said once, not several times."""
    complaint = work.session.get(Complaint, complaint_id, with_for_update={"skip_locked": True})
    if complaint is None or complaint.wake_at is None or complaint.wake_at > work.now or not complaint.is_open:
        return
    known = timing.clocks(work, complaint)
    governing = known.governing
    climb = timing.climb_moment(work, complaint, governing)
    if climb is not None and climb <= work.now and complaint.climbed_at is None:
        intake.climb(work, complaint)
    new = timing.settle(work, complaint)
    if governing is not None:
        _alert(work, complaint, governing)
    for clock in known.clocks:
        _warn(work, complaint, clock)
    if new:
        _missed(work, complaint, new)
    if complaint.state == State.NOTIFIED and _call_back_due(work, complaint):
        timing.record(work, complaint, "call_back_due", to=State.CALL_BACK.value)
        acting.done(work, complaint)
        notices.push(work, complaint, complaint.handler_id, f"call-back:{complaint.reopened}")


def _call_back_due(work: Work, complaint: Complaint) -> bool:
    clock = timing.clocks(work, complaint).named("call_back")
    return clock is not None and clock.is_open and clock.due_rolled <= work.now


def _alert(work: Work, complaint: Complaint, clock: Clock) -> None:
    """The newest alert whose moment came since the last one, where the policy wants it pushed."""
    since = complaint.alerted
    passed = [one for one in clock.alerts if one.at <= work.now and (since is None or one.at > since)]
    if not passed:
        return
    newest = passed[-1]
    complaint.alerted = newest.at
    pushed = work.house.policy.service.push.complaint_percent
    loud = [one for one in passed if not one.label.endswith("%") or int(one.label[:-1]) in pushed]
    if loud:
        _say(work, complaint, clock, loud[-1].label)


def _warn(work: Work, complaint: Complaint, clock: Clock) -> None:
    """The one warning of a limit on the way, before it is missed."""
    warning = timing.warning_of(work, clock)
    if warning is not None and warning.at <= work.now:
        _say(work, complaint, clock, NEAR)


def _say(work: Work, complaint: Complaint, clock: Clock, label: str) -> None:
    if complaint.handler_id is None or clock.due_rolled < work.now:
        return
    data = {
        "id": complaint.id, "kind": clock.kind, "due": clock.due_plain, "plain_due": clock.due_plain,
        "legal": complaint.legal_due_at, "left": max(0, int(clock.remaining.total_seconds())),
        "day": timing.a_day(work, clock), "severity": complaint.severity,
        "paused": complaint.paused_for,
    }  # fmt: skip
    key = f"complaint:{complaint.id}:alert:{clock.kind}:{label}:{clock.due_plain.isoformat()}"
    for reader in _readers(work, complaint, label):
        if label not in LAST_CALLS and _heard_today(work, complaint, clock, reader):
            continue
        if notices.is_listed(work, complaint, reader):
            continue
        work.post(
            Notice(
                notices.ALERT, PersonPlace(reader), once=f"{key}:{reader}", about=complaint.subject, data=data,
                manner=notices.manner(complaint), priority=notices.priority(complaint),
            )
        )  # fmt: skip


def _heard_today(work: Work, complaint: Complaint, clock: Clock, reader: int) -> bool:
    """Whether somebody was told of this limit today already: once a day is enough, until the last call."""
    zone = timing.place(work).zone
    said = [one.sent_at for one in _alerts(work, complaint.id, reader, clock.kind) if one.sent_at is not None]
    return any(at.astimezone(zone).date() == work.now.astimezone(zone).date() for at in said)


def _alerts(work: Work, complaint_id: int, person_id: int | None, kind: str) -> list[Posting]:
    """The alerts of one limit for one person, oldest first."""
    query = select(Posting).where(
        Posting.template == notices.ALERT, Posting.subject_kind == "complaint", Posting.subject_id == complaint_id,
        Posting.person_id == person_id,
    )  # fmt: skip
    return [one for one in work.session.scalars(query.order_by(Posting.id)) if one.data.get("kind") == kind]


def still(work: Work, posting: Posting) -> bool | dict[str, Any]:
    """An alert that waited (for the morning, say) tells the time that is left when it leaves. It is not sent when its
    limit rests, was met, moved or drives the case no more, or when a later alert of it goes to the same person."""
    complaint = work.session.get(Complaint, posting.subject_id)
    if complaint is None or not complaint.is_open:
        return False
    known = timing.clocks(work, complaint)
    clock = known.named(posting.data["kind"])
    if clock is None or clock.state not in WAITING or clock.due_plain != posting.data["plain_due"]:
        return False
    if clock.kind in DRIVING and clock is not known.governing:
        return False
    if _alerts(work, complaint.id, posting.person_id, clock.kind)[-1].id > posting.id:
        return False
    return {"left": max(0, int(clock.remaining.total_seconds())), "paused": complaint.paused_for}


def _readers(work: Work, complaint: Complaint, label: str) -> list[int]:
    """The handler; from 90 % on his lead too. Never the person complained about."""
    handler = work.session.get_one(Person, complaint.handler_id)
    readers = [notices.reader(work, complaint, handler.id)]
    if label in (*LAST_CALLS, "1d"):
        lead = people.role_holder(work, complaint, "lead")
        readers += [lead.id] if lead is not None else []
    return [one for one in dict.fromkeys(readers) if one != complaint.subject_user_id]


def _missed(work: Work, complaint: Complaint, breaches: Sequence[timing.Breach]) -> None:
    """Limits passed: the handler and his lead are told in one message; the first time for promise, target or law the
    desk is asked for a plan to calm the customer, once a case."""
    handler = complaint.handler_id
    missed = sorted(breaches, key=lambda breach: breach.due_at)
    driving = [breach for breach in missed if breach.clock in DRIVING]
    data = {
        "breaches": [{"clock": breach.clock, "due": breach.due_at} for breach in missed],
        "answer": bool(driving), "paused": complaint.paused_for,
    }  # fmt: skip
    lead = people.role_holder(work, complaint, "lead")
    key = "breach:" + ",".join(f"{breach.clock}:{breach.due_at.isoformat()}" for breach in missed)
    for one in dict.fromkeys([handler, lead.id if lead else None]):
        notices.tell_soon(work, complaint, one, "complaints/breached", key, data)
    if handler is not None and driving and not _asked_already(complaint, len(driving)):
        _ask_to_appease(work, complaint, handler, driving[0])


def _ask_to_appease(work: Work, complaint: Complaint, handler: int, breach: timing.Breach) -> None:
    text = _plea(work, complaint, handler, breach)
    try:
        asks.ask(
            work,
            asks.Draft(
                text, kind="appeasement_plan", customer_id=complaint.customer_id, about=complaint.subject,
                asker_id=handler, severity="S1" if complaint.severity == "S1" else None,
                barred_id=complaint.subject_user_id,
            ),
        )  # fmt: skip
    except Refusal:
        # A house without anybody to ask: handler and lead have been told, and the breach is on record.
        timing.record(work, complaint, "nobody_to_ask")


def _plea(work: Work, complaint: Complaint, handler: int, breach: timing.Breach) -> str:
    """The question in the language of who asks, and below it of who is asked, when that is another one."""
    head = directory.head_of(work.session, queries.DESK, work.now)
    readers = [handler] if head is None else [handler, head.id]
    said = [deadlines_kept.text_for(work, one, "appease", id=complaint.id, clock=breach.clock) for one in readers]
    return "\n".join(dict.fromkeys(said))


def _asked_already(complaint: Complaint, new: int) -> bool:
    return len([key for key in complaint.breaches if key.partition(":")[0] in DRIVING]) > new
