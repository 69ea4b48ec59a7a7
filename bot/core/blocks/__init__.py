"""Markdown with sealed values becomes Block Kit, within Slack's limits, whatever the values are."""

from collections.abc import Callable
from typing import Any

from bot.core.blocks.actions import BadLink, Pressed, option, pressed
from bot.core.blocks.document import Writer
from bot.core.blocks.fit import fit, interactive
from bot.core.blocks.limits import Surface, shorten
from bot.core.blocks.markdown import parse
from bot.core.blocks.pieces import PIECES, Date, Mention, Options, Piece, Sealed, Text, clean, fold, paragraphs
from bot.core.blocks.plain import fallback
from bot.core.blocks.surfaces import to_home, to_modal

__all__ = [
    "PIECES",
    "BadLink",
    "Date",
    "Mention",
    "Options",
    "Piece",
    "Pressed",
    "Sealed",
    "Surface",
    "Text",
    "clean",
    "fallback",
    "fold",
    "interactive",
    "option",
    "paragraphs",
    "pressed",
    "shorten",
    "to_blocks",
    "to_home",
    "to_modal",
]


def to_blocks(
    markdown: str, sealed: Sealed, surface: Surface = "message", more: Callable[[int], str] = "… +{}".format
) -> list[dict[str, Any]]:
    """The blocks of a Markdown text whose values are tokens of `sealed`.

    The result is always valid on that surface; an empty text gives no blocks. `more(n)` words the note that n blocks
    were left out. Raises BadLink if the text's own links break the grammar.
    """
    return fit(Writer(sealed, surface).write(parse(markdown)), surface, more)
