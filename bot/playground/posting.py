"""What changes a conversation: post, edit, delete, react, join, leave, archive. Each tells the observers."""

from __future__ import annotations

import copy
from typing import Any

from bot.playground.state import JSON, Channel, Message, SlackError
from bot.playground.workspace import Workspace

CHANNEL_TYPES = {"public": "channel", "private": "group", "im": "im", "mpim": "mpim"}
MAX_REACTIONS_BY_USER = 23


def post(workspace: Workspace, channel: Channel, user: str, text: str, **fields: Any) -> Message:
    """A new message; further fields are those of `Message`. Error: `thread_not_found`, `is_archived`."""
    with workspace.lock:
        if channel.is_archived:
            raise SlackError("is_archived")
        parent = fields.get("thread_ts")
        if parent is not None:
            _mark_parent(channel, parent)
        author = workspace.user(user)
        fields["blocks"] = with_block_ids(fields.get("blocks") or [], workspace)
        if author.bot_id:
            fields |= {"bot_id": author.bot_id, "app_id": author.app_id}
        message = Message(workspace.new_ts(), channel.id, user, text, workspace.now(), team=author.team_id, **fields)
        channel.messages[message.ts] = message
        workspace.changed("event", message_event(channel, message))
        return message


def post_hidden(workspace: Workspace, channel: Channel, to: str, text: str, **fields: Any) -> Message:
    """An ephemeral line that `to` alone sees; written by the bot, or by Slack when `from_slack`."""
    with workspace.lock:
        author = workspace.slackbot if fields.get("from_slack") else workspace.app.bot_user
        fields["blocks"] = with_block_ids(fields.get("blocks") or [], workspace)
        if author == workspace.app.bot_user:
            fields |= {"bot_id": workspace.app.bot_id, "app_id": workspace.app.app_id}
        message = Message(
            workspace.new_ts(), channel.id, author, text, workspace.now(), team=workspace.team_id,
            ephemeral_for=to, **fields,
        )  # fmt: skip
        workspace.hidden[message.ts] = message
        workspace.changed("hidden", {"user": to, "message": message.as_json()})
        return message


def edit(workspace: Workspace, message: Message, editor: str, changes: JSON) -> None:
    """Change fields of a posted message and announce `message_changed`."""
    with workspace.lock:
        channel = workspace.channel(message.channel)
        previous = copy.deepcopy(message.as_json())
        if "blocks" in changes:
            changes = changes | {"blocks": with_block_ids(changes["blocks"] or [], workspace)}
        for name, value in changes.items():
            setattr(message, name, value)
        stamp = workspace.new_ts()
        message.edited = {"user": editor, "ts": stamp}
        _announce_change(workspace, channel, message, previous, stamp)


def delete(workspace: Workspace, message: Message) -> None:
    """Take a message out of its history and announce `message_deleted`."""
    with workspace.lock:
        channel = workspace.channel(message.channel)
        del channel.messages[message.ts]
        stamp = workspace.new_ts()
        workspace.changed(
            "event",
            {
                "type": "message", "subtype": "message_deleted", "previous_message": message.as_json(),
                "channel": channel.id, "hidden": True, "deleted_ts": message.ts, "event_ts": stamp, "ts": stamp,
                "channel_type": CHANNEL_TYPES[channel.kind],
            },
        )  # fmt: skip


def react(workspace: Workspace, message: Message, user: str, name: str) -> None:
    """Add a reaction and announce it. Errors: `already_reacted`, `too_many_emoji`, `is_archived`."""
    with workspace.lock:
        if workspace.channel(message.channel).is_archived:
            raise SlackError("is_archived")
        users = message.reactions.get(name, [])
        if user in users:
            raise SlackError("already_reacted")
        if sum(user in people for people in message.reactions.values()) >= MAX_REACTIONS_BY_USER:
            raise SlackError("too_many_emoji")
        message.reactions.setdefault(name, []).append(user)
        _announce_reaction(workspace, "reaction_added", message, user, name)


def unreact(workspace: Workspace, message: Message, user: str, name: str) -> None:
    """Take a reaction back and announce it. Error: `no_reaction`."""
    with workspace.lock:
        if user not in message.reactions.get(name, []):
            raise SlackError("no_reaction")
        message.reactions[name].remove(user)
        if not message.reactions[name]:
            del message.reactions[name]
        _announce_reaction(workspace, "reaction_removed", message, user, name)


def join(workspace: Workspace, channel: Channel, user: str, inviter: str | None = None) -> None:
    """Add a member and announce `member_joined_channel`; joining twice changes nothing."""
    with workspace.lock:
        if user in channel.members:
            return
        channel.members.append(user)
        extra = {"inviter": inviter} if inviter else {}
        _announce_member(workspace, "member_joined_channel", channel, user, extra)


def leave(workspace: Workspace, channel: Channel, user: str) -> None:
    """Remove a member (who left or was kicked) and announce `member_left_channel`."""
    with workspace.lock:
        if user in channel.members:
            channel.members.remove(user)
            _announce_member(workspace, "member_left_channel", channel, user, {})
            if user == workspace.app.bot_user:
                kind = "channel_left" if channel.kind == "public" else "group_left"
                workspace.event(kind, channel=channel.id)


def archive(workspace: Workspace, channel: Channel, by: str) -> None:
    """Archive a channel and announce it. Errors: `already_archived`, `cant_archive_general`."""
    with workspace.lock:
        if channel.is_archived:
            raise SlackError("already_archived")
        if channel.name == "general":
            raise SlackError("cant_archive_general")
        channel.is_archived = True
        kind = "channel_archive" if channel.kind == "public" else "group_archive"
        workspace.event(kind, channel=channel.id, user=by)


def message_event(channel: Channel, message: Message) -> JSON:
    """The `message` event of a new message."""
    shown = message.as_json(with_metadata=False)
    if message.broadcast:
        shown["subtype"] = "thread_broadcast"
    return shown | {"channel": channel.id, "event_ts": message.ts, "channel_type": CHANNEL_TYPES[channel.kind]}


def with_block_ids(blocks: list[JSON], workspace: Workspace) -> list[JSON]:
    """A deep copy in which every block has a `block_id`, and every interactive element an `action_id`."""
    filled = copy.deepcopy(blocks)
    for block in filled:
        block.setdefault("block_id", workspace.new_id("b"))
        for element in elements_of(block):
            element.setdefault("action_id", workspace.new_id("a"))
    return filled


def elements_of(block: JSON) -> list[JSON]:
    """The interactive elements in a block: actions, accessory, input, card buttons, nested containers."""
    found: list[JSON] = []
    if block.get("type") in ("actions", "context_actions"):
        found += block.get("elements", [])
    accessory = block.get("accessory")
    if accessory and accessory.get("type") != "image":
        found.append(accessory)
    if block.get("type") == "input":
        found.append(block["element"])
    if block.get("type") == "card":
        found += block.get("actions", [])
    nested = block.get("child_blocks", []) + (block.get("elements", []) if block.get("type") == "carousel" else [])
    for child in nested:
        found += elements_of(child)
    return found


def _mark_parent(channel: Channel, parent_ts: str) -> None:
    parent = channel.messages.get(parent_ts)
    if parent is None:
        raise SlackError("thread_not_found")
    if parent.thread_ts not in (None, parent.ts):
        raise SlackError("cannot_reply_to_message")
    parent.thread_ts = parent.ts


def _announce_change(workspace: Workspace, channel: Channel, message: Message, previous: JSON, stamp: str) -> None:
    workspace.changed(
        "event",
        {
            "type": "message", "subtype": "message_changed", "message": message.as_json(),
            "previous_message": previous, "channel": channel.id, "hidden": True, "ts": stamp, "event_ts": stamp,
            "channel_type": CHANNEL_TYPES[channel.kind],
        },
    )  # fmt: skip


def _announce_reaction(workspace: Workspace, kind: str, message: Message, user: str, name: str) -> None:
    item = {"type": "message", "channel": message.channel, "ts": message.ts}
    workspace.event(kind, user=user, reaction=name, item_user=message.user, item=item)


def _announce_member(workspace: Workspace, kind: str, channel: Channel, user: str, extra: JSON) -> None:
    letter = "C" if channel.kind == "public" else "G"
    workspace.event(kind, user=user, channel=channel.id, channel_type=letter, team=workspace.team_id, **extra)
