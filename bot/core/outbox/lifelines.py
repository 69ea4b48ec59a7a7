"""Deadlines that speak even if we are dead: a message parked at Slack for each, taken back when the deadline was met.

Slack posts a scheduled message by itself. It carries no metadata and asking for one twice makes two, so a parked
message is a row first, and after a lost answer it is looked for among what Slack has in store.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.core.guard import describe, guarded
from bot.core.outbox.model import DmChannel, Lifeline
from bot.core.outbox.readers import Recipient, Slices
from bot.core.slack import Kind, SlackFailure, SlackPort
from bot.core.templating import Reader
from bot.core.work import Work, Workshop

_log = structlog.get_logger(__name__)
TEMPLATE = "core/deadline-unwatched"
GRACE = timedelta(minutes=5)
"""So long after the deadline the parked message speaks: we had our turn before."""
JUST_PASSED, FARTHEST = timedelta(minutes=1), timedelta(days=7)
"""Which deadlines are parked: up to a week ahead, and until our own word about them had time to leave."""
BUSY = timedelta(seconds=60)
"""How long one replica has a parked message to itself."""


@dataclass(frozen=True)
class Duty:
    """A deadline (UTC) of a person that must not pass in silence. `number` is what the record is called (C-12)."""

    key: str
    person_id: int
    due: datetime
    number: str
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def at(self) -> datetime:
        """When the parked message would speak; whole seconds, as Slack takes them."""
        return (self.due + GRACE).replace(microsecond=0)


Duties = Callable[[Work, datetime, datetime], Sequence[Duty]]
"""(work, after, before) -> the open duties of a slice whose deadline lies between."""


class Lifelines:
    """Keeps what is parked at Slack equal to what is open here; any number of replicas may tend it."""

    def __init__(self, workshop: Workshop, port: SlackPort, slices: Slices, duties: Sequence[Duties]) -> None:
        self._workshop, self._port, self._slices, self._duties = workshop, port, slices, duties

    def tend(self) -> int:
        """The tick; returns how many messages are parked now."""
        with self._workshop.read() as work:
            soon, far = work.now - JUST_PASSED, work.now + FARTHEST
            wanted = {duty.key: duty for look in self._duties for duty in look(work, soon, far)}
            rows = work.session.scalars(select(Lifeline)).all()
        kept = 0
        for row in rows:
            duty = wanted.get(row.key)
            if duty is not None and (duty.at, duty.person_id) == (row.at, row.person_id) and row.scheduled_id:
                kept += 1
                del wanted[row.key]
            elif not self._guarded(lambda row=row: self._withdraw(row)):  # type: ignore[misc]
                wanted.pop(row.key, None)
        return kept + sum(self._guarded(lambda duty=duty: self._park(duty)) for duty in wanted.values())  # type: ignore[misc]

    def _guarded(self, step: Callable[[], bool]) -> bool:
        def failed(error: Exception) -> bool:
            _log.warning("lifelines.failed", error=describe(error), code=getattr(error, "code", ""))
            return False

        return guarded(step, failed)

    def _park(self, duty: Duty) -> bool:
        if not self._begin(duty):
            return False
        with self._workshop.read() as work:
            found = self._slices.recipients(work.session, duty.person_id)
        if found is None or not found.active or not found.actor.slack_id:
            return self._forget(duty.key)
        channel = self._channel(found.actor.slack_id)
        text = self._text(duty, found)
        self._save(duty.key, channel=channel, text=text)
        try:
            scheduled = self._port.schedule(channel, text, int(duty.at.timestamp()))
        except SlackFailure as failure:
            if failure.kind is not Kind.AMBIGUOUS:
                self._forget(duty.key)
            raise
        self._save(duty.key, scheduled_id=scheduled, busy_until=None)
        return True

    def _withdraw(self, row: Lifeline) -> bool:
        """Take a parked message back; true when nothing is parked under its key any more."""
        if not self._claim(row):
            return False
        if row.channel is not None:
            for scheduled in [row.scheduled_id] if row.scheduled_id else self._stored(row):
                # One that Slack has posted already, or will within a minute, is not taken back.
                self._port.unschedule(row.channel, scheduled)
        return not self._forget(row.key)

    def _stored(self, row: Lifeline) -> list[str]:
        """What was parked although we never heard its id."""
        assert row.channel is not None
        stored = self._port.scheduled(row.channel)
        return [found.id for found in stored if (found.post_at, found.text) == (int(row.at.timestamp()), row.text)]

    def _text(self, duty: Duty, to: Recipient) -> str:
        with self._workshop.read() as work:
            reader = Reader(to.actor.language, to.actor.zone, work.now)
        data = {"number": duty.number, "due": duty.due, **duty.data}
        return str(self._slices.render(TEMPLATE, to.actor.language, data, reader).text)

    def _channel(self, slack_id: str) -> str:
        with self._workshop.read() as work:
            known = work.session.get(DmChannel, slack_id)
        return known.channel if known is not None else self._port.open_dm(slack_id)

    def _begin(self, duty: Duty) -> bool:
        """Write the row down before Slack is asked; false when another replica did."""
        with self._workshop.open() as work:
            dialect = postgresql if work.session.get_bind().dialect.name == "postgresql" else sqlite
            values = {
                "key": duty.key, "person_id": duty.person_id, "at": duty.at, "text": "", "busy_until": work.now + BUSY,
            }  # fmt: skip
            insert = dialect.insert(Lifeline).values(**values).on_conflict_do_nothing().returning(Lifeline.key)
            return work.session.scalar(insert) is not None

    def _claim(self, row: Lifeline) -> bool:
        with self._workshop.open() as work:
            free = Lifeline.busy_until.is_(None) | (Lifeline.busy_until <= work.now)
            mine = update(Lifeline).where(Lifeline.key == row.key, free).values(busy_until=work.now + BUSY)
            return work.session.scalar(mine.returning(Lifeline.key), execution_options=_QUIETLY) is not None

    def _save(self, key: str, **values: Any) -> None:
        with self._workshop.open() as work:
            work.session.execute(
                update(Lifeline).where(Lifeline.key == key).values(**values), execution_options=_QUIETLY
            )

    def _forget(self, key: str) -> bool:
        with self._workshop.open() as work:
            work.session.execute(delete(Lifeline).where(Lifeline.key == key), execution_options=_QUIETLY)
        return False


_QUIETLY = {"synchronize_session": False}
