"""Short codes as Unicode: a small table; an unknown code is shown as it is written."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

_GROUPS: dict[str, dict[str, str]] = tomllib.loads(Path(__file__).with_name("emoji.toml").read_text("utf-8"))
TABLE: Mapping[str, str] = {name: sign for group in _GROUPS.values() for name, sign in group.items()}
"""Short code -> characters."""
GROUPS: Mapping[str, Mapping[str, str]] = _GROUPS
"""The groups of the picker; the first holds what Rapport understands as reactions."""
SHORT = re.compile(r":([a-z0-9_+'-]+)(?:::skin-tone-([2-6]):|:)")
_SKIN = re.compile(r"^(.+?)::skin-tone-([2-6])$")
_LIGHTEST = 0x1F3FB
VARIATION = "\ufe0f"


def sign(name: str, skin: int | None = None) -> str:
    """The characters of a short code, with its skin tone (2 to 6) if any; ":name:" for one we do not know."""
    toned = _SKIN.match(name)
    if toned:
        name, skin = toned[1], int(toned[2])
    found = TABLE.get(name)
    if found is None:
        return f":{name}:"
    if skin is None or not 2 <= skin <= 6:
        return found
    return found.removesuffix(VARIATION) + chr(_LIGHTEST + skin - 2)


def spelled(text: str) -> str:
    """A text with its short codes drawn."""
    return SHORT.sub(lambda hit: sign(hit[1], int(hit[2]) if hit[2] else None), text)
