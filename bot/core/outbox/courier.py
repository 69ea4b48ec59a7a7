"""One claimed job from beginning to end; whatever goes wrong stays with its message."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError

from bot.core.guard import describe, guarded
from bot.core.outbox.claim import Job, Task
from bot.core.outbox.post import Flight, Poster
from bot.core.outbox.readers import Drawn
from bot.core.outbox.result import Outcome, Result
from bot.core.outbox.standing import Keeper
from bot.core.outbox.tools import Tools, given_back, parked
from bot.core.outbox.trace import Tracer
from bot.core.slack import Copy, SlackFailure

_log = structlog.get_logger(__name__)
DATABASE_PAUSE = 5.0
LONGEST_READ = 0.1
"""Seconds: a read in SQLite keeps the log from being folded in, and what a card shows should be as it is now."""


class Courier:
    """Carries out jobs; safe to share between threads. Holds no transaction while it waits for Slack."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        tracer, keeper = Tracer(tools), Keeper(tools)
        self._poster = Poster(tools, tracer)
        self._duties = {
            Task.EDIT: keeper.edit, Task.SEED: keeper.seed, Task.LOOK_UP: tracer.look_up, Task.HEAL: tracer.heal,
        }  # fmt: skip

    def draw(self, jobs: Sequence[Job]) -> Iterator[tuple[Job, Drawn | None]]:
        """Judge several new messages in one read. One that cannot be judged, and what comes after it or would make the
        read a long one, is given on as it is: `carry` judges it by itself and says what is wrong."""
        boot, verdicts = self._tools.boot, self._tools.drawer.judge_all([job.posting for job in jobs])
        end = boot() + LONGEST_READ
        with closing(verdicts):
            for job in jobs:
                verdict = None if boot() > end else guarded(lambda: next(verdicts, None), lambda _: None)
                yield job, None if verdict is None else Drawn(verdict, boot())

    def carry(self, job: Job, drawn: Drawn | None = None) -> Result:
        """Do the job; never raises: a message that cannot be drawn is parked and stops nobody else."""
        if job.task is Task.POST:
            return guarded(lambda: self._poster.post(job, drawn), lambda error: self._failed(job, error))
        return guarded(lambda: self._duties[job.task](job), lambda error: self._failed(job, error))

    def begin(self, job: Job, drawn: Drawn | None) -> Flight | None:
        """Hand a new message that was just drawn to Slack without waiting for the answer; None: `carry` does it."""
        return guarded(lambda: self._poster.begin(job, drawn), lambda _: None)

    def go_on(self, flight: Flight) -> Result | None:
        """What became of it; None while Slack's answer is not here. Raises SlackFailure, for `failed` to deal with."""
        assert flight.letter is not None
        copy = flight.letter.go_on()
        return None if copy is None else self._arrived(flight, copy)

    def _arrived(self, flight: Flight, copy: Copy) -> Result:
        return guarded(lambda: self._poster.arrived(flight, copy), lambda error: self._failed(flight.job, error))

    def finish(self, flight: Flight) -> Result:
        """Wait for an answer that comes in a strange way."""
        assert flight.letter is not None
        try:
            copy = flight.letter.finish()
        except SlackFailure as failure:
            return self.failed(flight, failure)
        return self._arrived(flight, copy)

    def failed(self, flight: Flight, failure: SlackFailure) -> Result:
        """Deal with a message that Slack did not take, or did not say so; never raises."""
        return guarded(
            lambda: self._poster.failed(flight, failure), lambda error: self._failed(flight.job, error)
        )  # fmt: skip

    def untouched(self, job: Job) -> Result:
        """The program is stopping: give the job back as it was, for whoever comes next."""
        changes = given_back(job) if job.task is Task.POST else {"lease_until": self._tools.ledger_now(job)}
        return Result(job, Outcome.WAITING, changes, spent=False)

    def _failed(self, job: Job, error: Exception) -> Result:
        where = describe(error)
        _log.error("outbox.failed", posting=job.posting.id, task=job.task.value, error=where)
        if not isinstance(error, OperationalError | InterfaceError):
            return self._spoilt(job, where)
        # The database hiccuped; nothing is wrong with the message.
        if job.task is Task.POST:
            return Result(job, Outcome.WAITING, given_back(job), {job.posting.lane: DATABASE_PAUSE})
        return Result(job, Outcome.WAITING, {"lease_until": self._tools.settled(job)})

    def _spoilt(self, job: Job, where: str) -> Result:
        if job.task is Task.POST:
            return parked(job, where)
        changes: dict[str, Any] = {"lease_until": None, "error": where}
        if job.task is Task.EDIT:
            changes["drawn"] = job.posting.version
        elif job.task is Task.SEED:
            changes["seeded"] = job.posting.wanted
        else:
            changes["lease_until"] = self._tools.settled(job)
        return Result(job, Outcome.CANCELLED, changes)
