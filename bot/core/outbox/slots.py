"""How many calls may be on their way to Slack at once: for those who wait for answers and the one who does not."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Slots:
    """So many calls at once. Whoever waits for a slot comes before whoever only takes one that is free. `freed` is told
    of every slot that is given back by somebody who waited for it."""

    def __init__(self, number: int, freed: Callable[[], None] = lambda: None) -> None:
        self._free, self._asked, self._freed = number, 0, freed
        self._change = threading.Condition()

    @property
    def any_free(self) -> bool:
        """Whether there is a slot that nobody waits for."""
        return self._free > self._asked

    def take_if_free(self) -> bool:
        """Take a slot that nobody waits for, if there is one."""
        with self._change:
            taken = self.any_free
            self._free -= taken
        return taken

    def give(self) -> None:
        """Give a slot back."""
        with self._change:
            self._free += 1
            if self._asked:
                self._change.notify()

    @contextmanager
    def one(self) -> Iterator[None]:
        """Wait for a slot and hold it."""
        with self._change:
            self._asked += 1
            self._change.wait_for(lambda: self._free > 0)
            self._asked -= 1
            self._free -= 1
        try:
            yield
        finally:
            self.give()
            self._freed()
