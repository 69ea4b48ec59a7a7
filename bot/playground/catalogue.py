"""What each Web API method asks for: scopes and the rate-limit tier. A method that is not here does not exist.

Source: the "Facts" table of each method page at docs.slack.dev/reference/methods.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.playground.state import Channel

TIER_PER_MINUTE = {1: 1, 2: 20, 3: 50, 4: 100}
READ = ("channels:read", "groups:read", "im:read", "mpim:read")
HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")
MANAGE = ("channels:manage", "groups:write", "im:write", "mpim:write")
KIND_SCOPE = {"public": 0, "private": 1, "im": 2, "mpim": 3}


@dataclass(frozen=True)
class Rule:
    """Scopes of which one is needed (empty: none), calls a minute (0: posting has its own limits), by kind or not."""

    scopes: tuple[str, ...]
    per_minute: int
    by_kind: bool = False
    app_token: bool = False


def _rule(tier: int, *scopes: str, by_kind: bool = False, app_token: bool = False) -> Rule:
    return Rule(scopes, TIER_PER_MINUTE.get(tier, 0), by_kind, app_token)


METHODS: dict[str, Rule] = {
    "apps.connections.open": _rule(1, app_token=True),
    "auth.test": Rule((), 600),
    "blocks.validate": _rule(4),
    "bookmarks.add": _rule(2, "bookmarks:write"),
    "bots.info": _rule(3, "users:read"),
    "chat.delete": _rule(3, "chat:write"),
    "chat.deleteScheduledMessage": _rule(3, "chat:write"),
    "chat.getPermalink": Rule((), 600),
    "chat.postEphemeral": _rule(4, "chat:write"),
    "chat.postMessage": _rule(0, "chat:write"),
    "chat.scheduleMessage": _rule(3, "chat:write"),
    "chat.scheduledMessages.list": _rule(3),
    "chat.update": _rule(3, "chat:write"),
    "conversations.archive": _rule(2, *MANAGE, by_kind=True),
    "conversations.create": _rule(2, "channels:manage", "groups:write"),
    "conversations.history": _rule(3, *HISTORY, by_kind=True),
    "conversations.info": _rule(3, *READ, by_kind=True),
    "conversations.invite": _rule(3, *MANAGE, by_kind=True),
    "conversations.kick": _rule(3, *MANAGE, by_kind=True),
    "conversations.join": _rule(3, "channels:join"),
    "conversations.leave": _rule(3, *MANAGE, by_kind=True),
    "conversations.list": _rule(2, *READ),
    "conversations.members": _rule(4, *READ, by_kind=True),
    "conversations.open": _rule(3, "im:write", "mpim:write"),
    "conversations.rename": _rule(2, *MANAGE, by_kind=True),
    "conversations.replies": _rule(3, *HISTORY, by_kind=True),
    "conversations.setTopic": _rule(2, *MANAGE, by_kind=True),
    "files.completeUploadExternal": _rule(4, "files:write"),
    "files.getUploadURLExternal": _rule(4, "files:write"),
    "files.info": _rule(4, "files:read"),
    "pins.add": _rule(2, "pins:write"),
    "pins.remove": _rule(2, "pins:write"),
    "reactions.add": _rule(3, "reactions:write"),
    "reactions.get": _rule(3, "reactions:read"),
    "reactions.remove": _rule(2, "reactions:write"),
    "team.info": _rule(3, "team:read"),
    "users.conversations": _rule(3, *READ),
    "users.info": _rule(4, "users:read"),
    "users.list": _rule(2, "users:read"),
    "users.lookupByEmail": _rule(3, "users:read.email"),
    "views.open": _rule(4),
    "views.publish": _rule(4),
    "views.push": _rule(4),
    "views.update": _rule(4),
}


def missing_scope(rule: Rule, granted: set[str], channel: Channel | None) -> str | None:
    """The scope the call lacks, or None. Where scopes go by kind of conversation, the channel decides."""
    if not rule.scopes:
        return None
    if rule.by_kind and channel is not None:
        needed = rule.scopes[KIND_SCOPE[channel.kind]]
        return None if needed in granted else needed
    return None if granted & set(rule.scopes) else ",".join(rule.scopes)
