"""One Web API call as the methods see it: typed arguments, the workspace, and the page of a list."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.playground.blocks_report import as_json
from bot.playground.faults import Faults
from bot.playground.state import JSON, Channel, Message, SlackError
from bot.playground.workspace import Workspace

Row = TypeVar("Row")


@dataclass
class Call:
    """Arguments of a call with readers that refuse as Slack does. `base_url` is where this server listens."""

    workspace: Workspace
    arguments: JSON
    base_url: str
    faults: Faults

    def text(self, name: str) -> str | None:
        """A string argument; numbers sent as JSON are taken as strings, absent and empty give None."""
        value = self.arguments.get(name)
        return None if value is None or value == "" else str(value)

    def need(self, name: str, error: str = "invalid_arguments") -> str:
        """A required string argument, or this error."""
        value = self.text(name)
        if value is None:
            missing = f"[ERROR] missing required field: {name}"
            raise SlackError(error, response_metadata={"messages": [missing]})
        return value

    def flag(self, name: str) -> bool:
        """A boolean argument in any of the spellings a form may use."""
        return str(self.arguments.get(name, "")).lower() in ("true", "1")

    def number(self, name: str, default: int, most: int) -> int:
        """A whole number between 1 and `most`. Error: `invalid_limit`."""
        value = self.text(name)
        if value is None:
            return default
        if not value.isdigit() or not 1 <= int(value) <= most:
            raise SlackError("invalid_limit")
        return int(value)

    def json(self, name: str) -> Any:
        """An argument that is JSON, or a string holding JSON; None when absent or broken."""
        return as_json(self.arguments.get(name))

    def has(self, name: str) -> bool:
        """True when the argument was sent, even empty."""
        return self.arguments.get(name) is not None

    def room(self, name: str = "channel") -> Channel:
        """The conversation an argument names, if the bot may know of it. Error: `channel_not_found`."""
        channel = self.workspace.channel(self.need(name, "channel_not_found"))
        if channel.kind != "public" and self.workspace.app.bot_user not in channel.members:
            raise SlackError("channel_not_found")
        return channel

    def joined_room(self, name: str = "channel") -> Channel:
        """As `room`, and the bot is in it. Error: `not_in_channel`."""
        channel = self.room(name)
        if self.workspace.app.bot_user not in channel.members:
            raise SlackError("not_in_channel")
        return channel

    def message(self, channel: Channel, name: str) -> Message:
        """A message of a conversation by `ts`. Error: `message_not_found`."""
        found = channel.messages.get(self.need(name, "message_not_found"))
        if found is None:
            raise SlackError("message_not_found")
        return found

    def page(self, rows: list[Row], default: int = 100, most: int = 1000) -> tuple[list[Row], JSON]:
        """The page `limit` and `cursor` ask for, and its `response_metadata`. Error: `invalid_cursor`."""
        limit = self.number("limit", default, most)
        start = _decode(self.text("cursor"))
        more = start + limit < len(rows)
        cursor = base64.b64encode(f"next:{start + limit}".encode()).decode() if more else ""
        return rows[start : start + limit], {"next_cursor": cursor}


def _decode(cursor: str | None) -> int:
    if cursor is None:
        return 0
    try:
        kind, _, number = base64.b64decode(cursor, validate=True).decode().partition(":")
    except ValueError as error:
        raise SlackError("invalid_cursor") from error
    if kind != "next" or not number.isdigit():
        raise SlackError("invalid_cursor")
    return int(number)


Method = Callable[[Call], JSON]
