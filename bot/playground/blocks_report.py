"""Collects what is wrong with a payload, worded and addressed as Slack does (JSON pointer behind the sentence)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from bot.playground.state import JSON

URL = re.compile(r"^[a-z][a-z0-9+.-]*:\S+$", re.IGNORECASE)


@dataclass
class Report:
    """Problems found so far. Every method takes a value and `at`, the pointer to it."""

    problems: list[tuple[str, str]] = field(default_factory=list)
    action_ids: set[tuple[str, str]] = field(default_factory=set)
    block_ids: set[str] = field(default_factory=set)

    def add(self, at: str, sentence: str) -> None:
        """Note one problem."""
        self.problems.append((at, sentence))

    @property
    def messages(self) -> list[str]:
        """The lines of `response_metadata.messages`."""
        return [f"[ERROR] {sentence} [json-pointer:{at}]" for at, sentence in self.problems]

    def mapping(self, value: Any, at: str) -> bool:
        """It must be an object."""
        if isinstance(value, dict):
            return True
        self.add(at, "must be an object")
        return False

    def keys(self, value: JSON, at: str, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> bool:
        """All required fields and no unknown ones."""
        before = len(self.problems)
        for name in required:
            if value.get(name) is None:
                self.add(at, f"missing required field: {name}")
        for name in value:
            if name not in required and name not in optional and name not in ("type", "block_id"):
                self.add(at, f"invalid additional property: {name}")
        return len(self.problems) == before

    def string(self, value: Any, at: str, most: int, least: int = 1) -> bool:
        """A string of `least` to `most` characters; None is skipped."""
        if value is None:
            return False
        if not isinstance(value, str):
            self.add(at, "must be a string")
            return False
        if len(value) < least:
            self.add(at, f"must be more than {least - 1} characters")
        if len(value) > most:
            self.add(at, f"must be less than {most + 1} characters")
        return least <= len(value) <= most

    def one_of(self, value: Any, at: str, allowed: tuple[str, ...]) -> bool:
        """One of a fixed set of words; None is skipped."""
        if value is None or value in allowed:
            return value is not None
        self.add(at, f"must be one of: {', '.join(allowed)}")
        return False

    def items(self, value: Any, at: str, most: int, least: int = 1) -> list[Any]:
        """A list of `least` to `most` entries, returned so that it can be walked; empty when it is none."""
        if not isinstance(value, list):
            self.add(at, "must be an array")
            return []
        if len(value) < least:
            self.add(at, f"no fewer than {least} items allowed")
        if len(value) > most:
            self.add(at, f"no more than {most} items allowed")
        return value

    def url(self, value: Any, at: str, most: int = 3000) -> None:
        """An address with a scheme; None is skipped."""
        if self.string(value, at, most) and not URL.match(value):
            self.add(at, "invalid url")

    def number(self, value: Any, at: str, least: float, most: float) -> None:
        """A whole number in a range; None is skipped."""
        if value is None:
            return
        if isinstance(value, bool) or not isinstance(value, int):
            self.add(at, "must be an integer")
        elif not least <= value <= most:
            self.add(at, f"must be between {least} and {most}")

    def flag(self, value: Any, at: str) -> None:
        """A boolean; None is skipped."""
        if value is not None and not isinstance(value, bool):
            self.add(at, "must be a boolean")

    def text(self, value: Any, at: str, most: int, kinds: tuple[str, ...] = ("plain_text", "mrkdwn")) -> None:
        """A text object of at most `most` characters; None is skipped."""
        if value is None or not self.mapping(value, at):
            return
        if value.get("type") not in kinds:
            self.add(f"{at}/type", f"must be one of: {', '.join(kinds)}")
            return
        only = "emoji" if value["type"] == "plain_text" else "verbatim"
        self.keys(value, at, ("text",), (only,))
        self.flag(value.get(only), f"{at}/{only}")
        self.string(value.get("text"), f"{at}/text", most)

    def plain(self, value: Any, at: str, most: int) -> None:
        """A `plain_text` object of at most `most` characters; None is skipped."""
        self.text(value, at, most, ("plain_text",))

    def confirm(self, value: Any, at: str) -> None:
        """A confirmation dialog; None is skipped."""
        if value is None or not self.mapping(value, at):
            return
        self.keys(value, at, ("title", "text", "confirm", "deny"), ("style",))
        self.plain(value.get("title"), f"{at}/title", 100)
        self.text(value.get("text"), f"{at}/text", 300)
        self.plain(value.get("confirm"), f"{at}/confirm", 30)
        self.plain(value.get("deny"), f"{at}/deny", 30)
        self.one_of(value.get("style"), f"{at}/style", ("primary", "danger"))


def listed(value: Any) -> list[Any]:
    """The value when it is a list, else nothing."""
    return value if isinstance(value, list) else []


def as_json(value: Any) -> Any:
    """Arguments arrive as JSON or as a string holding JSON; None when it is no JSON."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return None
