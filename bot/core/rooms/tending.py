"""The errand behind the rooms: Slack is never called inside a transaction, so a job opens, fills and archives them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import structlog
from sqlalchemy import select

from bot.core.outbox import ChannelPlace, Manner, Notice, Priority
from bot.core.rooms.model import Room
from bot.core.slack import SlackFailure, SlackPort
from bot.core.work import Work, Workshop

_log = structlog.get_logger(__name__)
BATCH = 200
PATIENCE = timedelta(hours=1)
"""How long Slack is asked again for a channel it did not give."""
WAITING = ("wait", "ambiguous")


@dataclass(frozen=True)
class Party:
    """Who belongs in a record's room now, by Slack id: `guests` are invited, `barred` must not stay; `over` ends it."""

    guests: Sequence[str]
    barred: Sequence[str] = ()
    over: bool = False


@dataclass(frozen=True)
class Keeper:
    """How one kind of record keeps its rooms: the beginning of the channel's name, the card posted in it, who belongs
    there, and what is drawn again when it opens or fails."""

    prefix: str
    card: str
    party: Callable[[Work, int], Party]
    refresh: Callable[[Work, int], None]


def tend(keepers: Mapping[str, Keeper], workshop: Workshop, port: SlackPort) -> int:
    """Open what is wanted, invite who came to it, archive what is over; returns how many rooms were changed."""
    with workshop.read() as work:
        rows = work.session.scalars(select(Room).where(Room.archived_at.is_(None)).order_by(Room.id).limit(BATCH)).all()
        known = [(one, keepers[one.subject_kind]) for one in rows if one.subject_kind in keepers]
        found = [(room, keeper, keeper.party(work, room.subject_id)) for room, keeper in known]
    return sum(_tend(workshop, port, *one) for one in found)


def _tend(workshop: Workshop, port: SlackPort, room: Room, keeper: Keeper, party: Party) -> bool:
    if party.over:
        return _archive(workshop, port, room)
    if room.error:
        return False
    return _open(workshop, port, room, keeper, party) if room.channel is None else _seat(workshop, port, room, party)


def _open(workshop: Workshop, port: SlackPort, room: Room, keeper: Keeper, party: Party) -> bool:
    # The time makes the name new after a channel of that name was archived; it holds no customer.
    name = f"{keeper.prefix}-{room.subject_id}-{room.wanted_at:%m%d%H%M}"
    try:
        channel = _create(port, name)
        _invite(port, channel, party.guests)
    except SlackFailure as failure:
        return _failed(workshop, room.id, keeper, failure)
    with workshop.open() as work:
        fresh = work.session.get_one(Room, room.id)
        if fresh.channel is None:
            fresh.channel, fresh.guests = channel, list(party.guests)
            _welcome(work, fresh, channel, keeper)
    return True


def _create(port: SlackPort, name: str) -> str:
    """A private channel of this name; the one we made before, when the answer to that was lost."""
    try:
        return str(port.call("conversations.create", name=name, is_private=True)["channel"]["id"])
    except SlackFailure as failure:
        if failure.code != "name_taken":
            raise
        found = port.call("users.conversations", types="private_channel", limit=1000)["channels"]
        same = [one["id"] for one in found if one.get("name") == name]
        if not same:
            raise
        return str(same[0])


def _invite(port: SlackPort, channel: str, guests: Sequence[str]) -> None:
    """Invite them all; who cannot be invited keeps nobody else out."""
    if not guests:
        return
    try:
        port.call("conversations.invite", channel=channel, users=",".join(guests), force=True)
    except SlackFailure as failure:
        if failure.code != "already_in_channel":
            raise


def _failed(workshop: Workshop, room_id: int, keeper: Keeper, failure: SlackFailure) -> bool:
    with workshop.open() as work:
        room = work.session.get_one(Room, room_id)
        if failure.kind.value in WAITING and work.now - room.wanted_at <= PATIENCE:
            return False
        _log.warning("rooms.failed", subject=room.subject_kind, code=failure.code)
        room.error = failure.code
        work.session.flush()
        keeper.refresh(work, room.subject_id)
    return True


def _welcome(work: Work, room: Room, channel: str, keeper: Keeper) -> None:
    work.note(room.subject, {"room": ("wanted", "open")})
    work.audit("rooms.opened", room.subject)
    work.session.flush()
    work.post(
        Notice(
            keeper.card, ChannelPlace(channel), once=f"room:{room.id}", about=room.subject, live=True,
            manner=Manner.URGENT, priority=Priority.DEADLINE,
        )
    )  # fmt: skip
    keeper.refresh(work, room.subject_id)


def _seat(workshop: Workshop, port: SlackPort, room: Room, party: Party) -> bool:
    """Who came to the record since is invited, who must not stay is shown out. A refusal of Slack's is final."""
    new = [one for one in party.guests if one not in room.guests]
    leaving = [one for one in party.barred if one in room.guests]
    if not new and not leaving:
        return False
    calls: list[Callable[[], object]] = [
        partial(port.call, "conversations.kick", channel=room.channel, user=one) for one in leaving
    ]
    calls.append(partial(_invite, port, str(room.channel), new))
    for call in calls:
        try:
            call()
        except SlackFailure as failure:
            if failure.kind.value in WAITING:
                return False
            _log.warning("rooms.not_seated", subject=room.subject_kind, code=failure.code)
    with workshop.open() as work:
        fresh = work.session.get_one(Room, room.id)
        fresh.guests = [*(one for one in fresh.guests if one not in leaving), *new]
    return True


def _archive(workshop: Workshop, port: SlackPort, room: Room) -> bool:
    """The record is over: its channel is put away, and what was pinned stays with the record."""
    if room.channel is not None:
        try:
            port.call("conversations.archive", channel=room.channel)
        except SlackFailure as failure:
            if failure.kind.value in WAITING:
                return False
            _log.warning("rooms.not_archived", subject=room.subject_kind, code=failure.code)
    with workshop.open() as work:
        work.session.get_one(Room, room.id).archived_at = work.now
    return True
