"""Putting the branch on its feet through the use cases, with a clock that is led through the two months."""

import heapq
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

from sqlalchemy import func, select, update

from bot.core.access import SYSTEM, Actor
from bot.core.outbox import Posting
from bot.core.outbox.model import State
from bot.core.tables import find_columns, parse
from bot.core.work import Work, Workshop
from bot.customers import import_rows as customer_rows
from bot.customers import imports as customer_imports
from bot.customers.models import Alias, ContactPerson, Customer
from bot.demo import cases
from bot.demo.matters import Matters
from bot.demo.people import PEOPLE, raw
from bot.demo.story import DAYS, Book, Fate, Note, notes
from bot.directory import departments
from bot.directory import import_rows as people_rows
from bot.directory import imports as people_imports
from bot.directory import queries as directory
from bot.directory import usecases as colleagues
from bot.directory.models import Person
from bot.promises import jobs, queries
from bot.promises import usecases as promises
from bot.promises.models import Promise
from bot.visits import usecases as visits

LOADED = "demo.loaded"
"""The organisation-wide note that the demo is there."""

HEADS = {
    "account_management": "chen.jing", "product": "wang.min", "risk": "zhao.qiang", "operations": "zhou.ning",
    "customer_service": "sun.li", "legal": "wu.tong", "compliance": "grace.lin",
}  # fmt: skip


def load(
    shop: Workshop, clock: Callable[[], datetime], slack_ids: Mapping[str, str],
    channels: Mapping[str, str] | None = None,
) -> None:  # fmt: skip
    """Load the demo unless it is there; in one transaction, so all of it or nothing, and without a single message.

    `slack_ids` (e-mail -> Slack user id) and `channels` (department -> channel id) link it to a workspace; given
    again later they are linked anew.
    """
    with shop.open() as opened:
        work = replace(opened, now=clock(), house=replace(opened.house, subscribers={}))
        is_new = directory.preference(work.session, LOADED) is None
        if is_new:
            _build(work)
            colleagues.prefer(work, LOADED, work.now)
        for email, slack_id in slack_ids.items():
            person = directory.by_email(work.session, email)
            if person is not None:
                person.slack_id = slack_id
        for code, channel in (channels or {}).items():
            departments.bind(work, code, channel)
        if is_new:
            cases.lay(work)
            Matters(at(work, work.now - timedelta(hours=1))).lay()
            _hush(work)


def is_loaded(work: Work) -> bool:
    """Whether the demo is in the database."""
    return directory.preference(work.session, LOADED) is not None


def strangers(work: Work) -> int:
    """How many people of the database do not belong to the demo."""
    ours = [one.email for one in PEOPLE]
    others = select(func.count()).select_from(Person).where(Person.email.is_(None) | Person.email.not_in(ours))
    return work.session.scalar(others) or 0


def _build(work: Work) -> None:
    _import(at(work, work.now - timedelta(days=DAYS + 2)))
    _departments(work)
    Telling(work).tell()
    _leave(work)


def _hush(work: Work) -> None:
    """Nothing of it is sent: the demo comes to an empty database, so every message there is belongs to it."""
    quiet = update(Posting).where(Posting.state == State.QUEUED.value)
    work.session.execute(quiet.values(state=State.FOLDED.value))


def at(work: Work, moment: datetime, actor: Actor = SYSTEM) -> Work:
    """The same transaction at another instant, in somebody's name."""
    return replace(work, now=moment, actor=actor)


def _import(work: Work) -> None:
    @contextmanager
    def opened() -> Iterator[Work]:
        yield work

    people = parse("people.csv", raw("people.csv"))
    people_imports.people(opened, people, find_columns(people.columns, people_rows.FIELDS, {}, {}))
    customers = parse("customers.csv", raw("customers.csv"))
    customer_imports.customers(opened, customers, find_columns(customers.columns, customer_rows.FIELDS, {}, {}))
    locales = {one.email: one.locale for one in PEOPLE}
    for person in work.session.scalars(select(Person).where(Person.email.in_(locales))):
        # Imported languages are the house's wish; in the demo Slack's locale is enough, so that it can be switched.
        person.locale, person.language = locales[person.email or ""], None


def _departments(work: Work) -> None:
    by_handle = {one.handle: one for one in PEOPLE}
    for code, handle in HEADS.items():
        head = directory.by_email(work.session, by_handle[handle].email)
        assert head is not None
        departments.lead_by(work, code, head.id)
        departments.set_roster(work, code, [head.id])


def _leave(work: Work) -> None:
    """One manager is away next week, so that his deputy's lists show what a deputy sees."""
    tom = directory.by_email(work.session, "tom.becker@rapport.example")
    assert tom is not None
    own = at(work, work.now, directory.actor_of(work.session, tom))
    first = work.now.date() + timedelta(days=7 - work.now.weekday())
    colleagues.take_leave(own, first, first + timedelta(days=4), tom.deputy_id)


class Telling:
    """Leads the clock through the notes, what became of their promises, and what the clock itself did meanwhile."""

    def __init__(self, work: Work) -> None:
        self._work, self._now = work, work.now
        self._actors: dict[str, Actor] = {}
        self._turns: list[tuple[datetime, int, Note | tuple[int, Fate]]] = []
        self._number = count()

    def tell(self) -> None:
        """Everything up to the present."""
        for note in notes(self._now, self._books()):
            self._plan(note.at, note)
        while self._turns:
            moment, _, turn = heapq.heappop(self._turns)
            self._tick(moment)
            if isinstance(turn, Note):
                self._write(moment, turn)
            else:
                self._decide(moment, *turn)
        self._tick(self._now)

    def _plan(self, moment: datetime, turn: "Note | tuple[int, Fate]") -> None:
        if moment < self._now:
            heapq.heappush(self._turns, (moment, next(self._number), turn))

    def _books(self) -> list[Book]:
        session = self._work.session
        found = []
        for person in session.scalars(select(Person).order_by(Person.id)):
            rows = session.execute(
                select(Customer.id, Alias.name, Customer.tier)
                .join(Alias, Alias.customer_id == Customer.id)
                .where(Customer.owner_id == person.id)
                .order_by(Customer.id)
            )
            people = select(ContactPerson.name).order_by(ContactPerson.id)
            customers = [
                (name, session.scalars(people.where(ContactPerson.customer_id == row_id)).all(), tier or "")
                for row_id, name, tier in rows
            ]
            if customers and person.email:
                actor = self._actors[person.email] = directory.actor_of(session, person)
                found.append(Book(person.email, actor.language, directory.working_time(session, person), customers))
        return found

    def _tick(self, until: datetime) -> None:
        """What the clock does by then: due moments pass, reminders climb."""
        session = self._work.session
        due = select(Promise.id, Promise.wake_at).where(Promise.wake_at <= until).order_by(Promise.wake_at).limit(1)
        while (row := session.execute(due).first()) is not None:
            jobs.attend(at(self._work, row[1] or until), row[0])
            session.flush()

    def _write(self, moment: datetime, note: Note) -> None:
        work = at(self._work, moment, self._actors[note.email])
        for visit in visits.record(work, visits.Line(note.text)).visits:
            for promise in queries.of_subject(work, visit.subject):
                self._plan(self._when(promise, moment, note), (promise.id, note.fate))

    def _when(self, promise: Promise, moment: datetime, note: Note) -> datetime:
        person = self._work.session.get_one(Person, promise.owner_id)
        time = directory.working_time(self._work.session, person)
        fate = note.fate
        if fate.kind in ("open", "forgotten"):
            return self._now
        if fate.kind == "late":
            day = time.calendar.add_workdays(promise.due_at.astimezone(time.zone).date(), int(fate.share))
            return (time.opening(day) or promise.due_at) + timedelta(hours=2)
        between = time.between(moment, promise.due_at)
        return max(time.add(moment, between * fate.share), moment + timedelta(minutes=20))

    def _decide(self, moment: datetime, promise_id: int, fate: Fate) -> None:
        promise = self._work.session.get_one(Promise, promise_id)
        owner = self._work.session.get_one(Person, promise.owner_id)
        work = at(self._work, moment, self._actors[owner.email or ""])
        if promise.ended_at is not None:
            return
        if fate.kind == "dropped":
            promises.drop(work, promise_id, fate.words)
        else:
            promises.keep(work, promise_id, fate.words)
