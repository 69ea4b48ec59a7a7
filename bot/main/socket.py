"""Socket Mode: Slack's requests over WebSockets that we open, for installations without a public address."""

from collections.abc import Callable
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.socket_mode.websocket_client import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.core.frontdoor import well_formed


class Line(SocketModeHandler):
    """One connection. Malformed payloads are acknowledged and dropped before Bolt sees them."""

    def handle(self, client: BaseSocketModeClient, req: SocketModeRequest) -> None:
        """Carry one envelope out; it is acknowledged after the commit."""
        if req.type in {"events_api", "slash_commands", "interactive"} and not well_formed(req.payload):
            client.send_socket_mode_response(SocketModeResponse(envelope_id=req.envelope_id))
            return
        super().handle(client, req)  # type: ignore[arg-type]


class Lines:
    """Several connections side by side: while one is renewed, the others carry on."""

    def __init__(self, app: App, app_token: str, api_url: str, connections: int) -> None:
        def line() -> Line:
            web = WebClient(token=app_token, base_url=api_url, retry_handlers=[], timeout=10)
            return Line(app=app, app_token=app_token, web_client=web, ping_interval=5, concurrency=8)

        self._lines = [line() for _ in range(connections)]

    def open(self) -> None:
        """Connect; raises when the first connection cannot be made."""
        for line in self._lines:
            line.connect()  # type: ignore[no-untyped-call]

    def stop_reconnecting(self) -> None:
        """Let lines that break from now on stay down."""
        for line in self._lines:
            line.client.auto_reconnect_enabled = False

    def close(self) -> None:
        """Hang up."""
        for line in self._lines:
            line.close()  # type: ignore[no-untyped-call]

    @property
    def alive(self) -> bool:
        """Whether at least one connection stands."""
        return any(_connected(line.client) for line in self._lines)


def _connected(client: Any) -> bool:
    check: Callable[[], bool] = client.is_connected
    return bool(check())
