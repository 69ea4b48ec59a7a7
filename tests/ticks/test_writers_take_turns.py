"""On SQLite everybody who writes queues for the one writer; whoever writes much must not keep the others out."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.core.clock import system_clock
from bot.core.database import Base, connect
from bot.core.remember import remembered
from bot.core.turns import Turns
from bot.core.work import House, Work, Workshop
from bot.directory.models import Preference
from bot.directory.queries import preference


def in_threads(*work: Callable[[], None]) -> list[threading.Thread]:
    threads = [threading.Thread(target=each) for each in work]
    for thread in threads:
        thread.start()
    return threads


def test_one_write_after_another_lets_a_visitor_in_between() -> None:
    turns, written, over = Turns(), [0], threading.Event()
    waited: list[int] = []

    def scan() -> None:
        while not over.is_set():
            with turns:
                written[0] += 1
                until = time.thread_time() + 0.002
                while time.thread_time() < until:
                    pass

    def visit() -> None:
        for _ in range(40):
            time.sleep(0.003)
            before = written[0]
            with turns:
                waited.append(written[0] - before)
        over.set()

    for thread in in_threads(scan, visit):
        thread.join(20)
    # With threading.RLock the unluckiest of forty waits for twenty transactions and more.
    assert max(waited) <= 2


def test_those_who_wait_go_in_the_order_they_came() -> None:
    turns = Turns()
    order: list[int] = []
    began = [threading.Event() for _ in range(5)]

    def work(number: int) -> Callable[[], None]:
        def enter() -> None:
            began[number].set()
            with turns:
                order.append(number)

        return enter

    with turns:
        threads = []
        for number in range(5):
            threads += in_threads(work(number))
            began[number].wait(5)
            while len(turns._waiting) <= number:
                time.sleep(0.001)
    for thread in threads:
        thread.join(5)
    assert order == [0, 1, 2, 3, 4]


def test_a_turn_within_ones_own_turn_is_no_second_one() -> None:
    turns, over = Turns(), threading.Event()
    with turns:
        with turns:
            pass
        (waiting,) = in_threads(lambda: turns.__enter__() or over.set())  # type: ignore[func-returns-value]
        assert not over.wait(0.05), "the inner block must not let others in"
    assert over.wait(5)
    waiting.join(5)


def test_an_error_inside_lets_the_next_one_go_on() -> None:
    turns = Turns()
    with pytest.raises(ValueError, match="no"), turns:
        raise ValueError("no")
    done = threading.Event()

    def enter() -> None:
        with turns:
            done.set()

    in_threads(enter)
    assert done.wait(5)


def test_nobody_is_inside_with_another() -> None:
    turns, inside, worst = Turns(), [0], [0]

    def work() -> None:
        for _ in range(300):
            with turns:
                inside[0] += 1
                worst[0] = max(worst[0], inside[0])
                inside[0] -= 1

    for thread in in_threads(*[work] * 8):
        thread.join(20)
    assert worst[0] == 1


def test_what_is_found_out_ahead_keeps_nobody_from_writing(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path}/house.db")
    Base.metadata.create_all(engine)
    workshop = Workshop(engine, system_clock, House())

    def choose(**chosen: str) -> None:
        with workshop.open() as work:
            for key, value in chosen.items():
                work.save(Preference(key=key, value=value))

    def language(work: Work) -> str:
        return remembered(work.session, "language", lambda: preference(work.session, "language", "zh-CN"))

    def ahead(work: Work) -> None:
        assert language(work) == "zh-CN"
        (another,) = in_threads(lambda: choose(language="en"))
        another.join(15)
        assert not another.is_alive()

    with workshop.open(ahead=ahead) as work:
        assert language(work) == "zh-CN", "what was found out is at hand"
        assert preference(work.session, "language") == "en", "what was written meanwhile is seen"
        work.save(Preference(key="zone", value="UTC"))
    with workshop.read() as work:
        assert preference(work.session, "zone") == "UTC"
    engine.dispose()
