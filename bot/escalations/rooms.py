"""A channel of its own for a severity 1: opened by a job, since Slack is never called inside a transaction."""

from datetime import timedelta

import structlog
from sqlalchemy import select

from bot.core.errors import Refusal
from bot.core.outbox import ChannelPlace, Manner, Notice, Priority
from bot.core.slack import SlackFailure, SlackPort
from bot.core.work import Work, Workshop
from bot.directory.models import Person
from bot.escalations import queries, usecases
from bot.escalations.cards import CARD
from bot.escalations.models import Ask

_log = structlog.get_logger(__name__)
SEVERITY = "S1"
BATCH = 20
PATIENCE = timedelta(hours=1)
"""How long Slack is asked again for a channel it did not give."""
WAITING = ("wait", "ambiguous")


def want(work: Work, ask_id: int) -> Ask:
    """Somebody who deals with a severity 1 wants a channel for it. A second time changes nothing."""
    ask = queries.find(work, ask_id)
    if ask.severity != SEVERITY:
        raise Refusal("escalations/no-room", number=ask.id)
    if ask.closed_at is not None:
        raise Refusal("escalations/over", number=ask.id)
    if ask.room_wanted_at is None or ask.room_error:
        ask.room_wanted_at, ask.room_error = work.now, ""
        work.note(ask.subject, {"room": (None, "wanted")})
        work.session.flush()
        usecases.refresh(work, ask)
    return ask


def tend(workshop: Workshop, port: SlackPort) -> int:
    """Open the channels that are wanted and archive those of closed questions; returns how many were attended to."""
    with workshop.read() as work:
        wanted = _ids(work, opening=True)
        over = _ids(work, opening=False)
    for ask_id in wanted:
        _open(workshop, port, ask_id)
    for ask_id in over:
        _archive(workshop, port, ask_id)
    return len(wanted) + len(over)


def _ids(work: Work, opening: bool) -> list[int]:
    query = select(Ask.id).where(Ask.room_wanted_at.is_not(None))
    if opening:
        query = query.where(Ask.room.is_(None), Ask.room_error == "", Ask.closed_at.is_(None))
    else:
        query = query.where(Ask.room.is_not(None), Ask.closed_at.is_not(None), Ask.room_archived_at.is_(None))
    return list(work.session.scalars(query.order_by(Ask.id).limit(BATCH)))


def _open(workshop: Workshop, port: SlackPort, ask_id: int) -> None:
    with workshop.read() as work:
        ask = work.session.get_one(Ask, ask_id)
        # The time makes the name new after a channel of that name was archived; it holds no customer.
        name = f"ask-{ask.id}-{ask.room_wanted_at:%m%d%H%M}"
        people = select(Person.slack_id).where(Person.id.in_(queries.members(work, ask)), Person.slack_id.is_not(None))
        users = ",".join(one for one in work.session.scalars(people.order_by(Person.id)) if one)
    try:
        room = _create(port, name)
        if users:
            port.call("conversations.invite", channel=room, users=users)
    except SlackFailure as failure:
        _failed(workshop, ask_id, failure)
        return
    with workshop.open() as work:
        ask = work.session.get_one(Ask, ask_id)
        if ask.room is None:
            ask.room = room
            _welcome(work, ask, room)


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


def _failed(workshop: Workshop, ask_id: int, failure: SlackFailure) -> None:
    with workshop.open() as work:
        ask = work.session.get_one(Ask, ask_id)
        late = ask.room_wanted_at is not None and work.now - ask.room_wanted_at > PATIENCE
        if failure.kind.value in WAITING and not late:
            return
        _log.warning("escalations.room_failed", ask=ask_id, code=failure.code)
        ask.room_error = failure.code
        usecases.refresh(work, ask)


def _welcome(work: Work, ask: Ask, room: str) -> None:
    work.note(ask.subject, {"room": ("wanted", "open")})
    work.audit("escalations.room-opened", ask.subject)
    work.session.flush()
    work.post(
        Notice(
            CARD, ChannelPlace(room), once=f"ask:{ask.id}:room", about=ask.subject, live=True,
            manner=Manner.URGENT, priority=Priority.DEADLINE,
        )
    )  # fmt: skip
    usecases.refresh(work, ask)


def _archive(workshop: Workshop, port: SlackPort, ask_id: int) -> None:
    with workshop.read() as work:
        room = work.session.get_one(Ask, ask_id).room
    try:
        port.call("conversations.archive", channel=room)
    except SlackFailure as failure:
        if failure.kind.value in WAITING:
            return
        _log.warning("escalations.room_not_archived", ask=ask_id, code=failure.code)
    with workshop.open() as work:
        work.session.get_one(Ask, ask_id).room_archived_at = work.now
