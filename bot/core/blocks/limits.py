"""Slack's documented limits, in characters or items, each with the page that states it.

Source unless said otherwise: docs.slack.dev/reference/block-kit (read November 2026).
"""

from typing import Final, Literal

Surface = Literal["message", "home", "modal"]
"""Where blocks are shown: a message in a conversation, the Home tab, or a modal."""

BLOCKS: Final[dict[Surface, int]] = {"message": 50, "home": 100, "modal": 100}

# Slack rejects a message whose blocks hold more than about 12,000 characters with `msg_blocks_too_long`; the number
# is not documented, containers count too, and 11,341 characters of text were refused (slackapi/bolt-js#2509, #2867).
# A view may weigh 250 kB (docs.slack.dev/surfaces/modals); long views are unreadable long before that.
CHARACTERS: Final[dict[Surface, int]] = {"message": 10_500, "home": 40_000, "modal": 40_000}
CONTAINER: Final = 20

FALLBACK: Final = 3_000
HEADER: Final = 150
TEXT_OBJECT: Final = 3_000
CONTEXT_ELEMENTS: Final = 10
ACTION_ID: Final = 255

ROW_ELEMENTS: Final = 25
BUTTON_TEXT: Final = 75
BUTTON_VALUE: Final = 2_000
BUTTON_URL: Final = 3_000
PLACEHOLDER: Final = 150
OPTIONS: Final = 100
OPTION_TEXT: Final = 75
OPTION_VALUE: Final = 150
OVERFLOW_OPTIONS: Final = 5
CONFIRM_TITLE: Final = 100
CONFIRM_TEXT: Final = 300
CONFIRM_BUTTON: Final = 30

RICH_TEXT: Final = 10_000
TABLE_ROWS: Final = 100
TABLE_COLUMNS: Final = 20
TABLE_CHARACTERS: Final = 10_000
CHARTS: Final = 2
CHART_TITLE: Final = 50
CHART_SERIES: Final = 6
CHART_POINTS: Final = 20
CHART_LABEL: Final = 20
LIST_INDENT: Final = 8

VIEW_TITLE: Final = 24
VIEW_BUTTON: Final = 24
PRIVATE_METADATA: Final = 3_000
LABEL: Final = 2_000
HINT: Final = 2_000
INPUT_TEXT: Final = 3_000
OPTION_DESCRIPTION: Final = 75


def shorten(text: str, limit: int) -> str:
    """The text itself, or its beginning closed by "…", so that the result has at most `limit` characters (>= 1)."""
    if len(text) <= limit:
        return text
    # Joiners and variation signs left at the cut would make a broken emoji of the last character.
    return text[: limit - 1].rstrip("\u200d\ufe0f").rstrip() + "…"
