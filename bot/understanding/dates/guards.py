"""What looks like a date and is none: read first, so that it hides the date inside. The table is data/no_dates.txt."""

from __future__ import annotations

import re
from importlib.resources import files

from bot.understanding.dates.context import Context
from bot.understanding.dates.rule import Rule, nothing, rule
from bot.understanding.dates.spans import VAGUE, Result


def _vague(_match: re.Match[str], _context: Context) -> Result:
    return VAGUE


def _tables() -> dict[str, list[str]]:
    """The paragraphs of the table by section, each joined into one pattern; # begins a comment line."""
    text = (files(__package__) / "data" / "no_dates.txt").read_text(encoding="utf-8")
    sections: dict[str, list[str]] = {}
    current: list[str] = []
    for paragraph in re.split(r"\n\s*\n", text):
        lines = [line for line in paragraph.splitlines() if line and not line.startswith("# ")]
        if lines and lines[0] in ("[never]", "[vague]"):
            current = sections.setdefault(lines[0][1:-1], [])
        elif lines:
            current.append("(?:" + "|".join(lines) + ")")
    return sections


_TABLES = _tables()

GUARDS: tuple[Rule, ...] = tuple(rule("", pattern, nothing) for pattern in _TABLES["never"])
VAGUE_WORDS: tuple[Rule, ...] = tuple(rule("?", pattern, _vague) for pattern in _TABLES["vague"])
