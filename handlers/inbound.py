"""What people did in Slack, freed of Slack's payloads: the inputs of handlers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.core.subject import Subject

Source = Literal["command", "direct", "mention", "thread", "shortcut"]
Audience = Literal["direct", "private", "public", "group", "shared", "unknown"]


@dataclass(frozen=True)
class Typed:
    """A line of text. `about` is the record whose thread it was typed in; `ts` the message, if it is one.

    `audience` says who else could read it: nobody (direct, unknown for commands), a private or public channel, a
    group message, or a channel shared with another company.
    """

    text: str
    source: Source
    key: str
    channel: str = ""
    ts: str = ""
    thread_ts: str = ""
    audience: Audience = "unknown"
    about: Subject | None = None
    author: str = ""
    files: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class Press:
    """A pressed button or a picked value. `id` is the record, `rest` what the action's value says beyond it.

    `picked` is what a select or picker gave, empty for a button; `values` what a form holds while open.
    """

    verb: str
    id: int
    key: str
    rest: tuple[str, ...] = ()
    picked: tuple[str, ...] = ()
    channel: str = ""
    ts: str = ""
    view_id: str = ""
    private: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Submission:
    """A form sent in: its typed values and the opaque id it was opened with."""

    values: Mapping[str, Any]
    private: str
    key: str


@dataclass(frozen=True)
class Reacted:
    """A reaction put on (or taken off) a message about a record; skin tones are gone from the name."""

    emoji: str
    about: Subject
    added: bool
    channel: str
    ts: str


@dataclass(frozen=True)
class Changed:
    """A message that was edited (new text) or deleted (None)."""

    channel: str
    ts: str
    text: str | None


@dataclass(frozen=True)
class Happened:
    """Another event of Slack's (a channel archived, a user changed, the app removed)."""

    kind: str
    event: Mapping[str, Any]
