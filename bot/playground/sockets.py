"""Socket Mode's server side: connections, envelopes, acknowledgements.

An envelope goes to exactly one connection. What is not acknowledged in time counts as not delivered; `delivery`
decides what is sent again. Source: docs.slack.dev/apis/events-api/using-socket-mode.
"""

from __future__ import annotations

import asyncio
import json
import threading
import uuid
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass, field
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.playground.delivery import Kind, Reply
from bot.playground.faults import Faults
from bot.playground.state import JSON
from bot.playground.wires import Wires

MOST_CONNECTIONS = 10
ACCEPTS_PAYLOAD = ("slash_commands", "interactive")


@dataclass(eq=False)
class Connection:
    """One WebSocket of the app. A frozen one is half open: it takes envelopes and answers nothing."""

    number: int
    socket: WebSocket
    waiting: dict[str, Future[Any]] = field(default_factory=dict)
    frozen: bool = False


class Sockets:
    """All connections of the app, and the way through them."""

    def __init__(self, faults: Faults, wires: Wires, app_id: str) -> None:
        """`wires` reach below the WebSocket, to cut or freeze a line."""
        self._faults = faults
        self._wires = wires
        self._app_id = app_id
        self._loop: asyncio.AbstractEventLoop | None = None
        self._changed = threading.Condition()
        self._connections: list[Connection] = []
        self._count = 0
        self._turn = 0

    @property
    def frozen(self) -> bool:
        """Whether a connection hangs."""
        with self._changed:
            return any(connection.frozen for connection in self._connections)

    @property
    def connected(self) -> int:
        """How many connections have been greeted and are still there."""
        with self._changed:
            return len(self._connections)

    def wait_connected(self, at_least: int = 1, timeout: float = 10.0) -> bool:
        """Wait (real seconds) until that many connections are there."""
        with self._changed:
            return self._changed.wait_for(lambda: len(self._connections) >= at_least, timeout)

    def send(self, kind: Kind, payload: JSON, within: float, attempt: int, reason: str) -> Reply:
        """One envelope to the next connection in turn; called from a worker thread."""
        connection = self._next()
        if connection is None or self._loop is None:
            return Reply(0, problem="connection_failed")
        key = str(uuid.uuid4())
        envelope: JSON = {"envelope_id": key, "payload": payload, "type": kind}
        envelope["accepts_response_payload"] = kind in ACCEPTS_PAYLOAD
        if kind == "events_api":
            envelope |= {"retry_attempt": attempt, "retry_reason": reason}
        answer: Future[Any] = Future()
        connection.waiting[key] = answer
        if not connection.frozen:
            text = json.dumps(envelope, ensure_ascii=False)
            asyncio.run_coroutine_threadsafe(_quietly(connection.socket.send_text(text)), self._loop)
        try:
            return Reply(200, answer.result(within))
        except FutureTimeout:
            return Reply(0, problem="timeout")
        except CancelledError:
            return Reply(0, problem="connection_failed")
        finally:
            connection.waiting.pop(key, None)

    def _next(self) -> Connection | None:
        with self._changed:
            if not self._connections:
                return None
            self._turn += 1
            return self._connections[self._turn % len(self._connections)]

    async def serve(self, socket: WebSocket) -> None:
        """The life of one connection: greeting, acknowledgements, end."""
        self._loop = asyncio.get_running_loop()
        await socket.accept()
        fault = self._faults.pick("socket")
        if self.connected >= MOST_CONNECTIONS or (fault and fault.kind == "too_many_websockets"):
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets", "debug_info": {}})
            await socket.close()
            return
        connection = self._enter(socket)
        try:
            await socket.send_json(self._hello())
            if fault and fault.kind == "half_open":
                self._freeze(connection)
            while True:
                self._acknowledge(connection, await socket.receive_text())
        except (WebSocketDisconnect, RuntimeError):
            return
        finally:
            self._leave(connection)

    def _enter(self, socket: WebSocket) -> Connection:
        with self._changed:
            self._count += 1
            connection = Connection(self._count, socket)
            self._connections.append(connection)
            self._changed.notify_all()
            return connection

    def _leave(self, connection: Connection) -> None:
        with self._changed:
            self._connections = [one for one in self._connections if one is not connection]
            self._changed.notify_all()
        for answer in list(connection.waiting.values()):
            answer.cancel()
        self._wires.forget(connection.socket.scope.get("client"))

    def _hello(self) -> JSON:
        debug = {"host": "loopback", "started": "", "build_number": 1, "approximate_connection_time": 18060}
        info = {"app_id": self._app_id}
        return {"type": "hello", "num_connections": self.connected, "debug_info": debug, "connection_info": info}

    @staticmethod
    def _acknowledge(connection: Connection, text: str) -> None:
        try:
            message = json.loads(text)
        except ValueError:
            return
        answer = connection.waiting.get(message.get("envelope_id", "")) if isinstance(message, dict) else None
        if answer is not None and not answer.done():
            answer.set_result(message.get("payload"))

    def _freeze(self, connection: Connection) -> None:
        connection.frozen = True
        self._wires.pause(connection.socket.scope.get("client"))

    def _each(self, work: Any) -> None:
        loop = self._loop
        if loop is None:
            return
        with self._changed:
            everyone = list(self._connections)
        for connection in everyone:
            asyncio.run_coroutine_threadsafe(_quietly(work(connection)), loop).result(5)

    def freeze(self) -> None:
        """Every open connection gets stuck: nobody reads, nobody answers pings, nobody hangs up."""

        async def work(connection: Connection) -> None:
            self._freeze(connection)

        self._each(work)

    def cut(self) -> None:
        """Every open line is reset without a word."""

        async def work(connection: Connection) -> None:
            self._wires.reset(connection.socket.scope.get("client"))

        self._each(work)

    def warn(self) -> None:
        """`disconnect` with reason `warning`: the line will be refreshed in about ten seconds."""
        self._each(lambda c: c.socket.send_json({"type": "disconnect", "reason": "warning", "debug_info": {}}))

    def refresh(self) -> None:
        """`disconnect` with reason `refresh_requested`, then the line is closed, as Slack does every few hours."""

        async def work(connection: Connection) -> None:
            await connection.socket.send_json({"type": "disconnect", "reason": "refresh_requested", "debug_info": {}})
            await connection.socket.close()

        self._each(work)


async def _quietly(work: Any) -> None:
    try:
        await work
    except (RuntimeError, WebSocketDisconnect, OSError):
        return
