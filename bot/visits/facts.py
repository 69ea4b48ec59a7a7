"""What this slice announces."""

from dataclasses import dataclass


@dataclass(frozen=True)
class HintTaken:
    """The author tapped a suggestion (kind risk, need or complaint): whoever keeps such records may open one.

    `text` are the words that triggered it, `code` the signal or product they stand for.
    """

    visit_id: int
    kind: str
    text: str
    code: str = ""
