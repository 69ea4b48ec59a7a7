"""What an app says in return to a command or interaction: in the answer itself, or later by `response_url`."""

from __future__ import annotations

from bot.playground import posting
from bot.playground.blocks_check import check_blocks
from bot.playground.blocks_report import as_json
from bot.playground.methods_chat import refuse_bad_blocks
from bot.playground.state import JSON, Channel, Message, SlackError
from bot.playground.webapi import Answer
from bot.playground.workspace import Workspace


def checked(body: JSON) -> JSON:
    """Text and blocks of a response. Errors: `no_text`, `invalid_blocks`, `invalid_blocks_format`."""
    blocks = as_json(body.get("blocks"))
    if body.get("blocks") is not None and blocks is None:
        raise SlackError("invalid_blocks_format")
    if blocks:
        refuse_bad_blocks(check_blocks(blocks))
    text = str(body.get("text") or "")
    if not text and not blocks and not body.get("attachments"):
        raise SlackError("no_text")
    return {"text": text, "blocks": blocks or [], "attachments": as_json(body.get("attachments")) or []}


def say(workspace: Workspace, channel: Channel, user: str, body: JSON) -> Message:
    """Post a response: to `user` alone unless `response_type` is `in_channel`."""
    fields = checked(body)
    text, thread = fields.pop("text"), body.get("thread_ts")
    if body.get("response_type") == "in_channel":
        return posting.post(workspace, channel, workspace.app.bot_user, text, thread_ts=thread, **fields)
    return posting.post_hidden(workspace, channel, user, text, thread_ts=thread, **fields)


def respond(workspace: Workspace, key: str, body: JSON) -> Answer:
    """One use of a response address: say something new, replace or delete the original."""
    with workspace.lock:
        try:
            ticket = workspace.responses.use(key, workspace.now())
            channel = workspace.channel(ticket.channel)
            original = _original(workspace, channel, ticket.message_ts)
            if original is not None and body.get("delete_original"):
                _remove(workspace, original)
            elif original is not None and body.get("replace_original"):
                _replace(workspace, original, body)
            elif not body.get("delete_original"):
                say(workspace, channel, ticket.user, body)
            return Answer({"ok": True})
        except SlackError as refusal:
            gone = refusal.code in ("expired_url", "used_url")
            return Answer({"ok": False, "error": refusal.code} | refusal.extra, 404 if gone else 400)


def _original(workspace: Workspace, channel: Channel, ts: str | None) -> Message | None:
    if ts is None:
        return None
    return workspace.hidden.get(ts) or channel.messages.get(ts)


def _remove(workspace: Workspace, message: Message) -> None:
    if message.is_ephemeral:
        workspace.hidden.pop(message.ts, None)
        workspace.changed("hidden", {"user": message.ephemeral_for, "deleted_ts": message.ts})
    else:
        posting.delete(workspace, message)


def _replace(workspace: Workspace, message: Message, body: JSON) -> None:
    fields = checked(body)
    if message.is_ephemeral:
        message.text, message.blocks = fields["text"], posting.with_block_ids(fields["blocks"], workspace)
        workspace.changed("hidden", {"user": message.ephemeral_for, "message": message.as_json()})
    else:
        posting.edit(workspace, message, workspace.app.bot_user, fields)
