"""The table handlers register themselves in; the router looks every request up here."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.core.database import Row
from bot.core.forms import Form
from bot.core.work import Work
from handlers.inbound import Changed, Happened, Press, Reacted, Submission, Typed
from handlers.replies import Answer

Line = Callable[[Work, Typed], Answer]
Pressed = Callable[[Work, Press], Answer]
Submitted = Callable[[Work, Submission], Answer]
Reaction = Callable[[Work, Reacted], None]
Looked = Callable[[Work, str], Answer]
Numbered = Callable[[Work, int, str], Answer]
"""Shows the record of a number; the text is the key of the request, for a notice said once."""
Followed = Callable[[Work, Changed], None]


@dataclass
class Table:
    """What Rapport reacts to, and with which function. A second registration of the same key is a mistake."""

    commands: dict[str, Line] = field(default_factory=dict)
    aheads: dict[str, Callable[[Work, Typed], None]] = field(default_factory=dict)
    shortcuts: dict[str, Line] = field(default_factory=dict)
    message_shortcuts: dict[str, Line] = field(default_factory=dict)
    threads: dict[str, Line] = field(default_factory=dict)
    presses: dict[str, Pressed] = field(default_factory=dict)
    forms: dict[str, tuple[type[Form], Submitted]] = field(default_factory=dict)
    reactions: dict[tuple[str, str], Reaction] = field(default_factory=dict)
    lookups: dict[str, Looked] = field(default_factory=dict)
    subcommands: dict[str, Line] = field(default_factory=dict)
    also: dict[str, str] = field(default_factory=dict)
    happenings: dict[str, Callable[[Work, Happened], None]] = field(default_factory=dict)
    singles: dict[str, Callable[..., Any]] = field(default_factory=dict)
    claims: dict[str, Line] = field(default_factory=dict)
    numbers: dict[str, Numbered] = field(default_factory=dict)
    origins: dict[str, type[Row]] = field(default_factory=dict)
    followers: list[Followed] = field(default_factory=list)

    def command(self, name: str, handler: Line, ahead: Callable[[Work, Typed], None] | None = None) -> None:
        """A slash command, e.g. "/visit". Where writers queue, `ahead` is called before: what it has the read remember
        need not be found out while others wait."""
        _once(self.commands, name, handler)
        if ahead is not None:
            self.aheads[name] = ahead

    def subcommand(self, name: str, handler: Line, *also: str) -> None:
        """A word after /desk, e.g. "leave", and other spellings of it. Its help is desk.help.<name> in words.toml."""
        _once(self.subcommands, name, handler)
        for other in (name, *also):
            _once(self.also, other, name)

    def shortcut(self, callback_id: str, handler: Line) -> None:
        """A global shortcut."""
        _once(self.shortcuts, callback_id, handler)

    def message_shortcut(self, callback_id: str, handler: Line) -> None:
        """A shortcut in the menu of a message; the handler gets that message's text."""
        _once(self.message_shortcuts, callback_id, handler)

    def thread(self, kind: str, handler: Line) -> None:
        """A reply in the thread of any message about a record of `kind`."""
        _once(self.threads, kind, handler)

    def press(self, verb: str, handler: Pressed) -> None:
        """A button or picker `do:verb/...` or `pick:.../verb/...` of a template."""
        _once(self.presses, verb, handler)

    def form(self, form: type[Form], handler: Submitted) -> None:
        """The submission of a form."""
        _once(self.forms, form.name, (form, handler))

    def reaction(self, emoji: str, kind: str, handler: Reaction) -> None:
        """A reaction added to, or removed from, a message about a record of `kind`."""
        _once(self.reactions, (emoji, kind), handler)

    def lookup(self, name: str, handler: Looked) -> None:
        """The choices of a select that is filled while typing."""
        _once(self.lookups, name, handler)

    def happening(self, kind: str, handler: Callable[[Work, Happened], None]) -> None:
        """Another event of Slack's, by its type."""
        _once(self.happenings, kind, handler)

    def claim(self, handler: Line, *heads: str) -> None:
        """Free lines (direct messages, mentions) that begin with one of these words, letter case ignored."""
        for head in heads:
            _once(self.claims, head.casefold(), handler)

    def claimant(self, text: str) -> Line | None:
        """Who claimed lines that begin like this one; a Latin word must end where the claimed one does."""
        line = text.strip().lstrip("/#").casefold()
        for head, handler in self.claims.items():
            behind = line[len(head) : len(head) + 1]
            if line.startswith(head) and not (head[-1].isascii() and behind.isascii() and behind.isalnum()):
                return handler
        return None

    def number(self, kind: str, handler: Numbered) -> None:
        """The number of a record of this kind typed alone, e.g. "V-318" for a visit."""
        _once(self.numbers, kind, handler)

    def origin(self, kind: str, model: type[Row]) -> None:
        """Records of this kind may be asked about (do:ask.new/kind/12): read under the asker's eyes before."""
        _once(self.origins, kind, model)

    def follow(self, handler: Followed) -> None:
        """Edits and deletions of messages that a record may stem from."""
        self.followers.append(handler)

    def direct(self, handler: Line) -> None:
        """A message in the bot's direct messages, outside threads about records."""
        _once(self.singles, "direct", handler)

    def mention(self, handler: Line) -> None:
        """A message that names the bot, outside threads about records."""
        _once(self.singles, "mention", handler)

    def changed(self, handler: Callable[[Work, Changed], None]) -> None:
        """A message that was edited or deleted."""
        _once(self.singles, "changed", handler)

    def home(self, handler: Callable[[Work], Answer]) -> None:
        """App Home was opened."""
        _once(self.singles, "home", handler)


def _once(table: dict[Any, Any], key: Any, handler: Any) -> None:
    if key in table:
        raise ValueError(f"{key} is registered twice")
    table[key] = handler
