"""Slack's documented Block Kit limits and shapes, as a checker for messages, modals and Home.

Source: docs.slack.dev/reference/block-kit/blocks, /reference/views and /messaging. `check_message` and
`check_view` return Slack's own sentences; an empty list means the payload is good.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from bot.playground import blocks_elements as elements
from bot.playground.blocks_charts import chart_block, data_table_block, table_block
from bot.playground.blocks_report import Report, listed
from bot.playground.blocks_rich import rich_text_block
from bot.playground.state import JSON

MESSAGE, MODAL, HOME = "message", "modal", "home"
MOST_BLOCKS = {MESSAGE: 50, MODAL: 100, HOME: 100}
EVENT_TYPE = re.compile(r"^[A-Za-z0-9_\-]{1,255}$")
MOST_MARKDOWN = 12_000
BlockChecker = Callable[[Report, JSON, str, str], None]


def check_blocks(blocks: Any, surface: str = MESSAGE, at: str = "/blocks") -> list[str]:
    """Slack's complaints about a list of blocks on a surface (`message`, `modal` or `home`)."""
    return _walk(blocks, surface, at).messages


def check_view(view: Any) -> list[str]:
    """Slack's complaints about a modal or Home view."""
    report = Report()
    if not report.mapping(view, "/view"):
        return report.messages
    kind = view.get("type")
    if kind not in (MODAL, HOME):
        report.add("/view/type", "must be one of: modal, home")
        return report.messages
    _view_fields(report, view, kind)
    inner = _walk(view.get("blocks"), kind, "/view/blocks")
    has_input = any(isinstance(b, dict) and b.get("type") == "input" for b in listed(view.get("blocks")))
    if kind == MODAL and has_input and not view.get("submit"):
        report.add("/view", "missing required field: submit")
    return report.messages + inner.messages


def check_metadata(metadata: Any) -> str | None:
    """Slack's error code for message metadata, or None when it is good."""
    if not isinstance(metadata, dict) or set(metadata) - {"event_type", "event_payload", "entities"}:
        return "invalid_metadata_format"
    kind, payload = metadata.get("event_type"), metadata.get("event_payload")
    if not isinstance(kind, str) or not EVENT_TYPE.match(kind) or not isinstance(payload, dict):
        return "invalid_metadata_schema"
    return "metadata_too_large" if len(str(payload)) > 16_000 else None


def _walk(blocks: Any, surface: str, at: str) -> Report:
    report = Report()
    rows = report.items(blocks, at, MOST_BLOCKS[surface], 0)
    for index, block in enumerate(rows):
        _block(report, block, f"{at}/{index}", surface)
    kinds = [row.get("type") for row in rows if isinstance(row, dict)]
    if kinds.count("data_visualization") > 2:
        report.add(at, "no more than 2 data_visualization blocks allowed")
    if kinds.count("table") > 1:
        report.add(at, "only one table allowed")
    texts = [str(r.get("text", "")) for r in rows if isinstance(r, dict) and r.get("type") == "markdown"]
    markdown = sum(map(len, texts))
    if markdown > MOST_MARKDOWN:
        report.add(at, f"markdown blocks must be less than {MOST_MARKDOWN + 1} characters together")
    return report


def _block(report: Report, block: Any, at: str, surface: str) -> None:
    if not report.mapping(block, at):
        return
    kind = block.get("type")
    if not isinstance(kind, str) or kind not in BLOCKS or surface not in BLOCKS[kind][1]:
        report.add(f"{at}/type", f"unsupported type: {kind}")
        return
    block_id = block.get("block_id")
    if report.string(block_id, f"{at}/block_id", 255):
        if block_id in report.block_ids:
            report.add(f"{at}/block_id", f"block_id `{block_id}` already exists")
        report.block_ids.add(block_id)
    BLOCKS[kind][0](report, block, at, surface)


def _view_fields(report: Report, view: JSON, kind: str) -> None:
    shared = ("blocks", "private_metadata", "callback_id", "external_id")
    modal = ("submit", "close", "clear_on_close", "notify_on_close", "submit_disabled")
    report.keys(view, "/view", ("blocks", "title") if kind == MODAL else ("blocks",), (*shared, *modal, "title"))
    report.plain(view.get("title"), "/view/title", 24)
    report.plain(view.get("submit"), "/view/submit", 24)
    report.plain(view.get("close"), "/view/close", 24)
    report.string(view.get("private_metadata"), "/view/private_metadata", 3000, 0)
    report.string(view.get("callback_id"), "/view/callback_id", 255, 0)
    report.string(view.get("external_id"), "/view/external_id", 255, 0)


def _section(report: Report, block: JSON, at: str, surface: str) -> None:
    report.keys(block, at, (), ("text", "fields", "accessory", "expand"))
    if block.get("text") is None and not block.get("fields"):
        report.add(at, "missing required field: text")
    report.text(block.get("text"), f"{at}/text", 3000)
    if block.get("fields") is not None:
        for index, row in enumerate(report.items(block["fields"], f"{at}/fields", 10)):
            report.text(row, f"{at}/fields/{index}", 2000)
    if block.get("accessory") is not None:
        elements.element(report, block["accessory"], f"{at}/accessory", elements.IN_SECTION, at)


def _header(report: Report, block: JSON, at: str, surface: str) -> None:
    report.keys(block, at, ("text",))
    report.plain(block.get("text"), f"{at}/text", 150)


def _divider(report: Report, block: JSON, at: str, surface: str) -> None:
    report.keys(block, at, ())


def _image(report: Report, block: JSON, at: str, surface: str) -> None:
    report.keys(block, at, ("alt_text",), ("image_url", "slack_file", "title"))
    elements.image(report, block, at)
    report.plain(block.get("title"), f"{at}/title", 2000)


def _actions(report: Report, block: JSON, at: str, surface: str) -> None:
    report.keys(block, at, ("elements",))
    for index, row in enumerate(report.items(block.get("elements"), f"{at}/elements", 25)):
        elements.element(report, row, f"{at}/elements/{index}", elements.IN_ACTIONS, at)


def _context(report: Report, block: JSON, at: str, surface: str) -> None:
    report.keys(block, at, ("elements",))
    for index, row in enumerate(report.items(block.get("elements"), f"{at}/elements", 10)):
        here = f"{at}/elements/{index}"
        if isinstance(row, dict) and row.get("type") == "image":
            elements.image(report, row, here)
        else:
            report.text(row, here, 3000)


def _context_actions(report: Report, block: JSON, at: str, surface: str) -> None:
    report.keys(block, at, ("elements",))
    for index, row in enumerate(report.items(block.get("elements"), f"{at}/elements", 5)):
        elements.element(report, row, f"{at}/elements/{index}", elements.IN_CONTEXT_ACTIONS, at)


def _input(report: Report, block: JSON, at: str, surface: str) -> None:
    report.keys(block, at, ("label", "element"), ("hint", "optional", "dispatch_action"))
    report.plain(block.get("label"), f"{at}/label", 2000)
    report.plain(block.get("hint"), f"{at}/hint", 2000)
    report.flag(block.get("optional"), f"{at}/optional")
    report.flag(block.get("dispatch_action"), f"{at}/dispatch_action")
    if block.get("element") is not None:
        elements.element(report, block["element"], f"{at}/element", elements.IN_INPUT, at)


def _rich_text(report: Report, block: JSON, at: str, surface: str) -> None:
    rich_text_block(report, block, at)


def _markdown(report: Report, block: JSON, at: str, surface: str) -> None:
    report.keys(block, at, ("text",))
    report.string(block.get("text"), f"{at}/text", MOST_MARKDOWN)


def _file(report: Report, block: JSON, at: str, surface: str) -> None:
    report.keys(block, at, ("external_id", "source"))


def _video(report: Report, block: JSON, at: str, surface: str) -> None:
    own = ("author_name", "description", "provider_icon_url", "provider_name", "title_url")
    report.keys(block, at, ("alt_text", "title", "thumbnail_url", "video_url"), own)
    report.plain(block.get("title"), f"{at}/title", 200)
    report.string(block.get("author_name"), f"{at}/author_name", 50)


def _alert(report: Report, block: JSON, at: str, surface: str) -> None:
    report.keys(block, at, ("text",), ("level",))
    report.text(block.get("text"), f"{at}/text", 200)
    report.one_of(block.get("level"), f"{at}/level", ("default", "info", "warning", "error", "success"))


def _card(report: Report, block: JSON, at: str, surface: str) -> None:
    content = ("hero_image", "title", "actions", "body")
    report.keys(block, at, (), (*content, "icon", "slack_icon", "subtitle", "subtext"))
    if not any(block.get(name) for name in content):
        report.add(at, "at least one of hero_image, title, actions, or body is required")
    for name, most in (("title", 150), ("subtitle", 150), ("body", 200)):
        report.text(block.get(name), f"{at}/{name}", most)
    for name in ("hero_image", "icon"):
        if isinstance(block.get(name), dict):
            elements.image(report, block[name], f"{at}/{name}")
    if block.get("actions") is not None:
        for index, row in enumerate(report.items(block["actions"], f"{at}/actions", 3)):
            elements.element(report, row, f"{at}/actions/{index}", ("button",), at)


def _carousel(report: Report, block: JSON, at: str, surface: str) -> None:
    report.keys(block, at, ("elements",))
    for index, row in enumerate(report.items(block.get("elements"), f"{at}/elements", 10)):
        here = f"{at}/elements/{index}"
        if report.mapping(row, here) and report.one_of(row.get("type"), f"{here}/type", ("card",)):
            _card(report, row, here, surface)


def _container(report: Report, block: JSON, at: str, surface: str) -> None:
    own = ("title", "rich_text_title", "subtitle", "width", "icon", "is_collapsible", "default_collapsed")
    report.keys(block, at, ("child_blocks",), (*own, "has_header_divider"))
    if not block.get("title") and not block.get("rich_text_title"):
        report.add(at, "missing required field: title")
    report.plain(block.get("title"), f"{at}/title", 150)
    report.text(block.get("subtitle"), f"{at}/subtitle", 150)
    report.one_of(block.get("width"), f"{at}/width", ("narrow", "standard", "wide", "full"))
    for index, row in enumerate(report.items(block.get("child_blocks"), f"{at}/child_blocks", 10)):
        _block(report, row, f"{at}/child_blocks/{index}", surface)


def _table(report: Report, block: JSON, at: str, surface: str) -> None:
    table_block(report, block, at)


def _data_table(report: Report, block: JSON, at: str, surface: str) -> None:
    data_table_block(report, block, at)


def _chart(report: Report, block: JSON, at: str, surface: str) -> None:
    chart_block(report, block, at)


EVERYWHERE = (MESSAGE, MODAL, HOME)
BLOCKS: dict[str, tuple[BlockChecker, tuple[str, ...]]] = {
    "section": (_section, EVERYWHERE),
    "header": (_header, EVERYWHERE),
    "divider": (_divider, EVERYWHERE),
    "image": (_image, EVERYWHERE),
    "actions": (_actions, EVERYWHERE),
    "context": (_context, EVERYWHERE),
    "rich_text": (_rich_text, EVERYWHERE),
    "video": (_video, EVERYWHERE),
    "input": (_input, EVERYWHERE),
    "container": (_container, EVERYWHERE),
    "context_actions": (_context_actions, (MESSAGE,)),
    "markdown": (_markdown, (MESSAGE,)),
    "file": (_file, (MESSAGE,)),
    "table": (_table, (MESSAGE,)),
    "data_table": (_data_table, (MESSAGE,)),
    "data_visualization": (_chart, (MESSAGE,)),
    "card": (_card, (MESSAGE,)),
    "carousel": (_carousel, (MESSAGE,)),
    "alert": (_alert, (MODAL,)),
}
