"""The ticks: three to five fixed jobs that look for what is due. The only place that knows APScheduler.

APScheduler only gives the rhythm: its store is memory, a late run is never dropped, missed runs become one. Whatever
matters is a row with a due time, so a tick that was late or ran twice changes nothing.
"""

import os
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.core.clock import Clock, boot_seconds, system_clock
from bot.core.guard import describe, guarded
from bot.core.metrics import Metrics

_log = structlog.get_logger(__name__)
JUMP = 2.0
"""Seconds the wall clock may move against the time since boot before the ticks run at once."""
HOPELESS = 40.0
"""Seconds in which no tick at all ends after the scheduler was replaced, until the process ends itself to be restarted:
with a fastest tick of five seconds it stands still for less than a minute in all."""
LATE = 2.5
"""Periods after its last end at which a tick is late: the next one begins within two periods of one that hangs."""
SHUTDOWN = 2.0
"""Seconds a scheduler may take to end."""
STUBBORN = 600.0
"""The same for a tick that does not end while others do: it may have a lot to do, and a restart would not hurry it."""


@dataclass(frozen=True)
class Tick:
    """A job the clock starts every `seconds`."""

    name: str
    seconds: float
    body: Callable[[], object]


@dataclass
class Last:
    """When a tick last began and ended, in seconds since boot, and whether it raised."""

    began: float
    ended: float
    failures: int = 0
    runs: int = 0


def end_process() -> None:
    """End the process at once with an exit code that asks the supervisor to start it again."""
    os._exit(70)


class Ticks:
    """Runs the ticks and watches over them.

    A tick that raises is logged and comes again; a scheduler whose thread died or hangs is replaced; a process in which
    even that does not help ends itself (`give_up`), for one that only looks alive is worse than one that restarts.
    """

    def __init__(
        self, ticks: Sequence[Tick], metrics: Metrics | None = None, *, clock: Clock = system_clock,
        boot: Callable[[], float] = boot_seconds, give_up: Callable[[], None] = end_process,
        watch_every: float = 0.5,
    ) -> None:  # fmt: skip
        self._ticks, self._metrics, self._clock, self._boot = ticks, metrics, clock, boot
        self._give_up, self._watch_every = give_up, watch_every
        self._last = {tick.name: Last(boot(), boot()) for tick in ticks}
        self._scheduler: BackgroundScheduler | None = None
        self._restarted_at: float | None = None
        self._clocks = (clock(), boot())
        self._closing = threading.Event()
        self._watcher: threading.Thread | None = None

    def start(self) -> None:
        """Begin; every tick runs once at once."""
        self._closing.clear()
        # What was loaded since we were made counts for nobody's lateness.
        for last in self._last.values():
            last.ended = self._boot()
        self._begin()
        self._watcher = threading.Thread(target=self._watch, name="tick-watchdog", daemon=True)
        self._watcher.start()

    def stop(self) -> None:
        """End the rhythm; a tick under way may finish."""
        self._closing.set()
        if self._watcher is not None:
            self._watcher.join(5)
        self._end()

    def run(self, name: str) -> None:
        """Run one tick now, in the caller's thread; never raises."""
        self._body(next(tick for tick in self._ticks if tick.name == name))

    def run_all(self) -> None:
        """Have every tick run at once."""
        if self._scheduler is not None:
            for tick in self._ticks:
                self._scheduler.modify_job(tick.name, next_run_time=system_clock())

    def ages(self) -> Mapping[str, float]:
        """Seconds since each tick last ended."""
        now = self._boot()
        return {name: now - last.ended for name, last in self._last.items()}

    def overdue(self) -> Sequence[str]:
        """Ticks whose last end is `LATE` periods (and ten seconds at least) ago: the readiness page turns red."""
        ages = self.ages()
        return [tick.name for tick in self._ticks if ages[tick.name] > max(10.0, LATE * tick.seconds)]

    def last(self, name: str) -> Last:
        """What is known of a tick's last run."""
        return self._last[name]

    def check(self) -> None:
        """One look of the watchdog: a jumped clock, a dead or hanging scheduler."""
        self._notice_jump()
        if self._metrics is not None:
            for name, age in self.ages().items():
                self._metrics.tick_age.labels(name).set(age)
        late = self.overdue()
        if not late:
            self._restarted_at = None
        elif self._restarted_at is None:
            _log.error("ticks.restarting", late=late)
            self._restarted_at = self._boot()
            self._end()
            self._begin()
        elif self._boot() - self._restarted_at > (STUBBORN if self._any_ended(self._restarted_at) else HOPELESS):
            _log.critical("ticks.hopeless", late=late)
            self._give_up()

    def _any_ended(self, since: float) -> bool:
        return any(last.ended > since for last in self._last.values())

    def _begin(self) -> None:
        scheduler = BackgroundScheduler(
            timezone=UTC,
            jobstores={"default": MemoryJobStore()},
            executors={"default": ThreadPoolExecutor(len(self._ticks))},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        for tick in self._ticks:
            every = IntervalTrigger(seconds=max(1, round(tick.seconds)), timezone=UTC)
            scheduler.add_job(self._body, every, args=[tick], id=tick.name, next_run_time=system_clock())
        scheduler.start()
        self._scheduler = scheduler

    def _end(self) -> None:
        scheduler, self._scheduler = self._scheduler, None
        if scheduler is None:
            return
        # APScheduler waits for its own thread without end; one that hangs must not take the watchdog along.
        end = lambda: guarded(lambda: scheduler.shutdown(wait=False), _not_ended)  # noqa: E731
        ending = threading.Thread(target=end, name="tick-shutdown", daemon=True)
        ending.start()
        ending.join(SHUTDOWN)

    def _body(self, tick: Tick) -> None:
        last = self._last[tick.name]
        last.began = self._boot()
        guarded(tick.body, lambda error: self._failed(tick, error))
        last.runs += 1
        last.ended = self._boot()
        if self._metrics is not None:
            self._metrics.tick_seconds.labels(tick.name).observe(last.ended - last.began)

    def _failed(self, tick: Tick, error: Exception) -> None:
        self._last[tick.name].failures += 1
        _log.error("tick.failed", job=tick.name, error=describe(error))
        if self._metrics is not None:
            self._metrics.tick_failures.labels(tick.name).inc()

    def _notice_jump(self) -> None:
        before, self._clocks = self._clocks, (self._clock(), self._boot())
        moved = (self._clocks[0] - before[0]).total_seconds() - (self._clocks[1] - before[1])
        if abs(moved) > JUMP:
            # What is due by the new time is due now, not when the old rhythm comes round.
            _log.warning("ticks.clock_moved", seconds=round(moved))
            self.run_all()

    def _watch(self) -> None:
        while not self._closing.wait(self._watch_every):
            guarded(self.check, lambda error: _log.error("ticks.watch_failed", error=describe(error)))


def _not_ended(error: Exception) -> None:
    _log.error("ticks.shutdown_failed", error=describe(error))
