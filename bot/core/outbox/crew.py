"""The threads that carry jobs out: two draw new messages, several in one read, and the lanes speak to Slack."""

import threading
from collections.abc import Callable, Iterator, Sequence
from queue import SimpleQueue

from bot.core.outbox.claim import Job, Task
from bot.core.outbox.readers import Drawn

DRAWERS = 2
"""Drawing is work for the interpreter: more threads make it no faster. Two, so that one may wait for the database."""
BUNDLE = 16
"""Messages drawn in one read at most."""
Ticket = tuple[Job, Drawn | None]


class Crew:
    """Takes jobs and carries each out in one of its threads. `draw` judges several new messages and gives each on as
    soon as it is known; `carry` does a job from there on. Neither may raise."""

    def __init__(
        self, lanes: int, draw: Callable[[Sequence[Job]], Iterator[Ticket]], carry: Callable[[Job, Drawn | None], None]
    ) -> None:
        self._draw, self._carry = draw, carry
        self._new: SimpleQueue[Sequence[Job] | None] = SimpleQueue()
        self._ready: SimpleQueue[Ticket | None] = SimpleQueue()
        self._drawers = [threading.Thread(target=self._drawing, name=f"drawer_{n}") for n in range(DRAWERS)]
        self._lanes = [threading.Thread(target=self._carrying, name=f"lane_{n}") for n in range(lanes)]

    def __enter__(self) -> "Crew":
        for thread in (*self._drawers, *self._lanes):
            thread.daemon = True
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Wait until everything that was taken is carried out."""
        for threads, queue in ((self._drawers, self._new), (self._lanes, self._ready)):
            for _thread in threads:
                queue.put(None)
            for thread in threads:
                thread.join()

    def take(self, jobs: Sequence[Job]) -> None:
        """Carry these out, as soon as a thread is free."""
        new = [job for job in jobs if job.task is Task.POST]
        for job in jobs:
            if job.task is not Task.POST or len(new) == 1:
                self._ready.put((job, None))
        for start in range(0, len(new) if len(new) > 1 else 0, BUNDLE):
            self._new.put(new[start : start + BUNDLE])

    def _drawing(self) -> None:
        while (jobs := self._new.get()) is not None:
            for ticket in self._draw(jobs):
                self._ready.put(ticket)

    def _carrying(self) -> None:
        while (ticket := self._ready.get()) is not None:
            self._carry(*ticket)
