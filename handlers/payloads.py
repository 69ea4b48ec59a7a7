"""Reading Slack's payloads: pure functions from what Slack sends to the inputs of handlers."""

import html
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.core.blocks import pressed
from bot.core.subject import Subject
from handlers.inbound import Audience, Changed, Happened, Press, Submission, Typed


def press(body: Mapping[str, Any]) -> Press:
    """The pressed button or picked value."""
    action = body["actions"][0]
    read = pressed(action)
    head, *rest = read.path or ("0",)
    numbered = head.isascii() and head.isdigit()
    container = body.get("container") or {}
    view = body.get("view") or {}
    return Press(
        read.name, int(head) if numbered else 0, f"press:{body.get('trigger_id', '')}",
        rest=tuple(rest) if numbered else tuple(read.path or ()), picked=read.picked,
        channel=(body.get("channel") or {}).get("id", "") or container.get("channel_id", ""),
        ts=(body.get("message") or {}).get("ts", "") or container.get("message_ts", ""),
        view_id=view.get("id", ""), private=view.get("private_metadata", ""),
        values=(view.get("state") or {}).get("values", {}),
    )  # fmt: skip


def submission(values: Mapping[str, Any], private: str, key: str) -> Submission:
    """A form sent in."""
    return Submission(values, private, key)


def lookup_of(body: Mapping[str, Any]) -> str:
    """Which list of choices a typed-in select asks for."""
    return str(body["action_id"]).partition("#")[0].partition("/")[0]


def shortcut(body: Mapping[str, Any]) -> Typed:
    """A shortcut as a typed line: the text of its message, or nothing."""
    message = body.get("message") or {}
    return Typed(
        plain(message.get("text", "")), "shortcut", f"shortcut:{body.get('trigger_id', '')}",
        channel=(body.get("channel") or {}).get("id", ""), ts=message.get("ts", ""),
        thread_ts=message.get("thread_ts", ""), author=message.get("user", ""), files=tuple(message.get("files", ())),
    )  # fmt: skip


def changed(event: Mapping[str, Any]) -> Changed | None:
    """An edit or deletion; None for every other message event."""
    kind = event.get("subtype")
    if kind == "message_deleted":
        return Changed(event.get("channel", ""), str(event.get("deleted_ts", "")), None)
    if kind != "message_changed":
        return None
    message = event.get("message")
    if not isinstance(message, dict) or message.get("bot_id"):
        return None
    if message.get("subtype") == "tombstone":
        return Changed(event.get("channel", ""), str(message.get("ts", "")), None)
    before = event.get("previous_message") or {}
    if before.get("text") == message.get("text"):
        return None
    return Changed(event.get("channel", ""), str(message.get("ts", "")), plain(str(message.get("text", ""))))


def is_a_persons_words(event: Mapping[str, Any], bot_user: str) -> bool:
    """True for what a person typed; false for bots, joins, topics and our own messages."""
    if event.get("bot_id") or event.get("user") in (None, bot_user) or not isinstance(event.get("user"), str):
        return False
    return event.get("subtype") in (None, "file_share", "thread_broadcast")


def typed(event: Mapping[str, Any], bot_user: str, audience: Audience) -> Typed:
    """A message as a typed line. The key is the message itself: Slack sends a mention twice, as two events."""
    text = event.get("text", "")
    mention = f"<@{bot_user}>"
    named = mention in text or event["type"] == "app_mention"
    return Typed(
        plain(text.replace(mention, " ")), "mention" if named and audience != "direct" else "direct",
        f"message:{event.get('channel', '')}:{event.get('ts', '')}", channel=event.get("channel", ""),
        ts=event.get("ts", ""), thread_ts=event.get("thread_ts", ""), audience=audience, author=event["user"],
        files=tuple(event.get("files", ())),
    )  # fmt: skip


def about(said: Typed, subject: Subject | None) -> Typed:
    """The same line, known to be typed in the thread of a record."""
    return replace(said, source="thread", about=subject)


def happened(event: Mapping[str, Any]) -> Happened:
    """Another event."""
    return Happened(event["type"], dict(event))


def plain(text: str) -> str:
    """Slack's message text as people typed it: links and channels unwrapped, entities resolved; people stay ids."""
    text = re.sub(r"<(https?://[^|>]+|mailto:[^|>]+|tel:[^|>]+)(?:\|([^>]*))?>", lambda m: m[2] or m[1], text)
    text = re.sub(r"<#C[A-Z0-9]+\|([^>]*)>", r"#\1", text)
    return html.unescape(text).strip()
