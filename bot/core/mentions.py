"""How a person is named in text that comes from Slack: `<@U012AB3CD>` or `<@U012AB3CD|name>`."""

import re

ID = r"[UW][A-Z0-9_]{1,40}"
"""A member id. Slack promises nothing about its length."""
PERSON = re.compile(ID, re.ASCII)
MENTION = re.compile(rf"<@({ID})(?:\|([^>\n]*))?>", re.ASCII)
"""A mention: its id, and the name that some clients write into it."""


def ids(text: str) -> tuple[str, ...]:
    """The member ids mentioned in a text, in its order."""
    return tuple(found[1] for found in MENTION.finditer(text))
