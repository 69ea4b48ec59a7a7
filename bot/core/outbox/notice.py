"""Putting messages into the outbox, and finding the record behind a message."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple, cast

from sqlalchemy import Select, Table, and_, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.core.outbox.model import Manner, Posting, Priority, State
from bot.core.prepared import Prepared, among, found_by
from bot.core.subject import Subject


@dataclass(frozen=True)
class PersonPlace:
    """A direct message to a colleague (row id)."""

    person_id: int


@dataclass(frozen=True)
class ChannelPlace:
    """A channel (Slack's id)."""

    channel: str


@dataclass(frozen=True)
class ThreadPlace:
    """The thread below the first message about `parent` in `channel` (None: wherever that message is).

    A `parent` of kind `posting` is the message itself, for an answer to what somebody wrote below just that one.
    """

    parent: Subject
    channel: str | None = None
    person_id: int | None = None


Place = PersonPlace | ChannelPlace | ThreadPlace


@dataclass(frozen=True)
class Notice:
    """What to say, to whom, about what.

    `once` is the natural key of the effect, e.g. "promise:12:reminder:2026-12-02": a second notice with the same key
    is not said. `live` makes it a card: drawn from the database by the builder of `about.kind`, edited in place
    whenever `Work.refresh(about)` is called; `template` and `data` are then what the builder may use as a hint.
    `reactions` are seeded on the message after it was posted. `due` is the earliest instant it may leave.
    """

    template: str
    to: Place
    once: str
    about: Subject | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    live: bool = False
    priority: Priority = Priority.NORMAL
    manner: Manner = Manner.NUDGE
    due: datetime | None = None
    reactions: Sequence[str] = ()


def queue(session: Session, now: datetime, notice: Notice) -> None:
    """Insert the notice unless its key was used before (by anybody, on any replica)."""
    to = _whole(session, notice.to)
    person_id = getattr(to, "person_id", None)
    channel = getattr(to, "channel", None)
    values: dict[str, Any] = {
        "created_at": now, "once": notice.once, "person_id": person_id, "channel": channel,
        "lane": lane_of(to), "template": notice.template, "data": dict(notice.data), "live": notice.live,
        "priority": int(notice.priority), "manner": notice.manner.value, "due_at": notice.due or now,
        "subject_kind": notice.about.kind if notice.about else None,
        "subject_id": notice.about.id if notice.about else None,
        "nonce": nonce_of(notice.once), "reactions": list(notice.reactions), "state": State.QUEUED.value,
        "attempts": 0, "token": 0, "version": 1, "drawn": 0, "seeded": 0,
        "wanted": len(notice.reactions), "heals": 0, "hops": 0, "suspect": False, "repeated": False,
    }  # fmt: skip
    parent = to.parent if isinstance(to, ThreadPlace) else None
    values |= {"thread_kind": parent.kind if parent else None, "thread_id": parent.id if parent else None}
    _INSERT[session.get_bind().dialect.name].run(session, **values)


def nonce_of(once: str) -> str:
    """The opaque id a message carries at Slack. The same effect has the same one, also where the row is written anew
    after an old backup was put back: so it is found instead of being said again."""
    return hashlib.blake2b(once.encode(), digest_size=12).hexdigest()


_TABLE = cast(Table, Posting.__table__)
_GIVEN = (
    "created_at", "once", "person_id", "channel", "lane", "template", "data", "live", "priority", "manner", "due_at",
    "subject_kind", "subject_id", "thread_kind", "thread_id", "nonce", "reactions", "state", "attempts", "token",
    "version", "drawn", "seeded", "wanted", "heals", "hops", "suspect", "repeated",
)  # fmt: skip
_INSERT = {
    name: Prepared(dialect.insert(_TABLE).on_conflict_do_nothing(index_elements=["once"]), columns=_GIVEN)
    for name, dialect in (("postgresql", postgresql), ("sqlite", sqlite))
}


def _whole(session: Session, to: Place) -> Place:
    """A thread travels in the lane of the message it hangs on, so that it leaves after it."""
    if not isinstance(to, ThreadPlace) or to.channel is not None or to.person_id is not None:
        return to
    parent = session.execute(
        select(Posting.channel, Posting.person_id)
        .where(
            Posting.subject_kind == to.parent.kind, Posting.subject_id == to.parent.id, Posting.thread_kind.is_(None)
        )
        .order_by(Posting.id)
        .limit(1)
    ).first()
    if parent is None:
        return to
    person_id = parent.person_id
    return ThreadPlace(to.parent, None if person_id is not None else parent.channel, person_id)


def lane_of(to: Place) -> str:
    """The lane a message to this place travels in: messages of one lane keep their order."""
    if isinstance(to, PersonPlace):
        return f"person:{to.person_id}"
    if isinstance(to, ChannelPlace):
        return f"channel:{to.channel}"
    if to.person_id is not None:
        return f"person:{to.person_id}"
    return f"channel:{to.channel}" if to.channel else f"thread:{to.parent.kind}:{to.parent.id}"


class Those(NamedTuple):
    """Whichever records of a kind somebody has, found when the messages about them are marked: `ids` is a SELECT of
    their ids with the parameters `owners` (a list, by `among`) and `since`."""

    kind: str
    ids: Select[int]
    owner: int
    since: date


def refresh(session: Session, subjects: Collection[Subject | Those]) -> None:
    """Mark every live message about one of the subjects as out of date; the sender draws and edits it."""
    given: dict[str, Any] = {}
    kinds: set[str] = set()
    found: set[tuple[str, Select[int]]] = set()
    for subject in subjects:
        if isinstance(subject, Subject):
            kinds.add(subject.kind)
            given.setdefault(subject.kind, []).append(subject.id)
        else:
            found.add((subject.kind, subject.ids))
            given.setdefault("owners", []).append(subject.owner)
            given["since"] = min(subject.since, given.get("since", subject.since))
    assert len(found) <= 1, "their parameters go by one name"
    if given:
        _outdate(tuple(sorted(kinds)), *found).run(session, **given)


@lru_cache(maxsize=256)
def _outdate(kinds: tuple[str, ...], found: tuple[str, Select[int]] | None = None) -> Prepared:
    """The statement for subjects of these kinds, the row ids of each going by its name, and for what a SELECT finds."""
    about = [and_(_TABLE.c.subject_kind == kind, among(_TABLE.c.subject_id, kind)) for kind in kinds]
    if found is not None:
        about.append(and_(_TABLE.c.subject_kind == found[0], found_by(_TABLE.c.subject_id, found[1])))
    return Prepared(update(_TABLE).where(or_(*about), _TABLE.c.live.is_(True)).values(version=_TABLE.c.version + 1))


def subject_at(session: Session, channel: str, ts: str) -> Subject | None:
    """Which record the message at (channel, ts) is about; None for messages that are not ours."""
    row = session.execute(
        select(Posting.subject_kind, Posting.subject_id).where(Posting.channel == channel, Posting.ts == ts)
    ).first()
    return Subject(row[0], row[1]) if row and row[0] is not None and row[1] is not None else None


def below(session: Session, person_id: int, channel: str, thread_ts: str) -> Place:
    """Where an answer to what a person wrote in a thread of our direct messages goes: below the same message."""
    found = select(Posting.id).where(
        Posting.channel == channel, Posting.ts == thread_ts, Posting.person_id == person_id
    )
    row_id = session.scalar(found) if thread_ts else None
    own = PersonPlace(person_id)
    return own if row_id is None else ThreadPlace(Subject(Posting.__tablename__, row_id), person_id=person_id)


def postings_of(session: Session, subject: Subject) -> Sequence[Posting]:
    """Every message about a record, oldest first."""
    query = select(Posting).where(Posting.subject_kind == subject.kind, Posting.subject_id == subject.id)
    return session.scalars(query.order_by(Posting.id)).all()
