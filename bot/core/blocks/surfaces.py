"""Blocks in a modal or on the Home tab."""

from collections.abc import Sequence
from typing import Any

from bot.core.blocks import limits
from bot.core.blocks.limits import shorten

Block = dict[str, Any]


def to_home(blocks: Sequence[Block], private: str = "") -> dict[str, Any]:
    """A view for `views.publish` from blocks rendered for the surface "home" (at most 100)."""
    view: dict[str, Any] = {"type": "home", "blocks": list(blocks[: limits.BLOCKS["home"]])}
    if private:
        view["private_metadata"] = checked_private(private)
    return view


def to_modal(
    blocks: Sequence[Block], *, title: str, close: str, submit: str = "", callback: str = "", private: str = ""
) -> dict[str, Any]:
    """A view for `views.open` from blocks rendered for the surface "modal".

    Title and buttons are cut to 24 characters. `private` is an opaque id, never customer data: it is readable
    outside. Without `submit` the modal only shows.
    """
    view: dict[str, Any] = {
        "type": "modal",
        "title": _label(title, limits.VIEW_TITLE),
        "close": _label(close, limits.VIEW_BUTTON),
        "blocks": list(blocks[: limits.BLOCKS["modal"]]),
    }
    if submit:
        view["submit"] = _label(submit, limits.VIEW_BUTTON)
    if callback:
        view["callback_id"] = shorten(callback, 255)
    if private:
        view["private_metadata"] = checked_private(private)
    return view


def checked_private(private: str) -> str:
    """The private metadata of a view. Raises ValueError beyond Slack's 3,000 characters."""
    if len(private) > limits.PRIVATE_METADATA:
        raise ValueError("private metadata of a view is an opaque id, at most 3,000 characters")
    return private


def _label(text: str, limit: int) -> dict[str, Any]:
    return {"type": "plain_text", "text": shorten(text, limit), "emoji": True}
