"""What stands in a conversation for one person: rows of messages with days, groups and threads."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from bot.playground.page.pen import Pen
from bot.playground.state import Channel, Message

TOGETHER = timedelta(minutes=5)
PAGE = 60
"""Messages shown at once; earlier ones on demand."""


@dataclass
class Line:
    """One row. `message` None: a parent that was deleted while its replies remain."""

    ts: str
    message: Message | None
    day: str = ""
    first: bool = True
    is_new: bool = False
    replies: Sequence[Message] = field(default_factory=list)
    repliers: Sequence[str] = field(default_factory=list)


@dataclass
class Timeline:
    """The rows, and whether there are earlier ones."""

    lines: list[Line]
    more: bool


def conversation(pen: Pen, room: Channel, since: str, most: int = PAGE) -> Timeline:
    """The main column: everything outside threads, the newest `most`; `since` says what was unread: "after~until"."""
    seen = pen.workspace.seen_by(pen.user.id, room.id)
    replies = _replies(seen)
    tops: dict[str, Message | None] = {m.ts: m for m in seen if not _in_thread(m) or m.broadcast}
    for parent in replies:
        tops.setdefault(parent, None)
    stamps = sorted(tops)
    lines = [_line(ts, tops[ts], replies.get(ts, [])) for ts in stamps[-most:]]
    _dress(pen, lines)
    _mark_new(pen, lines, since)
    return Timeline(lines, len(stamps) > most)


def thread(pen: Pen, room: Channel, parent: str) -> Timeline:
    """A thread: the parent and everything below it."""
    seen = pen.workspace.seen_by(pen.user.id, room.id)
    head = next((m for m in seen if m.ts == parent), None)
    below = [m for m in seen if m.thread_ts == parent and m.ts != parent]
    lines = [Line(parent, head), *(Line(m.ts, m) for m in below)]
    _dress(pen, lines)
    return Timeline(lines, more=False)


def _in_thread(message: Message) -> bool:
    return message.thread_ts not in (None, message.ts)


def _replies(seen: Sequence[Message]) -> dict[str, list[Message]]:
    found: dict[str, list[Message]] = {}
    for message in seen:
        if _in_thread(message):
            found.setdefault(str(message.thread_ts), []).append(message)
    return found


def _line(ts: str, message: Message | None, replies: Sequence[Message]) -> Line:
    people = list(dict.fromkeys(reply.user for reply in replies))
    return Line(ts, message, replies=replies, repliers=people[:4])


def _mark_new(pen: Pen, lines: list[Line], since: str) -> None:
    after, _, until = since.partition("~")
    for line in lines:
        if after and after < line.ts <= until and line.message and line.message.user != pen.user.id:
            line.is_new = True
            return


def _dress(pen: Pen, lines: list[Line]) -> None:
    before: Message | None = None
    day = ""
    for line in lines:
        message = line.message
        if message is None:
            before = None
            continue
        today = pen.time.day(pen.time.local(message.at).date())
        if today != day:
            line.day, day, before = today, today, None
        line.first = before is None or _apart(before, message)
        before = message


def _apart(before: Message, message: Message) -> bool:
    other = before.user != message.user or before.ephemeral_for != message.ephemeral_for
    late = abs(message.at - before.at) > TOGETHER
    return other or late or message.thread_ts is not None
