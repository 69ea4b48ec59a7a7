"""Web API: views.*."""

from __future__ import annotations

from bot.playground import views
from bot.playground.blocks_check import check_view
from bot.playground.call import Call, Method
from bot.playground.methods_chat import refuse_bad_blocks
from bot.playground.state import JSON, SlackError, View


def _payload(call: Call, kind: str) -> JSON:
    view = call.json("view")
    refuse_bad_blocks(check_view(view), "invalid_arguments")
    if not isinstance(view, dict) or view.get("type") != kind:
        raise SlackError("invalid_arguments")
    _refuse_known_external_id(call, view)
    return view


def _refuse_known_external_id(call: Call, view: JSON) -> None:
    external = view.get("external_id")
    open_views = [one for stack in call.workspace.modals.values() for one in stack]
    target = call.text("view_id")
    known = (one for one in open_views if external and one.payload.get("external_id") == external)
    if any(one.id != target and call.text("external_id") != external for one in known):
        raise SlackError("duplicate_external_id")


def _answer(call: Call, view: View) -> JSON:
    return {"view": views.shown(call.workspace, view)}


def open_view(call: Call) -> JSON:
    """views.open: the trigger is used up only by a view that is right."""
    trigger_id = call.need("trigger_id", "missing_trigger_id")
    payload = _payload(call, "modal")
    trigger = call.workspace.triggers.redeem(trigger_id, call.workspace.now())
    return _answer(call, views.open_modal(call.workspace, trigger.user, payload))


def push_view(call: Call) -> JSON:
    """views.push: only with a trigger that came from a modal."""
    trigger_id = call.need("trigger_id", "missing_trigger_id")
    payload = _payload(call, "modal")
    trigger = call.workspace.triggers.redeem(trigger_id, call.workspace.now())
    return _answer(call, views.push_modal(call.workspace, trigger.user, payload))


def update_view(call: Call) -> JSON:
    """views.update: by `view_id` or `external_id`; a stale `hash` is refused with `hash_conflict`."""
    workspace = call.workspace
    external = call.text("external_id")
    if external:
        everything = [one for stack in workspace.modals.values() for one in stack]
        found = next((one for one in everything if one.payload.get("external_id") == external), None)
        if found is None:
            raise SlackError("not_found")
        view = found
    else:
        view = workspace.view(call.need("view_id"))
    payload = _payload(call, view.payload["type"])
    if call.text("hash") not in (None, view.hash):
        raise SlackError("hash_conflict")
    views.replace(workspace, view, payload)
    return _answer(call, view)


def publish_view(call: Call) -> JSON:
    """views.publish: needs the Home tab switched on in the manifest."""
    workspace = call.workspace
    user = workspace.user(call.need("user_id"))
    payload = _payload(call, "home")
    if not workspace.manifest.home_tab:
        raise SlackError("not_enabled")
    current = workspace.homes.get(user.id)
    if call.text("hash") and (current is None or current.hash != call.text("hash")):
        raise SlackError("hash_conflict")
    return _answer(call, views.publish_home(workspace, user.id, payload))


METHODS: dict[str, Method] = {
    "views.open": open_view,
    "views.push": push_view,
    "views.update": update_view,
    "views.publish": publish_view,
}
