"""The link grammar: what a person can press, written as a Markdown link.

    [Done](do:promise.keep/12)                         a button
    [New date](pick:date/promise.move/12)              a picker: date time moment menu more find person people channel
    [Open](go:https://…)                               a button that opens a page

The link's title carries a button's style and question ("danger; Undo it?|Undo|No") or a menu's options
("a=First | b=Second", or a value made by the `options` filter). `docs/templates.md` explains it with examples.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from urllib.parse import quote, unquote

from bot.core.blocks import limits
from bot.core.blocks.limits import shorten
from bot.core.blocks.pieces import Date, Options, Sealed, Text, fold

Element = dict[str, Any]

_SCHEMES = ("do:", "pick:", "go:")
_ACTION = re.compile(r"[a-z][a-z0-9_.-]{0,99}")
_STYLED = re.compile(r"(primary|danger)\s*(?:[;\uff1b]\s*(.*))?", re.DOTALL)
# Chinese input methods give the full-width forms of ; and | as well.
_BAR = re.compile(r"[|\uff5c]")
_SAFE_PATH = "/.,:=@+-_~"
_PICKERS = {
    "date": "datepicker",
    "time": "timepicker",
    "moment": "datetimepicker",
    "menu": "static_select",
    "more": "overflow",
    "find": "external_select",
    "person": "users_select",
    "people": "multi_users_select",
    "channel": "conversations_select",
}


class BadLink(ValueError):
    """A link in a template does not follow the grammar; the message quotes it."""


@dataclass(frozen=True, slots=True)
class Link:
    """An action as written: target and title may still hold tokens, the label is plain."""

    href: str
    label: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Pressed:
    """What somebody pressed or picked: our action's name, the path behind it ("12/tomorrow"), and what was picked."""

    name: str
    path: tuple[str, ...] = ()
    picked: tuple[str, ...] = ()

    @property
    def value(self) -> str:
        """The path in one string."""
        return "/".join(self.path)


def is_action(href: str) -> bool:
    """True for a link that is an action, not an address."""
    return href.startswith(_SCHEMES)


def build(link: Link, sealed: Sealed) -> Element | None:
    """The Block Kit element of a link, or None if it offers nothing (a menu without options, an unsafe address).

    Raises BadLink if the template's own text breaks the grammar.
    """
    scheme, _, rest = link.href.partition(":")
    label = fold(link.label) or "…"
    if scheme == "go":
        return _page_button(rest, label, link, sealed)
    if scheme == "do":
        name, path = _target(rest, link, sealed)
        return _button(name, path, label, link, sealed)
    kind, _, target = rest.partition("/")
    target, _, query = target.partition("?")
    if kind not in _PICKERS:
        raise BadLink(f"{link.href}: pick what? One of {', '.join(_PICKERS)}")
    name, path = _target(target, link, sealed)
    return _picker(kind, f"{name}/{path}" if path else name, label, query, link, sealed)


def _target(text: str, link: Link, sealed: Sealed) -> tuple[str, str]:
    name, _, path = text.partition("/")
    if not _ACTION.fullmatch(name):
        raise BadLink(f"{link.href}: {name!r} is not the name of an action")
    return name, quote(sealed.plain(path), safe=_SAFE_PATH)


def _button(name: str, path: str, label: str, link: Link, sealed: Sealed) -> Element | None:
    if len(path) > limits.BUTTON_VALUE:
        return None
    button: Element = {"type": "button", "text": _plain(label, limits.BUTTON_TEXT), "action_id": name}
    if path:
        button["value"] = path
    style, question = _manner(link.title)
    if style:
        button["style"] = style
    if question:
        button["confirm"] = _confirm(question, label, style, sealed)
    return button


def _page_button(address: str, label: str, link: Link, sealed: Sealed) -> Element | None:
    from_data = sealed.plain(address) != address
    address = sealed.plain(address)
    if from_data and not re.match(r"https://[a-z0-9.-]+\.slack\.com/", address):
        return None
    if not re.fullmatch(r"https?://[^\s<>|]+", address) or len(address) > limits.BUTTON_URL:
        return None
    button: Element = {"type": "button", "text": _plain(label, limits.BUTTON_TEXT), "action_id": "go", "url": address}
    style, _ = _manner(link.title)
    if style:
        button["style"] = style
    return button


def _manner(title: str) -> tuple[str, str]:
    """Style and question of a title: "danger", "danger; Sure?|Yes|No" or "Sure?|Yes|No"."""
    styled = _STYLED.fullmatch(title.strip())
    if styled:
        return styled[1], (styled[2] or "").strip()
    return "", title.strip()


def _confirm(question: str, label: str, style: str, sealed: Sealed) -> Element:
    parts = [fold(sealed.plain(part)) for part in _BAR.split(question)]
    title = parts.pop(0) if len(parts) > 3 else label
    text, yes, no = [*parts, "", "", ""][:3]
    confirm: Element = {
        "title": _plain(title or label, limits.CONFIRM_TITLE),
        "text": _plain(text or label, limits.CONFIRM_TEXT),
        "confirm": _plain(yes or label, limits.CONFIRM_BUTTON),
        "deny": _plain(no or "×", limits.CONFIRM_BUTTON),
    }
    if style:
        confirm["style"] = style
    return confirm


def _picker(kind: str, action_id: str, label: str, query: str, link: Link, sealed: Sealed) -> Element | None:
    if len(action_id) > limits.ACTION_ID:
        return None
    element: Element = {"type": _PICKERS[kind], "action_id": action_id}
    if kind in ("menu", "more"):
        return _menu(element, label, query, _options(link.title, sealed), sealed)
    if kind != "moment":
        element["placeholder"] = _plain(label, limits.PLACEHOLDER)
    if kind == "find":
        element["min_query_length"] = int(link.title) if link.title.strip().isdigit() else 1
    if query.startswith("at="):
        element |= _initial_time(kind, query[3:], sealed)
    return element


def _menu(element: Element, label: str, query: str, pairs: list[tuple[str, str]], sealed: Sealed) -> Element | None:
    if not pairs:
        return None
    if element["type"] == "overflow" and len(pairs) <= limits.OVERFLOW_OPTIONS:
        return element | {"options": [option(value, text) for value, text in pairs]}
    element |= {"type": "static_select", "placeholder": _plain(label, limits.PLACEHOLDER)}
    element["options"] = [option(value, text) for value, text in pairs[: limits.OPTIONS]]
    chosen = sealed.plain(query[3:]) if query.startswith("is=") else None
    for each in element["options"]:
        if each["value"] == chosen:
            element["initial_option"] = each
    return element


def _options(title: str, sealed: Sealed) -> list[tuple[str, str]]:
    """The (value, label) pairs of a menu; later pairs of a value already there are left out."""
    piece = sealed.only(title)
    if isinstance(piece, Options):
        pairs = list(piece.pairs)
    else:
        written = [part.partition("=") for part in _BAR.split(title) if part.strip()]
        pairs = [(sealed.plain(value).strip(), sealed.plain(text).strip()) for value, _, text in written]
    unique: dict[str, str] = {}
    for value, text in pairs:
        if 0 < len(value) <= limits.OPTION_VALUE:
            unique.setdefault(value, text)
    return list(unique.items())


def _initial_time(kind: str, text: str, sealed: Sealed) -> Element:
    piece = sealed.only(text)
    if kind == "moment" and isinstance(piece, Date):
        return _initial_moment(piece.timestamp)
    value = piece.raw if isinstance(piece, Text) else None
    if kind == "moment" and isinstance(value, datetime):
        return _initial_moment(int(value.timestamp()))
    if kind == "date" and isinstance(value, date):
        return {"initial_date": value.strftime("%Y-%m-%d")}
    if kind == "time" and isinstance(value, datetime | time):
        return {"initial_time": value.strftime("%H:%M")}
    plain = sealed.plain(text)
    if kind == "date" and re.fullmatch(r"\d{4}-\d\d-\d\d", plain):
        return {"initial_date": plain}
    if kind == "time" and re.fullmatch(r"\d\d:\d\d", plain):
        return {"initial_time": plain}
    return {}


def _initial_moment(seconds: int) -> Element:
    """Slack takes ten digits: 2001 to 2286."""
    return {"initial_date_time": seconds} if 1_000_000_000 <= seconds <= 9_999_999_999 else {}


def option(value: str, text: str, description: str = "") -> Element:
    """One choice of a menu. `value` must be opaque and at most 150 characters; the label is cut to fit."""
    made: Element = {"text": _plain(fold(text) or value, limits.OPTION_TEXT), "value": value}
    if description:
        made["description"] = _plain(fold(description), limits.OPTION_DESCRIPTION)
    return made


def _plain(text: str, limit: int) -> Element:
    return {"type": "plain_text", "text": shorten(text, limit), "emoji": True}


def pressed(action: Mapping[str, Any]) -> Pressed:
    """Read one entry of a `block_actions` payload back into our terms.

    Buttons keep their path in the value, pickers behind the action's name; both end in `path`. An unknown kind of
    element gives an empty `picked`.
    """
    name, _, path = str(action.get("action_id", "")).partition("#")[0].partition("/")
    path = path or str(action.get("value") or "")
    return Pressed(name, tuple(unquote(part) for part in path.split("/") if part), _picked(action))


def _picked(action: Mapping[str, Any]) -> tuple[str, ...]:
    if isinstance(action.get("selected_option"), Mapping):
        return (str(action["selected_option"].get("value", "")),)
    if "selected_options" in action:
        return tuple(str(each.get("value", "")) for each in action["selected_options"] or ())
    if "selected_users" in action:
        return tuple(str(each) for each in action["selected_users"] or ())
    keys = ("selected_date", "selected_time", "selected_date_time", "selected_user", "selected_conversation")
    return tuple(str(action[key]) for key in keys if action.get(key))
