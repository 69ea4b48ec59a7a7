"""The verbs of a question: ask, take, say when, answer, enough, not yet, withdraw. Each leaves its event in history."""

from dataclasses import dataclass
from datetime import datetime

from bot.core.errors import Refusal
from bot.core.privacy import mask
from bot.core.subject import Subject
from bot.core.work import Work
from bot.customers.models import Customer
from bot.directory import queries as directory
from bot.directory.models import Person
from bot.escalations import clocks, notices, queries, routing, wordlists
from bot.escalations.facts import Answered, Asked, Changed, Closed, Reopened
from bot.escalations.models import Ask, AskMember, Stage

OPEN = (Stage.ACKNOWLEDGE, Stage.PLAN, Stage.RESOLVE)
DEFAULT_SEVERITY = "S3"


@dataclass(frozen=True)
class Draft:
    """A question about to be asked.

    Name a `kind` of the policy pack, a `department` or a colleague (`owner_id`, who must still take it). `about` is the
    record it concerns; without one the customer must be visible to the asker. `due_at` is the one date (aware); without
    it the policy's answering time holds. `asker_id` is the acting person unless a slice asks in somebody's name;
    `barred_id` must have no part in it.
    """

    question: str
    kind: str = ""
    department: str = ""
    owner_id: int | None = None
    customer_id: int | None = None
    about: Subject | None = None
    due_at: datetime | None = None
    severity: str | None = None
    promised: str = ""
    asker_id: int | None = None
    barred_id: int | None = None


def ask(work: Work, draft: Draft) -> Ask:
    """Put a question to a department: card, thread, one person called, clocks started.

    Refuses an empty question, a past date, an unknown kind, nobody to ask; and whatever is for compliance alone.
    """
    asker = work.session.get_one(Person, draft.asker_id or work.actor.person_id)
    if draft.customer_id is not None and draft.about is None:
        work.get(Customer, draft.customer_id, "customers/not-found")
    question = words(draft.question, "question")
    if draft.due_at is not None and draft.due_at <= work.now:
        raise Refusal("escalations/past", field="due", when=draft.due_at)
    kind, department, person = _addressee(work, draft, asker)
    severity = draft.severity or (routing.kinds(work)[kind].severity if kind else DEFAULT_SEVERITY)
    if severity not in work.house.policy.escalation.severities:
        raise Refusal("escalations/unknown-kind", field="kind")
    routed = routing.Routed(person, "") if person else routing.route(work, department, kind, asker, {draft.barred_id})
    if routed is None:
        raise Refusal("escalations/nobody", field="kind", department=department)
    made = _save(work, draft, question, asker, (kind, department, severity), routed.person)
    _launch(work, made, routed)
    work.announce(Asked(made.id, made.about))
    return made


def words(text: str, field: str) -> str:
    """What somebody typed, masked. Refuses nothing at all, and what may only be told to compliance."""
    text = text.strip()
    if not text:
        raise Refusal("escalations/text-missing", field=field)
    if wordlists.is_concern(text):
        raise Refusal("escalations/not-in-channels", field=field)
    return mask(text).text


def _addressee(work: Work, draft: Draft, asker: Person) -> tuple[str, str, Person | None]:
    """Kind, department and, if one was named, the person who is here for it."""
    known = routing.kinds(work)
    if draft.kind and draft.kind not in known:
        raise Refusal("escalations/unknown-kind", field="kind")
    if draft.kind and known[draft.kind].private:
        raise wordlists.for_compliance("kind")
    if draft.owner_id is None:
        department = known[draft.kind].department if draft.kind else draft.department
        if not department:
            raise Refusal("escalations/whom", field="kind")
        if routing.is_private(work, department):
            raise wordlists.for_compliance("department")
        return draft.kind or routing.kind_of_department(work, department), department, None
    person = colleague(work, draft.owner_id, asker, draft.barred_id)
    fits = draft.kind and known[draft.kind].department == person.department
    kind = draft.kind if fits else routing.kind_of_department(work, person.department)
    return kind, person.department, person


def colleague(work: Work, person_id: int, asker: Person, barred_id: int | None = None) -> Person:
    """A named colleague, or whoever stands in. Refuses people who left, the asker himself, and who is barred."""
    person = work.session.get(Person, person_id)
    if person is None or person.deactivated_at is not None:
        raise Refusal("escalations/not-here", field="person")
    here = directory.stand_in(work.session, person, work.now)
    if here.id == barred_id:
        raise Refusal("escalations/barred", field="person")
    if here.id == asker.id:
        raise Refusal("escalations/yourself", field="person")
    return here


def _save(
    work: Work, draft: Draft, question: str, asker: Person, what: tuple[str, str, str], person: Person
) -> Ask:  # fmt: skip
    kind, department, severity = what
    times, counter = clocks.times(work, severity), clocks.counting(work, severity, person.id)
    due = draft.due_at or counter.after(work.now, times.resolve)
    found = directory.department(work.session, department)
    return work.save(
        Ask(
            kind=kind, department=department, severity=severity, customer_id=draft.customer_id,
            about_kind=draft.about.kind if draft.about else None, about_id=draft.about.id if draft.about else None,
            question=question, promised=mask(draft.promised.strip()).text, asker_id=asker.id, assigned_id=person.id,
            barred_id=draft.barred_id,
            channel=found.channel if found else None, due_at=due, asked_due_at=due, stage_due_at=due,
            ack_due_at=counter.after(work.now, times.acknowledge), plan_due_at=counter.after(work.now, times.plan),
        )
    )  # fmt: skip


def _launch(work: Work, made: Ask, routed: routing.Routed) -> None:
    clocks.arrange(work, made)
    work.session.flush()
    if made.channel is None:
        notices.unbound(work, made.department)
    if routed.how in (routing.HEAD, routing.LEAD, routing.ADMIN):
        notices.nobody_on_duty(work, made, routed.how)
    notices.put(work, made)
    notices.call(work, made, routed.person)
    notices.show(work, made, made.asker_id)
    refresh(work, made)


def take(work: Work, ask_id: int) -> Ask:
    """I take it: the acting person becomes the owner and the first clock stops. A second time changes nothing."""
    ask = queries.find(work, ask_id)
    if ask.owner_id == work.actor.id:
        return ask
    _may_answer(work, ask)
    if ask.owner_id is not None:
        raise Refusal("escalations/taken", number=ask.id, name=work.session.get_one(Person, ask.owner_id).name)
    if ask.stage is not Stage.ACKNOWLEDGE:
        raise Refusal("escalations/not-now", number=ask.id)
    own(work, ask, work.actor.person_id)
    after(work, ask, "taken")
    return ask


def own(work: Work, ask: Ask, person_id: int) -> None:
    """Make a person the owner. Refuses whoever is slower than somebody else."""
    if not work.claim(ask, owner_id=person_id, acknowledged_at=work.now):
        raise Refusal("escalations/taken-meanwhile", number=ask.id)


def owned(work: Work, ask_id: int) -> Ask:
    """The open question for somebody who answers for it; whoever acts on one nobody took, takes it by doing so."""
    ask = queries.find(work, ask_id)
    _may_answer(work, ask)
    if ask.closed_at is not None:
        raise Refusal("escalations/over", number=ask.id)
    if ask.stage in (Stage.DECIDE, Stage.DECLINED):
        raise Refusal("escalations/not-now", number=ask.id)
    if ask.owner_id is None:
        own(work, ask, work.actor.person_id)
    return ask


def _may_answer(work: Work, ask: Ask) -> None:
    if queries.answers_for(work, ask):
        return
    owner = work.session.get(Person, ask.owner_id) if ask.owner_id else None
    if owner is not None and work.actor.department == ask.department:
        raise Refusal("escalations/taken", number=ask.id, name=owner.name)
    raise Refusal("escalations/not-yours", number=ask.id)


def plan(work: Work, ask_id: int, at: datetime) -> Ask:
    """Say when the answer comes. Later than the asker's date is allowed, but he is told."""
    ask = owned(work, ask_id)
    if at <= work.now:
        raise Refusal("escalations/past", field="due", when=at)
    later = at > ask.due_at and at != ask.planned_for
    work.note(ask.subject, {"planned_for": (ask.planned_for, at)})
    ask.planned_at, ask.planned_for = ask.planned_at or work.now, at
    after(work, ask)
    if later:
        notices.push(work, ask, notices.here(work, ask.asker_id), "later")
    return ask


def answer(work: Work, ask_id: int, text: str) -> Ask:
    """Give the answer: it goes on the card, and the asker is asked whether it is enough."""
    ask = owned(work, ask_id)
    said = words(text, "answer")
    if ask.stage is Stage.CONFIRM and ask.answer == said:
        return ask
    ask.answer, ask.answered_at, ask.answered_by_id = said, work.now, work.actor.id
    ask.planned_at, ask.asked_back_at = ask.planned_at or work.now, None
    after(work, ask, "answered")
    work.announce(Answered(ask.id, ask.about, said))
    notices.push(work, ask, notices.here(work, ask.asker_id), "answered")
    return ask


def enough(work: Work, ask_id: int) -> Ask:
    """The asker says the answer is enough: closed."""
    ask = asked(work, ask_id)
    if ask.closed_at is not None:
        return ask
    if ask.stage is not Stage.CONFIRM:
        raise Refusal("escalations/no-answer-yet", number=ask.id)
    close(work, ask, "enough")
    return ask


def not_yet(work: Work, ask_id: int, reason: str) -> Ask:
    """The asker says the answer is not enough: the owner has it again, with the reason. The owner stays."""
    ask = asked(work, ask_id)
    said = words(reason, "reason")
    if ask.stage is not Stage.CONFIRM:
        raise Refusal("escalations/no-answer-yet", number=ask.id)
    ask.answered_at = ask.planned_at = ask.planned_for = None
    ask.reopened, ask.reopened_at = ask.reopened + 1, work.now
    counter, times = clocks.counter(work, ask), clocks.times(work, ask.severity)
    ask.plan_due_at = counter.after(work.now, times.plan)
    ask.due_at = max(ask.due_at, ask.plan_due_at)
    after(work, ask, "reopened", said)
    work.announce(Reopened(ask.id, ask.about, said))
    if ask.holder_id is not None:
        notices.push(work, ask, notices.here(work, ask.holder_id), "reopened")
    return ask


def withdraw(work: Work, ask_id: int, reason: str = "") -> Ask:
    """The asker no longer needs it (or lets a declined one rest): closed."""
    ask = asked(work, ask_id)
    if ask.closed_at is None:
        how = "declined" if ask.stage is Stage.DECLINED else "withdrawn"
        close(work, ask, how, mask(reason.strip()).text)
    return ask


def close(work: Work, ask: Ask, how: str, reason: str = "") -> None:
    """It is over; what was pinned in the thread stays as the summary."""
    if not work.claim(ask, closed_at=work.now, closed_by_id=work.actor.id, closed_how=how):
        return
    ask.summary = "\n".join(f"{name}: {message.text}" for message, name in queries.pinned(work, ask))
    after(work, ask, how, reason)
    work.announce(Closed(ask.id, ask.about, how))
    if ask.owner_id is not None and ask.owner_id != work.actor.id:
        notices.push(work, ask, notices.here(work, ask.owner_id), "closed")


def asked(work: Work, ask_id: int) -> Ask:
    """The question for somebody who speaks for the asker."""
    ask = queries.find(work, ask_id)
    if not queries.asks_for(work, ask):
        raise Refusal("escalations/not-your-question", number=ask.id)
    return ask


def after(work: Work, ask: Ask, event: str = "", reason: str = "") -> None:
    """What every change ends with: history, the clock of the new stage, the cards drawn again."""
    if event:
        work.note(ask.subject, {"stage": (None, event)}, reason)
    clocks.arrange(work, ask)
    work.session.flush()
    refresh(work, ask)
    work.announce(Changed(ask.id))


def refresh(work: Work, ask: Ask) -> None:
    """Draw every card of it again, and that of the record it concerns."""
    work.refresh(ask.subject)
    if ask.about is not None:
        work.refresh(ask.about)


def add(work: Work, ask: Ask, person_id: int, tried: bool = False) -> None:
    """Let a person see the question by name; remember whom silence was the answer of. Idempotent."""
    work.session.flush()
    if not tried and person_id in queries.members(work, ask):
        return
    row = work.session.scalars(queries.membership(ask.id, person_id)).one_or_none()
    if row is None:
        work.save(AskMember(ask_id=ask.id, person_id=person_id, tried=tried))
    else:
        row.tried = row.tried or tried
