"""The date and deadline grammar: Chinese, English and both in one line; pure, table-driven, never raises."""

from __future__ import annotations

from bot.understanding.dates.model import Direction, Frame, Granularity, Reading, Vague, When
from bot.understanding.dates.read import read
from bot.understanding.dates.render import render


def find_dates(text: str, frame: Frame) -> list[When]:
    """The dates of a text in its order; what was seen but not understood is in `read(text, frame).vague`."""
    return read(text, frame).dates


__all__ = ["Direction", "Frame", "Granularity", "Reading", "Vague", "When", "find_dates", "read", "render"]
