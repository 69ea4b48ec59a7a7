"""The program as a server in a child process, and hands that send it Slack's signed requests."""

import http.client
import socket
import threading
from typing import Any

import uvicorn

from bot.core.clock import Clock, system_clock
from bot.main.serve import Service
from bot.playground.delivery import Kind
from bot.playground.signed_http import encode, signature
from campaigns.kit.replicas import Given, composed


def serve(given: Given, port: int) -> None:
    """A replica that listens, ticks and sends: what `python -m bot run` does after it has its lock."""
    service = Service(composed(given))
    service.start()
    threading.Thread(target=_listen, args=(service, port), daemon=True).start()
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port), 0.2):
                return
        except OSError:
            continue


def _listen(service: Service, port: int) -> None:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(("127.0.0.1", port))
    listening.listen(512)
    config = uvicorn.Config(service.web, log_config=None, lifespan="off", ws="none", access_log=False)
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined, method-assign]
    server.run([listening])


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Post:
    """Sends requests as Slack does, one connection a thread."""

    def __init__(self, port: int, secret: str, clock: Clock = system_clock) -> None:
        self.port, self._secret, self._clock, self._mine = port, secret, clock, threading.local()

    def send(self, kind: Kind, payload: dict[str, Any], within: float = 10.0) -> tuple[int, bytes]:
        """The status and body of the answer; status 0 when the line broke."""
        content_type, body = encode(kind, payload)
        return self.raw(body, content_type, within)

    def raw(self, body: bytes, content_type: str, within: float = 10.0) -> tuple[int, bytes]:
        """A signed request with exactly this body."""
        stamp = str(int(self._clock().timestamp()))
        headers = {
            "Content-Type": content_type, "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signature(self._secret, stamp, body),
        }  # fmt: skip
        return self.bare(body, headers, within)

    def bare(self, body: bytes, headers: dict[str, str], within: float = 10.0) -> tuple[int, bytes]:
        """A request with exactly these headers."""
        connection = self._mine.__dict__.get("line")
        if connection is None:
            connection = self._mine.line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=within)
        try:
            connection.request("POST", "/slack/events", body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            connection.close()
            return 0, b""


def command(user: str, name: str, text: str, trigger: str) -> dict[str, Any]:
    """The form of a slash command."""
    return {
        "command": name, "text": text, "user_id": user, "team_id": "T00000001", "channel_id": "D1", "token": "t",
        "trigger_id": trigger, "response_url": "http://127.0.0.1:1/none",
    }  # fmt: skip


def event(key: str, inner: dict[str, Any]) -> dict[str, Any]:
    """An event of the Events API."""
    return {"type": "event_callback", "event_id": key, "team_id": "T00000001", "token": "t", "event": inner}


__all__ = ["Post", "command", "event", "free_port", "serve"]
