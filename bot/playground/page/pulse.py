"""Tells open pages that something changed: a number that grows, sent as server-sent events."""

import asyncio
import threading
from collections.abc import AsyncIterator
from typing import Any

from bot.playground.workspace import Workspace

LOOK_EVERY = 0.1
"""Seconds (real time) between two looks; what a person cannot tell from "at once"."""
KEEP_ALIVE = 15.0
"""Seconds without news after which a comment is sent, so that a dead connection is noticed."""


class Pulse:
    """The version of everything a page can show."""

    def __init__(self, workspace: Workspace) -> None:
        """Beats at each change of the workspace."""
        self._lock = threading.Lock()
        self.version = 1
        workspace.observe(self._observe)

    def _observe(self, kind: str, data: Any) -> None:
        self.beat()

    def beat(self) -> None:
        """Something changed."""
        with self._lock:
            self.version += 1

    async def stream(self) -> AsyncIterator[str]:
        """Server-sent events: each version once, the present one first."""
        sent, quiet = 0, 0.0
        while True:
            if self.version != sent:
                sent, quiet = self.version, 0.0
                yield f"data: {sent}\n\n"
            elif quiet >= KEEP_ALIVE:
                quiet = 0.0
                yield ": still here\n\n"
            await asyncio.sleep(LOOK_EVERY)
            quiet += LOOK_EVERY
