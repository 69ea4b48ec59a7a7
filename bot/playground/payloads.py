"""The exact shapes of what Slack sends an app: commands, interactions, events."""

from __future__ import annotations

from typing import Any

from bot.playground import views
from bot.playground.state import JSON, Channel, Message, User, View
from bot.playground.workspace import Workspace


class Payloads:
    """Builds payloads for one workspace; `base_url` is where response addresses live."""

    def __init__(self, workspace: Workspace, base_url: str = "") -> None:
        """The base address may be set once the server knows it."""
        self.workspace = workspace
        self.base_url = base_url

    def _name_of(self, channel: Channel) -> str:
        names = {"im": "directmessage", "private": "privategroup", "mpim": channel.name, "public": channel.name}
        return names[channel.kind]

    def _head(self, kind: str, user: User, *, view: View | None = None, trigger: bool = True) -> JSON:
        workspace = self.workspace
        person = {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team_id}
        head: JSON = {
            "type": kind, "user": person, "api_app_id": workspace.app.app_id,
            "token": workspace.app.verification_token,
            "team": {"id": workspace.team_id, "domain": workspace.team_domain},
            "enterprise": None, "is_enterprise_install": False,
        }  # fmt: skip
        if trigger:
            head["trigger_id"] = workspace.triggers.issue(user.id, workspace.now(), view.id if view else None)
        return head

    def response_url(self, user: User, channel: Channel, kind: str, message_ts: str | None = None) -> str:
        """A fresh response address; `kind` is `commands` or `actions`."""
        key = self.workspace.responses.issue(user.id, channel.id, self.workspace.now(), message_ts)
        return f"{self.base_url}/{kind}/{self.workspace.team_id}/{key}"

    def command(self, user: User, channel: Channel, name: str, text: str) -> JSON:
        """The form of a slash command."""
        workspace = self.workspace
        return {
            "token": workspace.app.verification_token, "team_id": workspace.team_id,
            "team_domain": workspace.team_domain, "channel_id": channel.id, "channel_name": self._name_of(channel),
            "user_id": user.id, "user_name": user.name, "command": name, "text": text,
            "api_app_id": workspace.app.app_id, "is_enterprise_install": "false",
            "response_url": self.response_url(user, channel, "commands"),
            "trigger_id": workspace.triggers.issue(user.id, workspace.now()),
        }  # fmt: skip

    def _place(self, message: Message) -> tuple[Channel, JSON]:
        channel = self.workspace.channel(message.channel)
        container: JSON = {
            "type": "message", "message_ts": message.ts, "channel_id": channel.id,
            "is_ephemeral": message.is_ephemeral,
        }  # fmt: skip
        if message.thread_ts:
            container["thread_ts"] = message.thread_ts
        return channel, container

    def action(self, user: User, where: Message | View, action: JSON) -> JSON:
        """`block_actions` of an element in a message, a modal or Home."""
        workspace = self.workspace
        action = action | {"action_ts": workspace.new_ts()}
        if isinstance(where, View):
            shown = views.shown(workspace, where)
            container = {"type": "view", "view_id": where.id}
            return self._head("block_actions", user, view=where) | {
                "container": container, "view": shown, "actions": [action],
            }  # fmt: skip
        channel, container = self._place(where)
        body = self._head("block_actions", user) | {
            "container": container, "channel": {"id": channel.id, "name": self._name_of(channel)},
            "state": {"values": where.state.get(user.id, {})}, "actions": [action],
            "response_url": self.response_url(user, channel, "actions", where.ts),
        }  # fmt: skip
        return body if where.is_ephemeral else body | {"message": where.as_json()}

    def suggestion(self, user: User, where: Message | View, block_id: str, action_id: str, query: str) -> JSON:
        """`block_suggestion`: the app is asked for options."""
        body = self._head("block_suggestion", user, trigger=False)
        body |= {"action_id": action_id, "block_id": block_id, "value": query}
        if isinstance(where, View):
            container = {"type": "view", "view_id": where.id}
            return body | {"container": container, "view": views.shown(self.workspace, where)}
        channel, container = self._place(where)
        room = {"id": channel.id, "name": self._name_of(channel)}
        return body | {"container": container, "channel": room, "message": where.as_json()}

    def submission(self, user: User, view: View) -> JSON:
        """`view_submission`"""
        return self._head("view_submission", user, view=view) | {
            "view": views.shown(self.workspace, view), "response_urls": [],
        }  # fmt: skip

    def closed(self, user: User, view: View, *, is_cleared: bool) -> JSON:
        """`view_closed`"""
        return self._head("view_closed", user, trigger=False) | {
            "view": views.shown(self.workspace, view), "is_cleared": is_cleared,
        }  # fmt: skip

    def shortcut(self, user: User, callback_id: str) -> JSON:
        """A global `shortcut`."""
        return self._head("shortcut", user) | {"callback_id": callback_id, "action_ts": self.workspace.new_ts()}

    def message_shortcut(self, user: User, message: Message, callback_id: str) -> JSON:
        """`message_action`: a shortcut on a message."""
        channel, _ = self._place(message)
        return self._head("message_action", user) | {
            "callback_id": callback_id, "action_ts": self.workspace.new_ts(), "message_ts": message.ts,
            "message": message.as_json(), "channel": {"id": channel.id, "name": self._name_of(channel)},
            "response_url": self.response_url(user, channel, "actions"),
        }  # fmt: skip

    def event(self, inner: JSON, *, shared: bool = False) -> JSON:
        """The outer envelope of an event."""
        workspace = self.workspace
        authorization: JSON = {
            "enterprise_id": None, "team_id": workspace.team_id, "user_id": workspace.app.bot_user, "is_bot": True,
            "is_enterprise_install": False,
        }  # fmt: skip
        outer: dict[str, Any] = {
            "token": workspace.app.verification_token, "team_id": workspace.team_id,
            "context_team_id": workspace.team_id, "context_enterprise_id": None,
            "api_app_id": workspace.app.app_id, "event": inner, "type": "event_callback",
            "event_id": workspace.new_id("Ev"), "event_time": int(workspace.now().timestamp()),
            "authorizations": [authorization], "is_ext_shared_channel": shared,
            "event_context": f"4-{inner['type']}",
        }  # fmt: skip
        return outer
