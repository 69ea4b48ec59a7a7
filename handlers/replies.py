"""What a handler may answer at once. Everything durable goes through `work.post` instead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.core.access import Actor
from bot.core.forms import Form


@dataclass(frozen=True)
class Reply:
    """One private line to the person who acted; `reader` is that person as this very answer made them."""

    template: str
    data: Mapping[str, Any] = field(default_factory=dict)
    reader: Actor | None = None


@dataclass(frozen=True)
class Open:
    """A form in a dialog. `private` is an opaque id the submission brings back.

    `options` are the choices of selects that depend on the data; `only` shows some of the fields.
    """

    form: type[Form]
    values: Mapping[str, Any] = field(default_factory=dict)
    private: str = ""
    options: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    only: tuple[str, ...] = ()


@dataclass(frozen=True)
class Page:
    """A read-only private page in a dialog; `title` is a key of words.toml."""

    template: str
    data: Mapping[str, Any]
    title: str
    private: str = ""


@dataclass(frozen=True)
class Home:
    """The person's App Home."""

    template: str
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Option:
    """One choice of a select that is filled while typing."""

    text: str
    value: str


@dataclass(frozen=True)
class Suggest:
    """The choices that fit what was typed so far."""

    options: Sequence[Option]


Answer = Reply | Open | Page | Home | Suggest | None
