"""Web API: auth, users, team, bots, files and the address of a Socket Mode connection."""

from __future__ import annotations

from bot.playground import posting
from bot.playground.call import Call, Method
from bot.playground.methods_rooms import known_rooms, shown
from bot.playground.state import JSON, SlackError, Upload, User


def auth_test(call: Call) -> JSON:
    """auth.test"""
    workspace = call.workspace
    app = workspace.app
    return {
        "url": f"{call.base_url}/", "team": workspace.team_name, "user": workspace.users[app.bot_user].name,
        "team_id": workspace.team_id, "user_id": app.bot_user, "bot_id": app.bot_id, "is_enterprise_install": False,
    }  # fmt: skip


def _shown(call: Call, user: User) -> JSON:
    with_email = "users:read.email" in call.workspace.scopes
    return user.as_json(call.workspace.now(), with_email=with_email, with_locale=call.flag("include_locale"))


def user_info(call: Call) -> JSON:
    """users.info"""
    return {"user": _shown(call, call.workspace.user(call.need("user", "user_not_found")))}


def list_users(call: Call) -> JSON:
    """users.list: everybody, also bots and deactivated people."""
    page, meta = call.page(list(call.workspace.users.values()))
    cached = int(call.workspace.now().timestamp())
    return {"members": [_shown(call, u) for u in page], "cache_ts": cached, "response_metadata": meta}


def lookup_by_email(call: Call) -> JSON:
    """users.lookupByEmail: deactivated people and bots are not found. Error: `users_not_found`."""
    wanted = call.need("email", "users_not_found").casefold()
    for user in call.workspace.users.values():
        if not user.deleted and not user.is_bot and user.email and user.email.casefold() == wanted:
            return {"user": _shown(call, user)}
    raise SlackError("users_not_found")


def user_conversations(call: Call) -> JSON:
    """users.conversations: where the bot is (or, with `user`, where both are)."""
    rooms = known_rooms(call, joined_only=True)
    user = call.text("user")
    if user:
        rooms = [c for c in rooms if call.workspace.user(user).id in c.members]
    page, meta = call.page(rooms)
    return {"channels": [shown(call, c) for c in page], "response_metadata": meta}


def team_info(call: Call) -> JSON:
    """team.info"""
    workspace = call.workspace
    return {"team": {"id": workspace.team_id, "name": workspace.team_name, "domain": workspace.team_domain, "icon": {}}}


def bot_info(call: Call) -> JSON:
    """bots.info: the bot of this app."""
    app = call.workspace.app
    if call.text("bot") not in (None, app.bot_id):
        raise SlackError("bot_not_found")
    name = call.workspace.users[app.bot_user].name
    row = {"id": app.bot_id, "deleted": False, "name": name, "app_id": app.app_id, "user_id": app.bot_user}
    return {"bot": row}


def file_shown(call: Call, upload: Upload) -> JSON:
    """The file object with addresses that ask for the bot's token."""
    address = f"{call.base_url}/files/{upload.id}/{upload.name}"
    return {
        "id": upload.id, "name": upload.name, "title": upload.title or upload.name, "mimetype": upload.mimetype,
        "filetype": upload.name.rpartition(".")[2], "size": upload.size, "user": upload.user, "mode": "hosted",
        "channels": upload.channels, "url_private": address, "url_private_download": address,
        "created": int(call.workspace.now().timestamp()),
    }  # fmt: skip


def file_info(call: Call) -> JSON:
    """files.info. Error: `file_not_found`."""
    upload = call.workspace.files.get(call.need("file", "file_not_found"))
    if upload is None:
        raise SlackError("file_not_found")
    return {"file": file_shown(call, upload)}


def upload_url(call: Call) -> JSON:
    """files.getUploadURLExternal"""
    length = call.need("length")
    if not length.isdigit() or length == "0":
        raise SlackError("invalid_arguments")
    workspace = call.workspace
    upload = Upload(workspace.new_id("F"), call.need("filename"), workspace.app.bot_user, int(length))
    workspace.files[upload.id] = upload
    return {"upload_url": f"{call.base_url}/upload/{upload.id}", "file_id": upload.id}


def complete_upload(call: Call) -> JSON:
    """files.completeUploadExternal: shares the files in `channel_id` when one is given."""
    rows = call.json("files") or []
    uploads = [call.workspace.files.get(row.get("id", "")) for row in rows if isinstance(row, dict)]
    ready = [one for one in uploads if one is not None and one.content and not one.completed]
    if not ready or len(ready) != len(rows):
        raise SlackError("file_not_found")
    for upload, row in zip(ready, rows, strict=True):
        upload.completed = True
        upload.title = str(row.get("title") or upload.name)
    if call.text("channel_id"):
        channel = call.joined_room("channel_id")
        for upload in ready:
            upload.channels.append(channel.id)
        files = [file_shown(call, one) for one in ready]
        comment, thread = call.text("initial_comment") or "", call.text("thread_ts")
        posting.post(
            call.workspace, channel, call.workspace.app.bot_user, comment, thread_ts=thread, files=files,
            subtype="file_share",
        )  # fmt: skip
    return {"files": [{"id": one.id, "title": one.title} for one in ready]}


METHODS: dict[str, Method] = {
    "auth.test": auth_test,
    "users.info": user_info,
    "users.list": list_users,
    "users.lookupByEmail": lookup_by_email,
    "users.conversations": user_conversations,
    "team.info": team_info,
    "bots.info": bot_info,
    "files.info": file_info,
    "files.getUploadURLExternal": upload_url,
    "files.completeUploadExternal": complete_upload,
}
