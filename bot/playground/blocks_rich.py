"""The shape of `rich_text` blocks. Source: docs.slack.dev/reference/block-kit/blocks/rich-text-block."""

from __future__ import annotations

from typing import Any

from bot.playground.blocks_report import Report
from bot.playground.state import JSON

STYLES = ("bold", "italic", "strike", "code", "highlight", "client_highlight", "unlink", "underline")
INLINE: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "text": (("text",), ("style",)),
    "link": (("url",), ("text", "unsafe", "style")),
    "emoji": (("name",), ("unicode", "skin_tone", "style", "url", "display_url")),
    "user": (("user_id",), ("style",)),
    "channel": (("channel_id",), ("style",)),
    "usergroup": (("usergroup_id",), ("style",)),
    "broadcast": (("range",), ("style",)),
    "date": (("timestamp", "format"), ("url", "fallback", "style")),
    "color": (("value",), ("style",)),
    "team": (("team_id",), ("style",)),
}
MOST_CHARACTERS = 12_000


def rich_text_block(report: Report, block: JSON, at: str) -> None:
    """Sections, lists, quotes and preformatted text, each holding only what Slack lets it hold."""
    report.keys(block, at, ("elements",))
    for index, part in enumerate(report.items(block.get("elements"), f"{at}/elements", 1000)):
        _part(report, part, f"{at}/elements/{index}")


def _part(report: Report, part: Any, at: str) -> None:
    if not report.mapping(part, at):
        return
    kind = part.get("type")
    if kind == "rich_text_list":
        _list(report, part, at)
    elif kind == "rich_text_section":
        report.keys(part, at, ("elements",))
        _inline(report, part, at, tuple(INLINE))
    elif kind == "rich_text_quote":
        report.keys(part, at, ("elements",), ("border",))
        _inline(report, part, at, tuple(INLINE))
    elif kind == "rich_text_preformatted":
        report.keys(part, at, ("elements",), ("border", "language"))
        _inline(report, part, at, ("text", "link", "emoji", "user", "channel"))
    else:
        report.add(f"{at}/type", f"unsupported type: {kind}")


def _list(report: Report, part: JSON, at: str) -> None:
    report.keys(part, at, ("style", "elements"), ("indent", "offset", "border"))
    report.one_of(part.get("style"), f"{at}/style", ("bullet", "ordered"))
    report.number(part.get("indent"), f"{at}/indent", 0, 8)
    report.number(part.get("offset"), f"{at}/offset", 0, 10_000)
    for index, row in enumerate(report.items(part.get("elements"), f"{at}/elements", 1000, 0)):
        here = f"{at}/elements/{index}"
        if report.mapping(row, here) and report.one_of(row.get("type") or "", f"{here}/type", ("rich_text_section",)):
            _inline(report, row, here, tuple(INLINE))


def _inline(report: Report, part: JSON, at: str, allowed: tuple[str, ...]) -> None:
    for index, row in enumerate(report.items(part.get("elements"), f"{at}/elements", 1000, 0)):
        here = f"{at}/elements/{index}"
        if not report.mapping(row, here):
            continue
        kind = row.get("type")
        if kind not in allowed:
            report.add(f"{here}/type", f"unsupported type: {kind}")
            continue
        required, optional = INLINE[kind]
        report.keys(row, here, required, optional)
        _inline_values(report, row, here, kind)


def _inline_values(report: Report, row: JSON, at: str, kind: str) -> None:
    if kind == "text":
        report.string(row.get("text"), f"{at}/text", MOST_CHARACTERS)
    if kind == "link":
        report.url(row.get("url"), f"{at}/url")
        report.string(row.get("text"), f"{at}/text", 3000)
    if kind == "broadcast":
        report.one_of(row.get("range"), f"{at}/range", ("here", "channel", "everyone"))
    if kind == "date":
        report.number(row.get("timestamp"), f"{at}/timestamp", 0, 99_999_999_999)
        report.string(row.get("format"), f"{at}/format", 3000)
    style = row.get("style")
    if style is None or not report.mapping(style, f"{at}/style"):
        return
    for name, value in style.items():
        if name not in STYLES:
            report.add(f"{at}/style/{name}", f"invalid additional property: {name}")
        report.flag(value, f"{at}/style/{name}")
