"""What this slice says: the card of a note, and short words to colleagues it touches."""

from collections.abc import Sequence
from typing import Any

from bot.core import history
from bot.core.outbox import Manner, Notice, PersonPlace, Posting, Priority
from bot.core.outbox.readers import Audience, Said
from bot.core.work import Work
from bot.customers import queries as customer_queries
from bot.customers.models import Customer
from bot.directory import queries as directory
from bot.directory.models import Person
from bot.promises import queries as promise_queries
from bot.promises import rules as promise_rules
from bot.promises.models import Promise
from bot.understanding.reading import LONGEST_READ
from bot.visits import queries, rules
from bot.visits.acquainted import customers_of_people
from bot.visits.models import Visit

CARD, SEEN, PROMISED = "visits/card", "visits/seen", "visits/promised"
ACCEPTED = "accepted"
RECENT, MOST_OFFERED = 3, 5
"""Own customers offered when a note names none, after those at which its people were met; of both at most."""


def saved(work: Work, visit: Visit, key: str = "first") -> None:
    """Put the card in front of the acting person, who just wrote the note or asked for it."""
    _card(work, visit, work.actor.person_id, f"card:{key}", CARD, Manner.ANSWER)


def tell_owner(work: Work, visit: Visit) -> None:
    """The owner of the customer learns, once, that somebody else was there."""
    customer = work.session.get(Customer, visit.customer_id) if visit.customer_id else None
    if customer is not None and customer.owner_id not in (None, visit.by_id):
        _card(work, visit, int(customer.owner_id or 0), "owner", SEEN, Manner.NUDGE)


def promised(work: Work, visit: Visit, promise: Promise) -> None:
    """A colleague for whom something was promised is told at once a note; his card lists all of it."""
    if promise.owner_id != visit.by_id:
        _card(work, visit, promise.owner_id, "promised", PROMISED, Manner.NUDGE)


def _card(work: Work, visit: Visit, person_id: int, key: str, template: str, manner: Manner) -> None:
    priority = Priority.ANSWER if manner is Manner.ANSWER else Priority.NORMAL
    work.post(
        Notice(
            template, PersonPlace(person_id), once=f"visit:{visit.id}:{key}:{person_id}", about=visit.subject,
            live=True, priority=priority, manner=manner,
        )
    )  # fmt: skip


def ask_author(work: Work, visit: Visit, template: str, key: str, **data: Any) -> None:
    """The message a note came from was changed or deleted later: its author decides."""
    told = {"id": visit.id, "customer": customer_name(work, visit), **data}
    work.post(
        Notice(
            template, PersonPlace(visit.by_id), once=f"visit:{visit.id}:{key}", about=visit.subject, data=told,
            priority=Priority.ANSWER, manner=Manner.ANSWER,
        )
    )  # fmt: skip


def still(work: Work, posting: Posting) -> bool:
    """A message about a note that was taken back meanwhile is not sent any more."""
    visit = work.session.get(Visit, posting.subject_id)
    return visit is not None and visit.undone_at is None


def card(work: Work, visit_id: int, audience: Audience) -> Said | None:
    """How a note looks now to one reader: its author, a colleague who owes something by it, or somebody who may see it.

    Never shown in channels.
    """
    visit = work.session.get(Visit, visit_id)
    reader = work.session.get(Person, audience.person_id) if audience.person_id else None
    if visit is None or reader is None or audience.kind != "person":
        return None
    if visit.by_id == reader.id:
        return Said(CARD, data(work, visit, reader))
    mine = [promise for promise in _born(work, visit) if _was_owed_by(work, promise, reader)]
    if mine:
        lines = [promise_line(work, promise, reader) for promise in mine]
        return Said(PROMISED, base(work, visit, reader) | {"promises": lines})
    if visit.undone_at is None and not _sees(work, visit):
        return None
    return Said(SEEN, base(work, visit, reader) | {"promises": _lines(work, visit, reader)})


def _sees(work: Work, visit: Visit) -> bool:
    return work.session.scalar(work.visible(Visit).where(Visit.id == visit.id).with_only_columns(Visit.id)) is not None


def _was_owed_by(work: Work, promise: Promise, reader: Person) -> bool:
    if promise.owner_id == reader.id:
        return True
    changes = history.of(work.session, promise.subject)
    return any(change.field == "owner" and change.before == reader.id for change in changes)


def data(work: Work, visit: Visit, author: Person) -> dict[str, Any]:
    """Everything the author's card shows."""
    offered = queries.customers_of(work, visit.candidates)
    if visit.customer_id is None and not offered and not visit.customer_text:
        met = queries.customers_of(work, customers_of_people(work, visit))
        lately = [work.session.get_one(Customer, row[0]) for row in customer_queries.typeahead(work, "", RECENT)]
        offered = list(dict.fromkeys([*met, *lately]))[:MOST_OFFERED]
    return base(work, visit, author) | {
        "customer_text": visit.customer_text,
        "offered": [{"id": row.id, "name": f"{row.name} · {row.code}" if row.code else row.name} for row in offered],
        "unknown": list(visit.unknown), "no_follow_up": visit.no_follow_up,
        "promises": _lines(work, visit, author),
        "pending": [
            {"id": each["key"], "text": each["text"], "why": each["why"], "was": each["was"]} for each in visit.pending
        ],
        "hints": [
            {"id": number, **{name: each[name] for name in ("kind", "text", "hearsay", "taken")}}
            for number, each in enumerate(visit.hints)
        ],
        "alias": visit.alias, "masked": list(visit.masked), "hidden": bool(visit.withheld),
        "edited": visit.corrected_at, "ask_day": asks_day(visit),
        "unread": LONGEST_READ if len(visit.text) > LONGEST_READ else 0,
        "undo": work.now - visit.created_at < rules.UNDO,
    }  # fmt: skip


def base(work: Work, visit: Visit, reader: Person) -> dict[str, Any]:
    """What every view of a note shows."""
    zone = directory.zone_of(reader, directory.defaults(work.session))
    people = [work.session.get(Person, person_id) for person_id in visit.with_ids]
    author = work.session.get_one(Person, visit.by_id)
    return {
        "id": visit.id, "undone": visit.undone_at is not None, "by": author.name,
        "customer": customer_name(work, visit), "channel": visit.channel, "at": visit.at, "at_part": visit.at_part,
        "part": rules.part_of_day(visit.at.astimezone(zone).time()) if visit.at else None,
        "contacts": list(visit.contacts), "company": [person.name for person in people if person],
        "attempt": visit.attempt, "important": visit.important, "summary": visit.summary,
        "long": len(visit.summary) > rules.SHOWN or len(visit.text) > rules.PAGE, "feedback": visit.feedback,
        "satisfaction": visit.satisfaction, "competitors": list(visit.competitors), "tags": list(visit.tags),
    }  # fmt: skip


def asks_day(visit: Visit) -> bool:
    """Whether the card asks when it took place: not of a mere "remind me to ...", where nothing took place yet."""
    return visit.at is None and bool(visit.channel or visit.summary or visit.feedback)


def customer_name(work: Work, visit: Visit) -> str | None:
    """The customer's name; None while it is not known."""
    customer = work.session.get(Customer, visit.customer_id) if visit.customer_id else None
    return customer.name if customer else None


def _born(work: Work, visit: Visit) -> Sequence[Promise]:
    return promise_queries.of_subject(work, visit.subject, open_only=False)


def _lines(work: Work, visit: Visit, reader: Person) -> list[dict[str, Any]]:
    """The promises of a note; those taken back with it, or corrected away, are left out."""
    return [promise_line(work, promise, reader) for promise in _born(work, visit) if promise.dropped_at is None]


def promise_line(work: Work, promise: Promise, reader: Person) -> dict[str, Any]:
    """One promise in a card; `owner` is empty when the reader owes it. State: open, kept or dropped."""
    owner = work.session.get_one(Person, promise.owner_id)
    time = directory.working_time(work.session, owner)
    zone = directory.zone_of(reader, directory.defaults(work.session))
    ended = "kept" if promise.kept_at else "dropped"
    accepted = any(change.field == ACCEPTED for change in history.of(work.session, promise.subject))
    return {
        "id": promise.id, "text": promise.text, "due": promise_queries.due_for(work, promise, zone),
        "days": promise_rules.days_left(work.now, promise.due_at, time),
        "owner": None if owner.id == reader.id else owner.name, "by_customer": promise.by_customer,
        "accepted": accepted, "state": "open" if promise.ended_at is None else ended,
    }  # fmt: skip
