"""One thread that draws new messages and has many of them on their way to Slack at once: it hands each over, goes on
with the next, and comes back to it when its answer is here.

A thread for each call would be woken for every answer, and all of them would take turns at one interpreter: that cost
more than speaking to Slack does. A thread that draws and one that speaks to Slack take turns too, as dearly.
"""

import select
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.core.outbox.claim import Job
from bot.core.outbox.post import Flight
from bot.core.outbox.readers import Drawn
from bot.core.outbox.result import Result
from bot.core.outbox.slots import Slots
from bot.core.slack import SlackFailure
from bot.core.slack.lane import Call

Ticket = tuple[Job, Drawn | None]
STRIDE = 4
"""So many messages are drawn before answers are looked for."""


@dataclass(frozen=True)
class Hands:
    """What becomes of a message on its way. Nothing here raises, but `go_on`: SlackFailure, for `failed` to deal with.

    `draw` judges several new messages and gives each on as soon as it is known. `begin` hands a message to Slack, or
    gives None when more has to be found out before. `go_on` tells what became of it, None while the answer is not here.
    `carry`, `finish` and `failed` may wait: they carry a job out from the beginning, read an answer that comes in a
    strange way, deal with a failure. `done` takes every result.
    """

    draw: Callable[[Sequence[Job]], Iterator[Ticket]]
    begin: Callable[[Job, Drawn | None], Flight | None]
    go_on: Callable[[Flight], Result | None]
    carry: Callable[[Job, Drawn | None], Result]
    finish: Callable[[Flight], Result]
    failed: Callable[[Flight, SlackFailure], Result]
    done: Callable[[Result], None]


class Pump:
    """Draws and hands over what `put` brings. Nothing is begun without a slot; a call is given up after `timeout`
    seconds. `elsewhere` has what may wait carried out in another thread."""

    def __init__(
        self, hands: Hands, slots: Slots, timeout: float, elsewhere: Callable[[Callable[[], Result]], None]
    ) -> None:
        self._hands, self._slots, self._timeout, self._elsewhere = hands, slots, timeout, elsewhere
        self._bundles: deque[Sequence[Job]] = deque()
        self._waiting: deque[Ticket] = deque()
        self._flights: dict[int, tuple[Flight, float]] = {}
        self._poll, (self._bell, self._ringer) = select.poll(), socket.socketpair()
        self._bell.setblocking(False)
        self._poll.register(self._bell, select.POLLIN)
        self._asleep = self._ending = False
        self._thread = threading.Thread(target=self._run, name="pump", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Wait until everything that was put in is carried out."""
        self._ending = True
        self.ring()
        self._thread.join()
        self._bell.close()
        self._ringer.close()

    def put(self, jobs: Sequence[Job]) -> None:
        """Draw these in one read and hand each over as soon as there is a slot."""
        self._bundles.append(jobs)
        self.ring()

    def ring(self) -> None:
        """There may be something to do."""
        if self._asleep:
            self._asleep = False
            self._ringer.send(b"!")

    def _run(self) -> None:
        while self._bundles or self._waiting or self._flights or not self._ending:
            if self._bundles:
                self._draw(self._bundles.popleft())
            self._hand_over()
            # What comes after this line rings; what came before it is seen here.
            self._asleep = True
            self._listen(self._patience())
            self._asleep = False

    def _draw(self, jobs: Sequence[Job]) -> None:
        """Draw them all, for the read should not stand open, and keep the slots busy meanwhile."""
        for number, ticket in enumerate(self._hands.draw(jobs)):
            self._waiting.append(ticket)
            self._hand_over()
            if self._flights and number % STRIDE == STRIDE - 1:
                self._listen(0.0)

    def _hand_over(self) -> None:
        while self._waiting and self._slots.take_if_free():
            self._begin(*self._waiting.popleft())

    def _listen(self, milliseconds: float) -> None:
        """Deal with the answers that are here or come within that time, and only then with those that are overdue."""
        for descriptor, _ in self._poll.poll(milliseconds):
            self._look_at(descriptor)
        self._give_up()

    def _patience(self) -> float:
        """Milliseconds until there is something to do even if no answer comes."""
        if self._bundles or (self._waiting and self._slots.any_free) or (self._ending and not self._flights):
            return 0.0
        first = min((end for _, end in self._flights.values()), default=time.monotonic() + self._timeout)
        return max(0.0, first - time.monotonic()) * 1000 + 1

    def _begin(self, job: Job, drawn: Drawn | None) -> None:
        flight = self._hands.begin(job, drawn)
        if flight is None:
            self._slots.give()
            self._elsewhere(lambda: self._hands.carry(job, drawn))
            return
        call = _call(flight)
        self._poll.register(call.descriptor, select.POLLIN | select.POLLOUT if call.unsent else select.POLLIN)
        self._flights[call.descriptor] = flight, time.monotonic() + self._timeout

    def _look_at(self, descriptor: int) -> None:
        if descriptor not in self._flights:
            self._bell.recv(1024)
            return
        flight, _ = self._flights[descriptor]
        try:
            result = self._hands.go_on(flight)
        except SlackFailure as failure:
            self._land(descriptor, flight, failure)
            return
        if result is not None:
            self._over(descriptor)
            self._hands.done(result)
        elif _call(flight).strange:
            self._over(descriptor)
            self._elsewhere(lambda: self._hands.finish(flight))
        elif not _call(flight).unsent:
            self._poll.modify(descriptor, select.POLLIN)

    def _give_up(self) -> None:
        now = time.monotonic()
        for descriptor, (flight, end) in list(self._flights.items()):
            if end < now:
                self._land(descriptor, flight, _call(flight).give_up())

    def _land(self, descriptor: int, flight: Flight, failure: SlackFailure) -> None:
        self._over(descriptor)
        self._elsewhere(lambda: self._hands.failed(flight, failure))

    def _over(self, descriptor: int) -> None:
        self._poll.unregister(descriptor)
        del self._flights[descriptor]
        self._slots.give()


def _call(flight: Flight) -> Call:
    assert flight.letter is not None
    return flight.letter.call
