"""Named moments in the life of a request and a message at which a replica kills itself."""

import os
import signal
from collections.abc import Callable
from typing import Any

from slack_bolt import App, BoltResponse
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from bot.core import inbox
from bot.core.outbox import sender as sending
from bot.core.slack import SlackPort
from bot.core.work import Work
from campaigns.kit.office import serve
from campaigns.kit.replicas import Given

Hook = Callable[[Callable[[], None]], None]


def _around(owner: Any, name: str, before: bool) -> Hook:
    """Strike before or after each call of a function."""

    def install(strike: Callable[[], None]) -> None:
        real = getattr(owner, name)

        def called(*given: Any, **more: Any) -> Any:
            if before:
                strike()
            done = real(*given, **more)
            if not before:
                strike()
            return done

        setattr(owner, name, called)

    return install


def _on(owner: Any, name: str) -> Hook:
    """Strike at an event of SQLAlchemy's."""
    return lambda strike: event.listen(owner, name, lambda _: strike())


POINTS: dict[str, Hook] = {
    "request read": _around(App, "dispatch", before=True),
    "inbox key written": _around(inbox, "enter", before=False),
    "first message queued": _around(Work, "post", before=False),
    "row saved": _around(Work, "save", before=False),
    "before commit": _on(Engine, "commit"),
    "after commit": _on(Session, "after_commit"),
    "answer ready": _around(App, "dispatch", before=False),
    "message claimed": _around(sending.Sender, "_turn", before=False),
    "before the post": _around(SlackPort, "post", before=True),
    "posted, not written down": _around(SlackPort, "post", before=False),
}


def crashing(given: Given, port: int, point: str, countdown: int) -> None:
    """A replica that kills itself when it passes the point for the so-manieth time."""
    left = [countdown]

    def strike() -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    POINTS[point](strike)
    serve(given, port)


def ack_first(given: Given, port: int, point: str, countdown: int) -> None:
    """A replica that answers first and does the work afterwards, as Bolt does by itself."""
    import threading

    real = App.dispatch

    def dispatch(self: App, request: Any) -> BoltResponse:
        threading.Thread(target=real, args=(self, request), daemon=True).start()
        return BoltResponse(status=200, body="")

    App.dispatch = dispatch  # type: ignore[method-assign, assignment]
    crashing(given, port, point, countdown)
