"""Small helpers to turn Markdown with values into blocks."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.core.blocks import Sealed, Surface, Text, fold, to_blocks
from bot.playground.blocks_check import check_blocks

Blocks = list[dict[str, Any]]


@pytest.fixture
def draw() -> Callable[..., Blocks]:
    """`draw("**{name}**", name="…")`: every named value is sealed, and the result must be valid for its surface."""

    def drawn(markdown: str, surface: Surface = "message", **values: Any) -> Blocks:
        sealed = Sealed()
        for name, value in values.items():
            piece = value if hasattr(value, "plain") else Text(fold(str(value)), value)
            markdown = markdown.replace("{" + name + "}", sealed.put(piece))
        blocks = to_blocks(markdown, sealed, surface)
        assert not check_blocks(blocks, surface)
        return blocks

    return drawn
