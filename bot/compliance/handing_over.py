"""A colleague leaves or moves: the whole portfolio goes to another in one act, and comes back within a day if wrong.

Who sees a customer or a promise follows from whose it is, so the first one's access ends in the same moment.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from bot.compliance.models import HandOver
from bot.core.access import Actor
from bot.core.errors import Refusal
from bot.core.outbox import Manner, Notice, PersonPlace, Posting, Priority, State
from bot.core.outbox.readers import Audience, Said
from bot.core.subject import Subject
from bot.core.work import Work
from bot.customers import usecases as customers
from bot.customers.models import Customer, Hold, Supporter
from bot.directory import queries as directory
from bot.directory.models import Person, Role
from bot.promises import queries as promise_queries
from bot.promises import usecases as promises
from bot.promises.models import Promise

UNDO = timedelta(hours=24)
"""How long a hand-over can be taken back."""
CARD = "compliance/handover"
SHOWN = 10


def visible(actor: Actor) -> ColumnElement[bool]:
    """Hand-overs one made or received; admins see all."""
    if actor.role == Role.ADMIN.value:
        return HandOver.id.is_not(None)
    return or_(HandOver.by_id == actor.id, HandOver.to_id == actor.id)


def hand_over(work: Work, from_id: int, to_id: int) -> HandOver:
    """Give everything of one colleague to another: customers, open promises, places in support teams.

    The right of admins and of a lead above the first one. Refuses somebody gone as receiver, and an empty portfolio.
    """
    giver, taker = work.session.get(Person, from_id), work.session.get(Person, to_id)
    if giver is None or taker is None or taker.deactivated_at is not None:
        raise Refusal("compliance/handover-unknown")
    if giver.id == taker.id:
        raise Refusal("compliance/handover-same")
    _may(work, giver)
    owned = list(work.session.scalars(select(Customer.id).where(Customer.owner_id == giver.id).order_by(Customer.id)))
    open_promises = select(Promise.id).where(Promise.owner_id == giver.id, Promise.ended_at.is_(None))
    owed = list(work.session.scalars(open_promises.order_by(Promise.id)))
    supported = list(work.session.scalars(select(Supporter.customer_id).where(Supporter.person_id == giver.id)))
    if not owned and not owed and not supported:
        raise Refusal("compliance/handover-nothing", name=giver.name)
    made = work.save(
        HandOver(
            from_id=giver.id, to_id=taker.id, by_id=work.actor.id, customers=owned, promises=owed, supported=supported
        )
    )
    _move(work, made, giver, taker)
    work.audit("compliance.handed-over", made.subject, giver=giver.id, taker=taker.id, customers=len(owned))
    for person_id in dict.fromkeys((taker.id, work.actor.id)):
        if person_id is not None:
            _tell(work, made, person_id)
    return made


def _may(work: Work, giver: Person) -> None:
    actor = work.actor
    if actor.is_system or actor.role == Role.ADMIN.value:
        return
    below = set(work.session.scalars(directory.team_of(actor.person_id)))
    if actor.role != Role.LEAD.value or giver.id not in below:
        raise Refusal("compliance/handover-not-yours", name=giver.name)


def _move(work: Work, made: HandOver, giver: Person, taker: Person) -> None:
    """The rows change hands; done as the system, which sees both portfolios."""
    system = work.acting_as(Actor(None, name=work.actor.name))
    for row_id in made.customers:
        customers.hand_over(system, row_id, taker.id, "handover")
    for promise in _promises(work, made.promises):
        if promise.owner_id == giver.id and promise.ended_at is None:
            _give(work, promise, taker)
    for row_id in made.supported:
        _set_support(work, row_id, leaving=giver.id, coming=taker.id)
    _redraw(work, giver.id)


def _redraw(work: Work, person_id: int) -> None:
    """Draw every card of a person anew: what he may not see any more is withdrawn from his messages too."""
    query = select(Posting.subject_kind, Posting.subject_id).where(
        Posting.person_id == person_id, Posting.live.is_(True), Posting.state == State.SENT.value,
        Posting.subject_kind.is_not(None), Posting.subject_id.is_not(None),
    )  # fmt: skip
    for kind, row_id in work.session.execute(query.distinct()):
        if kind is not None and row_id is not None:
            work.refresh(Subject(kind, row_id))


def _promises(work: Work, ids: Sequence[int]) -> list[Promise]:
    found: list[Promise] = []
    for first in range(0, len(ids), 500):
        found += work.session.scalars(select(Promise).where(Promise.id.in_(ids[first : first + 500])))
    return found


def _give(work: Work, promise: Promise, to: Person) -> None:
    # One message tells of them all; a notice each would be a flood.
    work.note(promise.subject, {"owner": (promise.owner_id, to.id)}, "handover")
    promise.owner_id, promise.snoozed_until = to.id, None
    work.session.flush()
    promises.plan(work, promise)
    work.refresh(promise.subject)


def _set_support(work: Work, customer_id: int, leaving: int, coming: int) -> None:
    query = select(Supporter).where(Supporter.customer_id == customer_id, Supporter.person_id.in_((leaving, coming)))
    here = {row.person_id: row for row in work.session.scalars(query)}
    owner_id = work.session.get_one(Customer, customer_id).owner_id
    if leaving in here and (coming in here or owner_id == coming):
        work.session.delete(here[leaving])
    elif leaving in here:
        here[leaving].person_id = coming
    elif coming in here:
        here[coming].person_id = leaving
    elif owner_id != leaving:
        work.save(Supporter(customer_id=customer_id, person_id=leaving))
    work.session.flush()


def undo(work: Work, hand_over_id: int) -> HandOver:
    """Take it back within 24 hours: what the receiver still holds of it returns. A second time changes nothing."""
    made = work.get(HandOver, hand_over_id)
    giver, taker = work.session.get_one(Person, made.from_id), work.session.get_one(Person, made.to_id)
    _may(work, giver)
    if made.undone_at is not None:
        return made
    if work.now - made.created_at > UNDO:
        raise Refusal("compliance/handover-too-late", hours=int(UNDO.total_seconds() // 3600))
    if giver.deactivated_at is not None:
        raise Refusal("compliance/handover-gone", name=giver.name)
    if not work.claim(made, undone_at=work.now):
        return made
    made.undone_by_id = work.actor.id
    _give_back(work, made, giver, taker)
    work.audit("compliance.handover-undone", made.subject)
    _tell(work, made, giver.id)
    work.refresh(made.subject)
    return made


def _give_back(work: Work, made: HandOver, giver: Person, taker: Person) -> None:
    """Whatever the receiver passed on meanwhile, or finished, is left alone."""
    system = work.acting_as(Actor(None, name=work.actor.name))
    for row_id in made.customers:
        if work.session.get_one(Customer, row_id).owner_id == taker.id:
            customers.hand_over(system, row_id, giver.id, "handover undone")
    for promise in _promises(work, made.promises):
        if promise.owner_id == taker.id and promise.ended_at is None:
            _give(work, promise, giver)
    for row_id in made.supported:
        _set_support(work, row_id, leaving=taker.id, coming=giver.id)
    for person in (taker, giver):
        _redraw(work, person.id)


def _tell(work: Work, made: HandOver, person_id: int) -> None:
    key = "undone" if made.undone_at is not None else "told"
    work.post(
        Notice(
            CARD, PersonPlace(person_id), once=f"handover:{made.id}:{key}:{person_id}", about=made.subject, live=True,
            priority=Priority.ANSWER, manner=Manner.ANSWER if person_id == work.actor.id else Manner.NUDGE,
        )
    )  # fmt: skip


def still(work: Work, posting: Posting) -> bool:
    """A hand-over taken back before it was told is told to nobody but who was to get it back."""
    made = work.session.get(HandOver, posting.subject_id)
    return made is not None and (made.undone_at is None or ":undone:" in posting.once)


def card(work: Work, hand_over_id: int, audience: Audience) -> Said | None:
    """The hand-over for the one who made it, the one who takes over, or (once undone) the one who has it back."""
    made = work.session.get(HandOver, hand_over_id)
    if made is None or audience.kind != "person" or audience.person_id not in (made.by_id, made.to_id, made.from_id):
        return None
    mine = audience.person_id == made.to_id
    giver, taker = work.session.get_one(Person, made.from_id), work.session.get_one(Person, made.to_id)
    rows = brief(work, made, SHOWN) if made.undone_at is None and mine else []
    return Said(CARD, {
        "id": made.id, "giver": giver.name, "taker": taker.name, "mine": mine, "customers": len(made.customers),
        "promises": len(made.promises), "supported": len(made.supported), "rows": rows,
        "more": max(0, len(made.customers) - SHOWN) if mine else 0, "undone": made.undone_at,
        "undo": made.undone_at is None and not mine and work.now - made.created_at <= UNDO,
        "until": made.created_at + UNDO,
    })  # fmt: skip


def brief(work: Work, made: HandOver, limit: int = 40) -> list[dict[str, Any]]:
    """What the receiver must know of each customer: last contact, open promises and the next, reasons for peace."""
    rows = []
    for row_id in made.customers[:limit]:
        customer = work.session.get_one(Customer, row_id)
        waiting = (
            select(Promise).where(Promise.customer_id == row_id, Promise.ended_at.is_(None)).order_by(Promise.due_at)
        )
        following = work.session.scalars(waiting.limit(1)).first()
        count = work.session.scalar(select(func.count()).select_from(waiting.subquery())) or 0
        due = promise_queries.due_for(work, following, work.actor.zone) if following else None
        holds = select(Hold.kind).where(Hold.customer_id == row_id, Hold.lifted_at.is_(None)).distinct()
        rows.append({
            "id": row_id, "name": customer.name, "tier": customer.tier, "contacted": customer.contacted_at,
            "open": count,
            "next": {"text": following.text, "due": due} if following else None,
            "holds": list(work.session.scalars(holds)),
        })  # fmt: skip
    return rows
