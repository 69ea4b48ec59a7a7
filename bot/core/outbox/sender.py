"""The sender: claims work from the outbox, carries it out in a few lanes, writes down what became of it."""

import heapq
import math
import os
import secrets
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.core.clock import boot_seconds
from bot.core.guard import describe, guarded
from bot.core.metrics import Metrics, Told
from bot.core.outbox import alarms, budget, stops
from bot.core.outbox.claim import METHODS, Claims, Job, Moment, Task, outlook
from bot.core.outbox.courier import Courier
from bot.core.outbox.crew import Crew
from bot.core.outbox.draw import Drawer
from bot.core.outbox.limits import OPEN, POST, Limits
from bot.core.outbox.mailboxes import Mailboxes
from bot.core.outbox.post import Flight
from bot.core.outbox.pump import Hands, Ticket
from bot.core.outbox.readers import Drawn, Slices
from bot.core.outbox.refusals import Refusals
from bot.core.outbox.result import Outcome, Result, summed, write
from bot.core.outbox.tools import Fallback, Tools
from bot.core.slack import SlackPort
from bot.core.subject import Subject
from bot.core.work import Work, Workshop

_log = structlog.get_logger(__name__)
AHEAD = 4
"""Claimed for each lane at most."""
CROWD, CROWD_SECONDS = 3, 5.0
"""So many lanes told to wait within so many seconds: it is the workspace's limit, not the channel's."""


@dataclass(frozen=True)
class Report:
    """What one round did."""

    outcomes: Counter[Outcome]

    @property
    def total(self) -> int:
        """Jobs carried out."""
        return self.outcomes.total()


@dataclass(frozen=True)
class Parts:
    """What the sender is composed of. `admins` are row ids of the people who look after Rapport; `ledger` reads the
    database's time, `boot` seconds since boot: injected so that tests can let time pass."""

    workshop: Workshop
    port: SlackPort
    slices: Slices
    fallback: Fallback
    admins: Callable[[Session], Sequence[int]]
    limits: Limits = field(default_factory=Limits)
    ledger: Callable[[Session], datetime] = budget.database_clock
    boot: Callable[[], float] = boot_seconds


class Sender:
    """Delivers the outbox. `run_once` is one round in the caller's thread; `start` runs rounds until `stop`.

    Any number of senders, in any number of processes, may work on one PostgreSQL database.
    """

    def __init__(self, parts: Parts, metrics: Metrics | None = None) -> None:
        self._parts, self._limits, self.metrics = parts, parts.limits, metrics or Metrics()
        self.told: Told = self.metrics
        self._replica = secrets.token_hex(6)
        drawer = Drawer(parts.workshop, parts.slices, parts.limits)
        mailboxes = Mailboxes(parts.workshop, parts.port, self._opening)
        tools = Tools(parts.workshop, parts.port, drawer, mailboxes, parts.fallback, parts.limits, parts.boot)
        self._courier = Courier(tools)
        self._refusals = Refusals(parts.workshop, parts.port, parts.limits, parts.admins, parts.ledger)
        self._troubles = self._wall = 0
        self._crowd: list[tuple[float, str]] = []
        self._clocks: tuple[datetime, float] | None = None
        self._alarms: list[float] = []
        self._meeting = threading.Condition()
        self._done: list[Result] = []
        self._enough = 1
        self._woken, self._looked_at = False, -math.inf
        self._closed = threading.Event()
        self._unwritten: list[Result] = []
        self._under_way = 0
        self._thread: threading.Thread | None = None

    def run_once(self, limit: int = 100) -> Report:
        """Claim up to `limit` jobs, carry them out one after another, write down what became of them."""
        jobs = self._turn([], limit)
        results = []
        for job in jobs:
            results.append(self._carried(job))
            self._hit(results[-1])
        if results:
            self._turn(results, 0)
        self._refusals.ask()
        return Report(Counter(result.outcome for result in results))

    def wake(self) -> None:
        """There may be something to send; called after every commit. The sender's own commits do not wake it."""
        if self._thread is not None and threading.get_ident() != self._thread.ident:
            with self._meeting:
                self._woken = True
                self._meeting.notify()

    def start(self) -> None:
        """Send from a thread of its own until `stop`."""
        # The process may have been forked since this was made: its calls are counted apart from its parent's.
        self._replica = secrets.token_hex(6)
        self._closed.clear()
        self._thread = threading.Thread(target=self._run, name="outbox", daemon=True)
        self._thread.start()

    def stop(self, timeout: float = 15.0) -> None:
        """Finish what is under way (seconds at most) and stop."""
        with self._meeting:
            self._closed.set()
            self._meeting.notify()
        if (thread := self._thread) is not None:
            thread.join(timeout)
            self._thread = None

    @property
    def alive(self) -> bool:
        """Whether the thread runs."""
        return self._thread is not None and self._thread.is_alive()

    def _run(self) -> None:
        there = self._courier
        hands = Hands(self._drawn, self._begin, there.go_on, self._carried, there.finish, there.failed, self._over)
        with Crew(self._limits.lanes, self._limits.timeout, hands) as crew:
            while not self._closed.is_set():
                self._unwritten += self._gather()
                guarded(lambda: self._round(crew), self._stumbled)
                self.told.calling(os.getpid(), self._under_way)
        self._unwritten += self._done
        guarded(lambda: self._turn(self._unwritten, 0), lambda _: [])

    def _round(self, crew: Crew) -> None:
        # One transaction writes down what is done and takes what is next: half the syncs. More than the lanes can
        # carry at once is claimed, so that no lane waits for the database.
        waiting = self._under_way - len(self._unwritten)
        jobs = self._turn(self._unwritten, AHEAD * self._limits.lanes - waiting)
        self._under_way, self._unwritten = waiting + len(jobs), []
        crew.take(jobs)
        self._refusals.ask()

    def _stumbled(self, error: Exception) -> None:
        """The database did not let us: what is done stays in memory and is written down in the next round."""
        _log.error("outbox.round_failed", error=describe(error))
        self._closed.wait(self._limits.poll)

    def _drawn(self, jobs: Sequence[Job]) -> Iterator[Ticket]:
        return ((job, None) for job in jobs) if self._closed.is_set() else self._courier.draw(jobs)

    def _over(self, result: Result) -> None:
        self._hit(result)
        with self._meeting:
            self._done.append(result)
            if len(self._done) in (1, self._enough):
                self._meeting.notify()

    def _begin(self, job: Job, drawn: Drawn | None) -> Flight | None:
        return None if self._holding_back() else self._courier.begin(job, drawn)

    def _carried(self, job: Job, drawn: Drawn | None = None) -> Result:
        return self._courier.untouched(job) if self._holding_back() else self._courier.carry(job, drawn)

    def _holding_back(self) -> bool:
        """Whether the program ends or Slack just failed several: the rest need not hit that wall."""
        return self._wall >= CROWD or (self._thread is not None and self._closed.is_set())

    def _hit(self, result: Result) -> None:
        self._wall = self._wall + 1 if result.troubled else 0 if result.started else self._wall
        self._wall = CROWD if result.stop else self._wall

    def _gather(self) -> list[Result]:
        """Wait for results, for a wake-up, or for a lane that is free again."""
        with self._meeting:
            self._meeting.wait_for(lambda: self._done or self._woken or self._closed.is_set(), self._patience())
            if self._woken and not self._done:
                # The first wake-up is answered at once. While every commit wakes us, one look serves many of them: each
                # is a write transaction that the people's own would have to wait for.
                rest = self._looked_at + self._limits.breather - self._parts.boot()
                self._meeting.wait_for(lambda: self._done or self._closed.is_set(), max(rest, 0.0))
            if self._done and not self._woken:
                # While the lanes have work ahead there is time to collect a batch; else a channel may be waiting.
                # Half of it: as much is left to do while these are written down.
                batch = self._enough = max(min(self._limits.lanes, self._under_way), self._under_way // 2)
                linger = self._limits.linger * (3 if self._under_way > self._limits.lanes else 1)
                self._meeting.wait_for(lambda: len(self._done) >= batch or self._closed.is_set(), linger)
            done, self._done, self._woken, self._looked_at = self._done, [], False, self._parts.boot()
        return done

    def _patience(self) -> float:
        now = self._parts.boot()
        while self._alarms and self._alarms[0] <= now:
            heapq.heappop(self._alarms)
            return 0.0
        return min(self._limits.poll, self._alarms[0] - now) if self._alarms else self._limits.poll

    def _turn(self, done: Sequence[Result], free: int) -> list[Job]:
        boot, self._wall = self._parts.boot(), 0
        try:
            with self._parts.workshop.open() as work:
                ledger = self._parts.ledger(work.session)
                if done:
                    write(work.session, done, ledger, self._limits.channel_interval)
                    self._follow_up(work, done, ledger)
                jobs = self._claim(work, Moment(work.now, ledger, boot), free) if free > 0 else []
        except IntegrityError:
            if not done:
                return []  # Another replica took a message of the same lane at the same moment.
            return self._turn(done, 0)
        self._count(done, boot)
        return jobs

    def _claim(self, work: Work, at: Moment, free: int) -> list[Job]:
        self._watch_clock(work, at)
        seen = outlook(work.session, at)
        free = self._refusals.room(work, at, free, seen.held)
        causes = self._refusals.rows
        for cause in (stops.WORKSPACE, stops.CLOCK):
            self.metrics.stopped.labels(cause).set(cause in causes)
        if not free:
            return []
        rooms = budget.rooms(work.session, self._limits, at.ledger, seen.paused)
        if rooms.get(budget.SLACK) == 0:
            return []
        claims = Claims(work.session, self._limits, at, rooms, free)
        jobs = claims.everything(seen, alarms.CLOCK_JUMPED if stops.CLOCK in causes else None)
        budget.spend(work.session, self._replica, at.ledger, claims.spent)
        return jobs

    def _watch_clock(self, work: Work, at: Moment) -> None:
        """The clock fuse: a wall clock that moved against the time since boot would make everything due at once."""
        before, self._clocks = self._clocks, (at.now, at.boot)
        if before is None or not self._limits.clock_fuse:
            return
        moved = (at.now - before[0]).total_seconds() - (at.boot - before[1])
        if abs(moved) > self._limits.clock_tolerance and stops.stop(work.session, stops.CLOCK, "jumped", at.ledger):
            _log.error("outbox.clock_jumped", seconds=round(moved))
            alarms.tell_stop(work, self._parts.admins(work.session), stops.CLOCK, "jumped", work.now)

    def _follow_up(self, work: Work, done: Sequence[Result], ledger: datetime) -> None:
        pauses: dict[str, datetime] = {**self._refusals.follow(work, done, ledger)}
        for result in done:
            if result.audit is not None:
                work.audit(f"outbox.{result.outcome}", Subject("posting", result.job.posting.id), **result.audit)
            self._troubles = self._troubles + 1 if result.troubled else 0 if result.started else self._troubles
        if any(result.troubled for result in done) and self._troubles >= CROWD:
            # Slack itself is in trouble: try again soon, but do not let every lane run into the same wall.
            seconds = min(2.0 ** min(self._troubles - CROWD, 8), self._limits.longest_pause)
            pauses[budget.SLACK] = ledger + timedelta(seconds=seconds)
        elif any(result.troubled and result.outcome is Outcome.WAITING for result in done):
            pauses[budget.SLACK] = ledger + timedelta(seconds=1)
        pauses |= self._crowded(done, ledger)
        budget.pause(work.session, pauses)
        unspent = [
            result.job for result in done if not result.spent and METHODS[result.job.task] in self._limits.budgets
        ]
        budget.give_back(work.session, self._replica, [(job.ledger, METHODS[job.task], job.calls) for job in unspent])

    def _crowded(self, done: Sequence[Result], ledger: datetime) -> dict[str, datetime]:
        boot = self._parts.boot()
        limited = [result for result in done if result.limited and result.job.task is Task.POST]
        if not limited:
            return {}
        self._crowd = [(when, lane) for when, lane in self._crowd if when > boot - CROWD_SECONDS]
        self._crowd += [(boot, result.job.posting.lane) for result in limited]
        if len({lane for _, lane in self._crowd}) < CROWD:
            return {}
        seconds = max(max(result.pauses.values(), default=0.0) for result in limited)
        return {budget.method_key(POST): ledger + timedelta(seconds=seconds)}

    def _opening(self, session: Session) -> float:
        return budget.take(session, self._limits, self._replica, self._parts.ledger(session), OPEN)

    def _count(self, done: Sequence[Result], boot: float) -> None:
        self.told.delivered(*summed(done))
        for result in done:
            if result.started is not None and self._limits.channel_interval > 0:
                way = (result.started - result.job.ledger).total_seconds()
                free = result.job.boot + way + self._limits.channel_interval
                heapq.heappush(self._alarms, max(free, boot))
            for seconds in result.pauses.values():
                heapq.heappush(self._alarms, boot + seconds)
