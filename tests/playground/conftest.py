"""A tiny real Bolt app on both roads to a loopback Slack: signed HTTP and Socket Mode."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import anyio.from_thread
import pytest
import uvicorn
from slack_bolt import App
from slack_bolt.adapter.starlette import SlackRequestHandler
from slack_sdk import WebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.main.socket import Line
from bot.playground.loopback import LoopbackSlack

SCOPES = [
    "commands", "chat:write", "im:history", "im:read", "im:write", "channels:history", "channels:read",
    "channels:manage", "channels:join", "groups:history", "groups:read", "reactions:read", "reactions:write",
    "users:read", "users:read.email", "app_mentions:read", "files:read", "files:write", "team:read", "pins:write",
    "mpim:history", "mpim:write", "bookmarks:write",
]  # fmt: skip
EVENTS = [
    "message.im", "message.channels", "message.groups", "message.mpim", "app_mention", "reaction_added",
    "reaction_removed", "app_home_opened", "member_joined_channel", "team_join", "user_change", "channel_archive",
    "app_uninstalled", "tokens_revoked",
]  # fmt: skip


def manifest(**settings: Any) -> dict[str, Any]:
    """A manifest with everything the tests touch."""
    return {
        "display_information": {"name": "Tiny"},
        "features": {
            "bot_user": {"display_name": "tiny"},
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
            "slash_commands": [
                {"command": "/visit", "description": "d", "usage_hint": "h", "should_escape": True},
                {"command": "/slow", "description": "d"},
            ],
            "shortcuts": [
                {"name": "Save", "type": "message", "callback_id": "save", "description": "d"},
                {"name": "New", "type": "global", "callback_id": "new", "description": "d"},
            ],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {"bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True},
            **settings,
        },
    }


class Hands:
    """A clock a test moves by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def hands() -> Hands:
    return Hands()


# A loaded machine may keep an answer for seconds: tests of answers that come too late set `delivery.within` themselves.
PATIENT = 15.0


@pytest.fixture
def slack(hands: Hands) -> Iterator[LoopbackSlack]:
    with LoopbackSlack(manifest(), clock=hands, answer_within=PATIENT) as loopback:
        yield loopback


@pytest.fixture
def socket_slack(hands: Hands) -> Iterator[LoopbackSlack]:
    with LoopbackSlack(manifest(socket_mode_enabled=True), clock=hands, answer_within=PATIENT) as loopback:
        yield loopback


@pytest.fixture
def client(slack: LoopbackSlack) -> WebClient:
    return WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[], timeout=5)


def bolt_app(slack: LoopbackSlack) -> App:
    """A Bolt app whose client talks to the loopback."""
    client = WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])
    return App(client=client, signing_secret=slack.signing_secret, process_before_response=True)


@pytest.fixture
def bolt(slack: LoopbackSlack) -> App:
    return bolt_app(slack)


@pytest.fixture
def socket_bolt(socket_slack: LoopbackSlack) -> App:
    return bolt_app(socket_slack)


class HttpApp:
    """A Bolt app behind its own little web server."""

    def __init__(self, app: App) -> None:
        handler = SlackRequestHandler(app)

        def events(request: Request) -> Response:
            return anyio.from_thread.run(handler.handle, request)

        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self._socket.bind(("127.0.0.1", 0))
        self._socket.listen()
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/slack/events"
        routes = [Route("/slack/events", events, methods=["POST"])]
        config = uvicorn.Config(Starlette(routes=routes), log_config=None, lifespan="off")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(5)
        self._socket.close()


@pytest.fixture
def serve(slack: LoopbackSlack) -> Iterator[Callable[[App], None]]:
    """Serve a Bolt app over HTTP and point Slack at it."""
    running: list[HttpApp] = []

    def start(app: App) -> None:
        running.append(HttpApp(app))
        slack.point_at(running[-1].url)

    yield start
    for one in running:
        one.stop()


@pytest.fixture
def connect(socket_slack: LoopbackSlack) -> Iterator[Callable[..., Line]]:
    """Connect a Bolt app by Socket Mode."""
    running: list[Line] = []

    def start(app: App) -> Line:
        before = socket_slack.sockets.connected
        handler = Line(app, socket_slack.app_token, ping_interval=1)
        handler.connect()
        running.append(handler)
        assert socket_slack.sockets.wait_connected(before + 1, 5)
        return handler

    yield start
    for one in running:
        one.hang_up()
