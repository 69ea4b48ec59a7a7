"""Who reads a message, what it says, and what the outbox asks of the slices."""

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple, Protocol
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.core.access import Actor
from bot.core.codec import canonical
from bot.core.outbox.model import Posting
from bot.core.templating import Reader
from bot.core.work import Work

Blocks = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Recipient:
    """A colleague as somebody who is written to. `next_open(at)` is the first working instant from `at` on."""

    actor: Actor
    next_open: Callable[[datetime], datetime]
    active: bool = True


@dataclass(frozen=True)
class ChannelReader:
    """The language and zone of a channel."""

    language: str
    zone: ZoneInfo


@dataclass(frozen=True)
class Audience:
    """Who will read a message: one person, or whoever is in a channel (its builder masks what a channel reads)."""

    kind: Literal["person", "channel"]
    language: str
    zone: ZoneInfo
    person_id: int | None = None
    channel: str | None = None


@dataclass(frozen=True)
class Said:
    """What a card says now."""

    template: str
    data: Mapping[str, Any]


CardBuilder = Callable[[Work, int, Audience], Said | None]
"""The card of one record for an audience; None when it does not exist or `work.actor` may not see it."""
Still = Callable[[Work, Posting], bool | Mapping[str, Any]]
"""Whether a notice queued before still makes sense; what has changed meanwhile in its data, if anything has."""


class Rendered(Protocol):
    """A rendered template."""

    @property
    def blocks(self) -> Any:
        """Block Kit."""

    @property
    def text(self) -> str:
        """The plain fallback."""


Render = Callable[[str, str, Mapping[str, Any], Reader], Rendered]
"""(template, language, data, reader) -> blocks and text."""


@dataclass(frozen=True)
class Drawing:
    """A message as it reads now. `version` is the record's version known before it was drawn."""

    blocks: Blocks
    text: str
    version: int

    @property
    def hash(self) -> str:
        """Equal for messages that look the same."""
        return hashlib.sha256(canonical([list(self.blocks), self.text]).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Ready:
    """May go: to a person (`slack_id`) or a channel, perhaps into a thread."""

    drawing: Drawing
    audience: Audience
    slack_id: str | None = None
    channel: str | None = None
    thread_ts: str | None = None

    def saying(self, drawing: Drawing) -> "Ready":
        """The same place with this message."""
        return Ready(drawing, self.audience, self.slack_id, self.channel, self.thread_ts)


@dataclass(frozen=True)
class Later:
    """Not before this instant of the program's clock; others of the lane may go first."""

    until: datetime
    reason: str


@dataclass(frozen=True)
class Pile:
    """One of many that wait for the same person: they are said as one."""


@dataclass(frozen=True)
class Hold:
    """Not now, and nothing else of the lane either; ask again after some seconds."""

    seconds: float


@dataclass(frozen=True)
class Senseless:
    """Not any more."""

    reason: str


@dataclass(frozen=True)
class Dead:
    """The place cannot be reached."""

    code: str


Verdict = Ready | Later | Pile | Hold | Senseless | Dead


class Drawn(NamedTuple):
    """What was found about a message, and when: seconds since boot."""

    verdict: Verdict
    boot: float


@dataclass(frozen=True)
class Slices:
    """What the outbox must ask of the slices; composed in bot/wiring.py.

    `cards`: subject kind -> builder of the live card; one under a template's own name goes before. `still`: template ->
    whether a queued notice still makes sense. `recipients` and `channels` tell who reads. `render` renders a template.
    `gather` reads in few queries what `recipients` will be asked for in the same session about these people.
    """

    render: Render
    recipients: Callable[[Session, int], Recipient | None]
    channels: Callable[[Session, str], ChannelReader]
    cards: Mapping[str, CardBuilder]
    still: Mapping[str, Still]
    gather: Callable[[Session, Collection[int]], None] = lambda session, people: None
