"""Socket Mode: Slack's requests over WebSockets that we open, for installations without a public address."""

import logging
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import structlog
from slack_bolt import App
from slack_bolt.adapter.socket_mode.websocket_client import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from websocket import WebSocketException

from bot.core.clock import boot_seconds
from bot.core.frontdoor import well_formed
from bot.core.guard import describe, guarded

log = structlog.get_logger()
PING, DEAD, LOOK = 1.0, 2.9, 0.5
"""Seconds between pings, without an answer to them until a line counts as dead (three are missing), and between two
looks: nobody hangs up a line that is cut somewhere on the way."""
UNHEARD = logging.Logger("unheard", logging.CRITICAL + 1)
"""Where a line we hung up ourselves may complain that it is gone."""


class Line(SocketModeHandler):
    """One connection. Malformed payloads are acknowledged and dropped before Bolt sees them."""

    @property
    def stands(self) -> bool:
        """Whether it is connected and Slack answers our pings: a new line stands from the first answer on."""
        answered = bool(getattr(self.client.current_session, "last_pong_tm", 0.0))
        return answered and _connected(self.client) and self._unanswered() <= DEAD

    def renew_if_dead(self) -> None:
        """Break a connection that hangs: its reader wakes at once and asks Slack for a new one."""
        session = getattr(self.client, "current_session", None)
        if session is None or not _connected(self.client) or self._unanswered() <= DEAD:
            return
        log.warning("socket.dead", seconds=round(self._unanswered()))
        # Closing it would not do: the reader does not notice and waits until its read times out, ten seconds later.
        with suppress(OSError):
            session.sock.sock.shutdown(socket.SHUT_RDWR)

    def _unanswered(self) -> float:
        """Seconds since the first ping that was not answered, roughly; 0 when all were."""
        session: Any = getattr(self.client, "current_session", None)
        pinged, answered = getattr(session, "last_ping_tm", 0.0), getattr(session, "last_pong_tm", 0.0)
        return max(0.0, float(pinged) - float(answered)) if pinged and answered else self._silent(session)

    def _silent(self, session: Any) -> float:
        """A line that never answered a ping is as old as our first look at it."""
        if session is not self._seen or not getattr(session, "last_ping_tm", 0.0):
            self._seen, self._seen_at = session, boot_seconds()
        return boot_seconds() - self._seen_at

    _seen: Any = None
    _seen_at: float = 0.0

    def handle(self, client: BaseSocketModeClient, req: SocketModeRequest) -> None:
        """Carry one envelope out; it is acknowledged after the commit."""
        if req.type in {"events_api", "slash_commands", "interactive"} and not well_formed(req.payload):
            client.send_socket_mode_response(SocketModeResponse(envelope_id=req.envelope_id))
            return
        super().handle(client, req)  # type: ignore[arg-type]

    def hang_up(self) -> None:
        """Say goodbye and end at once: left alone, the reader would sit until its next read times out."""
        self.client.auto_reconnect_enabled, self.client.closed = False, True
        self.client.logger = UNHEARD
        # Whoever waits for the next message would notice within a second only.
        self.client.message_queue.put(None)
        socket_ = getattr(self.client.current_session, "sock", None)
        if socket_ is not None and socket_.sock is not None:
            with suppress(OSError, WebSocketException):
                socket_.send_close()
                socket_.sock.shutdown(socket.SHUT_RDWR)
        self.close()  # type: ignore[no-untyped-call]


class Lines:
    """Several connections side by side: while one is renewed, the others carry on."""

    def __init__(self, app: App, app_token: str, api_url: str, connections: int) -> None:
        def line() -> Line:
            web = WebClient(token=app_token, base_url=api_url, retry_handlers=[], timeout=10)
            return Line(app=app, app_token=app_token, web_client=web, ping_interval=PING, concurrency=8)

        self._lines = [line() for _ in range(connections)]
        self._closing = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="socket-watchdog", daemon=True)

    def open(self) -> None:
        """Connect; raises when the first connection cannot be made."""
        for line in self._lines:
            line.connect()  # type: ignore[no-untyped-call]
        self._watcher.start()

    def _watch(self) -> None:
        while not self._closing.wait(LOOK):
            for line in self._lines:
                guarded(line.renew_if_dead, lambda error: log.warning("socket.not_renewed", error=describe(error)))

    def stop_reconnecting(self) -> None:
        """Let lines that break from now on stay down."""
        self._closing.set()
        for line in self._lines:
            line.client.auto_reconnect_enabled = False

    def close(self) -> None:
        """Hang up."""
        self._closing.set()
        for line in self._lines:
            line.hang_up()

    @property
    def alive(self) -> bool:
        """Whether at least one connection stands."""
        return any(line.stands for line in self._lines)


def _connected(client: Any) -> bool:
    check: Callable[[], bool] = client.is_connected
    return bool(check())
