"""The Slack app manifest: exactly the commands, shortcuts, events and scopes the code uses."""

from collections.abc import Collection
from typing import Any

from bot.core.errors import Misconfigured
from bot.core.forms import File
from bot.core.words import HALVES, half_of
from handlers.table import Table

COMMANDS: dict[str, tuple[str, str]] = {
    "/visit": ("记一次拜访 · Record a visit", "客户 做了什么,答应了什么 · customer, what happened, what you promised"),
    "/complaint": ("登记投诉 · Register a complaint", "客户 怎么回事,何时回复 · customer, what happened, by when"),
    "/escalate": ("请部门支持 · Ask a department", "客户 @同事 问题,何时要 · customer @colleague question, by when"),
    "/client": ("查客户 · Look a customer up", "名称、简称、拼音或代码 · name, short name, pinyin or code"),
    "/desk": ("更多与帮助 · Help and the rest", "help"),
}
"""Command -> description and hint. Slack shows everybody the same words, so both languages stand there, in this order;
a house that speaks one of them can have its manifest in that one alone."""

SHORTCUTS: dict[str, tuple[str, str]] = {
    "visits.save": ("记为拜访 Save as visit", "把这条消息记为拜访 · Save this message as a visit note"),
    "complaints.make": ("记为投诉 Make complaint", "把这条消息登记为投诉 · Register this message as a complaint"),
    "escalations.ask": ("请部门支持 Ask a dept", "就这条消息请部门支持 · Ask a department about this message"),
}
"""Message shortcut -> its name (24 characters at most) and description."""

SCOPES: dict[str, str] = {
    "commands": "slash commands and shortcuts",
    "chat:write": "direct messages, cards and threads",
    "im:write": "opening the direct message with a colleague",
    "im:history": "notes typed by direct message; finding a message again after a lost answer",
    "app_mentions:read": "notes typed by naming the bot",
    "channels:history": "answers in threads of public channels the bot was invited to",
    "channels:read": "telling whether a channel is public, archived or shared with another company",
    "groups:history": "answers in threads of departments' private channels",
    "groups:read": "the same for private channels",
    "groups:write": "a private channel of its own for a severity 1, archived when it is over",
    "mpim:history": "notes typed in group messages the bot is in",
    "mpim:read": "the same for group messages",
    "im:read": "telling a direct message from a channel",
    "reactions:read": "check marks on reminders",
    "reactions:write": "seeding the reactions people choose from",
    "users:read": "language, time zone, and whether somebody is a guest",
    "users:read.email": "finding the imported person behind a Slack user",
    "files:read": "reading a list an admin hands in to be imported",
    "files:write": "giving the rejected rows of that list back as a file",
}
"""Scope -> what it is needed for."""

FILES = {"files:read", "files:write"}
"""Needed only where a form asks for a file."""

PACKS: dict[str, frozenset[str]] = {
    "rooms": frozenset({"groups:write"}),
    "capture": frozenset({"channels:history", "groups:history", "mpim:history", "mpim:read"}),
    "imports": frozenset(FILES),
    "mentions": frozenset({"app_mentions:read"}),
}
"""What a team can do without (RAPPORT_WITHOUT), and the scopes that go with it: channels of their own for the worst
cases, answers in threads of channels, lists handed in as files, naming the bot in channels."""

CHANNEL_EVENTS = frozenset({"message.channels", "message.groups", "message.mpim"})
MESSAGE_EVENTS = ("message.im", "message.channels", "message.groups", "message.mpim")


def manifest(
    table: Table, prefix: str = "", socket_mode: bool = True, without: Collection[str] = (), language: str = "",
) -> dict[str, Any]:  # fmt: skip
    """The manifest for what is registered in `table`; `prefix` goes before each command's name.

    `without` names packs that are switched off, `language` the one the commands speak ("" for both). Raises
    Misconfigured for one that does not exist.
    """
    if language and language not in HALVES:
        raise Misconfigured(f"the commands speak {' or '.join(HALVES)}, not {language}")
    return {
        "display_information": {
            "name": "Rapport",
            "description": "记下每一个承诺,盯到兑现 · Every promise caught, and kept",
            "background_color": "#1f4e5f",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "rapport", "always_online": True},
            "shortcuts": [_shortcut(callback) for callback in sorted(table.message_shortcuts)],
            "slash_commands": [_command(name, prefix, language) for name in table.commands],
        },
        "oauth_config": {"scopes": {"bot": sorted(scopes(table, without))}},
        "settings": {
            "event_subscriptions": {"bot_events": sorted(events(table, without))},
            "interactivity": {"is_enabled": True},
            "org_deploy_enabled": False,
            "socket_mode_enabled": socket_mode,
            "token_rotation_enabled": False,
        },
    }  # fmt: skip


def scopes(table: Table, without: Collection[str] = ()) -> set[str]:
    """The scopes that what is registered needs, without the packs that are switched off."""
    unknown = sorted(set(without) - set(PACKS))
    if unknown:
        raise Misconfigured(f"there is no pack {', '.join(unknown)} to do without; there are {', '.join(PACKS)}")
    needed = set(SCOPES) - FILES
    if any(isinstance(field, File) for form, _ in table.forms.values() for field in form.fields.values()):
        needed |= FILES
    return needed.difference(*(PACKS[name] for name in without))


def events(table: Table, without: Collection[str] = ()) -> set[str]:
    """The events that what is registered listens to, without the packs that are switched off."""
    wanted = set(table.happenings)
    if table.singles.get("direct") or table.threads:
        wanted.update(MESSAGE_EVENTS)
    if "mention" in table.singles:
        wanted.add("app_mention")
    if "home" in table.singles:
        wanted.add("app_home_opened")
    if table.reactions:
        wanted |= {"reaction_added", "reaction_removed"}
    wanted -= CHANNEL_EVENTS if "capture" in without else set()
    return wanted - ({"app_mention"} if "mentions" in without else set())


def _command(name: str, prefix: str, language: str) -> dict[str, Any]:
    description, hint = (half_of(text, language) for text in COMMANDS[name])
    return {
        "command": f"/{prefix}{name[1:]}", "description": description, "usage_hint": hint, "should_escape": True,
    }  # fmt: skip


def _shortcut(callback: str) -> dict[str, Any]:
    name, description = SHORTCUTS[callback]
    return {"name": name, "type": "message", "callback_id": callback, "description": description}
