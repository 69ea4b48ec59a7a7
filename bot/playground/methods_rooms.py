"""Web API: conversations.*."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.playground import posting
from bot.playground.call import Call, Method
from bot.playground.catalogue import KIND_SCOPE, READ
from bot.playground.state import JSON, Channel, Message, SlackError

TYPES = {"public_channel": "public", "private_channel": "private", "im": "im", "mpim": "mpim"}
NAME = re.compile(r"^[^\s.,!?\"'`@#/\\A-Z]{1,80}$")


def shown(call: Call, channel: Channel) -> JSON:
    """The conversation as the bot sees it."""
    bot = call.workspace.app.bot_user
    row = channel.as_json() | {"is_member": bot in channel.members, "context_team_id": call.workspace.team_id}
    if channel.kind == "im":
        row["user"] = next((one for one in channel.members if one != bot), bot)
        row["is_user_deleted"] = call.workspace.users[row["user"]].deleted
    return row


def known_rooms(call: Call, *, joined_only: bool) -> list[Channel]:
    """Conversations of the asked `types` for which a read scope is granted."""
    workspace = call.workspace
    asked = (call.text("types") or "public_channel").split(",")
    unknown = [name for name in asked if name.strip() not in TYPES]
    if unknown:
        raise SlackError("invalid_types")
    kinds = {TYPES[name.strip()] for name in asked}
    needed = sorted(READ[KIND_SCOPE[kind]] for kind in kinds)
    lacking = [scope for scope in needed if scope not in workspace.scopes]
    if lacking:
        raise SlackError("missing_scope", needed=",".join(lacking), provided=",".join(sorted(workspace.scopes)))
    bot = workspace.app.bot_user
    rooms = [c for c in workspace.channels.values() if c.kind in kinds]
    rooms = [c for c in rooms if bot in c.members or (c.kind == "public" and not joined_only)]
    return [c for c in rooms if not (call.flag("exclude_archived") and c.is_archived)]


def list_rooms(call: Call) -> JSON:
    """conversations.list"""
    page, meta = call.page(known_rooms(call, joined_only=False))
    return {"channels": [shown(call, c) for c in page], "response_metadata": meta}


def info(call: Call) -> JSON:
    """conversations.info"""
    return {"channel": shown(call, call.room())}


def members(call: Call) -> JSON:
    """conversations.members"""
    page, meta = call.page(call.room().members)
    return {"members": page, "response_metadata": meta}


def open_dm(call: Call) -> JSON:
    """conversations.open: by `users` (one to eight) or by `channel`."""
    workspace = call.workspace
    users = [one.strip() for one in (call.text("users") or "").split(",") if one.strip()]
    if not users:
        channel = call.room()
    else:
        people = [workspace.user(one) for one in users]
        if any(person.deleted for person in people):
            raise SlackError("user_disabled")
        if any(person.is_bot for person in people) and len(people) == 1:
            raise SlackError("cannot_dm_bot")
        needed = "im:write" if len(people) == 1 else "mpim:write"
        if needed not in workspace.scopes:
            raise SlackError("missing_scope", needed=needed, provided=",".join(sorted(workspace.scopes)))
        channel = workspace.conversation([*users, workspace.app.bot_user])
    return {"channel": shown(call, channel) if call.flag("return_im") else {"id": channel.id}}


def _visible(call: Call, channel: Channel) -> list[Message]:
    lag = timedelta(seconds=call.faults.lag_of(channel.id))
    now = call.workspace.now()
    return [m for m in channel.messages.values() if lag == timedelta(0) or m.at + lag <= now]


def _window(call: Call, rows: list[Message]) -> list[Message]:
    oldest, latest = call.text("oldest") or "0", call.text("latest")
    low, high = _ts(oldest), _ts(latest) if latest else None
    inclusive = call.flag("inclusive")

    def inside(message: Message) -> bool:
        at = _ts(message.ts)
        after = at > low or (inclusive and at == low)
        return after and (high is None or at < high or (inclusive and at == high))

    return [m for m in rows if inside(m)]


def _ts(value: str) -> int:
    seconds, _, rest = value.partition(".")
    if not seconds.isdigit() or (rest and not rest.isdigit()):
        raise SlackError("invalid_ts_oldest")
    return int(seconds) * 1_000_000 + int((rest + "000000")[:6])


def _listed(call: Call, channel: Channel, message: Message) -> JSON:
    row = message.as_json(with_metadata=call.flag("include_all_metadata"))
    if message.thread_ts == message.ts:
        replies = [m for m in channel.messages.values() if m.thread_ts == message.ts and m.ts != message.ts]
        row |= {"reply_count": len(replies), "reply_users": sorted({m.user for m in replies})}
        row |= {"latest_reply": replies[-1].ts} if replies else {}
    return row


def history(call: Call) -> JSON:
    """conversations.history: newest first, replies only when broadcast."""
    channel = call.joined_room()
    top = [m for m in _visible(call, channel) if m.thread_ts in (None, m.ts) or m.broadcast]
    page, meta = call.page(_window(call, top)[::-1], most=999)
    more = bool(meta["next_cursor"])
    rows = [_listed(call, channel, m) for m in page]
    return {"messages": rows, "has_more": more, "pin_count": len(channel.pins)} | (
        {"response_metadata": meta} if more else {}
    )


def replies(call: Call) -> JSON:
    """conversations.replies: the parent, then its answers, oldest first. Error: `thread_not_found`."""
    channel = call.joined_room()
    ts = call.need("ts", "thread_not_found")
    rows = [m for m in _visible(call, channel) if ts in (m.ts, m.thread_ts)]
    if not any(m.ts == ts for m in rows):
        raise SlackError("thread_not_found")
    page, meta = call.page(_window(call, rows), most=1000)
    more = bool(meta["next_cursor"])
    return {"messages": [_listed(call, channel, m) for m in page], "has_more": more} | (
        {"response_metadata": meta} if more else {}
    )


def _checked_name(call: Call) -> str:
    name = call.need("name", "invalid_name_required")
    if not NAME.match(name):
        raise SlackError("invalid_name_specials" if len(name) <= 80 else "invalid_name_maxlength")
    if call.workspace.channel_named(name):
        raise SlackError("name_taken")
    return name


def create(call: Call) -> JSON:
    """conversations.create"""
    private = call.flag("is_private")
    needed = "groups:write" if private else "channels:manage"
    if needed not in call.workspace.scopes:
        raise SlackError("missing_scope", needed=needed, provided=",".join(sorted(call.workspace.scopes)))
    channel = call.workspace.add_channel(_checked_name(call), private=private)
    channel.creator = call.workspace.app.bot_user
    if not private:
        row = {"id": channel.id, "name": channel.name, "created": channel.created, "creator": channel.creator}
        call.workspace.event("channel_created", channel=row)
    return {"channel": shown(call, channel)}


def invite(call: Call) -> JSON:
    """conversations.invite"""
    channel = call.joined_room()
    users = [one.strip() for one in call.need("users", "no_user").split(",")]
    for one in users:
        if one == call.workspace.app.bot_user:
            raise SlackError("cant_invite_self")
        if call.workspace.user(one).deleted and not call.flag("force"):
            raise SlackError("cant_invite")
        if one in channel.members and len(users) == 1:
            raise SlackError("already_in_channel")
    if channel.is_archived:
        raise SlackError("is_archived")
    for one in [one for one in users if not call.workspace.user(one).deleted]:
        posting.join(call.workspace, channel, one, call.workspace.app.bot_user)
    return {"channel": shown(call, channel)}


def join(call: Call) -> JSON:
    """conversations.join: public channels only."""
    channel = call.room()
    if channel.kind != "public":
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackError("is_archived")
    posting.join(call.workspace, channel, call.workspace.app.bot_user)
    return {"channel": shown(call, channel)}


def leave(call: Call) -> JSON:
    """conversations.leave"""
    channel = call.room()
    if call.workspace.app.bot_user not in channel.members:
        return {"not_in_channel": True}
    posting.leave(call.workspace, channel, call.workspace.app.bot_user)
    return {}


def kick(call: Call) -> JSON:
    """conversations.kick"""
    channel, user = call.joined_room(), call.need("user", "user_not_found")
    if user == call.workspace.app.bot_user:
        raise SlackError("cant_kick_self")
    if call.workspace.user(user).id not in channel.members:
        raise SlackError("not_in_channel")
    posting.leave(call.workspace, channel, user)
    return {}


def archive(call: Call) -> JSON:
    """conversations.archive"""
    posting.archive(call.workspace, call.joined_room(), call.workspace.app.bot_user)
    return {}


def rename(call: Call) -> JSON:
    """conversations.rename: only what the bot itself created."""
    channel = call.joined_room()
    if channel.creator != call.workspace.app.bot_user:
        raise SlackError("not_authorized")
    channel.name = _checked_name(call)
    kind = "channel_rename" if channel.kind == "public" else "group_rename"
    call.workspace.event(kind, channel={"id": channel.id, "name": channel.name, "created": channel.created})
    return {"channel": shown(call, channel)}


def set_topic(call: Call) -> JSON:
    """conversations.setTopic: at most 250 characters."""
    channel = call.joined_room()
    topic = call.text("topic") or ""
    if len(topic) > 250:
        raise SlackError("too_long")
    channel.topic = topic
    return {"channel": shown(call, channel)}


METHODS: dict[str, Method] = {
    "conversations.list": list_rooms,
    "conversations.info": info,
    "conversations.members": members,
    "conversations.open": open_dm,
    "conversations.history": history,
    "conversations.replies": replies,
    "conversations.create": create,
    "conversations.invite": invite,
    "conversations.join": join,
    "conversations.leave": leave,
    "conversations.kick": kick,
    "conversations.archive": archive,
    "conversations.rename": rename,
    "conversations.setTopic": set_topic,
}
