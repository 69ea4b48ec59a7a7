"""One thread that has many messages on their way to Slack at once: it hands each over and goes on with the next, and
comes back to it when its answer is here.

A thread for each call would be woken for every answer, and all of them would take turns at one interpreter: that cost
more than speaking to Slack does.
"""

import select
import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from bot.core.outbox.claim import Job
from bot.core.outbox.post import Flight
from bot.core.outbox.readers import Drawn
from bot.core.outbox.result import Result
from bot.core.outbox.slots import Slots
from bot.core.slack import SlackFailure
from bot.core.slack.lane import Call

Ticket = tuple[Job, Drawn | None]


@dataclass(frozen=True)
class Hands:
    """What becomes of a message on its way. Nothing here raises, but `go_on`: SlackFailure, for `failed` to deal with.

    `begin` hands a message to Slack, or gives None when more has to be found out before. `go_on` tells what became of
    it, None while the answer is not here. `carry`, `finish` and `failed` may wait: they carry a job out from the
    beginning, read an answer that comes in a strange way, deal with a failure. `done` takes every result.
    """

    begin: Callable[[Job, Drawn | None], Flight | None]
    go_on: Callable[[Flight], Result | None]
    carry: Callable[[Job, Drawn | None], Result]
    finish: Callable[[Flight], Result]
    failed: Callable[[Flight, SlackFailure], Result]
    done: Callable[[Result], None]


class Pump:
    """Hands over what `put` brings. Nothing is begun without a slot; a call is given up after `timeout` seconds.
    `elsewhere` has what may wait carried out in another thread."""

    def __init__(
        self, hands: Hands, slots: Slots, timeout: float, elsewhere: Callable[[Callable[[], Result]], None]
    ) -> None:
        self._hands, self._slots, self._timeout, self._elsewhere = hands, slots, timeout, elsewhere
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

    def put(self, ticket: Ticket) -> None:
        """Hand this over as soon as there is a slot."""
        self._waiting.append(ticket)
        self.ring()

    def ring(self) -> None:
        """There may be something to do."""
        if self._asleep:
            self._asleep = False
            self._ringer.send(b"!")

    def _run(self) -> None:
        while self._waiting or self._flights or not self._ending:
            while self._waiting and self._slots.take_if_free():
                self._begin(*self._waiting.popleft())
            # What comes after this line rings; what came before it is seen here.
            self._asleep = True
            for descriptor, _ in self._poll.poll(self._patience()):
                self._look_at(descriptor)
            self._asleep = False
            self._give_up()

    def _patience(self) -> float:
        """Milliseconds until there is something to do even if no answer comes."""
        if (self._waiting and self._slots.any_free) or (self._ending and not self._flights):
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
