"""What risk hears from others: taken hints, contacts made, promises customers broke. Facts are known by their shape."""

from datetime import datetime
from typing import Protocol

from sqlalchemy import bindparam, select

from bot.core.errors import Refusal
from bot.core.prepared import Prepared
from bot.core.rows import all_of
from bot.core.subject import Subject
from bot.core.work import Work
from bot.customers import contacts
from bot.customers.facts import Contacted
from bot.promises.facts import FellDue
from bot.promises.models import Promise
from bot.risk import readings, triggers, usecases
from bot.risk.models import Signal

HEARD = ("risk", "competitor")
"""The kinds of hints that are signals."""


class HintTaken(Protocol):
    """Somebody confirmed a suggestion of a visit note (the fact of a slice beside this one)."""

    @property
    def visit_id(self) -> int: ...  # noqa: D102
    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def code(self) -> str: ...  # noqa: D102


class Unhappy(Protocol):
    """A customer complained, or was not satisfied when the case was closed (the fact of a slice beside this one)."""

    @property
    def complaint_id(self) -> int: ...  # noqa: D102
    @property
    def customer_id(self) -> int: ...  # noqa: D102
    @property
    def unsatisfied(self) -> bool: ...  # noqa: D102
    @property
    def evidence(self) -> str: ...  # noqa: D102


class ComplaintEnded(Protocol):
    """A complaint ended: `how` says whether it was one at all (the fact of a slice beside this one)."""

    @property
    def complaint_id(self) -> int: ...  # noqa: D102
    @property
    def how(self) -> str: ...  # noqa: D102


def unhappy(work: Work, fact: Unhappy) -> None:
    """A complaint counts together with others; a customer not satisfied at its end is a mention."""
    kind = triggers.UNSATISFIED if fact.unsatisfied else triggers.UNHAPPY
    source = Subject("complaint", fact.complaint_id)
    usecases.observe(work, fact.customer_id, usecases.Observed(kind, fact.evidence, source=source))


def complaint_ended(work: Work, fact: ComplaintEnded) -> None:
    """One that was withdrawn, merged or none of ours does not count any more."""
    if fact.how == "closed":
        return
    query = select(Signal).where(
        Signal.source_kind == "complaint", Signal.source_id == fact.complaint_id, Signal.ended_at.is_(None)
    )
    for signal in work.session.scalars(query):
        signal.ended_at, signal.end = work.now, fact.how
        readings.touch(work, [signal.customer_id])


def hint_taken(work: Work, fact: HintTaken) -> None:
    """A confirmed hint becomes a signal of the note's customer. Refuses while the note names none."""
    if fact.kind not in HEARD:
        return
    source = Subject("visit", fact.visit_id)
    contact = contacts.of_source(work, source)
    if contact is None:
        raise Refusal("risk/hint-needs-customer", id=fact.visit_id)
    hint = "competitor" if fact.kind == "competitor" else fact.code
    kind = triggers.kind_of(hint, work.house.policy.risk)
    usecases.observe(work, contact.customer_id, usecases.Observed(kind, fact.text, source=source))


def contacted(work: Work, fact: Contacted) -> None:
    """Somebody spoke to the customer: the silence is over."""
    if _end(work, fact.customer_id, triggers.SILENCE, fact.at):
        readings.touch(work, [fact.customer_id])


_OPEN_SIGNALS = Prepared(
    select(Signal).where(
        Signal.customer_id == bindparam("customer_id"), Signal.kind == bindparam("kind"), Signal.ended_at.is_(None)
    )
)


def _end(work: Work, customer_id: int, kind: str, at: datetime) -> int:
    ended = all_of(work.session, Signal, _OPEN_SIGNALS, customer_id=customer_id, kind=kind)
    for signal in ended:
        signal.ended_at, signal.end = work.now, f"contacted:{at:%Y-%m-%d}"
    return len(ended)


def fell_due(work: Work, fact: FellDue) -> None:
    """A customer's own promise passed its day: a mention that counts together with others."""
    promise = work.session.get(Promise, fact.promise_id)
    if promise is None or not promise.by_customer or promise.customer_id is None:
        return
    seen = usecases.Observed("broken_promise", promise.text, source=promise.subject)
    usecases.observe(work, promise.customer_id, seen)
