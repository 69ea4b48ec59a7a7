"""Passing a question on: decline with a reason, hand over, ask back, redirect; beyond two hops the lead decides."""

from bot.core.errors import Refusal
from bot.core.subject import Subject
from bot.core.work import Work
from bot.directory import queries as directory
from bot.directory.models import Person
from bot.escalations import clocks, notices, queries, routing, usecases, wordlists
from bot.escalations.facts import Declined
from bot.escalations.models import Ask, Stage


def decline(work: Work, ask_id: int, reason: str, department: str = "", person_id: int | None = None) -> Ask:
    """Say no, with a reason; name who should have it instead, or the asker chooses."""
    ask = queries.find(work, ask_id)
    said = usecases.words(reason, "reason")
    if not queries.answers_for(work, ask):
        raise Refusal("escalations/not-yours", number=ask.id)
    _open(ask)
    ask.decline_reason = said
    if department or person_id is not None:
        hop(work, ask, department, person_id, "passed", said)
        return ask
    ask.declined_at, ask.owner_id, ask.acknowledged_at = work.now, None, ask.acknowledged_at or work.now
    usecases.after(work, ask, "declined", said)
    work.announce(Declined(ask.id, ask.about, said))
    notices.push(work, ask, notices.here(work, ask.asker_id), "declined")
    return ask


def pass_on(work: Work, ask_id: int, person_id: int, reason: str = "") -> Ask:
    """Hand it to another colleague, who must take it."""
    ask = queries.find(work, ask_id)
    if not queries.answers_for(work, ask):
        raise Refusal("escalations/not-yours", number=ask.id)
    _open(ask)
    hop(work, ask, "", person_id, "passed", usecases.words(reason, "reason") if reason.strip() else "")
    return ask


def redirect(work: Work, ask_id: int, department: str = "", person_id: int | None = None) -> Ask:
    """The asker puts a declined question to somebody else."""
    ask = usecases.asked(work, ask_id)
    if ask.stage is not Stage.DECLINED:
        raise Refusal("escalations/not-now", number=ask.id)
    hop(work, ask, department, person_id, "redirected", "")
    return ask


def _open(ask: Ask) -> None:
    if ask.closed_at is not None:
        raise Refusal("escalations/over", number=ask.id)
    if ask.stage in (Stage.DECIDE, Stage.DECLINED):
        raise Refusal("escalations/not-now", number=ask.id)


def hop(work: Work, ask: Ask, department: str, person_id: int | None, event: str, reason: str) -> None:
    """One more pair of hands. More than the policy's hops and the lead says whose it is."""
    before = ask.holder_id
    asker = work.session.get_one(Person, ask.asker_id)
    to = _to(work, ask, department, person_id, asker)
    ask.hops += 1
    if before is not None:
        usecases.add(work, ask, before, tried=True)
    _release(ask)
    if ask.hops > work.house.policy.escalation.most_hops:
        let_decide(work, ask, reason)
        return
    if to.id == before:
        raise Refusal("escalations/has-it-already", field="person", name=to.name)
    give(work, ask, to, department or to.department)
    usecases.after(work, ask, event, reason)
    notices.put(work, ask)
    notices.call(work, ask, to)


def _to(work: Work, ask: Ask, department: str, person_id: int | None, asker: Person) -> Person:
    if person_id is not None:
        return usecases.colleague(work, person_id, asker, ask.barred_id)
    if routing.is_private(work, department):
        raise wordlists.for_compliance("department")
    kind = routing.kind_of_department(work, department)
    routed = routing.route(work, department, kind, asker, {ask.holder_id, ask.barred_id})
    if routed is None:
        raise Refusal("escalations/nobody", field="department", department=department)
    return routed.person


def _release(ask: Ask) -> None:
    ask.owner_id = ask.assigned_id = ask.acknowledged_at = ask.planned_at = ask.planned_for = None
    ask.declined_at = ask.asked_back_at = None


def give(work: Work, ask: Ask, to: Person, department: str) -> None:
    """Ask this person to take it from now on; the first two clocks start again, the date stays."""
    work.note(ask.subject, {"holder": (ask.assigned_id, to.id)})
    ask.assigned_id = to.id
    if department != ask.department:
        found = directory.department(work.session, department)
        ask.department, ask.channel = department, found.channel if found else None
        ask.kind = routing.kind_of_department(work, department)
        if ask.channel is None:
            notices.unbound(work, department)
    times, counter = clocks.times(work, ask.severity), clocks.counting(work, ask.severity, to.id)
    ask.ack_due_at = counter.after(work.now, times.acknowledge)
    ask.plan_due_at = counter.after(work.now, times.plan)


def let_decide(work: Work, ask: Ask, reason: str) -> None:
    """Passed on too often: the lead gets it with the choice, and everybody sees why."""
    lead = routing.decider(work, ask)
    if lead is None:
        raise Refusal("escalations/nobody", field="person", department=ask.department)
    ask.deciding_at, ask.decider_id = work.now, lead.id
    usecases.after(work, ask, "deciding", reason)
    data = {"id": ask.id, "name": lead.name, "hops": ask.hops}
    notices.thread(work, ask, "escalations/deciding", "deciding", data)
    notices.push(work, ask, lead.id, "deciding")


def decide(work: Work, ask_id: int, person_id: int) -> Ask:
    """The lead says whose it is; that person still has to take it."""
    ask = queries.find(work, ask_id)
    lead = ask.decider_id in (work.actor.id, None) or queries.standing(work, ask.decider_id) == work.actor.id
    if not (lead or work.actor.is_system or (queries.asks_for(work, ask) and work.actor.id != ask.asker_id)):
        raise Refusal("escalations/not-yours", number=ask.id)
    if ask.stage is not Stage.DECIDE:
        raise Refusal("escalations/not-now", number=ask.id)
    to = usecases.colleague(work, person_id, work.session.get_one(Person, ask.asker_id), ask.barred_id)
    ask.deciding_at = None
    give(work, ask, to, to.department)
    usecases.after(work, ask, "decided")
    notices.put(work, ask)
    notices.call(work, ask, to)
    return ask


def ask_back(work: Work, ask_id: int, question: str) -> Ask:
    """The owner needs to know something first: it goes to the asker, and the owner's clocks stand still."""
    ask = usecases.owned(work, ask_id)
    ask.back_question, ask.back_answer = usecases.words(question, "question"), ""
    ask.asked_back_at = work.now
    usecases.after(work, ask, "asked_back")
    notices.push(work, ask, notices.here(work, ask.asker_id), "back")
    return ask


def tell(work: Work, ask_id: int, answer: str) -> Ask:
    """The asker answers what was asked back; the owner's clocks go on where they stood."""
    ask = usecases.asked(work, ask_id)
    said = usecases.words(answer, "answer")
    if ask.asked_back_at is None or ask.closed_at is not None:
        raise Refusal("escalations/not-now", number=ask.id)
    since, ask.asked_back_at, ask.back_answer = ask.asked_back_at, None, said
    counter = clocks.counter(work, ask)
    paused = counter.between(since, work.now)
    ask.plan_due_at = counter.add(ask.plan_due_at, paused)
    work.note(ask.subject, {"due_at": (ask.due_at, counter.add(ask.due_at, paused))}, "asked back")
    ask.due_at = counter.add(ask.due_at, paused)
    if ask.planned_for is not None:
        ask.planned_for = counter.add(ask.planned_for, paused)
    usecases.after(work, ask, "told_back")
    if ask.holder_id is not None:
        notices.push(work, ask, notices.here(work, ask.holder_id), "told")
    return ask


def person_gone(work: Work, ask: Ask, leaver: Person) -> None:
    """The holder left the house: the roster is asked again."""
    asker = work.session.get_one(Person, ask.asker_id)
    routed = routing.route(work, ask.department, ask.kind, asker, {leaver.id, ask.barred_id})
    if routed is None:
        return
    _release(ask)
    give(work, ask, routed.person, ask.department)
    usecases.after(work, ask, "passed")
    notices.call(work, ask, routed.person)


def bar(work: Work, about: Subject, person_id: int, asker_id: int | None) -> None:
    """A colleague has no part any more in the open questions about a record: what he had to answer goes back to the
    roster, and `asker_id` speaks for what he asked."""
    for ask in queries.of_subject(work, about, open_only=True):
        ask.barred_id = person_id
        if ask.asker_id == person_id and asker_id is not None:
            work.note(ask.subject, {"asker": (person_id, asker_id)})
            ask.asker_id = asker_id
            notices.push(work, ask, asker_id, "asker")
        if ask.holder_id == person_id and ask.stage is not None:
            person_gone(work, ask, work.session.get_one(Person, person_id))
        usecases.after(work, ask)
