"""Modals and Home as state: open, push, update, close; the object Slack shows of a view."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from bot.playground.posting import elements_of, with_block_ids
from bot.playground.state import JSON, SlackError, View
from bot.playground.workspace import Workspace

MOST_STACKED = 3
INITIALS = {
    "initial_value": "value",
    "initial_option": "selected_option",
    "initial_options": "selected_options",
    "initial_user": "selected_user",
    "initial_users": "selected_users",
    "initial_channel": "selected_channel",
    "initial_channels": "selected_channels",
    "initial_conversation": "selected_conversation",
    "initial_conversations": "selected_conversations",
    "initial_date": "selected_date",
    "initial_time": "selected_time",
    "initial_date_time": "selected_date_time",
}
EMPTY = {
    "static_select": "selected_option", "external_select": "selected_option", "radio_buttons": "selected_option",
    "overflow": "selected_option", "multi_static_select": "selected_options",
    "multi_external_select": "selected_options", "checkboxes": "selected_options", "users_select": "selected_user",
    "multi_users_select": "selected_users", "conversations_select": "selected_conversation",
    "multi_conversations_select": "selected_conversations", "channels_select": "selected_channel",
    "multi_channels_select": "selected_channels", "datepicker": "selected_date", "timepicker": "selected_time",
    "datetimepicker": "selected_date_time", "plain_text_input": "value", "number_input": "value",
    "email_text_input": "value", "url_text_input": "value", "rich_text_input": "rich_text_value",
    "file_input": "files",
}  # fmt: skip
LISTS = ("selected_options", "selected_users", "selected_conversations", "selected_channels", "files")


def value_of(element: JSON) -> JSON:
    """What an untouched element reports: its initial value, or nothing."""
    kind = element["type"]
    field = EMPTY[kind]
    blank: Any = [] if field in LISTS else None
    for initial, name in INITIALS.items():
        if element.get(initial) is not None:
            field, blank = (field if kind == "rich_text_input" else name), element[initial]
    return {"type": kind, field: blank}


def untouched(blocks: list[JSON]) -> dict[str, dict[str, JSON]]:
    """The `state.values` of a view nobody has touched."""
    values: dict[str, dict[str, JSON]] = {}
    for block in blocks:
        for element in elements_of(block):
            if element["type"] in EMPTY and element["type"] != "overflow":
                values.setdefault(block["block_id"], {})[element["action_id"]] = value_of(element)
    return values


def _hash(workspace: Workspace, payload: JSON) -> str:
    digest = hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()[:8]
    return f"{int(workspace.now().timestamp())}.{workspace.new_id('h')[1:]}{digest}"


def shown(workspace: Workspace, view: View) -> JSON:
    """The view object of answers and payloads."""
    defaults: JSON = {"callback_id": "", "private_metadata": "", "external_id": "", "title": None, "submit": None}
    defaults |= {"close": None, "clear_on_close": False, "notify_on_close": False}
    return defaults | view.payload | {
        "id": view.id, "team_id": workspace.team_id, "hash": view.hash, "state": {"values": view.values},
        "root_view_id": view.root_id, "previous_view_id": view.previous_id, "app_id": workspace.app.app_id,
        "app_installed_team_id": workspace.team_id, "bot_id": workspace.app.bot_id,
    }  # fmt: skip


def new_view(workspace: Workspace, user: str, payload: JSON, below: View | None = None) -> View:
    """A view that is not shown yet."""
    filled = payload | {"blocks": with_block_ids(payload["blocks"], workspace)}
    key = workspace.new_id("V")
    root = below.root_id if below else key
    view = View(key, user, filled, _hash(workspace, filled), root, below.id if below else None)
    view.values = untouched(view.blocks)
    return view


def open_modal(workspace: Workspace, user: str, payload: JSON) -> View:
    """Show a modal in place of whatever is open."""
    with workspace.lock:
        view = new_view(workspace, user, payload)
        workspace.modals[user] = [view]
        workspace.changed("view", {"user": user, "view": shown(workspace, view)})
        return view


def push_modal(workspace: Workspace, user: str, payload: JSON) -> View:
    """Show a modal on top. Errors: `push_limit_reached`, `not_found` when none is open."""
    with workspace.lock:
        stack = workspace.modals.get(user, [])
        if not stack:
            raise SlackError("not_found")
        if len(stack) >= MOST_STACKED:
            raise SlackError("push_limit_reached")
        view = new_view(workspace, user, payload, stack[-1])
        stack.append(view)
        workspace.changed("view", {"user": user, "view": shown(workspace, view)})
        return view


def replace(workspace: Workspace, view: View, payload: JSON) -> None:
    """Change an open view in place; what was typed stays where block and action ids are the same."""
    with workspace.lock:
        filled = payload | {"blocks": with_block_ids(payload["blocks"], workspace)}
        fresh = untouched(filled["blocks"])
        for block_id, actions in fresh.items():
            for action_id in actions:
                typed = view.values.get(block_id, {}).get(action_id)
                if typed is not None and typed["type"] == actions[action_id]["type"]:
                    actions[action_id] = typed
        view.payload, view.values, view.errors = filled, fresh, {}
        view.hash = _hash(workspace, filled)
        kind = "home" if filled.get("type") == "home" else "view"
        workspace.changed(kind, {"user": view.user, "view": shown(workspace, view)})


def publish_home(workspace: Workspace, user: str, payload: JSON) -> View:
    """Put a Home in place for a person; typed values do not outlive it."""
    with workspace.lock:
        view = new_view(workspace, user, payload)
        workspace.homes[user] = view
        workspace.changed("home", {"user": user, "view": shown(workspace, view)})
        return view


def close_top(workspace: Workspace, user: str) -> View | None:
    """Close the modal on top and return it; what lies below shows again."""
    with workspace.lock:
        stack = workspace.modals.get(user, [])
        view = stack.pop() if stack else None
        workspace.changed("closed", {"user": user, "view_id": view.id if view else None})
        return view


def close_all(workspace: Workspace, user: str) -> list[View]:
    """Close every modal of a person and return them, top first."""
    with workspace.lock:
        stack = workspace.modals.pop(user, [])
        workspace.changed("closed", {"user": user, "view_id": None})
        return stack[::-1]
