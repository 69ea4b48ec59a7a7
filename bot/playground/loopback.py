"""LoopbackSlack: a whole workspace on 127.0.0.1, for tests and under the playground's page.

with LoopbackSlack(manifest) as slack:
    li = slack.person(slack.workspace.add_user("li", locale="zh-CN").id)
    app = App(token=slack.bot_token, signing_secret=slack.signing_secret,
              client=WebClient(slack.bot_token, base_url=slack.api_url))
    slack.point_at("http://127.0.0.1:3000/slack/events")    # or Socket Mode: the manifest says so
    outcome = li.command("/visit", "拜访宏达")
    slack.settle()
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import timedelta
from types import TracebackType

from bot.playground.delivery import Delivery, Nowhere, Reply
from bot.playground.faults import Faults
from bot.playground.feed import Feed
from bot.playground.interacting import Desk
from bot.playground.limits import Limits
from bot.playground.manifest import Manifest
from bot.playground.office import Office, post_due
from bot.playground.payloads import Payloads
from bot.playground.person import Person
from bot.playground.recorder import Recorder
from bot.playground.server import Server
from bot.playground.signed_http import Seconds, SignedHttp
from bot.playground.sockets import Sockets
from bot.playground.state import JSON, Clock, User
from bot.playground.webapi import WebApi
from bot.playground.wires import Wires
from bot.playground.workspace import Workspace, wall_clock

REAL_PATIENCE = 3.0
REAL_RETRIES = (0.0, 60.0, 300.0)


class LoopbackSlack:
    """Everything wired together. Public: `workspace`, `faults`, `recorder`, `sockets`, `office`, `server`."""

    def __init__(
        self,
        manifest: JSON,
        *,
        clock: Clock = wall_clock,
        limits: Limits | None = None,
        seed: int = 0,
        answer_within: float = REAL_PATIENCE,
        retry_after: Sequence[float] = (0.0, 0.05, 0.1),
        signing_seconds: Seconds = time.time,
        port: int = 0,
        keep: int = 5000,
    ) -> None:
        """`clock`: the workspace's instants (UTC). `answer_within`: seconds an answer may take and a trigger id lives
        (Slack itself: `REAL_PATIENCE`). `retry_after`: real seconds before each repeat of an event (Slack
        itself: `REAL_RETRIES`). `signing_seconds`: epoch seconds put into signatures. `limits`: None for none.
        `keep`: exchanges remembered."""
        self.workspace = Workspace(Manifest(manifest), clock)
        self.workspace.triggers.life = timedelta(seconds=answer_within)
        self.faults = Faults(seed)
        self.recorder = Recorder(keep)
        self.office = Office(self.workspace)
        self.payloads = Payloads(self.workspace)
        self.delivery = Delivery(self.workspace, self.recorder, within=answer_within, retry_after=retry_after)
        wires = Wires()
        self.sockets = Sockets(self.faults, wires, self.workspace.app.app_id)
        self.api = WebApi(self.workspace, self.faults, limits)
        self.server = Server(self.api, self.sockets, wires, self.recorder, tick=self.tick, port=port)
        self.feed = Feed(self.workspace, self.payloads, self.delivery, self.faults)
        self.desk = Desk(self.workspace, self.payloads, self.delivery)
        self._signing_seconds = signing_seconds
        self._people: dict[str, Person] = {}
        self.base_url = f"http://127.0.0.1:{self.server.port}"
        self.api.base_url = self.payloads.base_url = self.base_url
        self.api.socket_url = f"ws://127.0.0.1:{self.server.port}"
        if self.workspace.manifest.socket_mode:
            self.use_sockets()

    @property
    def api_url(self) -> str:
        """The base address for a Slack client, with its last slash."""
        return f"{self.base_url}/api/"

    @property
    def bot_token(self) -> str:
        """The token of the bot user."""
        return self.workspace.app.bot_token

    @property
    def app_token(self) -> str:
        """The app-level token of Socket Mode."""
        return self.workspace.app.app_token

    @property
    def signing_secret(self) -> str:
        """The secret of request signatures."""
        return self.workspace.app.signing_secret

    def __enter__(self) -> LoopbackSlack:
        """Start listening."""
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop everything."""
        self.stop()

    def start(self) -> None:
        """Start listening; routes added to `server.extra_routes` before this are served too."""
        self.server.start()

    def leave(self) -> None:
        """Stop sending now and listening soon, without waiting for it."""
        self.delivery.close()
        self.server.leave()

    def stop(self) -> None:
        """Stop sending and listening."""
        self.delivery.close()
        self.server.stop()

    def point_at(self, events_url: str) -> SignedHttp:
        """Deliver by signed HTTP to this one address (events, commands, interactions); returns the transport."""
        transport = SignedHttp(events_url, self.signing_secret, self._signing_seconds)
        self.delivery.transport = transport
        return transport

    def use_sockets(self) -> None:
        """Deliver through Socket Mode; connections come by `apps.connections.open`."""
        self.workspace.manifest.socket_mode = True
        self.delivery.transport = self.sockets

    def disconnect(self) -> None:
        """Deliver nowhere: every request fails at once."""
        self.delivery.transport = Nowhere()

    def verify_url(self, transport: SignedHttp, challenge: str = "loopback-challenge") -> Reply:
        """What Slack does when the address is entered: `url_verification`; the body must give back the challenge."""
        token = self.workspace.app.verification_token
        body = {"type": "url_verification", "token": token, "challenge": challenge}
        return transport.send("events_api", body, self.delivery.within, 0, "")

    def person(self, user: User | str) -> Person:
        """The hands of somebody, by `User` or id."""
        key = user.id if isinstance(user, User) else user
        if key not in self._people:
            self._people[key] = Person(self.desk, key)
        return self._people[key]

    def tick(self) -> None:
        """Post scheduled messages that are due; the server calls it by itself four times a second."""
        post_due(self.workspace)

    def settle(self, timeout: float = 10.0) -> None:
        """Wait until every delivery (and repeat) is answered or given up. Error: TimeoutError after `timeout` s."""
        self.tick()
        self.feed.flush()
        if not self.delivery.settle(timeout):
            raise TimeoutError(f"deliveries still under way after {timeout} s")
