"""The program as a server in a child process, and hands that send it Slack's signed requests."""

import http.client
import socket
import threading
from dataclasses import replace
from typing import Any

from bot.core.clock import Clock, system_clock
from bot.main.http import web_server
from bot.main.serve import Service, begin
from bot.playground.delivery import Kind
from bot.playground.signed_http import encode, signature
from campaigns.kit.replicas import Given, composed


def serve(given: Given, port: int) -> None:
    """A replica that listens, ticks and sends: what `python -m bot run` does after it has its lock."""
    here = {"port": port, "RAPPORT_HOST": "127.0.0.1"}
    service = Service(composed(replace(given, settings=given.settings | here)))
    _, doors = begin(service)
    threading.Thread(target=web_server(service.rapport.settings, service.web).run, args=(doors,), daemon=True).start()


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

    def hang_up(self) -> None:
        """Close this thread's connection: whichever process is free takes the next one."""
        connection = self._mine.__dict__.pop("line", None)
        if connection is not None:
            connection.close()

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
