"""Complaints and questions of the demo: one in every state worth a look, told through the use cases."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from bot.complaints import deciding, ending, handling, intake, pausing, queries
from bot.complaints import jobs as complaint_jobs
from bot.complaints.acting import Told
from bot.complaints.models import Complaint
from bot.complaints.states import State
from bot.core.access import SYSTEM
from bot.core.calendar import WorkingTime, localise
from bot.core.work import Work
from bot.customers.models import Customer
from bot.demo.people import raw
from bot.directory import queries as directory
from bot.directory.models import Person
from bot.escalations import jobs as ask_jobs
from bot.escalations import usecases as asks
from bot.escalations.models import Ask

PROOF = "call record"
JUST_NOW = timedelta(minutes=50)
"""How long ago what came in "today" came in."""


@dataclass(frozen=True)
class Teller:
    """One of the cast who acts some days back from today, in his working time."""

    work: Work
    person: Person
    hours: WorkingTime

    @classmethod
    def named(cls, work: Work, handle: str) -> "Teller":
        """The person behind a handle of the cast."""
        found = directory.by_email(work.session, f"{handle}@rapport.example")
        assert found is not None
        return cls(work, found, directory.working_time(work.session, found))

    def then(self, days: float, hour: int = 10) -> Work:
        """The transaction `days` before today at his `hour`, moved to when he works; never later than just now."""
        actor = directory.actor_of(self.work.session, self.person)
        return replace(self.work, now=min(self._moment(days, hour), self.work.now - JUST_NOW), actor=actor)

    def _moment(self, days: float, hour: int) -> datetime:
        zone = self.hours.zone
        day = self.work.now.astimezone(zone).date() - timedelta(days=int(days))
        return self.hours.next_open(localise(zone, datetime.combine(day, time(hour, 20))))


def lay(work: Work) -> None:
    """Every complaint and question of data/cases.toml, and what the clock made of them until now."""
    told = tomllib.loads(raw("cases.toml").decode())
    for one in told["case"]:
        _case(work, one)
    for one in told["ask"]:
        _ask(work, one)


def _case(work: Work, told: Mapping[str, Any]) -> None:
    teller, days = Teller.named(work, told["by"]), told["days"]
    given = intake.Given(product=told["product"], channel="phone")
    number = intake.register(teller.then(days), told["line"], given).id
    if told["until"] != "new":
        handling.contacted(teller.then(days, 11), number, Told("phone", PROOF))
    if told["until"] == "paused":
        then = _until(teller.then(days - 1), number)
        pausing.pause(then, number, "waiting_for_customer", told["reason"])
    elif "steps" in told:
        _resolve(teller, number, told)
    _until(work, number)


def _resolve(teller: Teller, number: int, told: Mapping[str, Any]) -> None:
    """Found, decided and, as far as `steps` goes, told and called back."""
    found_at, decided_at, *later = told["steps"]
    found = deciding.Found(told["fault"], told["findings"], PROOF, told["cause"])
    then = _until(teller.then(found_at, 14), number)
    deciding.find(then, number, found)
    deciding.remedy(then, number, told["remedy"], told["words"], told.get("amount", 0.0))
    complaint = deciding.decide(_until(teller.then(decided_at, 15), number), number)
    if later and complaint.state == State.APPROVAL:
        approver = then.session.get_one(Person, complaint.approver_id)
        deciding.approve(replace(teller, person=approver).then(decided_at, 16), number)
    if later:
        _tell(teller, number, told, *later)


def _tell(teller: Teller, number: int, told: Mapping[str, Any], told_at: float, called_at: float | None = None) -> None:
    then = _until(teller.then(told_at, 16), number)
    deciding.notify(then, number, Told("phone", PROOF))
    for remedy in queries.remedies(then.session, number):
        deciding.done(then, number, remedy.id)
    if called_at is not None:
        then = _until(teller.then(called_at), number)
        ending.call_back(then, number, ending.Called(True, 5))
        ending.close(then, number, ending.Summary(told["title"], told["cause"], told["changed"], told["lesson"]))


def _until(then: Work, number: int) -> Work:
    """What the clock did about a case by then: alerts, limits passed, call-backs that fell due."""
    complaint = then.session.get_one(Complaint, number)
    while complaint.wake_at is not None and complaint.wake_at <= then.now:
        moment = complaint.wake_at
        complaint_jobs.attend(replace(then, now=moment, actor=SYSTEM), number)
        then.session.flush()
        if complaint.wake_at is not None and complaint.wake_at <= moment:
            break
    return then


def _ask(work: Work, told: Mapping[str, Any]) -> None:
    teller, days = Teller.named(work, told["by"]), told["days"]
    customer = work.session.scalars(select(Customer).where(Customer.code == told["customer"])).one()
    draft = asks.Draft(told["question"], kind=told["kind"], customer_id=customer.id)
    made = asks.ask(teller.then(days), draft)
    if told["until"] in ("planned", "answered"):
        owner = replace(teller, person=work.session.get_one(Person, made.assigned_id))
        then = owner.then(days, 11)
        asks.take(then, made.id)
        if told["until"] == "planned":
            asks.plan(then, made.id, max(made.due_at, work.now + timedelta(days=1)))
        else:
            asks.answer(owner.then(days - 1), made.id, told["words"])
    _silence(work, made)


def _silence(work: Work, made: Ask) -> None:
    """How far silence has climbed by now."""
    while made.closed_at is None and made.wake_at is not None and made.wake_at <= work.now:
        moment = made.wake_at
        ask_jobs.attend(replace(work, now=moment, actor=SYSTEM), made.id)
        work.session.flush()
        if made.wake_at is not None and made.wake_at <= moment:
            break
