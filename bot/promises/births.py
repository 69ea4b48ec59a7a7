"""What the record a promise was born in may do with it when that record is corrected."""

from collections.abc import Iterable

from bot.core.subject import Subject
from bot.core.work import Work
from bot.promises import queries
from bot.promises.facts import Dropped
from bot.promises.models import Promise


def follow_customer(work: Work, born_in: Subject, customer_id: int | None) -> None:
    """The record turned out to be about another customer: its promises are too."""
    for promise in queries.of_subject(work, born_in, open_only=False):
        if promise.customer_id != customer_id:
            work.note(promise.subject, {"customer_id": (promise.customer_id, customer_id)})
            promise.customer_id = customer_id
            work.refresh(promise.subject)


def withdraw_some(work: Work, promises: Iterable[Promise], reason: str) -> None:
    """These open promises were never made after all: end them without a word to anybody."""
    for promise in promises:
        if promise.ended_at is None and work.claim(
            promise, dropped_at=work.now, dropped_by_id=work.actor.id, ended_at=work.now
        ):
            promise.wake_at = None
            promise.drop_reason = reason
            work.announce(Dropped(promise.id, promise.about))
            work.refresh(promise.subject)
