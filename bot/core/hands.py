"""Threads that carry out requests, few at a time: the interpreter runs one of them, and each more has it change places.

A request that has to wait for somebody outside (Slack, another writer) lends its place to the next one.
Figures: docs/decisions/few-hands-at-a-time.md.
"""

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from queue import SimpleQueue
from typing import Any, TypeVar

from bot.core.guard import guarded

T = TypeVar("T")
Work = Callable[[], None]
PLACES = 2
"""One waits for the database or writes while the other works something out."""
FAR_PLACES = 8
"""The same where the database is another process, perhaps far away: there a row may be held by a replica that was just
paused, and a few requests that wait for it must not keep all others out."""
MOST = 100
"""Threads in all, those that wait for somebody included; with so many waiting, nobody lends his place."""
_mine = threading.local()


class Hands:
    """Carries out so many things at a time, first come first served."""

    def __init__(self, places: int = PLACES) -> None:
        self._free, self._waiting = places, deque[Work]()
        self._guard, self._idle, self._threads = threading.Lock(), list[SimpleQueue[Work]](), 0

    async def do(self, work: Callable[[], T]) -> T:
        """What `work` returns, carried out by a thread when its turn has come."""
        done: Future[T] = Future()
        job = partial(_finish, done, work)
        with self._guard:
            if self._free:
                self._free -= 1
                self._start(job)
            else:
                self._waiting.append(job)
        return await asyncio.wrap_future(done)

    def lend(self) -> bool:
        """Give the place of this thread away; false where no thread is left that could take it."""
        with self._guard:
            if not self._waiting:
                self._free += 1
            elif self._idle or self._threads < MOST:
                self._start(self._waiting.popleft())
            else:
                return False
        return True

    def _start(self, job: Work) -> None:
        # The thread that was busy last is the one whose memory is still at hand.
        if self._idle:
            self._idle.pop().put(job)
        else:
            self._threads += 1
            threading.Thread(target=self._live, args=(job,), name="hand", daemon=True).start()

    def _live(self, job: Work) -> None:
        mine = SimpleQueue[Work]()
        while True:
            self._carry_out(job)
            with self._guard:
                self._idle.append(mine)
            job = mine.get()

    def _carry_out(self, job: Work | None) -> None:
        """With a place: one thing after the other until nothing waits, or the place was lent."""
        _mine.place = self
        while job is not None and _mine.place is self:
            job()
            job = self._next() if _mine.place is self else None

    def _next(self) -> Work | None:
        with self._guard:
            if self._waiting:
                return self._waiting.popleft()
            self._free += 1
            return None


def lend_place() -> None:
    """This thread is about to wait for somebody outside: if it has a place among hands, the next request gets it."""
    hands: Hands | None = getattr(_mine, "place", None)
    if hands is not None and hands.lend():
        _mine.place = None


def _finish(done: "Future[Any]", work: Callable[[], Any]) -> None:
    if done.set_running_or_notify_cancel():
        guarded(lambda: done.set_result(work()), done.set_exception)
