"""Child processes that are born within milliseconds and killed at a random moment.

Everything is imported once, in a server process without threads; each child is forked from it.
"""

import multiprocessing
import os
import random
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import forkserver
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerProcess
from typing import Any

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["campaigns.kit.preloaded"])
_registry = threading.Lock()
"""Starting a child asks after all others whether they have ended, and how a child ended can be read once only: of two
threads that ask at once, one would be told a code that is nobody's (255)."""


def prepare() -> None:
    """Let the server process import everything now; returns at once."""
    # The server is not told where we import from, and passes over what it does not find.
    told = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(sys.path)
    try:
        forkserver.ensure_running()
    finally:
        if told is None:
            del os.environ["PYTHONPATH"]
        else:
            os.environ["PYTHONPATH"] = told


@dataclass(frozen=True)
class Child:
    """A process, and the line on which it says that it is up."""

    process: ForkServerProcess
    up: Connection

    def wait_up(self, seconds: float = 60) -> bool:
        """Wait until it works; false when it did not come up in time."""
        return self.up.poll(seconds)


def born(replica: Callable[..., None], *given: Any) -> Child:
    """Start a child: `replica(*given)` gets it to work and returns. All of it must be importable and picklable."""
    prepare()
    up, told = _context.Pipe(duplex=False)
    process = _context.Process(target=_live, args=(replica, told, given), daemon=True)
    with _registry:
        process.start()
    told.close()
    return Child(process, up)


def _live(replica: Callable[..., None], told: Connection, given: tuple[Any, ...]) -> None:
    replica(*given)
    told.send_bytes(b"up")
    while True:
        signal.pause()


def kill(child: Child) -> None:
    """kill -9, and wait until it is gone. Raises RuntimeError for one that had broken down before: it proves nothing."""
    child.process.kill()
    wait([child.process.sentinel], 60)
    with _registry:
        child.process.join(1)
    if child.process.exitcode not in (-signal.SIGKILL, 70):
        raise RuntimeError(f"a replica ended by itself with code {child.process.exitcode}")
    child.process.close()
    child.up.close()


def pause(child: Child, seconds: float) -> None:
    """SIGSTOP, wait, SIGCONT: what a suspended machine or a long garbage collection looks like from outside."""
    assert child.process.pid is not None
    os.kill(child.process.pid, signal.SIGSTOP)
    time.sleep(seconds)
    os.kill(child.process.pid, signal.SIGCONT)


def live_and_die(replica: Callable[..., None], *given: Any, dice: random.Random, longest: float = 0.2) -> None:
    """One short life: killed 10 ms to `longest` seconds after it was up; one in five while it still comes up."""
    child = born(replica, *given)
    if dice.random() > 0.2:
        child.wait_up()
    time.sleep(dice.uniform(0.01, longest))
    kill(child)


def until(done: Callable[[], bool], seconds: float, every: float = 0.05) -> bool:
    """Wait (real seconds) until something is so; false when it was not in time."""
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() > deadline:
            return False
        time.sleep(every)
    return True
