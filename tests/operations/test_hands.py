"""Requests are carried out one at a time, and whoever waits for Slack or for another writer holds nobody up."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.core import hands as core_hands
from bot.core.hands import Hands, lend_place
from bot.core.turns import Turns


def carried_out(hands: Hands, *jobs: Callable[[], object]) -> list[object]:
    async def all_of_them() -> list[object]:
        return await asyncio.gather(*(hands.do(job) for job in jobs), return_exceptions=True)

    # In a thread of its own: a browser that another test drives may leave this one's loop running.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, asyncio.wait_for(all_of_them(), 20)).result()


def test_one_at_a_time_in_the_order_they_came() -> None:
    busy, order = threading.Lock(), list[int]()

    def job(number: int) -> int:
        assert busy.acquire(blocking=False), "two at once"
        order.append(number)
        busy.release()
        if number == 3:
            raise ValueError
        return number

    answers = carried_out(Hands(1), *(lambda number=number: job(number) for number in range(50)))
    assert order == list(range(50))
    assert isinstance(answers[3], ValueError) and answers[:3] + answers[4:] == [*range(3), *range(4, 50)]


def test_who_waits_lends_his_place_once() -> None:
    """Thirty wait for an answer from outside that only the last one brings; then all places are there again."""
    came, hands = threading.Event(), Hands(1)

    def waits() -> bool:
        lend_place()
        lend_place()
        return came.wait(10)

    assert carried_out(hands, *([waits] * 30), lambda: came.set() or True) == [True] * 31
    inside = list[int]()
    most = carried_out(hands, *(lambda: (inside.append(1), len(inside), inside.pop())[1] for _ in range(20)))
    assert set(most) == {1}


def test_a_writer_who_queues_lends_his_place() -> None:
    turns, release = Turns(), threading.Event()

    def holds() -> None:
        with turns:
            lend_place()
            release.wait(10)

    def writes() -> str:
        with turns:
            return "written"

    def reads() -> str:
        release.set()
        return "read"

    assert carried_out(Hands(1), holds, writes, reads) == [None, "written", "read"]


def test_where_no_thread_is_left_the_place_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core_hands, "MOST", 2)
    came, order = threading.Event(), list[str]()

    def waits(name: str) -> None:
        lend_place()
        order.append(name)
        came.wait(0.05)

    carried_out(Hands(1), *(lambda name=name: waits(name) for name in "abcd"))
    assert sorted(order) == ["a", "b", "c", "d"]
