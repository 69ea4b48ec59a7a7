"""The characters of a message without its blocks: notifications, search, screen readers, old clients."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from bot.core.blocks import limits
from bot.core.blocks.inline import escape
from bot.core.blocks.limits import shorten
from bot.core.blocks.pieces import CLOSE, OPEN
from bot.core.mentions import ID

Block = dict[str, Any]
_HALVED = re.compile(r"(?:&[a-z]*|<[^>]*)$")
_NAMED = re.compile(f"{OPEN}({ID}){CLOSE}")
_MARKED = re.compile(rf"<@({ID})>|<[^|>]*\|([^>]*)>")
_SEPARATORS = {"rich_text": "\n", "rich_text_list": "\n", "context": "  "}


def fallback(blocks: list[Block], limit: int = limits.FALLBACK) -> str:
    """The `text` of a message: its words line by line, escaped so that Slack parses nothing in them.

    Never empty, at most `limit` characters. Buttons are left out: nobody can press them in a notification.
    """
    lines = [line for block in blocks if (line := _plain(block).strip())]
    text = shorten("\n".join(lines), limit)
    escaped = _sendable(text)
    if len(escaped) > limit:
        escaped = _HALVED.sub("", escaped[: limit - 1]) + "…"
    return escaped or "…"


def _sendable(text: str) -> str:
    """Escaped text in which only our own mentions are live, so that a notification shows names instead of ids."""
    return _NAMED.sub(r"<@\1>", escape(text)).replace(OPEN, "").replace(CLOSE, "")


def _plain(node: Block) -> str:
    said = _LEAVES.get(node["type"])
    if said:
        return said(node)
    if isinstance(node.get("text"), str):
        return str(node["text"])
    if isinstance(node.get("text"), dict):
        return _plain(node["text"])
    if "rows" in node:
        return "\n".join("  ".join(_plain(cell) for cell in row) for row in node["rows"])
    return _SEPARATORS.get(node["type"], "").join(_children(node))


def _children(node: Block) -> Iterator[str]:
    for number, child in enumerate(node.get("elements", ()), start=1 + int(node.get("offset", 0))):
        text = _plain(child)
        if node["type"] == "rich_text_list":
            mark = f"{number}. " if node["style"] == "ordered" else "• "
            yield "  " * node["indent"] + mark + text
        else:
            yield text


def _shown(sequence: re.Match[str]) -> str:
    """What a reader sees of `<@U1>`, `<https://…|words>` or `<!date^…|words>`."""
    return f"{OPEN}{sequence[1]}{CLOSE}" if sequence[1] else sequence[2]


def _bare(text: str) -> str:
    """mrkdwn of our own making without its markers; values in it hold none."""
    text = _MARKED.sub(_shown, text)
    for mark in "*_~`":
        text = text.replace(mark, "")
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


_LEAVES: dict[str, Callable[[Block], str]] = {
    "actions": lambda node: "",
    "divider": lambda node: "",
    "user": lambda node: f"{OPEN}{node['user_id']}{CLOSE}",
    "date": lambda node: str(node["fallback"]),
    "mrkdwn": lambda node: _bare(node["text"]),
    "data_visualization": lambda node: str(node["title"]),
}
