"""The threads that carry jobs out: one draws new messages, several in one read; one hands them to Slack, many at once;
and the lanes do everything that has to wait."""

import threading
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from queue import SimpleQueue
from typing import Any

from bot.core.outbox.claim import Job, Task
from bot.core.outbox.pump import Hands, Pump, Ticket
from bot.core.outbox.result import Result
from bot.core.outbox.slots import Slots

BUNDLE = 32
"""Messages drawn in one read at most."""


class Crew:
    """Takes jobs and carries each out, `lanes` at once. `draw` judges several new messages and gives each on as soon as
    it is known; it may not raise."""

    def __init__(
        self, lanes: int, timeout: float, draw: Callable[[Sequence[Job]], Iterator[Ticket]], hands: Hands
    ) -> None:
        self._draw, self._hands = draw, hands
        self._new: SimpleQueue[Sequence[Job] | None] = SimpleQueue()
        self._ready: SimpleQueue[Callable[[], Result] | None] = SimpleQueue()
        self._slots = Slots(lanes, lambda: self._pump.ring())
        self._pump = Pump(hands, self._slots, timeout, self._ready.put)
        # Drawing is work for the interpreter: more threads make it no faster.
        self._drawers = [threading.Thread(target=self._drawing, name="drawer")]
        self._lanes = [threading.Thread(target=self._carrying, name=f"lane_{n}") for n in range(lanes)]

    def __enter__(self) -> "Crew":
        self._pump.start()
        for thread in (*self._drawers, *self._lanes):
            thread.daemon = True
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Wait until everything that was taken is carried out."""
        self._end(self._drawers, self._new)
        self._pump.stop()
        self._end(self._lanes, self._ready)

    def _end(self, threads: Sequence[threading.Thread], queue: SimpleQueue[Any]) -> None:
        for _thread in threads:
            queue.put(None)
        for thread in threads:
            thread.join()

    def take(self, jobs: Sequence[Job]) -> None:
        """Carry these out, as soon as a thread is free."""
        new = [job for job in jobs if job.task is Task.POST]
        for job in jobs:
            if job.task is not Task.POST or len(new) == 1:
                self._ready.put(partial(self._hands.carry, job, None))
        for start in range(0, len(new) if len(new) > 1 else 0, BUNDLE):
            self._new.put(new[start : start + BUNDLE])

    def _drawing(self) -> None:
        while (jobs := self._new.get()) is not None:
            for ticket in self._draw(jobs):
                self._pump.put(ticket)

    def _carrying(self) -> None:
        while (carry := self._ready.get()) is not None:
            with self._slots.one():
                result = carry()
            self._hands.done(result)
