"""Web API: chat.*, reactions.*, pins, bookmarks and blocks.validate."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.playground import posting
from bot.playground.blocks_check import check_blocks, check_metadata, check_view
from bot.playground.call import Call, Method
from bot.playground.state import JSON, Channel, Message, Scheduled, SlackError

MOST_TEXT = 40_000
MOST_UPDATE_TEXT = 4_000
EMOJI = re.compile(r"^[a-z0-9_+'\-\u00c0-\uffff]+(::skin-tone-[2-6])?$")


def content(call: Call, *, most_text: int = MOST_TEXT) -> JSON:
    """The checked content of a message. Errors: `no_text`, `invalid_blocks`, `msg_too_long`, `invalid_metadata_*`."""
    text, blocks = _words(call)
    attachments = call.json("attachments") or []
    if not text and not blocks and not attachments:
        raise SlackError("no_text")
    if len(text) > most_text:
        if most_text < MOST_TEXT:
            raise SlackError("msg_too_long")
        text = text[:most_text]
    metadata = call.json("metadata") if call.has("metadata") else None
    wrong = check_metadata(metadata) if call.has("metadata") else None
    if wrong:
        raise SlackError(wrong)
    return {"text": text, "blocks": blocks, "attachments": attachments, "metadata": metadata}


def _words(call: Call) -> tuple[str, list[JSON]]:
    text, blocks, markdown = call.text("text") or "", call.json("blocks"), call.text("markdown_text")
    if markdown is not None:
        if text or call.has("blocks"):
            raise SlackError("markdown_text_conflict")
        text, blocks = markdown, [{"type": "markdown", "text": markdown}]
    if call.has("blocks") and blocks is None:
        raise SlackError("invalid_blocks_format")
    if blocks:
        refuse_bad_blocks(check_blocks(blocks))
    return text, blocks or []


def refuse_bad_blocks(messages: list[str], error: str = "invalid_blocks") -> None:
    """Raise Slack's refusal with its sentences when there are any."""
    if messages:
        plain = [line.removeprefix("[ERROR] ") for line in messages]
        raise SlackError(error, errors=plain, response_metadata={"messages": messages})


def destination(call: Call) -> Channel:
    """Where a post goes: a channel the bot may write to, or a person's direct conversation."""
    workspace = call.workspace
    target = call.need("channel", "channel_not_found")
    if target in workspace.users:
        if workspace.users[target].deleted or workspace.users[target].is_bot:
            raise SlackError("channel_not_found")
        channel = workspace.dm(target)
    else:
        channel = call.room()
    if channel.is_archived:
        raise SlackError("is_archived")
    _refuse_closed_dm(call, channel)
    outside = workspace.app.bot_user not in channel.members
    if outside and not (channel.kind == "public" and "chat:write.public" in workspace.scopes):
        raise SlackError("not_in_channel")
    return channel


def _refuse_closed_dm(call: Call, channel: Channel) -> None:
    if channel.kind != "im":
        return
    if not call.workspace.manifest.messages_tab:
        raise SlackError("messages_tab_disabled")
    if any(call.workspace.users[one].deleted for one in channel.members):
        raise SlackError("channel_not_found")


def _shown(message: Message) -> JSON:
    return {"channel": message.channel, "ts": message.ts, "message": message.as_json(with_metadata=True)}


def post_message(call: Call) -> JSON:
    """chat.postMessage"""
    channel = destination(call)
    fields = content(call)
    text = fields.pop("text")
    thread, broadcast = call.text("thread_ts"), call.flag("reply_broadcast")
    bot = call.workspace.app.bot_user
    return _shown(posting.post(call.workspace, channel, bot, text, thread_ts=thread, broadcast=broadcast, **fields))


def post_ephemeral(call: Call) -> JSON:
    """chat.postEphemeral: only to a person who is in the conversation."""
    channel = destination(call)
    user = call.need("user", "user_not_in_channel")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    fields = content(call)
    text, _ = fields.pop("text"), fields.pop("metadata")
    message = posting.post_hidden(call.workspace, channel, user, text, thread_ts=call.text("thread_ts"), **fields)
    return {"message_ts": message.ts}


def _own_message(call: Call, refusal: str) -> Message:
    channel = call.joined_room()
    message = call.message(channel, "ts")
    if message.user != call.workspace.app.bot_user:
        raise SlackError(refusal)
    if channel.is_archived:
        raise SlackError("is_archived")
    return message


def update(call: Call) -> JSON:
    """chat.update: own messages only; blocks stay when they are not sent, `[]` takes them away."""
    message = _own_message(call, "cant_update_message")
    if not call.has("text") and not call.has("blocks") and not call.has("attachments") and call.has("metadata"):
        raise SlackError("no_text")
    fields = content(call, most_text=MOST_UPDATE_TEXT)
    sent = {name: fields[name] for name in ("text", "blocks", "attachments", "metadata") if call.has(name)}
    if call.has("markdown_text"):
        sent |= {"text": fields["text"], "blocks": fields["blocks"]}
    posting.edit(call.workspace, message, call.workspace.app.bot_user, sent)
    return _shown(message) | {"text": message.text}


def delete(call: Call) -> JSON:
    """chat.delete"""
    message = _own_message(call, "cant_delete_message")
    posting.delete(call.workspace, message)
    return {"channel": message.channel, "ts": message.ts}


def permalink(call: Call) -> JSON:
    """chat.getPermalink"""
    channel = call.room()
    message = call.message(channel, "message_ts")
    link = f"{call.base_url}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": link}


def schedule(call: Call) -> JSON:
    """chat.scheduleMessage: up to 120 days ahead; metadata is accepted and lost, as the real one is known to do."""
    channel = destination(call)
    content(call)
    stamp = call.need("post_at", "invalid_time")
    if not stamp.isdigit():
        raise SlackError("invalid_time")
    now = call.workspace.now()
    if int(stamp) <= now.timestamp():
        raise SlackError("time_in_past")
    if int(stamp) > (now + timedelta(days=120)).timestamp():
        raise SlackError("time_too_far")
    kept = {k: v for k, v in call.arguments.items() if k not in ("token", "post_at", "metadata")}
    row = Scheduled(call.workspace.new_id("Q"), channel.id, int(stamp), kept, int(now.timestamp()))
    call.workspace.scheduled[row.id] = row
    shown = {"text": call.text("text") or "", "type": "delayed_message", "user": call.workspace.app.bot_user}
    return {"channel": channel.id, "scheduled_message_id": row.id, "post_at": row.post_at, "message": shown}


def unschedule(call: Call) -> JSON:
    """chat.deleteScheduledMessage: refused in the last minute before it is due, and of course afterwards."""
    channel = call.room()
    row = call.workspace.scheduled.get(call.need("scheduled_message_id", "invalid_scheduled_message_id"))
    if row is None or row.channel != channel.id or row.post_at - call.workspace.now().timestamp() < 60:
        raise SlackError("invalid_scheduled_message_id")
    del call.workspace.scheduled[row.id]
    return {}


def list_scheduled(call: Call) -> JSON:
    """chat.scheduledMessages.list"""
    wanted = call.text("channel")
    rows = [r for r in call.workspace.scheduled.values() if wanted in (None, r.channel)]
    page, meta = call.page(sorted(rows, key=lambda r: r.post_at))
    shown = [
        {"id": r.id, "channel_id": r.channel, "post_at": r.post_at, "date_created": r.created,
         "text": str(r.arguments.get("text", ""))}
        for r in page
    ]  # fmt: skip
    return {"scheduled_messages": shown, "response_metadata": meta}


def _reaction(call: Call) -> tuple[Message, str]:
    channel = call.joined_room()
    name = call.need("name", "invalid_name").strip(":")
    if not EMOJI.match(name):
        raise SlackError("invalid_name")
    return call.message(channel, "timestamp"), name


def add_reaction(call: Call) -> JSON:
    """reactions.add"""
    message, name = _reaction(call)
    posting.react(call.workspace, message, call.workspace.app.bot_user, name)
    return {}


def remove_reaction(call: Call) -> JSON:
    """reactions.remove"""
    message, name = _reaction(call)
    posting.unreact(call.workspace, message, call.workspace.app.bot_user, name)
    return {}


def get_reactions(call: Call) -> JSON:
    """reactions.get"""
    channel = call.joined_room()
    message = call.message(channel, "timestamp")
    return {"type": "message", "channel": channel.id, "message": message.as_json()}


def add_pin(call: Call) -> JSON:
    """pins.add"""
    channel = call.joined_room()
    message = call.message(channel, "timestamp")
    if message.ts in channel.pins:
        raise SlackError("already_pinned")
    channel.pins.append(message.ts)
    return {}


def remove_pin(call: Call) -> JSON:
    """pins.remove"""
    channel = call.joined_room()
    message = call.message(channel, "timestamp")
    if message.ts not in channel.pins:
        raise SlackError("no_pin")
    channel.pins.remove(message.ts)
    return {}


def add_bookmark(call: Call) -> JSON:
    """bookmarks.add"""
    channel = call.joined_room("channel_id")
    row = {
        "id": call.workspace.new_id("Bk"), "channel_id": channel.id, "title": call.need("title"),
        "link": call.text("link") or "", "type": call.need("type"),
    }  # fmt: skip
    channel.bookmarks.append(row)
    return {"bookmark": row}


def validate(call: Call) -> JSON:
    """blocks.validate: exactly one of `blocks`, `message` and `view`."""
    given = [name for name in ("blocks", "message", "view") if call.has(name)]
    if len(given) != 1:
        raise SlackError("invalid_arguments")
    payload = call.json(given[0])
    if given[0] == "view":
        problems = check_view(payload)
    else:
        problems = check_blocks(payload.get("blocks") if isinstance(payload, dict) else payload)
    if problems:
        pairs = [line.removeprefix("[ERROR] ").rstrip("]").rpartition(" [json-pointer:") for line in problems]
        errors = [{"pointer": at, "code": "failed_constraint", "message": text} for text, _, at in pairs]
        raise SlackError(f"invalid_{given[0]}", errors=errors, response_metadata={"messages": problems})
    return {}


METHODS: dict[str, Method] = {
    "chat.postMessage": post_message,
    "chat.postEphemeral": post_ephemeral,
    "chat.update": update,
    "chat.delete": delete,
    "chat.getPermalink": permalink,
    "chat.scheduleMessage": schedule,
    "chat.deleteScheduledMessage": unschedule,
    "chat.scheduledMessages.list": list_scheduled,
    "reactions.add": add_reaction,
    "reactions.remove": remove_reaction,
    "reactions.get": get_reactions,
    "pins.add": add_pin,
    "pins.remove": remove_pin,
    "bookmarks.add": add_bookmark,
    "blocks.validate": validate,
}
