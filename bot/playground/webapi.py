"""The Web API without its wire: token, scope, limits, faults, method, answer.

`begin` decides everything that stands before the effect, `finish` runs it; the server waits in between when a
fault says so. Both are quick and hold the workspace's lock only while they work.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.playground import methods_chat, methods_people, methods_rooms, methods_views
from bot.playground.call import Call, Method
from bot.playground.catalogue import METHODS as RULES
from bot.playground.catalogue import missing_scope
from bot.playground.faults import Fault, Faults
from bot.playground.limits import Limits
from bot.playground.state import JSON, Channel, SlackError
from bot.playground.workspace import Workspace

IMPLEMENTED: dict[str, Method] = (
    methods_chat.METHODS | methods_rooms.METHODS | methods_people.METHODS | methods_views.METHODS
)


@dataclass
class Answer:
    """What goes back: HTTP status, JSON body, headers."""

    body: JSON
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


class WebApi:
    """Every method behind `/api/`."""

    def __init__(self, workspace: Workspace, faults: Faults, limits: Limits | None) -> None:
        """`limits` None lets everything through."""
        self.workspace = workspace
        self.faults = faults
        self.limits = limits
        self.base_url = ""
        self.socket_url = ""
        self.known_sockets = 0

    def channel_of(self, arguments: JSON) -> str | None:
        """The conversation a call is about, for faults and limits; a person counts as his direct conversation."""
        target = arguments.get("channel") or arguments.get("channel_id")
        if target is None or str(target) not in self.workspace.users:
            return None if target is None else str(target)
        return self.workspace.dm(str(target)).id

    def run(self, method: str, arguments: JSON, token: str | None) -> Answer:
        """Do what is asked; refusals become `{"ok": false}`."""
        with self.workspace.lock:
            granted = {"X-OAuth-Scopes": ",".join(sorted(self.workspace.scopes))}
            try:
                self._admit(method, token)
                wait = self._over_limit(method, arguments)
                if wait is not None:
                    return too_many(wait)
                self._check_scope(method, arguments)
                if method == "apps.connections.open":
                    return Answer({"ok": True, "url": self._socket_address()})
                call = Call(self.workspace, arguments, self.base_url, self.faults)
                return Answer({"ok": True} | IMPLEMENTED[method](call), headers=granted)
            except SlackError as refusal:
                return Answer({"ok": False, "error": refusal.code} | refusal.extra, headers=granted)

    def _admit(self, method: str, token: str | None) -> None:
        app = self.workspace.app
        if method not in RULES:
            raise SlackError("unknown_method", req_method=method)
        if not token:
            raise SlackError("not_authed")
        if token not in (app.bot_token, app.app_token):
            raise SlackError("invalid_auth")
        if app.refused_token:
            raise SlackError(app.refused_token)
        if RULES[method].app_token != (token == app.app_token):
            raise SlackError("not_allowed_token_type")

    def _over_limit(self, method: str, arguments: JSON) -> int | None:
        if self.limits is None:
            return None
        return self.limits.refuse(method, self.channel_of(arguments), self.workspace.now())

    def _check_scope(self, method: str, arguments: JSON) -> None:
        channel = self._channel(arguments) if RULES[method].by_kind else None
        granted = self.workspace.scopes
        lacking = missing_scope(RULES[method], granted, channel)
        if lacking:
            raise SlackError("missing_scope", needed=lacking, provided=",".join(sorted(granted)))

    def _channel(self, arguments: JSON) -> Channel | None:
        return self.workspace.channels.get(str(arguments.get("channel", "")))

    def _socket_address(self) -> str:
        if not self.workspace.manifest.socket_mode:
            raise SlackError("socket_mode_not_enabled")
        self.known_sockets += 1
        return f"{self.socket_url}/link/?ticket={self.known_sockets:06d}&app_id={self.workspace.app.app_id}"


def too_many(retry_after: int | None) -> Answer:
    """429; None leaves `Retry-After` out."""
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return Answer({"ok": False, "error": "ratelimited"}, 429, headers)


def spoilt(fault: Fault | None) -> Answer | None:
    """The answer a fault gives in place of the real one; None when it gives none (a drop, a cut, nothing)."""
    if fault is None:
        return None
    if fault.kind == "error":
        return Answer({"ok": False, "error": fault.error})
    if fault.kind == "rate_limit":
        return too_many(None if fault.seconds < 0 else int(fault.seconds))
    if fault.kind == "http":
        return Answer({}, fault.status)
    return None
