"""Draws fragments of the page: Jinja templates, and what they ask of the workspace.

Everything is escaped by the template engine; no Python here makes HTML, so that nothing typed can become markup.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from bot.core.words import Words, half_of
from bot.playground.page import charts, emoji, mrkdwn
from bot.playground.page.telling import Teller
from bot.playground.state import JSON, Channel, Message, User, View
from bot.playground.views import EMPTY
from bot.playground.workspace import Workspace

HERE = Path(__file__).parent
TINTS = 8
DATE_TOKEN = re.compile(r"\{([a-z_]+)\}")
MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")
CHANNEL = re.compile(r"<#([A-Z0-9]+)(?:\|[^>]*)?>")
REFERENCE = re.compile(r"(?<![\w-])([A-Z]{1,4}-\d[A-Z0-9-]{0,15})(?![\w-])", re.ASCII)
CJK = re.compile(r"[\u3400-\u9fff]")


@cache
def environment() -> Environment:
    """The one template environment; it escapes everything."""
    return Environment(loader=FileSystemLoader(HERE / "html"), autoescape=True, trim_blocks=True, lstrip_blocks=True)


@cache
def words() -> Words:
    """The words of the page itself."""
    return Words(HERE / "words", strict=True)


def language_of(user: User) -> str:
    """The language of the page for this person."""
    return "zh-CN" if user.locale.lower().startswith("zh") else "en"


class Pen:
    """Draws for one person at one moment."""

    def __init__(self, workspace: Workspace, user: User, now: datetime) -> None:
        self.workspace, self.user, self.now = workspace, user, now
        self.language = language_of(user)
        self.time = Teller(words(), self.language, user, now)

    def draw(self, template: str, **values: Any) -> str:
        """A template as HTML."""
        return environment().get_template(template).render(pen=self, say=self.say, me=self.user, **values)

    def say(self, key: str, **values: Any) -> str:
        """A word of the page in this person's language."""
        return words().get(self.language, key, **values)

    def half(self, text: str) -> str:
        """A text of the app's manifest in this person's language, as a manifest in one language would have it."""
        return half_of(text, self.language)

    def name(self, key: str) -> str:
        """What a person, or the app, is called; the id itself where nobody has it."""
        if key == self.workspace.app.bot_user:
            return self.workspace.manifest.app_name
        found = self.workspace.users.get(key)
        return found.real_name if found else key

    def is_app_alone(self, keys: Sequence[str]) -> bool:
        """Whether only the app stands there: an emoji it put down for people to press."""
        return list(keys) == [self.workspace.app.bot_user]

    def names(self, keys: Sequence[str]) -> str:
        """Several people in one line."""
        return ", ".join(self.name(key) for key in keys)

    def person(self, key: str) -> User | None:
        """The user with this id."""
        return self.workspace.users.get(key)

    def room(self, key: str) -> str:
        """What a channel is called."""
        found = self.workspace.channels.get(key)
        return found.name if found and found.name else key

    def title(self, room: Channel) -> str:
        """What a conversation is called for this person: the others in it, or its name."""
        if room.kind in ("public", "private"):
            return room.name
        others = [one for one in room.members if one != self.user.id] or [self.user.id]
        if room.kind == "im" and others[0] == self.workspace.app.bot_user:
            return self.workspace.manifest.app_name
        return ", ".join(self.name(one) for one in others)

    def initials(self, key: str) -> str:
        """One or two letters for an avatar."""
        if key == self.workspace.app.bot_user:
            return "R"
        name = self.name(key)
        if CJK.search(name):
            return name[-1]
        return "".join(word[0] for word in name.split()[:2]).upper() or "?"

    def tint(self, key: str) -> str:
        """The colour class of an avatar."""
        if key == self.workspace.app.bot_user:
            return "tint-app"
        return f"tint-{int(key[1:]) % TINTS}" if key[1:].isdigit() else "tint-0"

    def raw(self, message: Message) -> str:
        """An own message as it was typed: mentions by name, entities as characters."""
        named = MENTION.sub(lambda hit: "@" + self.name(hit[1]), message.text)
        return mrkdwn.plain(CHANNEL.sub(lambda hit: "#" + self.room(hit[1]), named))

    def sign(self, element: JSON) -> str:
        """An emoji element as characters."""
        code = str(element.get("unicode") or "")
        if code and re.fullmatch(r"[0-9a-f]{2,6}(-[0-9a-f]{2,6})*", code):
            return "".join(chr(int(part, 16)) for part in code.split("-"))
        return emoji.sign(str(element["name"]), element.get("skin_tone"))

    def emoji(self, name: str) -> str:
        """A short code as characters."""
        return emoji.sign(name)

    def plain(self, text: JSON | None) -> str:
        """The characters of a text object of plain text."""
        if not text:
            return ""
        written = str(text.get("text", ""))
        return emoji.spelled(written) if text.get("emoji", True) else written

    def pieces(self, text: str) -> list[str]:
        """A text cut at the references in it, which are not broken across lines: every second piece is one."""
        return REFERENCE.split(text)

    def parts(self, text: JSON) -> Sequence[JSON]:
        """A text object as parts of rich text."""
        if text.get("type") == "mrkdwn":
            return mrkdwn.parts(str(text.get("text", "")))
        return [{"type": "rich_text_section", "elements": [{"type": "text", "text": self.plain(text)}]}]

    def date(self, element: JSON) -> str:
        """A date element, in this person's zone and language."""
        try:
            instant = datetime.fromtimestamp(int(element["timestamp"]), UTC)
        except (ValueError, OverflowError, OSError):
            return str(element.get("fallback") or "")
        return DATE_TOKEN.sub(lambda hit: self.time.token(hit[1], instant), str(element["format"]))

    def chart(self, block: JSON) -> charts.Drawing:
        """The geometry of a chart."""
        return charts.drawing(block)

    def local_moment(self, seconds: Any) -> str:
        """Epoch seconds as a browser's date-and-time field wants them, in this person's zone."""
        if not seconds:
            return ""
        return datetime.fromtimestamp(int(seconds), self.time.zone).strftime("%Y-%m-%dT%H:%M")

    def value(self, state: Mapping[str, Any], block: JSON, element: JSON) -> Any:
        """What an element holds now, by its kind: text, option, list of options, id, list of ids, None."""
        held = state.get(str(block.get("block_id")), {}).get(element.get("action_id"), {})
        name = EMPTY.get(element["type"])
        found = held.get(name) if name else None
        if found is None and not held and name:
            found = element.get(name.replace("selected_", "initial_"))
        return found

    def chosen(self, held: Any) -> list[JSON]:
        """What a select holds, as a list of option-like {label, value}."""
        rows = held if isinstance(held, list) else [held] if held else []
        return [self.choice(row) for row in rows]

    def choice(self, row: Any) -> JSON:
        """An option, person or channel as {label, value, option}."""
        if isinstance(row, dict):
            return {"label": self.plain(row["text"]), "value": row["value"], "option": row}
        key = str(row)
        label = self.name(key) if key in self.workspace.users else "#" + self.room(key)
        return {"label": label, "value": key, "option": None}

    def offers(self, element: JSON) -> list[JSON]:
        """Everything a select offers by itself: its options, the people, or the channels this person is in."""
        kind = element["type"]
        if "users" in kind:
            people = [one for one in self.workspace.users.values() if not one.is_bot and not one.deleted]
            return [self.choice(one.id) for one in people]
        if "conversations" in kind or "channels" in kind:
            rooms = [room for room in self.workspace.channels.values() if room.kind in ("public", "private")]
            return [self.choice(room.id) for room in rooms if self.user.id in room.members or room.kind == "public"]
        rows = list(element.get("options") or [])
        for group in element.get("option_groups") or []:
            rows += group["options"]
        return [self.choice(row) for row in rows]

    def errors(self, view: View, block: JSON) -> str:
        """The complaint at a field, if there is one; Slack's own sentence in this person's language."""
        problem = view.errors.get(str(block.get("block_id")), "")
        return self.say("slack.required") if problem == "Please complete this required field." else problem
