"""Slack's mrkdwn read into the elements of rich text, so that both are drawn by the same hands.

Source: docs.slack.dev/messaging/formatting-message-text.
"""

import re
from collections.abc import Iterator

from bot.playground.state import JSON

FENCE = re.compile(r"```\n?(.*?)\n?```", re.DOTALL)
TOKEN = re.compile(
    r"<(?P<angle>[^<>\n]+)>|`(?P<code>[^`\n]+)`|:(?P<emoji>[a-z0-9_+'-]+(?:::skin-tone-[2-6])?):"
    r"|(?P<mark>[*_~])"
)
STYLES = {"*": "bold", "_": "italic", "~": "strike"}
WORD = re.compile(r"\w")


def parts(text: str) -> list[JSON]:
    """Sections, quotes and preformatted parts of a mrkdwn text."""
    found: list[JSON] = []
    position = 0
    for fence in FENCE.finditer(text):
        found += _lines(text[position : fence.start()])
        body = [{"type": "text", "text": plain(fence[1])}]
        found.append({"type": "rich_text_preformatted", "elements": body})
        position = fence.end()
    return found + _lines(text[position:])


def plain(text: str) -> str:
    """Slack's three entities as characters."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _lines(text: str) -> list[JSON]:
    found: list[JSON] = []
    for line in text.strip("\n").split("\n") if text.strip("\n") else []:
        quoted = line.startswith("&gt;") or line.startswith(">")
        kind = "rich_text_quote" if quoted else "rich_text_section"
        content = re.sub(r"^(&gt;|>)\s?", "", line) if quoted else line
        elements = list(inline(content))
        if found and found[-1]["type"] == kind:
            found[-1]["elements"] += [{"type": "text", "text": "\n"}, *elements]
        else:
            found.append({"type": kind, "elements": elements})
    return found


def inline(text: str, style: dict[str, bool] | None = None) -> Iterator[JSON]:
    """The elements of one line; `style` is what stands around it."""
    style = style or {}
    position = 0
    while (hit := TOKEN.search(text, position)) is not None:
        end = _closing(text, hit) if hit["mark"] else None
        if hit["mark"] and end is None:
            yield from _text(text[position : hit.end()], style)
            position = hit.end()
            continue
        yield from _text(text[position : hit.start()], style)
        if end is not None:
            yield from inline(text[hit.end() : end], style | {STYLES[hit["mark"]]: True})
            position = end + 1
            continue
        yield from _token(hit, style)
        position = hit.end()
    yield from _text(text[position:], style)


def _closing(text: str, hit: re.Match[str]) -> int | None:
    # A mark counts only at the edge of a word, and its twin must stand at the other edge.
    mark, start = hit["mark"], hit.end()
    if (hit.start() and WORD.match(text[hit.start() - 1])) or text[start : start + 1].isspace():
        return None
    end = text.find(mark, start + 1)
    while end != -1:
        after = text[end + 1 : end + 2]
        if not text[end - 1].isspace() and not WORD.match(after or " "):
            return end
        end = text.find(mark, end + 1)
    return None


def _text(text: str, style: dict[str, bool]) -> Iterator[JSON]:
    if text:
        yield {"type": "text", "text": plain(text)} | ({"style": style} if style else {})


def _token(hit: re.Match[str], style: dict[str, bool]) -> Iterator[JSON]:
    if hit["code"]:
        yield {"type": "text", "text": plain(hit["code"]), "style": style | {"code": True}}
    elif hit["emoji"]:
        yield {"type": "emoji", "name": hit["emoji"]}
    else:
        yield _angle(hit["angle"]) | ({"style": style} if style else {})


def _angle(inside: str) -> JSON:
    target, _, label = inside.partition("|")
    if target.startswith("@"):
        return {"type": "user", "user_id": target[1:]}
    if target.startswith("#"):
        return {"type": "channel", "channel_id": target[1:]}
    if target.startswith("!date^"):
        _, stamp, shape, *link = target.split("^")
        found: JSON = {"type": "date", "timestamp": int(stamp) if stamp.isdigit() else 0, "format": shape}
        return found | {"fallback": plain(label)} | ({"url": link[0]} if link else {})
    if target.startswith("!"):
        return {"type": "broadcast", "range": target[1:].partition("^")[0]}
    return {"type": "link", "url": plain(target)} | ({"text": plain(label)} if label else {})
