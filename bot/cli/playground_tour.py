"""The guided tour: from the first `/visit` to a kept promise, each step ticked when the database says so."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from bot.core.database import Row
from bot.core.outbox import Posting
from bot.core.work import Work, Workshop
from bot.directory.models import Person
from bot.playground.page import Offer, Reading, Step, Tour
from bot.playground.state import Channel, User
from bot.promises.models import Promise
from bot.visits.models import Visit

LEAD_TIME = timedelta(minutes=30)
"""How long before a named clock time a reminder comes."""

WORDS: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


@dataclass(frozen=True)
class Guide:
    """Looks whether the steps of one language's hero have happened."""

    workshop: Workshop
    user: User
    room: Channel
    line: str
    before: Mapping[type[Row], int]
    """The newest rows there were when the tour began: what the sample data did does not count."""

    def is_played(self, reading: Reading) -> bool:
        """Somebody has become the hero."""
        return self.user.id in reading.played

    def has_visited(self, _: Reading) -> bool:
        """A visit was recorded and a promise made."""
        return self._ask(lambda work, me: self._promises(work, me) != [])

    def has_seen_card(self, reading: Reading) -> bool:
        """The card was delivered, and the hero has looked into the conversation since."""
        return self._read(reading, Visit)

    def has_corrected(self, _: Reading) -> bool:
        """A note was corrected by hand."""
        corrected = select(Visit.id).where(Visit.corrected_at.is_not(None), Visit.id > self.before[Visit])
        return self._ask(lambda work, me: work.session.scalar(corrected.where(Visit.by_id == me).limit(1)) is not None)

    def has_waited(self, _: Reading) -> bool:
        """The clock stands close to the promise, or beyond."""
        return self._ask(
            lambda work, me: any(promise.due_at - LEAD_TIME <= work.now for promise in self._promises(work, me))
        )

    def has_been_reminded(self, reading: Reading) -> bool:
        """A reminder was delivered and read."""
        return self._read(reading, Promise)

    def has_kept(self, _: Reading) -> bool:
        """A promise was kept."""
        return self._ask(lambda work, me: any(promise.kept_at for promise in self._promises(work, me)))

    def before_due(self) -> Offer:
        """Half an hour before the earliest open promise is due, as the hero's local time."""
        with self.workshop.read() as work:
            me = _person(work, self.user)
            due = [promise.due_at for promise in self._promises(work, me) if promise.ended_at is None]
        if not due:
            return Offer(moment="workday")
        local = (min(due) - LEAD_TIME).astimezone(ZoneInfo(self.user.tz))
        return Offer(person=self.user.id, moment=local.strftime("%Y-%m-%dT%H:%M"))

    def _ask(self, question: Callable[[Work, int], bool]) -> bool:
        with self.workshop.read() as work:
            return question(work, _person(work, self.user))

    def _promises(self, work: Work, me: int) -> list[Promise]:
        return list(
            work.session.scalars(select(Promise).where(Promise.owner_id == me, Promise.id > self.before[Promise]))
        )

    def _read(self, reading: Reading, model: type[Row]) -> bool:
        mark = reading.until(self.user.id, self.room.id)
        found = select(Posting.id).where(
            Posting.subject_kind == model.__tablename__,
            Posting.subject_id > self.before[model],
            Posting.channel == self.room.id,
            Posting.ts.is_not(None),
            Posting.ts <= mark,
        )
        return self._ask(lambda work, _: work.session.scalar(found.limit(1)) is not None)


def _person(work: Work, user: User) -> int:
    return work.session.scalars(select(Person.id).where(Person.slack_id == user.id)).one()


def tour(language: str, workshop: Workshop, user: User, room: Channel, lead: User) -> Tour:
    """The seven steps in one language, with its hero and his talk with the bot; then his lead and the rest."""
    with workshop.read() as work:
        models: tuple[type[Row], ...] = (Visit, Promise)
        before = {model: work.session.scalar(select(func.max(model.id))) or 0 for model in models}
    guide = Guide(workshop, user, room, WORDS[language]["line"], before)
    here = Offer(person=user.id, room="dm")
    checks: list[Callable[[Reading], bool]] = [
        guide.is_played, guide.has_visited, guide.has_seen_card, guide.has_corrected, guide.has_waited,
        guide.has_been_reminded, guide.has_kept,
    ]  # fmt: skip
    offers: list[Callable[[], Offer]] = [
        lambda: Offer(person=user.id),
        lambda: Offer(person=user.id, room="dm", line=guide.line),
        lambda: here,
        lambda: here,
        guide.before_due,
        lambda: here,
        lambda: here,
    ]
    steps = [
        Step(title, text, button, done, offer)
        for (title, text, button), done, offer in zip(WORDS[language]["steps"], checks, offers, strict=True)
    ]
    return Tour(steps, more=[_more(one, user, lead) for one in WORDS[language]["more"]])


def _more(words: list[str], user: User, lead: User) -> Step:
    """Something to try when the tour is over: a line for the hero to send, or without one a look through his lead."""
    text, button, line = words
    made = Offer(person=user.id, room="dm", line=line) if line else Offer(person=lead.id)
    return Step("", text, button, lambda _: False, lambda: made)
