"""How a question looks: the live card of channel and people, its private page, its row in lists."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from bot.core import history, rooms
from bot.core.outbox.readers import Audience, Said
from bot.core.privacy import mask_company
from bot.core.work import Work
from bot.customers.models import Alias, Customer
from bot.directory import queries as directory
from bot.directory.models import Person
from bot.escalations import clocks, queries, routing
from bot.escalations.models import Ask, Concern, Stage

CARD, REMINDER = "escalations/card", "escalations/reminder"
# The codes we have words for; a pack of one's own may know more, which are shown as they are written.
DEPARTMENTS = (
    "account_management", "product", "risk", "operations", "customer_service", "legal", "compliance",
    "public_relations",
)  # fmt: skip
KINDS = ("tailored_solution", "credit_risk", "process", "appeasement_plan", "legal", "policy", "media")
ROLES = (
    "product", "product_manager", "risk", "risk_officer", "operations", "operations_desk", "customer_service",
    "case_owner", "legal", "lawyer", "compliance", "compliance_officer", "partner_desk", "public_relations", "manager",
    "lead",
    "branch_head", "head_office", "customer_contact", "dept_head", "deputy",
)  # fmt: skip
TELLING = ("stage", "holder", "due_at", "planned_for")


def card(work: Work, ask_id: int, audience: Audience) -> Said | None:
    """The live card; None for a reader who may not see the question."""
    ask = work.session.get(Ask, ask_id)
    if ask is None:
        return None
    if audience.kind == "person" and not queries.may_see(work, ask):
        return None
    if audience.kind == "channel" and audience.channel not in (ask.channel, _room(work, ask)["room"]):
        return None
    return Said(CARD, data(work, ask, audience.person_id))


def reminder(work: Work, ask_id: int, audience: Audience) -> Said | None:
    """One line for somebody who has the card already: which question, how late, whose move it is."""
    ask = work.session.get(Ask, ask_id)
    if ask is None or audience.person_id is None or not queries.may_see(work, ask):
        return None
    reader_id = audience.person_id
    yours = {"yours": reader_id in _moving(work, ask)}
    return Said(REMINDER, line(work, ask, reader_id) | {"side": side(work, ask, reader_id)} | yours)


def _moving(work: Work, ask: Ask) -> set[int | None]:
    mover = queries.next_move(ask)
    return {mover, queries.standing(work, mover)} - {None}


def concern_card(work: Work, concern_id: int, audience: Audience) -> Said | None:
    """A concern, drawn from its sealed row at the moment of delivery, for compliance by direct message alone."""
    concern = work.session.get(Concern, concern_id)
    if concern is None or audience.kind != "person" or work.actor.department != queries.COMPLIANCE:
        return None
    raised = work.session.get_one(Person, concern.by_id)
    taken = work.session.get(Person, concern.taken_by_id) if concern.taken_by_id else None
    said = {
        "id": concern.id, "by": raised.name, "at": concern.created_at, "text": concern.text,
        "taken_by": taken.name if taken else None, "taken_at": concern.taken_at,
    }  # fmt: skip
    return Said("escalations/concern", said)


def data(work: Work, ask: Ask, reader_id: int | None) -> dict[str, Any]:
    """Everything the card shows; `reader_id` None is a channel."""
    kind = routing.kinds(work).get(ask.kind)
    return line(work, ask, reader_id) | {
        "side": side(work, ask, reader_id),
        "question": shown(work, ask, ask.question, reader_id),
        "promised": shown(work, ask, ask.promised, reader_id),
        "answer": shown(work, ask, ask.answer, reader_id),
        "back_question": shown(work, ask, ask.back_question, reader_id),
        "back_answer": shown(work, ask, ask.back_answer, reader_id),
        "decline_reason": shown(work, ask, ask.decline_reason, reader_id),
        "taken": ask.owner_id is not None,
        "ack_due": ask.ack_due_at if ask.stage is Stage.ACKNOWLEDGE else None,
        "planned_for": ask.planned_for,
        "accountable": _role(kind.accountable if kind else ask.department),
        "head": _name(directory.head_of(work.session, ask.department, work.now)),
        "consulted": [_role(code) for code in kind.consulted] if kind else [],
        "informed": [_role(code) for code in kind.informed] if kind else [],
        "decider": _name(work.session.get(Person, ask.decider_id) if ask.decider_id else None),
        "status": status(work, ask),
        "hops": ask.hops,
        "summary": shown(work, ask, ask.summary, reader_id),
    } | _room(work, ask)  # fmt: skip


def _room(work: Work, ask: Ask) -> dict[str, Any]:
    return rooms.shown(work.session, ask.subject)


def line(work: Work, ask: Ask, reader_id: int | None) -> dict[str, Any]:
    """What every row about a question shows. `left` is seconds of counted time (`day`
    is the length of a working day when that is working time); with `late` set, the stage is overdue by `left`."""
    holder = work.session.get(Person, ask.holder_id) if ask.holder_id else None
    department = directory.department(work.session, ask.department)
    counter = clocks.counter(work, ask)
    return {
        "id": ask.id,
        "mood": mood(ask),
        "severity": ask.severity,
        "kind": ask.kind if ask.kind in KINDS else None,
        "department": ask.department if ask.department in DEPARTMENTS else None,
        "department_name": department.name if department and department.name else ask.department,
        "customer": customer_name(work, ask, reader_id),
        "text": shown(work, ask, ask.question, reader_id),
        "asker": work.session.get_one(Person, ask.asker_id).name,
        "holder": holder.name if holder else None,
        "waits_for": _waits_for(work, ask),
        "due": ask.due_at,
        "left": _seconds(counter.between(work.now, ask.stage_due_at)) if ask.closed_at is None else None,
        "late": ask.closed_at is None and ask.stage_due_at < work.now,
        "day": _seconds(counter.a_day) if counter.a_day else None,
        "born": ask.about.number if ask.about else None,
    }


def _seconds(span: timedelta) -> int:
    return abs(int(span.total_seconds()))


def _waits_for(work: Work, ask: Ask) -> str | None:
    """The name of the one whose move it is."""
    mover = queries.next_move(ask)
    return _name(work.session.get(Person, mover) if mover else None)


def mood(ask: Ask) -> str:
    """What the headline says: the stage, or how it ended."""
    stage = ask.stage
    return stage.value if stage is not None else f"closed_{ask.closed_how}"


def side(work: Work, ask: Ask, reader_id: int | None) -> str:
    """Which buttons a reader gets: department, asker, decider or watcher."""
    if reader_id is None:
        return "department"
    if ask.stage is Stage.DECIDE and reader_id in (ask.decider_id, queries.standing(work, ask.decider_id)):
        return "decider"
    if reader_id in (ask.asker_id, queries.standing(work, ask.asker_id)):
        return "asker"
    reader = work.session.get(Person, reader_id)
    as_reader = work.acting_as(directory.actor_of(work.session, reader)) if reader else work
    return "department" if queries.answers_for(as_reader, ask) else "watcher"


def customer_name(work: Work, ask: Ask, reader_id: int | None) -> str | None:
    """The customer, masked for a channel and for those of the department who do not deal with it."""
    customer = work.session.get(Customer, ask.customer_id) if ask.customer_id else None
    if customer is None:
        return None
    return customer.name if _in_full(work, ask, reader_id) else mask_company(customer.name)


def _in_full(work: Work, ask: Ask, reader_id: int | None) -> bool:
    reader = work.session.get(Person, reader_id) if reader_id else None
    if reader is None:
        return False
    return queries.knows_customer(work.acting_as(directory.actor_of(work.session, reader)), ask, reader_id)


def shown(work: Work, ask: Ask, text: str, reader_id: int | None) -> str:
    """Words as this reader may read them: the customer's names inside them are masked where the name is."""
    if not text or ask.customer_id is None or _in_full(work, ask, reader_id):
        return text
    names = list(work.session.scalars(select(Alias.name).where(Alias.customer_id == ask.customer_id)))
    customer = work.session.get_one(Customer, ask.customer_id)
    for name in sorted([customer.name, *names], key=len, reverse=True):
        text = text.replace(name, mask_company(name))
    return text


def _role(code: str) -> Mapping[str, str | None]:
    """A role of the pack: its code where we have a word for it, else the code as it is written."""
    return {"code": code if code in ROLES else None, "text": code}


def _name(person: Person | None) -> str | None:
    return person.name if person is not None else None


def status(work: Work, ask: Ask) -> Mapping[str, Any] | None:
    """Who did what to it last, when; None when nothing was done since it was asked."""
    for change in history.of(work.session, ask.subject, limit=10):
        if change.field not in TELLING:
            continue
        who = work.session.get(Person, change.by) if change.by else None
        to = work.session.get(Person, change.after) if change.field == "holder" and change.after else None
        kind = str(change.after) if change.field == "stage" else change.field
        return {
            "kind": kind, "who": who.name if who else None, "at": change.created_at, "to": to.name if to else None,
            "when": change.after if isinstance(change.after, datetime) else None,
        }  # fmt: skip
    return None


def overview(work: Work) -> dict[str, Any]:
    """The open questions the acting person may see, and how many there are."""
    rows, count = queries.open_asks(work)
    return {"rows": [line(work, ask, work.actor.id) for ask in rows], "count": count}


def page(work: Work, ask: Ask, reader_id: int) -> dict[str, Any]:
    """The private page: everything on the card, the pinned words and who can see it."""
    people = [work.session.get_one(Person, one).name for one in sorted(queries.members(work, ask))]
    kept = [{"who": name, "text": one.text, "at": one.created_at} for one, name in queries.pinned(work, ask)]
    steps = [
        {"kind": change.field, "after": str(change.after), "who": _who(work, change.by), "at": change.created_at,
         "reason": change.reason}
        for change in reversed(history.of(work.session, ask.subject, limit=30)) if change.field == "stage"
    ]  # fmt: skip
    return data(work, ask, reader_id) | {"people": people, "pinned": kept, "steps": steps, "asked_at": ask.created_at}


def _who(work: Work, person_id: int | None) -> str | None:
    return _name(work.session.get(Person, person_id) if person_id else None)
