"""A lock that is handed over in the order people queued for it."""

import fcntl
import tempfile
import threading
from collections import deque
from types import TracebackType
from typing import IO

from bot.core.hands import lend_place


class Turns:
    """A fair, re-entrant lock.

    With `threading.RLock` a thread that lets go and asks again at once wins against all that wait: a scan that writes
    one short transaction after another would keep everybody else from writing until it is done.
    """

    def __init__(self) -> None:
        self._guard, self._waiting = threading.Lock(), deque[threading.Lock]()
        self._owner, self._depth = 0, 0
        self._between: IO[bytes] | None = None

    def share(self, file: IO[bytes] | None = None) -> IO[bytes]:
        """From now on take turns with the processes forked from this one, too, and with those that are given the file
        which is returned. A process that dies lets go."""
        # A record lock belongs to a process, not to the file it has open, which a fork would share.
        self._between = file or tempfile.TemporaryFile()  # noqa: SIM115  # held as long as we are
        return self._between

    def __enter__(self) -> None:
        """Wait for one's turn."""
        me = threading.get_ident()
        if self._owner == me:
            self._depth += 1
            return
        with self._guard:
            turn = threading.Lock() if self._owner else None
            if turn is None:
                self._owner, self._depth = me, 1
            else:
                turn.acquire()
                self._waiting.append(turn)
        if turn is not None:
            lend_place()
            turn.acquire()  # released by whoever lets go before us; `_owner` is still a stranger's until the next line
            self._owner, self._depth = me, 1
        if self._between is not None:
            _lock(self._between)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let the one who waits longest go on."""
        self._depth -= 1
        if self._depth:
            return
        if self._between is not None:
            fcntl.lockf(self._between, fcntl.LOCK_UN)
        with self._guard:
            if self._waiting:
                self._owner = -1  # taken, by the one who is being woken
                self._waiting.popleft().release()
            else:
                self._owner = 0


def _lock(file: IO[bytes]) -> None:
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:  # Another process has it.
        lend_place()
        fcntl.lockf(file, fcntl.LOCK_EX)
