"""What a person types, as Slack passes it on: mentions become ids, links are wrapped, `&`, `<` and `>` escaped."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bot.playground.state import JSON
from bot.playground.workspace import Workspace

TOKEN = re.compile(
    r"<@(?P<uid>[UW][A-Z0-9]+)(?:\|[^>]*)?>|<#(?P<cid>[CG][A-Z0-9]+)(?:\|[^>]*)?>"
    r"|(?P<url>https?://[^\s<>，。；！）]+)|(?P<mark>[@#])"
)


@dataclass(frozen=True)
class Piece:
    """A stretch of the line: plain text, a person, a channel or an address."""

    kind: Literal["text", "user", "channel", "link"]
    value: str


def pieces(workspace: Workspace, line: str) -> list[Piece]:
    """Cut a line as the composer does: `@name` and `#name` (or their ids in angle brackets) of what exists."""
    found: list[Piece] = []
    position = start = 0
    while (hit := TOKEN.search(line, position)) is not None:
        piece, end = _recognise(workspace, line, hit)
        if piece is not None:
            if hit.start() > start:
                found.append(Piece("text", line[start : hit.start()]))
            found.append(piece)
            start = end
        position = max(end, hit.end())
    if start < len(line):
        found.append(Piece("text", line[start:]))
    return found


def _recognise(workspace: Workspace, line: str, hit: re.Match[str]) -> tuple[Piece | None, int]:
    if hit["url"]:
        return Piece("link", hit["url"]), hit.end()
    if hit["uid"] or hit["cid"]:
        kind: Literal["user", "channel"] = "user" if hit["uid"] else "channel"
        known = hit["uid"] in workspace.users if hit["uid"] else hit["cid"] in workspace.channels
        return (Piece(kind, hit["uid"] or hit["cid"]) if known else None), hit.end()
    rest = line[hit.end() :].casefold()
    if hit["mark"] == "@":
        names = [(name, u.id) for u in workspace.users.values() for name in (u.name, u.real_name)]
    else:
        names = [(c.name, c.id) for c in workspace.channels.values() if c.kind in ("public", "private")]
    for name, key in sorted(names, key=lambda row: -len(row[0])):
        if name and rest.startswith(name.casefold()):
            return Piece("user" if hit["mark"] == "@" else "channel", key), hit.end() + len(name)
    return None, hit.end()


def escape(text: str) -> str:
    """Slack's three entities."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def as_message(workspace: Workspace, line: str) -> tuple[str, list[JSON]]:
    """Text and rich text of a typed message."""
    text, elements = "", []
    for piece in pieces(workspace, line):
        if piece.kind == "text":
            text += escape(piece.value)
            elements.append({"type": "text", "text": piece.value})
        elif piece.kind == "user":
            text += f"<@{piece.value}>"
            elements.append({"type": "user", "user_id": piece.value})
        elif piece.kind == "channel":
            text += f"<#{piece.value}|{workspace.channels[piece.value].name}>"
            elements.append({"type": "channel", "channel_id": piece.value})
        else:
            text += f"<{piece.value}>"
            elements.append({"type": "link", "url": piece.value})
    section = {"type": "rich_text_section", "elements": elements}
    return text, [{"type": "rich_text", "elements": [section]}]


def as_command(workspace: Workspace, line: str, *, should_escape: bool) -> str:
    """The `text` of a slash command; without `should_escape` it is what was typed, letter by letter."""
    if not should_escape:
        return line
    return "".join(_escaped(workspace, piece) for piece in pieces(workspace, line))


def _escaped(workspace: Workspace, piece: Piece) -> str:
    if piece.kind == "user":
        return f"<@{piece.value}|{workspace.users[piece.value].name}>"
    if piece.kind == "channel":
        return f"<#{piece.value}|{workspace.channels[piece.value].name}>"
    return f"<{piece.value}>" if piece.kind == "link" else escape(piece.value)
