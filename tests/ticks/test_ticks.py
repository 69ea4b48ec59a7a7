"""Ticks come again whatever they raise, a dead scheduler is replaced, a hopeless process ends itself."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.metrics import Metrics
from bot.core.scheduler import HOPELESS, STUBBORN, Tick, Ticks


class Time:
    """A wall clock and a boot clock a test can move apart."""

    def __init__(self) -> None:
        self.now, self.boot = datetime(2026, 12, 2, tzinfo=UTC), 100.0

    def pass_by(self, seconds: float) -> None:
        """Both go on."""
        self.now += timedelta(seconds=seconds)
        self.boot += seconds


@pytest.fixture
def time():
    return Time()


@pytest.fixture
def make(time):
    made = []

    def build(*bodies, **more):
        jobs = [Tick(f"job{number}", 5, body) for number, body in enumerate(bodies)]
        made.append(Ticks(jobs, Metrics(), clock=lambda: time.now, boot=lambda: time.boot, watch_every=60, **more))
        return made[-1]

    yield build
    for ticks in made:
        ticks.stop()


def test_every_tick_runs_at_once_after_the_start(make):
    ran = [threading.Event(), threading.Event()]
    make(*(event.set for event in ran)).start()

    assert all(event.wait(5) for event in ran)


def test_what_is_loaded_before_the_start_makes_no_tick_late(make, time):
    ticks = make(lambda: None)
    time.pass_by(60)
    ticks.start()

    assert not ticks.overdue()


def test_a_tick_that_raises_comes_again_and_says_nothing_secret(make, caplog):
    def body():
        raise RuntimeError("secret customer text")

    ticks = make(body)
    ticks.run("job0")
    ticks.run("job0")

    assert (ticks.last("job0").runs, ticks.last("job0").failures) == (2, 2)
    assert "secret" not in caplog.text


def test_a_silent_scheduler_is_replaced_once_and_then_the_process_gives_up(make, time):
    ran, gave_up = threading.Semaphore(0), threading.Event()
    ticks = make(ran.release, give_up=gave_up.set)
    ticks.start()
    assert ran.acquire(timeout=5)
    first = ticks._scheduler

    time.pass_by(30)
    ticks._last["job0"].ended = time.boot - 20
    ticks.check()
    assert ticks._scheduler is not first
    assert ran.acquire(timeout=5)
    time.pass_by(HOPELESS + 1)
    ticks._last["job0"].ended = ticks._restarted_at - 1
    ticks.check()

    assert gave_up.is_set()


def test_a_process_in_which_everything_hangs_ends_within_a_minute(make, time):
    gave_up, never = threading.Event(), threading.Event()
    ticks = make(never.wait, never.wait, give_up=gave_up.set)
    ticks.start()
    begun = time.boot

    while not gave_up.is_set():
        time.pass_by(0.5)
        ticks.check()

    assert time.boot - begun <= 60
    never.set()


def test_one_tick_that_takes_long_does_not_end_a_process_that_works(make, time):
    gave_up, never = threading.Event(), threading.Event()
    # It has to take long in the scheduler that replaces the first one as well: that one starts it at once.
    ticks = make(never.wait, lambda: None, give_up=gave_up.set)

    def goes_on(seconds):
        for _ in range(seconds // 5):
            time.pass_by(5)
            ticks.run("job1")
            ticks.check()

    goes_on(500)
    assert ticks.overdue() == ["job0"]
    assert not gave_up.is_set()
    goes_on(int(STUBBORN))
    assert gave_up.is_set()
    never.set()


def test_a_clock_thread_that_hangs_does_not_take_the_watchdog_along(make, time):
    ran = threading.Semaphore(0)
    ticks = make(ran.release)
    ticks.start()
    assert ran.acquire(timeout=5)
    first = ticks._scheduler

    with first._jobstores_lock:
        time.pass_by(20)
        watchdog = threading.Thread(target=ticks.check)
        watchdog.start()
        watchdog.join(10)
        assert not watchdog.is_alive()
        assert ran.acquire(timeout=5)


def test_a_scheduler_that_recovers_is_left_alone(make, time):
    gave_up = threading.Event()
    ticks = make(lambda: None, give_up=gave_up.set)
    time.pass_by(30)
    ticks.check()
    ticks.run("job0")
    ticks.check()
    time.pass_by(5)
    ticks.check()

    assert not gave_up.is_set()
    assert ticks.overdue() == []


@pytest.mark.parametrize("jump", [timedelta(hours=1), -timedelta(hours=1), timedelta(days=365)])
def test_a_moved_clock_makes_every_tick_run_at_once(make, time, jump):
    ran = threading.Semaphore(0)
    ticks = make(ran.release)
    ticks.start()
    assert ran.acquire(timeout=5)

    time.now += jump
    ticks.check()

    assert ran.acquire(timeout=5)


def test_a_late_tick_is_named(make, time):
    ticks = make(lambda: None, lambda: None)
    time.pass_by(60)
    ticks.run("job1")

    assert ticks.overdue() == ["job0"]
    assert ticks.ages()["job0"] == 60
