"""The threads that carry jobs out: one draws new messages and hands them to Slack, many at once, and the lanes do
everything that has to wait."""

import threading
from collections.abc import Callable, Sequence
from functools import partial
from queue import SimpleQueue

from bot.core.outbox.claim import Job, Task
from bot.core.outbox.pump import Hands, Pump
from bot.core.outbox.result import Result
from bot.core.outbox.slots import Slots

BUNDLE = 32
"""Messages drawn in one read at most."""


class Crew:
    """Takes jobs and carries each out, `lanes` at once."""

    def __init__(self, lanes: int, timeout: float, hands: Hands) -> None:
        self._hands = hands
        self._ready: SimpleQueue[Callable[[], Result] | None] = SimpleQueue()
        self._slots = Slots(lanes, lambda: self._pump.ring())
        self._pump = Pump(hands, self._slots, timeout, self._ready.put)
        self._lanes = [threading.Thread(target=self._carrying, name=f"lane_{n}") for n in range(lanes)]

    def __enter__(self) -> "Crew":
        self._pump.start()
        for thread in self._lanes:
            thread.daemon = True
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Wait until everything that was taken is carried out."""
        self._pump.stop()
        for _lane in self._lanes:
            self._ready.put(None)
        for thread in self._lanes:
            thread.join()

    def take(self, jobs: Sequence[Job]) -> None:
        """Carry these out, as soon as a thread is free."""
        new = [job for job in jobs if job.task is Task.POST]
        for job in jobs:
            if job.task is not Task.POST or len(new) == 1:
                self._ready.put(partial(self._hands.carry, job, None))
        for start in range(0, len(new) if len(new) > 1 else 0, BUNDLE):
            self._pump.put(new[start : start + BUNDLE])

    def _carrying(self) -> None:
        while (carry := self._ready.get()) is not None:
            with self._slots.one():
                result = carry()
            self._hands.done(result)
