"""One-tap corrections and answers on the card of a note. Each keeps its history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from bot.core.calendar import localise
from bot.core.errors import Refusal
from bot.core.work import Work
from bot.customers import usecases as customers
from bot.customers.folding import squeeze
from bot.customers.models import Alias, Customer
from bot.customers.names import written_forms
from bot.directory import queries as directory
from bot.directory import wording
from bot.directory.models import Person
from bot.escalations import wordlists
from bot.promises import rules as promise_rules
from bot.promises import usecases as promise_verbs
from bot.understanding import understand
from bot.understanding.context import context_of, frame_of, hear
from bot.understanding.dates import find_dates
from bot.visits import notices, queries, reading, rules, usecases
from bot.visits.facts import HintTaken
from bot.visits.models import Visit
from bot.visits.reading import Duty

NOON = time(12)


def change(work: Work, visit: Visit, columns: Mapping[str, Any], reason: str = "") -> None:
    """Set columns with their history; a change of what was filled before counts as a correction by hand."""
    before = {name: getattr(visit, name) for name in columns}
    changed = {name: (before[name], value) for name, value in columns.items() if before[name] != value}
    if not changed:
        return
    work.note(visit.subject, {name: _told(work, name, pair) for name, pair in changed.items()}, reason)
    reading.fill(visit, {name: pair[1] for name, pair in changed.items()})
    if any(old not in (None, "", [], False) for old, _ in changed.values()):
        visit.corrected_at = work.now
    usecases.settle(work, visit)
    work.refresh(visit.subject)


def _told(work: Work, name: str, pair: tuple[Any, Any]) -> tuple[Any, Any]:
    """History keeps names where a row id would say nothing to its reader."""
    if name == "customer_id":
        return _name(work, pair[0]), _name(work, pair[1])
    if name == "with_ids":
        return [_person(work, each) for each in pair[0]], [_person(work, each) for each in pair[1]]
    return pair


def _name(work: Work, customer_id: int | None) -> str | None:
    return work.session.get_one(Customer, customer_id).name if customer_id is not None else None


def _person(work: Work, person_id: int) -> str:
    return work.session.get_one(Person, person_id).name


def set_customer(work: Work, visit_id: int, customer_id: int) -> Visit:
    """The visit was to this customer; the short name that misled is offered to be remembered."""
    visit = queries.standing(work, visit_id)
    customer = work.get(Customer, customer_id, "customers/not-found")
    if visit.customer_id == customer.id:
        return visit
    alias = _new_alias(work, visit, customer)
    change(work, visit, {"customer_id": customer.id})
    visit.candidates, visit.alias = [], alias
    promise_verbs.follow_customer(work, visit.subject, customer.id)
    notices.tell_owner(work, visit)
    return visit


def _new_alias(work: Work, visit: Visit, customer: Customer) -> str:
    """The words the note called the customer by, unless they name this one, or the one chosen before, already."""
    ids = [each for each in (customer.id, visit.customer_id) if each is not None]
    taken = work.session.scalars(select(Customer.name).where(Customer.id.in_(ids))).all()
    aliases = work.session.scalars(select(Alias.name).where(Alias.customer_id.in_(ids))).all()
    codes = work.session.scalars(select(Customer.code).where(Customer.id.in_(ids))).all()
    known = {name.casefold() for name in (*taken, *aliases, *codes) if name}
    words = " ".join(visit.customer_text.split())
    return "" if words.casefold() in known or _is_anothers(work, words, customer, visit.candidates) else words


def _is_anothers(work: Work, words: str, customer: Customer, offered: Sequence[int]) -> bool:
    """海天机械 typed for 海田机械 was a slip: it is the name of the other customer offered, and not of this one."""
    rivals = work.session.scalars(select(Customer).where(Customer.id.in_([*offered]), Customer.id != customer.id))
    typed = squeeze(words)
    return not _is_called(typed, customer) and any(_is_called(typed, each) for each in rivals)


def _is_called(typed: str, customer: Customer) -> bool:
    return any(form.text == typed for form in written_forms(customer.name, customer.code, ()))


def new_customer(work: Work, visit_id: int, name: str, tier: str | None) -> Visit:
    """Open a file for the customer of this note; one of that name in the own book is taken instead of a second one."""
    queries.standing(work, visit_id)
    same = select(Customer).where(Customer.name == " ".join(name.split()), Customer.owner_id == work.actor.id)
    customer = work.session.scalars(same).first() or customers.create(work, customers.Details(name=name, tier=tier))
    return set_customer(work, visit_id, customer.id)


def remember(work: Work, visit_id: int, wanted: bool) -> Visit:
    """Remember the short name for the customer, or do not; either way the question is gone."""
    visit = queries.standing(work, visit_id)
    if wanted and visit.alias and visit.customer_id is not None:
        customers.add_alias(work, visit.customer_id, visit.alias)
    visit.alias = ""
    work.refresh(visit.subject)
    return visit


def set_day(work: Work, visit_id: int, day: date, clock: time | None = None) -> Visit:
    """It took place on that day of the author's (at that time). Refuses days to come."""
    visit = queries.standing(work, visit_id)
    at, part = moment(work, day, clock)
    change(work, visit, {"at": at, "at_part": part})
    return visit


def moment(work: Work, day: date, clock: time | None) -> tuple[datetime, str]:
    """A day (and time) of the acting person's as an instant and how exact it is. Refuses days to come."""
    if day > work.now.astimezone(work.actor.zone).date():
        raise Refusal("visits/day-ahead", field="day", day=day)
    return localise(work.actor.zone, datetime.combine(day, clock or NOON)), "minute" if clock else "day"


def day_named(work: Work, code: str) -> date:
    """today, yesterday, or an ISO day that was picked."""
    today = work.now.astimezone(work.actor.zone).date()
    back = {"today": 0, "yesterday": 1}.get(code)
    if back is not None:
        return today - timedelta(days=back)
    try:
        return date.fromisoformat(code)
    except ValueError as error:
        raise Refusal("core/unknown-button") from error


def follow(work: Work, visit_id: int, key: int, code: str) -> Visit:
    """Answer when a promise is due: a preset, `was` (as understood), an ISO day, or `none` for no follow-up."""
    visit = queries.standing(work, visit_id)
    asked = rules.waiting(visit.pending, key)
    if asked is None:
        return visit
    left = [each for each in visit.pending if each["key"] != key]
    if code == "none":
        columns: dict[str, Any] = {"no_follow_up": True} if asked["why"] == rules.FOLLOW else {}
        visit.pending = left
        change(work, visit, columns)
    else:
        due = _due(work, int(asked["owner_id"]), code, asked["was"])
        visit.pending = left
        follows = asked["why"] == rules.FOLLOW
        # Of a note that names nothing to do only its gist is known: as a promise that says what is to be done with it.
        text = wording.word(work, "visits.follow_up", what=asked["text"]) if follows else asked["text"]
        purpose = reading.CHOSEN if follows else reading.READ
        timed = code == "was" and asked.get("timed", False)
        duty = Duty(text, asked["owner_id"], asked["by_customer"], timed=timed, purpose=purpose)
        usecases.promise(work, visit, duty, due)
    work.refresh(visit.subject)
    return visit


def _due(work: Work, owner_id: int, code: str, was: datetime | None) -> datetime:
    """The closing of the chosen day in the owner's working time. Refuses moments that are past."""
    own = directory.working_time(work.session, work.session.get_one(Person, owner_id))
    preset = promise_rules.preset(work.now, code, own)
    if code == "was" and was is not None:
        due = was
    else:
        day = preset.astimezone(own.zone).date() if preset else day_named(work, code)
        due = promise_rules.closing(day, own)
    if due <= work.now:
        raise Refusal("visits/past-due", field="due", when=due)
    return due


def take_hint(work: Work, visit_id: int, number: int) -> Visit:
    """A suggestion becomes a record of whoever keeps such records. A second time changes nothing."""
    visit = queries.standing(work, visit_id)
    if number >= len(visit.hints) or visit.hints[number]["taken"]:
        return visit
    hint = visit.hints[number]
    visit.hints = [each | {"taken": each["taken"] or place == number} for place, each in enumerate(visit.hints)]
    work.session.flush()
    work.note(visit.subject, {"hint": (None, hint["text"])})
    work.announce(HintTaken(visit.id, hint["kind"], hint["text"], hint["code"]))
    work.refresh(visit.subject)
    return visit


@dataclass(frozen=True)
class Added:
    """What a reply below the card did: undone, dated, or added (with so many promises)."""

    kind: str
    visit: Visit
    promises: int = 0


def reply(work: Work, visit_id: int, text: str) -> Added | None:
    """A reply below the card: take it back, another date, or a few more words. None for ordinary talk."""
    visit = queries.standing(work, visit_id)
    wordlists.not_in_notes(text)
    if rules.wants_undo(text):
        return Added("undone", usecases.undo(work, visit_id))
    dated = rules.date_words(text)
    if dated is not None:
        found = find_dates(dated, frame_of(work))
        known = rules.moment_of(found[0], work.now) if found else None
        if known is not None:
            change(work, visit, {"at": known[0], "at_part": known[1]})
            return Added("dated", visit)
    return _append(work, visit, text)


def _append(work: Work, visit: Visit, text: str) -> Added | None:
    heard = hear(text, work)
    context = context_of(work)
    note = understand(heard.text, context)
    if note.is_talk:
        return None
    read = reading.read(work, note, context.frame)
    duties = [duty for duty in read.duties if duty.why != rules.FOLLOW]
    change(work, visit, {"text": f"{visit.text}\n{heard.text}", "summary": f"{visit.summary}\n{heard.text}".strip()})
    visit.masked = list(dict.fromkeys([*visit.masked, *heard.kinds()]))
    visit.withheld = [*(visit.withheld or []), *heard.numbers()] or None
    if duties:
        visit.pending = [each for each in visit.pending if each["why"] != rules.FOLLOW]
        usecases.promise_all(work, visit, duties)
    work.refresh(visit.subject)
    return Added("added", visit, len(duties))


def edit(work: Work, visit_id: int, columns: Mapping[str, Any]) -> Visit:
    """The form: every field it showed, as it was left. Confidential numbers are masked here too."""
    for name in ("summary", "feedback"):
        wordlists.not_in_notes(str(columns.get(name) or ""), name)
    visit = queries.standing(work, visit_id)
    clean = dict(columns)
    customer_id = clean.pop("customer_id", visit.customer_id)
    if customer_id is not None and customer_id != visit.customer_id:
        set_customer(work, visit_id, customer_id)
    change(work, visit, clean)
    return visit


def form_duty(work: Work, text: str, day: date | None) -> Duty | None:
    """A promise from the fields of the form; None when it was left empty. Without a day it waits for one."""
    if not text and day is None:
        return None
    due = None if day is None else _due(work, work.actor.person_id, day.isoformat(), None)
    return Duty(text, work.actor.person_id, due=due, why=None if due else "none")


def is_told(work: Work, visit: Visit, day: date, clock: time | None) -> bool:
    """Whether the form says of the moment what the note says already: a part of a day ("afternoon") has no clock."""
    shown = fields(work, visit)
    return (day, clock) == (shown["day"], shown["clock"])


def fields(work: Work, visit: Visit) -> dict[str, Any]:
    """What the form shows of the record's ids and instants, in the acting person's terms."""
    at = visit.at.astimezone(work.actor.zone) if visit.at else None
    customer = work.session.get(Customer, visit.customer_id) if visit.customer_id else None
    people = [work.session.get_one(Person, each) for each in visit.with_ids]
    return {
        "customer": (customer.id, customer.name) if customer else None,
        "day": at.date() if at else None, "clock": at.time() if at and visit.at_part == "minute" else None,
        "colleagues": [person.slack_id for person in people if person.slack_id],
    }  # fmt: skip
