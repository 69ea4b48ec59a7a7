"""Slack's documented limits of interactive elements and of the objects inside them.

Source: docs.slack.dev/reference/block-kit/block-elements and /composition-objects.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from bot.playground.blocks_report import Report, listed
from bot.playground.state import JSON

DATE = re.compile(r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")
TIME = re.compile(r"^([01]\d|2[0-3]):[0-5]\d$")
COMMON = ("action_id", "confirm", "placeholder", "focus_on_load")
Checker = Callable[[Report, JSON, str], None]


def option(report: Report, value: Any, at: str, *, mrkdwn: bool = False, with_url: bool = False) -> None:
    """One option: label 75, value 150, description 75 characters."""
    if not report.mapping(value, at):
        return
    report.keys(value, at, ("text", "value"), ("description", "url") if with_url else ("description",))
    kinds = ("plain_text", "mrkdwn") if mrkdwn else ("plain_text",)
    report.text(value.get("text"), f"{at}/text", 75, kinds)
    report.string(value.get("value"), f"{at}/value", 150)
    report.text(value.get("description"), f"{at}/description", 75, kinds)
    report.url(value.get("url"), f"{at}/url")


def option_groups(report: Report, value: Any, at: str) -> None:
    """At most 100 groups of at most 100 options, each with a label of 75 characters."""
    for index, group in enumerate(report.items(value, at, 100)):
        here = f"{at}/{index}"
        if report.mapping(group, here):
            report.keys(group, here, ("label", "options"))
            report.plain(group.get("label"), f"{here}/label", 75)
            for number, row in enumerate(report.items(group.get("options"), f"{here}/options", 100)):
                option(report, row, f"{here}/options/{number}")


def _all_options(element: JSON) -> list[Any]:
    groups = [group for group in listed(element.get("option_groups")) if isinstance(group, dict)]
    return [*listed(element.get("options")), *(row for group in groups for row in listed(group.get("options")))]


def _initial(report: Report, element: JSON, at: str) -> None:
    chosen = listed(element.get("initial_options"))
    if element.get("initial_option") is not None:
        chosen = [*chosen, element["initial_option"]]
    known = _all_options(element)
    for row in chosen:
        if row not in known:
            report.add(at, "initial_option(s) must be one of the provided options")


def _options(report: Report, element: JSON, at: str, most: int, *, least: int = 1, mrkdwn: bool = False) -> None:
    rows = report.items(element.get("options"), f"{at}/options", most, least)
    with_url = element.get("type") == "overflow"
    for number, row in enumerate(rows):
        option(report, row, f"{at}/options/{number}", mrkdwn=mrkdwn, with_url=with_url)
    _initial(report, element, at)


def _button(report: Report, element: JSON, at: str) -> None:
    optional = ("action_id", "url", "value", "style", "confirm", "accessibility_label", "agent_prompt")
    report.keys(element, at, ("text",), optional)
    report.plain(element.get("text"), f"{at}/text", 75)
    report.url(element.get("url"), f"{at}/url")
    report.string(element.get("value"), f"{at}/value", 2000)
    report.one_of(element.get("style"), f"{at}/style", ("primary", "danger"))
    report.string(element.get("accessibility_label"), f"{at}/accessibility_label", 75)


def _static_select(report: Report, element: JSON, at: str) -> None:
    multi = element["type"].startswith("multi_")
    own = ("initial_options", "max_selected_items") if multi else ("initial_option",)
    report.keys(element, at, (), (*COMMON, "options", "option_groups", *own))
    if (element.get("options") is None) == (element.get("option_groups") is None):
        report.add(at, "exactly one of options and option_groups is required")
    elif element.get("option_groups") is not None:
        option_groups(report, element["option_groups"], f"{at}/option_groups")
        _initial(report, element, at)
    else:
        _options(report, element, at, 100)
    report.number(element.get("max_selected_items"), f"{at}/max_selected_items", 1, 100)


def _external_select(report: Report, element: JSON, at: str) -> None:
    multi = element["type"].startswith("multi_")
    own = ("initial_options", "max_selected_items") if multi else ("initial_option",)
    report.keys(element, at, (), (*COMMON, "min_query_length", *own))
    report.number(element.get("min_query_length"), f"{at}/min_query_length", 0, 100)
    for number, row in enumerate(listed(element.get("initial_options"))):
        option(report, row, f"{at}/initial_options/{number}")
    if element.get("initial_option") is not None:
        option(report, element["initial_option"], f"{at}/initial_option")


def _people_select(report: Report, element: JSON, at: str) -> None:
    multi = element["type"].startswith("multi_")
    what = element["type"].removeprefix("multi_").removesuffix("_select")
    own = (f"initial_{what}", "max_selected_items") if multi else (f"initial_{what.removesuffix('s')}",)
    extra: tuple[str, ...] = () if multi or what == "users" else ("response_url_enabled",)
    if what == "conversations":
        extra = (*extra, "default_to_current_conversation", "filter")
    report.keys(element, at, (), (*COMMON, *own, *extra))


def _picker(initial: str, shape: re.Pattern[str], *more: str) -> Checker:
    def check(report: Report, element: JSON, at: str) -> None:
        report.keys(element, at, (), (*COMMON, initial, *more))
        value = element.get(initial)
        if value is not None and not (isinstance(value, str) and shape.match(value)):
            report.add(f"{at}/{initial}", f"must match pattern {shape.pattern}")

    return check


def _datetime(report: Report, element: JSON, at: str) -> None:
    report.keys(element, at, (), ("action_id", "confirm", "focus_on_load", "initial_date_time"))
    report.number(element.get("initial_date_time"), f"{at}/initial_date_time", 1_000_000_000, 9_999_999_999)


def _choices(report: Report, element: JSON, at: str) -> None:
    own = "initial_options" if element["type"] == "checkboxes" else "initial_option"
    report.keys(element, at, ("options",), ("action_id", "confirm", "focus_on_load", own))
    _options(report, element, at, 10, mrkdwn=True)


def _overflow(report: Report, element: JSON, at: str) -> None:
    report.keys(element, at, ("options",), ("action_id", "confirm"))
    _options(report, element, at, 5)


def _plain_text_input(report: Report, element: JSON, at: str) -> None:
    own = ("initial_value", "multiline", "min_length", "max_length", "dispatch_action_config")
    report.keys(element, at, (), ("action_id", "placeholder", "focus_on_load", *own))
    report.number(element.get("min_length"), f"{at}/min_length", 0, 3000)
    report.number(element.get("max_length"), f"{at}/max_length", 1, 3000)
    most = element.get("max_length")
    report.string(element.get("initial_value"), f"{at}/initial_value", most if isinstance(most, int) else 3000, 0)


def _number_input(report: Report, element: JSON, at: str) -> None:
    own = ("initial_value", "min_value", "max_value", "dispatch_action_config")
    report.keys(element, at, ("is_decimal_allowed",), ("action_id", "placeholder", "focus_on_load", *own))


def _line_input(report: Report, element: JSON, at: str) -> None:
    report.keys(
        element, at, (), ("action_id", "placeholder", "focus_on_load", "initial_value", "dispatch_action_config")
    )


def _file_input(report: Report, element: JSON, at: str) -> None:
    report.keys(element, at, (), ("action_id", "filetypes", "max_files"))
    report.number(element.get("max_files"), f"{at}/max_files", 1, 10)


def _rich_text_input(report: Report, element: JSON, at: str) -> None:
    own = ("initial_value", "dispatch_action_config", "multiline")
    report.keys(element, at, ("action_id",), ("placeholder", "focus_on_load", *own))


def image(report: Report, element: JSON, at: str) -> None:
    """An image element: address 3,000, alternative text 2,000 characters."""
    if (element.get("image_url") is None) == (element.get("slack_file") is None):
        report.add(at, "exactly one of image_url and slack_file is required")
    report.url(element.get("image_url"), f"{at}/image_url")
    report.string(element.get("alt_text"), f"{at}/alt_text", 2000)
    if element.get("alt_text") is None:
        report.add(at, "missing required field: alt_text")


def _feedback(report: Report, element: JSON, at: str) -> None:
    report.keys(element, at, ("positive_button", "negative_button"), ("action_id",))
    for side in ("positive_button", "negative_button"):
        button = element.get(side)
        if isinstance(button, dict):
            report.plain(button.get("text"), f"{at}/{side}/text", 75)
            report.string(button.get("value"), f"{at}/{side}/value", 2000)


def _icon_button(report: Report, element: JSON, at: str) -> None:
    own = ("action_id", "value", "confirm", "accessibility_label", "visible_to_user_ids")
    report.keys(element, at, ("icon", "text"), own)
    report.plain(element.get("text"), f"{at}/text", 75)
    report.string(element.get("value"), f"{at}/value", 2000)


ELEMENTS: dict[str, Checker] = {
    "button": _button,
    "static_select": _static_select,
    "multi_static_select": _static_select,
    "external_select": _external_select,
    "multi_external_select": _external_select,
    "users_select": _people_select,
    "multi_users_select": _people_select,
    "conversations_select": _people_select,
    "multi_conversations_select": _people_select,
    "channels_select": _people_select,
    "multi_channels_select": _people_select,
    "datepicker": _picker("initial_date", DATE),
    "timepicker": _picker("initial_time", TIME, "timezone"),
    "datetimepicker": _datetime,
    "radio_buttons": _choices,
    "checkboxes": _choices,
    "overflow": _overflow,
    "plain_text_input": _plain_text_input,
    "number_input": _number_input,
    "email_text_input": _line_input,
    "url_text_input": _line_input,
    "file_input": _file_input,
    "rich_text_input": _rich_text_input,
    "feedback_buttons": _feedback,
    "icon_button": _icon_button,
    "image": image,
}
_TEXT_INPUTS = ("plain_text_input", "number_input", "email_text_input", "url_text_input", "rich_text_input")
_SELECTS = tuple(name for name in ELEMENTS if name.endswith("_select"))
_PICKERS = ("datepicker", "timepicker", "datetimepicker", "radio_buttons", "checkboxes")
IN_ACTIONS = ("button", "overflow", *_SELECTS, *_PICKERS, "rich_text_input")
IN_SECTION = ("button", "overflow", "image", *_SELECTS, *_PICKERS)
IN_INPUT = (*_TEXT_INPUTS, *_SELECTS, *_PICKERS, "file_input")
IN_CONTEXT_ACTIONS = ("feedback_buttons", "icon_button")


def element(report: Report, value: Any, at: str, allowed: tuple[str, ...], block_id: str) -> None:
    """Any interactive element at a place where only `allowed` kinds may stand; `action_id` once in a block."""
    if not report.mapping(value, at):
        return
    kind = value.get("type")
    if kind not in allowed:
        report.add(f"{at}/type", f"unsupported type: {kind}")
        return
    ELEMENTS[kind](report, value, at)
    report.plain(value.get("placeholder"), f"{at}/placeholder", 150)
    report.confirm(value.get("confirm"), f"{at}/confirm")
    report.flag(value.get("focus_on_load"), f"{at}/focus_on_load")
    action_id = value.get("action_id")
    if report.string(action_id, f"{at}/action_id", 255):
        if (block_id, action_id) in report.action_ids:
            report.add(f"{at}/action_id", f"action_id `{action_id}` already exists")
        report.action_ids.add((block_id, action_id))
