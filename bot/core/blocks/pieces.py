"""Values on their way into a message.

A value never travels through the Markdown parser. The template engine leaves a numbered token in the text instead and
the value waits in a `Sealed` list; the token is replaced after parsing. So nothing a person typed can become a heading,
a button, a link, a mention or a table, and what it contains cannot change how the words around it are parsed either
(`**{{ name }}**` stays bold when the name ends in a bracket).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

OPEN, CLOSE = "\ue000", "\ue001"
_TOKEN = re.compile(f"{OPEN}(\\d+){CLOSE}")

# Control characters (tab and line feed stay), bidirectional overrides and isolates, invisible fillers, private use,
# tag characters, non-characters and lone surrogates: they forge, hide or reverse text, or cannot be sent as UTF-8.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff\ue000-\uf8ff\ud800-\udfff"
    "\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
_BREAKS = re.compile("[\r\x85\u2028\u2029](?:(?<=\r)\n)?")


@dataclass(frozen=True, slots=True)
class Text:
    """Plain characters. `raw` is the value they were made from, for pickers that need the date itself."""

    text: str
    raw: object = None

    def plain(self) -> str:
        """What a reader sees where only characters are possible."""
        return self.text


@dataclass(frozen=True, slots=True)
class Mention:
    """A colleague by Slack id; Slack shows the name and notifies the person."""

    user: str
    name: str = ""

    def plain(self) -> str:
        """The name if we know it, else the id, marked as a person."""
        return f"@{self.name or self.user}"


@dataclass(frozen=True, slots=True)
class Date:
    """An instant that Slack shows every reader in his own zone. `timestamp` is in seconds since 1970 UTC."""

    timestamp: int
    format: str
    fallback: str

    def plain(self) -> str:
        """The instant as words, for where Slack cannot format it."""
        return self.fallback


@dataclass(frozen=True, slots=True)
class Options:
    """The choices of a menu: (value, label) pairs."""

    pairs: tuple[tuple[str, str], ...]

    def plain(self) -> str:
        """The labels in one line."""
        return ", ".join(label for _, label in self.pairs)


Piece = Text | Mention | Date | Options
PIECES, WORDS, ALIVE = (Text, Mention, Date, Options), (Text, Options), (Mention, Date)
"""For `isinstance`, to which a union would be put together anew at every question: all pieces, those that are mere
characters, those that Slack shows in its own way."""


@dataclass(slots=True)
class Sealed:
    """The values of one rendering, by the number in their token."""

    pieces: list[Piece] = field(default_factory=list)

    def put(self, piece: Piece) -> str:
        """Keep a value and give the token that stands for it."""
        self.pieces.append(piece)
        return f"{OPEN}{len(self.pieces) - 1}{CLOSE}"

    def split(self, text: str) -> Iterator[str | Piece]:
        """Literal words and values of a text, in order; empty ones are left out."""
        for index, part in enumerate(_TOKEN.split(text)):
            if index % 2:
                yield self.pieces[int(part)]
            elif part:
                yield part

    def plain(self, text: str) -> str:
        """The text with every token replaced by plain characters."""
        if OPEN not in text:
            return text
        return _TOKEN.sub(lambda match: self.pieces[int(match[1])].plain(), text)

    def only(self, text: str) -> Piece | None:
        """The one value that a text consists of, or None."""
        match = _TOKEN.fullmatch(text.strip())
        return self.pieces[int(match[1])] if match else None


def clean(text: str) -> str:
    """The text without characters that nobody sees; every kind of line break becomes a line feed."""
    return _UNSEEN.sub("", _BREAKS.sub("\n", text))


def fold(text: str) -> str:
    """One line: every run of white space becomes a single space."""
    return " ".join(clean(text).split())


def paragraphs(text: str) -> str:
    """Several lines, each folded; runs of empty lines become one empty line."""
    lines = [" ".join(line.split()) for line in clean(text).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
