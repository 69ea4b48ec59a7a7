"""Which changes become events for the app: what it subscribed to, has the scope for, and can see."""

from __future__ import annotations

import threading

from bot.playground.delivery import Delivery
from bot.playground.faults import Faults
from bot.playground.payloads import Payloads
from bot.playground.state import JSON, Channel
from bot.playground.workspace import Workspace

MESSAGE_EVENTS = {
    "public": ("message.channels", "channels:history"),
    "private": ("message.groups", "groups:history"),
    "im": ("message.im", "im:history"),
    "mpim": ("message.mpim", "mpim:history"),
}
SCOPES = {
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "team_join": "users:read",
    "user_change": "users:read",
    "app_mention": "app_mentions:read",
}
NEW_MESSAGE = (None, "file_share", "thread_broadcast")
LAST_WORDS = ("app_uninstalled", "tokens_revoked")
NEEDS_MEMBERSHIP = ("reaction_added", "reaction_removed", "member_joined_channel", "member_left_channel")


class Feed:
    """Turns the workspace's changes into deliveries."""

    def __init__(self, workspace: Workspace, payloads: Payloads, delivery: Delivery, faults: Faults) -> None:
        """Starts listening at once."""
        self._workspace = workspace
        self._payloads = payloads
        self._delivery = delivery
        self._faults = faults
        self._lock = threading.Lock()
        self._held: list[tuple[str, JSON]] = []
        workspace.observe(self._observe)

    def flush(self) -> None:
        """Send what a `reorder_events` fault is still holding back."""
        with self._lock:
            held, self._held = self._held, []
        for lane, payload in held:
            self._delivery.event(lane, payload)

    def _observe(self, kind: str, data: JSON) -> None:
        if kind != "event":
            return
        if self._wanted(data):
            self._send(data)
        if self._is_mention(data):
            keep = (
                "user",
                "text",
                "ts",
                "team",
                "blocks",
                "channel",
                "event_ts",
                "thread_ts",
                "client_msg_id",
                "files",
            )
            self._send({"type": "app_mention"} | {name: data[name] for name in keep if name in data})

    def _room(self, event: JSON) -> Channel | None:
        place = event.get("channel") or event.get("item", {}).get("channel")
        key = place.get("id") if isinstance(place, dict) else place
        return self._workspace.channels.get(key) if key else None

    def _wanted(self, event: JSON) -> bool:
        workspace, kind = self._workspace, event["type"]
        if workspace.app.refused_token and kind not in LAST_WORDS:
            return False
        room = self._room(event)
        subscribed, scope = kind, SCOPES.get(kind)
        if kind == "message" and room is not None:
            subscribed, scope = MESSAGE_EVENTS[room.kind]
        if subscribed not in workspace.manifest.events or (scope and scope not in workspace.scopes):
            return False
        if kind == "message" or kind in NEEDS_MEMBERSHIP:
            return room is not None and self._sees(room, event)
        return True

    def _sees(self, room: Channel, event: JSON) -> bool:
        bot = self._workspace.app.bot_user
        return bot in room.members or event.get("user") == bot

    def _is_mention(self, event: JSON) -> bool:
        workspace = self._workspace
        if event["type"] != "message" or event.get("subtype") not in NEW_MESSAGE or event.get("bot_id"):
            return False
        room = self._room(event)
        bot = workspace.app.bot_user
        if room is None or room.kind == "im" or bot not in room.members or f"<@{bot}>" not in event.get("text", ""):
            return False
        may = "app_mention" in workspace.manifest.events and SCOPES["app_mention"] in workspace.scopes
        return may and not workspace.app.refused_token

    def _send(self, event: JSON) -> None:
        fault = self._faults.pick("event", event["type"])
        if fault and fault.kind == "lose":
            return
        room = self._room(event)
        payload = self._payloads.event(event, shared=bool(room and room.is_ext_shared))
        lane = room.id if room else str(event.get("user", "team"))
        if fault and fault.kind == "reorder":
            with self._lock:
                self._held.append((lane, payload))
            return
        self._delivery.event(lane, payload)
        if fault and fault.kind == "duplicate":
            self._delivery.event(f"{lane} again", payload)
        self.flush()
