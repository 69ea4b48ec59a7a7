"""What a Slack workspace is made of: plain records, no transport, no rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

JSON = dict[str, Any]
Clock = Callable[[], datetime]
Kind = Literal["public", "private", "im", "mpim"]


class SlackError(Exception):
    """A refusal worded as Slack words it; `extra` is merged into the `{"ok": false}` answer."""

    def __init__(self, code: str, **extra: Any) -> None:
        """`code` is Slack's error code, e.g. `channel_not_found`."""
        super().__init__(code)
        self.code = code
        self.extra = extra


@dataclass
class User:
    """A member of the workspace, a guest, a bot, or a stranger from a connected workspace."""

    id: str
    name: str
    real_name: str
    email: str | None
    team_id: str
    locale: str = "en-US"
    tz: str = "Asia/Shanghai"
    is_bot: bool = False
    is_admin: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    deleted: bool = False
    bot_id: str | None = None
    app_id: str | None = None

    def as_json(self, now: datetime, *, with_email: bool = True, with_locale: bool = False) -> JSON:
        """The user object of `users.info`; `now` (UTC) fixes the zone offset in seconds."""
        offset = now.astimezone(ZoneInfo(self.tz)).utcoffset()
        profile: JSON = {
            "real_name": self.real_name,
            "real_name_normalized": self.real_name,
            "display_name": self.name,
            "display_name_normalized": self.name,
            "team": self.team_id,
        }
        if with_email and self.email and not self.is_bot:
            profile["email"] = self.email
        if self.is_bot:
            profile |= {"bot_id": self.bot_id, "api_app_id": self.app_id}
        shown: JSON = {
            "id": self.id,
            "team_id": self.team_id,
            "name": self.name,
            "deleted": self.deleted,
            "real_name": self.real_name,
            "tz": self.tz,
            "tz_label": self.tz,
            "tz_offset": int(offset.total_seconds()) if offset else 0,
            "profile": profile,
            "is_admin": self.is_admin,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": self.is_restricted,
            "is_ultra_restricted": self.is_ultra_restricted,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "updated": int(now.timestamp()),
        }
        if self.is_stranger:
            shown["is_stranger"] = True
        if with_locale:
            shown["locale"] = self.locale
        return shown


@dataclass
class Message:
    """One message. `ephemeral_for` names the only person who sees it; such a message is in no history."""

    ts: str
    channel: str
    user: str
    text: str
    at: datetime
    blocks: list[JSON] = field(default_factory=list)
    attachments: list[JSON] = field(default_factory=list)
    thread_ts: str | None = None
    broadcast: bool = False
    bot_id: str | None = None
    app_id: str | None = None
    team: str = ""
    username: str | None = None
    metadata: JSON | None = None
    edited: JSON | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)
    ephemeral_for: str | None = None
    subtype: str | None = None
    client_msg_id: str | None = None
    files: list[JSON] = field(default_factory=list)
    from_slack: bool = False
    state: dict[str, dict[str, dict[str, JSON]]] = field(default_factory=dict)

    @property
    def is_ephemeral(self) -> bool:
        """True when only one person sees it."""
        return self.ephemeral_for is not None

    def as_json(self, *, with_metadata: bool = False) -> JSON:
        """The message object of histories, events and interaction payloads."""
        shown: JSON = {"type": "message", "user": self.user, "ts": self.ts, "text": self.text, "team": self.team}
        optional: JSON = {
            "subtype": self.subtype,
            "client_msg_id": self.client_msg_id,
            "bot_id": self.bot_id,
            "app_id": self.app_id,
            "username": self.username,
            "blocks": self.blocks,
            "attachments": self.attachments,
            "thread_ts": self.thread_ts,
            "edited": self.edited,
            "files": self.files,
            "metadata": self.metadata if with_metadata else None,
        }
        shown |= {key: value for key, value in optional.items() if value}
        if self.reactions:
            shown["reactions"] = [
                {"name": name, "users": list(users), "count": len(users)} for name, users in self.reactions.items()
            ]
        return shown


@dataclass
class Channel:
    """A conversation of any kind; messages are kept in the order of their `ts`."""

    id: str
    name: str
    kind: Kind
    creator: str
    created: int
    members: list[str] = field(default_factory=list)
    is_archived: bool = False
    is_ext_shared: bool = False
    topic: str = ""
    messages: dict[str, Message] = field(default_factory=dict)
    pins: list[str] = field(default_factory=list)
    bookmarks: list[JSON] = field(default_factory=list)

    def as_json(self) -> JSON:
        """The conversation object of `conversations.info`."""
        shown: JSON = {
            "id": self.id,
            "created": self.created,
            "is_archived": self.is_archived,
            "is_channel": self.kind == "public",
            "is_group": self.kind == "private",
            "is_im": self.kind == "im",
            "is_mpim": self.kind == "mpim",
            "is_private": self.kind != "public",
            "is_shared": self.is_ext_shared,
            "is_ext_shared": self.is_ext_shared,
            "is_org_shared": False,
        }
        if self.kind != "im":
            shown |= {
                "name": self.name,
                "name_normalized": self.name,
                "creator": self.creator,
                "is_general": self.name == "general",
                "topic": {"value": self.topic, "creator": "", "last_set": 0},
                "purpose": {"value": "", "creator": "", "last_set": 0},
                "num_members": len(self.members),
            }
        return shown


@dataclass
class View:
    """An open modal or a published Home; `user` is the person who sees it."""

    id: str
    user: str
    payload: JSON
    hash: str
    root_id: str
    previous_id: str | None = None
    values: dict[str, dict[str, JSON]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    context: JSON = field(default_factory=dict)

    @property
    def blocks(self) -> list[JSON]:
        """Its blocks, every one with a `block_id`."""
        return list(self.payload.get("blocks", []))

    @property
    def callback_id(self) -> str:
        """The `callback_id` the app gave it, or an empty string."""
        return str(self.payload.get("callback_id", ""))


@dataclass
class Upload:
    """A file: announced, filled through its upload address, then completed."""

    id: str
    name: str
    user: str
    size: int
    content: bytes = b""
    title: str = ""
    mimetype: str = "application/octet-stream"
    channels: list[str] = field(default_factory=list)
    completed: bool = False


@dataclass
class Scheduled:
    """A message parked with `chat.scheduleMessage`; `post_at` is in epoch seconds."""

    id: str
    channel: str
    post_at: int
    arguments: JSON
    created: int


@dataclass
class App:
    """The one app installed in this workspace and what proves who it is."""

    app_id: str
    bot_id: str
    bot_user: str
    bot_token: str
    app_token: str
    signing_secret: str
    verification_token: str
    refused_token: str | None = None
