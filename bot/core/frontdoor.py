"""Checks before Bolt sees a request: size, age, signature, shape. Answers 400, 401 or 413, never a 5xx."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs

LARGEST = 1_000_000
"""Bytes. Slack's own payloads stay far below."""

WINDOW = 300
"""Seconds a signed request stays valid (Slack's own figure)."""

_EVENT_KEYS = {"url_verification", "event_callback", "app_rate_limited"}
_INTERACTIONS = {
    "block_actions", "view_submission", "view_closed", "block_suggestion", "shortcut", "message_action",
    "interactive_message", "dialog_submission", "dialog_suggestion", "workflow_step_edit",
}  # fmt: skip


def admit(body: bytes, headers: Mapping[str, str], secret: str, now: datetime) -> dict[str, Any] | int:
    """What the request says, or the status to refuse it with. `headers` must have lower-case names."""
    if len(body) > LARGEST:
        return 413
    if not _signed(body, headers, secret, now):
        return 401
    payload = _payload(body, headers)
    return payload if well_formed(payload) else 400


def _signed(body: bytes, headers: Mapping[str, str], secret: str, now: datetime) -> bool:
    stamp = headers.get("x-slack-request-timestamp", "")
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
        return False
    if abs(now.timestamp() - int(stamp)) > WINDOW:
        return False
    expected = "v0=" + hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected.encode(), headers.get("x-slack-signature", "").encode())


def _payload(body: bytes, headers: Mapping[str, str]) -> Any:
    try:
        text = body.decode()
        if headers.get("content-type", "").startswith("application/json"):
            return json.loads(text)
        form = {key: values[-1] for key, values in parse_qs(text, keep_blank_values=True, max_num_fields=100).items()}
        return json.loads(form["payload"]) if "payload" in form else form
    except (ValueError, RecursionError):
        return None


def well_formed(payload: Any) -> bool:
    """Whether a payload, from HTTP or Socket Mode, has the parts its kind needs to be handled."""
    if not isinstance(payload, dict):
        return False
    if "ssl_check" in payload:
        return True
    if "command" in payload:
        return _texts(payload, "command", "user_id", "team_id", "trigger_id") and _is_text(payload.get("text", ""))
    kind = payload.get("type")
    if not _is_text(kind):
        return False
    if kind in _EVENT_KEYS:
        return kind != "event_callback" or _event(payload)
    return kind in _INTERACTIONS and _interaction(payload)


def _event(payload: dict[str, Any]) -> bool:
    event = payload.get("event")
    if not (isinstance(event, dict) and _texts(payload, "event_id", "team_id") and _texts(event, "type")):
        return False
    user = event.get("user", "")
    texts = all(
        _is_text(event.get(name, "")) for name in ("text", "channel_type", "thread_ts", "ts", "reaction", "subtype")
    )
    if not (texts and isinstance(event.get("item", {}), dict) and isinstance(user, str | dict)):
        return False
    if event["type"] in {"reaction_added", "reaction_removed"}:
        item = event.get("item", {})
        return _texts(event, "user", "reaction") and (item.get("type") != "message" or _texts(item, "channel", "ts"))
    if event["type"] in {"message", "app_mention"}:
        return _texts(event, "channel", "ts") and _parts(event, "message", "previous_message")
    return isinstance(event.get("channel", ""), str | dict)


def _interaction(payload: dict[str, Any]) -> bool:
    user = payload.get("user")
    if not (isinstance(user, dict) and _texts(user, "id")):
        return False
    if not (_parts(payload, "team", "channel", "container", "message", "view") and _optional(payload)):
        return False
    kind = payload["type"]
    if kind == "block_actions":
        actions = payload.get("actions")
        return isinstance(actions, list) and bool(actions) and all(_action(item) for item in actions)
    if kind in {"view_submission", "view_closed"}:
        return _view(payload.get("view"))
    if kind == "block_suggestion":
        return _texts(payload, "action_id") and _is_text(payload.get("value", ""))
    if kind == "message_action":
        message = payload.get("message")
        return _texts(payload, "callback_id") and isinstance(message, dict) and _is_text(message.get("text", ""))
    return kind == "shortcut" and _texts(payload, "callback_id")


def _action(item: Any) -> bool:
    return isinstance(item, dict) and _texts(item, "action_id", "type") and _is_text(item.get("value", ""))


def _parts(payload: dict[str, Any], *names: str) -> bool:
    """Whether each of these is an object where it is there at all."""
    return all(payload.get(name) is None or isinstance(payload[name], dict) for name in names)


def _optional(payload: dict[str, Any]) -> bool:
    """Whether what may be missing from an interaction is text where it is there."""
    places = [
        (payload, ("response_url", "trigger_id", "value")), (payload.get("team") or {}, ("id",)),
        (payload.get("channel") or {}, ("id",)), (payload.get("container") or {}, ("channel_id", "message_ts")),
        (payload.get("message") or {}, ("ts", "thread_ts", "user", "text")),
        (payload.get("view") or {}, ("id", "hash", "private_metadata", "type", "callback_id")),
    ]  # fmt: skip
    return all(place.get(name) is None or _is_text(place[name]) for place, names in places for name in names)


def _view(view: Any) -> bool:
    if not (isinstance(view, dict) and _texts(view, "id", "callback_id", "type")):
        return False
    values = view.get("state", {}).get("values", {}) if isinstance(view.get("state", {}), dict) else None
    return isinstance(values, dict) and all(
        isinstance(block, dict) and all(isinstance(element, dict) for element in block.values())
        for block in values.values()
    )


def _texts(payload: dict[str, Any], *names: str) -> bool:
    return all(_is_text(payload.get(name)) and payload[name] != "" for name in names)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)
