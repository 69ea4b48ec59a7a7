"""What an examination found: one line each, and one line that says how to mend it."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `fix` is empty where nothing is to be mended."""

    level: Literal["fine", "warn", "bad"]
    name: str
    said: str
    fix: str = ""


def fine(name: str, said: str) -> Finding:
    """As it should be."""
    return Finding("fine", name, said)


def warn(name: str, said: str, fix: str) -> Finding:
    """Rapport works, but something is missing."""
    return Finding("warn", name, said, fix)


def bad(name: str, said: str, fix: str) -> Finding:
    """Rapport cannot work, or not safely."""
    return Finding("bad", name, said, fix)
