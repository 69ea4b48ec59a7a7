"""From what a person chooses to what an element reports: options, people, dates, typed values."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from datetime import time as wall_time
from typing import Any

from bot.playground.posting import elements_of
from bot.playground.state import JSON, Channel, Message, User, View
from bot.playground.views import EMPTY

Suggest = Callable[[JSON, str], list[JSON]]


class Changed(LookupError):
    """What somebody pressed is not there any more: the message was drawn anew under his hand."""


def label(option: JSON) -> str:
    """The words an option shows."""
    return str(option["text"]["text"])


def find_element(where: Message | View, action_id: str, block_id: str | None = None) -> tuple[str, JSON]:
    """The block id and element with this `action_id`. Error: Changed, naming what there is."""
    known: list[str] = []
    for holder, element in elements_in(where.blocks):
        known.append(element["action_id"])
        if element["action_id"] == action_id and block_id in (None, holder):
            return holder, element
    raise Changed(f"no element {action_id!r} there; there are {known}")


def elements_in(blocks: Iterable[JSON]) -> list[tuple[str, JSON]]:
    """Every interactive element with the id of its block."""
    return [(block["block_id"], element) for block in blocks for element in elements_of(block)]


def report(element: JSON, given: Any, suggest: Suggest) -> JSON:
    """The state of an element after a person chose `given`; LookupError when it offers no such thing.

    `given` may be an option's value or words, a list of them, a user, a channel, a date, time or instant, or text.
    """
    kind = element["type"]
    if kind == "button":
        return {"type": kind, "text": element["text"]} | _keep(element, "value", "style")
    if kind in ("feedback_buttons", "icon_button"):
        return {"type": kind, "value": given}
    field = EMPTY[kind]
    return {"type": kind, field: _value(element, field, given, suggest)}


def _keep(element: JSON, *names: str) -> JSON:
    return {name: element[name] for name in names if name in element}


def _value(element: JSON, field: str, given: Any, suggest: Suggest) -> Any:
    if given is None:
        return [] if field.endswith("s") and field != "files" else None
    if field == "selected_option":
        return _option(element, given, suggest)
    if field == "selected_options":
        return [_option(element, one, suggest) for one in _many(given)]
    if field == "selected_date_time":
        return int(given.timestamp()) if isinstance(given, datetime) else int(given)
    if field in ("selected_users", "selected_channels", "selected_conversations"):
        return [_id(one) for one in _many(given)]
    if field == "rich_text_value" and isinstance(given, str):
        section = {"type": "rich_text_section", "elements": [{"type": "text", "text": given}]}
        return {"type": "rich_text", "elements": [section]}
    if field in ("rich_text_value", "files"):
        return given
    return _id(given)


def _many(given: Any) -> list[Any]:
    return list(given) if isinstance(given, (list, tuple, set)) else [given]


def _id(given: Any) -> str:
    if isinstance(given, (User, Channel)):
        return given.id
    if isinstance(given, wall_time):
        return given.strftime("%H:%M")
    return given.isoformat() if isinstance(given, date) else str(given)


def _option(element: JSON, given: Any, suggest: Suggest) -> JSON:
    if isinstance(given, dict):
        return given
    groups = element.get("option_groups") or []
    offered = [*(element.get("options") or []), *(row for group in groups for row in group["options"])]
    if element["type"].endswith("external_select"):
        offered = suggest(element, str(given))
    row: JSON
    for row in offered:
        if given in (row["value"], label(row)):
            return row
    if len(offered) == 1 and element["type"].endswith("external_select"):
        row = offered[0]
        return row
    raise LookupError(f"{element['action_id']!r} does not offer {given!r}, but {[label(row) for row in offered]}")


def complaints(blocks: list[JSON], values: dict[str, dict[str, JSON]]) -> dict[str, str]:
    """What Slack's own client refuses before a form is sent: by block id."""
    wrong: dict[str, str] = {}
    for block in blocks:
        if block.get("type") != "input":
            continue
        element = block["element"]
        state = values.get(block["block_id"], {}).get(element["action_id"], {})
        value = state.get(EMPTY.get(element["type"], "value"))
        problem = _complaint(element, value, optional=bool(block.get("optional")))
        if problem:
            wrong[block["block_id"]] = problem
    return wrong


def _complaint(element: JSON, value: Any, *, optional: bool) -> str:
    if value in (None, "", []):
        return "" if optional else "Please complete this required field."
    if element["type"] == "plain_text_input" and len(value) > element.get("max_length", 3000):
        return f"Please enter at most {element.get('max_length', 3000)} characters."
    if element["type"] == "plain_text_input" and len(value) < element.get("min_length", 0):
        return f"Please enter at least {element['min_length']} characters."
    if element["type"] == "email_text_input" and "@" not in value:
        return "Please enter a valid email address."
    return _number_complaint(element, value) if element["type"] == "number_input" else ""


def _number_complaint(element: JSON, value: str) -> str:
    try:
        number = float(value)
    except ValueError:
        return "Please enter a number."
    if not element["is_decimal_allowed"] and not number.is_integer():
        return "Please enter a whole number."
    low, high = element.get("min_value"), element.get("max_value")
    if (low is not None and number < float(low)) or (high is not None and number > float(high)):
        return f"Please enter a number from {low} to {high}."
    return ""
