"""A new message on its way: judge it, check the lease, hand it to Slack, read the answer."""

from datetime import datetime
from typing import Any, NamedTuple

from bot.core.outbox import stops
from bot.core.outbox.claim import Job
from bot.core.outbox.folding import Folder
from bot.core.outbox.model import State
from bot.core.outbox.notice import Place, lane_of
from bot.core.outbox.readers import Dead, Drawing, Drawn, Hold, Later, Pile, Ready, Senseless, Verdict
from bot.core.outbox.result import Outcome, Result
from bot.core.outbox.tools import Tools, given_back, parked
from bot.core.outbox.trace import Tracer
from bot.core.slack import Copy, Kind, Letter, SlackFailure

FRESH = 1.0
"""Seconds for which what was found about a message holds; a message that waited longer for its turn is judged anew."""


class Flight(NamedTuple):
    """A message as it was handed to Slack; `started`: when, by the database's time. `letter`: the call that is under
    way, for whoever does not wait for it."""

    job: Job
    ready: Ready
    channel: str
    drawing: Drawing
    started: datetime
    letter: Letter | None = None


class Poster:
    """Posts one message, at most once."""

    def __init__(self, tools: Tools, tracer: Tracer) -> None:
        self._tools, self._tracer = tools, tracer
        self._folder = Folder(tools.workshop, tools.drawer)

    def post(self, job: Job, drawn: Drawn | None = None) -> Result:
        """Post it if it still makes sense and may go now; `drawn` is what was just found about it."""
        if self._tried_enough(job):
            # What Slack said last tells the admin more than that it was said often.
            return parked(job, job.posting.error or "too_many_attempts")
        verdict = self._fresh(drawn) or self._tools.drawer.judge(job.posting)
        if isinstance(verdict, Ready):
            return self._hand_over(job, verdict)
        result = self._not_now(job, verdict)
        result.spent = False
        return result

    def begin(self, job: Job, drawn: Drawn | None) -> Flight | None:
        """Hand it to Slack without waiting for the answer: `arrived` or `failed` goes on with it. None, and nothing is
        done, when there is anything to find out before: that is for `post`."""
        ready = self._fresh(drawn)
        if not isinstance(ready, Ready) or job.posting.suspect or self._tried_enough(job) or self._tools.too_late(job):
            return None
        channel = self._tools.mailboxes.known(ready)
        if channel is None:
            return None
        started, said = self._tools.ledger_now(job), ready.drawing
        letter = self._tools.port.begin_post(channel, said.text, said.blocks, job.posting.nonce, ready.thread_ts)
        return None if letter is None else Flight(job, ready, channel, said, started, letter)

    def _tried_enough(self, job: Job) -> bool:
        return job.posting.attempts > self._tools.limits.max_attempts

    def _fresh(self, drawn: Drawn | None) -> Verdict | None:
        fresh = drawn is not None and self._tools.boot() - drawn.boot < FRESH
        return drawn.verdict if drawn is not None and fresh else None

    def _not_now(self, job: Job, verdict: Later | Pile | Hold | Senseless | Dead) -> Result:
        if isinstance(verdict, Later):
            changes = given_back(job) | {"due_at": verdict.until, "error": verdict.reason}
            return Result(job, Outcome.DEFERRED, changes)
        if isinstance(verdict, Pile):
            return self._folder.fold(job)
        if isinstance(verdict, Hold):
            return Result(job, Outcome.WAITING, given_back(job), {job.posting.lane: verdict.seconds})
        if isinstance(verdict, Senseless):
            over = {"state": State.CANCELLED.value, "error": verdict.reason}
            return Result(job, Outcome.CANCELLED, given_back(job) | over | self._tools.forgotten())
        return self._reroute(job, verdict.code)

    def _hand_over(self, job: Job, ready: Ready) -> Result:
        try:
            channel = self._tools.mailboxes.channel(ready)
            if job.posting.suspect and (found := self._tracer.copies(job.posting, channel, ready.thread_ts)):
                return self._tracer.adopted(job, found, ready.thread_ts)
        except SlackFailure as failure:
            # Nothing was posted yet, and asking twice does no harm.
            waits = failure.kind in (Kind.WAIT, Kind.AMBIGUOUS)
            kind = Kind.WAIT if waits else failure.kind
            again = SlackFailure(kind, failure.code, failure.method, failure.retry_after, failure.unsent)
            result = self._not_posted(job, ready, again)
            # Only this person waits: what is short is not posting.
            result.limited = result.spent = False
            return result
        if self._tools.too_late(job):
            return Result(job, Outcome.WAITING, given_back(job), spent=False)
        return self._say(job, ready, channel, ready.drawing)

    def _say(self, job: Job, ready: Ready, channel: str, drawing: Drawing) -> Result:
        flight = Flight(job, ready, channel, drawing, self._tools.ledger_now(job))
        try:
            copy = self._tools.port.post(channel, drawing.text, drawing.blocks, job.posting.nonce, ready.thread_ts)
        except SlackFailure as failure:
            return self.failed(flight, failure)
        return self.arrived(flight, copy)

    def arrived(self, flight: Flight, copy: Copy) -> Result:
        """Slack has it."""
        job, ready = flight.job, flight.ready
        looks = flight.drawing.hash if job.posting.live else None
        changes = self._tracer.arrived(job, copy) | {
            "thread_ts": ready.thread_ts, "drawn": ready.drawing.version, "payload_hash": looks,
        }  # fmt: skip
        opened = self._tools.mailboxes.opened(ready)
        return Result(job, Outcome.SENT, changes, started=flight.started, opened=opened)

    def failed(self, flight: Flight, failure: SlackFailure) -> Result:
        """Slack did not take it, or did not say so: say it shorter, later, elsewhere, or look it up."""
        job, ready, channel = flight.job, flight.ready, flight.channel
        if failure.kind is Kind.SHRINK and flight.drawing is ready.drawing:
            return self._say(job, ready, channel, self._tools.drawer.shortened(ready))
        if failure.kind is Kind.AMBIGUOUS:
            return self._lost(job, ready, channel, failure)
        return self._not_posted(job, ready, failure)

    def _lost(self, job: Job, ready: Ready, channel: str, failure: SlackFailure) -> Result:
        changes: dict[str, Any] = {
            "state": State.UNKNOWN.value, "lease_until": self._tools.settled(job), "thread_ts": ready.thread_ts,
            "error": failure.code,
        }  # fmt: skip
        if job.posting.person_id is None:
            changes["channel"] = channel
        opened = self._tools.mailboxes.opened(ready)
        return Result(job, Outcome.AMBIGUOUS, changes, troubled=True, opened=opened)

    def _not_posted(self, job: Job, ready: Ready, failure: SlackFailure) -> Result:
        """Slack surely did not take the message."""
        if failure.kind is Kind.WAIT:
            return self._tools.wait(job, failure, given_back(job), job.posting.lane)
        if failure.kind is Kind.STOP:
            return self._refused(job, failure.code)
        in_thread = ready.thread_ts is not None and job.posting.thread_kind is not None
        if in_thread and (failure.kind is Kind.GONE or failure.code == "cannot_reply_to_message"):
            # The thread is gone, the place is not: say it there without one.
            return Result(job, Outcome.WAITING, given_back(job) | _unthreaded(ready))
        if failure.kind is Kind.REROUTE:
            return self._reroute(job, failure.code)
        return parked(job, failure.code)

    def _refused(self, job: Job, code: str) -> Result:
        """Kept until Slack lets us; where the others get through, it goes elsewhere after an hour."""
        waiting, now = self._tools.refused(job, code, given_back(job)), self._tools.ledger_now(job)
        if waiting.since is None or now - waiting.since < stops.GIVEN_UP_AFTER:
            return waiting
        place = self._elsewhere(job, code)
        with self._tools.workshop.read() as work:
            rows = stops.standing(work.session)
        if place is None or lane_of(place) in rows or stops.everywhere(rows):
            return waiting
        moved = self._moved(job, code, place)
        moved.stop, moved.since = code, waiting.since
        return moved

    def _reroute(self, job: Job, code: str) -> Result:
        place = self._elsewhere(job, code)
        return parked(job, code) if place is None else self._moved(job, code, place)

    def _elsewhere(self, job: Job, code: str) -> Place | None:
        if job.posting.hops >= self._tools.limits.max_hops:
            return None
        with self._tools.workshop.read() as work:
            place = self._tools.fallback(work, job.posting, code)
        return None if place is None or lane_of(place) == job.posting.lane else place

    def _moved(self, job: Job, code: str, place: Place) -> Result:
        posting = job.posting
        changes = given_back(job) | {
            "lane": lane_of(place), "person_id": getattr(place, "person_id", None),
            "channel": getattr(place, "channel", None), "thread_kind": None, "thread_id": None, "thread_ts": None,
            "hops": posting.hops + 1, "meant_for": posting.meant_for or posting.lane, "error": code,
        }  # fmt: skip
        return Result(job, Outcome.REROUTED, changes, audit={"code": code, "hops": posting.hops + 1})


def _unthreaded(ready: Ready) -> dict[str, Any]:
    place = {"person_id": ready.audience.person_id, "channel": ready.channel}
    return place | {"thread_kind": None, "thread_id": None, "thread_ts": None}
