"""What every delivery job works with, and the answers several of them give."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.core.clock import boot_seconds
from bot.core.outbox import stops
from bot.core.outbox.claim import Job, Task
from bot.core.outbox.draw import Drawer
from bot.core.outbox.limits import Limits
from bot.core.outbox.mailboxes import Mailboxes
from bot.core.outbox.model import Posting, State, Stop
from bot.core.outbox.notice import Place
from bot.core.outbox.result import Outcome, Result
from bot.core.slack import SlackFailure, SlackPort
from bot.core.work import Work, Workshop

Fallback = Callable[[Work, Posting, str], Place | None]
"""Where a message goes whose place is dead (Slack's code given); None: nowhere, park it."""


@dataclass(frozen=True)
class Tools:
    """What a job works with. `boot` counts seconds on through suspend; `jitter` gives a number from 0 to 1."""

    workshop: Workshop
    port: SlackPort
    drawer: Drawer
    mailboxes: Mailboxes
    fallback: Fallback
    limits: Limits
    boot: Callable[[], float] = boot_seconds
    jitter: Callable[[], float] = random.random

    def ledger_now(self, job: Job) -> datetime:
        """The database's time, carried on since the claim by the clock nobody can set."""
        return job.ledger + timedelta(seconds=self.boot() - job.boot)

    def settled(self, job: Job) -> datetime:
        """When a call that was lost just now has come to rest."""
        return self.ledger_now(job) + timedelta(seconds=self.limits.settle)

    def too_late(self, job: Job) -> bool:
        """So much of the lease is gone that somebody else might start while our call is under way."""
        return self.boot() - job.boot > self.limits.start_window

    def forgotten(self) -> dict[str, Any]:
        """Columns of a message that is done with: its data is dropped later."""
        return {"drop_at": self.workshop.clock() + self.limits.keep_data}

    def wait(self, job: Job, failure: SlackFailure, changes: dict[str, Any], key: str) -> Result:
        """Slack asked for patience with `key` (a pace key), or could not be reached at all."""
        if failure.unsent:
            return Result(job, Outcome.WAITING, changes, troubled=True)
        asked = 1.0 if failure.retry_after is None else failure.retry_after
        return Result(job, Outcome.WAITING, changes, {key: asked + 0.25 * self.jitter()}, limited=True)

    def refused(self, job: Job, code: str, changes: dict[str, Any]) -> Result:
        """Slack does not let us, here or anywhere: later, each wait twice the one before."""
        now, lane, limits = self.ledger_now(job), job.posting.lane, self.limits
        with self.workshop.read() as work:
            known = work.session.get(Stop, lane)
        since = known.since if known is not None and known.code == code else now
        seconds = stops.patience(since, now, limits.probe, limits.longest_probe)
        if job.task is Task.POST:
            return Result(job, Outcome.WAITING, changes, {lane: seconds}, stop=code, since=since)
        changes["lease_until"] = now + timedelta(seconds=seconds)
        return Result(job, Outcome.WAITING, changes, stop=code, since=since)


def given_back(job: Job) -> dict[str, Any]:
    """Columns of a message that surely did not reach Slack: as before the claim, no attempt burnt."""
    attempts = max(0, job.posting.attempts - 1)
    return {"state": State.QUEUED.value, "attempts": attempts, "lease_until": None}


def parked(job: Job, code: str) -> Result:
    """Keep the message for the admin."""
    changes = given_back(job) if job.posting.state != State.UNKNOWN else {"lease_until": None}
    return Result(job, Outcome.PARKED, changes | {"state": State.PARKED.value, "error": code})
