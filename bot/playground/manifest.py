"""An app manifest read the way Slack reads it: what the app may do, and what it is told."""

from __future__ import annotations

from dataclasses import dataclass

from bot.playground.state import JSON


@dataclass(frozen=True)
class Command:
    """A slash command of the manifest; `name` has its slash."""

    name: str
    description: str
    usage_hint: str
    should_escape: bool


@dataclass(frozen=True)
class Shortcut:
    """A shortcut of the manifest; `kind` is `global` or `message`."""

    callback_id: str
    name: str
    kind: str


class Manifest:
    """Typed reading of a manifest dict; what is absent is off, as in Slack."""

    def __init__(self, source: JSON) -> None:
        """`source` is the manifest as JSON; it is not changed."""
        features: JSON = source.get("features", {})
        settings: JSON = source.get("settings", {})
        home: JSON = features.get("app_home", {})
        self.source = source
        self.app_name = str(source.get("display_information", {}).get("name", "App"))
        self.bot_name = str(features.get("bot_user", {}).get("display_name", self.app_name))
        self.scopes: set[str] = set(source.get("oauth_config", {}).get("scopes", {}).get("bot", []))
        self.commands = {row["command"]: _command(row) for row in features.get("slash_commands", [])}
        self.shortcuts = {row["callback_id"]: _shortcut(row) for row in features.get("shortcuts", [])}
        self.events: set[str] = set(settings.get("event_subscriptions", {}).get("bot_events", []))
        self.interactive = bool(settings.get("interactivity", {}).get("is_enabled", False))
        self.socket_mode = bool(settings.get("socket_mode_enabled", False))
        self.home_tab = bool(home.get("home_tab_enabled", False))
        self.messages_tab = bool(home.get("messages_tab_enabled", True))
        self.messages_tab_read_only = bool(home.get("messages_tab_read_only_enabled", False))


def _command(row: JSON) -> Command:
    return Command(
        name=row["command"],
        description=row.get("description", ""),
        usage_hint=row.get("usage_hint", ""),
        should_escape=bool(row.get("should_escape", False)),
    )


def _shortcut(row: JSON) -> Shortcut:
    return Shortcut(callback_id=row["callback_id"], name=row.get("name", ""), kind=row.get("type", "global"))
