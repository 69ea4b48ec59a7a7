"""P23: ticks that raise, hang, find the database locked or gone; a clock whose own thread hangs."""

import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from datetime import UTC

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import OperationalError
from staging.world import World

from bot.core.scheduler import Tick, Ticks
from bot.main.serve import Service, _ticks
from campaigns.promise import Findings, Promise, Stage

PERIOD = 5
"""Seconds of the fastest tick there is."""
PATIENCE = 60.0


def ticks(stage: Stage) -> Findings:
    """Every tick of the program meets a database that fails; then the rhythm itself is disturbed."""
    if stage.backend == "postgresql":
        return really_gone(stage)
    tried, escaped, lame = 0, 0, 0
    with World(stage.database()) as world:
        jobs = _ticks(world.rapport)
        for statements in (0, 1, 4):
            clock = Ticks(jobs)
            with _failing(world.rapport.workshop.engine, statements):
                escaped += sum(_escapes(clock, job) for job in jobs)
            failed = {job.name: clock.last(job.name).failures for job in jobs}
            for job in jobs:
                clock.run(job.name)
            lame += sum(clock.last(job.name).failures > failed[job.name] for job in jobs)
            tried += sum(failed.values())
    found = Findings()
    found.count("ticks that failed", tried)
    found.none("errors let out", escaped)
    found.none("ticks that did not work again", lame)
    found.at_most("periods to the next tick after an error", _gap(_raising, 1), 2)
    found.at_most("periods to the next tick while one hangs", _gap(_hanging, PERIOD), 2)
    found.at_most("s to the next tick when the clock's thread hangs", _gap(lambda: None, PERIOD, _hold) * PERIOD, 60)
    found.at_most("s of standing still until the process ends", _standstill(), 60)
    return found


def really_gone(stage: Stage) -> Findings:
    """PostgreSQL is crashed under every tick, and under a clock that runs; then it is started again."""
    escaped, began = 0, list[float]()
    with World(stage.database()) as world:
        jobs, service = _ticks(world.rapport), Service(world.rapport)
        clock = Ticks(jobs)
        for job in jobs:
            clock.run(job.name)
        before = {job.name: clock.last(job.name).failures for job in jobs}
        beat = Ticks([Tick("beat", PERIOD, lambda: _read(world, began))], give_up=lambda: None)
        beat.start()
        _until(lambda: bool(began))
        stage.databases.stop_postgres()
        escaped += sum(_escapes(clock, job) for job in jobs)
        red = not service.ready()[0]
        time.sleep(2 * PERIOD)
        stage.databases.start_postgres()
        back = time.monotonic()
        failed = {job.name: clock.last(job.name).failures for job in jobs}
        for job in jobs:
            clock.run(job.name)
        lame = sum(clock.last(job.name).failures > failed[job.name] for job in jobs)
        _until(lambda: began[-1] > back)
        beat.stop()
        details = service.ready()[1]
    found = Findings()
    found.count("ticks that failed", sum(failed[name] - before[name] for name in failed))
    found.none("errors let out", escaped)
    found.none("ticks that did not work again at once", lame)
    found.at_most("periods from its return to the next tick", (began[-1] - back) / PERIOD, 2)
    found.exactly("/readyz red without it", red, True)
    found.exactly("/readyz sees it again", details["database"], True)
    return found


def _read(world: World, began: list[float]) -> None:
    with world.rapport.workshop.read() as work:
        work.session.execute(text("SELECT 1"))
    began.append(time.monotonic())


@contextmanager
def _failing(engine: Engine, statements: int):  # type: ignore[no-untyped-def]
    """The database answers so many statements of a connection, then is gone (0: from the first)."""
    seen: dict[int, int] = {}

    def gone(connection: object, *_: object) -> None:
        seen[id(connection)] = seen.get(id(connection), 0) + 1
        if seen[id(connection)] > statements:
            raise OperationalError("", {}, Exception("the database is gone"))

    event.listen(engine, "before_cursor_execute", gone)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", gone)


def _escapes(clock: Ticks, job: Tick) -> bool:
    try:
        clock.run(job.name)
    except Exception:
        return True
    return False


def _raising() -> None:
    raise OperationalError("", {}, Exception("database is locked"))


def _hanging() -> None:
    threading.Event().wait()


def _gap(trouble: Callable[[], None], period: int, then: Callable[[Ticks], object] = lambda _: None) -> float:
    """Periods from the second run, which is in trouble, to the third."""
    began: list[float] = []

    def body() -> None:
        began.append(time.monotonic())
        if len(began) == 2:
            trouble()

    clock = Ticks([Tick("tick", period, body)], give_up=lambda: None)
    clock.start()
    _until(lambda: len(began) >= 2)
    then(clock)
    _until(lambda: len(began) >= 3)
    # The thread that hangs is left behind: the campaign's process ends with it.
    clock.stop()
    return (began[2] - began[1]) / period if len(began) >= 3 else PATIENCE


def _hold(clock: Ticks) -> None:
    """Somebody takes the lock APScheduler's thread needs and never gives it back."""
    scheduler = clock._scheduler
    threading.Thread(target=lambda: scheduler._jobstores_lock.acquire() and _hanging(), daemon=True).start()


def _until(done: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not done() and time.monotonic() < end:
        time.sleep(0.02)


def _standstill() -> float:
    """Everything hangs, in every scheduler: seconds (of a clock moved by hand) until the watchdog ends the process."""
    now, ended = [0.0], threading.Event()
    clock = Ticks([Tick("tick", PERIOD, _hanging)], boot=lambda: now[0], give_up=ended.set, watch_every=1000)
    while not ended.is_set() and now[0] < 600:
        now[0] += 0.5
        clock.check()
    return now[0]


def job_store(stage: Stage) -> Findings:
    """APScheduler with its database store: the database is gone for one statement."""
    engine, failing = create_engine(f"sqlite:///{stage.folder}/jobs.db"), threading.Event()

    def gone(connection: object, cursor: object, statement: str, *_: object) -> None:
        if failing.is_set() and statement.startswith("UPDATE"):
            failing.clear()
            raise OperationalError("", {}, Exception("the database is gone"))

    event.listen(engine, "before_cursor_execute", gone)
    scheduler = BackgroundScheduler(jobstores={"default": SQLAlchemyJobStore(engine=engine)}, timezone=UTC)
    scheduler.add_job(ran, "interval", seconds=1, id="tick")
    hook, threading.excepthook = threading.excepthook, lambda _: None
    scheduler.start()
    _until(lambda: bool(RAN))
    failing.set()
    _until(lambda: not failing.is_set())
    before = len(RAN)
    time.sleep(5)
    found = Findings()
    found.exactly("running, it says", scheduler.running, True)
    found.at_least("runs in the five seconds after", len(RAN) - before, 2)
    threading.excepthook = hook
    return found


RAN: list[float] = []


def ran() -> None:
    """What the job does."""
    RAN.append(time.monotonic())


PROMISE = Promise(
    "P23", "A tick survives whatever it meets, and a process that stands still ends itself to be started again",
    "errors, hangs, a lost database in every tick: the next tick within 2 periods, the process ends within 60 s",
    ticks, controls={"APScheduler's job store": job_store}, databases=("sqlite", "postgresql"), quick=None, alone=True,
)  # fmt: skip
